"""Removes what a killed run left behind: whatever lies in the raw zone or among the rejects and no ledger entry names.

Called with the run lock held; what the ledger names is never touched.
"""

import os
import shutil
from pathlib import Path

from dagster_project.lib.home import Home
from dagster_project.lib.loading import ledger


def clean_up(home: Home) -> list[str]:
    """Remove the leftovers and return their paths, relative to the home."""
    known = ledger.read(home)
    removed = _emptied(home, home.raw_staging)
    removed += _removed(home, home.raw, known.files_named(), skip={home.ledger, home.raw_staging})
    rejects = {path.removeprefix("reject/") for path in known.reject_files_named()}
    removed += _removed(home, home.audit / "reject", rejects, skip=set())
    for unfinished in home.ledger.glob(".*.tmp"):
        unfinished.unlink()
        removed.append(_shown(home, unfinished))
    return removed


def _emptied(home: Home, folder: Path) -> list[str]:
    leftovers = sorted(folder.iterdir())
    for path in leftovers:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return [_shown(home, path) for path in leftovers]


def _removed(home: Home, root: Path, named: set[str], *, skip: set[Path]) -> list[str]:
    removed: list[str] = []
    for place, folders, files in os.walk(root):
        folder = Path(place)
        folders[:] = [name for name in folders if folder / name not in skip]
        for path in (folder / name for name in files):
            if path.relative_to(root).as_posix() not in named:
                path.unlink()
                removed.append(_shown(home, path))
    return removed


def _shown(home: Home, path: Path) -> str:
    return path.relative_to(home.root).as_posix()
