"""Erasing in published files: the rows of persons leave every kept release, live and as of a time.

Which tables are of persons stands in the manifest (``persons``, the column of their key). In the auditor's file keys
are those of an audit epoch and nobody can say whose they are: all rows of persons leave it. In every other file the
rows of the erased persons do. A DuckDB file that held any is built anew (deleting rows would leave them in its pages),
Parquet files are written anew; a month that several releases share by a link is written once.
Belongs here: finding and rewriting. Does not belong here: the record of it and the order of the moves (erasures).
"""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.files import fsync_dir, fsync_file, is_full_disk, resources_guarded, sha256_of
from dagster_project.lib.home import Home
from dagster_project.lib.loading.person_keys import register_tombstones
from dagster_project.lib.publishing.audience import STORAGE_VERSION
from dagster_project.lib.publishing.catalogue import AUDITOR
from dagster_project.lib.publishing.digests import DigestRules, month_digests, table_digest
from dagster_project.lib.publishing.erasures import (
    ErasedFile,
    ErasedPart,
    ErasedTable,
    Erasure,
    append_erasure,
    as_erased,
    move_into_place,
    read_erasures,
    staging_folder,
)
from dagster_project.lib.publishing.layout import part_parquet, table_parquet
from dagster_project.lib.publishing.manifest import Manifest, TableEntry, utc_text
from dagster_project.lib.publishing.releases import Release, all_releases
from dagster_project.lib.publishing.sqltext import name_sql
from dagster_project.lib.sql import literal

_OLD, _NEW = "old_file", "new_file"
_PARQUET = "(FORMAT parquet, COMPRESSION zstd)"


def erase_published(home: Home, persons: Collection[int], *, at: datetime, run_id: str) -> list[Erasure]:
    """Take these persons out of every kept release; one entry of the chain for each release that held rows of them."""
    entries: list[Erasure] = []
    rewriting = _Rewriting(home)
    for release in all_releases(home):
        chain = read_erasures(home)
        manifest, _ = as_erased(release.manifest(), chain)
        with resources_guarded(home.published), rewriting.of(release, manifest, persons, len(chain) + 1) as work:
            _rewrite(work)
            if not work.files:
                continue
            entry = Erasure(
                number=0,
                release=release.name,
                folder=release.path.relative_to(home.published).as_posix(),
                erased_at=utc_text(at),
                run_id=run_id,
                files=tuple(work.files),
                tables=tuple(work.tables),
            )
            entries.append(append_erasure(home, chain, entry))
            move_into_place(home, entries[-1])
    return entries


def _rewrite(work: "_ReleaseWork") -> None:
    try:
        work.rewrite()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        if is_full_disk(error):
            raise
        path = work.release.path
        raise CarbonError(
            f"{path} cannot be read, so nobody can be erased from it: run `carbon verify`, restore the release from a "
            "backup or remove it, and run again"
        ) from error


@dataclass
class _Rewriting:
    """Remembers the months that have been rewritten: releases share them by links."""

    home: Home
    months: dict[tuple[int, int], Path] = field(default_factory=dict)  # device and inode before: the new file

    @contextmanager
    def of(
        self, release: Release, manifest: Manifest, persons: Collection[int], number: int
    ) -> Iterator["_ReleaseWork"]:
        with duckdb.connect(config={"temp_directory": str(self.home.work / "erasing.tmp")}) as database:
            database.execute("SET enable_progress_bar = false")
            register_tombstones(database, persons)
            yield _ReleaseWork(self, release, manifest, database, staging_folder(self.home, number))


