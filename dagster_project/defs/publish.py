"""The published release: one file per audience and the release itself, made from what this run built and checked."""

from collections.abc import Iterator
from typing import Any

from dagster import AssetsDefinition, AssetSpec, MaterializeResult, MetadataValue, multi_asset

from dagster_project.defs.dbt_layers import dbt_asset_key, present_groups
from dagster_project.defs.gates import gated_layers
from dagster_project.defs.names import PUBLISHED
from dagster_project.defs.project_manifest import manifest
from dagster_project.defs.resources import CarbonRun
from dagster_project.lib.running import releasing

RELEASE = "release"
PUBLISHED_LAYERS = ("marts", "audit")


def audiences() -> list[str]:
    """Who gets a file: everybody whom a mart or audit table names in config.meta.audience.

    `bank` is one asset: which banks there are is known when the release is written.
    """
    named = {
        audience for node in _published_models().values() for audience in node["config"]["meta"].get("audience", [])
    }
    return sorted(named)


def published_assets() -> AssetsDefinition:
    specs = [_audience_spec(audience) for audience in audiences()]
    release = AssetSpec(
        [PUBLISHED, RELEASE],
        group_name=PUBLISHED,
        deps=[spec.key for spec in specs],
        description="The release (发布): all audience files with one manifest; `current` names the newest.",
        skippable=True,
    )

    required = [*(f"dbt {group}" for group in present_groups()), *(f"gate {layer}" for layer in gated_layers())]

    @multi_asset(name="publish", specs=[*specs, release])
    def publish(carbon: CarbonRun) -> Iterator[MaterializeResult]:
        outcome = releasing.release(carbon.session, required)
        if outcome is None:  # a rebuild compares and publishes nothing
            return
        metadata: dict[str, Any] = {
            "outcome": outcome.kind,
            "release": outcome.release,
            "content_digest": outcome.content_digest,
            "tables": outcome.tables,
            "bytes": outcome.bytes,
            "warnings": list(outcome.warnings),
            "path": MetadataValue.path(outcome.path),
        }
        for spec in [*specs, release]:
            yield MaterializeResult(asset_key=spec.key, metadata=metadata)

    return publish


_FILES = {
    "government": "organisations, loans of organisations, regions; persons only in totals",
    "public": "totals that hide the few, and organisations that disclose; a month that was published stands",
    "auditor": "everything on organisations; rows of persons, when asked for, with keys of the audit epoch",
    "bank": "bank_<code>.duckdb for each bank: the rows of its own customers who consent, and nobody else's",
}


def _audience_spec(audience: str) -> AssetSpec:
    deps = [
        dbt_asset_key(unique_id)
        for unique_id, node in _published_models().items()
        if audience in node["config"]["meta"].get("audience", [])
    ]
    return AssetSpec(
        [PUBLISHED, audience],
        group_name=PUBLISHED,
        deps=deps,
        description=f"What the audience {audience} may see: {_FILES.get(audience, audience)}.",
        kinds={"duckdb"},
        skippable=True,
    )


def _published_models() -> dict[str, dict]:
    return {
        unique_id: node
        for unique_id, node in manifest()["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] in PUBLISHED_LAYERS
    }
