"""One dbt call inside a Dagster step: its environment, its child process, its events with metadata, its failure.

Metadata is read after dbt has ended, because nobody may open the file while dbt writes it; so the events of a group
are handed to Dagster when the group is complete.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster import (
    AssetExecutionContext,
    Output,
    TableColumn,
    TableColumnDep,
    TableColumnLineage,
    TableSchema,
)
from dagster._core.definitions.metadata import TableMetadataSet
from dagster_dbt import DbtCliInvocation, DbtCliResource

from dagster_project.defs.project_manifest import manifest, nodes_by_relation
from dagster_project.lib.running import dbt_results
from dagster_project.lib.running.dbt_results import RUN_RESULTS
from dagster_project.lib.running.lineage import column_lineage
from dagster_project.lib.running.session import RunSession
from dagster_project.lib.running.steps import note_dbt_results, prepared_inputs, record_rows
from dagster_project.lib.running.table_facts import Relation, TableFacts, read_table_facts, relation_of

_PATIENCE_SECONDS = 30.0


def build_group(group: str, context: AssetExecutionContext, session: RunSession, dbt: DbtCliResource) -> Iterator[Any]:
    """Build and test one group of layers with dbt."""
    with session.step(group, f"building {group}"):
        inputs = prepared_inputs(session)
        # Unit tests hold for the code and not for the data: they run with the other tests of the project.
        arguments = ["build", "--indirect-selection", "buildable", "--exclude-resource-type", "unit_test"]
        if inputs.full_refresh:
            arguments.append("--full-refresh")
        target = session.place.dbt_target
        (target / RUN_RESULTS).unlink(missing_ok=True)  # the last call's must not be taken for this one's
        with _environment(session.dbt_environment()):
            invocation = dbt.cli(arguments, context=context, target_path=target, raise_on_error=False)
            session.name_child(invocation.process.pid)
            try:
                events = list(invocation.stream())
            finally:
                _wait_for_end(invocation)
        session.forget_child()
        note_dbt_results(session, group, target / RUN_RESULTS)
        if invocation.process.returncode != 0:
            yield from events
            said = str(invocation.get_error() or "")
            raise dbt_results.failure(group, target, manifest()["nodes"], said)
        facts = _facts_of(session.place.warehouse, events)
        record_rows(session, group, facts)
    yield from _with_metadata(events, facts, target)


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """dagster-dbt hands its own environment to dbt, so what dbt must know is put there for the time of the call."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _wait_for_end(invocation: DbtCliInvocation) -> None:
    """No step may end while its dbt still holds the file: after an error or an interrupt it is stopped first."""
    process = invocation.process
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _facts_of(warehouse: Path, events: Iterable[Any]) -> dict[Relation, TableFacts]:
    """Facts of the tables just built and of everything they were built from."""
    nodes = {**manifest()["nodes"], **manifest()["sources"]}
    wanted = set()
    for event in events:
        if isinstance(event, Output):
            node = nodes[_unique_id(event)]
            parents = node.get("depends_on", {}).get("nodes", [])
            wanted |= {relation_of(each) for each in [node, *(nodes[parent] for parent in parents)]}
    return read_table_facts(warehouse, wanted)


def _with_metadata(events: Iterable[Any], facts: Mapping[Relation, TableFacts], target: Path) -> Iterator[Any]:
    for event in events:
        if isinstance(event, Output):
            node = manifest()["nodes"][_unique_id(event)]
            event = event.with_metadata({**event.metadata, **_metadata(node, facts, target)})
        yield event


def _metadata(node: Mapping[str, Any], facts: Mapping[Relation, TableFacts], target: Path) -> dict[str, Any]:
    found = facts.get(relation_of(node))
    if found is None:
        return {}
    described = node["columns"]
    schema = TableSchema(
        columns=[
            TableColumn(name, data_type, description=described.get(name, {}).get("description"))
            for name, data_type in found.columns.items()
        ]
    )
    return {
        **TableMetadataSet(row_count=found.rows, column_schema=schema),
        **_lineage(node, facts, target),
    }


def _lineage(node: Mapping[str, Any], facts: Mapping[Relation, TableFacts], target: Path) -> dict[str, Any]:
    from dagster_project.defs.dbt_layers import dbt_asset_key

    compiled = target / "compiled" / node["package_name"] / node["original_file_path"]
    if node["resource_type"] != "model" or not compiled.exists():
        return {}
    all_nodes = {**manifest()["nodes"], **manifest()["sources"]}
    parents = [relation_of(all_nodes[parent]) for parent in node["depends_on"]["nodes"]]
    sources = {parent: facts[parent].columns for parent in parents if parent in facts}
    by_relation = nodes_by_relation()
    deps_by_column = {
        column: [
            TableColumnDep(asset_key=dbt_asset_key(by_relation[schema, table]), column_name=name)
            for schema, table, name in origins
            if (schema, table) in by_relation
        ]
        for column, origins in column_lineage(compiled.read_text(encoding="utf-8"), sources).items()
    }
    return dict(TableMetadataSet(column_lineage=TableColumnLineage(deps_by_column))) if deps_by_column else {}


def _unique_id(event: Output) -> str:
    return str(event.metadata["unique_id"].value)
