"""Public rows stand once published, so that no two releases can be subtracted to find what one person did.

    frozen: month   rows of a month that the current release published are copied from it verbatim, whatever a
                    withdrawal, an erasure or a late delivery has changed since; other months come from the warehouse
    frozen: table   the table stands as a whole until another month is the newest one that has closed
The newest closed month is that of the audience's tables frozen by month; where these show none, the month of as_of.
A table that is new or whose columns have changed comes whole from the warehouse, and the manifest says so. So does
everything in a build as of a time, which follows no release.
Belongs here: this choice. Does not belong here: k-anonymity, which is the model's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.catalogue import PUBLIC, Table
from dagster_project.lib.publishing.digests import TableDigest, month_sql, table_digest
from dagster_project.lib.publishing.layout import published_relation
from dagster_project.lib.publishing.manifest import FrozenEntry, Manifest, TableEntry
from dagster_project.lib.publishing.measured import MeasuredTable, columns_of, measure, rules_of
from dagster_project.lib.publishing.releases import Release
from dagster_project.lib.publishing.sqltext import name_sql, names_sql
from dagster_project.lib.sql import literal

_BEFORE = "public_before"
_NEW_TABLE = "it was not in the release before"
_NEW_COLUMNS = "its columns have changed"


@dataclass(frozen=True)
class Standing:
    """The public tables of the release that is followed."""

    release: Release
    manifest: Manifest

    def entry(self, table: Table) -> TableEntry | None:
        for entry in self.manifest.tables:
            if entry.full_name == table.full_name and PUBLIC in entry.audience:
                return entry
        return None


@contextmanager
def standing_of(
    connection: duckdb.DuckDBPyConnection, release: Release | None, manifest: Manifest | None
) -> Iterator[Standing | None]:
    """The public file of the release before, open to be copied from; None where there is none."""
    path = release.path / f"{PUBLIC}.duckdb" if release else None
    if release is None or manifest is None or path is None:
        yield None
        return
    if not any(PUBLIC in entry.audience for entry in manifest.tables):
        yield None
        return
    try:
        connection.execute(f"ATTACH {literal(path)} AS {_BEFORE} (READ_ONLY)")
    except duckdb.Error:
        raise CarbonError(f"{path}, whose rows have to stand, cannot be opened: run `carbon verify`") from None
    try:
        yield Standing(release, manifest)
    finally:
        connection.execute(f"DETACH {_BEFORE}")


def frozen_portions(
    connection: duckdb.DuckDBPyConnection,
    database: str,
    tables: list[Table],
    standing: Standing | None,
    month_of_as_of: str,
) -> list[MeasuredTable]:
    """The public portion of every frozen table."""
    tables = [table for table in tables if table.frozen is not None]
    by_month = [_by_month(connection, database, table, standing) for table in tables if table.frozen == "month"]
    newest = _newest_month(connection, by_month) or month_of_as_of
    portions = by_month + [
        _as_a_whole(connection, database, table, standing, newest) for table in tables if table.frozen == "table"
    ]
    return [
        replace(portion, frozen=replace(portion.frozen, newest_month=portion.frozen.newest_month or newest))
        for portion in portions
        if portion.frozen is not None
    ]


def _by_month(
    connection: duckdb.DuckDBPyConnection, database: str, table: Table, standing: Standing | None
) -> MeasuredTable:
    source = name_sql(database, table.schema, table.name)
    before, reason = _stands(connection, table, source, standing)
    if before is None or standing is None:
        return _portion(connection, table, source, FrozenEntry("month", None, None, reason))
    kept = _published(standing, before)
    names, month = names_sql(table.column_names), month_sql(table.month_column)
    relation = (
        f"(SELECT {names} FROM {kept} UNION ALL SELECT {names} FROM {source} "
        f"WHERE {month} NOT IN (SELECT {month} FROM {kept}))"
    )
    return _portion(connection, table, relation, FrozenEntry("month", None, standing.release.name, None))


def _as_a_whole(
    connection: duckdb.DuckDBPyConnection, database: str, table: Table, standing: Standing | None, newest: str
) -> MeasuredTable:
    source = name_sql(database, table.schema, table.name)
    before, reason = _stands(connection, table, source, standing)
    if before is None or standing is None:
        return _portion(connection, table, source, FrozenEntry("table", newest, None, reason))
    taken_in = before.frozen.newest_month if before.frozen else None
    if newest != taken_in:
        return _portion(connection, table, source, FrozenEntry("table", newest, None, f"month {newest} has closed"))
    frozen = FrozenEntry("table", taken_in, standing.release.name, None)
    return _portion(connection, table, _published(standing, before), frozen)


def _stands(
    connection: duckdb.DuckDBPyConnection, table: Table, source: str, standing: Standing | None
) -> tuple[TableEntry | None, str | None]:
    """What the release before published of the table, if that can be kept; else why not, where there was a release."""
    if standing is None:
        return None, None
    before = standing.entry(table)
    if before is None:
        return None, _NEW_TABLE
    if before.columns != columns_of(connection, table, source):
        return None, _NEW_COLUMNS
    published = _published(standing, before)
    rules = replace(rules_of(table), exclude=before.digest_exclude, replace=before.digest_replace)
    if table_digest(connection, published, before.column_names, rules) != TableDigest(
        before.rows, before.content_digest
    ):
        raise CarbonError(
            f"{table.full_name} of release {standing.release.name}, whose rows have to stand, is not what its manifest "
            "says: run `carbon verify`"
        )
    return before, None


def _portion(connection: duckdb.DuckDBPyConnection, table: Table, relation: str, frozen: FrozenEntry) -> MeasuredTable:
    return replace(measure(connection, table, relation, (PUBLIC,), is_content=False), frozen=frozen)


def _published(standing: Standing, entry: TableEntry) -> str:
    return published_relation(_BEFORE, standing.release.path, PUBLIC, entry)


def _newest_month(connection: duckdb.DuckDBPyConnection, portions: list[MeasuredTable]) -> str | None:
    months = [
        connection.execute(
            f"SELECT max(strftime({name_sql(portion.table.month_column or '')}, '%Y-%m')) FROM {portion.relation}"
        ).fetchall()[0][0]
        for portion in portions
    ]
    return max((month for month in months if month is not None), default=None)
