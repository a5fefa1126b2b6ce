"""A table to publish, as it lies in the warehouse: its columns with their types, its rows and its digests.

Belongs here: opening the warehouse read-only, measuring what will be published from it, and which months need no
measuring again. Does not belong here: who gets which rows (portions), writing, or the form of a published file.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.catalogue import Table
from dagster_project.lib.publishing.digests import (
    EXACT,
    NO_ROWS,
    DigestRules,
    Measure,
    TableDigest,
    content_columns,
    in_month_sql,
    measures,
    month_sql,
)
from dagster_project.lib.publishing.manifest import FrozenEntry, Manifest, PartEntry, TableEntry
from dagster_project.lib.publishing.sqltext import name_sql, names_sql
from dagster_project.lib.sql import literal

# A database in memory for what is made on the way; cursors see it, as they would not see temporary tables.
SCRATCH = "scratch"
_MEMORY_SHARE = 0.25  # of the machine: publishing streams, and dbt's own process may still be leaving
_MONTH_BUILD = "meta.month_build"


@dataclass(frozen=True)
class MeasuredTable:
    """Rows of one table for some audiences, and what was measured of them.

    `relation` is what follows FROM; `select` names every column, so nothing else can slip into a file.
    Without audiences: content of the release of which nobody gets the whole.
    """

    table: Table
    relation: str
    audiences: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    digest: TableDigest
    fingerprint: int
    parts: tuple[PartEntry, ...] | None = None
    is_content: bool = True
    frozen: FrozenEntry | None = None

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
            audience=self.audiences,
            rows=self.digest.rows,
            content_digest=self.digest.content_digest,
            is_content=self.is_content,
            columns=self.columns,
            digest_exclude=self.table.digest_exclude,
            digest_replace=dict(self.table.digest_replace),
            month_column=self.table.month_column,
            parts=self.parts,
            frozen=self.frozen,
            persons=self.table.persons,
        )


@dataclass(frozen=True)
class KnownMonths:
    """Months of tables built by month whose digests the release before already states.

    A month is known when it was measured in this very build: the materialization by_month names the run in
    meta.month_build, in the transaction that writes the month's rows. Whatever is missing or differs is measured again.
    """

    builds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # table -> month -> id of its build
    before: Mapping[str, TableEntry] = field(default_factory=dict)

    @classmethod
    def read(
        cls, connection: duckdb.DuckDBPyConnection, database: str, before: Manifest | None, code_digest: str
    ) -> "KnownMonths":
        builds = _builds(connection, database)
        if before is None or before.code_digest != code_digest:
            return cls(builds)
        entries = {entry.full_name: entry for entry in before.tables if entry.is_content and entry.parts is not None}
        return cls(builds, entries)

    def of(self, table: Table, columns: tuple[tuple[str, str], ...], rows: Mapping[str, int]) -> dict[str, PartEntry]:
        before, builds = self.before.get(table.full_name), self.builds.get(table.full_name, {})
        if before is None or not _is_measured_alike(table, columns, before):
            return {}
        return {
            part.month: part
            for part in before.parts or ()
            if part.build_id is not None
            and part.content_sum is not None
            and (part.build_id, part.rows) == (builds.get(part.month), rows.get(part.month))
        }

    def build_of(self, table: Table, month: str) -> str | None:
        return self.builds.get(table.full_name, {}).get(month)


@contextmanager
def open_warehouse(warehouse: Path, temporary: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the warehouse attached read-only under the name dbt gave it, which its views refer to."""
    if not warehouse.is_file():
        raise CarbonError(f"there is no warehouse at {warehouse}: run `carbon run` first")
    with duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(temporary)}")
        connection.execute(f"SET memory_limit = {literal(_memory_limit())}")
        connection.execute(f"ATTACH ':memory:' AS {SCRATCH}")
        connection.execute(f"ATTACH {literal(warehouse)} AS {name_sql(warehouse.stem)} (READ_ONLY)")
        yield connection


def has_table(connection: duckdb.DuckDBPyConnection, database: str, full_name: str) -> bool:
    schema, name = full_name.split(".")
    found = connection.execute(
        "SELECT 1 FROM duckdb_columns() WHERE database_name = ? AND schema_name = ? AND table_name = ? LIMIT 1",
        [database, schema, name],
    ).fetchall()
    return bool(found)


