"""The dbt project as three groups of assets, one dbt call each, so that a gate can stand between them.

Selection is by fqn (folder = layer): `path:` would be resolved against the process's folder and select nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dagster import AssetCheckKey, AssetExecutionContext, AssetKey, AssetsDefinition
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from dagster_project.defs.dbt_events import build_group
from dagster_project.defs.project_manifest import manifest
from dagster_project.defs.resources import CarbonRun
from dagster_project.lib.running.dbt_selection import GROUPS, SEED_GROUP


class LayerTranslator(DagsterDbtTranslator):
    """Keys and groups as the tables are called in SQL: schema and table name, grouped by schema."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return AssetKey([dbt_resource_props["schema"], dbt_resource_props["alias"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return str(dbt_resource_props["schema"])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        # The text of the model's YAML; its SQL is in the dbt docs and would bury the first sentence, the grain.
        return str(dbt_resource_props.get("description") or "")


TRANSLATOR = LayerTranslator()


def dbt_asset_key(unique_id: str) -> AssetKey:
    return TRANSLATOR.get_asset_spec(manifest(), unique_id, None).key


def dbt_check_key(test: str) -> AssetCheckKey | None:
    """The check that shows a test of dbt; None where it belongs to no single table."""
    return get_asset_check_key_for_test(manifest(), TRANSLATOR, test, project=None)


def selection(group: str) -> str:
    """dbt's selection of a group. A layer without models yet is left out: dbt warns of what matches nothing."""
    layers = GROUPS[group]
    project = manifest()["metadata"]["project_name"]
    models = [node for node in manifest()["nodes"].values() if node["resource_type"] == "model"]
    present = [layer for layer in layers if any(node["fqn"][1] == layer for node in models)]
    return " ".join(
        [*(f"fqn:{project}.{layer}" for layer in present), *(["resource_type:seed"] if group == SEED_GROUP else [])]
    )


def present_groups() -> list[str]:
    return [group for group in GROUPS if selection(group)]


def dbt_groups() -> list[AssetsDefinition]:
    return [_dbt_group(group) for group in present_groups()]


def _dbt_group(group: str) -> AssetsDefinition:
    @dbt_assets(manifest=manifest(), select=selection(group), dagster_dbt_translator=TRANSLATOR, name=f"dbt_{group}")
    def build(context: AssetExecutionContext, carbon: CarbonRun) -> Iterator[Any]:
        yield from build_group(group, context, carbon.session)

    return build
