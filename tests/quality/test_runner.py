"""Running a gate: what it says of missing tables, bad SQL and failing rows, and that it lets go of the file."""

from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.gates.verdict import failures

from .bench import gate, write_suite

NOT_NULL = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "amount"}, "severity": "critical"}


def sql(query: str, severity: str = "critical") -> dict[str, object]:
    return {
        "type": "unexpected_rows_expectation",
        "kwargs": {"unexpected_rows_query": query},
        "severity": severity,
        "meta": {"name": "amounts are positive"},
    }


POSITIVE = sql("with t as (select * from {batch}) select id, person_key, amount from t where amount <= 0")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create schema facts; create schema audit")
        connection.execute(
            "create table facts.thing as select i as id, 77 as person_key, -i as amount from range(9) r(i)"
        )
        connection.execute("create view audit.thing as select * from facts.thing")
        connection.execute("create table facts.empty as select * from facts.thing where false")
    return path


def suite(*expectations: dict[str, object], **meta: object) -> dict[str, object]:
    return {"name": "a suite", "meta": meta, "expectations": list(expectations)}


def test_a_failure_counts_its_rows_and_shows_five_without_secrets(database: Path, tmp_path: Path) -> None:
    write_suite(tmp_path, "facts", "thing", suite(POSITIVE, key=["id"], secret_columns=["person_key"]))
    (result,) = gate("facts", database, suites_dir=tmp_path)
    assert (result.success, result.unexpected_count, result.observed) == (False, 9, "9 unexpected rows")
    assert len(result.sample) == 5
    assert result.sample[1] == "id=1, amount=-1"


def test_a_column_expectation_names_failing_rows_by_their_key(database: Path, tmp_path: Path) -> None:
    between = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "amount", "min_value": -7}}
    write_suite(tmp_path, "facts", "thing", suite(between, key=["id"]))
    (result,) = gate("facts", database, suites_dir=tmp_path)
    assert (result.expectation, result.observed) == ("amount is in its range", "1 of 9 rows unexpected")
    assert result.sample == ("id=8, amount=-8",)


def test_a_suite_may_name_another_schema_and_a_view(database: Path, tmp_path: Path) -> None:
    write_suite(tmp_path, "marts", "thing", suite(NOT_NULL, schema="audit"))
    (result,) = gate("marts", database, suites_dir=tmp_path)
    assert (result.layer, result.table, result.success) == ("marts", "audit.thing", True)


def test_an_empty_table_passes_row_checks(database: Path, tmp_path: Path) -> None:
    write_suite(tmp_path, "facts", "empty", suite(NOT_NULL, POSITIVE))
    assert [(each.success, each.unexpected_count) for each in gate("facts", database, suites_dir=tmp_path)] == [
        (True, 0)
    ] * 2


def test_a_missing_table_fails(database: Path, tmp_path: Path) -> None:
    write_suite(tmp_path, "facts", "nothing", suite(NOT_NULL))
    (result,) = gate("facts", database, suites_dir=tmp_path)
    assert failures([result]) == [result]
    assert (result.expectation, result.observed) == ("table exists", "the table is missing")


def test_an_expectation_that_cannot_be_evaluated_fails(database: Path, tmp_path: Path) -> None:
    query = "with t as (select * from {batch}) select no_such_column from t"
    write_suite(tmp_path, "facts", "thing", suite(sql(query), NOT_NULL))
    broken, sound = gate("facts", database, suites_dir=tmp_path)
    assert (broken.success, sound.success) == (False, True)
    assert broken.observed.startswith("could not be evaluated: ")
    assert "Traceback" not in broken.observed


def test_a_failed_warning_does_not_stop_the_run(database: Path, tmp_path: Path) -> None:
    warning = sql(str(POSITIVE["kwargs"]["unexpected_rows_query"]), severity="warning")  # type: ignore[index]
    write_suite(tmp_path, "facts", "thing", suite(warning))
    (result,) = gate("facts", database, suites_dir=tmp_path)
    assert (result.success, failures([result])) == (False, [])


def test_the_file_is_free_afterwards(database: Path, tmp_path: Path) -> None:
    write_suite(tmp_path, "facts", "thing", suite(NOT_NULL))
    gate("facts", database, suites_dir=tmp_path)
    with duckdb.connect(database) as writer:  # another mode than the gate's: refused while anything holds the file
        writer.execute("create table facts.later (id int)")


def test_nothing_is_printed(database: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_suite(tmp_path, "facts", "thing", suite(NOT_NULL, POSITIVE, sql_free_of_warnings()))
    gate("facts", database, suites_dir=tmp_path)
    assert capfd.readouterr() == ("", "")


def sql_free_of_warnings() -> dict[str, object]:
    return {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "id"}}


def test_only_the_named_tables_are_checked(database: Path, tmp_path: Path) -> None:
    write_suite(tmp_path, "facts", "thing", suite(NOT_NULL))
    write_suite(tmp_path, "facts", "empty", suite(NOT_NULL))
    assert {each.table for each in gate("facts", database, suites_dir=tmp_path, tables=["thing"])} == {"thing"}
    assert gate("facts", database, suites_dir=tmp_path, tables=[]) == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (suite(), "has no expectations"),
        (suite(NOT_NULL, NOT_NULL), "names an expectation twice: amount is not null"),
        (suite(NOT_NULL | {"severity": "fatal"}), "has severity 'fatal'"),
        (suite(POSITIVE | {"meta": {}}), "without meta.name"),
        (suite(sql("select 1 from facts.thing")), "does not read {batch} in amounts are positive"),
    ],
)
def test_a_wrong_suite_is_refused(content: dict[str, object], complaint: str, database: Path, tmp_path: Path) -> None:
    write_suite(tmp_path, "facts", "thing", content)
    with pytest.raises(CarbonError, match=complaint.replace("{", r"\{")):
        gate("facts", database, suites_dir=tmp_path)


def test_a_gate_that_would_check_nothing_is_refused(database: Path, tmp_path: Path) -> None:
    with pytest.raises(CarbonError, match="a gate that checks nothing cannot pass"):
        gate("facts", database, suites_dir=tmp_path)
    with pytest.raises(CarbonError, match="has no suite for thing"):
        gate("facts", database, suites_dir=tmp_path, tables=["thing"])
    with pytest.raises(CarbonError, match="no gate 'fact'"):
        gate("fact", database, suites_dir=tmp_path)


def test_a_missing_or_held_database_is_one_sentence(database: Path, tmp_path: Path) -> None:
    write_suite(tmp_path, "facts", "thing", suite(NOT_NULL))
    with pytest.raises(CarbonError, match="found no database"):
        gate("facts", tmp_path / "absent.duckdb", suites_dir=tmp_path)
    with duckdb.connect(database), pytest.raises(CarbonError, match="cannot be opened for reading"):
        gate("facts", database, suites_dir=tmp_path)
