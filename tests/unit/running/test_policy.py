"""What runs by itself, and where: written down once, and complete."""

from pathlib import Path

import pytest

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.running import policy
from dagster_project.lib.running.arrivals import EMPTY, Watch, fingerprint_of_landing


def test_automation_is_on_in_production_only() -> None:
    on = {(name, env) for name in policy.AUTOMATION for env in policy.ENVIRONMENTS if policy.runs_by_default(name, env)}
    assert on == {("daily_run", "production"), ("new_deliveries", "production")}


def test_every_automation_is_declared_for_every_environment() -> None:
    for name, environments in policy.AUTOMATION.items():
        assert environments.keys() == set(policy.ENVIRONMENTS), name


@pytest.mark.parametrize(("automation", "environment"), [("hourly_run", "production"), ("daily_run", "staging")])
def test_what_is_not_declared_is_refused(automation: str, environment: str) -> None:
    with pytest.raises(WrongUse, match="not declared"):
        policy.runs_by_default(automation, environment)


def test_an_unknown_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(policy.VARIABLE, raising=False)
    assert policy.environment() == "development"
    monkeypatch.setenv(policy.VARIABLE, "prod")
    with pytest.raises(WrongUse, match="CARBON_ENVIRONMENT is 'prod'"):
        policy.environment()


def test_a_run_is_due_once_landing_has_stopped_changing() -> None:
    watch, due = Watch().look("one file")
    assert not due
    watch, due = watch.look("one larger file")
    assert not due
    watch, due = Watch.from_text(watch.to_text()).look("one larger file")
    assert due
    watch, due = watch.look("one larger file")
    assert not due


def test_an_empty_landing_is_never_due() -> None:
    watch, _ = Watch().look(EMPTY)
    assert watch.look(EMPTY)[1] is False


def test_the_fingerprint_sees_files_sizes_and_sidecars_and_no_unfinished_ones(tmp_path: Path) -> None:
    folder = tmp_path / "energy"
    folder.mkdir()
    assert fingerprint_of_landing(tmp_path, ["energy"]) == EMPTY
    (folder / "a.csv.part").write_text("half")
    assert fingerprint_of_landing(tmp_path, ["energy"]) == EMPTY
    seen = set()
    for name, text in (("a.csv", "x"), ("a.csv", "xy"), ("b.csv", "x"), ("b.csv.manifest.json", "{}")):
        (folder / name).write_text(text)
        seen.add(fingerprint_of_landing(tmp_path, ["energy"]))
    assert len(seen) == 4
