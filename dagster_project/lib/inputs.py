"""The input set of a run: which loads are in effect, what has changed since the last completed build, and the Parquet
files that tell dbt so.

Loading comes before and is not known here; the columns of the files are ``input_files``' matter.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from pyarrow import parquet

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.errors import CarbonError, WrongUse
from dagster_project.lib.files import write_atomically
from dagster_project.lib.home import Home
from dagster_project.lib.input_files import write_input_files
from dagster_project.lib.load_lines import EffectiveLoad, LoadLine, effective_loads, load_lines
from dagster_project.lib.loading import ledger
from dagster_project.lib.loading.ledger import Ledger, LoadState
from dagster_project.lib.rebuild import EVERYTHING, RUN, Changes

DirtyMonths = dict[str, list[date]]  # by source, of the sources that are kept by month
# Told by other means: `run` by the day of as_of, the other three by the loads of each source.
NOT_COMPARED = (RUN, "dirty_month", "load_file", "load_schema")
SETTINGS = ("code_digest", "seed_digest", "gwp_set")  # another value of any of them: everything is built again


@dataclass(frozen=True)
class Inputs:
    """What one run builds from."""

    run_id: str
    as_of: datetime
    as_of_on: date
    loads: list[EffectiveLoad]
    lines: list[LoadLine]
    input_digest: str
    code_digest: str
    seed_digest: str
    gwp_set: str | None
    dirty_months: DirtyMonths
    full_refresh: bool
    folder: Path
    changes: Changes = EVERYTHING  # since the last completed build: what the run must rebuild


def prepare_inputs(
    home: Home,
    *,
    run_id: str,
    as_of: datetime,
    contracts: Mapping[str, SourceContract],
    code_digest: str,
    seed_digest: str,
    gwp_set: str | None = None,
    loads: Mapping[str, int] | Collection[str] | None = None,
    recorded_by: datetime | None = None,
    full_refresh: bool = False,
    months: Iterable[date] | None = None,
    folder: Path | None = None,
) -> Inputs:
    """Work out the input set and write it to ``folder`` (default: the home's).

    ``loads`` (ids, or ids with their attempts) and ``recorded_by`` serve a rebuild: exactly those loads, and nothing
    that the ledger learnt later. A build with a folder of its own stands beside the working file: it is built in full,
    and what is pending for the working file stays pending.
    """
    known = _recorded_by(ledger.read(home), recorded_by)
    effective = effective_loads(known, as_of) if loads is None else _chosen_loads(known, loads)
    lines = load_lines(known, as_of, effective, only_effective=loads is not None)
    settings = {"code_digest": code_digest, "seed_digest": seed_digest, "gwp_set": gwp_set}
    as_of_on = as_of.astimezone(home.settings().zone).date()
    dirty, is_full = (
        (_dirty_months(effective, {}, months, contracts), True)
        if folder
        else _pending(home, known, effective, settings, full_refresh, months, contracts)
    )
    inputs = Inputs(
        run_id=run_id,
        as_of=as_of,
        as_of_on=as_of_on,
        loads=effective,
        lines=lines,
        input_digest=_input_digest(effective, lines, settings, as_of_on),
        code_digest=code_digest,
        seed_digest=seed_digest,
        gwp_set=gwp_set,
        dirty_months=dirty,
        full_refresh=is_full,
        folder=folder or home.inputs,
    )
    write_input_files(home, inputs, contracts)
    if folder:
        return inputs
    asked_for = {contract.name for contract in contracts.values() if contract.is_high_volume} if months else set()
    return replace(inputs, changes=_pending_changes(home, inputs, asked_for))


def mark_build_complete(home: Home, inputs: Inputs) -> None:
    """After the last gate: the working file now holds exactly these inputs, and nothing is pending any more."""
    build = {
        "loads": sorted([load.load_id, load.attempt] for load in inputs.loads),
        "run_id": inputs.run_id,
        "as_of": ledger.as_text(inputs.as_of),
        "as_of_on": inputs.as_of_on.isoformat(),
        "sources": _source_digests(inputs.folder),
        "inputs": _table_digests(inputs.folder),
        **{name: getattr(inputs, name) for name in SETTINGS},
    }
    # In this order: a kill in between only makes the next run build the same months once more.
    _write_json(_build_json(home), build)
    _pending_json(home).unlink(missing_ok=True)


def last_build_run_id(home: Home) -> str | None:
    """The run that completed the last build."""
    return (_read_json(_build_json(home)) or {}).get("run_id")


def loads_since_last_build(home: Home, inputs: Inputs) -> list[EffectiveLoad]:
    """The loads that the last completed build did not have; all of them in a home without one."""
    build = _read_json(_build_json(home))
    built = {tuple(each) for each in build["loads"]} if build else set()
    return [load for load in inputs.loads if (load.load_id, load.attempt) not in built]


def _pending(
    home: Home,
    known: Ledger,
    effective: list[EffectiveLoad],
    settings: dict[str, str | None],
    full_refresh: bool,
    months: Iterable[date] | None,
    contracts: Mapping[str, SourceContract],
) -> tuple[DirtyMonths, bool]:
    """What the working file needs, with what earlier runs left undone; recorded before anything is built."""
    build = _read_json(_build_json(home))
    before = _read_json(_pending_json(home)) or {"dirty_months": {}, "full_refresh": False}
    is_other = build is None or any(build[name] != settings[name] for name in SETTINGS)
    is_full = full_refresh or before["full_refresh"] or is_other or not home.warehouse.exists()
    # A full refresh builds every month, also one that only a load of another source makes dirty.
    changed = effective if is_full else _changed_loads(known, build, effective)
    dirty = _dirty_months(changed, before["dirty_months"], months, contracts)
    texts = {source: [month.isoformat() for month in listed] for source, listed in dirty.items()}
    _write_json(_pending_json(home), {**before, "dirty_months": texts, "full_refresh": is_full})
    return dirty, is_full


def _pending_changes(home: Home, inputs: Inputs, asked_for: Collection[str]) -> Changes:
    """What has changed since the last completed build, with what builds begun since then set out to build.

    Such a build was not completed, so every table that it may have touched is built again: its changes stay pending,
    even where they are undone by now (a load that was revoked after the run that read it was killed).
    """
    build, pending = _read_json(_build_json(home)), _read_json(_pending_json(home)) or {}
    if inputs.full_refresh or build is None:
        changes = EVERYTHING
    else:
        is_other_day = build["as_of_on"] != inputs.as_of_on.isoformat()
        changes = Changes(
            # Months that are asked for are built as if a load of them had come.
            sources=frozenset(_differing(_source_digests(inputs.folder), build["sources"]).union(asked_for)),
            inputs=frozenset(
                _differing(_table_digests(inputs.folder), build["inputs"]) | ({RUN} if is_other_day else set())
            ),
        )
        if "changes" in pending:
            changes |= Changes.from_json(pending["changes"])
    _write_json(_pending_json(home), {**pending, "changes": changes.as_json()})
    return changes


def _differing(now: Mapping[str, str], then: Mapping[str, str]) -> set[str]:
    return {name for name in now.keys() | then.keys() if now.get(name) != then.get(name)}


def _table_digests(folder: Path) -> dict[str, str]:
    """Of the tables of inputs. The same rows in another order are another content: that costs work and no truth."""
    return {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.parquet"))
        if path.stem not in NOT_COMPARED
    }


def _source_digests(folder: Path) -> dict[str, str]:
    """Of what each source has to read: its loads in effect and their files, with all that is known of them."""
    rows: dict[str, list[str]] = {}
    for table, wanted in (("load", pc.field("is_in_effect")), ("load_file", None)):
        for row in parquet.read_table(folder / f"{table}.parquet", filters=wanted).to_pylist():
            rows.setdefault(row["source"], []).append(json.dumps([table, row], sort_keys=True, default=str))
    return {source: hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() for source, lines in rows.items()}


def _changed_loads(known: Ledger, build: dict[str, Any] | None, effective: list[EffectiveLoad]) -> list[EffectiveLoad]:
    """Loads in effect now and not in the last completed build, or the reverse."""
    built = {(load_id, attempt) for load_id, attempt in build["loads"]} if build else set()
    now = {(load.load_id, load.attempt) for load in effective}
    gone = [_revision_of(known, load_id, attempt) for load_id, attempt in sorted(built - now)]
    return [load for load in effective if (load.load_id, load.attempt) not in built] + gone


def _dirty_months(
    changed: list[EffectiveLoad],
    pending: dict[str, list[str]],
    months: Iterable[date] | None,
    contracts: Mapping[str, SourceContract],
) -> DirtyMonths:
    asked_for = {month.replace(day=1) for month in months or ()}
    dirty: DirtyMonths = {}
    for contract in contracts.values():
        if not contract.is_high_volume:
            continue
        found = asked_for | {date.fromisoformat(text) for text in pending.get(contract.name, [])}
        found.update(month for load in changed if load.source == contract.name for month in load.months_covered)
        dirtying = {other.name for other in contracts.values() if other.dirties == contract.name}
        found.update(month for load in changed if load.source in dirtying for month in load.months_covered)
        if found:
            dirty[contract.name] = sorted(found)
    return dirty


def _chosen_loads(known: Ledger, loads: Mapping[str, int] | Collection[str]) -> list[EffectiveLoad]:
    attempts = loads if isinstance(loads, Mapping) else dict.fromkeys(loads)
    return [_revision_of(known, load_id, attempt) for load_id, attempt in sorted(attempts.items())]


def _revision_of(known: Ledger, load_id: str, attempt: int | None) -> EffectiveLoad:
    state = known.loads.get(load_id)
    revision = state.revision(attempt=attempt) if state else None
    if state is None or revision is None or revision["event"] == "rejected":
        raise WrongUse(f"the load {load_id} is not in the ledger of this home, so it cannot be built from")
    return EffectiveLoad(state, revision)


def _recorded_by(known: Ledger, moment: datetime | None) -> Ledger:
    """The ledger as it was at a moment: it is append-only, so nothing else has to be known.

    An erasure has the times of what it stands for: what was erased since does not exist for that moment either.
    """
    if moment is None:
        return known
    states: dict[str, LoadState] = {}
    for state in known.loads.values():
        events = tuple(event for event in state.events if ledger.as_moment(event["loaded_at"]) <= moment)
        if events:
            states[state.load_id] = LoadState(state.load_id, events)
    return Ledger(states)


def _input_digest(
    effective: list[EffectiveLoad], lines: list[LoadLine], settings: dict[str, str | None], as_of_on: date
) -> str:
    """Also over what did not load: a rejected or repeated file changes what the audit tables say."""
    content = {
        "loads": sorted([load.source, load.state.sha256, load.attempt] for load in effective),
        "lines": sorted([line.source, line.sha256, line.file_name, line.status] for line in lines),
        "as_of_on": as_of_on.isoformat(),
        **settings,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _build_json(home: Home) -> Path:
    return home.work / "build.json"


def _pending_json(home: Home) -> Path:
    return home.work / "pending.json"


def _read_json(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        raise CarbonError(f"{path} is damaged: remove it, and the next run builds everything again") from None
    return dict(content)


def _write_json(path: Path, content: dict[str, Any]) -> None:
    write_atomically(path, json.dumps(content, indent=1, sort_keys=True) + "\n")
