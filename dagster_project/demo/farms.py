"""Invents the farms and orchards of the demo city from ``farm_group.csv``.

A farm has the size of its land or of its herd; the orchards share the land that the city states for all of them.
"""

from __future__ import annotations

from functools import cache

from dagster_project.demo.accounts import Account, written_accounts
from dagster_project.demo.draw import allot, draws, happens, weighted
from dagster_project.demo.groups import account_id, classes, county, title, yes_or_no
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes

CHANGE_PCT = (-9, 4)
OLDEST, YOUNGEST = 2004, 2021
ORCHARDS_MU = 6600  # of all orchards together, the written ones among them
LEAST_ORCHARD_MU = 50
ORCHARD = "orchard"


@cache
def farms(seed: int) -> tuple[Account, ...]:
    """The invented farms and orchards, group by group."""
    return tuple(_farm(group, number, seed) for group, number in _members())


def farm_rows(plan: Plan, seed: int) -> list[Row]:
    """The descriptions of the invented farms."""
    return [dict(account.farm) for account in farms(seed)]


def _members() -> list[tuple[Recipe, int]]:
    return [(group, number) for group in recipes("farm_group") for number in range(1, group.number("count") + 1)]


def _farm(group: Recipe, number: int, seed: int) -> Account:
    name = account_id(group, number)
    rng = draws(seed, name)
    performance = weighted(rng, classes(group.how["performance"]))
    is_orchard = group.row["domain"] == ORCHARD
    size = orchards_mu(seed)[name] if is_orchard else rng.randint(group.number("size_from"), group.number("size_to"))
    return Account(
        registry={
            "account_id": name,
            "account_name": title(group, number),
            "domain": group.row["domain"],
            "region_code": county(group, number),
            "industry_code": group.row["industry_code"],
            "opened_on": f"{rng.randint(OLDEST, YOUNGEST)}-{rng.randint(1, 12):02d}-01",
            "disclose_colour": yes_or_no(happens(seed, "disclosed", name)),
        },
        trade=group.how["trade"],
        size_per_mille=size * 10,
        is_invented=True,
        intensity_pct=rng.randint(performance.number("from_pct"), performance.number("to_pct")),
        change_pct=rng.randint(*CHANGE_PCT),
        farm={"account_id": name, "farm_type": group.row["farm_type"], **_area(group, size)},
    )


def _area(group: Recipe, size: int) -> Row:
    """Land by size, for those that live off it: hectares of a farm, mu of an orchard."""
    if group.row["domain"] == ORCHARD:
        return {"orchard_area_mu": f"{size}.00"}
    return {"area_ha": f"{group.number('ha_at_100') * size // 100}.000000"} if group.how["ha_at_100"] else {}


@cache
def orchards_mu(seed: int) -> dict[str, int]:
    """The area of each invented orchard: the least that counts as one, and a share of the rest."""
    written = sum(a.size_per_mille // 10 for a in written_accounts() if a.domain == ORCHARD)
    names = [account_id(group, number) for group, number in _members() if group.row["domain"] == ORCHARD]
    shares = allot(
        ORCHARDS_MU - written - LEAST_ORCHARD_MU * len(names),
        [draws(seed, name, "area").randint(1, 100) for name in names],
    )
    return {name: LEAST_ORCHARD_MU + share for name, share in zip(names, shares, strict=True)}
