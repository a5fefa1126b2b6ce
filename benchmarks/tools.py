"""Which tool a run spent its time with: the log that Dagster keeps of its steps, and dbt's own results."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

STEP = re.compile(r'Finished execution of step "([^"]+)" in ([0-9.a-z]+)')
DURATION = re.compile(r"(?:([0-9]+)h)?(?:([0-9]+)m(?![s]))?(?:([0-9.]+)s)?(?:([0-9.]+)ms)?")
OTHER = "other steps"
# The first words of a step's name.
TOOLS = {"raw__": "load", "gate_": "gates", "dbt_": "dbt", "publish": "publish", "release": "publish"}


def seconds_by_tool(log: Path) -> dict[str, float]:
    """Sums of the steps of one run."""
    seconds: dict[str, float] = defaultdict(float)
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        found = STEP.search(line)
        if found:
            seconds[_tool(found[1])] += seconds_of(found[2].rstrip("."))
    return dict(seconds)


def seconds_of(text: str) -> float:
    """A duration as Dagster writes it: 255ms, 1.97s, 2m5s, 1h3m."""
    found = DURATION.fullmatch(text)
    if not found or not text:
        raise ValueError(f"{text!r} is not a duration")
    hours, minutes, seconds, milliseconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000


class DbtWatch:
    """Adds up what each dbt call says it took; its file is written anew by the next call."""

    def __init__(self, results: Path) -> None:
        self._results = results
        self._seen = self._stamp()
        self.seconds = 0.0

    def look(self) -> None:
        """Cheap; to be called while the run goes on and once after it."""
        stamp = self._stamp()
        if stamp in (0, self._seen):
            return
        try:
            self.seconds += json.loads(self._results.read_text(encoding="utf-8"))["elapsed_time"]
        except (OSError, ValueError, KeyError):  # it is not whole yet: the next look reads it
            return
        self._seen = stamp

    def _stamp(self) -> int:
        try:
            return self._results.stat().st_mtime_ns
        except OSError:
            return 0


def _tool(step: str) -> str:
    return next((tool for start, tool in TOOLS.items() if step.startswith(start)), OTHER)
