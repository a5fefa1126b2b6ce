"""Telling whether something new lies in landing. Not here: what starts a run (defs/automation) or loads a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from dagster_project.lib.loading.discover import find_deliveries
from dagster_project.lib.loading.outcome import FileNotReadNow


@dataclass(frozen=True)
class Watch:
    """What a watcher remembers between two looks."""

    seen: str = ""  # landing at the last look
    ran: str = ""  # landing for which a run was last asked for

    @classmethod
    def from_text(cls, text: str | None) -> Watch:
        return cls(**json.loads(text)) if text else cls()

    def to_text(self) -> str:
        return json.dumps(asdict(self))

    def look(self, landing: str) -> tuple[Watch, bool]:
        """The next state, and whether a run is due: when landing has changed and then stayed as it is for one look."""
        is_settled = landing == self.seen
        is_due = is_settled and landing != self.ran and landing != EMPTY
        return Watch(seen=landing, ran=landing if is_due else self.ran), is_due


EMPTY = hashlib.sha256().hexdigest()


def fingerprint_of_landing(landing: Path, sources: Iterable[str]) -> str:
    """Names, sizes and times of all deliveries and their sidecars; nothing is opened."""
    digest = hashlib.sha256()
    for source in sorted(sources):
        try:
            deliveries = find_deliveries(landing, source)
        except FileNotReadNow:
            continue
        for delivery in deliveries:
            for path in (delivery.path, delivery.sidecar):
                digest.update(_line(source, path))
    return digest.hexdigest()


def _line(source: str, path: Path) -> bytes:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return b""
    return repr((source, path.name, status.st_size, status.st_mtime_ns)).encode("utf-8", "surrogateescape")
