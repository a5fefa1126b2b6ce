"""Publishing a release: written beside, complete, then made visible by one rename and current by another.

Belongs here: the order of the steps, and what is left behind when one fails. Does not belong here: the form of the
files (audience), of the manifest, who gets which rows (portions), or the choice of what a run reads.
"""

import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import duckdb

from dagster_project.lib.errors import CarbonError, WrongUse
from dagster_project.lib.files import fsync_dir, fsync_file, resources_guarded, sha256_of, write_atomically
from dagster_project.lib.home import Home
from dagster_project.lib.publishing.audience import LinkableParts
from dagster_project.lib.publishing.banks import is_bank
from dagster_project.lib.publishing.catalogue import BANK, Table, read_catalogue
from dagster_project.lib.publishing.descriptions import data_dictionary, validation_result
from dagster_project.lib.publishing.digests import TableDigest, overall_digest
from dagster_project.lib.publishing.frozen import standing_of
from dagster_project.lib.publishing.manifest import (
    MANIFEST_NAME,
    DamagedManifestError,
    FileEntry,
    LoadEntry,
    Manifest,
    Previous,
    TableEntry,
    sha256_of_manifest,
    utc_text,
)
from dagster_project.lib.publishing.measured import KnownMonths, MeasuredTable, open_warehouse
from dagster_project.lib.publishing.persons import PersonSetting, setting_of
from dagster_project.lib.publishing.portions import measure_content, plan
from dagster_project.lib.publishing.releases import (
    AS_OF_FOLDER,
    Release,
    as_of_releases,
    current_release,
    is_name_taken,
    remove_old,
    switch_current,
)
from dagster_project.lib.publishing.writing import write_files

LARGE_TABLE_ROWS = 5_000_000
KEEP_RELEASES = 5


@dataclass(frozen=True)
class ReleaseInputs:
    """What the release was computed from, as the manifest states it."""

    as_of: datetime
    input_digest: str
    code_digest: str
    seed_digest: str
    gwp_set: str | None
    loads: tuple[LoadEntry, ...]


@dataclass(frozen=True)
class PublishOutcome:
    kind: Literal["published", "nothing_new"]
    release: str
    previous: str | None
    content_digest: str
    tables: int
    bytes: int
    path: Path
    warnings: tuple[str, ...] = ()


def publish(
    home: Home,
    warehouse: Path,
    manifest_path: Path,
    *,
    inputs: ReleaseInputs,
    run_id: str,
    checks: Mapping[str, Any],
    code_version: str,
    created_at: datetime,
    as_of_build: bool = False,
    moves_current: bool | None = None,
    keep: int = KEEP_RELEASES,
    large_table_rows: int = LARGE_TABLE_ROWS,
    with_persons: bool = False,
) -> PublishOutcome:
    """Publish the marts of `warehouse`, unless a release of the same inputs is already there.

    An as-of build is published under `asof/` and leaves `current` alone, unless `moves_current` says otherwise (a
    home that was made as-of has no other releases). The caller holds the run lock.
    """
    if keep < 1:
        raise WrongUse("at least one release must be kept")
    moves_current = not as_of_build if moves_current is None else moves_current
    persons = setting_of(inputs.as_of, home.settings().zone, is_asked_for=with_persons)
    same = release_of_same_inputs(
        home, inputs.input_digest, moves_current=moves_current, as_of=inputs.as_of, with_persons=with_persons
    )
    if same is not None:
        return _outcome("nothing_new", same, same.manifest())

    current = current_release(home)
    before = _manifest_of_current(current)
    tables = read_catalogue(manifest_path)
    with resources_guarded(home.published), _staging_folder(home) as staging:
        linkable = LinkableParts(current, before)
        written = _write_content(
            _Task(home, warehouse, staging, tables, run_id, inputs, persons, large_table_rows),
            before=before,
            standing=None if as_of_build else current,
            linkable=linkable,
        )
        entries = written.entries
        manifest = Manifest(
            release=_free_name(home, inputs),
            home_id=home.settings().home_id,
            mode="as-of" if as_of_build else "live",
            moves_current=moves_current,
            as_of=utc_text(inputs.as_of),
            created_at=utc_text(created_at),
            run_id=run_id,
            code_version=code_version,
            code_digest=inputs.code_digest,
            input_digest=inputs.input_digest,
            seed_digest=inputs.seed_digest,
            gwp_set=inputs.gwp_set,
            loads=tuple(sorted(inputs.loads, key=lambda load: (load.source, load.load_id))),
            tables=tuple(entries),
            content_digest=content_digest(entries),
            checks=dict(checks),
            files=tuple(_file_entries(staging, linkable.hashes)),
            previous=Previous(before.release, sha256_of_manifest(before)) if before else None,
            audit_epoch=persons.epoch if written.has_persons else None,
        ).sealed()
        write_atomically(staging / MANIFEST_NAME, manifest.to_bytes())
        _seal(staging)
        release = _move_into_place(home, staging, manifest)
        if moves_current:
            switch_current(home, release)
        remove_old(home, keep)
    return _outcome("published", release, manifest, written.warnings)


def release_of_same_inputs(
    home: Home, input_digest: str, *, as_of: datetime, moves_current: bool = True, with_persons: bool = False
) -> Release | None:
    """The release that makes publishing these inputs unnecessary: the current one, or an as-of build beside it.

    One without persons does not, when they are asked for; nor one whose keys of persons are of another epoch.
    """
    persons = setting_of(as_of, home.settings().zone, is_asked_for=with_persons)
    current = current_release(home)
    competing = [current] if current else []
    for release in competing if moves_current else as_of_releases(home):
        try:
            manifest = release.manifest()
        except DamagedManifestError:
            continue
        fits = (persons.epoch,) if persons.is_asked_for else (persons.epoch, None)
        if manifest.input_digest == input_digest and manifest.audit_epoch in fits:
            return release
    return None


