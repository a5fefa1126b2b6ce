"""The last step of a run: publish what it built and checked, or compare a rebuild with its release."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from dagster_project.lib import publishing
from dagster_project.lib.errors import WrongUse
from dagster_project.lib.inputs import EffectiveLoad, mark_build_complete
from dagster_project.lib.running.project import MANIFEST
from dagster_project.lib.running.session import RunSession
from dagster_project.lib.running.steps import prepared_inputs

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = "carbon-account-warehouse"
DIFFERENT_EXIT_CODE = 1
RAW_GATE = "gate raw"


def release(session: RunSession, required: Iterable[str]) -> publishing.PublishOutcome | None:
    """Publish, and mark the build complete; `required` are the steps that this very run must have finished."""
    with session.step("publish", "comparing" if session.kind == "rebuild" else "publishing"):
        _require_finished(session, required)
        if session.rebuilt is not None:
            _compare(session, session.rebuilt)
            return None
        outcome = _publish(session)
        if session.kind != "beside":
            mark_build_complete(session.home, prepared_inputs(session))
        session.record.warnings.extend(outcome.warnings)
        session.record.outcome = outcome.kind
        session.record.release, session.record.release_path = outcome.release, str(outcome.path)
        return outcome


def ends_with_nothing_new(session: RunSession) -> bool:
    """Whether the current release was made from these very inputs and nothing of them was left half built."""
    inputs = prepared_inputs(session)
    if session.kind != "live" or inputs.full_refresh or inputs.dirty_months:
        return False
    current = publishing.release_of_same_inputs(
        session.home, inputs.input_digest, as_of=inputs.as_of, with_persons=session.request.with_persons
    )
    if current is None:
        return False
    session.record.outcome = "nothing_new"
    session.record.release, session.record.release_path = current.name, str(current.path)
    return True


def _require_finished(session: RunSession, required: Iterable[str]) -> None:
    """Nothing may become a release that was not built and checked as a whole in this run."""
    missing = set(required) - session.finished
    if not session.loads_deliveries:  # everything it reads passed the raw gate of the run that loaded it
        missing.discard(RAW_GATE)
    if missing:
        raise WrongUse(
            f"only a whole run can be published, and this one left out {', '.join(sorted(missing))}: "
            "run the job carbon_run"
        )


def _publish(session: RunSession) -> publishing.PublishOutcome:
    inputs = prepared_inputs(session)
    return publishing.publish(
        session.home,
        session.place.warehouse,
        MANIFEST,
        inputs=publishing.ReleaseInputs(
            as_of=inputs.as_of,
            input_digest=inputs.input_digest,
            code_digest=inputs.code_digest,
            seed_digest=inputs.seed_digest,
            gwp_set=inputs.gwp_set,
            loads=tuple(_entry(load) for load in inputs.loads),
        ),
        run_id=session.run_id,
        checks=_checks(session),
        code_version=code_version(),
        created_at=session.started_at,
        as_of_build=session.kind != "live",
        moves_current=session.kind != "beside",
        with_persons=session.request.with_persons,
    )


def _entry(load: EffectiveLoad) -> publishing.LoadEntry:
    return publishing.LoadEntry(
        source=load.source,
        load_id=load.load_id,
        sha256=load.state.sha256,
        attempt=load.attempt,
        known_at=load.revision["known_at"],
        is_known_at_stated=load.revision["is_known_at_stated"],
        rows_loaded=load.revision["rows_loaded"],
    )


def _compare(session: RunSession, manifest: publishing.Manifest) -> None:
    built = publishing.warehouse_digest(session.home, session.place.warehouse, MANIFEST)
    is_equal = built == manifest.content_digest
    session.record.release = manifest.release
    session.record.outcome = "equal" if is_equal else "different"
    session.record.exit_code = 0 if is_equal else DIFFERENT_EXIT_CODE
    verdict = "equal" if is_equal else f"different from the published {manifest.content_digest}"
    attempts = {load.load_id: load.attempt for load in manifest.loads}
    erased = [load for load in prepared_inputs(session).loads if load.attempt != attempts.get(load.load_id)]
    if erased and not is_equal:
        verdict += f"; rows of erased persons have left {len(erased)} of its loads since"
    session.record.message = (
        f"Release {manifest.release} was built again from its own deliveries: its content digest {built} is {verdict}."
    )


def _checks(session: RunSession) -> dict[str, Any]:
    by_layer = {
        layer.layer: {"passed": layer.checks_passed, "failed": layer.checks_failed, "warned": layer.checks_warned}
        for layer in session.record.layers
        if layer.checks_passed or layer.checks_failed or layer.checks_warned
    }
    totals = {kind: sum(counts[kind] for counts in by_layer.values()) for kind in ("passed", "failed", "warned")}
    return {**totals, "by_layer": by_layer}


def code_version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "not installed"
