"""Telling processes apart by number and start time, finding the dbt children of a home, ending them.

Process numbers are used again, so a number alone never names a process. Reads Linux's /proc; where that is absent
nothing is found and nothing is ended. Not here: what to do about a process (recovery).
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
DBT_PROGRAM = "dagster_project.lib.running.dbt_program"  # what `python -m` of the run's dbt child names
HOME_VARIABLE = "CARBON_RUN_HOME"
RUN_VARIABLE = "CARBON_RUN_ID"
_START_TIME_FIELD = 19  # 22nd field of /proc/<pid>/stat, counted after the name in brackets
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class ProcessIdentity:
    """A process number with the moment it started (clock ticks since boot)."""

    pid: int
    started: int

    def is_alive(self) -> bool:
        return identify(self.pid) == self


def identify(pid: int) -> ProcessIdentity | None:
    """The identity of a running process; None when there is none, or it is a zombie."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # the name may itself hold blanks and brackets
    if fields[0] in {"Z", "X"}:
        return None
    return ProcessIdentity(pid, int(fields[_START_TIME_FIELD]))


def this_process() -> ProcessIdentity:
    return identify(os.getpid()) or ProcessIdentity(os.getpid(), 0)


def command_line(pid: int) -> list[str]:
    return [part.decode(errors="replace") for part in _read_parts(pid, "cmdline")]


def is_dbt(pid: int) -> bool:
    """Whether the process runs dbt: its program or the script that Python runs is called dbt, or the module is ours."""
    return any(Path(argument).name == "dbt" or argument == DBT_PROGRAM for argument in command_line(pid)[:3])


def dbt_processes_of(home: Path) -> Iterator[tuple[ProcessIdentity, str]]:
    """The running dbt processes that a run of this home started, with the id of that run."""
    wanted = os.fsencode(f"{HOME_VARIABLE}={home}")
    run_prefix = os.fsencode(f"{RUN_VARIABLE}=")
    for folder in PROC.glob("[0-9]*"):
        pid = int(folder.name)
        variables = _read_parts(pid, "environ")
        run_ids = [part for part in variables if part.startswith(run_prefix)]
        identity = identify(pid)
        if wanted in variables and run_ids and identity and pid != os.getpid() and is_dbt(pid):
            yield identity, run_ids[0].removeprefix(run_prefix).decode(errors="replace")


def end(process: ProcessIdentity, *, patience: float = 10.0) -> None:
    """Ask the process to stop, then make it; returns when it is gone, so that the files it held are free."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if not process.is_alive():
            return
        os.kill(process.pid, sign)
        deadline = time.monotonic() + patience
        while process.is_alive() and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)


def _read_parts(pid: int, name: str) -> list[bytes]:
    try:
        return (PROC / str(pid) / name).read_bytes().split(b"\0")
    except OSError:  # ended meanwhile, or another user's
        return []
