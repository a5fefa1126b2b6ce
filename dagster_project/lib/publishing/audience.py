"""The files of one audience: a DuckDB file with tables, comments and a data dictionary, and Parquet beside it.

    <release>/<audience>.duckdb
    <release>/<audience>/<schema>.<table>.parquet
    <release>/<audience>/<schema>.<table>/<month>.parquet     large tables, which the DuckDB file does not hold

Belongs here: the layout and the writing of these files. Does not belong here: the manifest, or who may see what.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.catalogue import PUBLISHED_SCHEMAS
from dagster_project.lib.publishing.digests import in_month_sql, table_digest
from dagster_project.lib.publishing.manifest import Manifest, TableEntry
from dagster_project.lib.publishing.measured import MeasuredTable
from dagster_project.lib.publishing.releases import Release
from dagster_project.lib.publishing.sqltext import name_sql
from dagster_project.lib.sql import literal

# Any DuckDB from 1.4 on opens the files; the version that writes them would otherwise choose its own.
STORAGE_VERSION = "v1.4.0"
_FILE = "published_file"
_PARQUET = "(FORMAT parquet, COMPRESSION zstd)"


@dataclass
class LinkableParts:
    """Months of large tables in the release before, which are linked instead of written when nothing changed.

    `hashes` collects the SHA-256 of what was linked: the manifest before already states it.
    """

    release: Release | None = None
    manifest: Manifest | None = None
    hashes: dict[str, str] = field(default_factory=dict)

    def link(self, path: str, target: Path, entry: TableEntry, month: str, exact_digest: str) -> bool:
        """True when `target` now is the same file as in the release before."""
        if self.release is None or self.manifest is None or not self._is_same(entry, month, exact_digest):
            return False
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

    def _is_same(self, entry: TableEntry, month: str, exact_digest: str) -> bool:
        for before in self.manifest.tables if self.manifest else ():
            if (before.full_name, before.columns) == (entry.full_name, entry.columns):
                return any((part.month, part.exact_digest) == (month, exact_digest) for part in before.parts or ())
        return False


def table_parquet(audience: str, full_name: str) -> str:
    return f"{audience}/{full_name}.parquet"


def part_parquet(audience: str, full_name: str, month: str) -> str:
    return f"{audience}/{full_name}/{month}.parquet"


def write_audience(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    audience: str,
    tables: Iterable[MeasuredTable],
    linkable: LinkableParts,
) -> None:
    """Write the audience's files into `folder`, and check that they say what the warehouse says."""
    path = folder / f"{audience}.duckdb"
    (folder / audience).mkdir()
    connection.execute(f"ATTACH {literal(path)} AS {_FILE} (STORAGE_VERSION {literal(STORAGE_VERSION)})")
    try:
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"CREATE SCHEMA {name_sql(_FILE, schema)}")
        for measured in tables:
            if measured.parts is None:
                _write_table(connection, folder, audience, measured)
            else:
                _write_parts(connection, folder, audience, measured, linkable)
        # Detaching alone would swallow a failed checkpoint and leave the rows in a write-ahead log.
        connection.execute(f"CHECKPOINT {_FILE}")
    finally:
        connection.execute(f"DETACH {_FILE}")


def _write_table(connection: duckdb.DuckDBPyConnection, folder: Path, audience: str, measured: MeasuredTable) -> None:
    table = measured.table
    target = name_sql(_FILE, table.schema, table.name)
    connection.execute(f"CREATE TABLE {target} AS {measured.select} {measured.order}")
    connection.execute(f"COMMENT ON TABLE {target} IS {literal(table.description)}")
    for column in table.columns:
        connection.execute(f"COMMENT ON COLUMN {target}.{name_sql(column.name)} IS {literal(column.description)}")
    if table_digest(connection, target, table.column_names, measured.rules) != measured.digest:
        raise CarbonError(
            f"{table.full_name} for {audience} differs from the warehouse once written: nothing published"
        )
    # The table already lies in the order of its grain, and a scan keeps it.
    parquet = folder / table_parquet(audience, table.full_name)
    connection.execute(f"COPY (SELECT * FROM {target}) TO {literal(parquet)} {_PARQUET}")


def _write_parts(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    audience: str,
    measured: MeasuredTable,
    linkable: LinkableParts,
) -> None:
    table, entry = measured.table, measured.entry()
    (folder / audience / table.full_name).mkdir()
    for part in measured.parts or ():
        path = part_parquet(audience, table.full_name, part.month)
        if linkable.link(path, folder / path, entry, part.month, part.exact_digest):
            continue
        of_month = f"{measured.select} WHERE {in_month_sql(table.month_column, part.month)} {measured.order}"
        connection.execute(f"COPY ({of_month}) TO {literal(folder / path)} {_PARQUET}")
