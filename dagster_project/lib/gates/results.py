"""What a check found, and where the results of a run are kept.

Belongs here: CheckResult, the Parquet file of a run's results, and dbt test results in the same shape.
Does not belong here: running checks (runner), deciding what a failure means (verdict).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.lib.files import write_atomically
from dagster_project.lib.home import Home

SEVERITIES = ("critical", "warning", "info")

# Columns of audit.validation_result, in its order.
SCHEMA = pa.schema(
    [
        ("layer", pa.string()),
        ("table", pa.string()),
        ("expectation", pa.string()),
        ("severity", pa.string()),
        ("success", pa.bool_()),
        ("observed", pa.string()),
        ("unexpected_count", pa.int64()),
        ("run_id", pa.string()),
        ("checked_at", pa.timestamp("us")),
    ]
)


@dataclass(frozen=True)
class CheckResult:
    """One expectation (or dbt test) on one table. `sample` serves messages only and is never stored."""

    layer: str
    table: str
    expectation: str
    severity: str
    success: bool
    observed: str
    unexpected_count: int | None
    run_id: str
    checked_at: datetime
    sample: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        return self.layer, self.table, self.expectation


def result_path(home: Home, run_id: str) -> Path:
    return home.audit / "validation_result" / f"{run_id}.parquet"


def write_results(home: Home, run_id: str, results: Iterable[CheckResult]) -> Path:
    """Add results to the run's file. A check that ran again in the same run replaces its earlier result."""
    kept = {result.key: result for result in read_results(home, run_id)}
    kept.update((result.key, result) for result in results)
    table = pa.Table.from_pylist([_row(result) for result in kept.values()], schema=SCHEMA)
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer)
    path = result_path(home, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, buffer.getvalue().to_pybytes())
    return path


def read_results(home: Home, run_id: str) -> list[CheckResult]:
    path = result_path(home, run_id)
    if not path.exists():
        return []
    rows = pq.read_table(path).to_pylist()
    return [CheckResult(**{**row, "checked_at": row["checked_at"].replace(tzinfo=UTC)}) for row in rows]


def _row(result: CheckResult) -> dict[str, Any]:
    row = {field.name: getattr(result, field.name) for field in fields(result) if field.name != "sample"}
    # Timestamps are stored in UTC without a zone, as everywhere in the warehouse.
    row["checked_at"] = result.checked_at.astimezone(UTC).replace(tzinfo=None)
    return row


def from_dbt_run_results(run_results: Path, manifest: Path, *, run_id: str, checked_at: datetime) -> list[CheckResult]:
    """Results of the dbt data tests of one dbt call. A skipped test did not look at anything and gives no result."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    outcomes = json.loads(run_results.read_text(encoding="utf-8"))["results"]
    return [
        _from_dbt_test(nodes[outcome["unique_id"]], nodes, outcome, run_id, checked_at)
        for outcome in outcomes
        if outcome["status"] != "skipped" and _is_data_test(nodes.get(outcome["unique_id"]))
    ]


def _is_data_test(node: Mapping[str, Any] | None) -> bool:
    return node is not None and node["resource_type"] == "test"


def _from_dbt_test(
    node: Mapping[str, Any],
    nodes: Mapping[str, Any],
    outcome: Mapping[str, Any],
    run_id: str,
    checked_at: datetime,
) -> CheckResult:
    status, failed_rows = outcome["status"], outcome.get("failures")
    layer, table = _tested_table(node, nodes)
    return CheckResult(
        layer=layer,
        table=table,
        expectation=node["name"],
        severity=_dbt_severity(node, status),
        success=status == "pass",
        observed=_dbt_observed(outcome),
        unexpected_count=None if failed_rows is None else int(failed_rows),
        run_id=run_id,
        checked_at=checked_at,
    )


def _tested_table(node: Mapping[str, Any], nodes: Mapping[str, Any]) -> tuple[str, str]:
    """Layer (the model's folder) and table a test belongs to; a test of several models belongs to the last one."""
    parents = [nodes[name] for name in node["depends_on"]["nodes"] if name in nodes]
    attached = nodes.get(node.get("attached_node") or "")
    model = attached or (parents[-1] if parents else None)
    if model is None:  # a test of a source only
        return "raw", node["depends_on"]["nodes"][-1].rsplit(".", 1)[-1] if node["depends_on"]["nodes"] else node[
            "name"
        ]
    layer = "reference" if model["resource_type"] == "seed" else model["fqn"][1]
    table = model.get("alias") or model["name"]
    return layer, qualified(layer, model["schema"], table)


def qualified(layer: str, schema: str, table: str) -> str:
    """A table is named with its schema where that is not the layer's own."""
    return table if schema == layer else f"{schema}.{table}"


def _dbt_severity(node: Mapping[str, Any], status: str) -> str:
    if status == "error":  # the test could not run: what it guards is not known to hold
        return "critical"
    declared = str(node["config"].get("severity", "error")).lower()
    return "warning" if declared == "warn" or status == "warn" else "critical"


def _dbt_observed(outcome: Mapping[str, Any]) -> str:
    if outcome["status"] == "error":
        return "could not be evaluated: " + " ".join(str(outcome.get("message") or "no message").split())[:300]
    return f"{outcome.get('failures') or 0} unexpected rows"
