"""What a run finds changed since the last completed build, and what a killed one leaves to be built again."""

from datetime import timedelta
from pathlib import Path

import pytest

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.inputs import last_build_run_id, mark_build_complete
from dagster_project.lib.loading import reload_source, revoke
from dagster_project.lib.rebuild import EVERYTHING, Changes

from .test_inputs import DAY, ENERGY, METER, START, City, renamed, vars_of

HOUR = timedelta(hours=1)
BILL = "A,2024-01-01,,COAL,5,t"


@pytest.fixture
def built(tmp_path: Path) -> City:
    """A city whose one meter and one bill are built."""
    city = City(tmp_path / "home")
    city.meter("a.csv", "2024-01")
    city.deliver(ENERGY, "bill.csv", BILL)
    city.build()
    return city


def of(*sources: str) -> Changes:
    """Of loads that came or went: the list of loads changes, and what is missing of these two sources."""
    return Changes(sources=frozenset(sources), inputs=frozenset({"load", "missing_delivery"}))


def test_a_home_that_was_never_built_changes_everything(tmp_path: Path) -> None:
    assert City(tmp_path / "home").prepare().changes == EVERYTHING


def test_the_time_of_day_alone_changes_nothing(built: City) -> None:
    assert built.prepare(START + HOUR).changes == Changes()


def test_another_day_changes_the_run(built: City) -> None:
    assert built.prepare(START + DAY).changes == Changes(inputs=frozenset({"run"}))


def test_a_load_changes_its_source_and_the_list_of_loads(built: City) -> None:
    built.meter("b.csv", "2024-02", at=START + HOUR)
    assert built.build(START + HOUR).changes == of(METER)
    assert built.prepare(START + HOUR).changes == Changes()


def test_a_reload_and_a_revocation_change_their_source(built: City) -> None:
    wider = built.contracts[METER]
    columns = (*wider.columns, renamed(wider.column("line_code"), "remark"))
    built.contracts[METER] = type(wider)(**(vars_of(wider) | {"columns": columns}))
    reload_source(built.home, built.contracts[METER], built.home.landing, run_id="r", started_at=START + HOUR)
    assert built.build(START + HOUR).changes.sources == {METER}
    loaded = built.meter("b.csv", "2024-02", at=START + HOUR)
    built.build(START + HOUR)
    revoke(built.home, loaded.load_id or "", "wrong", START + 2 * HOUR)
    assert built.prepare(START + 2 * HOUR).changes == of(METER)


def test_a_rejected_file_changes_the_audit_alone(built: City) -> None:
    built.deliver(ENERGY, "bad.csv", BILL.replace("5", "x"), at=START + HOUR)
    changes = built.prepare(START + HOUR).changes
    assert (changes.sources, changes.inputs) == (frozenset(), frozenset({"load", "reject"}))


def test_months_that_are_asked_for_change_the_sources_kept_by_month(built: City) -> None:
    high = {contract.name for contract in built.contracts.values() if contract.is_high_volume}
    assert built.prepare(months=[START.date()]).changes.sources == high


@pytest.mark.parametrize("setting", ["code_digest", "seed_digest", "gwp_set"])
def test_another_setting_changes_everything(built: City, setting: str) -> None:
    assert built.prepare(**{setting: "other"}).changes == EVERYTHING


def test_a_full_refresh_changes_everything_until_one_is_complete(built: City) -> None:
    assert built.prepare(full_refresh=True).changes == EVERYTHING  # and is killed
    again = built.prepare()
    assert (again.changes, again.full_refresh) == (EVERYTHING, True)
    mark_build_complete(built.home, again)
    assert built.prepare().changes == Changes()


def test_what_a_killed_run_may_have_built_is_built_again_even_when_its_cause_is_gone(built: City) -> None:
    loaded = built.meter("b.csv", "2024-02", at=START + HOUR)
    built.prepare(START + HOUR)  # builds, and is killed
    revoke(built.home, loaded.load_id or "", "wrong", START + 2 * HOUR)
    built.deliver(ENERGY, "other.csv", BILL.replace("5", "6"), at=START + 2 * HOUR)
    inputs = built.prepare(START + 2 * HOUR)
    assert inputs.changes == of(METER, ENERGY)
    assert set(inputs.dirty_months) == {METER}
    assert built.prepare(START + 2 * HOUR).changes == of(METER, ENERGY), "and after two killed runs as well"
    mark_build_complete(built.home, built.prepare(START + 2 * HOUR))
    assert built.prepare(START + 2 * HOUR).changes == Changes()


def test_a_build_beside_the_working_file_builds_everything_and_leaves_no_trace(built: City, tmp_path: Path) -> None:
    built.meter("b.csv", "2024-02", at=START + HOUR)
    assert built.prepare(START, folder=tmp_path / "beside").changes == EVERYTHING
    assert built.prepare(START + HOUR).changes == of(METER)


def test_the_run_that_completed_the_last_build_is_known(built: City) -> None:
    assert last_build_run_id(built.home) == "run"
    assert last_build_run_id(City(built.home.root.parent / "new").home) is None


def test_a_damaged_note_of_the_last_build_says_what_to_do(built: City) -> None:
    (built.home.work / "build.json").write_text("{")
    with pytest.raises(CarbonError, match="remove it"):
        built.prepare()
