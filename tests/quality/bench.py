"""Running a gate over many bad copies of its tables at once: one data source, one suite per copy."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from dagster_project.lib.gates.results import CheckResult
from dagster_project.lib.gates.runner import run_gate
from dagster_project.lib.gates.suites import Suite

from .bad_rows import Bad

SUITES = Path(__file__).parents[2] / "expectations"
CHECKED_AT = datetime(2024, 3, 1, tzinfo=UTC)


def gate(layer: str, database: Path, *, suites_dir: Path = SUITES, **options: object) -> list[CheckResult]:
    return run_gate(layer, database, suites_dir=suites_dir, run_id="run-1", checked_at=CHECKED_AT, **options)


def failed(results: Sequence[CheckResult]) -> set[str]:
    return {result.expectation for result in results if not result.success}


def results_of_bad_copies(
    cases: Sequence[tuple[Suite, Bad]], database: Path, suites_dir: Path
) -> list[list[CheckResult]]:
    """What each case's suite says of a copy of its table with the case's change; all cases are of one layer."""
    layer = cases[0][0].layer
    folder = suites_dir / layer
    folder.mkdir()
    with duckdb.connect(database) as connection:
        for number, (suite, bad) in enumerate(cases):
            copy = f"{suite.table}_{number}"
            connection.execute(f"create table {suite.schema}.{copy} as select * from {suite.schema}.{suite.table}")
            connection.execute(bad.change.format(table=f"{suite.schema}.{copy}"))
            (folder / f"{copy}.json").write_text((SUITES / layer / f"{suite.table}.json").read_text())
    by_table: dict[str, list[CheckResult]] = {}
    for result in gate(layer, database, suites_dir=suites_dir):
        by_table.setdefault(result.table.rsplit("_", 1)[-1], []).append(result)
    return [by_table[str(number)] for number in range(len(cases))]


def write_suite(folder: Path, layer: str, table: str, content: dict[str, object]) -> None:
    (folder / layer).mkdir(parents=True, exist_ok=True)
    (folder / layer / f"{table}.json").write_text(json.dumps(content))
