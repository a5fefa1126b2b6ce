"""What the definitions are derived from: dbt's manifest, read once, and the names of the suites on disk.

Importing the definitions must not read source YAML, a suite or a warehouse: everything is in the manifest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dagster_project.lib.running.manifest import load_manifest
from dagster_project.lib.running.project import EXPECTATIONS

RAW_SOURCE = "raw"
INPUTS_SOURCE = "inputs"


@dataclass(frozen=True)
class DeliveredSource:
    """A source as the definitions need it."""

    name: str
    family: str
    title_zh: str
    description: str
    is_expected: bool  # its contract says when a delivery should have come
    columns: tuple[tuple[str, str, str], ...]  # name, type, description


def manifest() -> dict[str, Any]:
    return load_manifest()


def delivered_sources() -> list[DeliveredSource]:
    """The sources with a contract, by family and name."""
    found = [_delivered(node) for node in _sources(RAW_SOURCE)]
    return sorted(found, key=lambda source: (source.family, source.name))


def run_inputs() -> list[Mapping[str, Any]]:
    """The tables that each run writes for dbt beside the raw zone."""
    return sorted(_sources(INPUTS_SOURCE), key=lambda node: node["name"])


def suites_of(layer: str) -> list[str]:
    """The tables of a layer that have a suite; names only."""
    return sorted(path.stem for path in (EXPECTATIONS / layer).glob("*.json"))


def nodes_by_relation() -> dict[tuple[str, str], str]:
    """(schema, table) -> unique id, for everything that dbt builds or reads."""
    everything = {**manifest()["nodes"], **manifest()["sources"]}
    return {
        (node["schema"], node.get("alias") or node.get("identifier") or node["name"]): unique_id
        for unique_id, node in everything.items()
        if node["resource_type"] in ("model", "seed", "source")
    }


def _sources(name: str) -> list[Mapping[str, Any]]:
    return [node for node in manifest()["sources"].values() if node["source_name"] == name]


def _delivered(node: Mapping[str, Any]) -> DeliveredSource:
    meta = node["config"]["meta"]
    columns = tuple(
        (name, column.get("data_type") or "", column["description"]) for name, column in node["columns"].items()
    )
    return DeliveredSource(
        node["name"], meta["family"], meta["title_zh"], node["description"], bool(meta.get("expected")), columns
    )
