"""Row counts and columns of what dbt built, read after dbt has ended. Not here: lineage, nor what is done with them.

The file is opened read-only and closed again: dbt is its only writer and must find it free.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Relation = tuple[str, str]  # schema, name


@dataclass(frozen=True)
class TableFacts:
    """What is known of one table or view; rows of a view are not counted, since that means running it."""

    columns: Mapping[str, str]  # name -> type
    rows: int | None


def relation_of(node: Mapping[str, Any]) -> Relation:
    """Schema and name of a node or source of the dbt manifest."""
    return node["schema"], node.get("alias") or node.get("identifier") or node["name"]


def read_table_facts(database: Path, relations: Iterable[Relation]) -> dict[Relation, TableFacts]:
    """Facts of those relations that exist."""
    import duckdb

    wanted = set(relations)
    connection = duckdb.connect(database, read_only=True)
    try:
        columns: dict[Relation, dict[str, str]] = {}
        for schema, table, column, data_type in connection.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns()"
            " where database_name = current_database() order by schema_name, table_name, column_index"
        ).fetchall():
            columns.setdefault((schema, table), {})[column] = data_type
        tables = set(
            connection.execute(
                "select schema_name, table_name from duckdb_tables() where database_name = current_database()"
            ).fetchall()
        )
        return {
            relation: TableFacts(columns[relation], _count(connection, relation) if relation in tables else None)
            for relation in sorted(wanted & columns.keys())
        }
    finally:
        connection.close()


def _count(connection: Any, relation: Relation) -> int:
    schema, table = relation
    row = connection.execute(f'select count(*) from "{schema}"."{table}"').fetchone()
    return int(row[0])
