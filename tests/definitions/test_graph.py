"""The graph as one snapshot: a change that moves an asset, a check or an automation is seen in review.

After a wanted change: python -m pytest tests/definitions --snapshot-update
"""

import pytest
from dagster import AssetKey, AssetSpec, Definitions
from syrupy.assertion import SnapshotAssertion

from dagster_project.defs.names import AS_OF_JOB, LOAD_JOB, RAW, RUN_JOB
from dagster_project.defs.project_manifest import delivered_sources, suites_of
from dagster_project.lib.contract import read_contracts
from dagster_project.lib.running import policy
from dagster_project.lib.running.steps import GATES


def _text(key: AssetKey) -> str:
    return key.to_user_string()


def test_assets_with_their_groups_and_origins(definitions: Definitions, snapshot: SnapshotAssertion) -> None:
    specs = sorted(definitions.resolve_all_asset_specs(), key=lambda spec: spec.key)
    lines = [f"{_text(spec.key)} [{spec.group_name}] <- {_origins(spec)}" for spec in specs]
    assert "\n".join(lines) == snapshot


def test_gates_and_delivery_checks(definitions: Definitions, snapshot: SnapshotAssertion) -> None:
    """Those that are ours; dbt's tests are dbt's to list."""
    specs = [spec for spec in _check_specs(definitions) if _is_ours(spec.name)]
    lines = [f"{_text(spec.asset_key)} {spec.name} {'blocks' if spec.blocking else 'warns'}" for spec in specs]
    assert "\n".join(sorted(lines)) == snapshot


def test_jobs_and_their_steps(definitions: Definitions, snapshot: SnapshotAssertion) -> None:
    jobs = {
        name: sorted(node.name for node in definitions.resolve_job_def(name).nodes)
        for name in (RUN_JOB, LOAD_JOB, AS_OF_JOB)
    }
    assert jobs == snapshot


def test_automation(definitions: Definitions, snapshot: SnapshotAssertion) -> None:
    schedules = [
        (each.name, each.job_name, each.cron_schedule, each.execution_timezone) for each in definitions.schedules
    ]
    sensors = [(each.name, each.job_name, each.minimum_interval_seconds) for each in definitions.sensors]
    assert {"schedules": schedules, "sensors": sensors} == snapshot


def test_every_automation_has_a_policy(definitions: Definitions) -> None:
    assert {each.name for each in [*definitions.schedules, *definitions.sensors]} == policy.AUTOMATION.keys()


def test_every_contract_is_delivered_and_loaded(definitions: Definitions) -> None:
    contracts = read_contracts()
    assert {source.name for source in delivered_sources()} == contracts.keys()
    keys = {_text(key) for key in definitions.resolve_all_asset_keys()}
    for source in contracts:
        assert {f"landing/{source}", f"raw/{source}"} <= keys


def test_every_suite_is_a_blocking_check(definitions: Definitions) -> None:
    gates = [spec for spec in _check_specs(definitions) if spec.name.startswith("gate_")]
    assert all(spec.blocking for spec in gates)
    assert len(gates) == sum(len(suites_of(layer)) for layer in GATES)


@pytest.mark.parametrize(
    ("gate", "blocked"),
    [
        ("gate_raw", ["run_inputs", "dbt_staging"]),
        ("gate_staging", ["dbt_facts"]),
        ("gate_facts", ["dbt_marts"]),
        ("gate_marts", ["publish"]),
    ],
)
def test_a_gate_stands_between_its_layer_and_the_next(definitions: Definitions, gate: str, blocked: list[str]) -> None:
    """Dagster runs a step when its inputs are there: so the gate's outputs must be among them."""
    dependencies = definitions.resolve_job_def(RUN_JOB).graph.dependencies
    by_name = {invocation.name: inputs for invocation, inputs in dependencies.items()}
    for step in blocked:
        upstream = {output.node for inputs in by_name[step].values() for output in inputs.get_node_dependencies()}
        assert gate in upstream, f"{step} does not wait for {gate}"


def test_tables_are_called_as_in_sql(definitions: Definitions) -> None:
    groups = {spec.key: spec.group_name for spec in definitions.resolve_all_asset_specs()}
    for key, group in groups.items():
        assert key.path[0] == group, key
    assert RAW in groups.values()


def _origins(spec: AssetSpec) -> str:
    return ", ".join(sorted(_text(dep.asset_key) for dep in spec.deps)) or "-"


def _check_specs(definitions: Definitions) -> list:
    graph = definitions.resolve_asset_graph()
    return [graph.get_check_spec(key) for key in graph.asset_check_keys]


def _is_ours(name: str) -> bool:
    return name.startswith("gate_") or name in ("deliveries_accepted", "delivered_on_time")
