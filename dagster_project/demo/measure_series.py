"""Reduction measures of the enterprises: promised effects, measured ones, and the energy-service company behind each.

A measure is planned, then operates month by month (or quarter by quarter), and some have ended. What it saves follows
from its investment by ``measure_type.csv``; nothing of it is taken off the energy delivered elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from random import Random

from dagster_project.demo.accounts import Account
from dagster_project.demo.draw import draws, happens, weighted
from dagster_project.demo.enterprises import enterprises
from dagster_project.demo.months import LAST_MONTH, YEAR, first_day, month_of
from dagster_project.demo.output_series import yearly_value_cny
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes

PLANNED_PCT, ENDED_PCT, SERVICE_PCT = 22, 14, 78
RECORD_MONTHS = (1, 1, 1, 3, 3, YEAR)
EFFECT_PCT, NOISE_PCT = (66, 122), (85, 115)  # of what was promised, of a usual record
SMALLEST_INVESTMENT_CNY, LARGEST_INVESTMENT_CNY = 60_000, 60_000_000


def measure_rows(plan: Plan, seed: int) -> list[Row]:
    """The records of the measures whose last month lies within the plan; of a plan the month in which it is made."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    return [row for month, row in _records(seed) if first <= month <= last]


@cache
def _records(seed: int) -> tuple[tuple[int, Row], ...]:
    return tuple(
        record
        for account in enterprises(seed)
        for kind in _measures(account, seed)
        for record in _of_measure(account, kind, seed)
    )


def _measures(account: Account, seed: int) -> Iterator[Recipe]:
    """At most two measures of different kinds, of those whose economics are known to the city."""
    name = account.account_id
    if yearly_value_cny(account, seed) == 0 or not happens(seed, "measure", name):
        return
    rng = draws(seed, name, "measures")
    kinds = list(recipes("measure_type"))
    first = weighted(rng, kinds)
    yield first
    if happens(seed, "second_measure", name):
        kinds.remove(first)
        yield weighted(rng, kinds)


def _of_measure(account: Account, kind: Recipe, seed: int) -> Iterator[tuple[int, Row]]:
    """The last month of each record, from which on it can be delivered, and the record."""
    rng = draws(seed, account.account_id, kind.how["measure_code"])
    investment = _investment(account, kind, rng, seed)
    common = {
        "account_id": account.account_id,
        "measure_code": kind.how["measure_code"],
        "mode": kind.how["mode"],
        "investment_cny": f"{investment}.00",
        **_contract(kind, rng),
    }
    yearly_t = max(1, investment // kind.number("cny_per_t"))
    if rng.randrange(100) < PLANNED_PCT:
        month = rng.randrange(LAST_MONTH - 5, LAST_MONTH + 1)
        yield month, {**common, **_period(month, YEAR), "status": "planned", **_stated(kind, yearly_t, YEAR)}
        return
    months = rng.choice(RECORD_MONTHS)
    start = rng.randrange(account.first_month, account.last_month - 1)
    start += -start % months
    ends = account.last_month - rng.randint(0, 6) if rng.randrange(100) < ENDED_PCT else account.last_month
    effect_pct = rng.randint(*EFFECT_PCT)
    for month in range(start, ends - months + 2, months):
        is_last = ends < LAST_MONTH and month + months > ends - months + 1
        record = {
            **common,
            **_period(month, months),
            "status": "ended" if is_last else "operating",
            "started_on": first_day(start),
            **_stated(kind, yearly_t, months),
            **_measured(kind, yearly_t * effect_pct * rng.randint(*NOISE_PCT), months),
        }
        yield month + months - 1, record


def _contract(kind: Recipe, rng: Random) -> Row:
    """Who runs the measure and which share of the saving is theirs; some enterprises run their own."""
    if rng.randrange(100) >= SERVICE_PCT:
        return {}
    provider = {"provider": rng.choice(recipes("provider")).how["provider"]}
    return {**provider, "share_pct": f"{kind.how['share_pct']}.0000"} if kind.how["share_pct"] else provider


def _period(month: int, months: int) -> Row:
    return {"period_month": first_day(month), "period_months": str(months)}


def _investment(account: Account, kind: Recipe, rng: Random, seed: int) -> int:
    """In whole thousands of CNY, by the value of what the enterprise makes in a year."""
    per_mille = rng.randint(kind.number("invest_from"), kind.number("invest_to"))
    share = yearly_value_cny(account, seed) * per_mille // 1000
    return max(SMALLEST_INVESTMENT_CNY, min(share, LARGEST_INVESTMENT_CNY)) // 1000 * 1000


def _stated(kind: Recipe, yearly_t: int, months: int) -> Row:
    """What was promised for the months of a record."""
    return {f"stated_{name}": value for name, value in _effects(kind, Decimal(yearly_t * months) / YEAR).items()}


def _measured(kind: Recipe, yearly_bp: int, months: int) -> Row:
    return _effects(kind, Decimal(yearly_bp * months) / (YEAR * 10_000))


def _effects(kind: Recipe, tonnes: Decimal) -> Row:
    effects = {
        "reduction_t": f"{tonnes:.3f}",
        "saving_cny": f"{tonnes * kind.number('saving_cny_per_t'):.2f}",
    }
    if kind.number("kgce_per_t"):
        effects["energy_saved_tce"] = f"{tonnes * kind.number('kgce_per_t') / 1000:.3f}"
    return effects
