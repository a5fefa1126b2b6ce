"""The ledger (装载台账) of the raw zone: append-only events, one JSON file each, and what they say together.

An event is written last, by a rename: what it names is visible from then on, all at once. Nothing is ever changed or
removed here; how files are read or written is not known here.

    loaded, rejected   what the load is; the newest one known counts
    erased             stands from now on for one of these (``of_attempt``), whatever is asked for and as of when: rows
                       of persons have left its files
    revoked            the load is taken back from its known_at on
    unchanged          the same content under another name
    applied            of a request to be erased: everything kept by then is without these persons
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.files import write_atomically
from dagster_project.lib.home import Home

FORMAT = 1
REVISIONS = ("loaded", "rejected")  # events that say what the load is; the others stand beside them

Event = dict[str, Any]


@dataclass(frozen=True)
class LoadState:
    """One load (source, content): its events in order, and what they make of it at a time."""

    load_id: str
    events: tuple[Event, ...]

    @property
    def source(self) -> str:
        return str(self.events[0]["source"])

    @property
    def sha256(self) -> str:
        return str(self.events[0]["sha256"])

    @property
    def next_attempt(self) -> int:
        return len(self.events) + 1

    @cached_property
    def file_names(self) -> frozenset[str]:
        """Every name under which this content has arrived."""
        return frozenset(str(event["file_name"]) for event in self.events if "file_name" in event)

    def revision(self, as_of: datetime | None = None, attempt: int | None = None) -> Event | None:
        """The newest event that loads or rejects the content, known by ``as_of``; or the one of a given attempt.

        Where rows of it have been erased, the event that says so: what was there before does not exist any more.
        """
        found: Event | None = None
        of_attempt = self._erased_attempts.get(attempt or 0, attempt)
        for event in self.events:
            is_asked_for = of_attempt is None or event["attempt"] == of_attempt
            if event["event"] in REVISIONS and is_asked_for and _is_known(event, as_of):
                found = event
        return self._as_it_is_now(found) if found else None

    def revisions(self) -> list[Event]:
        """Every event that loads the content, also those that older releases rest on, each as it is now."""
        return [self._as_it_is_now(event) for event in self.events if event["event"] == "loaded"]

    @cached_property
    def _erased_attempts(self) -> dict[int, int]:
        """By the attempt of each erasure: the attempt of the event that it stands for."""
        return {event["attempt"]: event["of_attempt"] for event in self.events if event["event"] == "erased"}

    def _as_it_is_now(self, revision: Event) -> Event:
        erasures = [event for event in self.events if event.get("of_attempt") == revision["attempt"]]
        return erasures[-1] if erasures else revision

    def revocation(self, as_of: datetime | None = None) -> Event | None:
        found = [event for event in self.events if event["event"] == "revoked" and _is_known(event, as_of)]
        return found[0] if found else None

    def status(self, as_of: datetime | None = None) -> str | None:
        """loaded, rejected or revoked; None: not known by then."""
        revision = self.revision(as_of)
        if revision is None:
            return None
        if self.revocation(as_of):
            return "revoked"
        return "loaded" if revision["event"] == "erased" else str(revision["event"])


@dataclass(frozen=True)
class Ledger:
    """Everything the ledger says, by load id."""

    loads: dict[str, LoadState] = field(default_factory=dict)

    def of_source(self, source: str) -> list[LoadState]:
        return [load for load in self.loads.values() if load.source == source]

    def files_named(self) -> set[str]:
        """Paths below raw/ that hold what some event says; whatever else lies there is a leftover."""
        current = (revision for load in self.loads.values() for revision in load.revisions())
        return {file["path"] for event in current for file in event["files"]}

    def reject_files_named(self) -> set[str]:
        """Paths below audit/ that some event names."""
        return {event["reject_file"] for event in self.events() if event.get("reject_file")}

    def events(self) -> Iterator[Event]:
        for load in self.loads.values():
            yield from load.events

    def with_event(self, event: Event) -> "Ledger":
        """The ledger after one more event."""
        known = self.loads.get(event["load_id"])
        events = (*known.events, event) if known else (event,)
        return Ledger({**self.loads, event["load_id"]: LoadState(event["load_id"], events)})


def read(home: Home) -> Ledger:
    """Read every event of a home."""
    by_load: dict[str, list[Event]] = {}
    for path in sorted(home.ledger.glob("[!.]*.json")):
        try:
            event = json.loads(path.read_text())
            if event["format"] != FORMAT:
                raise CarbonError(f"{path} is a ledger entry of format {event['format']}; this version knows {FORMAT}")
            by_load.setdefault(event["load_id"], []).append(event)
        except (OSError, ValueError, KeyError, TypeError):
            raise CarbonError(f"the ledger entry {path} is damaged: restore it from a backup of this home") from None
    return Ledger({load_id: _state(home, load_id, events) for load_id, events in sorted(by_load.items())})


def append(home: Home, event: Event) -> Event:
    """Write one event; from this moment on what it names is visible."""
    complete = {"format": FORMAT, **event}
    attempt = int(event["attempt"])
    name = f"{event['load_id']}.json" if attempt == 1 else f"{event['load_id']}.{attempt}.json"
    path = home.ledger / name
    if path.exists():
        raise CarbonError(f"the ledger already has {path}: another process is writing in this home")
    write_atomically(path, json.dumps(complete, indent=1, ensure_ascii=False) + "\n")
    return complete


def as_text(moment: datetime) -> str:
    """A moment as the ledger writes it: ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def as_moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _state(home: Home, load_id: str, events: Iterable[Event]) -> LoadState:
    ordered = tuple(sorted(events, key=lambda event: event["attempt"]))
    if [event["attempt"] for event in ordered] != list(range(1, len(ordered) + 1)):
        raise CarbonError(f"the ledger {home.ledger} misses an entry of {load_id}: restore it from a backup")
    return LoadState(load_id, ordered)


def _is_known(event: Event, as_of: datetime | None) -> bool:
    return as_of is None or as_moment(event["known_at"]) <= as_of
