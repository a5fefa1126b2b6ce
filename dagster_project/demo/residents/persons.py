"""Who the residents are, and how they are registered: county, village, age, banks, and how active they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from dagster_project.demo.draw import draws, happens, weighted
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, LAST_YEAR, YEAR, first_day, month_of
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes

OPENED_BEFORE_PCT = 70  # has an account when the two years begin
YEARS_BEFORE = 4
YOUNGEST, OLDEST = 16, 84
MOST_HABITS = 4


@dataclass(frozen=True, eq=False)
class Person:
    """One resident over the two years."""

    number: int
    person_id: str
    region_code: str
    village_code: str
    opened_on: str
    birth_year: int
    banks: tuple[str, ...]
    records_per_100_months: int
    habits: tuple[Recipe, ...]
    is_metered: bool

    @property
    def opened_month(self) -> int:
        return month_of(self.opened_on)

    @property
    def first_month(self) -> int:
        """The first month in which he or she can deliver something."""
        return max(self.opened_month, FIRST_MONTH)


@cache
def persons(seed: int) -> tuple[Person, ...]:
    """All residents, village by village."""
    places = [recipe for recipe in recipes("village") for _ in range(recipe.number("persons"))]
    return tuple(_person(number, place, seed) for number, place in enumerate(places, start=1))


def registry_rows(plan: Plan, seed: int) -> list[Row]:
    """Registrations and moves that fall within the plan; the first plan has no start."""
    first = month_of(plan.covers_from) if plan.covers_from else 0
    last = month_of(plan.covers_to)
    return [row for person in persons(seed) for month, row in _descriptions(person, seed) if first <= month <= last]


def digest_id(prefix: str, *what: object) -> str:
    """An identifier that does not tell whose it is."""
    text = "|".join(str(part) for part in what)
    return f"{prefix}-{hashlib.blake2s(text.encode(), digest_size=8).hexdigest().upper()}"


def within_lifetime(person: Person, month: int) -> bool:
    return person.first_month <= month <= LAST_MONTH


def _person(number: int, place: Recipe, seed: int) -> Person:
    name = f"DEMO-P{number:06d}"
    rng = draws(seed, name)
    banks = [recipe.row["bank_code"] for recipe in recipes("bank_registry") if recipe.how["delivery"] == "banks"]
    if rng.randrange(100) < OPENED_BEFORE_PCT:
        opened = FIRST_MONTH - rng.randint(1, YEARS_BEFORE * YEAR)
    else:
        opened = rng.randint(FIRST_MONTH, LAST_MONTH - 1)
    return Person(
        number=number,
        person_id=name,
        region_code=place.row["region_code"],
        village_code=place.row.get("village_code", ""),
        opened_on=f"{first_day(opened)[:8]}{rng.randint(1, 28):02d}",
        birth_year=LAST_YEAR - rng.randint(YOUNGEST, OLDEST),
        banks=tuple(rng.sample(banks, 2 if happens(seed, "two_banks", name) else 1)),
        records_per_100_months=weighted(rng, recipes("activity_class")).number("records_per_100_months"),
        habits=tuple({id(h): h for h in (weighted(rng, recipes("habit")) for _ in range(_habits(rng)))}.values()),
        is_metered=happens(seed, "metered", name),
    )


def _habits(rng: Random) -> int:
    return rng.randint(1, MOST_HABITS)


def _descriptions(person: Person, seed: int) -> Iterator[tuple[int, Row]]:
    """Month in which it becomes known, and the row."""
    row = {
        "person_id": person.person_id,
        "region_code": person.region_code,
        "opened_on": person.opened_on,
        "birth_year": str(person.birth_year),
    }
    village = {"village_code": person.village_code} if person.village_code else {}
    yield person.opened_month, row | village
    if village and happens(seed, "village_moved", person.person_id):
        rng = draws(seed, person.person_id, "village_moved")
        others = [
            recipe.row["village_code"]
            for recipe in recipes("village")
            if recipe.row["region_code"] == person.region_code and recipe.row.get("village_code")
        ]
        yield rng.randint(person.first_month, LAST_MONTH), row | {"village_code": rng.choice(others)}
