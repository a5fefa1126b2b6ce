"""Loads that are already known: read again under a wider contract (reload), or taken back (revoke).

First-time loading is ``loader``'s work; both leave what was there before in place and add to the ledger.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.errors import WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.loading import ledger
from dagster_project.lib.loading.discover import Delivery, OpenDelivery, find_deliveries, opened
from dagster_project.lib.loading.ledger import Event, LoadState
from dagster_project.lib.loading.loader import Loading, Progress, outcome_of, read_revision
from dagster_project.lib.loading.outcome import FileNotReadNow, FileRejected, LoadOutcome
from dagster_project.lib.loading.sidecar import Sidecar
from dagster_project.lib.loading.tombstones import erased_for


def reload_source(
    home: Home,
    contract: SourceContract,
    landing: Path,
    *,
    run_id: str,
    started_at: datetime,
    progress: Progress | None = None,
) -> list[LoadOutcome]:
    """Read the loaded deliveries of a source again: same load id and known_at, a new revision with the new columns."""
    known = ledger.read(home)
    loading = Loading(home, contract, run_id, started_at, erased=erased_for(home, known, contract))
    states = [state for state in known.of_source(contract.name) if state.status() == "loaded"]
    deliveries = {delivery.file_name: delivery for delivery in find_deliveries(landing, contract.name)}
    outcomes: list[LoadOutcome] = []
    for number, state in enumerate(states, start=1):
        if progress:
            progress(f"{contract.name}: load {number} of {len(states)}")
        outcomes.append(_reload(loading, state, deliveries))
    return outcomes


def revoke(home: Home, load_id: str, reason: str, known_at: datetime, *, run_id: str | None = None) -> Event:
    """Take a wrong load back: from ``known_at`` on its rows are not read; the files stay."""
    state = ledger.read(home).loads.get(load_id)
    if state is None:
        raise WrongUse(f"there is no load {load_id} in this home; the column load_id of audit.load names them")
    if state.status() != "loaded":
        raise WrongUse(f"the load {load_id} is {state.status()}, so there is nothing to take back")
    if not reason.strip():
        raise WrongUse("a revocation needs a reason: it stays in the ledger for the auditor")
    moment = ledger.as_text(known_at)
    event = {
        "event": "revoked",
        "attempt": state.next_attempt,
        "load_id": load_id,
        "source": state.source,
        "sha256": state.sha256,
        "known_at": moment,
        "loaded_at": moment,
        "run_id": run_id,
        "reason": reason.strip(),
    }
    return ledger.append(home, event)


def _reload(loading: Loading, state: LoadState, deliveries: dict[str, Delivery]) -> LoadOutcome:
    revision = state.revision()
    assert revision is not None
    if revision["contract"] == loading.contract.fingerprint:
        sentence = "already read under this contract"
        return replace(outcome_of(revision), status="unchanged", message=sentence, attempt=None)
    refusal = f"the delivered file of {state.load_id} is no longer in the landing folder, so it stays as it was loaded"
    # Its own names first; a file that was renamed since is still found by its content.
    ordered = sorted(deliveries.values(), key=lambda delivery: delivery.file_name not in state.file_names)
    for delivery in ordered:
        try:
            with opened(delivery) as is_open:
                if is_open.sha256 == state.sha256:
                    return _read_again(loading, state, revision, is_open)
        except FileNotReadNow:
            continue
    return replace(outcome_of(revision), status="rejected", message=refusal, attempt=None)


def _read_again(loading: Loading, state: LoadState, revision: Event, is_open: OpenDelivery) -> LoadOutcome:
    """The sidecar was checked when the load was made and decided its known_at; neither is asked again."""
    base = {name: value for name, value in revision.items() if name != "of_attempt"} | {
        "event": "loaded",
        "attempt": state.next_attempt,
        "loaded_at": ledger.as_text(loading.started_at),
        "run_id": loading.run_id,
        "contract": loading.contract.fingerprint,
        "schema": [list(column) for column in loading.contract.raw_schema],
    }
    try:
        event = read_revision(loading, base, is_open, Sidecar())
        if event["event"] == "rejected":
            raise FileRejected(event["message"])
    except FileRejected as rejection:
        sentence = f"under the new contract {rejection}; it stays as it was loaded"
        return replace(outcome_of(revision), status="rejected", message=sentence, attempt=None)
    event["is_known_at_stated"] = revision["is_known_at_stated"]
    return outcome_of(ledger.append(loading.home, event))
