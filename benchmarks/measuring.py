"""Runs `carbon run` as its user does and measures the whole tree of processes from outside.

Wall and processor time are the system's; memory is the largest sum of resident sizes seen while sampling, so pages that
processes share count in each of them. Memory needs Linux's /proc and is left out where there is none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.tools import DbtWatch, seconds_by_tool

PROC = Path("/proc")
SAMPLE_SECONDS = 0.1
MIB = 2**20


@dataclass(frozen=True)
class Measured:
    """One run of the line, from outside and as it describes itself."""

    name: str
    readings: int
    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int | None
    outcome: str
    layers: Mapping[str, float]  # seconds by layer
    tools: Mapping[str, float]  # seconds by tool
    dbt_seconds: float  # as dbt itself counts them


@dataclass(frozen=True)
class Watched:
    """A process and its children from outside."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int | None
    exit_code: int
    output: str


def measure_run(name: str, home: Path, readings: int) -> Measured:
    """Run the line on a home; ends the program with the run's own sentence when the run fails."""
    command = [sys.executable, "-m", "dagster_project.cli.main", "run", "--home", str(home)]
    dbt = DbtWatch(home / "work" / "dbt" / "run_results.json")
    watched = watch(command, meanwhile=dbt.look)
    if watched.exit_code:
        raise SystemExit(f"benchmarks: the run {name!r} ended with exit code {watched.exit_code}; its home is {home}")
    record = json.loads((home / "run.json").read_text(encoding="utf-8"))
    return Measured(
        name=name,
        readings=readings,
        wall_seconds=watched.wall_seconds,
        cpu_seconds=watched.cpu_seconds,
        peak_bytes=watched.peak_bytes,
        outcome=record["outcome"],
        layers={layer["layer"]: layer["seconds"] for layer in record["layers"]},
        tools=seconds_by_tool(home / "work" / "logs" / f"{record['run_id']}.log"),
        dbt_seconds=dbt.seconds,
    )


def watch(command: Sequence[str], given: bytes = b"", meanwhile: Callable[[], None] = lambda: None) -> Watched:
    """Run a command to its end and sample the memory of its whole tree; what it prints is kept."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output:
        source.write(given)
        source.seek(0)
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=source, stdout=output)
        peak = 0
        try:
            while True:
                ended, status, usage = os.wait4(process.pid, os.WNOHANG)
                if ended:
                    break
                peak = max(peak, _resident_bytes(process.pid))
                meanwhile()
                time.sleep(SAMPLE_SECONDS)
        except BaseException:  # nobody waits for it any more
            process.terminate()
            raise
        wall = time.monotonic() - began
        meanwhile()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode("utf-8", errors="replace")
    return Watched(wall, usage.ru_utime + usage.ru_stime, peak or None, process.returncode, text)


def tree_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _resident_bytes(root: int) -> int:
    """Resident memory of a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    resident: dict[int, int] = {}
    for pid, parent, pages in _processes():
        children.setdefault(parent, []).append(pid)
        resident[pid] = pages * os.sysconf("SC_PAGE_SIZE")
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        total += resident.get(pid, 0)
        waiting += children.get(pid, [])
    return total


def _processes() -> Iterator[tuple[int, int, int]]:
    """Process, parent and resident pages of everything that runs now."""
    for entry in PROC.glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended in the meantime
            continue
        yield int(entry.parent.name), int(fields[1]), int(fields[21])
