"""Invents the fleets, carriers and shippers of the demo city from ``fleet_group.csv``; their trips are a series."""

from __future__ import annotations

from functools import cache

from dagster_project.demo.accounts import Account
from dagster_project.demo.draw import draws, happens, weighted
from dagster_project.demo.groups import account_id, classes, county, title, yes_or_no
from dagster_project.demo.recipes import Recipe, recipes

CHANGE_PCT = (-8, 4)
OLDEST, YOUNGEST = 2002, 2021


@cache
def fleets(seed: int) -> tuple[Account, ...]:
    """The invented accounts of transport, group by group."""
    return tuple(
        _fleet(group, number, seed)
        for group in recipes("fleet_group")
        for number in range(1, group.number("count") + 1)
    )


def _fleet(group: Recipe, number: int, seed: int) -> Account:
    name = account_id(group, number)
    rng = draws(seed, name)
    performance = weighted(rng, classes("fleet"))
    return Account(
        registry={
            "account_id": name,
            "account_name": title(group, number, legal_form="有限公司"),
            "domain": "transport",
            "region_code": county(group, number),
            "industry_code": group.row["industry_code"],
            "opened_on": f"{rng.randint(OLDEST, YOUNGEST)}-{rng.randint(1, 12):02d}-20",
            "disclose_colour": yes_or_no(happens(seed, "disclosed", name)),
        },
        trade=group.how["trade"],
        size_per_mille=rng.randint(group.number("size_from"), group.number("size_to")) * 10,
        is_invented=True,
        intensity_pct=rng.randint(performance.number("from_pct"), performance.number("to_pct")),
        change_pct=rng.randint(*CHANGE_PCT),
    )
