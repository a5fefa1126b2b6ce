"""The jobs: a whole run, loading only, and a build as of a time beside the live one."""

from typing import Any

from dagster import AssetCheckKey, AssetSelection, define_asset_job, in_process_executor

from dagster_project.defs.names import AS_OF_JOB, LOAD_JOB, RAW, RUN_JOB, raw_key
from dagster_project.defs.project_manifest import delivered_sources
from dagster_project.defs.raw_assets import ACCEPTED_CHECK

# One process: the lock, the session and the children of a run belong to the process that runs it.
EXECUTOR = in_process_executor


def jobs() -> list[Any]:
    everything = AssetSelection.all()
    raw = AssetSelection.groups(RAW)
    accepted = [AssetCheckKey(raw_key(source.name), ACCEPTED_CHECK) for source in delivered_sources()]
    return [
        define_asset_job(
            RUN_JOB,
            everything,
            executor_def=EXECUTOR,
            description="Load, build, check and publish: what `carbon run` does.",
        ),
        define_asset_job(
            LOAD_JOB,
            raw.without_checks() | AssetSelection.checks(*accepted),
            executor_def=EXECUTOR,
            description="Load what was delivered, and stop there.",
        ),
        define_asset_job(
            AS_OF_JOB,
            everything - raw,
            executor_def=EXECUTOR,
            description="Build the state as known at a time (as_of), beside the live one: nothing is loaded.",
        ),
    ]
