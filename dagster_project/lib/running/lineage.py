"""Column lineage of a model: which columns of which tables each of its columns comes from, read from compiled SQL.

Computed after dbt has ended, from files only. Not here: how Dagster shows it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from dagster_project.lib.running.table_facts import Relation

DIALECT = "duckdb"
Origin = tuple[str, str, str]  # schema, table, column

logger = logging.getLogger(__name__)


def column_lineage(sql: str, sources: Mapping[Relation, Mapping[str, str]]) -> dict[str, list[Origin]]:
    """The lineage of every column; empty where SQL is beyond the parser, since lineage must never stop a run."""
    from sqlglot.errors import SqlglotError
    from sqlglot.lineage import lineage

    schema: dict[str, dict[str, dict[str, str]]] = {}
    for (schema_name, table), columns in sources.items():
        schema.setdefault(schema_name, {})[table] = dict(columns)
    try:
        # Trimming would show prettier queries per column and takes twenty times as long.
        nodes = lineage(None, _without_catalogue(sql), schema, dialect=DIALECT, copy=False, trim_selects=False)
    except (SqlglotError, ValueError, KeyError, AttributeError, RecursionError) as error:
        logger.warning("no column lineage for a model: %s", error)
        return {}
    assert isinstance(nodes, dict)
    return {column: sorted(set(_origins(node))) for column, node in nodes.items()}


def _origins(node: Any) -> Iterator[Origin]:
    """The columns of real tables at the ends of the lineage tree."""
    from sqlglot import exp

    for leaf in node.walk():
        if not leaf.downstream and isinstance(leaf.expression, exp.Table) and leaf.expression.db:
            yield leaf.expression.db, leaf.expression.name, leaf.name.rsplit(".", 1)[-1].strip('"')


def _without_catalogue(sql: str) -> Any:
    """The file's name is the catalogue's: it says where a run wrote, not which table is meant."""
    from sqlglot import exp, parse_one

    tree = parse_one(sql, dialect=DIALECT)
    for table in tree.find_all(exp.Table):
        table.set("catalog", None)
    return tree
