"""Each hand-written suite accepts the good tables, and each of its expectations catches its bad table."""

import shutil
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.gates.results import CheckResult
from dagster_project.lib.gates.suites import Suite, load_suites

from .bad_rows import Bad
from .bad_tables import BAD_TABLES
from .bench import SUITES, failed, gate, results_of_bad_copies
from .good_tables import build_good_tables

LAYERS = ("staging", "facts", "marts")
ALL_SUITES = {(layer, suite.table): suite for layer in LAYERS for suite in load_suites(SUITES, layer)}
EMPTY_ROW = Bad("columns that may not be null", "insert into {table} default values")


def not_null(suite: Suite) -> set[str]:
    """The expectations that a row without any value must fail."""
    return {each.name for each in suite.expectations if each.type == "expect_column_values_to_not_be_null"}


BAD_ROWS = [(ALL_SUITES[key], bad) for key, changes in BAD_TABLES.items() for bad in changes]
EMPTY_ROWS = [(suite, EMPTY_ROW) for suite in ALL_SUITES.values() if not_null(suite)]
CASES = [*BAD_ROWS, *EMPTY_ROWS]


@pytest.fixture(scope="module")
def good_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "warehouse.duckdb"
    build_good_tables(path)
    return path


@pytest.fixture(scope="module")
def verdicts(
    good_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str, str], list[CheckResult]]:
    """Results by layer, table and bad table. One gate checks all bad tables of a layer: many gates would cost more."""
    folder = tmp_path_factory.mktemp("bad")
    found = {}
    for layer in LAYERS:
        cases = [(suite, bad) for suite, bad in CASES if suite.layer == layer]
        database = Path(shutil.copy(good_database, folder / f"{layer}_tables.duckdb"))
        for (suite, bad), results in zip(cases, results_of_bad_copies(cases, database, folder), strict=True):
            found[layer, suite.table, bad.expectation] = results
    return found


@pytest.mark.parametrize("layer", LAYERS)
def test_good_tables_pass(layer: str, good_database: Path) -> None:
    results = gate(layer, good_database)
    assert results
    assert {(result.table, result.expectation, result.observed) for result in results if not result.success} == set()


@pytest.mark.parametrize(
    ("suite", "bad"), BAD_ROWS, ids=[f"{suite.table}: {bad.expectation}" for suite, bad in BAD_ROWS]
)
def test_bad_table_is_caught_by_its_expectation_alone(
    suite: Suite, bad: Bad, verdicts: dict[tuple[str, str, str], list[CheckResult]]
) -> None:
    assert failed(verdicts[suite.layer, suite.table, bad.expectation]) == {bad.expectation, *bad.also}


@pytest.mark.parametrize("suite", [suite for suite, _ in EMPTY_ROWS], ids=[suite.table for suite, _ in EMPTY_ROWS])
def test_missing_values_are_caught(suite: Suite, verdicts: dict[tuple[str, str, str], list[CheckResult]]) -> None:
    results = verdicts[suite.layer, suite.table, EMPTY_ROW.expectation]
    found = {result.expectation: result.unexpected_count for result in results if result.expectation in not_null(suite)}
    assert found == dict.fromkeys(not_null(suite), 1)


def test_no_expectation_fails_because_it_cannot_be_evaluated(
    verdicts: dict[tuple[str, str, str], list[CheckResult]],
) -> None:
    observed = [result.observed for results in verdicts.values() for result in results]
    assert [text for text in observed if text.startswith("could not be evaluated")] == []


def test_no_suite_shows_the_key_of_a_person(good_database: Path) -> None:
    with duckdb.connect(good_database, read_only=True) as connection:
        named = connection.execute(
            "select schema_name, table_name from duckdb_columns() where column_name = 'person_key'"
        ).fetchall()
    shown = {key for key, suite in ALL_SUITES.items() if "person_key" not in suite.secret_columns}
    assert {(schema, table) for schema, table in named} & shown == set()


def test_every_suite_has_bad_tables() -> None:
    assert set(ALL_SUITES) == set(BAD_TABLES)


@pytest.mark.parametrize("key", ALL_SUITES, ids=".".join)
def test_every_expectation_has_one_bad_table(key: tuple[str, str]) -> None:
    suite = ALL_SUITES[key]
    others = {each.name for each in suite.expectations} - not_null(suite)
    assert sorted(bad.expectation for bad in BAD_TABLES[key]) == sorted(others)


@pytest.mark.parametrize("key", ALL_SUITES, ids=".".join)
def test_every_expectation_stops_the_run(key: tuple[str, str]) -> None:
    assert {each.severity for each in ALL_SUITES[key].expectations} == {"critical"}
