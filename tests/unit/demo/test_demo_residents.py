"""The residents of the demo: enough of them everywhere, and everything that can happen to a record happens."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.demo.recipes import plans, recipes
from dagster_project.demo.residents.persons import digest_id, persons
from tests.support.deliveries import read_rows
from tests.unit.demo.delivered import delivered, values

SEED = 2024
COUNTIES = {"330802", "330803", "330822", "330824", "330825", "330881"}


def _known(person_id: str) -> str:
    return person_id.strip().upper()


@pytest.fixture(scope="module")
def behaviour(landing: Path) -> list[dict[str, Any]]:
    rows = [dict(row) for row in delivered(landing, "personal_behaviour")]
    for row in rows:
        row["occurred_at"] = datetime.fromisoformat(str(row["occurred_at"])).replace(tzinfo=None)
        row["quantity"] = Decimal(str(row["quantity"]))
        row["person_id"] = _known(row["person_id"])
    return rows


def test_as_many_residents_as_the_demo_promises():
    found = persons(SEED)
    assert 2_900 <= len(found) <= 3_100
    assert {person.region_code for person in found} == COUNTIES
    assert all(person.person_id.startswith("DEMO-P") for person in found)
    assert len({person.person_id for person in found}) == len(found)
    villages = Counter(person.village_code for person in found if person.village_code)
    assert 38 <= len(villages) <= 50
    assert all(len(code) == 12 and code[:6] in COUNTIES for code in villages)
    assert sum(count < 10 for count in villages.values()) >= 2  # too few for a public figure


def test_records_are_many_and_unequal(behaviour: list[dict[str, Any]]):
    assert 55_000 <= len(behaviour) <= 80_000
    counts = sorted(
        Counter(row["person_id"] for row in behaviour if row["source_system"] != "HOUSEHOLD_METER").values()
    )
    assert counts[len(counts) // 2] * 5 < counts[-len(counts) // 100]
    sources = {"QUZHOU_BANK", "QUZHOU_CITY", "HOUSEHOLD_METER"}
    assert sources < {row["source_system"] for row in behaviour}
    assert {row.get("bank_code") is not None for row in behaviour if row["source_system"] == "QUZHOU_BANK"} == {True}
    assert {row.get("scheme") for row in behaviour} >= {None, "ANT_FOREST", "HUBEI_CARBON_PLANET"}
    metered = {row["behaviour_code"] for row in behaviour if row["source_system"] == "HOUSEHOLD_METER"}
    assert metered == {"HOUSEHOLD_KWH", "HOUSEHOLD_GAS_M3", "HOUSEHOLD_WATER_M3", "GASOLINE_L"}


def test_no_identifier_of_anything_else_tells_the_person(landing: Path, behaviour: list[dict[str, Any]]):
    texts = {str(row["event_id"]) for row in behaviour}
    for source, key in (("loan_contract", "loan_id"), ("points_redemption", "redemption_id")):
        texts |= values(landing, source, key)
    assert not any("DEMO-P" in text for text in texts)
    assert digest_id("EV", 1, "a") == digest_id("EV", 1, "a") != digest_id("EV", 1, "b")


def test_records_arrive_late_and_are_corrected_and_taken_back(landing: Path, behaviour: list[dict[str, Any]]):
    versions = defaultdict(list)
    for row in behaviour:
        versions[row["event_id"], row["source_system"]].append(row)
    several = [rows for rows in versions.values() if len(rows) > 1]
    assert sum(rows[-1]["quantity"] != rows[0]["quantity"] for rows in several) > 300
    assert sum(rows[-1].get("record_status") == "withdrawn" for rows in several) > 100
    march = next(plan for plan in plans() if plan.delivery == "behaviour_2023_03")
    months = Counter(str(row["occurred_at"])[:7] for row in read_rows(landing / march.path))
    assert months.keys() == {"2023-02", "2023-03"}


def test_caps_are_hit(behaviour: list[dict[str, Any]]):
    payments = Counter(
        (row["person_id"], row["occurred_at"].date()) for row in behaviour if row["behaviour_code"] == "MOBILE_PAYMENT"
    )
    assert max(payments.values()) > 10
    rides: Counter[Any] = Counter()
    for row in behaviour:
        if row["behaviour_code"] == "BUS_KM":
            rides[row["person_id"], row["occurred_at"].date()] += row["quantity"]
    assert max(rides.values()) > 100


def test_one_ride_is_told_by_the_bank_and_by_the_city(behaviour: list[dict[str, Any]]):
    rides = defaultdict(list)
    for row in behaviour:
        if row["behaviour_code"] in ("BUS_CARD_PAYMENT", "BUS_TRIP"):
            rides[row["person_id"]].append(row)
    gaps = [
        city["occurred_at"] - bank["occurred_at"]
        for rows in rides.values()
        for bank in rows
        if bank["source_system"] == "QUZHOU_BANK"
        for city in rows
        if city["source_system"] == "QUZHOU_CITY"
    ]
    assert sum(timedelta() < gap <= timedelta(minutes=90) for gap in gaps) > 50
    assert any(timedelta(minutes=90) < gap <= timedelta(minutes=110) for gap in gaps)


def test_every_rule_of_abuse_is_broken_and_some_cases_are_reviewed(landing: Path, behaviour: list[dict[str, Any]]):
    assert {recipe.how["kind"] for recipe in recipes("abuse")} == {"velocity", "periodic", "same_second", "speed"}
    hours = Counter((row["person_id"], row["occurred_at"].replace(minute=0, second=0)) for row in behaviour)
    assert max(hours.values()) > 60
    seconds = Counter((row["behaviour_code"], row["occurred_at"]) for row in behaviour)
    assert max(seconds.values()) >= 20
    reviews = list(delivered(landing, "behaviour_review"))
    assert {row["decision"] for row in reviews} == {"upheld", "cleared"}
    events = {(row["event_id"], row["source_system"]) for row in behaviour}
    assert {(row["event_id"], row["source_system"]) for row in reviews} <= events


def test_consents_are_given_taken_back_and_given_again(landing: Path):
    rows = [row for row in delivered(landing, "consent_event") if row.get("person_id")]
    granted = {row["person_id"] for row in rows if row["purpose"] == "account" and row["decision"] == "granted"}
    assert 0.93 < len(granted) / len(persons(SEED)) < 1
    decisions = defaultdict(list)
    for row in sorted(rows, key=lambda row: str(row["decided_at"]).replace("T", " ")):
        decisions[row["person_id"], row["purpose"].partition(":")[0], row["purpose"]].append(row["decision"])
    for purpose in ("account", "bank_sharing", "credit_reporting"):
        found = [tuple(taken) for (_, kind, _), taken in decisions.items() if kind == purpose]
        assert {("granted",), ("granted", "withdrawn"), ("granted", "withdrawn", "granted")} <= set(found)


def test_residents_borrow_apply_and_exchange(landing: Path):
    assert values(landing, "loan_contract", "product_code") >= {"QZ_PERSON", "WENDENG_GREEN_PERSON"}
    assert len({row["person_id"] for row in delivered(landing, "loan_contract") if row.get("person_id")}) > 100
    assert len({row["person_id"] for row in delivered(landing, "loan_application") if row.get("person_id")}) > 80
    rewards = values(landing, "points_redemption", "reward_code")
    assert rewards >= {"REWARD_COUPON_5", "REWARD_BUS_PASS", "REWARD_TREE"}
    allowances = {row["person_id"] for row in delivered(landing, "personal_allowance")}
    assert 150 <= len(allowances) <= 400
    assert len(values(landing, "erasure_request", "person_id")) == 1
