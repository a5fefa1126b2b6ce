"""The accounts of the demo city together, and how they are registered: first descriptions, moves, closings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dagster_project.demo.accounts import Account, written_accounts
from dagster_project.demo.buildings import buildings
from dagster_project.demo.draw import draws, happens
from dagster_project.demo.enterprises import enterprises
from dagster_project.demo.farms import farms
from dagster_project.demo.fleets import fleets
from dagster_project.demo.forests import forest_accounts
from dagster_project.demo.groups import all_counties
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, first_day, month_of
from dagster_project.demo.recipes import Plan, Row


@cache
def accounts(seed: int) -> tuple[Account, ...]:
    """All accounts of the demo: written ones first."""
    return (
        *written_accounts(),
        *enterprises(seed),
        *buildings(seed),
        *farms(seed),
        *fleets(seed),
        *forest_accounts(seed),
    )


def registry_rows(plan: Plan, seed: int) -> list[Row]:
    """Registrations, moves and closings of invented accounts that fall within the plan; the first plan has no start."""
    first = month_of(plan.covers_from) if plan.covers_from else 0
    last = month_of(plan.covers_to)
    invented = (account for account in accounts(seed) if account.is_invented)
    return [row for account in invented for month, row in _descriptions(account, seed) if first <= month <= last]


def _descriptions(account: Account, seed: int) -> Iterator[tuple[int, Row]]:
    """Month in which it becomes known, and the row."""
    name = account.account_id
    yield month_of(account.registry["opened_on"]), dict(account.registry)
    if account.last_month < LAST_MONTH:
        yield account.last_month + 1, {**account.registry, "closed_on": first_day(account.last_month + 1)}
    elif account.domain == "industry" and happens(seed, "moved", name):
        rng = draws(seed, name, "move")
        month = rng.randrange(FIRST_MONTH + 4, LAST_MONTH - 4)
        other = [county for county in all_counties() if county != account.registry["region_code"]]
        yield month, {**account.registry, "region_code": rng.choice(other), "valid_from": first_day(month)}
