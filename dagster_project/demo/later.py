"""Moves the demo by whole years: recipes are written for 2023 and 2024, deliveries may describe later years.

Only dates move, by the types of the contract; names, texts and quantities stay. The 29th of February becomes the 28th
where the year has none, and the last day of February stays the last one, so that month ends stay month ends.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from dagster_project.demo.months import LAST_YEAR
from dagster_project.demo.recipes import Plan, Row, plans
from dagster_project.lib.contract import Column, SourceContract
from dagster_project.lib.errors import WrongUse

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(.*)", re.DOTALL)
YEAR_IN_NAME = re.compile(r"20\d\d")
FEBRUARY = 2
EARLIEST, LATEST = 2000, 2099


def years_later(last_year: int) -> int:
    """How many years the recipes move for the last of the two years to be this one."""
    if not EARLIEST <= last_year <= LATEST:
        raise WrongUse(f"the demo can end in a year from {EARLIEST} to {LATEST}, not in {last_year}")
    return last_year - LAST_YEAR


def last_delivered_year(now: datetime) -> int:
    """The last year of which every delivery has arrived by now; from April on that is the year before."""
    moments = [datetime.fromisoformat(plan.delivered_at) for plan in plans()]
    return next(year for year in range(now.year, EARLIEST, -1) if max(_moved(m, year) for m in moments) < now)


def later_plans(years: int) -> tuple[Plan, ...]:
    """All files of the demo, so many years later; the years in their names move too."""
    return tuple(
        replace(plan, file=_later_name(plan.file, years), delivered_at=later_day(plan.delivered_at, years))
        for plan in plans()
    )


def later_rows(contract: SourceContract, rows: list[Row], years: int) -> list[Row]:
    """The rows with every date and year of the contract so many years later."""
    if years == 0:
        return rows
    moves = {column.name: move for column in contract.columns if (move := _move_of(column))}
    return [
        {name: moves[name](value, years) if name in moves else value for name, value in row.items()} for row in rows
    ]


def later_day(text: str, years: int) -> str:
    """A date or a moment so many years later; what is no date stays as it is."""
    match = DAY.fullmatch(text)
    if not match:
        return text
    year, month, day = (int(match[part]) for part in (1, 2, 3))
    if month == FEBRUARY and day == monthrange(year, month)[1]:
        day = monthrange(year + years, month)[1]
    return f"{year + years:04d}-{month:02d}-{day:02d}{match[4]}"


def _move_of(column: Column) -> Callable[[str, int], str] | None:
    if column.kind in ("date", "ts"):
        return later_day
    return _later_year if column.kind == "int" and column.name.endswith("_year") else None


def _later_year(text: str, years: int) -> str:
    return str(int(text) + years) if text.isdecimal() else text


def _later_name(name: str, years: int) -> str:
    return YEAR_IN_NAME.sub(lambda match: str(int(match[0]) + years), name)


def _moved(moment: datetime, last_year: int) -> datetime:
    return datetime.fromisoformat(later_day(moment.isoformat(), last_year - LAST_YEAR))
