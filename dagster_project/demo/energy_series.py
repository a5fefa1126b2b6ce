"""Monthly, quarterly and annual energy statistics of the accounts, from ``trade_energy.csv`` and ``energy_line.csv``.

A trade says which energies an enterprise of its kind uses. Meters are in ``meter_series``; where a main meter stands,
no statistics of electricity are delivered.
"""

from __future__ import annotations

from dagster_project.demo.lines import Line, period_row, periods
from dagster_project.demo.meter_series import metered_months
from dagster_project.demo.recipes import Plan, Row


def energy_rows(plan: Plan, seed: int) -> list[Row]:
    """The rows of the series that the plan asks for, account by account."""
    return [
        period_row(line, start, seed)
        for line, start in periods("energy", plan, seed)
        if not (_is_metered(line, start) or line.account.gaps.intersection(line.months(start)))
    ]


def _is_metered(line: Line, start: int) -> bool:
    is_electricity = line.recipe.row["energy_code"] == "ELECTRICITY"
    return is_electricity and (line.account.account_id, start) in metered_months()
