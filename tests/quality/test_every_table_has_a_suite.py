"""Every table of facts and marts has a suite, and every suite a table that dbt builds: names only, no data."""

import pytest

from dagster_project.lib.gates.suites import load_suites
from dagster_project.lib.running.manifest import ensure_manifest, load_manifest

from .bench import SUITES


@pytest.fixture(scope="module")
def models() -> list[dict]:
    ensure_manifest()
    return [node for node in load_manifest()["nodes"].values() if node["resource_type"] == "model"]


@pytest.mark.parametrize("layer", ["facts", "marts"])
def test_tables_and_suites_are_the_same(layer: str, models: list[dict]) -> None:
    """The first folder of a model is its layer; its schema may be another: audit tables stand in marts."""
    tables = {f"{node['schema']}.{node['alias']}" for node in models if node["fqn"][1] == layer}
    assert {f"{suite.schema}.{suite.table}" for suite in load_suites(SUITES, layer)} == tables
