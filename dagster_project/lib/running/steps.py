"""The steps of a run, in their order: load, prepare inputs, gates, what dbt built, publish or compare.

Each step calls one library and writes down what it found. Not here: Dagster, and how a library does its work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.lib.contract import SourceContract, read_contracts
from dagster_project.lib.errors import CarbonError, WrongUse
from dagster_project.lib.rebuild import nodes_to_rebuild
from dagster_project.lib.running import dbt_results, dbt_selection
from dagster_project.lib.running.dbt_results import Outcomes
from dagster_project.lib.running.manifest import load_manifest
from dagster_project.lib.running.project import EXPECTATIONS, MANIFEST
from dagster_project.lib.running.record import LayerRecord
from dagster_project.lib.running.request import parse_months
from dagster_project.lib.running.session import RunSession
from dagster_project.lib.running.table_facts import Relation, TableFacts

if TYPE_CHECKING:
    from dagster_project.lib.expected_deliveries import MissingDelivery
    from dagster_project.lib.gates.results import CheckResult
    from dagster_project.lib.inputs import Inputs
    from dagster_project.lib.loading.outcome import LoadOutcome
    from dagster_project.lib.publishing import Manifest

RAW = "raw"
GATES = ("raw", "staging", "facts", "marts")
ACTIVITY: Relation = ("intermediate", "int_activity")
QUARANTINE: Relation = ("intermediate", "int_quarantine")
WAITING: Relation = ("facts", "fct_quarantine")
WARNED: Relation = ("facts", "fct_warning")


def contracts_of(session: RunSession) -> Mapping[str, SourceContract]:
    if session.contracts is None:
        session.contracts = read_contracts()
    return session.contracts


def load(session: RunSession, source: str) -> list[LoadOutcome]:
    """Load what is new of one source. A file that is rejected is an outcome, not a failure."""
    from dagster_project.lib.loading import load_source
    from dagster_project.lib.running import progress

    with session.step(RAW, f"loading {source}") as layer:
        if not session.loads_deliveries:
            raise WrongUse(
                f"the home {session.home.root} holds live releases and a build as of a time loads nothing; "
                "run the job carbon_as_of instead"
            )
        outcomes = load_source(
            session.home,
            contracts_of(session)[source],
            session.landing,
            run_id=session.run_id,
            started_at=session.started_at,
            progress=progress.report,
        )
        for outcome in outcomes:
            _count_load(session, layer, outcome)
        if any(outcome.is_new for outcome in outcomes):
            start_helpers(session)
        return outcomes


def start_helpers(session: RunSession) -> None:
    """Start what takes seconds to start, beside other work: dbt and Great Expectations."""
    session.dbt_child()
    preload_gates(session)


def preload_gates(session: RunSession) -> None:
    """Import Great Expectations beside other work, once per run: it takes seconds.

    What this thread shares with it is imported first: Dagster's storage and DuckDB look into SQLAlchemy's ORM and
    pandas as soon as these are known to Python, and fail on a package that another thread has imported by half.
    """
    import pandas  # noqa: F401
    import sqlalchemy.orm  # noqa: F401

    from dagster_project.lib.gates.runner import preload

    if session.preloading is None:
        session.preloading = preload()


def prepared_inputs(session: RunSession) -> Inputs:
    """The inputs of this run, prepared when the first step asks for them: after everything has been loaded."""
    from dagster_project.lib.fingerprints import code_digest, seed_digest
    from dagster_project.lib.inputs import prepare_inputs

    if session.inputs is None:
        if session.loads_deliveries:
            _look_over_landing(session)
            _erase(session)
        session.inputs = prepare_inputs(
            session.home,
            run_id=session.run_id,
            as_of=session.as_of,
            contracts=contracts_of(session),
            code_digest=code_digest(),
            seed_digest=seed_digest(),
            **_of_release(session.rebuilt),
            full_refresh=session.request.full_refresh,
            months=parse_months(session.request.months or ""),
            folder=None if session.loads_deliveries else session.place.inputs,
        )
        if session.inputs.full_refresh:
            _begin_anew(session.place.warehouse)
    return session.inputs


def _erase(session: RunSession) -> None:
    """Take out everywhere who has asked for it since the last run, and say which delivered files still hold them."""
    from dagster_project.lib.erasure import erase_persons, files_with_erased

    erase_persons(session.home, at=session.started_at, run_id=session.run_id)
    session.record.warnings.extend(
        f"{name} still holds rows of erased persons: it is its deliverer's to remove"
        for name in files_with_erased(session.home, session.landing)
    )


def overdue(session: RunSession) -> list[MissingDelivery]:
    """Every delivery that its contract expected by now and that has not come."""
    from dagster_project.lib.expected_deliveries import missing_deliveries

    inputs = prepared_inputs(session)
    return missing_deliveries(contracts_of(session), inputs.loads, inputs.as_of_on)


def rebuilt_nodes(session: RunSession) -> frozenset[str]:
    """Ids of the dbt models and seeds that this run builds."""
    if session.nodes is None:
        session.nodes = nodes_to_rebuild(load_manifest(), prepared_inputs(session).changes)
    return session.nodes


def call_dbt(session: RunSession, group: str, nodes: Collection[str]) -> tuple[Outcomes, CarbonError | None]:
    """Build and test these nodes with dbt: what became of them, and the failure if there is one."""
    if not nodes:
        return {}, None
    target, manifest = session.place.dbt_target, load_manifest()
    inputs = prepared_inputs(session)
    answer = session.dbt_child().call(dbt_selection.arguments(full_refresh=inputs.full_refresh), nodes)
    _note_dbt_results(session, group, target / dbt_results.RUN_RESULTS)
    error = None if answer.success else dbt_results.failure(group, target, manifest["nodes"], answer.error)
    return dbt_results.outcomes(target), error


def check_layer(session: RunSession, layer: str) -> list[CheckResult]:
    """Run the gate of a layer on what was rebuilt; the results of the other tables stand, and are returned as well.

    The caller shows the results, then calls `stop_if_failed`.
    """
    from dagster_project.lib.gates.runner import run_gate

    with session.step(layer, f"checking {layer}") as record:
        if layer == RAW:
            database = session.home.work / "gate_raw.duckdb"
            tables = _raw_scratch(session, database)
        else:
            database, tables = session.place.warehouse, _rebuilt_tables(session, layer)
        if not tables:
            return _standing(session, layer, record)
        results = run_gate(
            layer,
            database,
            suites_dir=EXPECTATIONS,
            run_id=session.run_id,
            checked_at=datetime.now(UTC),
            tables=tables,
        )
        _keep(session, record, results)
        return [*results, *_standing(session, layer, record)]


def stop_if_failed(session: RunSession, layer: str, results: Sequence[CheckResult]) -> None:
    from dagster_project.lib.gates.verdict import raise_if_failed

    with session.step(layer, f"checked {layer}"):
        raise_if_failed(results)
        session.finished.add(f"gate {layer}")


def record_rows(session: RunSession, group: str, facts: Mapping[Relation, TableFacts]) -> None:
    """Rows that went into and came out of a group of dbt layers."""
    layer = session.record.layer(group)
    if group == "staging":
        layer.rows_in = sum(load.revision["rows_loaded"] for load in prepared_inputs(session).loads)
        layer.rows_out = _rows_of(facts, [ACTIVITY])
        layer.quarantined = _rows_of(facts, [QUARANTINE])
    else:
        source = [ACTIVITY] if group == "facts" else [each for each in facts if each[0] == "facts"]
        layer.rows_in = _rows_of(facts, source)
        layer.rows_out = _rows_of(facts, [each for each in facts if each[0] == group])
        if group == "facts":  # what waits for a factor, beside what waited before
            _count_warnings(session, _rows_of(facts, [WARNED]) or 0)
            layer.quarantined = (_rows_of(facts, [WAITING]) or 0) - (_rows_of(facts, [QUARANTINE]) or 0)
    session.finished.add(f"dbt {group}")


def _count_warnings(session: RunSession, rows: int) -> None:
    if rows:
        session.record.warnings.append(f"{rows:,} delivered rows are odd, though nothing waits: see audit.warning")


def _of_release(manifest: Manifest | None) -> dict[str, Any]:
    """What a rebuild reads: the loads of its release as they were then, and nothing that was learnt later."""
    if manifest is None:
        return {}
    return {
        "loads": {load.load_id: load.attempt for load in manifest.loads},
        "recorded_by": datetime.fromisoformat(manifest.created_at),
        "gwp_set": manifest.gwp_set,
    }


def _count_load(session: RunSession, layer: LayerRecord, outcome: LoadOutcome) -> None:
    layer.rows_in = (layer.rows_in or 0) + (outcome.rows_delivered if outcome.is_new else 0)
    layer.rows_out = (layer.rows_out or 0) + (outcome.rows_loaded if outcome.is_new else 0)
    layer.rejected = (layer.rejected or 0) + (outcome.rows_rejected if outcome.is_new else 0)
    session.record.loads.append(
        {
            "source": outcome.source,
            "file_name": outcome.file_name,
            "status": outcome.status,
            "is_new": outcome.is_new,
            "rows_delivered": outcome.rows_delivered,
            "rows_loaded": outcome.rows_loaded,
            "rows_rejected": outcome.rows_rejected,
            "rows_erased": outcome.rows_erased,
            "message": outcome.message,
        }
    )
    session.record.warnings.extend(f"{outcome.source}/{outcome.file_name}: {text}" for text in outcome.warnings)


def _look_over_landing(session: RunSession) -> None:
    """Say what would otherwise be passed over: folders that are no source, files that a past time cannot know."""
    from dagster_project.lib.loading import ledger, unknown_sources

    known = ledger.read(session.home)
    if not known.loads and not session.record.loads:
        raise WrongUse(
            f"there is nothing to build: {session.landing} holds no delivery; put files into <source>/ folders there, "
            f"or try `carbon demo --home {session.home.root}`"
        )
    for folder in unknown_sources(session.landing, contracts_of(session)):
        session.record.warnings.append(f"{session.landing / folder} is not the folder of a source; it was not read")
    if session.kind != "as-of":
        return
    for state in known.loads.values():
        revision = state.revision()
        if revision and not revision["is_known_at_stated"] and state.revision(session.as_of) is None:
            session.record.warnings.append(
                f"{state.source}/{revision['file_name']} states no delivered_at, so nothing was known of it before "
                "this run and it is not in this build: give it a sidecar"
            )


def _begin_anew(warehouse: Path) -> None:
    """A full refresh starts from no file: what former models left is gone, and a damaged file does not matter."""
    for path in (warehouse, warehouse.with_name(warehouse.name + ".wal")):
        path.unlink(missing_ok=True)
    warehouse.parent.mkdir(parents=True, exist_ok=True)


def _note_dbt_results(session: RunSession, group: str, run_results: Path) -> None:
    """Keep the results of dbt's tests with those of the gates."""
    from dagster_project.lib.gates.results import from_dbt_run_results

    if run_results.exists():
        results = from_dbt_run_results(run_results, MANIFEST, run_id=session.run_id, checked_at=datetime.now(UTC))
        _keep(session, session.record.layer(group), results)


