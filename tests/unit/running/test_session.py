"""The session of a run: its record says what happened, whatever happened."""

import errno
import json
import sqlite3
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.errors import GateFailed, HomeBusy, WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.running import lock
from dagster_project.lib.running.failure import failure_of
from dagster_project.lib.running.record import read_record
from dagster_project.lib.running.request import RunRequest
from dagster_project.lib.running.session import active_session, open_session
from dagster_project.lib.running.status import status_of


@pytest.fixture
def request_of(tmp_path: Path) -> RunRequest:
    return RunRequest(home=tmp_path / "home")


def _record(request: RunRequest) -> dict:
    return json.loads((request.home / "run.json").read_text())


def test_a_run_without_failure_succeeds(request_of: RunRequest) -> None:
    with open_session(request_of, run_id="r1") as session:
        assert active_session() is session
        assert _record(request_of)["state"] == "running"
        with session.step("raw", "loading") as layer:
            layer.rows_in = 3
    assert active_session() is None
    record = _record(request_of)
    assert (record["state"], record["exit_code"], record["run_id"]) == ("succeeded", 0, "r1")
    assert record["layers"][0]["rows_in"] == 3
    assert record["ended_at"] is not None
    assert session.home.settings().mode == "live"


def test_the_first_failure_is_the_outcome(request_of: RunRequest) -> None:
    with open_session(request_of, run_id="r1") as session:
        with pytest.raises(GateFailed), session.step("facts", "checking"):
            raise GateFailed("Gate facts stopped the run")
        with pytest.raises(WrongUse), session.step("marts", "building"):
            raise WrongUse("what follows from it")
    record = _record(request_of)
    assert (record["state"], record["exit_code"], record["message"]) == ("failed", 1, "Gate facts stopped the run")


def test_an_unexpected_error_is_one_sentence_and_its_traceback_is_in_the_log(request_of: RunRequest) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        open_session(request_of, run_id="r1") as session,
        session.step("raw", "load"),
    ):
        raise ZeroDivisionError("nobody foresaw this")
    record = _record(request_of)
    assert record["exit_code"] == 1
    assert str(session.log) in record["message"]
    assert "\n" not in record["message"]
    assert "Traceback" in session.log.read_text()


def test_a_failure_whose_log_cannot_be_written_is_still_a_failure(request_of: RunRequest) -> None:
    with pytest.raises(ValueError, match="odd"), open_session(request_of, run_id="r1") as session:
        session.log.mkdir(parents=True)  # as good as a full disk: it cannot be opened for writing
        raise ValueError("odd")
    record = _record(request_of)
    assert (record["state"], record["exit_code"]) == ("failed", 1)


def test_an_interrupt_is_recorded(request_of: RunRequest) -> None:
    with pytest.raises(KeyboardInterrupt), open_session(request_of, run_id="r1"):
        raise KeyboardInterrupt
    assert _record(request_of)["exit_code"] == 130


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        MemoryError(),
        duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"),
        duckdb.IOException("Could not write file: No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
    ],
)
def test_disk_and_memory_that_gave_out_have_their_exit_code(error: Exception) -> None:
    wrapped = RuntimeError("a library's own error")
    wrapped.__cause__ = error
    assert [failure_of(each).exit_code for each in (error, wrapped)] == [4, 4]


def test_a_busy_home_is_told_before_anything_is_touched(request_of: RunRequest) -> None:
    home = Home.open(request_of.home)
    with lock.hold(home.run_lock, run_id="other"):
        with pytest.raises(HomeBusy), open_session(request_of, instance=lambda: pytest.fail("too early")):
            pytest.fail("two runs hold the home")
        assert not home.run_json.exists()


@pytest.mark.parametrize(
    "settings",
    [{"landing": Path("/does/not/exist")}, {"months": "2024"}, {"as_of": "soon"}, {"rebuild": "no-such-release"}],
)
def test_a_wrong_request_leaves_the_home_without_a_mode(tmp_path: Path, settings: dict) -> None:
    with pytest.raises(WrongUse), open_session(RunRequest(home=tmp_path / "home", **settings)):
        pytest.fail("this cannot be run")
    assert Home.open(tmp_path / "home").settings().mode is None


def test_modes_do_not_mix(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_session(RunRequest(home=home, as_of="2024-06-30")) as session:
        assert session.kind == "as-of"
    with pytest.raises(WrongUse, match="--as-of"), open_session(RunRequest(home=home)):
        pytest.fail("a live run in a home of past states")


def test_a_build_as_of_a_time_stands_beside_the_live_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_session(RunRequest(home=home)) as live:
        assert live.place.warehouse == live.home.warehouse
    with open_session(RunRequest(home=home, as_of="2024-06-30")) as session:
        place = session.place
        assert place.warehouse != session.home.warehouse
        assert place.warehouse.name == session.home.warehouse.name
        place.folder.mkdir(parents=True)
        place.warehouse.touch()
    assert not place.folder.exists()


def test_what_dbt_is_told_names_the_home_and_the_run(request_of: RunRequest) -> None:
    with open_session(request_of, run_id="r1") as session:
        environment = session.dbt_environment()
    assert environment["CARBON_RUN_HOME"] == str(request_of.home)
    assert environment["CARBON_RUN_ID"] == "r1"
    assert environment["CARBON_WAREHOUSE"] == str(request_of.home / "work" / "warehouse.duckdb")
    assert all(isinstance(value, str) and value for value in environment.values())


def test_status_tells_a_killed_run_from_a_running_one(request_of: RunRequest) -> None:
    with open_session(request_of, run_id="r1") as session:
        assert status_of(session.home).running == "r1"
        assert status_of(session.home).last_run["state"] == "running"
        as_it_was = session.home.run_json.read_text()
    session.home.run_json.write_text(as_it_was)  # what a killed process leaves
    assert status_of(session.home).running is None
    assert status_of(session.home).last_run["state"] == "killed"


def test_a_record_of_another_format_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    assert read_record(path) is None
    path.write_text(json.dumps({"format": 2}))
    assert read_record(path) is None
