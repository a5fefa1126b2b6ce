"""Trips of fleets and shippers: shipments by route, leg by leg, with what they replaced where that is known.

``fleet_trade.csv`` says how often an account of size 100 ships and for whom, ``freight_route.csv`` what is carried and
``freight_leg.csv`` how. How much a fleet burns is not derived from its trips: that is how fleets differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

from dagster_project.demo.accounts import Account
from dagster_project.demo.city import accounts
from dagster_project.demo.draw import draws, weighted
from dagster_project.demo.enterprises import enterprises
from dagster_project.demo.months import FIRST_MONTH, first_day, month_of
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes

CUSTOMERS = 2
LAST_DAY_OF_DEPARTURE = 22  # so that every leg leaves within the month


def freight_rows(plan: Plan, seed: int) -> list[Row]:
    """The legs of the shipments that depart within the plan, account by account."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    ways = {recipe.how["trade"]: recipe for recipe in recipes("fleet_trade")}
    return [
        row
        for account in accounts(seed)
        if account.trade in ways
        for month in range(max(first, account.first_month), min(last, account.last_month) + 1)
        for row in _month_rows(account, ways[account.trade], month, seed)
    ]


def _month_rows(account: Account, way: Recipe, month: int, seed: int) -> Iterator[Row]:
    rng = draws(seed, account.account_id, "freight", month)
    customers = _customers(account.account_id, seed)
    for number in range(1, max(1, way.number("shipments") * account.size_per_mille // 1000) + 1):
        is_ordered = rng.randrange(100) < way.number("ordered_pct")
        shipment = {
            "shipment_id": f"SH-{account.account_id.removeprefix('DEMO-')}-{month - FIRST_MONTH + 1:02d}-{number:02d}",
            "account_id": account.account_id,
            **({"shipper_account_id": rng.choice(customers)} if is_ordered else {}),
        }
        yield from _legs(shipment, weighted(rng, _routes(account.trade)), month, rng)


def _legs(shipment: Row, route: Recipe, month: int, rng: Random) -> Iterator[Row]:
    """The legs of one shipment leave on days that follow each other; the first one tells what was replaced."""
    day = rng.randint(1, LAST_DAY_OF_DEPARTURE)
    tenths_t = rng.randint(route.number("tonnes_from") * 10, route.number("tonnes_to") * 10)
    baseline = _baseline(route, rng) if rng.randrange(100) < route.number("baseline_pct") else {}
    for number, leg in enumerate(_legs_of(route.how["route"]), start=1):
        km = rng.randint(leg.number("km_from"), leg.number("km_to"))
        yield {
            **shipment,
            "leg_no": str(number),
            "departed_on": f"{first_day(month)[:8]}{day + number - 1:02d}",
            **leg.row,
            "tonnes": f"{tenths_t // 10}.{tenths_t % 10}",
            "distance_km": f"{km}.000",
            **_vehicle_km(leg, tenths_t, km),
            **(baseline if number == 1 else {}),
        }


def _vehicle_km(leg: Recipe, tenths_t: int, km: int) -> Row:
    """Of carriers that count vehicles, not loads: full runs and the empty way back."""
    if not leg.how["load_t"]:
        return {}
    runs = -(-tenths_t // (leg.number("load_t") * 10))
    return {"vehicle_km": f"{2 * runs * km}.000"}


def _baseline(route: Recipe, rng: Random) -> Row:
    """The way the goods went before; its distance is its own."""
    km = rng.randint(route.number("baseline_km_from"), route.number("baseline_km_to"))
    return {
        "baseline_mode": "road",
        "baseline_vehicle_class": route.how["baseline_class"],
        "baseline_distance_km": f"{km}.000",
    }


@cache
def _routes(trade: str) -> tuple[Recipe, ...]:
    return tuple(route for route in recipes("freight_route") if route.how["trade"] == trade)


@cache
def _legs_of(route: str) -> tuple[Recipe, ...]:
    return tuple(leg for leg in recipes("freight_leg") if leg.how["route"] == route)


@cache
def _customers(name: str, seed: int) -> tuple[str, ...]:
    """The enterprises that a carrier works for."""
    return tuple(account.account_id for account in draws(seed, name, "customers").sample(enterprises(seed), CUSTOMERS))
