"""kill -9 at many moments of a run, then run again: the content is that of a run that nobody disturbed.

The moments are drawn over the whole length of an undisturbed run with a fixed seed, so that loading, dbt, gates and
publishing are all hit.
"""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import BuiltHome
from tests.support.runs import carbon, manifest, start
from tests.support.small_city import deliveries

pytestmark = pytest.mark.slow

KILLS = 3


def kill(process: subprocess.Popen[str]) -> bool:
    """kill -9 of the command alone, as the kernel would: its dbt child is left behind. True: it was still running."""
    was_running = process.poll() is None
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGKILL)
    process.communicate()
    return was_running


def test_killed_runs_leave_nothing_wrong(built_home: BuiltHome, tmp_path: Path) -> None:
    home, steps, hit = tmp_path / "home", deliveries(), 0
    moments = random.Random(20240501)
    for number in range(KILLS):
        # Deliveries keep arriving between the kills, so that increments are cut off too.
        for step in steps[: (1 + number) * len(steps) // KILLS]:
            step(home / "landing")
        process = start("run", "--home", home)
        time.sleep(built_home.seconds * (number + moments.random()) / KILLS)
        hit += kill(process)
    assert hit >= KILLS // 2, "too few runs were caught in the act"
    carbon("run", "--home", home, "--wait", "30")
    assert manifest(home)["content_digest"] == manifest(built_home.home)["content_digest"]
    carbon("verify", "--home", home)
    assert not list((home / "raw" / "_staging").glob("*"))
    assert not list((home / "published").glob(".staging-*"))


def test_of_two_runs_at_once_one_gives_way(built_home: BuiltHome) -> None:
    assert len(built_home.refused.strip().splitlines()) == 1
    assert "run" in built_home.refused
