"""The city, scaled down: files as planned, rows in proportion, the same bytes, and the loader takes them."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from dagster_project.demo import write_demo
from dagster_project.demo.city_scale import CityPlan, CityWriter
from dagster_project.demo.city_scale.plan import BANKS, DAILY_FILES
from dagster_project.demo.key import ensure_demo_key
from dagster_project.demo.months import month_of
from dagster_project.lib.contract import SourceContract
from dagster_project.lib.errors import WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.loading import load_source

PERSONS = 2_000
DECEMBER = month_of("2024-12")
STARTED_AT = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def plan() -> CityPlan:
    return CityPlan(DECEMBER, months=3, persons=PERSONS)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, plan: CityPlan) -> Path:
    folder = tmp_path_factory.mktemp("city")
    CityWriter(folder, plan).write()
    return folder


def ask(city: Path, query: str, source: str = "personal_behaviour") -> list[tuple]:
    with duckdb.connect() as database:
        database.execute(f"create view r as select * from '{city / source}/*.parquet'")
        return database.execute(query).fetchall()


def test_months_then_the_last_days_one_by_one(plan: CityPlan):
    names = [file.name for file in plan.behaviour_files()]
    assert names[:3] == ["behaviour_2024-10.parquet", "behaviour_2024-11.parquet", "behaviour_2024-12-24.parquet"]
    assert names[3:] == [f"behaviour_2024-12-{day}.parquet" for day in range(25, 32)]
    assert len(names) == 3 + DAILY_FILES
    delivered = [file.delivered_on for file in plan.behaviour_files()]
    assert delivered[:3] == [date(2024, 11, 5), date(2024, 12, 5), date(2024, 12, 25)]
    assert delivered == sorted(delivered)
    first, second, third, day = list(plan.behaviour_files())[:4]
    assert first.corrects is None
    assert second.corrects == (DECEMBER - 2, 1, 31)
    assert third.corrects == (DECEMBER - 1, 1, 30)
    assert day.corrects == (DECEMBER, 24, 24)


def test_each_file_holds_its_days_but_for_corrections(city: Path):
    (spread,) = ask(
        city,
        "select count(*) filter (month(occurred_at) = 11), count(*) from"
        f" '{city}/personal_behaviour/behaviour_2024-11.parquet'",
    )
    assert 0 < spread[1] - spread[0] < spread[1] / 200
    days = ask(city, f"select distinct day(occurred_at) from '{city}/personal_behaviour/behaviour_2024-12-30.parquet'")
    assert {day for (day,) in days} <= {29, 30}


def test_rows_are_in_proportion(city: Path):
    ((records, events, people),) = ask(
        city, "select count(*), count(distinct event_id || source_system), count(distinct person_id) from r"
    )
    assert 0.95 < records / (76_000_000 * PERSONS / 2_180_000 * 92 / 365) < 1.1
    assert 0.0005 < 1 - events / records < 0.003  # corrections
    assert people > PERSONS * 0.9
    assert ask(city, "select count(*), count(distinct person_id) from r", "person_registry") == [(PERSONS, PERSONS)]
    purposes = Counter(
        dict(
            ask(
                city,
                "select split_part(purpose, ':', 1), count(*) from r where decision = 'granted' group by 1",
                "consent_event",
            )
        )
    )
    assert purposes["account"] > 0.97 * PERSONS
    assert 0.65 < purposes["bank_sharing"] / PERSONS < 0.75
    assert 0.36 < purposes["credit_reporting"] / PERSONS < 0.44


def test_activity_is_unequal_and_every_bank_and_feed_reports(city: Path):
    ((median, busy),) = ask(
        city,
        "select median(n), quantile_cont(n, 0.99) from (select count(*) as n from r group by person_id)",
    )
    assert busy > 4 * median
    assert ask(city, "select count(distinct bank_code) from r") == [(BANKS,)]
    sources = {source for (source,) in ask(city, "select distinct source_system from r")}
    assert sources == {"QUZHOU_BANK", "QUZHOU_CITY", "HOUSEHOLD_METER", "ANT_APP", "HUBEI_APP"}


def test_the_same_plan_gives_the_same_bytes(city: Path, plan: CityPlan, tmp_path: Path):
    seen: list[tuple[int, int, str]] = []
    written = CityWriter(tmp_path, plan, lambda *what: seen.append(what)).write()
    assert seen[-1] == (len(written), len(written), "")
    for path in written:
        assert (tmp_path / path).read_bytes() == (city / path).read_bytes(), path


def test_one_file_alone_is_the_same(city: Path, plan: CityPlan, tmp_path: Path):
    last = list(plan.behaviour_files())[-1]
    ((name, count),) = CityWriter(tmp_path, plan).write_behaviour(lambda file: file == last).items()
    assert (tmp_path / name).read_bytes() == (city / name).read_bytes()
    stated = json.loads((tmp_path / f"{name}.manifest.json").read_text())
    assert stated == {"delivered_at": "2025-01-01T06:30:00+08:00", "row_count": count}


def test_a_city_has_organisations_but_no_residents_of_the_small_demo(tmp_path: Path):
    summary = write_demo(tmp_path, scale="city", persons=500, months=1)
    assert summary.rows["person_registry"] == 500
    assert summary.rows["energy_consumption"] > 10_000
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*") if "manifest" not in path.name) == (
        sorted(summary.files)
    )


@pytest.mark.parametrize("size", [{"months": 0}, {"months": 25}, {"persons": 0}])
def test_sizes_out_of_range_are_wrong_use(tmp_path: Path, size: dict[str, int]):
    with pytest.raises(WrongUse, match="a city can"):
        write_demo(tmp_path, scale="city", **size)
    assert not list(tmp_path.iterdir())


def test_the_loader_takes_all_but_what_is_broken(
    city: Path, contracts: dict[str, SourceContract], tmp_path: Path
) -> None:
    home = Home.open(tmp_path / "home")
    ensure_demo_key(home)
    for source in ("person_registry", "personal_behaviour", "consent_event", "loan_contract", "points_redemption"):
        outcomes = load_source(home, contracts[source], city, run_id="test", started_at=STARTED_AT)
        assert {outcome.status for outcome in outcomes} == {"loaded"}, source
        assert not any(outcome.drift for outcome in outcomes)
        rejected = sum(outcome.rows_rejected for outcome in outcomes)
        assert (0 < rejected < 20) if source == "personal_behaviour" else rejected == 0, source
