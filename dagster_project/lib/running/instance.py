"""Dagster's storage of a home (HOME/dagster): its settings, and opening it. Not here: running jobs (execution).

python -m dagster_project.lib.running.instance HOME     make the home and its Dagster folder
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING

from dagster_project.lib.files import write_atomically
from dagster_project.lib.home import Home

if TYPE_CHECKING:
    from dagster import DagsterInstance

# SQLite storage and the default launcher are Dagster's defaults. A home has one run at a time, so the UI queues the
# next one instead of starting a run that the lock would turn away.
SETTINGS = """\
# Written by carbon; edit concurrency or storage here if this home needs others.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
"""


def prepare(home: Home) -> None:
    """Write dagster.yaml where there is none; one that somebody changed is kept."""
    path = home.dagster / "dagster.yaml"
    if not path.exists():
        write_atomically(path, SETTINGS)


def open_instance(home: Home) -> DagsterInstance:
    """The storage of a home as the command line uses it: the same files as the UI's, their connections kept open."""
    from dagster import DagsterInstance
    from dagster._core.instance import InstanceRef

    from dagster_project.lib.running.event_log import PooledSqliteEventLogStorage

    prepare(home)
    event_log = {
        "module": PooledSqliteEventLogStorage.__module__,
        "class": PooledSqliteEventLogStorage.__name__,
        "config": {"base_dir": os.fspath(home.dagster / "history" / "runs")},
    }
    root = os.fspath(home.dagster)
    return DagsterInstance.from_ref(InstanceRef.from_dir(root, overrides={"event_log_storage": event_log}))


@contextmanager
def storage_kept_open(home: Home) -> Iterator[None]:
    """Hold the event logs of a run open while it lasts.

    Dagster opens and closes its SQLite files for every event, and the last one to close a file writes its whole journal
    back: with a connection of ours beside, an event costs less than half.
    """
    with ExitStack() as kept:
        for path in (home.dagster / "history").rglob("*.db"):
            connection = kept.enter_context(closing(sqlite3.connect(path, check_same_thread=False)))
            connection.execute("select count(*) from sqlite_master").fetchone()
        yield


if __name__ == "__main__":
    prepare(Home.open(sys.argv[1]))
