"""Values by type for the contract columns that no recipe mentions, so that a widened contract shows in the demo.

A column that a recipe knows is never touched here: where a recipe leaves it empty, empty is what is delivered. Nor is
the identifier of a person: the recipes say which rows are about residents, and about whom.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from dagster_project.demo.recipes import Row
from dagster_project.lib.contract import Column, SourceContract
from dagster_project.lib.errors import CarbonError

FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2024, 12, 31)
# Tried in turn for a text that must match a pattern; the first that does is taken.
PATTERN_SAMPLES = ("DEMO-1", "DEMO1", "demo", "D", "1", "01", "330802", "2024", "2024-01-01", "91330800DEMO00001X")


def fill_unknown_columns(contract: SourceContract, deliveries: Mapping[str, list[Row]], seed: int) -> None:
    """Give every row of one source a value in each contract column that no row of any delivery mentions."""
    mentioned = _mentioned(deliveries.values())
    secret = {contract.secret.column} if contract.secret else set()
    unknown = [column for column in contract.columns if column.name not in mentioned | secret]
    for delivery, rows in deliveries.items():
        for column in unknown:
            rng = random.Random(f"{seed}|{contract.name}|{delivery}|{column.name}")
            for row in rows:
                row[column.name] = _value(column, contract, rng)


def _mentioned(deliveries: Iterable[list[Row]]) -> set[str]:
    found: set[str] = set()
    for rows in deliveries:
        for row in rows:
            found.update(row)
    return found


def _value(column: Column, contract: SourceContract, rng: random.Random) -> str:
    if column.default is not None:
        return _default(column)
    if column.values:
        return rng.choice(column.values)
    if column.pattern:
        return _matching(column, contract)
    match column.kind:
        case "text":
            return f"示例 {column.name} {rng.randint(1, 9)}"
        case "bool":
            return rng.choice(("true", "false"))
        case "date":
            return _day(rng).isoformat()
        case "ts":
            return f"{_day(rng).isoformat()}T{rng.randint(0, 23):02d}:00:00"
        case _:
            return _number(column, rng)


def _default(column: Column) -> str:
    return str(column.default).lower() if isinstance(column.default, bool) else str(column.default)


def _matching(column: Column, contract: SourceContract) -> str:
    for sample in PATTERN_SAMPLES:
        if re.fullmatch(column.pattern or "", sample):
            return sample
    raise CarbonError(
        f"the demo has no value for {contract.name}.{column.name}: none of its samples matches the pattern"
        f" {column.pattern}; give the column a recipe in dagster_project/demo/data"
    )


def _day(rng: random.Random) -> date:
    return FIRST_DAY + timedelta(days=rng.randint(0, (LAST_DAY - FIRST_DAY).days))


def _number(column: Column, rng: random.Random) -> str:
    """A number inside the stated range, on a grid of tenths of it, with the decimals of its type."""
    lowest = column.minimum if column.minimum is not None else Decimal(0)
    highest = column.maximum if column.maximum is not None else lowest + _widest(column)
    value = lowest + (highest - lowest) * rng.randint(1, 10) / 10
    if column.kind == "int":
        return str(max(int(value), int(lowest) + (1 if column.minimum_is_exclusive else 0)))
    return f"{value.quantize(Decimal(1).scaleb(-column.scale)):f}"


def _widest(column: Column) -> Decimal:
    """A range that the type can hold: up to a thousand, or all of it where the type has fewer digits."""
    if column.kind == "int":
        return Decimal(999)
    return Decimal(10) ** min(column.precision - column.scale, 3) - Decimal(1).scaleb(-column.scale)
