"""The exclusive lock of a home: one run at a time. Not here: what is cleaned up once it is held (recovery)."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dagster_project.lib.errors import HomeBusy, WrongUse
from dagster_project.lib.running.processes import ProcessIdentity, this_process

_POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Holder:
    """Who wrote itself into the lock file."""

    run_id: str
    process: ProcessIdentity


@contextmanager
def hold(lock_file: Path, *, run_id: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock of a home, or say who does.

    The lock is the kernel's (flock): it is free the moment the process ends, however it ends.
    """
    path = lock_file.resolve()
    with _open(path) as handle:
        _acquire(handle, path, wait_seconds)
        try:
            _write_holder(handle, run_id)
            yield
        finally:
            _clear(handle)


def holder(lock_file: Path) -> Holder | None:
    """The living process that holds the lock. Reads the file only: testing the lock itself could turn away a run."""
    try:
        text = lock_file.read_text(encoding="utf-8")
        fields = json.loads(text)
        found = Holder(fields["run_id"], ProcessIdentity(fields["pid"], fields["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.process.is_alive() else None


def _open(path: Path) -> IO[str]:
    try:
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        raise WrongUse(
            f"the home {path.parent} cannot be locked ({error.strerror}): give a folder that you may write in"
        ) from error


def _acquire(handle: IO[str], path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise HomeBusy(_busy_sentence(path, wait_seconds)) from None
            time.sleep(_POLL_SECONDS)


def _busy_sentence(path: Path, wait_seconds: float) -> str:
    found = holder(path)
    who = f"run {found.run_id} (process {found.process.pid})" if found else "another run"
    waited = f" after waiting {wait_seconds:g} s" if wait_seconds else ""
    return f"the home {path.parent} is held by {who}{waited}; try again when it has ended, or give --wait SECONDS"


def _write_holder(handle: IO[str], run_id: str) -> None:
    me = this_process()
    _clear(handle)
    handle.write(json.dumps({"run_id": run_id, "pid": me.pid, "started": me.started}))
    handle.flush()


def _clear(handle: IO[str]) -> None:
    handle.seek(0)
    handle.truncate()
    os.fsync(handle.fileno())
