"""Fixtures that several folders share. A whole run takes half a minute, so one built home serves all workers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests.support.runs import carbon, start
from tests.support.small_city import deliver_all


@dataclass(frozen=True)
class BuiltHome:
    """A home that was built in peace from all deliveries of the small city; tests read or copy it, no more."""

    home: Path
    seconds: float
    refused: str  # what a second run said that was started meanwhile


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> BuiltHome:
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "built_home"
    home, notes = folder / "home", folder / "notes"
    with FileLock(f"{folder}.lock"):
        if not notes.exists():
            deliver_all(home / "landing")
            began = time.monotonic()
            first = start("run", "--home", home)
            refused = _start_another(home)
            out, err = first.communicate()
            assert first.returncode == 0, out + err
            notes.write_text(f"{time.monotonic() - began}\n{refused}", encoding="utf-8")
    seconds, _, refused = notes.read_text(encoding="utf-8").partition("\n")
    return BuiltHome(home, float(seconds), refused)


def _start_another(home: Path) -> str:
    """Start a second run as soon as the first holds the home; it must give way."""
    deadline = time.monotonic() + 120
    while not (home / "run.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return carbon("run", "--home", home, expect=3).err
