"""What the statistics say of the electricity that an account buys, for whatever has to agree with it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from dagster_project.demo.lines import Line, lines

KWH_PER_UNIT = {"kwh": 1, "mwh": 1000, "10k_kwh": 10_000, "gwh": 1_000_000}


@cache
def electricity_bought(seed: int) -> dict[str, Line]:
    """The line of electricity bought, by account; of several the last."""
    return {
        line.account.account_id: line
        for line in lines("energy", seed)
        if line.recipe.row["energy_code"] == "ELECTRICITY" and not line.recipe.how["yearly"].startswith("-")
    }


def kwh_of(line: Line, start: int, seed: int) -> int:
    """Whole kilowatt-hours of the period that starts with this month."""
    return int(line.quantity(start, seed) * KWH_PER_UNIT[line.recipe.row["unit"]])


def yearly_kwh(line: Line) -> Decimal:
    """Of a usual year."""
    size = line.account.size_per_mille * line.account.intensity_pct
    return Decimal(line.recipe.how["yearly"]) * KWH_PER_UNIT[line.recipe.row["unit"]] * size / 100_000
