"""`carbon run` and `carbon rebuild`: the commands that build."""

from __future__ import annotations

import argparse
import json
import traceback
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dagster_project.cli.options import add_command, add_json, add_wait

if TYPE_CHECKING:
    from dagster_project.lib.running.request import RunRequest

RUN_EXAMPLES = """\
  carbon run --home ./data
  carbon run --home ./data --landing /mnt/deliveries --wait 600
  carbon run --home ./data --as-of 2024-06-30          what was known when that day was over
  carbon run --home ./data --months 2024-01..2024-03   build these months again
"""
REBUILD_EXAMPLES = """\
  carbon rebuild 20240630T160000Z-1a2b3c4d --home ./data
"""


def add_commands(commands: Any) -> None:
    run = add_command(commands, "run", run_command, "load what was delivered, build, check and publish", RUN_EXAMPLES)
    run.add_argument("--landing", type=Path, metavar="DIR", help="where deliveries are (default: HOME/landing)")
    run.add_argument(
        "--as-of",
        metavar="TIME",
        help="build the state as known at this day (its end) or time; in a home with live releases it is published "
        "beside them and the current release stays",
    )
    run.add_argument("--full-refresh", action="store_true", help="build everything again, not only what changed")
    run.add_argument("--months", metavar="FROM..TO", help="build these months again, such as 2024-01..2024-06")
    run.add_argument(
        "--with-persons",
        action="store_true",
        help="give the auditor rows of persons (with keys of the audit epoch) even when they are 5 million or more",
    )
    run.add_argument("--engine", choices=["duckdb"], default="duckdb", help="what computes (default: duckdb)")
    add_wait(run)
    add_json(run)

    rebuild = add_command(
        commands,
        "rebuild",
        rebuild_command,
        "build a release again from its own deliveries and compare the content",
        REBUILD_EXAMPLES,
    )
    rebuild.add_argument("release", metavar="RELEASE", help="the release, or the beginning of its name")
    add_wait(rebuild)
    add_json(rebuild)


def run_command(arguments: argparse.Namespace) -> int:
    return _execute(
        arguments,
        landing=arguments.landing.absolute() if arguments.landing else None,
        as_of=arguments.as_of,
        full_refresh=arguments.full_refresh,
        months=arguments.months,
        with_persons=arguments.with_persons,
    )


def rebuild_command(arguments: argparse.Namespace) -> int:
    return _execute(arguments, rebuild=arguments.release)


class _Outcome(NamedTuple):
    record: dict[str, Any] | None  # None: the run did not begin
    refusal: str | None
    exit_code: int


def _execute(arguments: argparse.Namespace, **settings: Any) -> int:
    from dagster_project.cli.screen import log_everything
    from dagster_project.cli.summary import print_summary
    from dagster_project.lib.home import Home
    from dagster_project.lib.running import progress
    from dagster_project.lib.running.request import RunRequest

    home = Home.open(arguments.home)
    run_id = str(uuid.uuid4())
    request = RunRequest(home=home.root, wait_seconds=arguments.wait, **settings)
    with log_everything(home.work / "logs" / f"{run_id}.log") as screen, progress.listening(screen.show_progress):
        outcome = _attempt(request, run_id, screen.log)
        screen.end_progress()
        if outcome.record is not None and arguments.json:
            print(json.dumps(outcome.record, ensure_ascii=False, indent=2), file=screen.out)
        elif outcome.record is not None:
            print_summary(outcome.record, screen.out)
        if outcome.refusal is not None:
            print(f"carbon: {outcome.refusal}", file=screen.error)
    return outcome.exit_code


def _attempt(request: RunRequest, run_id: str, log: Path) -> _Outcome:
    """Run, and turn whatever happens into a record, a sentence and an exit code."""
    from dagster_project.lib.running.execution import execute
    from dagster_project.lib.running.failure import failure_of

    try:
        record = execute(request, run_id)
    except BaseException as error:  # an interrupt as well: the terminal is ours to give back
        failure = failure_of(error)
        if not failure.is_defect:
            return _Outcome(None, failure.sentence, failure.exit_code)
        traceback.print_exc()  # goes into the log
        return _Outcome(None, f"{failure.sentence}; details are in {log}", failure.exit_code)
    return _Outcome(record.as_json(), record.message if record.state == "failed" else None, record.exit_code or 0)
