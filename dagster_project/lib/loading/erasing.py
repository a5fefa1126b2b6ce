"""Erasing in the raw zone: every file that holds a row of an erased person is written anew without these rows.

Per load and revision, in this order: the new files, the ledger event that names them instead of the old ones, the
removal of the old ones. A kill before the event leaves new files that nothing names, one after it old files that
nothing names any more; ``cleaning`` removes either, and the next run does what is left, for the requests count as
applied only when ``note_applied`` has said so. Loads that were revoked, and revisions that only older releases rest on,
are erased like the others. delivered = loaded + rejected + erased holds for each of them before and after.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.lib.files import fsync_dir, resources_guarded
from dagster_project.lib.home import Home
from dagster_project.lib.loading import ledger
from dagster_project.lib.loading.ledger import Event, Ledger, LoadState
from dagster_project.lib.loading.person_keys import register_tombstones
from dagster_project.lib.loading.tombstones import KEY, REQUESTS, request_loads
from dagster_project.lib.loading.writing import PARQUET, put_in_place
from dagster_project.lib.sql import literal

IS_ERASED = f"coalesce({KEY} in (select key from tombstone), false)"


def unapplied(known: Ledger) -> list[LoadState]:
    """Loads of requests after which not everything has been erased yet."""
    return [load for load in request_loads(known) if not _is_applied(load)]


def has_erased_for(known: Ledger, requests: list[LoadState]) -> bool:
    """Whether rows have left the raw zone since these requests were loaded, in this run or in one that was killed."""
    first = min(ledger.as_moment((load.revision() or {})["loaded_at"]) for load in requests)
    return any(event["event"] == "erased" and ledger.as_moment(event["erased_at"]) >= first for event in known.events())


def note_applied(home: Home, load: LoadState, *, at: datetime, run_id: str) -> Event:
    """The last step of an erasure: nothing that was kept before holds these persons any more."""
    moment = ledger.as_text(at)
    event = {
        "event": "applied",
        "attempt": load.next_attempt,
        "load_id": load.load_id,
        "source": load.source,
        "sha256": load.sha256,
        "known_at": moment,
        "loaded_at": moment,
        "run_id": run_id,
    }
    return ledger.append(home, event)


def erase_rows(home: Home, known: Ledger, persons: Collection[int], *, at: datetime, run_id: str) -> dict[str, int]:
    """Take the rows of these persons out of every file of the raw zone but the requests; returns rows by load."""
    rows: dict[str, int] = defaultdict(int)
    with resources_guarded(home.raw), _database(home, persons) as database:
        affected = _rows_by_file(database, home, known)
        for load in known.loads.values():
            attempts = load.next_attempt
            for revision in load.revisions():
                found = sum(affected.get(file["path"], 0) for file in revision["files"])
                if not found:
                    continue
                event = _erased_form(database, home, revision, affected, attempts)
                ledger.append(home, event | {"erased_at": ledger.as_text(at), "run_id": run_id})
                _remove_old(home, revision, event)
                attempts += 1
                rows[load.load_id] += found
    return dict(rows)


def _is_applied(load: LoadState) -> bool:
    revision = load.revision()
    assert revision is not None
    return any(event["event"] == "applied" and event["attempt"] > revision["attempt"] for event in load.events)


def _database(home: Home, persons: Collection[int]) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(config={"temp_directory": str(home.raw_staging / "erasing.tmp")})
    database.execute("set enable_progress_bar = false")
    register_tombstones(database, persons)
    return database


def _rows_by_file(database: duckdb.DuckDBPyConnection, home: Home, known: Ledger) -> dict[str, int]:
    """How many rows of these persons each file holds, for those that hold any; only the column of keys is read."""
    found: dict[str, int] = {}
    for paths in _files_of_persons(known):
        listed = ", ".join(literal(home.raw / path) for path in paths)
        rows = database.execute(
            f"select file_index, count(*) from read_parquet([{listed}], hive_partitioning = false) "
            f"where {IS_ERASED} group by all"
        )
        found |= {paths[place]: count for place, count in rows.fetchall()}
    return found


def _files_of_persons(known: Ledger) -> Iterator[list[str]]:
    """Paths below raw/, those of the same columns together."""
    by_schema: dict[str, set[str]] = defaultdict(set)
    for load in known.loads.values():
        for revision in load.revisions() if load.source != REQUESTS else []:
            if any(name == KEY for name, _ in revision["schema"]):
                by_schema[f"{load.source} {revision['schema']}"].update(file["path"] for file in revision["files"])
    return (sorted(paths) for paths in by_schema.values() if paths)


def _erased_form(
    database: duckdb.DuckDBPyConnection, home: Home, revision: Event, affected: dict[str, int], attempt: int
) -> Event:
    """The event that stands for this revision from now on; its new files are in place."""
    files = [
        _rewritten(database, home, revision, file, affected[file["path"]], attempt)
        if file["path"] in affected
        else file
        for file in revision["files"]
    ]
    found = sum(affected.get(file["path"], 0) for file in revision["files"])
    return revision | {
        "event": "erased",
        "attempt": attempt,
        "of_attempt": revision.get("of_attempt", revision["attempt"]),
        "files": [file for file in files if file],
        "rows_loaded": revision["rows_loaded"] - found,
        "rows_erased": revision.get("rows_erased", 0) + found,
    }


def _rewritten(
    database: duckdb.DuckDBPyConnection, home: Home, revision: Event, file: dict[str, Any], erased: int, attempt: int
) -> dict[str, Any] | None:
    """The file without the rows, under the name of the new attempt; None where no row is left."""
    if file["rows"] == erased:
        return None
    old = home.raw / file["path"]
    written = home.raw_staging / f"{revision['load_id']}.{attempt}.parquet"
    rows = f"select * from read_parquet({literal(old)}, hive_partitioning = false) where not {IS_ERASED}"
    database.execute(f"copy ({rows}) to {literal(written)} {PARQUET}")
    path = Path(file["path"]).with_name(f"{revision['load_id']}.{attempt}.parquet")
    return put_in_place(home, written, path, file["month"], file["rows"] - erased)


def _remove_old(home: Home, revision: Event, event: Event) -> None:
    kept = {file["path"] for file in event["files"]}
    for path in (home.raw / file["path"] for file in revision["files"] if file["path"] not in kept):
        path.unlink(missing_ok=True)
        fsync_dir(path.parent)
