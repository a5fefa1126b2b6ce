"""Recovery after a killed run: what is really left is ended, and nothing that merely has the same number."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from dagster import DagsterInstance, DagsterRunStatus, job, op

from dagster_project.lib.running import processes, recovery
from dagster_project.lib.running.processes import ProcessIdentity
from dagster_project.lib.running.record import RunRecord


@pytest.fixture
def start(tmp_path: Path):
    """Start processes called as wanted; ends what is left of them."""
    started = []
    program = tmp_path / "dbt"
    shutil.copy(shutil.which("sleep") or "/bin/sleep", program)

    def run(*, name: str = "dbt", home: Path | None = None, run_id: str = "killed-run") -> subprocess.Popen[bytes]:
        environment = {**os.environ}
        if home is not None:
            environment |= {processes.HOME_VARIABLE: str(home), processes.RUN_VARIABLE: run_id}
        process = subprocess.Popen([str(program) if name == "dbt" else "sleep", "60"], env=environment)
        started.append(process)
        _wait_for_program(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()


def _wait_for_program(process: subprocess.Popen[bytes]) -> None:
    """Until the child has become its program: before that its command line is still ours."""
    while processes.command_line(process.pid)[:1] != [process.args[0]]:
        time.sleep(0.01)


def _record(path: Path, child: ProcessIdentity) -> None:
    record = RunRecord(path, "killed-run")
    record.child = child
    record.save()


def _reaped(process: subprocess.Popen[bytes]) -> bool:
    return process.wait(timeout=10) != 0


def test_the_recorded_child_is_ended(tmp_path: Path, start) -> None:
    child = start()
    _record(tmp_path / "run.json", processes.identify(child.pid))
    assert recovery.end_children(tmp_path, tmp_path / "run.json", run_id="new") == [child.pid]
    assert _reaped(child)


def test_a_process_with_the_same_number_is_left_alone(tmp_path: Path, start) -> None:
    other = start()
    identity = processes.identify(other.pid)
    _record(tmp_path / "run.json", ProcessIdentity(identity.pid, identity.started - 1))
    assert recovery.end_children(tmp_path, tmp_path / "run.json", run_id="new") == []
    assert other.poll() is None


def test_a_recorded_process_that_is_not_dbt_is_left_alone(tmp_path: Path, start) -> None:
    other = start(name="sleep")
    _record(tmp_path / "run.json", processes.identify(other.pid))
    assert recovery.end_children(tmp_path, tmp_path / "run.json", run_id="new") == []
    assert other.poll() is None


def test_a_child_that_was_started_and_not_yet_recorded_is_found(tmp_path: Path, start) -> None:
    child = start(home=tmp_path)
    assert recovery.end_children(tmp_path, tmp_path / "run.json", run_id="new") == [child.pid]
    assert _reaped(child)


def test_children_of_other_homes_and_of_this_run_are_left_alone(tmp_path: Path, start) -> None:
    of_other_home = start(home=tmp_path / "other")
    of_this_run = start(home=tmp_path, run_id="new")
    not_dbt = start(home=tmp_path, name="sleep")
    assert recovery.end_children(tmp_path, tmp_path / "run.json", run_id="new") == []
    assert [process.poll() for process in (of_other_home, of_this_run, not_dbt)] == [None, None, None]


def test_a_damaged_record_stops_nothing(tmp_path: Path) -> None:
    for text in ("", "[]", json.dumps({"format": 99, "child": {"pid": 1, "started": 1}})):
        (tmp_path / "run.json").write_text(text)
        assert recovery.end_children(tmp_path, tmp_path / "run.json", run_id="new") == []


@op
def nothing() -> None:
    """An op to make runs of."""


@job
def some_job() -> None:
    nothing()


def _unfinished_run(instance: DagsterInstance, process: str | None, status: DagsterRunStatus) -> str:
    tags = {recovery.PROCESS_TAG: process} if process else {}
    return instance.create_run_for_job(some_job, status=status, tags=tags).run_id


def test_runs_whose_process_has_gone_are_closed(tmp_path: Path) -> None:
    me = processes.this_process()
    with DagsterInstance.ephemeral() as instance:
        gone = _unfinished_run(instance, f"{me.pid}:{me.started - 1}", DagsterRunStatus.STARTED)
        waiting = _unfinished_run(instance, f"{me.pid}:{me.started}", DagsterRunStatus.STARTED)
        done = _unfinished_run(instance, f"{me.pid}:{me.started - 1}", DagsterRunStatus.SUCCESS)
        assert recovery.fail_unfinished_runs(instance, run_id="new") == [gone]
        statuses = {run_id: instance.get_run_by_id(run_id).status for run_id in (gone, waiting, done)}
    assert statuses == {
        gone: DagsterRunStatus.FAILURE,
        waiting: DagsterRunStatus.STARTED,
        done: DagsterRunStatus.SUCCESS,
    }


def test_a_run_that_never_began_is_closed_when_it_is_old(tmp_path: Path) -> None:
    with DagsterInstance.ephemeral() as instance:
        run_id = _unfinished_run(instance, None, DagsterRunStatus.STARTING)
        now = time.time()
        assert recovery.fail_unfinished_runs(instance, run_id="new", now=now) == []
        assert recovery.fail_unfinished_runs(instance, run_id="new", now=now + 3600) == [run_id]


def test_the_run_that_recovers_is_not_closed_by_itself(tmp_path: Path) -> None:
    with DagsterInstance.ephemeral() as instance:
        run_id = _unfinished_run(instance, "1:0", DagsterRunStatus.STARTED)
        assert recovery.fail_unfinished_runs(instance, run_id=run_id) == []


def test_concurrency_slots_of_a_killed_run_are_freed(tmp_path: Path) -> None:
    """Seen: the next run waits for ever for a slot that a killed run holds."""
    with DagsterInstance.local_temp(str(tmp_path)) as instance:
        storage = instance.event_log_storage
        storage.set_concurrency_slots("warehouse", 1)
        run_id = _unfinished_run(instance, "1:0", DagsterRunStatus.STARTED)
        assert storage.claim_concurrency_slot("warehouse", run_id, "step").slot_status.value == "CLAIMED"
        recovery.fail_unfinished_runs(instance, run_id="new")
        assert storage.get_concurrency_info("warehouse").active_slot_count == 0
