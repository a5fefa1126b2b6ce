"""What one dbt call of a run builds and tests: the nodes of its layers that are rebuilt, and the tests that see them.

Pure functions over the manifest. Not here: what must be rebuilt (lib/rebuild) and calling dbt (dbt_child).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from graphlib import TopologicalSorter
from typing import Any

from dagster_project.lib.rebuild import data_tests_of

Manifest = Mapping[str, Any]
# name of the group -> layers of dbt_carbon/models; the seeds are built with the first
GROUPS: Mapping[str, tuple[str, ...]] = {
    "staging": ("staging", "intermediate", "dimensions"),
    "facts": ("facts",),
    "marts": ("marts",),
}
SEED_GROUP = "staging"
SEED_LAYER = "reference"


def group_of(node: Mapping[str, Any]) -> str | None:
    """The dbt call that builds a model or seed."""
    if node["resource_type"] == "seed":
        return SEED_GROUP
    return next((group for group, layers in GROUPS.items() if node["fqn"][1] in layers), None)


def nodes_of(manifest: Manifest, group: str) -> list[str]:
    """Models and seeds of a group, each after what it reads."""
    graph = {
        unique_id: node["depends_on"].get("nodes", [])
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed") and group_of(node) == group
    }
    return [each for each in TopologicalSorter(graph).static_order() if each in graph]


def data_tests_in(manifest: Manifest, group: str, rebuilt: Collection[str]) -> list[str]:
    """Tests that look at something rebuilt; a test of several tables runs with the last of them."""
    order = list(GROUPS)
    return sorted(
        test
        for test in data_tests_of(manifest, rebuilt)
        if max((order.index(each) for each in _groups(manifest, test)), default=-1) == order.index(group)
    )


def arguments(*, full_refresh: bool) -> list[str]:
    """The dbt command that builds what the call chooses and runs the tests that it chooses, and no other."""
    # Unit tests hold for the code and not for the data: they run with the other tests of the project.
    return [
        *("build", "--indirect-selection", "empty", "--exclude-resource-type", "unit_test"),
        *(["--full-refresh"] if full_refresh else []),
    ]


def _groups(manifest: Manifest, test: str) -> list[str]:
    read = (manifest["nodes"].get(each) for each in manifest["nodes"][test]["depends_on"]["nodes"])
    groups = (group_of(node) for node in read if node)
    return [group for group in groups if group]