def content_digest(entries: Iterable[TableEntry]) -> str:
    """The release's digest: over the tables that are content, not over evidence and descriptions."""
    return overall_digest(
        (entry.schema, entry.table, TableDigest(entry.rows, entry.content_digest))
        for entry in entries
        if entry.is_content
    )


def warehouse_digest(home: Home, warehouse: Path, manifest_path: Path) -> str:
    """The digest that publishing `warehouse` would give, without publishing it: to compare a rebuild."""
    with open_warehouse(warehouse, _spill_folder(home)) as connection:
        tables = read_catalogue(manifest_path)
        measured = measure_content(connection, warehouse.stem, tables, LARGE_TABLE_ROWS)
    return content_digest(table.entry() for table in measured)


@dataclass(frozen=True)
class _Task:
    home: Home
    warehouse: Path
    staging: Path
    tables: list[Table]
    run_id: str
    inputs: ReleaseInputs
    persons: PersonSetting
    large_table_rows: int


@dataclass(frozen=True)
class _Written:
    entries: list[TableEntry]
    has_persons: bool
    warnings: tuple[str, ...]


def _write_content(
    task: _Task, *, before: Manifest | None, standing: Release | None, linkable: LinkableParts
) -> _Written:
    """Write every file of the release into the staging folder."""
    database, home = task.warehouse.stem, task.home
    with open_warehouse(task.warehouse, _spill_folder(home)) as connection:
        known = KnownMonths.read(connection, database, before, task.inputs.code_digest)
        content = measure_content(connection, database, task.tables, task.large_table_rows, known)
        with standing_of(connection, standing, before) as public_before:
            planned = plan(
                connection,
                database,
                home,
                task.tables,
                content=content,
                standing=public_before,
                persons=task.persons,
                as_of=task.inputs.as_of,
                large_table_rows=task.large_table_rows,
            )
            results = home.audit / "validation_result" / f"{task.run_id}.parquet"
            measured = [*planned.measured, validation_result(connection, results)]
            measured += _dictionaries(connection, measured)
            write_files(connection, task.staging, measured, linkable)
    entries = sorted(
        (table.entry() for table in measured), key=lambda entry: (entry.schema, entry.table, entry.audience)
    )
    return _Written(entries, planned.has_persons, planned.warnings)


def _dictionaries(connection: duckdb.DuckDBPyConnection, measured: list[MeasuredTable]) -> list[MeasuredTable]:
    """One data dictionary per audience. All banks get the same tables, and so the same dictionary."""
    names = sorted({audience for table in measured for audience in table.audiences})
    banks = tuple(name for name in names if is_bank(name))
    audiences = {name: (name,) for name in names if not is_bank(name)} | ({BANK: banks} if banks else {})
    return [
        data_dictionary(connection, audience, files, [table for table in measured if files[0] in table.audiences])
        for audience, files in audiences.items()
    ]


def _manifest_of_current(current: Release | None) -> Manifest | None:
    if current is None:
        return None
    try:
        return current.manifest()
    except DamagedManifestError as error:
        raise CarbonError(
            f"{error}, so no release can follow it: restore it from a backup, or remove {current.path} and "
            "published/current and run again"
        ) from None


@contextmanager
def _staging_folder(home: Home) -> Iterator[Path]:
    """A folder that no reader looks at. After a failure it is removed; after a kill the next run removes it."""
    staging = home.published / f".staging-{uuid.uuid4().hex}"
    staging.mkdir()
    try:
        yield staging
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _spill_folder(home: Home) -> Path:
    # DuckDB makes it when it needs it, and removes it when it closes.
    return home.work / "publishing.tmp"


def _free_name(home: Home, inputs: ReleaseInputs) -> str:
    moment = utc_text(inputs.as_of.replace(microsecond=0)).replace("-", "").replace(":", "")
    name = first = f"{moment}-{inputs.input_digest[:8]}"
    number = 1
    while is_name_taken(home, name):
        number += 1
        name = f"{first}-{number}"
    return name


def _file_entries(staging: Path, known_hashes: Mapping[str, str]) -> Iterator[FileEntry]:
    for path in sorted(path for path in staging.rglob("*") if path.is_file()):
        relative = path.relative_to(staging).as_posix()
        yield FileEntry(relative, path.stat().st_size, known_hashes.get(relative) or sha256_of(path))


def _seal(staging: Path) -> None:
    for path in staging.rglob("*"):
        if path.is_dir():
            fsync_dir(path)
        else:
            # A DuckDB file that somebody opens for writing is locked for every other reader, and may change.
            path.chmod(0o444)
            fsync_file(path)
    fsync_dir(staging)


def _move_into_place(home: Home, staging: Path, manifest: Manifest) -> Release:
    folder = home.published if manifest.mode == "live" else home.published / AS_OF_FOLDER
    folder.mkdir(exist_ok=True)
    target = folder / manifest.release
    staging.rename(target)
    fsync_dir(folder)
    return Release(manifest.release, target)


def _outcome(
    kind: Literal["published", "nothing_new"], release: Release, manifest: Manifest, warnings: tuple[str, ...] = ()
) -> PublishOutcome:
    return PublishOutcome(
        kind=kind,
        release=release.name,
        previous=manifest.previous.release if manifest.previous else None,
        content_digest=manifest.content_digest,
        tables=len({table.full_name for table in manifest.tables}),
        bytes=sum(file.bytes for file in manifest.files),
        path=release.path,
        warnings=warnings,
    )
