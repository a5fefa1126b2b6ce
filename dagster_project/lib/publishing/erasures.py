"""The chain of erasures: what was taken out of published files because a person asked for it, and nothing else.

    published/erasures/<number>.json   one entry per release and erasure: each changed file with its hash before and
                                       after, each changed table with its rows and digests since; and the SHA-256 of
                                       the entry before it
    published/.erasing-<number>        the new files, until they have been moved into place

An entry is written when its new files are complete, and is the moment at which they count: the moves that follow are
finished by the next run if this one is killed. Manifests never change; a file that is not what its manifest says is
what the newest entry for it says, or it was tampered with. No entry holds a key of a person.
Belongs here: the chain, and what a manifest says in its light. Does not belong here: which rows go (erasing).
"""

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.files import fsync_dir, make_folder, write_atomically
from dagster_project.lib.home import Home
from dagster_project.lib.publishing.manifest import FileEntry, Manifest, PartEntry, TableEntry

ERASURES_FOLDER = "erasures"
STAGING = ".erasing-"
FORMAT = 1


@dataclass(frozen=True)
class ErasedFile:
    path: str  # relative to the release's folder
    sha256_before: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class ErasedPart:
    month: str
    rows: int
    content_digest: str


@dataclass(frozen=True)
class ErasedTable:
    """A table in the file of one audience, as it is since."""

    audience: str
    schema: str
    table: str
    rows: int
    content_digest: str
    parts: tuple[ErasedPart, ...] | None


@dataclass(frozen=True)
class Erasure:
    """One entry of the chain."""

    number: int
    release: str
    folder: str  # of the release, relative to published/
    erased_at: str
    run_id: str
    files: tuple[ErasedFile, ...]
    tables: tuple[ErasedTable, ...]
    previous: str | None = None  # SHA-256 of the entry before

    def to_bytes(self) -> bytes:
        content = {"format": FORMAT, "entry": "erasure", **asdict(self)}
        return (json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.to_bytes()).hexdigest()


class DamagedErasuresError(CarbonError):
    """An entry of the chain that is missing, unreadable or changed."""


def read_erasures(home: Home) -> list[Erasure]:
    """The whole chain, in order; each entry must name the hash of the one before it."""
    folder = home.published / ERASURES_FOLDER
    chain: list[Erasure] = []
    for number, path in enumerate(sorted(folder.glob("[0-9]*.json")), start=1):
        entry = _entry(path)
        before = chain[-1].sha256 if chain else None
        if entry.number != number or path.name != _name(number) or entry.previous != before:
            raise DamagedErasuresError(f"{path} does not follow the erasure before it: one was changed or removed")
        chain.append(entry)
    return chain


def append_erasure(home: Home, chain: list[Erasure], entry: Erasure) -> Erasure:
    """Write the next entry of the chain; from then on its files are those that count."""
    complete = replace(entry, number=len(chain) + 1, previous=chain[-1].sha256 if chain else None)
    make_folder(home.published / ERASURES_FOLDER)
    write_atomically(home.published / ERASURES_FOLDER / _name(complete.number), complete.to_bytes())
    return complete


def staging_folder(home: Home, number: int) -> Path:
    return home.published / f"{STAGING}{number:06d}"


def move_into_place(home: Home, entry: Erasure) -> None:
    """Put the new files of an entry in the place of the old ones; what has been moved before is left alone."""
    staging, release = staging_folder(home, entry.number), home.published / entry.folder
    for file in entry.files:
        staged = staging / file.path
        if staged.exists():
            staged.replace(release / file.path)
            fsync_dir((release / file.path).parent)
    shutil.rmtree(staging)


def finish_erasures(home: Home) -> list[str]:
    """Finish the moves of an erasure that was interrupted, or forget one that had not come to its entry."""
    staged = sorted(home.published.glob(f"{STAGING}*"))
    entries = {staging_folder(home, entry.number): entry for entry in read_erasures(home)} if staged else {}
    said = []
    for folder in staged:
        if folder in entries:
            move_into_place(home, entries[folder])
            said.append(f"finished an interrupted erasure in release {entries[folder].release}")
        else:
            shutil.rmtree(folder)
            said.append(f"removed {folder.name}, left by a run that was interrupted")
    return said


def as_erased(manifest: Manifest, chain: Iterable[Erasure]) -> tuple[Manifest, list[str]]:
    """What the release of a manifest holds now, and a sentence for every entry that does not continue from it."""
    problems: list[str] = []
    for entry in chain:
        if entry.release != manifest.release:
            continue
        listed = {file.path: file for file in manifest.files}
        for file in entry.files:
            if file.path not in listed or listed[file.path].sha256 != file.sha256_before:
                problems.append(f"erasure {entry.number} of release {entry.release} is of another {file.path}")
            listed[file.path] = FileEntry(file.path, file.bytes, file.sha256)
        tables = _with_erased(manifest.tables, entry.tables)
        manifest = replace(manifest, files=tuple(listed.values()), tables=tables)
    return manifest, problems


def _with_erased(tables: tuple[TableEntry, ...], erased: Iterable[ErasedTable]) -> tuple[TableEntry, ...]:
    """Entries of the audiences whose rows have gone, beside those of the others as they were."""
    found = list(tables)
    for change in erased:
        for place, entry in enumerate(found):
            if (entry.schema, entry.table) == (change.schema, change.table) and change.audience in entry.audience:
                others = tuple(name for name in entry.audience if name != change.audience)
                found[place : place + 1] = [replace(entry, audience=others)] if others else []
                found.append(_erased_entry(entry, change))
                break
    return tuple(found)


def _erased_entry(entry: TableEntry, change: ErasedTable) -> TableEntry:
    parts = None
    if change.parts is not None:
        parts = tuple(PartEntry(part.month, part.rows, part.content_digest, exact_digest="") for part in change.parts)
    return replace(
        entry, audience=(change.audience,), rows=change.rows, content_digest=change.content_digest, parts=parts
    )


def _entry(path: Path) -> Erasure:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        if (content.pop("format"), content.pop("entry")) != (FORMAT, "erasure"):
            raise ValueError("another format")
        entry = Erasure(
            **content
            | {
                "files": tuple(ErasedFile(**file) for file in content["files"]),
                "tables": tuple(_table(table) for table in content["tables"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedErasuresError(f"{path} was changed after it was written: it can no longer be read") from None
    if entry.to_bytes() != path.read_bytes():
        raise DamagedErasuresError(f"{path} was changed after it was written")
    return entry


def _table(content: dict[str, Any]) -> ErasedTable:
    parts = content["parts"]
    return ErasedTable(**content | {"parts": None if parts is None else tuple(ErasedPart(**part) for part in parts)})


def _name(number: int) -> str:
    return f"{number:06d}.json"
