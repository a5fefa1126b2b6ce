"""What a home holds and what its last run did, gathered without taking the lock. Not here: printing (cli)."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from dagster_project.lib.home import Home
from dagster_project.lib.running import lock
from dagster_project.lib.running.record import read_record


@dataclass(frozen=True)
class Status:
    """Facts about a home, in the order in which one asks for them."""

    home: str
    mode: str | None
    running: str | None  # run id of the run that holds the home now
    current_release: str | None
    current_as_of: str | None
    releases: int
    as_of_releases: int
    loads: dict[str, dict[str, int]]  # source -> status -> number of loads
    last_run: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def lines(self) -> list[str]:
        lines = [f"home             {self.home} ({self.mode or 'nothing has run yet'})"]
        if self.running:
            lines.append(f"running          run {self.running}")
        if self.current_release:
            lines.append(f"current release  {self.current_release}, as of {self.current_as_of}")
        else:
            lines.append("current release  none yet")
        lines.append(f"releases         {self.releases} live, {self.as_of_releases} as of a time")
        for source, counts in self.loads.items():
            lines.append(
                f"loads            {source}: " + ", ".join(f"{number} {name}" for name, number in counts.items())
            )
        if self.last_run:
            lines.append(f"last run         {_said_of(self.last_run)}")
        return lines


def status_of(home: Home) -> Status:
    from dagster_project.lib.loading import ledger
    from dagster_project.lib.publishing import current_release
    from dagster_project.lib.publishing.releases import as_of_releases, live_releases

    current = current_release(home)
    holder = lock.holder(home.run_lock)
    loads: dict[str, Counter[str]] = {}
    for state in ledger.read(home).loads.values():
        loads.setdefault(state.source, Counter())[state.status() or "unknown"] += 1
    return Status(
        home=str(home.root),
        mode=home.settings().mode,
        running=holder.run_id if holder else None,
        current_release=current.name if current else None,
        current_as_of=current.manifest().as_of if current else None,
        releases=len(live_releases(home)),
        as_of_releases=len(as_of_releases(home)),
        loads={source: dict(sorted(counts.items())) for source, counts in sorted(loads.items())},
        last_run=_last_run(home, holder),
    )


def _last_run(home: Home, holder: lock.Holder | None) -> dict[str, Any] | None:
    """run.json; a run that still calls itself running and whose process has gone was killed."""
    record = read_record(home.run_json)
    if record is None:
        return None
    names = ("run_id", "state", "outcome", "release", "started_at", "ended_at", "exit_code", "message")
    shown = {name: record[name] for name in names}
    if shown["state"] == "running" and (holder is None or holder.run_id != shown["run_id"]):
        shown["state"] = "killed"
    return shown


def _said_of(run: dict[str, Any]) -> str:
    text = f"{run['state']}" + (f" ({run['outcome']})" if run["outcome"] else "") + f", started {run['started_at']}"
    return f"{text}: {run['message']}" if run["message"] else text
