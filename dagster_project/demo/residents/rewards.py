"""What residents get: rewards for points, and the yearly allowance of those with a household meter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dagster_project.demo.draw import draws, happens, weighted
from dagster_project.demo.months import LAST_MONTH, YEAR, first_day, month_of
from dagster_project.demo.recipes import Plan, Row, recipes
from dagster_project.demo.residents.behaviour import BANK_FEED, records_of
from dagster_project.demo.residents.persons import Person, digest_id, persons

POINTS_PER_RECORD = 23  # at least, of a payment that counts
SPENT_PCT = 40  # of what the payments of the months before earned: caps and second reports earn nothing
ALLOWANCE_KG = (900, 3_600)


def redemption_rows(plan: Plan, seed: int) -> list[Row]:
    """What is exchanged within the plan by residents whose payments earned it in the months before."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    redeemers = (person for person in persons(seed) if happens(seed, "redeems", person.person_id))
    return [row for person in redeemers for month, row in _redemptions(person, seed) if first <= month <= last]


def allowance_rows(plan: Plan, seed: int) -> list[Row]:
    """The allowances of the years that the plan covers."""
    years = range(month_of(plan.covers_from) // YEAR, month_of(plan.covers_to) // YEAR + 1)
    return [_allowance(person, year, seed) for year in years for person in persons(seed) if person.is_metered]


def _redemptions(person: Person, seed: int) -> Iterator[tuple[int, Row]]:
    earned = 0
    for month in range(person.first_month, LAST_MONTH + 1):
        rng = draws(seed, person.person_id, "reward", month)
        reward = weighted(rng, recipes("reward"))
        points = reward.number("points")
        if earned * SPENT_PCT // 100 >= points and rng.randrange(2):
            earned -= points * 100 // SPENT_PCT
            moment = f"{first_day(month)[:8]}{rng.randint(1, 28):02d}T{rng.randint(9, 21):02d}:{rng.randint(0, 59):02d}"
            yield month, {
                "redemption_id": digest_id("RD", seed, person.person_id, month),
                "person_id": person.person_id,
                "redeemed_at": f"{moment}:00",
                "points": f"{points}.000",
                **reward.row,
            }
        earned += _payments(seed).get((person.person_id, month), 0) * POINTS_PER_RECORD


@cache
def _payments(seed: int) -> dict[tuple[str, int], int]:
    """How many payments a resident made in a month."""
    counts: dict[tuple[str, int], int] = {}
    for month in range(min(person.first_month for person in persons(seed)), LAST_MONTH + 1):
        for record in records_of(month, seed):
            if record.row["source_system"] == BANK_FEED:
                key = (record.row["person_id"].strip().upper(), month)
                counts[key] = counts.get(key, 0) + 1
    return counts


def _allowance(person: Person, year: int, seed: int) -> Row:
    rng = draws(seed, person.person_id, "allowance", year)
    return {
        "person_id": person.person_id,
        "period_year": str(year),
        "allowance_kgco2e": f"{rng.randint(*ALLOWANCE_KG)}.000",
        "scheme_code": "CAP_TYPE",
    }
