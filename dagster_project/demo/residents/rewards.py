"""What residents get: rewards for points, and the yearly allowance of those with a household meter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from dagster_project.demo.draw import draws, happens, weighted
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, YEAR, first_day, month_of
from dagster_project.demo.recipes import Plan, Row, recipes
from dagster_project.demo.residents.behaviour import records_of
from dagster_project.demo.residents.persons import Person, digest_id, persons

SPENT_PCT = 40  # of what the months before earned at least: caps and second reports earn nothing
ALLOWANCE_KG = (900, 3_600)


def redemption_rows(plan: Plan, seed: int) -> list[Row]:
    """What is exchanged within the plan by residents who earned it in the months before, in the same scheme."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    redeemers = (person for person in persons(seed) if happens(seed, "redeems", person.person_id))
    return [row for person in redeemers for month, row in _redemptions(person, seed) if first <= month <= last]


def allowance_rows(plan: Plan, seed: int) -> list[Row]:
    """The allowances of the years that the plan covers."""
    years = range(month_of(plan.covers_from) // YEAR, month_of(plan.covers_to) // YEAR + 1)
    return [_allowance(person, year, seed) for year in years for person in persons(seed) if person.is_metered]


def _redemptions(person: Person, seed: int) -> Iterator[tuple[int, Row]]:
    earned: Counter[str] = Counter()
    for month in range(person.first_month, LAST_MONTH + 1):
        rng = draws(seed, person.person_id, "reward", month)
        reward = weighted(rng, recipes("reward"))
        feed, points = reward.how["source_system"], reward.number("points")
        if earned[feed] * SPENT_PCT // 100 >= points and rng.randrange(2):
            earned[feed] -= points * 100 // SPENT_PCT
            moment = f"{first_day(month)[:8]}{rng.randint(1, 28):02d}T{rng.randint(9, 21):02d}:{rng.randint(0, 59):02d}"
            yield (
                month,
                {
                    "redemption_id": digest_id("RD", seed, person.person_id, month),
                    "person_id": person.person_id,
                    "redeemed_at": f"{moment}:00",
                    "points": f"{points}.000",
                    **reward.row,
                },
            )
        earned.update(_earned(seed).get((person.person_id, month), {}))


@cache
def _earned(seed: int) -> dict[tuple[str, int], Counter[str]]:
    """The points that a resident earned in a month at least, by the system that reports."""
    points = {
        (habit.how["source_system"], habit.how["behaviour_code"]): habit.number("points") for habit in recipes("habit")
    }
    earned: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for month in range(FIRST_MONTH, LAST_MONTH + 1):
        for row in (record.row for record in records_of(month, seed)):
            feed = row["source_system"]
            person_id = row["person_id"].strip().upper()
            earned[person_id, month][feed] += points.get((feed, row["behaviour_code"]), 0)
    return dict(earned)


def _allowance(person: Person, year: int, seed: int) -> Row:
    rng = draws(seed, person.person_id, "allowance", year)
    return {
        "person_id": person.person_id,
        "period_year": str(year),
        "allowance_kgco2e": f"{rng.randint(*ALLOWANCE_KG)}.000",
        "scheme_code": "CAP_TYPE",
    }
