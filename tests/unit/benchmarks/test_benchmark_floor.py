"""The floor on a small city: its keys are those of the loader, and its totals add up."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from benchmarks.floor import run_floor
from dagster_project.demo import write_demo
from dagster_project.lib.loading.pseudonyms import Pseudonymiser

KEY = b"a key for tests only"


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("floor")
    write_demo(folder / "landing", scale="city", last_year=2025, persons=1_000, months=3)
    measured = run_floor(folder / "landing", folder / "work", KEY, date(2026, 1, 1))
    assert list(measured.seconds) == ["setup", "load", "month", "totals", "write"]
    assert measured.records > 8_000
    return folder / "work"


def ask(floor: Path, query: str) -> list[tuple]:
    with duckdb.connect(floor / "floor.duckdb", read_only=True) as database:
        return database.execute(query).fetchall()


def test_keys_are_those_of_the_loader(floor: Path):
    person = Pseudonymiser(lambda: KEY, "person")
    for person_id, key in ask(floor, "select person_id, person_key from person_map limit 20"):
        assert int(key) == person.key_of(person_id)


def test_every_outcome_occurs_and_months_add_up(floor: Path):
    outcomes = {outcome for (outcome,) in ask(floor, "select distinct outcome from fct_personal_behaviour")}
    assert outcomes == {"counted", "over_cap", "duplicate_claim", "held", "superseded", "quarantined"}
    rules = {rule for (rule,) in ask(floor, "select distinct rule_code from fct_personal_behaviour")}
    assert rules >= {"VELOCITY", "PERIODIC", "SAME_SECOND"}
    ((facts, months, accounts),) = ask(
        floor,
        "select (select sum(reduction_g) from fct_personal_behaviour), (select sum(reduction_g) from person_month),"
        " (select sum(reduction_g) from account)",
    )
    assert facts == months == accounts
    assert ask(floor, "select sum(points) from ledger") == [(0,)]


def test_small_villages_are_told_together(floor: Path):
    assert ask(floor, "select count(*) from community_month where persons < 10") == [(0,)]


def test_files_are_written_for_every_bank(floor: Path):
    assert len(list((floor / "out" / "bank_account").iterdir())) == 27
