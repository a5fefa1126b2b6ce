"""One run of a home from its lock to its record: what it is asked, where it builds, what its steps found.

The steps themselves are in steps; Dagster's view of them is in defs. One session is open at a time in a process.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.running import lock, progress, recovery
from dagster_project.lib.running.dbt_child import DbtChild
from dagster_project.lib.running.failure import failure_of
from dagster_project.lib.running.processes import HOME_VARIABLE, RUN_VARIABLE, identify
from dagster_project.lib.running.record import LayerRecord, RunRecord, iso_utc
from dagster_project.lib.running.request import Kind, RunRequest, kind_of, parse_as_of, parse_months

if TYPE_CHECKING:
    from dagster import DagsterInstance

    from dagster_project.lib.contract import SourceContract
    from dagster_project.lib.inputs import Inputs
    from dagster_project.lib.publishing import Manifest

BESIDE = "beside"  # folder under work for builds that leave the working file alone
_MEMORY_SHARE = 0.6  # of the machine's memory, for DuckDB inside dbt; the rest is Python's and the system's

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class BuildPlace:
    """Where one run builds: the home's working file, or files of its own beside it."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        # Every place has a file of this name: DuckDB's catalogue is called after it, and models are compiled with that.
        return self.folder / "warehouse.duckdb"

    @property
    def inputs(self) -> Path:
        return self.folder / "inputs"

    @property
    def dbt_target(self) -> Path:
        # Kept from run to run: dbt parses only what changed, as long as the warehouse file has the same path.
        return self.folder / "dbt"


@dataclass
class RunSession:
    """The state that the steps of one run share."""

    home: Home
    request: RunRequest
    kind: Kind
    run_id: str
    started_at: datetime
    as_of: datetime
    place: BuildPlace
    record: RunRecord
    rebuilt: Manifest | None = None  # of the release that a rebuild is compared with
    contracts: Mapping[str, SourceContract] | None = None
    inputs: Inputs | None = None
    finished: set[str] = field(default_factory=set)  # "dbt <group>" and "gate <layer>", in this very run
    preloading: threading.Thread | None = None
    dbt: DbtChild | None = None
    nodes: frozenset[str] | None = None  # ids of the dbt nodes that this run builds

    @property
    def loads_deliveries(self) -> bool:
        return self.kind in ("live", "as-of")

    @property
    def landing(self) -> Path:
        return self.request.landing or self.home.landing

    @property
    def log(self) -> Path:
        return self.home.work / "logs" / f"{self.run_id}.log"

    @contextmanager
    def step(self, layer: str, doing: str) -> Iterator[LayerRecord]:
        """Time a step into its layer's record, and make the first failure the outcome of the run."""
        progress.report(doing)
        layer_record = self.record.layer(layer)
        began = time.monotonic()
        try:
            yield layer_record
        except BaseException as error:
            self.note_failure(error)
            raise
        finally:
            layer_record.seconds += time.monotonic() - began
            self.record.save()

    def dbt_child(self) -> DbtChild:
        """The dbt of this run, started at the first call and written down for the run that may have to end it."""
        if self.dbt is None:
            self.dbt = DbtChild(self.dbt_environment(), self.place.dbt_target, self.log)
            self.record.child = identify(self.dbt.pid)
            self.record.save()
        return self.dbt

    def end_dbt(self) -> None:
        if self.dbt is not None:
            self.dbt.end()
        self.dbt = self.record.child = None

    def dbt_environment(self) -> dict[str, str]:
        return {
            "CARBON_WAREHOUSE": os.fspath(self.place.warehouse),
            "CARBON_INPUTS": os.fspath(self.place.inputs),
            "CARBON_TEMP": os.fspath(self.home.work / "tmp"),
            "CARBON_MEMORY_LIMIT": os.environ.get("CARBON_MEMORY_LIMIT") or _memory_limit(),
            HOME_VARIABLE: os.fspath(self.home.root),
            RUN_VARIABLE: self.run_id,
        }

    def note_failure(self, error: BaseException) -> None:
        """Write down why the run failed, unless an earlier failure is the reason."""
        failure = failure_of(error)
        sentence = failure.sentence
        if failure.is_defect and self.record.state == "running":
            # A log that cannot be written either must not hide the failure itself.
            with suppress(OSError), self.log.open("a", encoding="utf-8") as log:
                log.writelines(traceback.format_exception(error))
            sentence = f"{sentence}; details are in {self.log}"
        self.record.fail(sentence, failure.exit_code)


