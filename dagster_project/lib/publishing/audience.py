"""The file of one audience: a DuckDB file with tables, comments and a data dictionary, and Parquet beside it.

Belongs here: the writing of these files, and the check that they hold what was measured. Does not belong here: which
files a release has and in what order they are written (writing), where they lie (layout), or who may see what.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.catalogue import PUBLISHED_SCHEMAS
from dagster_project.lib.publishing.digests import fingerprint_sql, in_month_sql
from dagster_project.lib.publishing.layout import part_parquet, table_parquet
from dagster_project.lib.publishing.manifest import Manifest, TableEntry
from dagster_project.lib.publishing.measured import MeasuredTable
from dagster_project.lib.publishing.releases import Release
from dagster_project.lib.publishing.sqltext import name_sql
from dagster_project.lib.sql import literal

# Any DuckDB from 1.4 on opens the files; the version that writes them would otherwise choose its own.
STORAGE_VERSION = "v1.4.0"
_PARQUET = "(FORMAT parquet, COMPRESSION zstd)"


@dataclass
class LinkableParts:
    """Months of large tables in the release before, which are linked instead of written when nothing changed.

    `hashes` collects the SHA-256 of what was linked: the manifest before already states it.
    """

    release: Release | None = None
    manifest: Manifest | None = None
    hashes: dict[str, str] = field(default_factory=dict)

    def link(self, audience: str, target: Path, entry: TableEntry, month: str, exact_digest: str) -> bool:
        """True when `target` now is the same file as in the release before."""
        if self.release is None or self.manifest is None or not self._is_same(audience, entry, month, exact_digest):
            return False
        path = part_parquet(audience, entry.full_name, month)
        listed = {file.path: file for file in self.manifest.files}.get(path)
        before = self.release.path / path
        if listed is None or not before.is_file() or before.stat().st_size != listed.bytes:
            return False
        try:
            os.link(before, target)
        except OSError:
            # A file system without hard links: the month is written anew.
            return False
        self.hashes[path] = listed.sha256
        return True

    def _is_same(self, audience: str, entry: TableEntry, month: str, exact_digest: str) -> bool:
        for before in self.manifest.tables if self.manifest else ():
            if audience in before.audience and (before.full_name, before.columns) == (entry.full_name, entry.columns):
                return any((part.month, part.exact_digest) == (month, exact_digest) for part in before.parts or ())
        return False


def write_file(
    connection: duckdb.DuckDBPyConnection, path: Path, audience: str, tables: Sequence[MeasuredTable]
) -> None:
    """Add tables to the DuckDB file at `path` (made when it is not there) in one transaction, and check them.

    Large tables are not in the file. The connection is the caller's alone: it carries the transaction.
    """
    file = _attached(audience)
    connection.execute(f"ATTACH {literal(path)} AS {name_sql(file)} (STORAGE_VERSION {literal(STORAGE_VERSION)})")
    try:
        connection.execute("BEGIN")
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name_sql(file, schema)}")
        stored = [measured for measured in tables if measured.parts is None]
        for measured in stored:
            target = _target(file, measured)
            connection.execute(f"CREATE TABLE {target} AS {measured.select} {measured.order}")
            connection.execute(_comments(target, measured))
        _require_as_measured(connection, file, audience, stored)
        connection.execute("COMMIT")
        # Detaching alone would swallow a failed checkpoint and leave the rows in a write-ahead log.
        connection.execute(f"CHECKPOINT {name_sql(file)}")
    except BaseException:
        with suppress(duckdb.Error):  # when the transaction has ended: what ended it is being told
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute(f"DETACH {name_sql(file)}")


@contextmanager
def open_file(connection: duckdb.DuckDBPyConnection, folder: Path, audience: str) -> Iterator[None]:
    """The written file of an audience, open to be read by every cursor of the connection."""
    file = name_sql(_attached(audience))
    connection.execute(f"ATTACH {literal(folder / f'{audience}.duckdb')} AS {file} (READ_ONLY)")
    try:
        yield
    finally:
        connection.execute(f"DETACH {file}")


def write_parquet(
    connection: duckdb.DuckDBPyConnection, folder: Path, audience: str, tables: Sequence[MeasuredTable]
) -> None:
    """Write the Parquet files of tables of an open file, in the order in which their rows lie there."""
    for measured in tables:
        path = folder / table_parquet(audience, measured.table.full_name)
        target = _target(_attached(audience), measured)
        connection.execute(f"COPY (SELECT * FROM {target}) TO {literal(path)} {_PARQUET}")


def write_parts(
    connection: duckdb.DuckDBPyConnection, folder: Path, audience: str, measured: MeasuredTable, linkable: LinkableParts
) -> None:
    """Write a large table as Parquet by month; months that have not changed are linked."""
    table, entry = measured.table, measured.entry()
    (folder / audience / table.full_name).mkdir()
    for part in measured.parts or ():
        path = folder / part_parquet(audience, table.full_name, part.month)
        if linkable.link(audience, path, entry, part.month, part.exact_digest):
            continue
        of_month = f"{measured.select} WHERE {in_month_sql(table.month_column, part.month)} {measured.order}"
        connection.execute(f"COPY ({of_month}) TO {literal(path)} {_PARQUET}")


def _require_as_measured(
    connection: duckdb.DuckDBPyConnection, file: str, audience: str, tables: Sequence[MeasuredTable]
) -> None:
    """Every table in the file has the rows that were measured; one query, because each costs more than its rows."""
    if not tables:
        return
    counts = " UNION ALL ".join(
        f"SELECT {number} AS n, count(*), coalesce(sum({fingerprint_sql(measured.table.column_names)}), 0) "
        f"FROM {_target(file, measured)}"
        for number, measured in enumerate(tables)
    )
    for number, rows, fingerprint in connection.execute(counts).fetchall():
        measured = tables[number]
        if (rows, int(fingerprint)) != (measured.digest.rows, measured.fingerprint):
            raise CarbonError(
                f"{measured.table.full_name} for {audience} differs from the warehouse once written: nothing published"
            )


def _comments(target: str, measured: MeasuredTable) -> str:
    """Statements that describe a table and its columns, as one text."""
    table = measured.table
    columns = [
        f"COMMENT ON COLUMN {target}.{name_sql(column.name)} IS {literal(column.description)}"
        for column in table.columns
    ]
    return ";\n".join([f"COMMENT ON TABLE {target} IS {literal(table.description)}", *columns])


def _attached(audience: str) -> str:
    """The name under which a file is open: one process writes several files at a time."""
    return f"file_of_{audience}"


def _target(file: str, measured: MeasuredTable) -> str:
    return name_sql(file, measured.table.schema, measured.table.name)
