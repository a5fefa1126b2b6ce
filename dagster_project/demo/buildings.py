"""Invents the buildings of the demo city from ``building_group.csv``: office types with a quota and others without.

A group names the floor area that its trade's energy belongs to; a building uses it in proportion to its own.
"""

from __future__ import annotations

from functools import cache
from random import Random

from dagster_project.demo.accounts import Account
from dagster_project.demo.draw import draws, happens, weighted
from dagster_project.demo.groups import account_id, classes, county, gaps, title, yes_or_no
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes

CHANGE_PCT = (-6, 3)
OLDEST, YOUNGEST = 1994, 2021


@cache
def buildings(seed: int) -> tuple[Account, ...]:
    """The invented buildings, group by group."""
    return tuple(
        _building(group, number, seed)
        for group in recipes("building_group")
        for number in range(1, group.number("count") + 1)
    )


def building_rows(plan: Plan, seed: int) -> list[Row]:
    """The descriptions of the invented buildings."""
    return [dict(account.building) for account in buildings(seed)]


def _building(group: Recipe, number: int, seed: int) -> Account:
    name = account_id(group, number)
    rng = draws(seed, name)
    performance = weighted(rng, classes("building"))
    area_m2 = rng.randint(group.number("area_from"), group.number("area_to"))
    return Account(
        registry={
            "account_id": name,
            "account_name": title(group, number),
            "domain": "building",
            "region_code": county(group, number),
            "industry_code": group.row["industry_code"],
            "opened_on": f"{rng.randint(OLDEST, YOUNGEST)}-{rng.randint(1, 12):02d}-01",
            "disclose_colour": yes_or_no(happens(seed, "disclosed", name)),
        },
        trade=group.how["trade"],
        size_per_mille=max(1, area_m2 * 1000 // group.number("m2_at_100")),
        is_invented=True,
        intensity_pct=rng.randint(performance.number("from_pct"), performance.number("to_pct")),
        change_pct=rng.randint(*CHANGE_PCT),
        gaps=gaps(name, FIRST_MONTH, LAST_MONTH, seed),
        building=_description(group, name, area_m2, rng),
    )


def _description(group: Recipe, name: str, area_m2: int, rng: Random) -> Row:
    row = {
        "account_id": name,
        "building_type": group.row["building_type"],
        "floor_area_m2": f"{area_m2}.00",
        "climate_zone": "hot_summer_cold_winter",
        "use_hours_per_year": f"{group.number('hours') + 50 * rng.randint(-4, 4)}.0",
    }
    if group.how["m2_per_person"]:
        tenths_per_person = group.number("m2_per_person") * 10 + rng.randint(-12, 12)
        row["persons"] = str(max(1, area_m2 * 10 // tenths_per_person))
    return row
