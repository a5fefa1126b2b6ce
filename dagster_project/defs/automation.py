"""The daily schedule and the sensor on new deliveries. Whether they are on is policy: lib/running/policy."""

from dagster import (
    DefaultScheduleStatus,
    DefaultSensorStatus,
    RunRequest,
    ScheduleDefinition,
    SensorDefinition,
    SensorEvaluationContext,
    SkipReason,
)

from dagster_project.defs.names import LANDING, RUN_JOB
from dagster_project.defs.project_manifest import delivered_sources
from dagster_project.defs.resources import home_of
from dagster_project.lib.running import policy
from dagster_project.lib.running.arrivals import Watch, fingerprint_of_landing

DAILY, ARRIVALS = "daily_run", "new_deliveries"


def schedules() -> list[ScheduleDefinition]:
    is_on = policy.runs_by_default(DAILY, policy.environment())
    return [
        ScheduleDefinition(
            name=DAILY,
            job_name=RUN_JOB,
            cron_schedule=policy.DAILY_RUN_CRON,
            execution_timezone=policy.DAILY_RUN_TIMEZONE,
            default_status=DefaultScheduleStatus.RUNNING if is_on else DefaultScheduleStatus.STOPPED,
            description="A whole run every morning: what time alone changes (as_of) is published as well.",
        )
    ]


def sensors() -> list[SensorDefinition]:
    is_on = policy.runs_by_default(ARRIVALS, policy.environment())
    return [
        SensorDefinition(
            name=ARRIVALS,
            job_name=RUN_JOB,
            evaluation_fn=run_when_something_arrived,
            minimum_interval_seconds=policy.LANDING_INTERVAL_SECONDS,
            default_status=DefaultSensorStatus.RUNNING if is_on else DefaultSensorStatus.STOPPED,
            description="A whole run when landing has changed and has stopped changing.",
        )
    ]


def run_when_something_arrived(context: SensorEvaluationContext) -> RunRequest | SkipReason:
    landing = home_of("") / LANDING
    sources = [source.name for source in delivered_sources()]
    watch, is_due = Watch.from_text(context.cursor).look(fingerprint_of_landing(landing, sources))
    context.update_cursor(watch.to_text())
    if not is_due:
        return SkipReason("Nothing new lies in landing, or it is still changing.")
    return RunRequest(run_key=watch.ran)
