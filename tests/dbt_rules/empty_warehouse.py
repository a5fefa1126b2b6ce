"""A warehouse without rows in memory: DuckDB itself tells which types the models' expressions have.

Belongs here: making the tables from contracts, seeds and models, and asking for types. Does not belong here: what the
types may be (typed_sql).
"""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Any

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

from dagster_project.lib.contract import read_contracts
from dagster_project.lib.input_files import REJECT_COLUMNS, TABLES

# What the engine macros return, as far as types go; quotients and quick products state theirs themselves (runnable).
_MARKERS = {
    "engine__dateadd(part, amount, moment)": "moment",
    "engine__datediff(part, earlier, later)": "cast(1 as bigint)",
    "engine__date_trunc(part, moment)": "cast(moment as timestamp)",
    "engine__epoch_seconds(moment)": "cast(1 as bigint)",
    "engine__hash(content)": "''",
    "engine__ordered_text(expression, sort_key, separator)": "''",
    "engine__reduced(term, numerator, denominator)": "cast(1 as decimal(38, 0))",
    "engine__square_root(expression)": "cast(1 as decimal(28, 6))",
}
_MONTH = "__MONTH__"


class EmptyWarehouse:
    """Tables by name, without rows."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        for call, result in _MARKERS.items():
            self.connection.execute(f"create macro {call} as {result}")

    @classmethod
    def of_project(cls, manifest: Mapping[str, Any], statements: Mapping[str, str]) -> "EmptyWarehouse":
        """All tables of the project, named as in its compiled SQL."""
        warehouse = cls()
        nodes = manifest["nodes"]
        warehouse._open_schemas(list(nodes.values()) + list(manifest["sources"].values()))
        for contract in read_contracts().values():
            month = (("_month", "DATE"),) if contract.is_high_volume else ()
            warehouse.add_table(f"raw.{contract.name}", [*contract.raw_schema, *month])
        warehouse._add_inputs()
        for node in nodes.values():
            if node["resource_type"] == "seed":
                types = node["config"]["column_types"].items()
                warehouse.add_table(f"{node['schema']}.{node['alias']}", types)
        graph = {key: node["depends_on"]["nodes"] for key, node in nodes.items() if node["resource_type"] == "model"}
        for unique_id in TopologicalSorter(graph).static_order():
            if unique_id in graph:
                node = nodes[unique_id]
                warehouse.add_model(f"{node['schema']}.{node['alias']}", statements[unique_id])
        return warehouse

    def add_table(self, name: str, columns: Sequence[tuple[str, str]]) -> None:
        self.connection.execute(f"create table {name} ({', '.join(f'{each} {kind}' for each, kind in columns)})")

    def add_model(self, name: str, sql: str) -> None:
        # The rows of a query over empty tables may still be many (the calendar), so none is taken.
        self.connection.execute(f"create table {name} as select * from ({runnable(sql)}) as model limit 0")

    def columns(self, name: str) -> list[tuple[str, str]]:
        rows = self.connection.execute(f"describe {name}").fetchall()
        return [(row[0], row[1]) for row in rows]

    def types(self, select: exp.Select, expressions: Sequence[exp.Expr]) -> list[str]:
        """Types of expressions that stand in a query, in that query's scope."""
        values = [each.subquery() if isinstance(each, exp.Select) else each.copy() for each in expressions]
        probe = exp.select(*(exp.alias_(each, f"e{number}") for number, each in enumerate(values)))
        for part in ("from_", "joins"):
            if select.args.get(part):
                probe.set(
                    part, [each.copy() for each in select.args[part]] if part == "joins" else select.args[part].copy()
                )
        # Grouped, so that aggregates may stand beside columns; a window may not be grouped by.
        if not any(each.find(exp.Window) for each in expressions):
            probe.set("group", exp.Group(all=True))
        tables = list(_visible_tables(select))
        if tables:
            probe.set("with_", exp.With(expressions=[table.copy() for table in tables], recursive=True))
        return [row[1] for row in self.connection.execute(f"describe {runnable(probe)}").fetchall()]

    def _open_schemas(self, nodes: Sequence[Mapping[str, Any]]) -> None:
        database = next(node["database"] for node in nodes)
        self.connection.execute(f"attach ':memory:' as {database}")
        for schema in sorted({node["schema"] for node in nodes}):
            self.connection.execute(f"create schema if not exists {database}.{schema}")
        self.connection.execute(f"use {database}")
        for call, result in _MARKERS.items():
            self.connection.execute(f"create macro {call} as {result}")

    def _add_inputs(self) -> None:
        for name, columns in TABLES.items():
            empty = pa.schema(list(columns.items())).empty_table()
            self.connection.register("empty", empty)
            self.connection.execute(f"create table inputs.{name} as select * from empty")
        self.connection.execute(f"create table inputs.reject ({REJECT_COLUMNS})")


def runnable(sql: str | exp.Expr) -> str:
    """The same SQL with quotients and quick products as nothing but their type."""
    tree = sqlglot.parse_one(sql, dialect=DuckDB) if isinstance(sql, str) else sql
    return tree.transform(_as_stated_type).sql(dialect=DuckDB).replace(_MONTH, "1900-01-01")


def _as_stated_type(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Anonymous):
        return node
    stated = [argument.name for argument in node.expressions[-2:]]
    if node.name == "engine__quotient":
        return exp.cast(exp.null(), f"decimal({stated[1]}, {stated[0]})")
    if node.name == "engine__quick_product":
        return exp.cast(exp.null(), f"decimal({stated[0]}, {stated[1]})")
    return node


def _visible_tables(select: exp.Select) -> Iterator[exp.CTE]:
    """Common tables of the query and of those around it, the outermost first."""
    around: list[exp.Expr] = []
    node: exp.Expr | None = select
    while node is not None:
        around.append(node)
        node = node.parent
    for query in reversed(around):
        clause = query.args.get("with_")
        if clause:
            yield from clause.expressions
