"""The suites of the raw zone agree with the source contracts, accept what keeps them and catch what breaks them."""

from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.contract import SourceContract, read_contracts
from dagster_project.lib.gates.raw_suites import RAW_SUITES, stale_suites, write_suites
from dagster_project.lib.gates.results import CheckResult
from dagster_project.lib.gates.suites import Suite, load_suites

from .bad_rows import Bad
from .bench import SUITES, failed, gate, results_of_bad_copies
from .contract_rows import bad_row, good_row, select

CONTRACTS = read_contracts()
RAW = {suite.table: suite for suite in load_suites(SUITES, "raw")}

COLUMNS = "columns are as contracted"
ROWS = "has at least one row"
ONCE = "a line of a load is there once"
CHANGES = {
    "another column": Bad(COLUMNS, "alter table {table} add column extra varchar"),
    "no row": Bad(ROWS, "delete from {table}"),
    "a line twice": Bad(ONCE, "insert into {table} select * from {table}"),
    "an empty row": Bad("columns that may not be null", "insert into {table} default values"),
}


def changes_of(contract: SourceContract) -> dict[str, Bad]:
    bad = select(contract, good_row(contract) | bad_row(contract))
    return CHANGES | {"broken rules": Bad("rules about values", f"delete from {{table}}; insert into {{table}} {bad}")}


def not_null(suite: Suite) -> set[str]:
    return {each.name for each in suite.expectations if each.name.endswith(" is not null")}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("raw") / "scratch.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create schema raw")
        for contract in CONTRACTS.values():
            connection.execute(f"create table raw.{contract.name} as {select(contract, good_row(contract))}")
    return path


@pytest.fixture(scope="module")
def good_results(database: Path) -> list[CheckResult]:
    return gate("raw", database)


@pytest.fixture(scope="module")
def verdicts(
    database: Path, good_results: list[CheckResult], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], set[str]]:
    """Names of failed expectations, by source and change; asked after the good tables, which lie in the same file."""
    named = [(name, change, bad) for name in RAW for change, bad in changes_of(CONTRACTS[name]).items()]
    cases = [(RAW[name], bad) for name, _, bad in named]
    results = results_of_bad_copies(cases, database, tmp_path_factory.mktemp("suites"))
    return {(name, change): failed(found) for (name, change, _), found in zip(named, results, strict=True)}


def test_suites_agree_with_contracts() -> None:
    assert stale_suites(CONTRACTS) == [], "run `python -m dagster_project.lib.gates.raw_suites --write`"
    assert set(RAW) == set(CONTRACTS)


def test_stale_missing_and_left_over_suites_are_found_and_mended(tmp_path: Path) -> None:
    write_suites(CONTRACTS, tmp_path)
    stale, gone, left = tmp_path / "verification.json", tmp_path / "account_registry.json", tmp_path / "departed.json"
    stale.write_text("{}")
    gone.unlink()
    left.write_text("{}")
    assert stale_suites(CONTRACTS, tmp_path) == sorted([stale, gone, left])
    assert sorted(write_suites(CONTRACTS, tmp_path)) == sorted([stale, gone, left])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        path.name: path.read_text() for path in RAW_SUITES.glob("*.json")
    }


def test_rows_that_keep_their_contract_pass(good_results: list[CheckResult]) -> None:
    assert {(each.table, each.expectation, each.observed) for each in good_results if not each.success} == set()


@pytest.mark.parametrize("source", RAW)
@pytest.mark.parametrize("change", ["another column", "no row", "a line twice"])
def test_one_fault_fails_one_expectation(source: str, change: str, verdicts: dict[tuple[str, str], set[str]]) -> None:
    assert verdicts[source, change] == {CHANGES[change].expectation}


@pytest.mark.parametrize("source", RAW)
def test_missing_values_are_caught(source: str, verdicts: dict[tuple[str, str], set[str]]) -> None:
    assert not_null(RAW[source]) <= verdicts[source, "an empty row"]


@pytest.mark.parametrize("source", RAW)
def test_every_rule_about_values_is_caught(source: str, verdicts: dict[tuple[str, str], set[str]]) -> None:
    every_name = {each.name for each in RAW[source].expectations}
    assert verdicts[source, "broken rules"] == every_name - not_null(RAW[source]) - {COLUMNS, ROWS, ONCE}
