"""One dbt call inside a Dagster step: what is rebuilt, its events with metadata, its failure.

Metadata is read after dbt has ended, because nobody may open the file while dbt writes it; so the events of a group
are handed to Dagster when the group is complete. A table that is not rebuilt has its output too, or everything after it
would be skipped; it is no materialization, so that in the UI its last one stands, with its rows and its lineage.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetExecutionContext,
    Output,
    TableColumn,
    TableColumnDep,
    TableColumnLineage,
    TableSchema,
)
from dagster._core.definitions.metadata import TableMetadataSet
from dagster._core.definitions.source_asset import SYSTEM_METADATA_KEY_SOURCE_ASSET_OBSERVATION

from dagster_project.defs.project_manifest import manifest, nodes_by_relation
from dagster_project.lib.running import dbt_results, dbt_selection, steps
from dagster_project.lib.running.dbt_results import Outcomes
from dagster_project.lib.running.lineage import column_lineage
from dagster_project.lib.running.session import RunSession
from dagster_project.lib.running.table_facts import Relation, TableFacts, read_table_facts, relation_of

# The second key keeps Dagster from writing a materialization, which costs five times as much as the output itself.
UNCHANGED = {"unchanged": True, SYSTEM_METADATA_KEY_SOURCE_ASSET_OBSERVATION: True}


def build_group(group: str, context: AssetExecutionContext, session: RunSession) -> Iterator[Any]:
    """Build and test what a group of layers has to rebuild."""
    with session.step(group, f"building {group}"):
        in_group = [each for each in dbt_selection.nodes_of(manifest(), group) if _key(each) in _selected(context)]
        rebuilt = _rebuilt(context, session, in_group)
        tests = dbt_selection.data_tests_in(manifest(), group, steps.rebuilt_nodes(session) | rebuilt)
        outcomes, error = steps.call_dbt(session, group, [*rebuilt, *tests])
        if error is not None:
            yield from _checks(context, tests, outcomes)
            raise error
        facts = _facts_of(session.place.warehouse, in_group)
        steps.record_rows(session, group, facts)
    target = session.place.dbt_target
    for unique_id in in_group:
        metadata = _metadata(unique_id, outcomes, facts, target) if unique_id in rebuilt else UNCHANGED
        yield Output(None, output_name=_key(unique_id).to_python_identifier(), metadata=metadata)
    yield from _checks(context, tests, outcomes)


def _rebuilt(context: AssetExecutionContext, session: RunSession, in_group: Collection[str]) -> frozenset[str]:
    """What has changed; of a choice made in the UI all that was chosen."""
    chosen = frozenset(in_group)
    return chosen if context.is_subset else steps.rebuilt_nodes(session) & chosen


def _selected(context: AssetExecutionContext) -> Collection[Any]:
    return context.selected_asset_keys


def _key(unique_id: str) -> Any:
    from dagster_project.defs.dbt_layers import dbt_asset_key

    return dbt_asset_key(unique_id)


def _facts_of(warehouse: Path, in_group: Iterable[str]) -> dict[Relation, TableFacts]:
    """Facts of the tables of the group and of everything they are built from."""
    nodes = {**manifest()["nodes"], **manifest()["sources"]}
    wanted = set()
    for unique_id in in_group:
        parents = nodes[unique_id].get("depends_on", {}).get("nodes", [])
        wanted |= {relation_of(nodes[each]) for each in [unique_id, *parents]}
    return read_table_facts(warehouse, wanted)


def _metadata(unique_id: str, outcomes: Outcomes, facts: Mapping[Relation, TableFacts], target: Path) -> dict[str, Any]:
    node, outcome = manifest()["nodes"][unique_id], outcomes.get(unique_id, {})
    told = {"unique_id": unique_id, "status": outcome.get("status"), "seconds": outcome.get("execution_time")}
    found = facts.get(relation_of(node))
    if found is None:
        return told
    described = node["columns"]
    schema = TableSchema(
        columns=[
            TableColumn(name, data_type, description=described.get(name, {}).get("description"))
            for name, data_type in found.columns.items()
        ]
    )
    return {
        **told,
        **TableMetadataSet(row_count=found.rows, column_schema=schema),
        **_lineage(node, facts, target),
    }


def _lineage(node: Mapping[str, Any], facts: Mapping[Relation, TableFacts], target: Path) -> dict[str, Any]:
    compiled = target / "compiled" / node["package_name"] / node["original_file_path"]
    if node["resource_type"] != "model" or not compiled.exists():
        return {}
    all_nodes = {**manifest()["nodes"], **manifest()["sources"]}
    parents = [relation_of(all_nodes[parent]) for parent in node["depends_on"]["nodes"]]
    sources = {parent: facts[parent].columns for parent in parents if parent in facts}
    by_relation = nodes_by_relation()
    deps_by_column = {
        column: [
            TableColumnDep(asset_key=_key(by_relation[schema, table]), column_name=name)
            for schema, table, name in origins
            if (schema, table) in by_relation
        ]
        for column, origins in column_lineage(compiled.read_text(encoding="utf-8"), sources).items()
    }
    return dict(TableMetadataSet(column_lineage=TableColumnLineage(deps_by_column))) if deps_by_column else {}


def _checks(context: AssetExecutionContext, tests: Iterable[str], outcomes: Outcomes) -> Iterator[AssetCheckResult]:
    """dbt's tests as checks of the table they belong to; one that did not run gives none, its last result stands."""
    from dagster_project.defs.dbt_layers import dbt_check_key

    for test in tests:
        key, outcome = dbt_check_key(test), outcomes.get(test)
        if key is None or outcome is None or key not in context.selected_asset_check_keys:
            continue
        yield AssetCheckResult(
            asset_key=key.asset_key,
            check_name=key.name,
            passed=outcome["status"] == dbt_results.PASSED,
            severity=AssetCheckSeverity.WARN if outcome["status"] == dbt_results.WARNED else AssetCheckSeverity.ERROR,
            metadata={"unique_id": test, "failed_rows": outcome["failures"] or 0},
        )
