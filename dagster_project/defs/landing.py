"""The delivered files, as external assets: somebody else makes them, the graph begins with them."""

from dagster import AssetSpec

from dagster_project.defs.names import LANDING, landing_key
from dagster_project.defs.project_manifest import DeliveredSource, delivered_sources


def landing_assets() -> list[AssetSpec]:
    return [_landing_asset(source) for source in delivered_sources()]


def _landing_asset(source: DeliveredSource) -> AssetSpec:
    return AssetSpec(
        landing_key(source.name),
        group_name=LANDING,
        description=f"Delivered files of {source.name} ({source.title_zh}) in landing/{source.name}/.",
        kinds={"file"},
        tags={"family": source.family},
    )
