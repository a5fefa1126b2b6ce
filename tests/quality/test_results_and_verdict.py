"""Results are kept per run, dbt tests speak the same language, and a failed gate says one sentence."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.errors import GateFailed
from dagster_project.lib.gates.results import (
    CheckResult,
    from_dbt_run_results,
    read_results,
    result_path,
    write_results,
)
from dagster_project.lib.gates.verdict import failures, gate_message, raise_if_failed, warnings
from dagster_project.lib.home import Home

AT = datetime(2024, 3, 1, 8, tzinfo=UTC)
FAILED = CheckResult(
    layer="facts",
    table="fct_emission",
    expectation="emission_id is unique",
    severity="critical",
    success=False,
    observed="2 of 9 rows unexpected",
    unexpected_count=2,
    run_id="run-1",
    checked_at=AT,
    sample=("emission_id=e1",),
)
PASSED = replace(FAILED, expectation="gas is not null", success=True, unexpected_count=0, sample=())


def test_results_of_all_layers_come_together_in_one_file(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    write_results(home, "run-1", [FAILED, PASSED])
    write_results(home, "run-1", [replace(PASSED, layer="marts", table="mart_account", unexpected_count=None)])
    write_results(home, "run-1", [replace(FAILED, success=True)])  # the gate ran again
    kept = {(each.layer, each.expectation): each for each in read_results(home, "run-1")}
    assert set(kept) == {
        ("facts", "emission_id is unique"),
        ("facts", "gas is not null"),
        ("marts", "gas is not null"),
    }
    assert kept["facts", "emission_id is unique"].success
    assert kept["facts", "gas is not null"] == PASSED
    assert read_results(home, "run-2") == []


def test_the_file_has_the_columns_of_the_audit_table(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    write_results(home, "run-1", [FAILED])
    with duckdb.connect() as connection:
        columns = connection.execute(
            "describe select * from read_parquet(?)", [str(result_path(home, "run-1"))]
        ).fetchall()
    assert [(name, kind) for name, kind, *_ in columns] == [
        ("layer", "VARCHAR"),
        ("table", "VARCHAR"),
        ("expectation", "VARCHAR"),
        ("severity", "VARCHAR"),
        ("success", "BOOLEAN"),
        ("observed", "VARCHAR"),
        ("unexpected_count", "BIGINT"),
        ("run_id", "VARCHAR"),
        ("checked_at", "TIMESTAMP"),
    ]


def test_no_results_leave_no_rows(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    write_results(home, "run-1", [])
    assert read_results(home, "run-1") == []


def model(name: str, folder: str, schema: str, alias: str | None = None) -> dict[str, object]:
    return {
        "name": name,
        "alias": alias or name,
        "resource_type": "model",
        "fqn": ["carbon", folder, name],
        "schema": schema,
    }


def dbt_test(name: str, severity: str, attached: str | None, depends_on: list[str]) -> dict[str, object]:
    return {
        "name": name,
        "resource_type": "test",
        "fqn": ["carbon", name],
        "schema": "dbt_test__audit",
        "config": {"severity": severity},
        "attached_node": attached,
        "depends_on": {"nodes": depends_on},
    }


NODES = {
    "model.emission": model("fct_emission", "facts", "facts"),
    "model.load": model("audit_load", "marts", "audit", "load"),
    "seed.unit": model("unit", "units", "reference") | {"resource_type": "seed"},
    "test.unique": dbt_test("unique_emission", "ERROR", "model.emission", ["model.emission"]),
    "test.warn": dbt_test("known_region", "warn", "model.load", ["model.load"]),
    "test.seed": dbt_test("unit_is_known", "error", "seed.unit", ["seed.unit"]),
    "test.broken": dbt_test("cannot_run", "warn", None, ["model.load", "model.emission"]),
    "test.source": dbt_test("source_only", "error", None, ["source.carbon.raw.verification"]),
    "test.skipped": dbt_test("skipped", "error", "model.emission", ["model.emission"]),
}
OUTCOMES = [
    {"unique_id": "model.emission", "status": "success"},
    {"unique_id": "test.unique", "status": "fail", "failures": 3, "message": "Got 3 results"},
    {"unique_id": "test.warn", "status": "warn", "failures": 1, "message": "Got 1 result"},
    {"unique_id": "test.seed", "status": "pass", "failures": 0, "message": None},
    {"unique_id": "test.broken", "status": "error", "failures": None, "message": "Runtime Error\n  no such\n  column"},
    {"unique_id": "test.source", "status": "pass", "failures": 0, "message": None},
    {"unique_id": "test.skipped", "status": "skipped", "failures": None, "message": None},
    {"unique_id": "unit_test.something", "status": "pass", "failures": 0, "message": None},
]


def test_dbt_tests_become_results(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": NODES}))
    (tmp_path / "run_results.json").write_text(json.dumps({"results": OUTCOMES}))
    results = from_dbt_run_results(
        tmp_path / "run_results.json", tmp_path / "manifest.json", run_id="run-1", checked_at=AT
    )
    seen = [(r.layer, r.table, r.expectation, r.severity, r.success, r.observed, r.unexpected_count) for r in results]
    assert seen == [
        ("facts", "fct_emission", "unique_emission", "critical", False, "3 unexpected rows", 3),
        ("marts", "audit.load", "known_region", "warning", False, "1 unexpected rows", 1),
        ("reference", "unit", "unit_is_known", "critical", True, "0 unexpected rows", 0),
        (
            "facts",
            "fct_emission",
            "cannot_run",
            "critical",
            False,
            "could not be evaluated: Runtime Error no such column",
            None,
        ),
        ("raw", "verification", "source_only", "critical", True, "0 unexpected rows", 0),
    ]


def test_only_critical_failures_stop_the_run() -> None:
    warning = replace(FAILED, severity="warning")
    assert failures([FAILED, PASSED, warning]) == [FAILED]
    assert warnings([FAILED, PASSED, warning]) == [warning]
    raise_if_failed([PASSED, warning])


def test_the_sentence_names_layer_table_expectation_rows_and_what_to_do() -> None:
    with pytest.raises(GateFailed) as caught:
        raise_if_failed([PASSED, FAILED, replace(FAILED, expectation="another")])
    assert str(caught.value) == (
        "Gate facts stopped the run and nothing was published: table fct_emission, "
        "expectation 'emission_id is unique', 2 rows such as emission_id=e1 (and 1 more failed check); "
        "run again with --full-refresh, and if it fails again report it as a defect."
    )
    assert caught.value.exit_code == 1


def test_a_failure_without_rows_says_what_was_observed() -> None:
    missing = replace(FAILED, layer="raw", observed="the table is missing", unexpected_count=None, sample=())
    assert "the table is missing; reload the source with `carbon reload SOURCE`" in gate_message([missing])
