"""What residents do: habits, household meters, the second report of one act, corrections, withdrawals.

Made month by month; a record may arrive with the delivery of the next month. Deliberate abuse is in ``abuse``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import accumulate
from random import Random

from dagster_project.demo.draw import draws, happens
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, YEAR, first_day, month_of
from dagster_project.demo.recipes import Plan, Recipe, Row, percentages, recipes
from dagster_project.demo.residents.abuse import abuse_rows
from dagster_project.demo.residents.persons import Person, digest_id, persons, within_lifetime

BANK_FEED = "QUZHOU_BANK"
METER_FEED = "HOUSEHOLD_METER"
LATE_PER_MILLE = 15
CORRECTED_PER_MILLE = 6
WITHDRAWN_PER_MILLE = 3
MONTHLY_PER_MILLE = 930  # of the bills that a household gets
LOCAL_OFFSET = "+08:00"


@dataclass(frozen=True)
class Record:
    """One record and the month whose delivery brings it."""

    delivered_month: int
    row: Row


def behaviour_rows(plan: Plan, seed: int) -> list[Row]:
    """What arrives with the months that the plan covers, in order of time; or what it corrects or takes back."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    if "corrected" in plan.series:
        return [_corrected(row) for row in _chosen(first, last, seed, "corrected", CORRECTED_PER_MILLE)]
    if "withdrawn" in plan.series:
        return [
            {**row, "record_status": "withdrawn"}
            for row in _chosen(first, last, seed, "withdrawn", WITHDRAWN_PER_MILLE)
        ]
    rows = [
        record.row
        for month in range(first - 1, last + 1)
        for record in records_of(month, seed)
        if first <= record.delivered_month <= last
    ]
    offset = LOCAL_OFFSET if plan.dialect == "offset" else ""
    return [{**row, "occurred_at": row["occurred_at"] + offset} for row in sorted(rows, key=_by_time)]


@cache
def records_of(month: int, seed: int) -> tuple[Record, ...]:
    """Everything that happens in a month."""
    if not FIRST_MONTH <= month <= LAST_MONTH:
        return ()
    records = [
        _delivered(row, month, seed)
        for person in persons(seed)
        if within_lifetime(person, month)
        for row in _month_rows(person, month, seed)
    ]
    return (*records, *(Record(month, row) for row in abuse_rows(month, seed)))


def _month_rows(person: Person, month: int, seed: int) -> Iterator[Row]:
    rng = draws(seed, person.person_id, month)
    for habit in person.habits:
        for number in range(_times(person, habit, rng)):
            row = _habitual(person, habit, month, number, rng, seed)
            yield row
            yield from _twins(row, rng)
    if person.is_metered:
        yield from _metered(person, month, seed)


def _times(person: Person, habit: Recipe, rng: Random) -> int:
    """How often within a month: a bill once, everything else by how active the person is."""
    if habit.how["monthly"]:
        return int(rng.randrange(1000) < MONTHLY_PER_MILLE and rng.randrange(60) < person.records_per_100_months)
    share = person.records_per_100_months * rng.randint(40, 160) // len(person.habits)
    return share // 10_000 + (rng.randrange(10_000) < share % 10_000)


def _habitual(person: Person, habit: Recipe, month: int, number: int, rng: Random, seed: int) -> Row:
    source = habit.how["source_system"]
    quantity = rng.randint(habit.number("least"), habit.number("most"))
    row = {
        "event_id": digest_id("EV", seed, person.person_id, habit.how["behaviour_code"], source, month, number),
        "source_system": source,
        "person_id": _spelling(person, source, seed),
        "behaviour_code": habit.how["behaviour_code"],
        "occurred_at": _moment(month, habit.how["hours"], rng),
        "quantity": f"{Decimal(quantity) / habit.number('per_unit'):.6f}",
        "unit": habit.how["unit"],
    }
    if source == BANK_FEED:
        row["bank_code"] = rng.choice(person.banks)
    if habit.how["scheme"]:
        row["scheme"] = habit.how["scheme"]
    return row


