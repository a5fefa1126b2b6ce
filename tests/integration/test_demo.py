"""The demo deliveries through the whole line: every reason shows, rows reconcile, the published files are complete."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from dagster_project.demo.reasons import (
    EXPECTED_FILE_REJECTIONS,
    EXPECTED_QUARANTINE_REASONS,
    EXPECTED_REJECT_REASONS,
    expected_rows,
)
from tests.support.runs import carbon, manifest, rows, value

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo") / "home"
    carbon("demo", "--home", home)
    carbon("run", "--home", home)
    return home


def test_every_reject_reason_shows(home: Path) -> None:
    assert {code for (code,) in rows(home, "select distinct reason_code from audit.reject")} == EXPECTED_REJECT_REASONS


def test_every_quarantine_reason_shows(home: Path) -> None:
    found = {code for (code,) in rows(home, "select distinct reason_code from audit.quarantine")}
    assert found == EXPECTED_QUARANTINE_REASONS


def test_warnings_show(home: Path) -> None:
    assert {code for (code,) in rows(home, "select distinct warning_code from audit.warning")} == {
        "conflicting_duplicate",
        "unknown_region",
    }


@pytest.mark.parametrize("table", ["reject", "quarantine"])
def test_each_broken_row_is_named(home: Path, table: str) -> None:
    found = rows(
        home,
        "select l.source || '/' || l.file_name, x.line_no, x.reason_code"
        f" from audit.{table} as x inner join audit.load as l on x.load_id = l.load_id where l.status <> 'unchanged'",
    )
    assert expected_rows(table) <= set(found)


def test_refused_files_are_listed(home: Path) -> None:
    found = rows(home, "select source || '/' || file_name, message from audit.load where status = 'rejected'")
    assert {name for name, _ in found} == set(EXPECTED_FILE_REJECTIONS)
    assert all(message for _, message in found)


def test_rows_reconcile(home: Path) -> None:
    assert value(home, "select count(*) from audit.reconciliation where difference <> 0 or difference is null") == 0
    assert value(home, "select sum(rows_rejected) from audit.reconciliation") == value(
        home, "select count(*) from audit.reject"
    )
    assert value(home, "select sum(rows_quarantined) from audit.reconciliation") == value(
        home, "select count(*) from audit.quarantine"
    )


def test_months_add_up_to_years(home: Path) -> None:
    sums = (
        "select sum(scope1_t), sum(scope2_location_t), sum(scope2_market_t), sum(biogenic_t), sum(energy_tce)"
        " from marts.mart_account_emission where period_grain = '{}'"
    )
    assert rows(home, sums.format("month")) == rows(home, sums.format("year"))


def test_checks_are_published(home: Path) -> None:
    layers = {layer for (layer,) in rows(home, "select distinct layer from audit.validation_result")}
    assert {"raw", "staging", "facts", "marts"} <= layers
    assert value(home, "select count(*) from audit.validation_result where not success and severity = 'critical'") == 0


@pytest.mark.parametrize("audience", ["government", "auditor"])
def test_file_explains_itself(home: Path, audience: str) -> None:
    tables = rows(
        home,
        "select schema_name || '.' || table_name from duckdb_tables() where table_name <> 'data_dictionary'",
        audience=audience,
    )
    described = rows(
        home, "select distinct schema_name || '.' || table_name from audit.data_dictionary", audience=audience
    )
    assert tables and set(tables) <= set(described)
    published = home / "published" / "current"
    parquet = {path.name.removesuffix(".parquet") for path in (published / audience).glob("*.parquet")}
    assert parquet == {name for (name,) in described} | {"audit.data_dictionary"}
    with duckdb.connect() as connection:
        count = connection.execute(
            f"select count(*) from read_parquet('{published}/{audience}/marts.mart_account.parquet')"
        ).fetchone()
    assert count == rows(home, "select count(*) from marts.mart_account", audience=audience)[0]


def test_government_gets_counts_of_the_audit_only(home: Path) -> None:
    names = {name for (name,) in rows(home, "select table_name from duckdb_tables()", audience="government")}
    assert {"load", "reconciliation"} <= names
    assert not names & {"trace", "reject", "quarantine", "factor"}


def test_trace_of_the_shown_account(home: Path) -> None:
    text = carbon("trace", "DEMO-IND-001", "--year", "2023", "--home", home).out
    assert "own_terms" in text and "tC/TJ" in text and "sha256" in text
    missing = carbon("trace", "NOBODY", "--year", "2023", "--home", home, expect=2)
    assert len(missing.err.strip().splitlines()) == 1


def test_sql_and_status(home: Path) -> None:
    answer = carbon("sql", "select count(*) as n from marts.mart_account", "--home", home, "--format", "json").json()
    assert answer == [{"n": value(home, "select count(*) from marts.mart_account")}]
    assert manifest(home)["release"] in carbon("status", "--home", home).out
    assert len(carbon("sql", "selec", "--home", home, expect=2).err.strip().splitlines()) == 1


def test_run_json_tells_the_same(home: Path) -> None:
    record = json.loads((home / "run.json").read_text(encoding="utf-8"))
    assert record["state"] == "succeeded" and record["release"] == manifest(home)["release"]
    assert {layer["layer"] for layer in record["layers"]} >= {"raw", "facts", "marts", "publish"}
