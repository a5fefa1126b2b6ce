"""A run rebuilds only what can have changed, over the real graph: nothing too little, nothing too much.

The proof that the time of day changes nothing has three parts: its columns are used only by models that name them, no
model hands them on under its own name unseen, and what record_versions makes reads nothing else of the run.
"""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from dagster_project.lib.rebuild import (
    INPUTS,
    RAW,
    VOLATILE,
    Changes,
    data_tests_of,
    keeps_versions,
    nodes_to_rebuild,
    short_name,
    states_the_run,
)
from dagster_project.lib.running.dbt_selection import GROUPS, data_tests_in, group_of, nodes_of

from .empty_warehouse import EmptyWarehouse

_NAMES_RUN = re.compile(rf"\b({'|'.join(VOLATILE)})\b")


def models(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {name: node for name, node in manifest["nodes"].items() if node["resource_type"] == "model"}


def single_changes(manifest: Mapping[str, Any]) -> list[Changes]:
    """One for each source and each table of inputs."""
    names = [(each["source_name"], each["name"]) for each in manifest["sources"].values()]
    return [Changes(sources=frozenset({name})) for kind, name in names if kind == RAW] + [
        Changes(inputs=frozenset({name})) for kind, name in names if kind == INPUTS
    ]


def downstream(manifest: Mapping[str, Any], changes: Changes) -> set[str]:
    """The same by another way: from what changed, downwards, edge by edge."""
    told = {f"{RAW}.{name}" for name in changes.sources} | {f"{INPUTS}.{name}" for name in changes.inputs}
    reached = {unique_id for unique_id in manifest["sources"] if short_name(manifest, unique_id) in told}
    waiting = list(reached)
    while waiting:
        parent = waiting.pop()
        for unique_id, node in models(manifest).items():
            skipped = keeps_versions(node) and short_name(manifest, parent) in ("inputs.load", "int_month_as_of")
            if parent in node["depends_on"]["nodes"] and not skipped and unique_id not in reached:
                reached.add(unique_id)
                waiting.append(unique_id)
    return reached & set(models(manifest))


def test_a_model_is_rebuilt_or_has_no_changed_ancestor(compiled: dict[str, Any]) -> None:
    always = {unique_id for unique_id, node in models(compiled).items() if states_the_run(node)}
    for changes in single_changes(compiled):
        assert nodes_to_rebuild(compiled, changes) == downstream(compiled, changes) | always, changes


def test_every_source_changes_something(compiled: dict[str, Any]) -> None:
    nothing = nodes_to_rebuild(compiled, Changes())
    read = {each for node in models(compiled).values() for each in node["depends_on"]["nodes"]}
    for unique_id, source in compiled["sources"].items():
        if unique_id in read and source["source_name"] == RAW:
            assert nodes_to_rebuild(compiled, Changes(sources=frozenset({source["name"]}))) > nothing, unique_id


def test_the_models_that_state_the_run_are_few_and_known(compiled: dict[str, Any]) -> None:
    stating = {node["name"] for node in models(compiled).values() if states_the_run(node)}
    reports = {"mart_loan_eligibility", "mart_carbon_credit_report", "mart_personal_carbon_report"}
    assert stating == {"int_month_as_of", "dim_as_of"} | reports


def test_nobody_uses_a_column_of_the_run_unnamed(
    compiled: dict[str, Any], statements: dict[str, str], empty_warehouse: EmptyWarehouse
) -> None:
    for unique_id, node in models(compiled).items():
        columns = {name for name, _ in empty_warehouse.columns(f"{node['schema']}.{node['alias']}")}
        hands_on = columns & set(VOLATILE)
        assert not hands_on or states_the_run(node), f"{unique_id} hands on {hands_on} by a star"
        if _NAMES_RUN.search(_without_comments(statements[unique_id])):
            inlined = [compiled["nodes"].get(each, {}) for each in node["depends_on"]["nodes"]]
            keeps = any(keeps_versions(each) for each in (node, *inlined) if each.get("resource_type") == "model")
            assert states_the_run(node) or keeps, f"{unique_id} names a column of the run in a macro"


def test_kept_versions_join_loads_and_months_in_the_macro_alone(compiled: dict[str, Any]) -> None:
    kept = [node for node in models(compiled).values() if keeps_versions(node)]
    assert kept
    for node in kept:
        read = [short_name(compiled, each) for each in node["depends_on"]["nodes"]]
        assert len([each for each in read if each.startswith(f"{RAW}.")]) == 1, node["name"]
        assert "int_month_as_of" not in node["raw_code"] and "inputs" not in node["raw_code"], node["name"]


@pytest.mark.parametrize("source", ["electricity_meter", "bank_registry", "loan_application"])
def test_every_rebuilt_table_is_built_and_tested_in_one_group(compiled: dict[str, Any], source: str) -> None:
    rebuilt = nodes_to_rebuild(compiled, Changes(sources=frozenset({source})))
    built = [each for group in GROUPS for each in nodes_of(compiled, group) if each in rebuilt]
    assert sorted(built) == sorted(rebuilt)
    tested = [test for group in GROUPS for test in data_tests_in(compiled, group, rebuilt)]
    assert sorted(tested) == sorted(data_tests_of(compiled, rebuilt))


def test_no_table_waits_for_a_later_group(compiled: dict[str, Any]) -> None:
    order = list(GROUPS)
    for unique_id, node in models(compiled).items():
        for parent in node["depends_on"]["nodes"]:
            if parent in compiled["nodes"]:
                of_parent, own = group_of(compiled["nodes"][parent]), group_of(node)
                assert of_parent and own and order.index(of_parent) <= order.index(own), unique_id


def _without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*|/\*.*?\*/", " ", sql, flags=re.DOTALL)