def _twins(row: Row, rng: Random) -> Iterator[Row]:
    """The same act reported once more, by another system or another bank."""
    for twin in recipes("twin"):
        is_meant = twin.how["behaviour_code"] == row["behaviour_code"] and row["source_system"] == BANK_FEED
        if not is_meant or rng.randrange(1000) >= twin.number("per_mille"):
            continue
        moment = datetime.fromisoformat(row["occurred_at"])
        later = moment + timedelta(minutes=rng.randint(twin.number("minutes_from"), twin.number("minutes_to")))
        if later.month != moment.month:
            continue
        again = {
            **row,
            "event_id": digest_id("EV", row["event_id"], "again"),
            "source_system": twin.how["source_system"],
            "behaviour_code": twin.how["twin_code"],
            "occurred_at": later.isoformat(),
            "unit": twin.how["unit"],
        }
        if twin.how["source_system"] != BANK_FEED:
            del again["bank_code"]
        yield again | ({"scheme": twin.how["scheme"]} if twin.how["scheme"] else {})


def _metered(person: Person, month: int, seed: int) -> Iterator[Row]:
    """What the household used in a month, read on one of its last days."""
    for meter in recipes("meter_habit"):
        code = meter.how["behaviour_code"]
        habit = draws(seed, person.person_id, code)
        if habit.randrange(1000) >= meter.number("per_mille"):
            continue
        usual = habit.randint(meter.number("least"), meter.number("most"))
        rng = draws(seed, person.person_id, code, month)
        tenths = usual * percentages(meter.how["profile"], "month")[month % YEAR] * rng.randint(85, 115) // 10_000
        yield {
            "event_id": digest_id("HM", seed, person.person_id, code, month),
            "source_system": METER_FEED,
            "person_id": person.person_id,
            "behaviour_code": code,
            "occurred_at": f"{first_day(month)[:8]}{rng.randint(25, 28):02d}T23:{rng.randint(0, 59):02d}:00",
            "quantity": f"{Decimal(tenths) / 10:.6f}",
            "unit": meter.how["unit"],
        }


def _spelling(person: Person, source: str, seed: int) -> str:
    """Some banks write lower case and pad with spaces: it is the same person."""
    if source == BANK_FEED and happens(seed, "other_spelling", person.person_id):
        return f" {person.person_id.lower()} "
    return person.person_id


def _moment(month: int, hours: str, rng: Random) -> str:
    days = (datetime.fromisoformat(first_day(month + 1)) - datetime.fromisoformat(first_day(month))).days
    sums = _sums(hours)
    place = rng.randrange(sums[-1])
    hour = next(number for number, end in enumerate(sums) if place < end)
    day = rng.randint(1, days)
    return f"{first_day(month)[:8]}{day:02d}T{hour:02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"


@cache
def _sums(hours: str) -> tuple[int, ...]:
    return tuple(accumulate(percentages(hours, "hour")))


def _delivered(row: Row, month: int, seed: int) -> Record:
    is_late = draws(seed, row["event_id"], row["source_system"], "late").randrange(1000) < LATE_PER_MILLE
    return Record(month + int(is_late), row)


def _chosen(first: int, last: int, seed: int, what: str, per_mille: int) -> Iterable[Row]:
    """Records of the months, a few by chance; what is taken back is never what is corrected."""
    for month in range(first, last + 1):
        for record in records_of(month, seed):
            place = draws(seed, record.row["event_id"], "later").randrange(1000)
            if (place < per_mille) if what == "corrected" else (place >= 1000 - per_mille):
                yield record.row


def _corrected(row: Row) -> Row:
    return {**row, "quantity": f"{Decimal(row['quantity']) * 2:.6f}"}


def _by_time(row: Row) -> tuple[str, str]:
    return row["occurred_at"], row["event_id"]
