"""Column lineage of a model: which columns of which tables each of its columns comes from, read from compiled SQL.

Computed after dbt has ended, from files only. Not here: how Dagster shows it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dagster_project.lib.files import write_atomically
from dagster_project.lib.running.table_facts import Relation

DIALECT = "duckdb"
# column -> [schema, table, column] of its origins
Lineage = dict[str, list[list[str]]]

logger = logging.getLogger(__name__)


class LineageCache:
    """Lineage by what decides it (SQL and the columns of the tables read), kept on disk between runs.

    Working it out takes about a tenth of a second per model, and most models do not change from run to run.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known = _read(path)
        self._used: dict[str, Lineage] = {}

    def lineage(self, sql: str, sources: Mapping[Relation, Mapping[str, str]]) -> Lineage:
        """The lineage of every column; empty where SQL is beyond the parser, since lineage must never stop a run."""
        key = _key(sql, sources)
        if key not in self._used:
            found = self._known.get(key)
            self._used[key] = column_lineage(sql, sources) if found is None else found
        return self._used[key]

    def save(self) -> None:
        known = {**self._known, **self._used}
        if known != self._known:
            write_atomically(self.path, json.dumps(known, sort_keys=True))


def column_lineage(sql: str, sources: Mapping[Relation, Mapping[str, str]]) -> Lineage:
    from sqlglot.errors import SqlglotError
    from sqlglot.lineage import lineage

    schema: dict[str, dict[str, dict[str, str]]] = {}
    for (schema_name, table), columns in sources.items():
        schema.setdefault(schema_name, {})[table] = dict(columns)
    try:
        nodes = lineage(None, _without_catalogue(sql), schema, dialect=DIALECT)
    except (SqlglotError, ValueError, KeyError, AttributeError, RecursionError) as error:
        logger.warning("no column lineage for a model: %s", error)
        return {}
    assert isinstance(nodes, dict)
    return {column: sorted(set_of_lists(_origins(node))) for column, node in nodes.items()}


def set_of_lists(origins: Iterator[tuple[str, str, str]]) -> list[list[str]]:
    return [list(origin) for origin in set(origins)]


def _origins(node: Any) -> Iterator[tuple[str, str, str]]:
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


def _key(sql: str, sources: Mapping[Relation, Mapping[str, str]]) -> str:
    columns = sorted([*relation, sorted(names.items())] for relation, names in sources.items())
    return hashlib.sha256(json.dumps([sql, columns]).encode()).hexdigest()


def _read(path: Path) -> dict[str, Lineage]:
    try:
        known: dict[str, Lineage] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known
