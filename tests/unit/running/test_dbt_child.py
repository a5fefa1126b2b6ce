"""The run's side of its dbt child, with a program in dbt's place."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_project.lib.running import dbt_child, processes
from dagster_project.lib.running.dbt_child import Answer, DbtChild
from dagster_project.lib.running.dbt_results import RUN_RESULTS

PROGRAM = """
import json, os, sys
for line in sys.stdin:
    call = json.loads(line)
    if "die" in call["arguments"]:
        print("out of luck", file=sys.stderr, flush=True)
        os._exit(3)
    said = os.environ["CARBON_SAID"] + "".join(call["nodes"])
    print(json.dumps({"success": "fail" not in call["arguments"], "error": said}), flush=True)
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DbtChild]:
    (tmp_path / "fake_dbt.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.setattr(dbt_child, "DBT_PROGRAM", "fake_dbt")
    environment = {"PYTHONPATH": os.fspath(tmp_path), "CARBON_SAID": "heard"}
    child = DbtChild(environment, tmp_path / "target", tmp_path / "run.log")
    yield child
    child.end()


def test_one_process_answers_several_calls(child: DbtChild) -> None:
    assert child.call(["build"], ["model.a"]) == Answer(True, "heardmodel.a")
    pid = child.pid
    assert child.call(["build", "fail"], []) == Answer(False, "heard")
    assert child.pid == pid


def test_results_of_the_call_before_are_gone(child: DbtChild, tmp_path: Path) -> None:
    (tmp_path / "target" / RUN_RESULTS).write_text("{}", encoding="utf-8")
    child.call(["build"], ["model.a"])
    assert not (tmp_path / "target" / RUN_RESULTS).exists()


def test_a_child_that_dies_is_a_failed_call_with_its_last_words(child: DbtChild) -> None:
    answer = child.call(["die"], [])
    assert (answer.success, answer.error) == (False, "dbt ended with 3: out of luck")
    assert not child.call(["build"], ["model.a"]).success, "and stays one"


def test_an_ended_child_is_gone(child: DbtChild) -> None:
    running = processes.identify(child.pid)
    assert running is not None
    child.end()
    assert not running.is_alive()


def test_a_child_whose_run_was_killed_is_known_for_dbt() -> None:
    process = subprocess.Popen([sys.executable, "-m", processes.DBT_PROGRAM], stdin=subprocess.PIPE)
    try:
        # The system shows the command line of a process a moment after it has begun.
        deadline = time.monotonic() + 10
        while not processes.command_line(process.pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert processes.is_dbt(process.pid)
    finally:
        process.kill()
        process.communicate()
