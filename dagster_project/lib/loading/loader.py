"""The loader (装载): every delivered file of a source becomes a load in the raw zone, a repeat or a rejection.

Driven by the source contract alone: a new source is a new contract and nothing here. Each step's how is in the module
it is called from; this one says in which order, and what is recorded in the ledger at the end.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.files import resources_guarded
from dagster_project.lib.home import Home
from dagster_project.lib.loading import agreement, ledger
from dagster_project.lib.loading.checking import RowChecks, wanted_columns
from dagster_project.lib.loading.discover import (
    Delivery,
    OpenDelivery,
    find_deliveries,
    opened,
    read_sidecar_bytes,
    refuse_if_changed,
)
from dagster_project.lib.loading.file_scratch import FileScratch
from dagster_project.lib.loading.ledger import Event, Ledger, LoadState
from dagster_project.lib.loading.limits import LIMITS, Limits
from dagster_project.lib.loading.outcome import FileNotReadNow, FileRejected, LoadOutcome
from dagster_project.lib.loading.parquet_rows import parquet_header
from dagster_project.lib.loading.pseudonyms import person_key
from dagster_project.lib.loading.reading import linked, open_rows, row_stream
from dagster_project.lib.loading.rows import check_header, drift_of
from dagster_project.lib.loading.sidecar import Sidecar, check_delivered_at, parse_sidecar
from dagster_project.lib.loading.text_scratch import TextScratch
from dagster_project.lib.loading.tombstones import erased_for
from dagster_project.lib.loading.writing import Counts, Revision, Scratch, Task

Progress = Callable[[str], None]
Header = tuple[str, ...]
NO_ROWS = {"rows_delivered": 0, "rows_loaded": 0, "rows_rejected": 0, "rows_erased": 0, "rounded_values": 0}


@dataclass(frozen=True)
class Loading:
    """What stays the same for all files of a source in one run."""

    home: Home
    contract: SourceContract
    run_id: str
    started_at: datetime
    limits: Limits = LIMITS
    erased: frozenset[int] = frozenset()  # keys of persons whose rows are not written


def load_source(
    home: Home,
    contract: SourceContract,
    landing: Path,
    *,
    run_id: str,
    started_at: datetime,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> list[LoadOutcome]:
    """Load what has arrived for one source; one outcome per file, in the order of the file names."""
    try:
        deliveries = find_deliveries(landing, contract.name)
    except FileNotReadNow as refusal:
        return [LoadOutcome(contract.name, contract.name, "rejected", message=str(refusal))]
    known = ledger.read(home) if deliveries else Ledger()
    loading = Loading(home, contract, run_id, started_at, limits, erased_for(home, known, contract))
    outcomes: list[LoadOutcome] = []
    for number, delivery in enumerate(deliveries, start=1):
        if progress:
            progress(f"{contract.name}: file {number} of {len(deliveries)}")
        outcome, event = _load_delivery(loading, known, delivery)
        known = known.with_event(event) if event else known
        outcomes.append(outcome)
    return outcomes


def _load_delivery(loading: Loading, known: Ledger, delivery: Delivery) -> tuple[LoadOutcome, Event | None]:
    try:
        sidecar = read_sidecar_bytes(delivery)
        with opened(delivery) as is_open:
            event = _decide(loading, known.loads.get(is_open.load_id), is_open, sidecar)
            if isinstance(event, LoadOutcome):
                return event, None
        return outcome_of(event), event
    except FileNotReadNow as refusal:
        return LoadOutcome(delivery.source, delivery.file_name, "rejected", message=str(refusal)), None


def _decide(
    loading: Loading, state: LoadState | None, is_open: OpenDelivery, sidecar: bytes | None
) -> Event | LoadOutcome:
    """Load new content, try rejected content again when something that decides it has changed, else note the repeat."""
    retry_key = retry_key_of(sidecar, loading.contract)
    if state is None:
        return _read_and_record(loading, None, is_open, sidecar)
    if state.sha256 != is_open.sha256:
        raise FileNotReadNow(f"{is_open.delivery.file_name} has the same load id as other content ({state.load_id})")
    revision = state.revision()
    if state.status() == "rejected" and revision and _may_be_retried(revision, retry_key, loading.started_at):
        return _read_and_record(loading, state, is_open, sidecar)
    if is_open.delivery.file_name not in state.file_names:
        return _record_repeat(loading, state, is_open)
    assert revision is not None
    if state.status() == "rejected":
        return replace(outcome_of(revision), file_name=is_open.delivery.file_name, attempt=None)
    name = is_open.delivery.file_name
    message = f"already {state.status()} as {state.load_id}"
    return LoadOutcome(loading.contract.name, name, "unchanged", state.load_id, message=message)


def retry_key_of(sidecar: bytes | None, contract: SourceContract) -> str:
    """Changes when a rejected load deserves another attempt: its sidecar, the contract or the limit has changed."""
    return hashlib.sha256((sidecar or b"") + contract.fingerprint.encode()).hexdigest()[:16]


def _may_be_retried(revision: Event, retry_key: str, now: datetime) -> bool:
    if revision["retry_key"] != retry_key:
        return True
    return revision["retry_after"] is not None and now >= ledger.as_moment(revision["retry_after"])


def _record_repeat(loading: Loading, state: LoadState, is_open: OpenDelivery) -> Event:
    event = {
        "event": "unchanged",
        "attempt": state.next_attempt,
        "load_id": state.load_id,
        "source": state.source,
        "file_name": is_open.delivery.file_name,
        "sha256": state.sha256,
        "known_at": ledger.as_text(loading.started_at),
        "is_known_at_stated": False,
        "loaded_at": ledger.as_text(loading.started_at),
        "run_id": loading.run_id,
        "message": f"the same content was delivered before and is {state.status()} as {state.load_id}",
        **NO_ROWS,
    }
    return ledger.append(loading.home, event)


def _read_and_record(loading: Loading, state: LoadState | None, is_open: OpenDelivery, sidecar: bytes | None) -> Event:
    base = _base_event(loading, state, is_open, sidecar)
    try:
        zone = loading.home.settings().zone
        stated = parse_sidecar(sidecar, is_open.delivery.file_name, zone)
        check_delivered_at(stated, is_open.delivery.file_name, loading.started_at)
        agreement.check_hash(stated, is_open.sha256)
        return ledger.append(loading.home, read_revision(loading, base, is_open, stated))
    except FileRejected as rejection:
        retry_after = ledger.as_text(rejection.retry_after) if rejection.retry_after else None
        rejected = {"event": "rejected", "message": str(rejection), "retry_after": retry_after, **NO_ROWS}
        return ledger.append(loading.home, base | rejected)


def _base_event(loading: Loading, state: LoadState | None, is_open: OpenDelivery, sidecar: bytes | None) -> Event:
    return {
        "event": "loaded",
        "attempt": state.next_attempt if state else 1,
        "load_id": is_open.load_id,
        "source": loading.contract.name,
        "file_name": is_open.delivery.file_name,
        "sha256": is_open.sha256,
        "bytes": is_open.size,
        "known_at": ledger.as_text(loading.started_at),
        "is_known_at_stated": False,
        "loaded_at": ledger.as_text(loading.started_at),
        "run_id": loading.run_id,
        "contract": loading.contract.fingerprint,
        "schema": [list(column) for column in loading.contract.raw_schema],
        **NO_ROWS,
        "drift": [],
        "warnings": [],
        "files": [],
        "months": [],
        "reject_file": None,
        "retry_key": retry_key_of(sidecar, loading.contract),
        "retry_after": None,
        "message": None,
    }


def read_revision(loading: Loading, base: Event, is_open: OpenDelivery, sidecar: Sidecar) -> Event:
    """Read, check and write one delivery; the event returned is not yet recorded, so nothing is visible yet."""
    known_at = sidecar.delivered_at or ledger.as_moment(base["known_at"])
    revision = Revision(base["load_id"], base["attempt"], known_at)
    task = Task(loading.home, loading.contract, revision, loading.erased)
    read = _read_file if is_open.delivery.format == "parquet" else _read_text
    with resources_guarded(loading.home.raw):
        header, result = read(loading, task, is_open, sidecar)
    drift = drift_of(header, loading.contract)
    stamped = base | {
        "known_at": ledger.as_text(known_at),
        "is_known_at_stated": sidecar.delivered_at is not None,
        "drift": list(drift),
        "warnings": [*sidecar.warnings, *_drift_warning(drift)],
    }
    return stamped | result


def _read_text(loading: Loading, task: Task, is_open: OpenDelivery, sidecar: Sidecar) -> tuple[Header, Event]:
    totals = list(sidecar.control_totals)
    wanted = wanted_columns(task.contract, totals)
    with TextScratch(task) as held:
        rows = open_rows(is_open, task.contract, wanted, limits=loading.limits)
        agreement.check_total_columns(sidecar, rows.header, task.contract)
        stream = row_stream(rows, wanted, task.contract, lambda: person_key(task.home))
        counts = held.take(stream, RowChecks(task.contract, loading.home.settings().timezone, totals))
        return rows.header, _agreed_result(held, counts, is_open, sidecar)


def _read_file(loading: Loading, task: Task, is_open: OpenDelivery, sidecar: Sidecar) -> tuple[Header, Event]:
    with FileScratch(task) as held, linked(is_open, held.folder / "delivered") as path:
        header = parquet_header(is_open.stream, loading.limits)
        check_header(header, task.contract)
        agreement.check_total_columns(sidecar, header, task.contract)
        counts = held.take(
            path,
            header,
            timezone=loading.home.settings().timezone,
            totals=list(sidecar.control_totals),
            ask_for_key=lambda: person_key(task.home),
        )
        return header, _agreed_result(held, counts, is_open, sidecar)


def _agreed_result(held: Scratch, counts: Counts, is_open: OpenDelivery, sidecar: Sidecar) -> Event:
    refuse_if_changed(is_open)
    agreement.check_counts(sidecar, counts)
    result = _result(held, counts)
    refuse_if_changed(is_open)  # a Parquet file was read a second time
    return result


def _result(held: Scratch, counts: Counts) -> Event:
    """Write what loads, or the reasons why nothing does."""
    contract = held.contract
    if counts.rejected > contract.reject_limit * counts.delivered:
        sentence = (
            f"{counts.rejected} of {counts.delivered} rows failed, more than the share of {contract.reject_limit} that "
            f"{contract.name} allows, so the whole load was rejected"
        )
        return {
            "event": "rejected",
            "rows_delivered": counts.delivered,
            "rows_rejected": counts.delivered,
            "reject_file": held.write_rejects(all_of=sentence),
            "message": sentence,
        }
    return {
        "rows_delivered": counts.delivered,
        "rows_loaded": counts.good,
        "rows_rejected": counts.rejected,
        "rows_erased": counts.erased,
        "rounded_values": counts.rounded,
        "files": held.write_data(),
        "months": held.months_covered(),
        "reject_file": held.write_rejects(all_of=None),
        "message": _message(counts),
    }


def _message(counts: Counts) -> str | None:
    if not counts.delivered:
        return "the file has a header and no rows"
    parts = [f"{counts.rejected} of {counts.delivered} rows were rejected: see audit.reject"] if counts.rejected else []
    if counts.erased:
        parts.append(f"{counts.erased} rows of erased persons were not written")
    return "; ".join(parts) or None


def _drift_warning(drift: tuple[str, ...]) -> list[str]:
    return [f"columns that the contract does not name were ignored: {', '.join(drift)}"] if drift else []


def outcome_of(event: Event) -> LoadOutcome:
    """An event as a line of the run's summary."""
    return LoadOutcome(
        source=event["source"],
        file_name=event["file_name"],
        status=event["event"],
        load_id=event["load_id"],
        rows_delivered=event["rows_delivered"],
        rows_loaded=event["rows_loaded"],
        rows_rejected=event["rows_rejected"],
        rows_erased=event.get("rows_erased", 0),
        rounded_values=event["rounded_values"],
        message=event["message"],
        warnings=tuple(event.get("warnings", ())),
        drift=tuple(event.get("drift", ())),
        known_at=ledger.as_moment(event["known_at"]),
        attempt=event["attempt"],
    )