def measure(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    relation: str,
    audiences: tuple[str, ...],
    *,
    large_table_rows: int | None = None,
    known: KnownMonths | None = None,
    is_content: bool = True,
) -> MeasuredTable:
    """Types, rows and digests of one table; with more rows than `large_table_rows`, digests by month as well."""
    columns = columns_of(connection, table, relation)
    names = content_columns(table.column_names, rules_of(table))
    if large_table_rows is not None and _count(connection, relation) > large_table_rows:
        whole, parts = _measure_by_month(connection, table, relation, columns, known or KnownMonths())
        return MeasuredTable(table, relation, audiences, columns, whole.digest(names), 0, parts, is_content)
    found = measures(connection, relation, table.column_names, rules_of(table)).get("", NO_ROWS)
    return MeasuredTable(
        table, relation, audiences, columns, found.digest(names), found.fingerprint, is_content=is_content
    )


def columns_of(connection: duckdb.DuckDBPyConnection, table: Table, relation: str) -> tuple[tuple[str, str], ...]:
    try:
        described = connection.execute(f"DESCRIBE SELECT {names_sql(table.column_names)} FROM {relation}").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise CarbonError(
            f"{table.full_name} in the warehouse is not what dbt's manifest says it is "
            f"({str(error).splitlines()[0]}): run again with --full-refresh"
        ) from error
    return tuple((name, data_type) for name, data_type, *_ in described)


def rules_of(table: Table) -> DigestRules:
    return DigestRules(table.digest_exclude, table.digest_replace)


def _measure_by_month(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    relation: str,
    columns: tuple[tuple[str, str], ...],
    known: KnownMonths,
) -> tuple[Measure, tuple[PartEntry, ...]]:
    """Month by month, so that a known month costs nothing but the counting of its rows."""
    rows = dict(
        connection.execute(
            f"SELECT {month_sql(table.month_column)} AS m, count(*) FROM {relation} GROUP BY m"
        ).fetchall()
    )
    known_parts = known.of(table, columns, rows)
    whole, parts = NO_ROWS, []
    for month in sorted(rows):
        part = known_parts.get(month)
        if part is None:
            part = _measure_month(connection, table, relation, month)
            part = replace(part, build_id=known.build_of(table, month))
        parts.append(part)
        whole += Measure(part.rows, int(part.content_sum or 0))
    return whole, tuple(parts)


def _measure_month(connection: duckdb.DuckDBPyConnection, table: Table, relation: str, month: str) -> PartEntry:
    rules, columns = rules_of(table), table.column_names
    where = in_month_sql(table.month_column, month)
    exact = content = measures(connection, relation, columns, EXACT, where=where)[""]
    if rules.exclude or rules.replace:
        content = measures(connection, relation, columns, rules, where=where)[""]
    return PartEntry(
        month,
        exact.rows,
        content.digest(content_columns(columns, rules)).content_digest,
        exact.digest(content_columns(columns)).content_digest,
        content_sum=str(content.total),
    )


def _is_measured_alike(table: Table, columns: tuple[tuple[str, str], ...], before: TableEntry) -> bool:
    return (before.columns, before.digest_exclude, before.digest_replace, before.month_column) == (
        columns,
        table.digest_exclude,
        dict(table.digest_replace),
        table.month_column,
    )


def _builds(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    """Which build each month of each table is of."""
    if not has_table(connection, database, _MONTH_BUILD):
        return {}
    found: dict[str, dict[str, str]] = {}
    line = "coalesce(build_id, '') || ' ' || coalesce(built_from, '')"
    for full_name, month, build in connection.execute(
        "SELECT schema_name || '.' || table_name AS full_name, strftime(month, '%Y-%m') AS m, "
        f"md5(string_agg({line}, ',' ORDER BY build_id, built_from)) "
        f"FROM {name_sql(database, *_MONTH_BUILD.split('.'))} GROUP BY full_name, m"
    ).fetchall():
        found.setdefault(full_name, {})[month] = build
    return found


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])


def _memory_limit() -> str:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{int(total * _MEMORY_SHARE / 2**20)}MiB"