_active: RunSession | None = None


def active_session() -> RunSession | None:
    """The session that this process has open: the command line opens one before it starts the Dagster job."""
    return _active


@contextmanager
def open_session(
    request: RunRequest,
    *,
    instance: Callable[[], DagsterInstance] | None = None,
    run_id: str | None = None,
) -> Iterator[RunSession]:
    """Take the home's lock, recover from a killed run, and hold the session until the run has ended.

    The instance is opened once the lock is held: a home that is busy is told at once.
    """
    global _active
    home = Home.open(request.home)
    run_id = run_id or str(uuid.uuid4())
    if request.landing is not None and not request.landing.is_dir():
        raise WrongUse(
            f"the landing folder {request.landing} does not exist: give a folder that holds <source>/ folders"
        )
    if request.months is not None:
        parse_months(request.months)
    with lock.hold(home.run_lock, run_id=run_id, wait_seconds=request.wait_seconds):
        session = _begin(home, request, run_id)
        _recover(session, instance() if instance else None)
        session.record.save()
        _active = session
        try:
            yield session
        except BaseException as error:
            session.note_failure(error)
            raise
        finally:
            _active = None
            session.end_dbt()
            recovery.remove_leftovers(home.work / BESIDE)
            session.record.close()


def _begin(home: Home, request: RunRequest, run_id: str) -> RunSession:
    settings = home.settings()
    started_at = datetime.now(UTC)
    kind = kind_of(request, settings.mode)
    as_of = parse_as_of(request.as_of, settings.zone, started_at) if request.as_of else started_at
    if kind in ("live", "as-of") and settings.mode is None:
        home.update_settings(mode=kind)
    place = BuildPlace(home.work if kind in ("live", "as-of") else home.work / BESIDE / run_id)
    rebuilt = _release_to_rebuild(home, request.rebuild) if request.rebuild else None
    if rebuilt is not None:
        as_of = datetime.fromisoformat(rebuilt.as_of)
    (home.work / "logs").mkdir(parents=True, exist_ok=True)
    record = RunRecord(home.run_json, run_id, started_at=iso_utc(started_at), as_of=iso_utc(as_of))
    return RunSession(home, request, kind, run_id, started_at, as_of, place, record, rebuilt)


def _release_to_rebuild(home: Home, name: str) -> Manifest:
    """The manifest of a release, when it was made by this very code and reference data."""
    from dagster_project.lib.fingerprints import code_digest, seed_digest
    from dagster_project.lib.publishing import resolve_release

    manifest = resolve_release(home, name).manifest()
    differs = [
        what
        for what, then, now in (
            ("code", manifest.code_digest, code_digest()),
            ("reference data under seeds/", manifest.seed_digest, seed_digest()),
        )
        if then != now
    ]
    if differs:
        raise WrongUse(
            f"release {manifest.release} was made with other {' and other '.join(differs)} "
            f"(code version {manifest.code_version}); check that version out to rebuild it"
        )
    return manifest


def _recover(session: RunSession, instance: DagsterInstance | None) -> None:
    """Everything that a killed run may have left, before anything new is begun."""
    from dagster_project.lib import loading, publishing

    home, run_id = session.home, session.run_id
    ended = recovery.end_children(home.root, home.run_json, run_id=run_id)
    failed = recovery.fail_unfinished_runs(instance, run_id=run_id) if instance else []
    loading.clean_up(home)
    publishing.finish_interrupted(home)
    recovery.remove_leftovers(home.work / BESIDE)
    if ended or failed:
        logger.warning("recovered: ended dbt processes %s, closed Dagster runs %s", ended, failed)


def _memory_limit() -> str:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{int(total * _MEMORY_SHARE / 2**20)}MiB"
