"""`carbon verify`: is every published release still what its manifest says, and is the chain of manifests whole?

A release from which a person was erased is what its manifest says but for the files that the chain of erasures names.
Belongs here: checking files, digests and both chains, one sentence per problem. It needs the home only, not the project
that made the release. Does not belong here: repairing anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.files import sha256_of
from dagster_project.lib.home import Home
from dagster_project.lib.publishing.digests import DigestRules, TableDigest, month_digests, table_digest
from dagster_project.lib.publishing.erasures import DamagedErasuresError, Erasure, as_erased, read_erasures
from dagster_project.lib.publishing.layout import part_parquet
from dagster_project.lib.publishing.manifest import (
    MANIFEST_NAME,
    NO_DIGEST,
    DamagedManifestError,
    Manifest,
    TableEntry,
    sha256_of_manifest,
)
from dagster_project.lib.publishing.publisher import content_digest
from dagster_project.lib.publishing.releases import (
    Release,
    all_releases,
    current_release,
    removed_manifest,
    resolve_release,
)
from dagster_project.lib.publishing.sqltext import name_sql
from dagster_project.lib.sql import literal


@dataclass
class VerifyReport:
    """What was checked, and each problem as one sentence; no problems means verified."""

    releases: list[str] = field(default_factory=list)
    files: int = 0
    tables: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


def verify(home: Home, release: str | None = None) -> VerifyReport:
    """Check one release and its place in the chain, or all releases and the whole chain."""
    report = VerifyReport()
    erasures = _erasures(home, report)
    chosen = all_releases(home) if release is None else [resolve_release(home, release)]
    manifests: dict[str, Manifest] = {}
    for found in chosen:
        report.releases.append(found.name)
        try:
            manifests[found.name] = found.manifest()
        except DamagedManifestError as error:
            report.problems.append(str(error))
            continue
        _verify_release(found, manifests[found.name], erasures, report)
    for manifest in manifests.values():
        report.problems.extend(_links_back(home, manifest))
    if release is None:
        report.problems.extend(_outside_the_chain(home, manifests))
    return report


def _erasures(home: Home, report: VerifyReport) -> list[Erasure]:
    try:
        return read_erasures(home)
    except DamagedErasuresError as error:
        report.problems.append(str(error))
        return []


def _verify_release(release: Release, published: Manifest, erasures: list[Erasure], report: VerifyReport) -> None:
    if content_digest(published.tables) != published.content_digest:
        report.problems.append(f"release {release.name}: its tables do not add up to its content digest")
    manifest, problems = as_erased(published, erasures)
    report.problems.extend(problems)
    if manifest.release != release.name:
        report.problems.append(f"{release.path / MANIFEST_NAME} is the manifest of another release, {manifest.release}")
    report.files += len(manifest.files)
    changed = dict(_changed_files(release, manifest))
    report.problems.extend(changed.values())
    for audience in sorted({audience for table in manifest.tables for audience in table.audience}):
        # What the hash has already shown to be damaged is not opened: DuckDB need not survive reading it.
        if not any(path == f"{audience}.duckdb" or path.startswith(f"{audience}/") for path in changed):
            _verify_audience(release, manifest, audience, report)


def _changed_files(release: Release, manifest: Manifest) -> Iterator[tuple[str, str]]:
    listed = {file.path: file for file in manifest.files}
    present = {path.relative_to(release.path).as_posix() for path in release.path.rglob("*") if path.is_file()} - {
        MANIFEST_NAME
    }
    for path in sorted(listed.keys() | present):
        where = release.path / path
        if path not in present:
            yield path, f"{where} is missing"
        elif path not in listed:
            yield path, f"{where} is not in the manifest: it was added after the release was published"
        elif where.stat().st_size != listed[path].bytes:
            yield path, f"{where} has {where.stat().st_size} bytes instead of {listed[path].bytes}: it was changed"
        elif sha256_of(where) != listed[path].sha256:
            yield path, f"{where} was changed after it was published: its SHA-256 is not the one in the manifest"


def _verify_audience(release: Release, manifest: Manifest, audience: str, report: VerifyReport) -> None:
    file = release.path / f"{audience}.duckdb"
    entries = [table for table in manifest.tables if audience in table.audience]
    try:
        with duckdb.connect() as connection:
            # The digest rules come from the manifest: they may compute, not reach outside the release.
            connection.execute(f"SET allowed_directories = [{literal(f'{release.path}/')}]")
            connection.execute("SET enable_external_access = false")
            connection.execute(f"ATTACH {literal(file)} AS published_file (READ_ONLY)")
            stored = _tables_in(connection)
            listed = {entry.full_name for entry in entries if entry.parts is None}
            report.problems.extend(
                f"{file} lacks table {name}, which the manifest lists" for name in sorted(listed - stored)
            )
            report.problems.extend(
                f"{file} has table {name}, which the manifest does not list" for name in sorted(stored - listed)
            )
            for entry in entries:
                if entry.parts is None and entry.full_name not in stored:
                    continue
                report.tables += 1
                if _digest_of(connection, release, audience, entry) != _expected(entry):
                    report.problems.append(f"{file}: the content of {entry.full_name} is not what the manifest says")
    except (duckdb.Error, CarbonError) as error:
        report.problems.append(f"{file} cannot be checked: {str(error).splitlines()[0]}")


def _digest_of(
    connection: duckdb.DuckDBPyConnection, release: Release, audience: str, entry: TableEntry
) -> tuple[TableDigest, dict[str, TableDigest]]:
    rules = DigestRules(entry.digest_exclude, entry.digest_replace)
    if entry.parts is None:
        relation = name_sql("published_file", entry.schema, entry.table)
        if entry.content_digest == NO_DIGEST:
            rows = connection.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0]
            return TableDigest(rows, NO_DIGEST), {}
        return table_digest(connection, relation, entry.column_names, rules), {}
    files = [release.path / part_parquet(audience, entry.full_name, part.month) for part in entry.parts]
    relation = f"read_parquet([{', '.join(literal(file) for file in files)}])"
    return month_digests(connection, relation, entry.column_names, entry.month_column, rules)


def _expected(entry: TableEntry) -> tuple[TableDigest, dict[str, TableDigest]]:
    parts = {part.month: TableDigest(part.rows, part.content_digest) for part in entry.parts or () if part.rows}
    return TableDigest(entry.rows, entry.content_digest), parts


def _tables_in(connection: duckdb.DuckDBPyConnection) -> set[str]:
    found = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = 'published_file' "
        "UNION ALL "
        "SELECT schema_name || '.' || view_name FROM duckdb_views() "
        "WHERE database_name = 'published_file' AND NOT internal"
    ).fetchall()
    return {name for (name,) in found}


def _links_back(home: Home, manifest: Manifest) -> Iterator[str]:
    """Each manifest back from `manifest` has the hash that its successor states."""
    if manifest.previous is None:
        return
    name = manifest.previous.release
    try:
        before = _manifest_of(home, name)
    except DamagedManifestError as error:
        yield f"{error} (release {manifest.release} follows it)"
        return
    if before is None:
        yield f"the chain is broken: release {manifest.release} follows {name}, which is not there, nor its manifest"
    elif sha256_of_manifest(before) != manifest.previous.manifest_sha256:
        yield f"the chain is broken: the manifest of {name} is not the one that release {manifest.release} follows"
    elif not _is_kept(home, name):
        # A removed release is in nobody's list: its kept manifest is checked on the way back.
        yield from _links_back(home, before)


def _outside_the_chain(home: Home, manifests: dict[str, Manifest]) -> Iterator[str]:
    """A release that moves `current` is current, before it, or (for a moment of its publishing) just after it."""
    current = current_release(home)
    if current is None:
        if manifests:
            yield f"{home.current} is missing: no release is current"
        return
    in_chain = {current.name}
    following = manifests.get(current.name)
    while following is not None and following.previous is not None:
        in_chain.add(following.previous.release)
        following = manifests.get(following.previous.release)
    for name, manifest in manifests.items():
        just_after = manifest.previous is not None and manifest.previous.release == current.name
        if manifest.moves_current and name not in in_chain and not just_after:
            yield f"release {name} is not in the chain of the current release {current.name}"


def _manifest_of(home: Home, name: str) -> Manifest | None:
    for release in all_releases(home):
        if release.name == name:
            return release.manifest()
    return removed_manifest(home, name)


def _is_kept(home: Home, name: str) -> bool:
    return any(release.name == name for release in all_releases(home))
