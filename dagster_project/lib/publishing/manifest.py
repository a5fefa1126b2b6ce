"""The manifest of a release: what it was made from, what it holds, and the hash of the manifest before it.

Belongs here: the manifest's form, its canonical bytes, and reading it back with every change noticed.
Does not belong here: where releases lie, or whether their files still match (verify).
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from dagster_project.lib.errors import CarbonError

FORMAT = 1
MANIFEST_NAME = "manifest.json"
# Of a bank's rows: the hash of its file holds them, and their number is stated.
NO_DIGEST = ""


@dataclass(frozen=True)
class LoadEntry:
    """One load whose rows the release was computed from."""

    source: str
    load_id: str
    sha256: str
    attempt: int
    known_at: str
    is_known_at_stated: bool
    rows_loaded: int


@dataclass(frozen=True)
class PartEntry:
    """One month of a large table. `exact_digest` covers the columns that `content_digest` leaves out, too."""

    month: str
    rows: int
    content_digest: str
    exact_digest: str
    build_id: str | None = None  # which build of this month was measured, when that is known (measured.KnownMonths)
    content_sum: str | None = None  # the sum behind content_digest: the whole is the sum of its months


@dataclass(frozen=True)
class FrozenEntry:
    """Of a table that stands once published (frozen.py): what was kept, and why it was renewed when it was not."""

    rule: str  # month, or table
    newest_month: str | None  # the newest closed month when the table, or its newest rows, were taken
    kept_from: str | None  # the release whose rows stand here; None: nothing was kept
    renewed: str | None  # why rows that stood were not kept


@dataclass(frozen=True)
class TableEntry:
    """One published table. The digest rules are kept, so that a release is verified without the project.

    A table of which audiences get different rows has several entries. One without audience states what was computed
    and what nobody gets as a whole: it is content of the release and in no file.
    """

    schema: str
    table: str
    audience: tuple[str, ...]
    rows: int
    content_digest: str
    # False: outside the release's digest, because it is evidence or description (check results, data dictionary), a
    # portion of a table, or rows that stand from earlier releases.
    is_content: bool
    columns: tuple[tuple[str, str], ...]  # name and type, in published order
    digest_exclude: tuple[str, ...] = ()
    digest_replace: dict[str, str] = field(default_factory=dict)
    month_column: str | None = None
    parts: tuple[PartEntry, ...] | None = None  # None: a table in the DuckDB file; else Parquet by month only
    frozen: FrozenEntry | None = None
    persons: str | None = None  # the column with the key of a person; None: it holds no rows of persons

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.table}"

    @property
    def column_names(self) -> list[str]:
        return [name for name, _ in self.columns]


@dataclass(frozen=True)
class FileEntry:
    path: str  # relative to the release's folder
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Previous:
    release: str
    manifest_sha256: str


@dataclass(frozen=True)
class Manifest:
    release: str
    home_id: str
    mode: str  # live, or as-of
    moves_current: bool  # False: an as-of build beside the live releases
    as_of: str
    created_at: str
    run_id: str
    code_version: str
    code_digest: str
    input_digest: str
    seed_digest: str
    gwp_set: str | None
    loads: tuple[LoadEntry, ...]
    tables: tuple[TableEntry, ...]
    content_digest: str
    checks: dict[str, Any]
    files: tuple[FileEntry, ...]
    previous: Previous | None
    audit_epoch: str | None = None  # of the keys of persons in the auditor's file; None: it holds no person
    format: int = FORMAT
    seal: str = ""  # SHA-256 of this document without it; the newest manifest has no successor that names its hash

    def sealed(self) -> "Manifest":
        return replace(self, seal=self._seal())

    def is_sealed(self) -> bool:
        return self.seal == self._seal()

    def to_bytes(self) -> bytes:
        """Canonical: the same manifest always gives the same bytes."""
        return _canonical(self._content())

    def _seal(self) -> str:
        content = self._content()
        del content["seal"]
        return hashlib.sha256(_canonical(content)).hexdigest()

    def _content(self) -> dict[str, Any]:
        content = asdict(self)
        for table in content["tables"]:
            for part in table["parts"] or ():
                _leave_out_unstated(part, "build_id", "content_sum")
            _leave_out_unstated(table, "frozen", "persons")
        return _leave_out_unstated(content, "audit_epoch")


class DamagedManifestError(CarbonError):
    """A manifest that is missing, unreadable or changed since it was written."""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the release in `folder`, with its form and its seal checked."""
    return manifest_from(folder / MANIFEST_NAME)


def manifest_from(path: Path) -> Manifest:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DamagedManifestError(f"{path} is missing") from None
    try:
        manifest = _read(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedManifestError(f"{path} was changed after it was published: it can no longer be read") from None
    if manifest is None:
        raise DamagedManifestError(f"{path} was changed after it was published: its text does not match its seal")
    return manifest


@lru_cache(maxsize=16)
def _read(content: bytes) -> Manifest | None:
    """The manifest of these very bytes, which one run reads several times; None when they do not match their seal."""
    manifest = _manifest(json.loads(content))
    return manifest if manifest.to_bytes() == content and manifest.is_sealed() else None


def sha256_of_manifest(manifest: Manifest) -> str:
    return hashlib.sha256(manifest.to_bytes()).hexdigest()


def utc_text(moment: datetime) -> str:
    """`2024-06-30T16:00:00Z`; a moment without a zone is UTC, as everywhere in the warehouse."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    text = aware.isoformat(timespec="microseconds" if aware.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def _canonical(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def _leave_out_unstated(content: dict[str, Any], *names: str) -> dict[str, Any]:
    """Manifests written before there were such fields keep their bytes, and so their place in the chain."""
    for name in names:
        if content[name] is None:
            del content[name]
    return content


def _manifest(content: dict[str, Any]) -> Manifest:
    if content["format"] != FORMAT:
        raise ValueError("another format")
    nested = {
        "loads": tuple(LoadEntry(**load) for load in content["loads"]),
        "tables": tuple(_table(table) for table in content["tables"]),
        "files": tuple(FileEntry(**file) for file in content["files"]),
        "previous": Previous(**content["previous"]) if content["previous"] else None,
    }
    return Manifest(**(content | nested))


def _table(content: dict[str, Any]) -> TableEntry:
    parts, frozen = content["parts"], content.get("frozen")
    nested = {
        "audience": tuple(content["audience"]),
        "columns": tuple((name, data_type) for name, data_type in content["columns"]),
        "digest_exclude": tuple(content["digest_exclude"]),
        "parts": None if parts is None else tuple(PartEntry(**part) for part in parts),
        "frozen": None if frozen is None else FrozenEntry(**frozen),
    }
    return TableEntry(**(content | nested))
