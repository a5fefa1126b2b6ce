"""kill -9 at many moments of a run, then run again: the content is that of a run that nobody disturbed.

Moments are drawn over the whole length of an undisturbed run with a fixed seed, so load, dbt, gates and publishing are all hit.
"""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.runs import carbon, manifest, start
from tests.support.small_city import deliveries

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

KILLS = 8


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A home that was built in peace, and how long that took."""
    home = tmp_path_factory.mktemp("peace") / "home"
    for step in deliveries():
        step(home / "landing")
    began = time.monotonic()
    carbon("run", "--home", home)
    return home, time.monotonic() - began


def kill(process: subprocess.Popen[str]) -> bool:
    """kill -9 of the command alone, as the kernel would: its dbt child is left behind. True when it was still running."""
    was_running = process.poll() is None
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGKILL)
    process.communicate()
    return was_running


def test_killed_runs_leave_nothing_wrong(undisturbed: tuple[Path, float], tmp_path: Path) -> None:
    peaceful, seconds = undisturbed
    home, steps, hit = tmp_path / "home", deliveries(), 0
    moments = random.Random(20240501)
    for number in range(KILLS):
        # Deliveries keep arriving between the kills, so that increments are cut off too.
        for step in steps[: 1 + number]:
            step(home / "landing")
        process = start("run", "--home", home)
        time.sleep(seconds * (number + moments.random()) / KILLS)
        hit += kill(process)
    assert hit >= KILLS // 2, "too few runs were caught in the act"
    carbon("run", "--home", home, "--wait", "30")
    assert manifest(home)["content_digest"] == manifest(peaceful)["content_digest"]
    carbon("verify", "--home", home)
    assert not list((home / "raw" / "_staging").glob("*"))
    assert not list((home / "published").glob(".staging-*"))


def test_two_runs_at_once(undisturbed: tuple[Path, float], tmp_path: Path) -> None:
    home = tmp_path / "home"
    for step in deliveries():
        step(home / "landing")
    first = start("run", "--home", home)
    try:
        lock = home / "run.json"
        deadline = time.monotonic() + 60
        while not lock.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        refused = carbon("run", "--home", home, expect=3)
        assert len(refused.err.strip().splitlines()) == 1
    finally:
        out, err = first.communicate()
    assert first.returncode == 0, out + err
    assert manifest(home)["content_digest"] == manifest(undisturbed[0])["content_digest"]
