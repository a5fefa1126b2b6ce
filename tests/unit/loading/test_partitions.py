"""High-volume sources lie by local month, and a reading belongs to the day in which its interval starts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.lib.contract import read_contracts
from dagster_project.lib.home import Home
from dagster_project.lib.loading import LoadOutcome, ledger, load_source

from .world import World

HEADER = "account_id,meter_id,interval_end,interval_minutes,import_kwh"


def loaded(world: World, *ends_and_minutes: tuple[str, int]) -> LoadOutcome:
    folder = world.home.landing / "electricity_meter"
    folder.mkdir(exist_ok=True)
    rows = [f"A,M{number},{end},{minutes},1" for number, (end, minutes) in enumerate(ends_and_minutes)]
    (folder / "a.csv").write_text("\n".join([HEADER, *rows]))
    contract = read_contracts()["electricity_meter"]
    landing, started_at = world.home.landing, world.started_at
    (outcome,) = load_source(world.home, contract, landing, run_id="r", started_at=started_at)
    return outcome


def months_of(home: Home) -> list[tuple[str, int]]:
    (load,) = ledger.read(home).loads.values()
    return [(file["month"], file["rows"]) for file in (load.revision() or {})["files"]]


@pytest.mark.parametrize(
    ("end", "minutes", "instant", "day"),
    [
        ("2019-01-01T00:00:00", 15, "2018-12-31T16:00", "2018-12-31"),
        ("2018-12-31T24:00:00", 15, "2018-12-31T16:00", "2018-12-31"),
        ("2019-01-01T00:15:00", 15, "2018-12-31T16:15", "2019-01-01"),
        ("2019-01-01T00:15:00", 30, "2018-12-31T16:15", "2018-12-31"),
        ("2019-01-02T00:00:00", 1440, "2019-01-01T16:00", "2019-01-01"),
        ("2019-01-01T00:00:00Z", 15, "2019-01-01T00:00", "2018-12-31"),
        ("2019-01-01T00:00:00+08:00", 15, "2018-12-31T16:00", "2018-12-31"),
        ("2018-12-31T16:15:00Z", 15, "2018-12-31T16:15", "2018-12-31"),
    ],
)
def test_the_local_day_is_that_of_the_start(world: World, end: str, minutes: int, instant: str, day: str) -> None:
    assert loaded(world, (end, minutes)).message is None
    assert world.rows("interval_end, interval_end_local_on::text") == [(datetime.fromisoformat(instant), day)]
    assert months_of(world.home) == [(f"{day[:7]}-01", 1)]


def test_a_change_of_the_clock_within_the_interval_is_seen(world: World) -> None:
    """At midnight of 2024-03-31 the clocks of Beirut went to one o'clock: the quarter before began the day before."""
    world.home.update_settings(timezone="Asia/Beirut")
    loaded(world, ("2024-03-31T01:00:00", 15))
    assert world.rows("interval_end_local_on::text") == [("2024-03-30",)]


def test_one_file_per_month_and_load(world: World) -> None:
    outcome = loaded(world, ("2024-01-31T12:00", 15), ("2024-02-01T00:00", 15), ("2024-02-01T12:00", 15))
    assert months_of(world.home) == [("2024-01-01", 2), ("2024-02-01", 1)]
    (load,) = ledger.read(world.home).loads.values()
    revision = load.revision() or {}
    assert [Path(file["path"]) for file in revision["files"]] == [
        Path(f"electricity_meter/month={month}-01/{outcome.load_id}.1.parquet") for month in ("2024-01", "2024-02")
    ]
    assert revision["months"] == ["2024-01-01", "2024-02-01"]


@pytest.mark.parametrize("minutes", [0, -15, 527041, 10**15])
def test_an_interval_without_length_or_beyond_a_year_is_rejected(world: World, minutes: int) -> None:
    loaded(world, ("2024-01-31T12:00", minutes), ("2024-01-31T12:00", 15))
    assert world.rejects() == [(2, "interval_minutes", "out_of_range")]


def test_the_months_covered_follow_period_months(world: World) -> None:
    folder = world.home.landing / "energy_consumption"
    folder.mkdir()
    header = "account_id,period_month,period_months,energy_code,quantity,unit"
    rows = ["A,2023-11-01,3,HEAT,1,GJ", "A,2023-01-01,,HEAT,-1,GJ", "A,2023-01-15,1,HEAT,1,GJ"]
    (folder / "a.csv").write_text("\n".join([header, *rows]))
    contract = read_contracts()["energy_consumption"]
    moment = datetime(2024, 3, 1, tzinfo=UTC)
    (outcome,) = load_source(world.home, contract, world.home.landing, run_id="r", started_at=moment)
    assert (outcome.rows_loaded, world.rejects()) == (2, [(4, "period_month", "pattern_mismatch")])
    (load,) = ledger.read(world.home).loads.values()
    assert (load.revision() or {})["months"] == ["2023-01-01", "2023-11-01", "2023-12-01", "2024-01-01"]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00", "1959-12-31T12:00", "9999-12-31T23:59", "9999-12-31T23:59-10:00"]
)
def test_a_reading_at_a_placeholder_of_a_time_is_rejected(world: World, moment: str) -> None:
    loaded(world, (moment, 15), ("2024-01-31T12:00", 15))
    assert world.rejects() == [(2, "interval_end", "out_of_range")]


def test_a_period_beyond_the_last_year_ends_with_it(world: World) -> None:
    folder = world.home.landing / "energy_consumption"
    folder.mkdir()
    header = "account_id,period_month,period_months,energy_code,quantity,unit"
    (folder / "a.csv").write_text(f"{header}\nA,9999-11-01,120,HEAT,1,GJ\n")
    moment = datetime(2024, 3, 1, tzinfo=UTC)
    load_source(world.home, read_contracts()["energy_consumption"], world.home.landing, run_id="r", started_at=moment)
    (load,) = ledger.read(world.home).loads.values()
    assert (load.revision() or {})["months"] == ["9999-11-01", "9999-12-01"]


def test_a_month_before_the_calendar_of_the_models_is_rejected(world: World) -> None:
    """int_month_as_of begins in 1960: an earlier month would be lost between two models, and stop the run."""
    folder = world.home.landing / "energy_consumption"
    folder.mkdir()
    header = "account_id,period_month,energy_code,quantity,unit"
    rows = ["A,1960-01-01,HEAT,1,GJ", "A,2100-01-01,HEAT,1,GJ", "A,1959-12-01,HEAT,1,GJ", "A,0001-01-01,HEAT,1,GJ"]
    (folder / "a.csv").write_text("\n".join([header, *rows]))
    moment = datetime(2024, 3, 1, tzinfo=UTC)
    load_source(world.home, read_contracts()["energy_consumption"], world.home.landing, run_id="r", started_at=moment)
    assert world.rejects() == [(4, "period_month", "pattern_mismatch"), (5, "period_month", "pattern_mismatch")]
