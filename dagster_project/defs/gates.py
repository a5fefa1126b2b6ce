"""The quality gates as asset checks: one check per table with a suite, blocking what is downstream of the layer."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from dagster import (
    AssetCheckResult,
    AssetChecksDefinition,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetKey,
    MetadataValue,
    multi_asset_check,
)

from dagster_project.defs.dbt_layers import dbt_asset_key
from dagster_project.defs.names import RAW, raw_key
from dagster_project.defs.project_manifest import delivered_sources, manifest, suites_of
from dagster_project.defs.resources import CarbonRun
from dagster_project.lib.errors import WrongUse
from dagster_project.lib.gates.results import CheckResult
from dagster_project.lib.running import steps


def gated_layers() -> list[str]:
    """A layer without suites has no gate of its own: its dbt tests are its gate."""
    return [layer for layer in steps.GATES if suites_of(layer)]


def gate_checks() -> list[AssetChecksDefinition]:
    return [_gate(layer) for layer in gated_layers()]


def check_name(layer: str) -> str:
    return f"gate_{layer}"


def _gate(layer: str) -> AssetChecksDefinition:
    keys = {table: _checked_asset(layer, table) for table in suites_of(layer)}
    # The raw gate must not start before the last source is loaded, even one that has no suite.
    all_raw = [raw_key(source.name) for source in delivered_sources()] if layer == RAW else []
    specs = [
        AssetCheckSpec(
            check_name(layer),
            asset=key,
            blocking=True,
            additional_deps=[other for other in all_raw if other != key],
            description=f"The Great Expectations suite expectations/{layer}/{table}.json.",
        )
        for table, key in keys.items()
    ]

    @multi_asset_check(specs=specs, name=f"gate_{layer}")
    def check(carbon: CarbonRun) -> Iterator[AssetCheckResult]:
        results = steps.check_layer(carbon.session, layer)
        for table, key in keys.items():
            yield _as_asset_check(layer, key, [result for result in results if _is_of_suite(result, table)])
        steps.stop_if_failed(carbon.session, layer, results)

    return check


def _checked_asset(layer: str, table: str) -> AssetKey:
    if layer == RAW:
        return raw_key(table)
    for unique_id, node in manifest()["nodes"].items():
        if node["resource_type"] == "model" and node["alias"] == table:
            return dbt_asset_key(unique_id)
    raise WrongUse(
        f"the suite expectations/{layer}/{table}.json is for a table that dbt does not build: remove or rename it"
    )


def _is_of_suite(result: CheckResult, table: str) -> bool:
    """Whether a result belongs to the suite of a table; dbt's tests of it are checks of their own."""
    # A table is named with its schema where that is not the layer's own.
    return result.table.rsplit(".", 1)[-1] == table and result.expectation not in dbt_tests()


@cache
def dbt_tests() -> frozenset[str]:
    return frozenset(node["name"] for node in manifest()["nodes"].values() if node["resource_type"] == "test")


def _as_asset_check(layer: str, key: AssetKey, results: Sequence[CheckResult]) -> AssetCheckResult:
    """Failed warnings show as a warning and stop nothing; a table without results had no new rows to check."""
    failed = [result for result in results if not result.success]
    stops = any(result.severity == "critical" for result in failed)
    return AssetCheckResult(
        asset_key=key,
        check_name=check_name(layer),
        passed=not failed,
        severity=AssetCheckSeverity.ERROR if stops else AssetCheckSeverity.WARN,
        metadata={
            "expectations": len(results),
            "failed": MetadataValue.json([_shown(result) for result in failed]),
        },
    )


def _shown(result: CheckResult) -> dict[str, Any]:
    return {
        "expectation": result.expectation,
        "severity": result.severity,
        "observed": result.observed,
        "rows": list(result.sample),
    }
