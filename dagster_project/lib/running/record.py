"""run.json: what the last run of a home did, layer by layer. Not here: how it is printed (cli/summary)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from dagster_project.lib.files import write_atomically
from dagster_project.lib.running.processes import ProcessIdentity, this_process

State = Literal["running", "succeeded", "failed"]
# partial: the run was not asked for a release (a job that only loads, assets picked in the UI)
Outcome = Literal["published", "nothing_new", "equal", "different", "partial"]
FORMAT = 1


@dataclass
class LayerRecord:
    """What one layer took in and gave out. A count is None where the layer has no such thing."""

    layer: str
    rows_in: int | None = None
    rows_out: int | None = None
    rejected: int | None = None
    quarantined: int | None = None
    checks_passed: int = 0
    checks_failed: int = 0
    checks_warned: int = 0
    checks_stood: int = 0  # of tables that did not change: not run again, their last results stand
    seconds: float = 0.0


@dataclass
class RunRecord:
    """The state of one run; `save` after each change, so that a killed run leaves the truth up to then."""

    path: Path
    run_id: str
    process: ProcessIdentity = field(default_factory=this_process)
    state: State = "running"
    started_at: str = ""
    ended_at: str | None = None
    as_of: str | None = None
    child: ProcessIdentity | None = None
    layers: list[LayerRecord] = field(default_factory=list)
    loads: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    release: str | None = None
    release_path: str | None = None
    outcome: Outcome | None = None
    exit_code: int | None = None
    message: str | None = None

    def layer(self, name: str) -> LayerRecord:
        """The record of a layer, made at its first mention: layers stand in the order in which they ran."""
        for found in self.layers:
            if found.layer == name:
                return found
        self.layers.append(LayerRecord(name))
        return self.layers[-1]

    def as_json(self) -> dict[str, Any]:
        # Not asdict(): it copies every load of the run, and the record is saved after every step.
        fields = {name: value for name, value in vars(self).items() if name not in ("path", "process")}
        fields["child"] = vars(self.child) if self.child else None
        fields["layers"] = [{**vars(layer), "seconds": round(layer.seconds, 3)} for layer in self.layers]
        return {"format": FORMAT, "pid": self.process.pid, "started": self.process.started, **fields}

    def save(self) -> None:
        # Only the record of a run that has ended is laid out for people: that takes ten times as long.
        indent = 2 if self.ended_at else None
        write_atomically(self.path, json.dumps(self.as_json(), ensure_ascii=False, indent=indent) + "\n")

    def close(self) -> None:
        """The run has ended: it succeeded unless a step has failed."""
        if self.state == "running":
            self.state, self.exit_code = "succeeded", self.exit_code or 0
            self.outcome = self.outcome or "partial"
            self._end()

    def fail(self, message: str, exit_code: int) -> None:
        """The first failure is the cause; what follows from it does not replace it."""
        if self.state == "failed":
            return
        self.state, self.message, self.exit_code = "failed", message, exit_code
        self._end()

    def _end(self) -> None:
        self.child = None
        self.ended_at = iso_utc(datetime.now(UTC))
        self.save()


def read_record(path: Path) -> dict[str, Any] | None:
    """run.json as it stands; None when there was no run yet or the file is not one of ours."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return fields if isinstance(fields, dict) and fields.get("format") == FORMAT else None


def iso_utc(moment: datetime) -> str:
    """UTC with a Z and no fraction finer than a microsecond; a naive moment is UTC already."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.isoformat().replace("+00:00", "Z")