@dataclass
class _ReleaseWork:
    """The new files of one release, in a folder beside it, and what is to be written down of them."""

    rewriting: _Rewriting
    release: Release
    manifest: Manifest
    database: duckdb.DuckDBPyConnection
    staging: Path
    files: list[ErasedFile] = field(default_factory=list)
    tables: list[ErasedTable] = field(default_factory=list)

    def rewrite(self) -> None:
        of_persons = [entry for entry in self.manifest.tables if entry.persons]
        for audience in sorted({audience for entry in of_persons for audience in entry.audience}):
            entries = [entry for entry in of_persons if audience in entry.audience]
            self._rewrite_file(audience, [entry for entry in entries if entry.parts is None])
            for entry in entries:
                if entry.parts is not None:
                    self._rewrite_months(audience, entry)

    def _rewrite_file(self, audience: str, entries: list[TableEntry]) -> None:
        """The DuckDB file of an audience, and the Parquet files of its tables that change."""
        path = f"{audience}.duckdb"
        self.database.execute(f"ATTACH {literal(self.release.path / path)} AS {_OLD} (READ_ONLY)")
        try:
            changed = [entry for entry in entries if self._rows(_source(entry), _gone(audience, entry))]
            if changed:
                self._build_anew(path, {entry.full_name: _gone(audience, entry) for entry in changed})
        finally:
            self.database.execute(f"DETACH {_OLD}")
        if not changed:
            return
        self.database.execute(f"ATTACH {literal(self.staging / path)} AS {_NEW} (READ_ONLY)")
        try:
            for entry in changed:
                self._finish_table(audience, entry)
        finally:
            self.database.execute(f"DETACH {_NEW}")

    def _build_anew(self, path: str, gone: dict[str, str]) -> None:
        execute = self.database.execute
        self._folder_for(path)
        execute(f"ATTACH {literal(self.staging / path)} AS {_NEW} (STORAGE_VERSION {literal(STORAGE_VERSION)})")
        try:
            schemas = f"SELECT schema_name FROM duckdb_schemas() WHERE database_name = '{_OLD}' AND NOT internal"
            for (schema,) in execute(schemas).fetchall():
                execute(f"CREATE SCHEMA IF NOT EXISTS {name_sql(_NEW, schema)}")
            tables = f"SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE database_name = '{_OLD}'"
            for schema, table, comment in execute(tables).fetchall():
                kept = f"WHERE NOT {gone[f'{schema}.{table}']}" if f"{schema}.{table}" in gone else ""
                target = name_sql(_NEW, schema, table)
                execute(f"CREATE TABLE {target} AS SELECT * FROM {name_sql(_OLD, schema, table)} {kept}")
                execute(f"COMMENT ON TABLE {target} IS {literal(comment or '')}")
                for column, text in self._column_comments(schema, table):
                    execute(f"COMMENT ON COLUMN {target}.{name_sql(column)} IS {literal(text)}")
            # Detaching alone would swallow a failed checkpoint and leave the rows in a write-ahead log.
            execute(f"CHECKPOINT {_NEW}")
        finally:
            execute(f"DETACH {_NEW}")
        self._written(path)

    def _column_comments(self, schema: str, table: str) -> list[tuple[str, str]]:
        return self.database.execute(
            "SELECT column_name, comment FROM duckdb_columns() "
            f"WHERE database_name = '{_OLD}' AND schema_name = ? AND table_name = ? AND comment IS NOT NULL",
            [schema, table],
        ).fetchall()

    def _finish_table(self, audience: str, entry: TableEntry) -> None:
        relation = name_sql(_NEW, entry.schema, entry.table)
        path = table_parquet(audience, entry.full_name)
        if (self.release.path / path).exists():  # a bank has none
            self._folder_for(path)
            self.database.execute(f"COPY (SELECT * FROM {relation}) TO {literal(self.staging / path)} {_PARQUET}")
            self._written(path)
        digest = table_digest(self.database, relation, entry.column_names, _rules(entry))
        self._note(audience, entry, digest.rows, digest.content_digest, None)

    def _rewrite_months(self, audience: str, entry: TableEntry) -> None:
        """A large table: Parquet by month. A month of which nothing is left stays, as a file without rows."""
        gone = _gone(audience, entry)
        paths = {part.month: part_parquet(audience, entry.full_name, part.month) for part in entry.parts or ()}
        changed = {
            path for path in paths.values() if self._rows(f"read_parquet({literal(self.release.path / path)})", gone)
        }
        for path in sorted(changed):
            self._rewrite_month(path, gone)
        if not changed:
            return
        now = [(self.staging if path in changed else self.release.path) / path for path in paths.values()]
        relation = f"read_parquet([{', '.join(literal(path) for path in now)}])"
        whole, months = month_digests(self.database, relation, entry.column_names, entry.month_column, _rules(entry))
        parts = tuple(
            ErasedPart(month, months[month].rows, months[month].content_digest)
            if month in months
            else ErasedPart(month, 0, "")
            for month in paths
        )
        self._note(audience, entry, whole.rows, whole.content_digest, parts)

    def _rewrite_month(self, path: str, gone: str) -> None:
        old, new = self.release.path / path, self.staging / path
        status = old.stat()
        self._folder_for(path)
        shared = self.rewriting.months.get((status.st_dev, status.st_ino))
        if shared is None or not _linked(shared, new):
            rows = f"SELECT * FROM read_parquet({literal(old)}) WHERE NOT {gone}"
            self.database.execute(f"COPY ({rows}) TO {literal(new)} {_PARQUET}")
        self.rewriting.months[status.st_dev, status.st_ino] = old  # where the new file will be
        self._written(path)

    def _rows(self, relation: str, condition: str) -> int:
        return int(self.database.execute(f"SELECT count(*) FROM {relation} WHERE {condition}").fetchall()[0][0])

    def _folder_for(self, path: str) -> None:
        (self.staging / path).parent.mkdir(parents=True, exist_ok=True)

    def _written(self, path: str) -> None:
        staged = self.staging / path
        staged.chmod(0o444)
        fsync_file(staged)
        fsync_dir(staged.parent)
        before = next(file.sha256 for file in self.manifest.files if file.path == path)
        self.files.append(ErasedFile(path, before, sha256_of(staged), staged.stat().st_size))

    def _note(
        self, audience: str, entry: TableEntry, rows: int, digest: str, parts: tuple[ErasedPart, ...] | None
    ) -> None:
        self.tables.append(ErasedTable(audience, entry.schema, entry.table, rows, digest, parts))


def _gone(audience: str, entry: TableEntry) -> str:
    """The rows that leave a file."""
    column = name_sql(entry.persons or "")
    if audience == AUDITOR:
        return f"({column} IS NOT NULL)"
    return f"coalesce({column} IN (SELECT key FROM tombstone), false)"


def _source(entry: TableEntry) -> str:
    return name_sql(_OLD, entry.schema, entry.table)


def _rules(entry: TableEntry) -> DigestRules:
    return DigestRules(entry.digest_exclude, entry.digest_replace)


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:
        return False
    return True
