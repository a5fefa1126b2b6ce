"""Behaviour that no honest resident shows, from ``abuse.csv``, and what a reviewer decided about some of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from dagster_project.demo.draw import draws
from dagster_project.demo.months import month_of
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes
from dagster_project.demo.residents.persons import Person, digest_id, persons, within_lifetime

REVIEW_AFTER = timedelta(days=20)


def abuse_rows(month: int, seed: int) -> list[Row]:
    """The records of all cases of a month."""
    return [row for case in recipes("abuse") if month_of(case.how["moment"]) == month for row in _rows(case, seed)]


def review_rows(plan: Plan, seed: int) -> list[Row]:
    """Decisions on the cases of the months that the plan covers; some cases nobody has looked at yet."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    return [
        _decision(case, row)
        for case in recipes("abuse")
        if case.how["decision"] and first <= month_of(case.how["moment"]) <= last
        for row in _rows(case, seed)
    ]


def _rows(case: Recipe, seed: int) -> Iterator[Row]:
    for person in _suspects(case, seed):
        moment = datetime.fromisoformat(case.how["moment"])
        rng = draws(seed, person.person_id, "abuse", case.how["moment"])
        for number in range(case.number("records")):
            row = {
                "event_id": digest_id("EV", seed, person.person_id, case.how["kind"], case.how["moment"], number),
                "source_system": case.how["source_system"],
                "person_id": person.person_id,
                "behaviour_code": case.how["behaviour_code"],
                "occurred_at": moment.isoformat(),
                "quantity": f"{Decimal(case.how['quantity']):.6f}",
                "unit": case.how["unit"],
            }
            yield row | ({"bank_code": person.banks[0]} if case.how["source_system"] == "QUZHOU_BANK" else {})
            gap = case.number("gap_seconds")
            moment += timedelta(seconds=gap if case.how["is_even"] else rng.randint(gap * 3 // 4, gap * 5 // 4))


def _suspects(case: Recipe, seed: int) -> tuple[Person, ...]:
    month = month_of(case.how["moment"])
    able = [person for person in persons(seed) if within_lifetime(person, month) and person.opened_month < month]
    return tuple(draws(seed, "abuse", case.how["kind"], case.how["moment"]).sample(able, case.number("persons")))


def _decision(case: Recipe, row: Row) -> Row:
    decided_at = datetime.fromisoformat(case.how["moment"]).replace(minute=0, second=0) + REVIEW_AFTER
    return {
        "event_id": row["event_id"],
        "source_system": row["source_system"],
        "occurred_on": row["occurred_at"][:10],
        "decision": case.how["decision"],
        "decided_at": decided_at.isoformat(),
        "reviewer": "示例复核员 demo reviewer",
    }