def _rebuilt_tables(session: RunSession, layer: str) -> list[str]:
    """The tables of a layer's suites that this run has built."""
    nodes = load_manifest()["nodes"]
    built = {nodes[unique_id]["alias"] for unique_id in rebuilt_nodes(session)}
    return sorted(path.stem for path in (EXPECTATIONS / layer).glob("*.json") if path.stem in built)


def _standing(session: RunSession, layer: str, record: LayerRecord) -> list[CheckResult]:
    """Results of the last completed build on tables that have not changed since; kept with the results of this run."""
    from dagster_project.lib.gates.results import read_results, write_results
    from dagster_project.lib.inputs import last_build_run_id

    last = last_build_run_id(session.home)
    if layer == RAW or last is None or prepared_inputs(session).changes.everything:
        return []
    layers = (*dbt_selection.GROUPS[layer], *([dbt_selection.SEED_LAYER] if layer == dbt_selection.SEED_GROUP else []))
    done = {result.key for result in read_results(session.home, session.run_id)}
    standing = [
        result for result in read_results(session.home, last) if result.layer in layers and result.key not in done
    ]
    write_results(session.home, session.run_id, standing)
    record.checks_stood = len(standing)
    return standing


def _raw_scratch(session: RunSession, database: Path) -> list[str]:
    """Make the scratch database of the raw gate and name the sources that have something to check."""
    from dagster_project.lib.gates.raw_scratch import build_raw_scratch
    from dagster_project.lib.inputs import loads_since_last_build

    files = [
        (load.source, load.revision["schema"], session.home.raw / file["path"])
        for load in loads_since_last_build(session.home, prepared_inputs(session))  # what no raw gate has passed yet
        for file in load.revision["files"]
    ]
    return build_raw_scratch(contracts_of(session), files, database)


def _keep(session: RunSession, layer: LayerRecord, results: Iterable[CheckResult]) -> None:
    from dagster_project.lib.gates.results import write_results
    from dagster_project.lib.gates.verdict import failures, warnings

    results = list(results)
    failed, warned = len(failures(results)), len(warnings(results))
    layer.checks_failed += failed
    layer.checks_warned += warned
    layer.checks_passed += len(results) - failed - warned
    write_results(session.home, session.run_id, results)


def _rows_of(facts: Mapping[Relation, TableFacts], relations: Iterable[Relation]) -> int | None:
    counts = [facts[each].rows for each in relations if each in facts]
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
