"""The run lock: one process at a time, said in one sentence, and free when its holder ends in whatever way."""

import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.lib.errors import HomeBusy, WrongUse
from dagster_project.lib.running import lock

HOLD = """
import sys, time
from pathlib import Path
from dagster_project.lib.running import lock
with lock.hold(Path(sys.argv[1]), run_id="other-run"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def holding(tmp_path: Path):
    """Start processes that hold the lock; ends them afterwards."""
    started = []

    def start(seconds: float) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLD, str(tmp_path / "run.lock"), str(seconds)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "held"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_second_process_is_told_who_holds_the_home(tmp_path: Path, holding) -> None:
    other = holding(60)
    with pytest.raises(HomeBusy) as refusal, lock.hold(tmp_path / "run.lock", run_id="mine"):
        pytest.fail("two runs hold the home")
    assert refusal.value.exit_code == 3
    sentence = str(refusal.value)
    assert f"process {other.pid}" in sentence
    assert "other-run" in sentence
    assert "\n" not in sentence


def test_waiting_ends_when_the_other_run_ends(tmp_path: Path, holding) -> None:
    holding(0.5)
    with lock.hold(tmp_path / "run.lock", run_id="mine", wait_seconds=60):
        assert lock.holder(tmp_path / "run.lock").run_id == "mine"


def test_waiting_ends_when_it_was_long_enough(tmp_path: Path, holding) -> None:
    holding(60)
    with pytest.raises(HomeBusy, match="after waiting"), lock.hold(tmp_path / "run.lock", run_id="m", wait_seconds=0.3):
        pytest.fail("two runs hold the home")


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path, holding) -> None:
    other = holding(60)
    other.kill()
    other.wait()
    assert lock.holder(tmp_path / "run.lock") is None
    with lock.hold(tmp_path / "run.lock", run_id="mine"):
        pass


def test_the_lock_is_free_after_a_failure_inside(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock.hold(tmp_path / "run.lock", run_id="first"):
        raise ZeroDivisionError
    assert lock.holder(tmp_path / "run.lock") is None
    with lock.hold(tmp_path / "run.lock", run_id="second"):
        pass


def test_a_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    """A dbt child that outlives its run must not keep the next run out: it is that run's to end."""
    with lock.hold(tmp_path / "run.lock", run_id="first"):
        child = subprocess.Popen(["sleep", "60"])
    try:
        with lock.hold(tmp_path / "run.lock", run_id="second"):
            pass
    finally:
        child.kill()
        child.wait()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be locked"), lock.hold(tmp_path / "none" / "run.lock", run_id="mine"):
        pytest.fail("there is no such folder")


def test_a_damaged_lock_file_names_nobody(tmp_path: Path) -> None:
    for text in ("", "[]", '{"run_id": "x"}', "not json"):
        (tmp_path / "run.lock").write_text(text)
        assert lock.holder(tmp_path / "run.lock") is None
