"""The resource of every job: the run of a home (lock, recovery, record)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster import ConfigurableResource, DagsterInstance, InitResourceContext
from pydantic import Field, PrivateAttr

from dagster_project.lib.home import Home
from dagster_project.lib.running.instance import storage_kept_open
from dagster_project.lib.running.recovery import process_tag
from dagster_project.lib.running.request import RunRequest
from dagster_project.lib.running.session import RunSession, active_session, open_session


class CarbonRun(ConfigurableResource):
    """One run of one home; an empty setting means the default of `carbon run`."""

    home: str = Field(default="", description="The home folder; empty: CARBON_HOME, else ./data.")
    landing: str = Field(default="", description="Where deliveries are; empty: landing/ in the home.")
    as_of: str = Field(default="", description="Build the state as known at this day or time (ISO 8601); empty: now.")
    full_refresh: bool = Field(default=False, description="Build everything again, not only what changed.")
    months: str = Field(default="", description="Months to build again, such as 2024-01..2024-06.")
    with_persons: bool = Field(
        default=False, description="Give the auditor rows of persons (with keys of the audit epoch), however many."
    )
    wait_seconds: float = Field(default=0.0, description="How long to wait for another run of the home to end.")

    _session: RunSession | None = PrivateAttr(default=None)

    @property
    def session(self) -> RunSession:
        assert self._session is not None
        return self._session

    @contextmanager
    def yield_for_execution(self, context: InitResourceContext) -> Iterator["CarbonRun"]:
        """Use the session that the command line has open in this process, else open one for this Dagster run."""
        running = active_session()
        if running is not None:
            self._session = running
            yield self
            return
        request = self._request()
        instance, run_id = _storage_of(request.home, context.instance), context.run_id
        if instance is not None and run_id is not None:
            instance.add_run_tags(run_id, process_tag())
        with open_session(request, instance=(lambda: instance) if instance else None, run_id=run_id) as session:
            self._session = session
            with storage_kept_open(session.home):
                yield self

    def _request(self) -> RunRequest:
        return RunRequest(
            home=home_of(self.home),
            landing=Path(self.landing) if self.landing else None,
            as_of=self.as_of or None,
            full_refresh=self.full_refresh,
            months=self.months or None,
            with_persons=self.with_persons,
            wait_seconds=self.wait_seconds,
        )


def _storage_of(home: Path, instance: DagsterInstance | None) -> DagsterInstance | None:
    """Dagster's storage when it is this home's own: the runs of another are not ours to judge."""
    if instance is None or instance.is_ephemeral:
        return None
    return instance if Path(instance.root_directory).resolve() == Home.open(home).dagster.resolve() else None


def home_of(setting: str) -> Path:
    return Path(setting or os.environ.get("CARBON_HOME") or "data")
