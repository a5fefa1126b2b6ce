"""What is rebuilt, over a graph of a few nodes."""

from typing import Any

import pytest

from dagster_project.lib.rebuild import EVERYTHING, Changes, data_tests_of, nodes_to_rebuild, states_the_run
from dagster_project.lib.running.dbt_selection import arguments, data_tests_in, group_of, nodes_of

LOAD, MONTHS = "source.carbon.inputs.load", "model.carbon.int_month_as_of"


def node(name: str, *reads: str, kind: str = "model", layer: str = "facts", sql: str = "", macro: str = "") -> dict:
    return {
        "unique_id": f"{kind}.carbon.{name}",
        "resource_type": kind,
        "fqn": ["carbon", name] if kind == "seed" else ["carbon", layer, name],
        "raw_code": sql,
        "depends_on": {"nodes": list(reads), "macros": [f"macro.carbon.{macro}"] if macro else []},
    }


def source(schema: str, name: str) -> dict:
    return {"unique_id": f"source.carbon.{schema}.{name}", "source_name": schema, "name": name}


def graph() -> dict[str, Any]:
    nodes = [
        node("region", kind="seed"),
        node("int_month_as_of", "source.carbon.inputs.run", layer="intermediate", sql="select as_of from run"),
        node("base_a", "source.carbon.raw.a", LOAD, MONTHS, layer="staging", macro="record_versions"),
        node("base_b", "source.carbon.raw.b", LOAD, MONTHS, layer="staging", macro="record_versions"),
        node("fct_a", "model.carbon.base_a", "seed.carbon.region"),
        node("fct_both", "model.carbon.base_a", "model.carbon.base_b"),
        node("fct_load", LOAD),
        node("fct_calendar", MONTHS, sql="{# as_of is not used #} select month -- nor here: run_id"),
        node("mart_a", "model.carbon.fct_a", layer="marts", sql="select a.input_digest"),
        node("keys", "model.carbon.fct_a", "model.carbon.base_b", kind="test"),
        node("alone", "model.carbon.fct_load", kind="test"),
    ]
    sources = [source("raw", "a"), source("raw", "b"), source("inputs", "load"), source("inputs", "run")]
    return {"nodes": {each["unique_id"]: each for each in nodes}, "sources": {s["unique_id"]: s for s in sources}}


def short(unique_ids: frozenset[str]) -> set[str]:
    return {unique_id.rpartition(".")[2] for unique_id in unique_ids}


ALWAYS = {"int_month_as_of", "mart_a"}  # they name what is another in every run


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (Changes(), set()),
        (Changes(sources=frozenset("a")), {"base_a", "fct_a", "fct_both"}),
        (Changes(sources=frozenset("b")), {"base_b", "fct_both"}),
        (Changes(sources=frozenset({"unknown"})), set()),
        (Changes(inputs=frozenset({"load"})), {"fct_load"}),
        (Changes(inputs=frozenset({"run"})), {"fct_calendar"}),
        (Changes(sources=frozenset("b"), inputs=frozenset({"load"})), {"base_b", "fct_both", "fct_load"}),
    ],
)
def test_what_is_downstream_of_a_change_is_rebuilt_and_nothing_else(changes: Changes, expected: set[str]) -> None:
    assert short(nodes_to_rebuild(graph(), changes)) == expected | ALWAYS


def test_everything_is_every_model_and_seed() -> None:
    expected = {name for name, each in graph()["nodes"].items() if each["resource_type"] != "test"}
    assert nodes_to_rebuild(graph(), EVERYTHING) == expected


def test_comments_do_not_state_the_run() -> None:
    nodes = graph()["nodes"]
    assert not states_the_run(nodes["model.carbon.fct_calendar"])
    assert not states_the_run(node("x", sql="select as_of_on, as_of_run from t"))
    assert states_the_run(node("x", sql="select r.as_of from t as r -- moment"))


def test_a_test_runs_when_any_of_its_tables_was_rebuilt() -> None:
    assert short(data_tests_of(graph(), ["model.carbon.base_b"])) == {"keys"}
    assert short(data_tests_of(graph(), ["model.carbon.mart_a"])) == set()


def test_changes_add_up_and_keep_their_content_as_json() -> None:
    both = Changes(sources=frozenset("a")) | Changes(sources=frozenset("b"), inputs=frozenset({"run"}))
    assert both == Changes(sources=frozenset("ab"), inputs=frozenset({"run"}))
    assert Changes.from_json(both.as_json()) == both
    assert (both | EVERYTHING).everything


def test_a_build_that_says_nothing_about_its_changes_means_everything() -> None:
    assert Changes.from_json(None) == EVERYTHING


def test_groups_hold_their_layers_in_the_order_of_reading() -> None:
    assert [each.rpartition(".")[2] for each in nodes_of(graph(), "marts")] == ["mart_a"]
    staging = [each.rpartition(".")[2] for each in nodes_of(graph(), "staging")]
    assert set(staging) == {"region", "int_month_as_of", "base_a", "base_b"}
    assert staging.index("int_month_as_of") < staging.index("base_a")
    assert group_of(node("x", layer="elsewhere")) is None


def test_a_test_of_several_tables_runs_with_the_last_of_them() -> None:
    rebuilt = ["model.carbon.base_b"]
    assert data_tests_in(graph(), "staging", rebuilt) == []
    assert data_tests_in(graph(), "facts", rebuilt) == ["test.carbon.keys"]
    assert data_tests_in(graph(), "marts", rebuilt) == []


def test_dbt_builds_what_is_chosen_and_adds_no_test_of_its_own() -> None:
    assert arguments(full_refresh=False)[:3] == ["build", "--indirect-selection", "empty"]
    assert "--full-refresh" in arguments(full_refresh=True)
    assert "--full-refresh" not in arguments(full_refresh=False)
