"""Monthly, quarterly and annual energy statistics of the demo accounts, from ``trade.csv`` and ``energy_line.csv``.

A trade says which energies an enterprise of its kind uses; an account takes them in proportion to its size. Only
integers and decimals are used, so that every machine makes the same text. Meters are in ``meter_series``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from dagster_project.demo.meter_series import metered_months
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, first_day, month_of
from dagster_project.demo.recipes import Plan, Recipe, Row, percentages, recipes

NOISE_PER_MILLE = 40


@dataclass(frozen=True)
class _Line:
    """One energy of one account over a span of months."""

    account_id: str
    recipe: Recipe
    size_pct: int
    first_month: int
    last_month: int

    @property
    def period_months(self) -> int:
        return int(self.recipe.row["period_months"])

    @property
    def is_metered_energy(self) -> bool:
        return self.recipe.row["energy_code"] == "ELECTRICITY"

    def starts(self, first: int, last: int) -> Iterator[int]:
        """The first months of its periods that lie whole within [first, last]."""
        start = max(first, self.first_month)
        start += -start % self.period_months  # periods begin in January, so quarters are calendar quarters
        end = min(last, self.last_month)
        return iter(range(start, end - self.period_months + 2, self.period_months))


def energy_rows(plan: Plan, seed: int) -> list[Row]:
    """The rows of the series that the plan asks for, account by account."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    metered = metered_months()
    return [
        _row(line, start, seed)
        for line in _lines()
        if str(line.period_months) in plan.series
        for start in line.starts(first, last)
        if not (line.is_metered_energy and (line.account_id, start) in metered)
    ]


@cache
def _lines() -> tuple[_Line, ...]:
    by_trade: dict[str, list[Recipe]] = {}
    for recipe in recipes("trade"):
        by_trade.setdefault(recipe.how["trade"], []).append(recipe)
    lines = [
        _Line(account.row["account_id"], recipe, account.number("size_pct"), FIRST_MONTH, _last_month(account.row))
        for account in recipes("account_registry")
        for recipe in by_trade.get(account.how["trade"], ())
    ]
    for recipe in recipes("energy_line"):
        first = month_of(recipe.how["from_month"]) if recipe.how["from_month"] else FIRST_MONTH
        last = month_of(recipe.how["to_month"]) if recipe.how["to_month"] else LAST_MONTH
        lines.append(_Line(recipe.how["account_id"], recipe, 100, first, last))
    return tuple(lines)


def _last_month(account: Row) -> int:
    """An account that was closed reports up to the month before."""
    return month_of(account["closed_on"]) - 1 if "closed_on" in account else LAST_MONTH


def _row(line: _Line, start: int, seed: int) -> Row:
    how = line.recipe.how
    shares = percentages(how["profile"], "month")
    share = sum(shares[month % 12] for month in range(start, start + line.period_months))
    trend = 100 + line.recipe.number("trend_pct") * (start // 12 - FIRST_MONTH // 12)
    # One generator per record: a new line in a recipe leaves every other record as it was.
    key = f"{seed}|{line.account_id}|{line.recipe.row['energy_code']}|{line.recipe.row.get('end_use', '')}|{start}"
    noise = 1000 + random.Random(key).randint(-NOISE_PER_MILLE, NOISE_PER_MILLE)
    exact = Decimal(how["yearly"]) * line.size_pct * share * trend * noise / Decimal(100 * 1200 * 100 * 1000)
    quantity = exact.quantize(Decimal(1).scaleb(-line.recipe.number("decimals")), rounding=ROUND_HALF_UP)
    return {
        "account_id": line.account_id,
        "period_month": first_day(start),
        **line.recipe.row,
        "quantity": f"{quantity:f}",
    }
