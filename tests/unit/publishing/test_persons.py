"""Persons in the auditor's file: only when they consent, under keys that last one epoch, and only when wanted."""

import hmac
import logging
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.publishing import persons, release_of_same_inputs, verify, warehouse_digest
from dagster_project.lib.publishing.manifest import read_manifest
from dagster_project.lib.publishing.persons import setting_of

from .residents_world import KEYS, PERSON_KEY, read, values_in, withdraw
from .small_world import AS_OF, SmallWorld

KEY_OF_PERSON = "SELECT reduction_g, person_key FROM marts.mart_personal_account"


def auditor_keys(release: Path) -> dict[int, int]:
    """Person -> key in the auditor's file; the amount tells who it is."""
    return {int(amount) // 100: int(key) for amount, key in read(release, "auditor", KEY_OF_PERSON)}


def expected_key(person: int, epoch: str) -> int:
    message = f"audit:{epoch}:{KEYS[person]}".encode()
    return int.from_bytes(hmac.digest(PERSON_KEY.encode(), message, "sha256")[:15], "big")


def test_the_auditor_gets_consenting_persons_with_the_keys_of_the_quarter(residents: SmallWorld) -> None:
    outcome = residents.publish()
    assert auditor_keys(outcome.path) == {person: expected_key(person, "2024Q3") for person in range(1, 6)}
    assert read_manifest(outcome.path).audit_epoch == "2024Q3"
    assert verify(residents.home).problems == []


def test_no_value_of_the_auditors_file_is_a_key_of_the_warehouse(residents: SmallWorld) -> None:
    files = values_in(residents.publish().path)
    known = {str(key) for key in KEYS.values()}
    with duckdb.connect(str(residents.home.warehouse), read_only=True) as connection:
        known |= {entry for (entry,) in connection.execute("SELECT entry_id FROM marts.mart_points_ledger").fetchall()}
    for name, values in files.items():
        if not name.startswith("bank_"):
            assert not values & known, name


def test_one_person_has_one_key_in_all_tables_of_a_file(residents: SmallWorld) -> None:
    release = residents.publish().path
    accounts = set(auditor_keys(release).values())
    ledger = read(release, "auditor", "SELECT DISTINCT person_key FROM marts.mart_points_ledger")
    loans = read(release, "auditor", "SELECT DISTINCT person_key FROM marts.mart_loan WHERE person_key IS NOT NULL")
    assert {int(key) for (key,) in ledger} == accounts
    assert {int(key) for (key,) in loans} <= accounts
    # What names another row still names it.
    joined = """SELECT count(*) FROM marts.mart_points_ledger AS a JOIN marts.mart_points_ledger AS b
                ON a.cause_id = b.entry_id AND a.person_key = b.person_key"""
    assert read(release, "auditor", joined) == [(5,)]


def test_the_next_epoch_has_other_keys(residents: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    first = residents.publish()
    monkeypatch.setenv("CARBON_AUDIT_EPOCH", "2024Q4")
    second = residents.publish()
    assert read_manifest(second.path).audit_epoch == "2024Q4"
    assert auditor_keys(second.path) == {person: expected_key(person, "2024Q4") for person in range(1, 6)}
    entries = "SELECT entry_id FROM marts.mart_points_ledger"
    for query in (entries, "SELECT person_key FROM marts.mart_points_ledger"):
        assert not set(read(first.path, "auditor", query)) & set(read(second.path, "auditor", query))
    # The epoch is no content: the same was computed.
    assert second.content_digest == first.content_digest
    assert warehouse_digest(residents.home, residents.home.warehouse, residents.dbt_manifest) == first.content_digest


def test_the_same_epoch_has_the_same_keys(residents: SmallWorld) -> None:
    assert auditor_keys(residents.publish().path) == auditor_keys(residents.publish().path)


def test_who_withdraws_is_gone_from_every_file_of_the_next_release(residents: SmallWorld) -> None:
    residents.publish()
    withdraw(residents, 1)
    release = residents.publish().path
    gone = {str(KEYS[1]), str(expected_key(1, "2024Q3")), "L4", "L5", "L9"}
    for name, values in values_in(release).items():
        assert not values & gone, name


def test_government_gets_the_rows_of_organisations(residents: SmallWorld) -> None:
    release = residents.publish().path
    assert {loan for (loan,) in read(release, "government", "SELECT loan_id FROM marts.mart_loan")} == {
        *("L1", "L2", "L3", "L8", "L11")
    }
    tables = {name for (name,) in read(release, "government", "SELECT table_name FROM duckdb_tables()")}
    assert "mart_personal_account" not in tables
    everybody = read(release, "auditor", "SELECT loan_id FROM marts.mart_loan")
    # Not L7: person 6 does not consent.
    assert {loan for (loan,) in everybody} == {*("L1", "L2", "L3", "L4", "L5", "L6", "L8", "L9", "L10", "L11")}


def test_many_rows_of_persons_only_when_asked_for(residents: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persons, "UNASKED_ROWS", 20)  # there are 6 accounts, 12 entries and 5 loans
    without = residents.publish("aa" * 32)
    tables = {name for (name,) in read(without.path, "auditor", "SELECT table_name FROM duckdb_tables()")}
    assert "mart_personal_account" not in tables
    assert len(read(without.path, "auditor", "FROM marts.mart_loan")) == 5
    assert read_manifest(without.path).audit_epoch is None
    assert residents.publish("aa" * 32).kind == "nothing_new"
    asked = residents.publish("aa" * 32, with_persons=True)
    assert (asked.kind, asked.content_digest) == ("published", without.content_digest)
    assert len(auditor_keys(asked.path)) == 5
    assert residents.publish("aa" * 32, with_persons=True).kind == "nothing_new"


def test_another_epoch_is_something_new(residents: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    residents.publish("aa" * 32)
    assert release_of_same_inputs(residents.home, "aa" * 32, as_of=AS_OF) is not None
    monkeypatch.setenv("CARBON_AUDIT_EPOCH", "special")
    assert release_of_same_inputs(residents.home, "aa" * 32, as_of=AS_OF) is None


def test_without_the_key_the_file_says_that_it_holds_no_persons(
    residents: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CARBON_PERSON_KEY")
    outcome = residents.publish()
    assert outcome.warnings == ("the auditor's file holds no rows of persons: CARBON_PERSON_KEY is not set",)
    assert read_manifest(outcome.path).audit_epoch is None
    with pytest.raises(WrongUse, match="set CARBON_PERSON_KEY"):
        residents.publish(with_persons=True)


def test_another_key_than_the_homes_is_refused(residents: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    residents.publish()
    monkeypatch.setenv("CARBON_PERSON_KEY", "another key")
    with pytest.raises(WrongUse, match="not the one this home was built with") as raised:
        residents.publish()
    assert "another key" not in str(raised.value)


def test_where_there_are_no_persons_no_key_is_asked_for(residents: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARBON_PERSON_KEY")
    residents.change(
        "DELETE FROM marts.mart_personal_account",
        "DELETE FROM marts.mart_points_ledger",
        "DELETE FROM marts.mart_loan WHERE person_key IS NOT NULL",
    )
    assert residents.publish(with_persons=True).warnings == ()
    assert residents.home.settings().key_fingerprint is None


def test_the_key_is_in_no_error_log_or_file(
    residents: SmallWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    residents.change("ALTER TABLE marts.mart_points_ledger ALTER cause_id TYPE INTEGER USING NULL")
    monkeypatch.setattr(persons, "auditor_relation", lambda *_: "(SELECT nope)")
    monkeypatch.setattr("dagster_project.lib.publishing.portions.auditor_relation", lambda *_: "(SELECT nope)")
    with pytest.raises(Exception) as raised:
        residents.publish()
    shown = str(raised.value) + str(raised.value.__cause__) + caplog.text
    assert PERSON_KEY not in shown and PERSON_KEY.encode().hex() not in shown
    for path in residents.home.root.rglob("*"):
        assert not path.is_file() or PERSON_KEY.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("as_of", "epoch"),
    [
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), "2025Q4"),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), "2026Q1"),  # midnight in Quzhou
        (datetime(2025, 3, 31, tzinfo=UTC), "2025Q1"),
        (datetime(2025, 4, 1, tzinfo=UTC), "2025Q2"),
    ],
)
def test_an_epoch_is_the_local_quarter(monkeypatch: pytest.MonkeyPatch, as_of: datetime, epoch: str) -> None:
    monkeypatch.delenv("CARBON_AUDIT_EPOCH", raising=False)
    assert setting_of(as_of, ZoneInfo("Asia/Shanghai"), is_asked_for=False).epoch == epoch


@pytest.mark.parametrize("epoch", ["a'b", "2025 Q4", "x" * 33, "第四季"])
def test_an_epoch_of_another_form_is_refused(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("CARBON_AUDIT_EPOCH", epoch)
    with pytest.raises(WrongUse, match="CARBON_AUDIT_EPOCH is not an epoch"):
        setting_of(AS_OF, ZoneInfo("UTC"), is_asked_for=False)
