"""What a run does first, with the lock held: clear away what a killed run left behind. Not here: the lock itself.

A killed run can leave three things: a dbt child that still holds the warehouse file, Dagster runs that look alive and
keep their concurrency slots, and half-written files. Each is recognised by more than a process number.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.lib.running import processes
from dagster_project.lib.running.processes import ProcessIdentity
from dagster_project.lib.running.record import read_record

if TYPE_CHECKING:
    from dagster import DagsterInstance, DagsterRun

PROCESS_TAG = "carbon/process"  # "<pid>:<start>", set on a Dagster run by the process that executes it
_LAUNCH_SECONDS = 600.0  # a run that has not begun after this long never will
_FIRST_SECONDS = 60.0  # by then a run that has begun is tagged


@dataclass
class Recovered:
    """What was found and put right, for the log."""

    ended_children: list[int] = field(default_factory=list)
    failed_runs: list[str] = field(default_factory=list)


def end_children(home: Path, run_json: Path, *, run_id: str) -> list[int]:
    """End the dbt children of earlier runs: the one that run.json names, and any started before it could be named."""
    found = {child for child in (_recorded_child(run_json),) if child is not None}
    found |= {child for child, child_run in processes.dbt_processes_of(home) if child_run != run_id}
    for child in sorted(found, key=lambda process: process.pid):
        processes.end(child)
    return sorted(child.pid for child in found)


def fail_unfinished_runs(instance: DagsterInstance, *, run_id: str, now: float | None = None) -> list[str]:
    """Mark the Dagster runs that nobody executes any more as failed and free their concurrency slots."""
    from dagster import DagsterRunStatus, RunsFilter

    unfinished = [
        DagsterRunStatus.STARTED,
        DagsterRunStatus.CANCELING,
        DagsterRunStatus.STARTING,
        DagsterRunStatus.NOT_STARTED,
    ]
    failed = []
    for record in instance.get_run_records(RunsFilter(statuses=unfinished)):
        run = record.dagster_run
        age = (now or time.time()) - record.create_timestamp.timestamp()
        if run.run_id == run_id or not _is_abandoned(run, age):
            continue
        instance.report_run_failed(run, message="The process of this run ended before the run did.")
        if instance.event_log_storage.supports_global_concurrency_limits:
            instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
        failed.append(run.run_id)
    return failed


def process_tag() -> dict[str, str]:
    """Tells on a Dagster run which process executes it, so that a later recovery can tell whether that still lives."""
    me = processes.this_process()
    return {PROCESS_TAG: f"{me.pid}:{me.started}"}


def _is_abandoned(run: DagsterRun, age: float) -> bool:
    """A run whose process lives is left alone: it may be waiting for this very lock."""
    from dagster import DagsterRunStatus

    tag = run.tags.get(PROCESS_TAG)
    if tag is not None:
        pid, _, started = tag.partition(":")
        return not ProcessIdentity(int(pid), int(started)).is_alive()
    has_begun = run.status in (DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING)
    return age > (_FIRST_SECONDS if has_begun else _LAUNCH_SECONDS)


def _recorded_child(run_json: Path) -> ProcessIdentity | None:
    """The child of run.json, when that very process still runs and is dbt: numbers are used again."""
    child = (read_record(run_json) or {}).get("child")
    if not child:
        return None
    process = ProcessIdentity(child["pid"], child["started"])
    return process if process.is_alive() and processes.is_dbt(process.pid) else None


def remove_leftovers(beside: Path) -> None:
    """Remove the files of builds beside the working file: each is of use only to the run that made it."""
    shutil.rmtree(beside, ignore_errors=True)
