"""One raw asset per source, all made by one function from the contracts: delivered rows, typed and kept for ever."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetsDefinition,
    MaterializeResult,
    MetadataValue,
    TableColumn,
    TableSchema,
    asset,
)

from dagster_project.defs.names import RAW, landing_key, raw_key
from dagster_project.defs.project_manifest import DeliveredSource, delivered_sources
from dagster_project.defs.resources import CarbonRun
from dagster_project.lib.loading.outcome import LoadOutcome
from dagster_project.lib.running import steps

ACCEPTED_CHECK = "deliveries_accepted"


def raw_assets() -> list[AssetsDefinition]:
    return [_raw_asset(source) for source in delivered_sources()]


def _raw_asset(source: DeliveredSource) -> AssetsDefinition:
    @asset(
        key=raw_key(source.name),
        deps=[landing_key(source.name)],
        group_name=RAW,
        description=f"{source.title_zh}. {source.description}",
        kinds={"parquet"},
        tags={"family": source.family},
        metadata={"dagster/column_schema": _schema(source)},
        check_specs=[_accepted_spec(source.name)],
    )
    def load(carbon: CarbonRun) -> MaterializeResult:
        began = time.monotonic()
        outcomes = steps.load(carbon.session, source.name)
        return MaterializeResult(
            metadata=_metadata(outcomes, time.monotonic() - began), check_results=[_accepted(source.name, outcomes)]
        )

    return load


def _accepted_spec(source: str) -> AssetCheckSpec:
    return AssetCheckSpec(
        ACCEPTED_CHECK,
        asset=raw_key(source),
        description="No file and no row of this run was rejected. Warns only: a delivery never stops a run.",
        blocking=False,
    )


def _accepted(source: str, outcomes: Iterable[LoadOutcome]) -> AssetCheckResult:
    refused = [outcome for outcome in outcomes if outcome.status == "rejected" or outcome.rows_rejected]
    return AssetCheckResult(
        asset_key=raw_key(source),
        check_name=ACCEPTED_CHECK,
        passed=not refused,
        severity=AssetCheckSeverity.WARN,
        metadata={
            "files": MetadataValue.json(
                [
                    {"file": outcome.file_name, "rows_rejected": outcome.rows_rejected, "message": outcome.message}
                    for outcome in refused
                ]
            )
        },
    )


def _metadata(outcomes: list[LoadOutcome], seconds: float) -> Mapping[str, Any]:
    new = [outcome for outcome in outcomes if outcome.is_new]
    return {
        "rows_delivered": sum(outcome.rows_delivered for outcome in new),
        "rows_loaded": sum(outcome.rows_loaded for outcome in new),
        "rows_rejected": sum(outcome.rows_rejected for outcome in new),
        "files": len(outcomes),
        "files_new": len(new),
        "files_rejected": sum(outcome.status == "rejected" for outcome in outcomes),
        "seconds": round(seconds, 3),
    }


def _schema(source: DeliveredSource) -> TableSchema:
    return TableSchema(
        columns=[TableColumn(name, kind or "text", description=text) for name, kind, text in source.columns]
    )
