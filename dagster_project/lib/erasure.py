"""Erasing persons who asked for it (个人信息删除) from everything that a home keeps.

In this order, each step finished by the next run if this one is killed: the raw zone (loading.erasing), the published
files of all kept releases (publishing.erasing), the working files; last the ledger notes that the requests are applied.
After an erasure the run is a full refresh: the working file is removed, for a database that deletes rows leaves their
bytes in its pages. What stays: the key in the request itself, by which later deliveries are recognised; counts; the
delivered files, which belong to the deliverer and are named. Files that a reader has open are gone when it closes them.
Belongs here: the order. Does not belong here: who is erased (loading.tombstones), or how a file is rewritten.
"""

import shutil
from datetime import datetime
from pathlib import Path

from dagster_project.lib.home import Home
from dagster_project.lib.loading import ledger
from dagster_project.lib.loading.discover import find_deliveries
from dagster_project.lib.loading.erasing import erase_rows, has_erased_for, note_applied, unapplied
from dagster_project.lib.loading.ledger import LoadState
from dagster_project.lib.loading.outcome import FileNotReadNow
from dagster_project.lib.loading.tombstones import REQUESTS, erased_persons
from dagster_project.lib.publishing import erase_published


def erase_persons(home: Home, *, at: datetime, run_id: str) -> bool:
    """Apply the requests that are not applied yet; whether there were any. The caller holds the run lock."""
    known = ledger.read(home)
    waiting = unapplied(known)
    if not waiting:
        return False
    persons = erased_persons(home, known)
    erase_rows(home, known, persons, at=at, run_id=run_id)
    if has_erased_for(ledger.read(home), waiting):  # else nothing that was built or published can hold them
        erase_published(home, persons, at=at, run_id=run_id)
        _remove_working_files(home)
    for load in waiting:
        note_applied(home, load, at=at, run_id=run_id)
    return True


def files_with_erased(home: Home, landing: Path) -> list[str]:
    """Delivered files that still hold rows of erased persons, the requests included, as <source>/<file name>.

    Told by the loads that had such rows; a file of another size than was loaded has been replaced since.
    """
    held = [load for load in ledger.read(home).loads.values() if _has_held_erased(load)]
    names: list[str] = []
    for source in sorted({load.source for load in held}):
        try:
            deliveries = {delivery.file_name: delivery.path for delivery in find_deliveries(landing, source)}
        except FileNotReadNow:
            continue
        for load in (load for load in held if load.source == source):
            size = (load.revision() or {})["bytes"]
            paths = [(name, deliveries[name]) for name in sorted(load.file_names & deliveries.keys())]
            names += [f"{source}/{name}" for name, path in paths if path.lstat().st_size == size]
    return sorted(names)


def _has_held_erased(load: LoadState) -> bool:
    if load.source == REQUESTS:
        return load.status() == "loaded"
    return any(revision.get("rows_erased", 0) for revision in load.revisions())


def _remove_working_files(home: Home) -> None:
    """The next build starts from no file. What a database spilled in a run that was killed goes as well."""
    for path in (home.warehouse, home.warehouse.with_name(home.warehouse.name + ".wal")):
        path.unlink(missing_ok=True)
    for folder in ("tmp", "publishing.tmp", "erasing.tmp"):
        shutil.rmtree(home.work / folder, ignore_errors=True)
