"""A failed gate stops everything downstream: the real graph, with the work of each step replaced."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dagster import AssetExecutionContext, Definitions, Output

from dagster_project.defs import dbt_layers
from dagster_project.defs.names import RUN_JOB
from dagster_project.lib.errors import GateFailed
from dagster_project.lib.gates.results import CheckResult
from dagster_project.lib.running import releasing, steps
from dagster_project.lib.running.request import RunRequest
from dagster_project.lib.running.session import open_session


class Recorder:
    """Stands in for the libraries behind the steps, and notes what was asked of them."""

    def __init__(self, definitions: Definitions) -> None:
        self.in_order = definitions.resolve_asset_graph().toposorted_asset_keys
        self.done: list[str] = []
        self.failing: CheckResult | None = None
        self.is_nothing_new = False

    def load(self, session: Any, source: str) -> list[Any]:
        self.done.append("load")
        return []

    def prepared_inputs(self, session: Any) -> Any:
        return type("Inputs", (), {"loads": [], "input_digest": "d", "full_refresh": True})

    def ends_with_nothing_new(self, session: Any) -> bool:
        return self.is_nothing_new

    def start_helpers(self, session: Any) -> None:
        pass

    def rebuilt_nodes(self, session: Any) -> frozenset[str]:
        return frozenset()

    def overdue(self, session: Any) -> list[Any]:
        return []

    def check_layer(self, session: Any, layer: str) -> list[CheckResult]:
        self.done.append(f"gate {layer}")
        return [self.failing] if self.failing and self.failing.layer == layer else []

    def build_group(self, group: str, context: AssetExecutionContext, session: Any) -> Iterator[Output]:
        self.done.append(f"dbt {group}")
        for key in self.in_order:  # Dagster wants a table after those that it reads
            if key in context.selected_asset_keys:
                yield Output(None, output_name=key.to_python_identifier())

    def release(self, session: Any, required: Any) -> None:
        self.done.append("publish")


@pytest.fixture
def recorder(definitions: Definitions, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder(definitions)
    for name in ("load", "prepared_inputs", "start_helpers", "rebuilt_nodes", "overdue", "check_layer"):
        monkeypatch.setattr(steps, name, getattr(recorder, name))
    monkeypatch.setattr(dbt_layers, "build_group", recorder.build_group)
    for name in ("release", "ends_with_nothing_new"):
        monkeypatch.setattr(releasing, name, getattr(recorder, name))
    return recorder


def _failed(layer: str, table: str) -> CheckResult:
    return CheckResult(layer, table, "some rule", "critical", False, "5 unexpected rows", 5, "run", datetime.now(UTC))


def _run(definitions: Definitions, home: Path) -> Any:
    with open_session(RunRequest(home=home)) as session:
        result = definitions.resolve_job_def(RUN_JOB).execute_in_process(raise_on_error=False)
    return result, session.record


def test_without_a_failure_the_steps_run_in_their_order(
    definitions: Definitions, recorder: Recorder, tmp_path: Path
) -> None:
    result, record = _run(definitions, tmp_path / "home")
    assert result.success
    order = [step for step in recorder.done if step != "load"]
    assert recorder.done[: recorder.done.count("load")] == ["load"] * recorder.done.count("load")
    assert order == [
        "gate raw",
        "dbt staging",
        "gate staging",
        "dbt facts",
        "gate facts",
        "dbt marts",
        "gate marts",
        "publish",
    ]
    assert record.state == "succeeded"


def test_with_nothing_new_the_rest_is_skipped(definitions: Definitions, recorder: Recorder, tmp_path: Path) -> None:
    recorder.is_nothing_new = True
    result, record = _run(definitions, tmp_path / "home")
    assert result.success
    assert [step for step in recorder.done if step != "load"] == ["gate raw"]
    assert record.state == "succeeded"


@pytest.mark.parametrize(
    ("layer", "table", "last"),
    [
        ("raw", "energy_consumption", "gate raw"),
        ("staging", "int_meter_day", "gate staging"),
        ("facts", "fct_emission", "gate facts"),
        ("marts", "mart_account", "gate marts"),
        ("marts", "audit.reconciliation", "gate marts"),
    ],
)
def test_a_failed_gate_is_the_last_thing_that_runs(
    definitions: Definitions, recorder: Recorder, tmp_path: Path, layer: str, table: str, last: str
) -> None:
    recorder.failing = _failed(layer, table)
    result, record = _run(definitions, tmp_path / "home")
    assert not result.success
    assert recorder.done[-1] == last
    assert (record.state, record.exit_code) == ("failed", 1)
    assert f"Gate {layer} stopped the run" in record.message
    assert "5 rows" in record.message
    failed = [each for each in result.get_asset_check_evaluations() if not each.passed]
    assert [each.asset_key.path[-1] for each in failed] == [table.rsplit(".", 1)[-1]]


def test_a_failed_warning_stops_nothing(definitions: Definitions, recorder: Recorder, tmp_path: Path) -> None:
    failing = _failed("facts", "fct_emission")
    recorder.failing = CheckResult(**{**failing.__dict__, "severity": "warning"})
    result, _ = _run(definitions, tmp_path / "home")
    assert result.success
    assert recorder.done[-1] == "publish"


def test_a_dbt_failure_stops_the_run(
    definitions: Definitions, recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build_group(group: str, context: Any, session: Any) -> Iterator[Output]:
        with session.step(group, "building"):
            raise GateFailed("dbt test x in layer dimensions failed with 2 rows")
        yield

    monkeypatch.setattr(dbt_layers, "build_group", build_group)
    result, record = _run(definitions, tmp_path / "home")
    assert not result.success
    assert recorder.done[-1] == "gate raw"
    assert record.message == "dbt test x in layer dimensions failed with 2 rows"
