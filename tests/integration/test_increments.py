"""Increments in any split give the content of a full refresh; a withdrawn month empties; late accounts flow."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import BuiltHome
from tests.support.deliveries import deliver
from tests.support.runs import carbon, manifest, rows, value
from tests.support.small_city import QUZHOU, deliveries, hours_of

pytestmark = pytest.mark.slow

SPLIT = (6, 9, 14)  # how many of the deliveries have arrived by each run


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The same deliveries over three runs; the releases in order."""
    home = tmp_path_factory.mktemp("split") / "home"
    releases, steps, done = [], deliveries(), 0
    for until in SPLIT:
        for step in steps[done:until]:
            step(home / "landing")
        done = until
        releases.append(json.loads(carbon("run", "--home", home, "--json").out)["release"])
    return home, releases


def kwh(home: Path, account: str, month: str, release: str = "current") -> Decimal | None:
    found = rows(
        home,
        "select electricity_kwh from marts.mart_account_emission"
        f" where account_id = '{account}' and period_grain = 'month' and period_start = date '{month}-01'",
        release=release,
    )
    return found[0][0] if found else None


def test_any_split_gives_the_same_content(built_home: BuiltHome, split: tuple[Path, list[str]]) -> None:
    home, _ = split
    assert [(t["schema"], t["table"], t["content_digest"]) for t in manifest(home)["tables"] if t["is_content"]] == [
        (t["schema"], t["table"], t["content_digest"]) for t in manifest(built_home.home)["tables"] if t["is_content"]
    ]
    assert manifest(home)["content_digest"] == manifest(built_home.home)["content_digest"]


def test_full_refresh_gives_the_same_content(split: tuple[Path, list[str]]) -> None:
    home, releases = split
    assert "equal" in carbon("rebuild", releases[-1], "--home", home).out.lower()


def test_withdrawn_month_becomes_empty(split: tuple[Path, list[str]]) -> None:
    home, (first, _, last) = split
    assert kwh(home, "A-2", "2023-12", first) == 50 * hours_of("2023-12")
    assert kwh(home, "A-2", "2023-12", last) == 0  # its gas is still there, its power is not


def test_correction_replaces_one_reading(split: tuple[Path, list[str]]) -> None:
    home, (first, _, last) = split
    before, after = kwh(home, "A-1", "2023-11", first), kwh(home, "A-1", "2023-11", last)
    assert before is not None and after is not None
    assert after - before == Decimal("111.125") - Decimal("100.5")


def test_late_account_flows(split: tuple[Path, list[str]]) -> None:
    home, (first, second, _) = split
    assert kwh(home, "A-LATE", "2024-01", first) is None
    waiting = "select count(*) from audit.quarantine where reason_code = 'unknown_account'"
    assert value(home, waiting, release=first) == hours_of("2024-01")
    assert kwh(home, "A-LATE", "2024-01", second) == Decimal("12.5") * hours_of("2024-01")
    assert value(home, waiting, release=second) == 0


def test_farm_forest_and_freight_follow_their_corrections(split: tuple[Path, list[str]]) -> None:
    home, (first, second, last) = split
    removed = "select sum(removal_t) from marts.mart_account_emission where period_grain = 'year' and account_id = '{}'"
    assert value(home, removed.format("F-1"), release=second) == Decimal(33)  # 30 t of straw at 1.1
    assert value(home, removed.format("F-1"), release=last) == 0
    stock = "select count(*) from marts.mart_forest_plot"
    assert (value(home, stock, release=first), value(home, stock, release=second)) == (0, 1)
    shift = "select shift_reduction_kgco2e from marts.mart_freight_shift"
    # 100 t: 300 km by road at 78 g, or 20 km by road and 340 km, corrected to 355 km, by water at 15 g per tkm.
    assert value(home, shift, release=second) == 2340 - 156 - 510
    assert value(home, shift, release=last) == Decimal("1651.5")


def test_annual_record_is_spread_exactly(built_home: BuiltHome) -> None:
    months = rows(
        built_home.home,
        "select quantity from marts.mart_account_emission_detail"
        " where account_id = 'A-1' and activity_code = 'RAW_COAL' and period_grain = 'month'"
        " and basis = 'direct' and gas = 'CO2'",
    )
    assert len(months) == 12
    assert sum(quantity for (quantity,) in months) == Decimal("1200.5")


def test_reader_of_an_old_release_is_not_disturbed(split: tuple[Path, list[str]]) -> None:
    home, releases = split
    assert carbon("verify", "--home", home).exit_code == 0
    assert [value(home, "select count(*) from marts.mart_account", release=release) for release in releases] == [
        5,
        6,
        6,
    ]


def test_tables_that_are_not_rebuilt_hold_the_content_of_a_full_refresh(split: tuple[Path, list[str]]) -> None:
    """A load that little depends on: the run leaves most tables as they are, and checks what it rebuilt."""
    home, releases = split
    before = {(t["schema"], t["table"]): t["content_digest"] for t in manifest(home)["tables"]}
    gdp = {
        "region_code": QUZHOU,
        "period_year": "2023",
        "indicator_code": "GDP_CNY",
        "value": "52000000000",
        "unit": "cny",
    }
    deliver(home / "landing", "city_indicator", [gdp], "late", "2024-03-01T08:00:00Z")
    record = json.loads(carbon("run", "--home", home, "--json").out)
    checked, stood = (sum(layer[f"checks_{what}"] for layer in record["layers"]) for what in ("passed", "stood"))
    assert 0 < checked < stood
    after = {(t["schema"], t["table"]): t["content_digest"] for t in manifest(home)["tables"]}
    changed = {table for (schema, table), digest in after.items() if digest != before[schema, table]}
    assert "mart_city_indicator" in changed
    assert "mart_account_emission" not in changed
    assert "equal" in carbon("rebuild", record["release"], "--home", home).out.lower()
    checks = "select count(*) from audit.validation_result where layer <> 'raw'"
    assert value(home, checks) == value(home, checks, release=releases[-1]), "every check is published"
    # Those that stand name the run in which they ran, which may be any before this one.
    assert value(home, f"{checks} and run_id <> '{record['run_id']}'") == stood
