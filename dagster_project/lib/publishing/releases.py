"""The published releases of a home: which there are, which is current, and the moves between them.

Belongs here: reading and switching `published/current`, finding a release by name, removing old ones, and finishing
what a killed run left half done. Does not belong here: what is in a release.

    published/<release>/                a live release
    published/asof/<release>/           an as-of build
    published/current -> <release>      (or asof/<release> in a home whose mode is as-of)
    published/manifests/<release>.json  manifests of removed releases, so that the chain stays whole
    published/erasures/<number>.json    what was taken out of releases because a person asked for it (erasures)
    published/.<kind>-<...>             work in progress; whatever is found at the start of a run is a leftover
"""

import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path

from dagster_project.lib.errors import CarbonError, WrongUse
from dagster_project.lib.files import fsync_dir, write_atomically
from dagster_project.lib.home import Home
from dagster_project.lib.publishing.erasures import ERASURES_FOLDER, finish_erasures
from dagster_project.lib.publishing.manifest import (
    MANIFEST_NAME,
    DamagedManifestError,
    Manifest,
    manifest_from,
    read_manifest,
)

AS_OF_FOLDER = "asof"
MANIFESTS_FOLDER = "manifests"
_LEFTOVERS = (".staging-*", ".removing-*", ".current-*")


@dataclass(frozen=True)
class Release:
    """A complete release: its folder appeared by one rename."""

    name: str
    path: Path

    def manifest(self) -> Manifest:
        return read_manifest(self.path)


def current_release(home: Home) -> Release | None:
    """The release that `current` names now. The link is read once: hold on to the answer for a whole session."""
    try:
        target = home.published / home.current.readlink()
    except FileNotFoundError:
        return None
    except OSError:
        raise CarbonError(f"{home.current} is not a link to a release: remove it and run again") from None
    if not target.is_dir():
        raise CarbonError(f"{home.current} names a release that is not there ({target.name}): remove it, run again")
    return Release(target.name, target)


def live_releases(home: Home) -> list[Release]:
    return _releases_in(home.published)


def as_of_releases(home: Home) -> list[Release]:
    return _releases_in(home.published / AS_OF_FOLDER)


def all_releases(home: Home) -> list[Release]:
    return [*live_releases(home), *as_of_releases(home)]


def resolve_release(home: Home, name: str | None = None) -> Release:
    """The named release (the start of its name is enough), or the current one."""
    if name is None or name == "current":
        current = current_release(home)
        if current is None:
            raise WrongUse(f"nothing has been published in {home.root} yet: run `carbon run` first")
        return current
    known = all_releases(home)
    found = [release for release in known if release.name == name] or [
        release for release in known if name and release.name.startswith(name)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(f"release {name!r} could be any of {_listed(found)}: write more of its name")
    raise WrongUse(f"there is no release {name!r}; there are: {_listed(known) or 'none yet'}")


def removed_manifest(home: Home, name: str) -> Manifest | None:
    """The kept manifest of a release whose files were removed."""
    path = home.published / MANIFESTS_FOLDER / f"{name}.json"
    return manifest_from(path) if path.is_file() else None


def is_name_taken(home: Home, name: str) -> bool:
    return (home.published / MANIFESTS_FOLDER / f"{name}.json").exists() or any(
        (folder / name).exists() for folder in (home.published, home.published / AS_OF_FOLDER)
    )


def switch_current(home: Home, release: Release) -> None:
    """Make `release` current by one rename; a reader sees the old one or the new one."""
    link = home.published / f".current-{uuid.uuid4().hex}"
    link.symlink_to(release.path.relative_to(home.published))
    link.replace(home.current)
    fsync_dir(home.published)


def finish_interrupted(home: Home) -> list[str]:
    """Put right what a killed run left: called at the start of a run, with the run lock held. Says what it did."""
    said = finish_erasures(home)
    for folder in (home.published, home.published / AS_OF_FOLDER):
        for leftover in [path for pattern in _LEFTOVERS for path in folder.glob(pattern)]:
            _delete(leftover)
            said.append(f"removed {leftover.name}, left by a run that was interrupted")
    release = _newest_unswitched(home)
    if release is not None:
        switch_current(home, release)
        said.append(f"release {release.name} was complete but not yet current: it is now")
    return said


def remove_old(home: Home, keep: int) -> list[str]:
    """Keep the newest `keep` live releases and as many as-of builds; the current one stays in any case.

    A folder gets a dot-name first, so that no reader finds half of it; files that a reader holds open stay readable
    until it closes them. The manifest is kept.
    """
    current = current_release(home)
    removed = []
    for releases in (live_releases(home), as_of_releases(home)):
        for release in _newest_first(releases, current)[keep:]:
            if release == current:
                continue
            _keep_manifest(home, release)
            doomed = release.path.with_name(f".removing-{release.name}")
            release.path.rename(doomed)
            _delete(doomed)
            removed.append(release.name)
    return removed


def _keep_manifest(home: Home, release: Release) -> None:
    manifest, folder = release.path / MANIFEST_NAME, home.published / MANIFESTS_FOLDER
    folder.mkdir(exist_ok=True)
    if manifest.is_file():
        write_atomically(folder / f"{release.name}.json", manifest.read_bytes())


def _newest_unswitched(home: Home) -> Release | None:
    """The end of the chain that continues from the current release, if it continues.

    Without `current` the chain starts at a release whose predecessor is not kept.
    """
    current = current_release(home)
    candidates: dict[str | None, Release] = {}
    kept = {release.name for release in all_releases(home)}
    for release in all_releases(home):
        manifest = _manifest_or_none(release)
        if manifest is not None and manifest.moves_current:
            before = manifest.previous.release if manifest.previous else None
            candidates[before if before in kept else None] = release
    newest, following = None, candidates.pop(current.name if current else None, None)
    while following is not None:
        newest, following = following, candidates.pop(following.name, None)
    return newest


def _newest_first(releases: list[Release], current: Release | None) -> list[Release]:
    """By the chain of manifests from the current release (clocks may jump), then the rest by time of creation."""
    by_name = {release.name: release for release in releases}
    ordered: list[Release] = []
    following = current.name if current else None
    while following in by_name:
        release = by_name.pop(following)
        ordered.append(release)
        manifest = _manifest_or_none(release)
        following = manifest.previous.release if manifest and manifest.previous else None
    return ordered + sorted(by_name.values(), key=_created_at, reverse=True)


def _created_at(release: Release) -> tuple[str, str]:
    manifest = _manifest_or_none(release)
    return (manifest.created_at if manifest else "", release.name)


def _manifest_or_none(release: Release) -> Manifest | None:
    # A damaged manifest is for `carbon verify` to report; it must not keep a run from starting.
    try:
        return release.manifest()
    except DamagedManifestError:
        return None


def _releases_in(folder: Path) -> list[Release]:
    """By name, which starts with the as_of time. A folder without a manifest counts: verify reports it."""
    if not folder.is_dir():
        return []
    return [
        Release(path.name, path)
        for path in sorted(folder.iterdir())
        if path.is_dir()
        and not path.is_symlink()
        and not path.name.startswith(".")
        and path.name not in (AS_OF_FOLDER, MANIFESTS_FOLDER, ERASURES_FOLDER)
    ]


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        # What cannot be deleted now keeps its dot-name and is tried again at the start of the next run.
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _listed(releases: list[Release]) -> str:
    return ", ".join(release.name for release in releases)
