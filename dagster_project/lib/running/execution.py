"""Running one of the jobs in this process, as the command line does: the same job that the Dagster UI launches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagster_project.lib.home import Home
from dagster_project.lib.running.derived import ensure_derived
from dagster_project.lib.running.failure import DEFECT_EXIT_CODE, INTERRUPTED, INTERRUPTED_EXIT_CODE
from dagster_project.lib.running.instance import open_instance, storage_kept_open
from dagster_project.lib.running.record import RunRecord
from dagster_project.lib.running.recovery import process_tag
from dagster_project.lib.running.request import RunRequest
from dagster_project.lib.running.session import RunSession, open_session

if TYPE_CHECKING:
    from dagster import DagsterInstance, ExecuteInProcessResult


INTERRUPTS = ("DagsterExecutionInterruptedError", "KeyboardInterrupt")


def execute(request: RunRequest, run_id: str) -> RunRecord:
    """Carry out a run and return its record, failed or not; what keeps it from beginning is raised."""
    opened: list[DagsterInstance] = []
    begun: list[RunSession] = []

    def instance() -> DagsterInstance:
        opened.append(open_instance(Home.open(request.home)))
        return opened[0]

    try:
        with open_session(request, instance=instance, run_id=run_id) as session:
            begun.append(session)
            ensure_derived()
            _execute_job(session, opened[0])
    except BaseException:
        if not begun:
            raise  # else the record says what happened
    finally:
        for each in opened:
            each.dispose()
    return begun[0].record


def _execute_job(session: RunSession, instance: DagsterInstance) -> None:
    from dagster_project.definitions import defs
    from dagster_project.defs.names import AS_OF_JOB, RUN_JOB

    job = defs.resolve_job_def(RUN_JOB if session.loads_deliveries else AS_OF_JOB)
    with storage_kept_open(session.home):
        result = job.execute_in_process(
            instance=instance, run_id=session.run_id, tags=process_tag(), raise_on_error=False
        )
    if not result.success and session.record.state == "running":
        if _was_interrupted(result):
            session.record.fail(INTERRUPTED, INTERRUPTED_EXIT_CODE)
            return
        session.record.fail(f"{_unseen_failure(result)}; details are in {session.log}", DEFECT_EXIT_CODE)


def _was_interrupted(result: ExecuteInProcessResult) -> bool:
    """Whether the interrupt met Dagster between two of our steps, which makes a failed step of it."""
    errors = [getattr(event.event_specific_data, "error", None) for event in result.all_events if event.is_failure]
    return any(error is not None and error.cls_name in INTERRUPTS for error in errors)


def _unseen_failure(result: ExecuteInProcessResult) -> str:
    """A failure outside our own steps, such as one of Dagster itself."""
    for event in result.all_events:
        if event.is_failure:
            return f"the run stopped in Dagster ({' '.join((event.message or event.event_type_value).split())[:200]})"
    return "the run stopped in Dagster for a reason that it does not give"
