"""What the ledger says as of a time: the loads in effect, and one line per delivered file name and content.

The ledger itself is ``loading.ledger``; what a run does with the loads is ``inputs``' matter.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dagster_project.lib.loading import ledger
from dagster_project.lib.loading.ledger import Event, Ledger, LoadState


@dataclass(frozen=True)
class EffectiveLoad:
    """A load whose rows a run reads: the revision of it that counts."""

    state: LoadState
    revision: Event

    @property
    def source(self) -> str:
        return self.state.source

    @property
    def load_id(self) -> str:
        return self.state.load_id

    @property
    def sha256(self) -> str:
        return self.state.sha256

    @property
    def attempt(self) -> int:
        return int(self.revision["attempt"])

    @property
    def known_at(self) -> datetime:
        return ledger.as_moment(self.revision["known_at"])

    @property
    def is_known_at_stated(self) -> bool:
        return bool(self.revision["is_known_at_stated"])

    @property
    def rows_loaded(self) -> int:
        return int(self.revision["rows_loaded"])

    @property
    def months_covered(self) -> set[date]:
        """Months that the rows were about when they were loaded, for sources with a time of their own."""
        return {date.fromisoformat(month) for month in self.revision["months"]}


@dataclass(frozen=True)
class LoadLine:
    """One line of audit.load."""

    load_id: str
    source: str
    file_name: str
    sha256: str
    known_at: datetime
    is_known_at_stated: bool
    loaded_at: datetime
    rows_delivered: int
    rows_loaded: int
    rows_rejected: int
    rows_erased: int
    rounded_values: int
    status: str
    message: str | None
    is_in_effect: bool
    reject_file: str | None


def effective_loads(known: Ledger, as_of: datetime) -> list[EffectiveLoad]:
    """Loaded, known by ``as_of`` and not taken back by then."""
    found = [(state, state.revision(as_of)) for state in known.loads.values() if state.status(as_of) == "loaded"]
    return [EffectiveLoad(state, revision) for state, revision in found if revision]


def load_lines(
    known: Ledger, as_of: datetime, effective: list[EffectiveLoad], *, only_effective: bool = False
) -> list[LoadLine]:
    """Every delivered file known by ``as_of``; with ``only_effective`` loads outside that set are left out."""
    chosen = {load.load_id: load.revision for load in effective}
    lines: list[LoadLine] = []
    for state in known.loads.values():
        revision = chosen.get(state.load_id) or state.revision(as_of)
        is_left_out = only_effective and revision and revision["event"] != "rejected" and state.load_id not in chosen
        if revision is None or is_left_out:
            continue
        lines.append(_line(state, revision, as_of, is_in_effect=state.load_id in chosen))
        lines += _repeats(state, revision, as_of)
    return lines


def _line(state: LoadState, revision: Event, as_of: datetime, *, is_in_effect: bool) -> LoadLine:
    revocation = None if is_in_effect else state.revocation(as_of)
    return LoadLine(
        **_identity(state, revision),
        rows_delivered=revision["rows_delivered"],
        rows_loaded=revision["rows_loaded"],
        rows_rejected=revision["rows_rejected"],
        rows_erased=revision.get("rows_erased", 0),
        rounded_values=revision["rounded_values"],
        status="revoked" if revocation else _status(revision),
        message=revocation["reason"] if revocation else revision["message"],
        is_in_effect=is_in_effect,
        reject_file=revision["reject_file"],
    )


def _status(revision: Event) -> str:
    """``erased`` where rows were erased and none is left, else what became of the file when it was read."""
    if revision.get("rows_erased", 0) and not revision["rows_loaded"]:
        return "erased"
    return "rejected" if revision["event"] == "rejected" else "loaded"


def _repeats(state: LoadState, revision: Event, as_of: datetime) -> list[LoadLine]:
    """The same content under other names: no rows of their own, so that nothing is counted twice."""
    newest: dict[str, Event] = {}
    for event in state.events:
        name = event.get("file_name")
        if name and name != revision["file_name"] and ledger.as_moment(event["known_at"]) <= as_of:
            newest[name] = event
    return [
        LoadLine(
            **_identity(state, event),
            rows_delivered=0,
            rows_loaded=0,
            rows_rejected=0,
            rows_erased=0,
            rounded_values=0,
            status="unchanged",
            message=event["message"]
            if event["event"] == "unchanged"
            else f"the same content as {revision['file_name']}",
            is_in_effect=False,
            reject_file=None,
        )
        for event in newest.values()
    ]


def _identity(state: LoadState, event: Event) -> dict[str, Any]:
    return {
        "load_id": state.load_id,
        "source": state.source,
        "file_name": event["file_name"],
        "sha256": state.sha256,
        "known_at": ledger.as_moment(event["known_at"]),
        "is_known_at_stated": event["is_known_at_stated"],
        "loaded_at": ledger.as_moment(event["loaded_at"]),
    }
