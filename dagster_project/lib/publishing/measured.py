"""A published table as it lies in the warehouse: its columns with their types, its rows and its digests.

Belongs here: opening the warehouse read-only and measuring what will be published from it.
Does not belong here: writing, or knowing what a published file looks like.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.catalogue import Table
from dagster_project.lib.publishing.digests import EXACT, DigestRules, TableDigest, month_digests, table_digest
from dagster_project.lib.publishing.manifest import PartEntry, TableEntry
from dagster_project.lib.publishing.sqltext import name_sql, names_sql
from dagster_project.lib.sql import literal


@dataclass(frozen=True)
class MeasuredTable:
    """`relation` is what follows FROM; `select` names every column, so nothing else can slip into a file."""

    table: Table
    relation: str
    columns: tuple[tuple[str, str], ...]
    digest: TableDigest
    parts: tuple[PartEntry, ...] | None
    is_content: bool

    @property
    def rules(self) -> DigestRules:
        return rules_of(self.table)

    @property
    def select(self) -> str:
        return f"SELECT {names_sql(self.table.column_names)} FROM {self.relation}"

    @property
    def order(self) -> str:
        return f"ORDER BY {names_sql(self.table.grain)}"

    def entry(self) -> TableEntry:
        return TableEntry(
            schema=self.table.schema,
            table=self.table.name,
            audience=self.table.audiences,
            rows=self.digest.rows,
            content_digest=self.digest.content_digest,
            is_content=self.is_content,
            columns=self.columns,
            digest_exclude=self.table.digest_exclude,
            digest_replace=dict(self.table.digest_replace),
            month_column=self.table.month_column,
            parts=self.parts,
        )


@contextmanager
def open_warehouse(warehouse: Path, temporary: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the warehouse attached read-only under the name dbt gave it, which its views refer to."""
    if not warehouse.is_file():
        raise CarbonError(f"there is no warehouse at {warehouse}: run `carbon run` first")
    with duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(temporary)}")
        connection.execute(f"ATTACH {literal(warehouse)} AS {name_sql(warehouse.stem)} (READ_ONLY)")
        yield connection


def measure_warehouse(
    connection: duckdb.DuckDBPyConnection, database: str, tables: Iterable[Table], large_table_rows: int
) -> list[MeasuredTable]:
    return [
        measure(connection, table, name_sql(database, table.schema, table.name), large_table_rows) for table in tables
    ]


def measure(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    relation: str,
    large_table_rows: int | None = None,
    *,
    is_content: bool = True,
) -> MeasuredTable:
    """Types, rows and digests of one table; with more rows than `large_table_rows`, digests by month as well."""
    try:
        described = connection.execute(f"DESCRIBE SELECT {names_sql(table.column_names)} FROM {relation}").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise CarbonError(
            f"{table.full_name} in the warehouse is not what dbt's manifest says it is "
            f"({str(error).splitlines()[0]}): run again with --full-refresh"
        ) from error
    rows = connection.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0]
    parts = None
    if large_table_rows is not None and rows > large_table_rows:
        digest, parts = _measure_by_month(connection, table, relation)
    else:
        digest = table_digest(connection, relation, table.column_names, rules_of(table))
    columns = tuple((name, data_type) for name, data_type, *_ in described)
    return MeasuredTable(table, relation, columns, digest, parts, is_content)


def rules_of(table: Table) -> DigestRules:
    return DigestRules(table.digest_exclude, table.digest_replace)


def _measure_by_month(
    connection: duckdb.DuckDBPyConnection, table: Table, relation: str
) -> tuple[TableDigest, tuple[PartEntry, ...]]:
    columns, month_column = table.column_names, table.month_column
    whole, exact = month_digests(connection, relation, columns, month_column, EXACT)
    content = exact
    if table.digest_exclude or table.digest_replace:
        whole, content = month_digests(connection, relation, columns, month_column, rules_of(table))
    return whole, tuple(
        PartEntry(month, digest.rows, content[month].content_digest, digest.content_digest)
        for month, digest in exact.items()
    )
