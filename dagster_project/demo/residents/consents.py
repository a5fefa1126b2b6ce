"""What residents consent to: an account, statistics, credit reporting, their banks; some take it back, some give it
again."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from dagster_project.demo.draw import draws, happens
from dagster_project.demo.months import LAST_MONTH, first_day, month_of
from dagster_project.demo.recipes import Plan, Row
from dagster_project.demo.residents.persons import Person, persons


def consent_rows(plan: Plan, seed: int) -> list[Row]:
    """The decisions of the months that the plan covers; the first plan has no start."""
    first = month_of(plan.covers_from) if plan.covers_from else 0
    last = month_of(plan.covers_to)
    return [row for person in persons(seed) for month, row in _decisions(person, seed) if first <= month <= last]


def _decisions(person: Person, seed: int) -> Iterator[tuple[int, Row]]:
    name = person.person_id
    for what, purpose in _purposes(person):
        if happens(seed, what, name):
            yield from _series(person, purpose, draws(seed, name, purpose))


def _purposes(person: Person) -> Iterator[tuple[str, str]]:
    yield "account_consent", "account"
    yield "credit_consent", "credit_reporting"
    yield "statistics_consent", "public_statistics"
    for bank in person.banks:
        yield "bank_consent", f"bank_sharing:{bank}"


def _series(person: Person, purpose: str, rng: Random) -> Iterator[tuple[int, Row]]:
    """Granted when the account is opened; the share of what is taken back is that of ``share.csv``."""
    month = person.opened_month
    yield month, _decision(person, purpose, "granted", month, rng)
    for decision, what in (("withdrawn", "taken_back"), ("granted", "given_again")):
        if not happens(0, what, f"{person.person_id}{purpose}") or month >= LAST_MONTH - 1:
            return
        month = rng.randint(max(month, person.first_month) + 1, LAST_MONTH)
        yield month, _decision(person, purpose, decision, month, rng)


def _decision(person: Person, purpose: str, decision: str, month: int, rng: Random) -> Row:
    day = int(person.opened_on[8:]) if month == person.opened_month else rng.randint(1, 28)
    moment = f"{first_day(month)[:8]}{day:02d}T{rng.randint(9, 20):02d}:{rng.randint(0, 59):02d}:00"
    return {"person_id": person.person_id, "purpose": purpose, "decision": decision, "decided_at": moment}
