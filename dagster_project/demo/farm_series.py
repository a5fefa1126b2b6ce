"""What farms and orchards report of fields, herds and soils; their fuel and power are in ``energy_series``."""

from __future__ import annotations

from dagster_project.demo.lines import period_row, periods
from dagster_project.demo.recipes import Plan, Row


def farm_activity_rows(plan: Plan, seed: int) -> list[Row]:
    """The rows of the series that the plan asks for, account by account; months without the activity have none."""
    return [period_row(line, start, seed) for line, start in periods("farm", plan, seed) if line.share(start)]
