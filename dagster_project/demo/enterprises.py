"""Invents the enterprises of the demo city from ``enterprise_group.csv``.

``performance_class.csv`` and ``share.csv`` say how they differ and how often something happens to one. What is drawn
comes from the seed and the account's name. What an enterprise uses and makes is the matter of the series.
"""

from __future__ import annotations

from functools import cache
from random import Random

from dagster_project.demo.accounts import Account
from dagster_project.demo.draw import draws, happens, weighted
from dagster_project.demo.groups import account_id, classes, county, gaps, title, yes_or_no
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, YEAR, first_day
from dagster_project.demo.recipes import Recipe, Row, recipes

# Of what sets an enterprise apart from its trade this part lies in its energy, the rest in the value it adds.
ENERGY_PART = 3
OLDEST, YOUNGEST = 1992, 2021


@cache
def enterprises(seed: int) -> tuple[Account, ...]:
    """The invented enterprises, group by group."""
    return tuple(
        _enterprise(group, number, seed)
        for group in recipes("enterprise_group")
        for number in range(1, group.number("count") + 1)
    )


def _enterprise(group: Recipe, number: int, seed: int) -> Account:
    name = account_id(group, number)
    rng = draws(seed, name)
    intensity = weighted(rng, classes("intensity"))
    change = weighted(rng, classes("change"))
    size = rng.randint(group.number("size_from") * 10, group.number("size_to") * 10)
    first, last = _life(name, rng, seed)
    opened = first_day(first) if first > FIRST_MONTH else f"{rng.randint(OLDEST, YOUNGEST)}-{rng.randint(1, 12):02d}-15"
    emission_per_value_pct = rng.randint(intensity.number("from_pct"), intensity.number("to_pct"))
    energy_per_output_pct = 100 + (emission_per_value_pct - 100) // ENERGY_PART
    return Account(
        registry=_registry(group, number, opened, seed),
        trade=group.how["trade"],
        size_per_mille=size * intensity.number("size_pct") // 100,
        is_invented=True,
        intensity_pct=energy_per_output_pct,
        value_pct=energy_per_output_pct * 100 // emission_per_value_pct,
        change_pct=rng.randint(change.number("from_pct"), change.number("to_pct")),
        first_month=first,
        last_month=last,
        gaps=gaps(name, first, last, seed),
    )


def _registry(group: Recipe, number: int, opened_on: str, seed: int) -> Row:
    name = account_id(group, number)
    row = {
        "account_id": name,
        "account_name": title(group, number, legal_form="有限公司"),
        "domain": "industry",
        "region_code": county(group, number),
        "industry_code": group.row["industry_code"],
        "opened_on": opened_on,
        "disclose_colour": yes_or_no(happens(seed, "disclosed", name)),
    }
    if happens(seed, "filed", name):
        row["filing_number"] = f"浙衢示备{group.how['group']}{number:02d}"
        row["boundary_note"] = "厂区内全部设施 whole site"
    return row


def _life(name: str, rng: Random, seed: int) -> tuple[int, int]:
    """First and last month with activity."""
    if happens(seed, "opened", name):
        return rng.randrange(FIRST_MONTH + 3, LAST_MONTH - 6), LAST_MONTH
    if happens(seed, "closed", name):
        return FIRST_MONTH, rng.randrange(FIRST_MONTH + YEAR + 1, LAST_MONTH - 1)
    return FIRST_MONTH, LAST_MONTH
