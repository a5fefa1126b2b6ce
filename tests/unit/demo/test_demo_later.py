"""The demo in later years: dates move by whole years, nothing else does, and nothing is delivered from the future."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.cli.main import main
from dagster_project.demo import last_delivered_year, write_demo
from dagster_project.demo.later import later_day, later_plans
from dagster_project.demo.recipes import plans
from dagster_project.lib.errors import WrongUse
from tests.support.deliveries import read_rows


@pytest.fixture(scope="module")
def a_year_later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("later") / "landing"
    write_demo(folder, last_year=2025)
    return folder


@pytest.mark.parametrize(
    ("text", "years", "moved"),
    [
        ("2023-05-17", 1, "2024-05-17"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-28", 1, "2025-02-28"),
        ("2023-02-28", 1, "2024-02-29"),
        ("2024-02-29T23:30:00+08:00", 2, "2026-02-28T23:30:00+08:00"),
        ("2024-06-30T00:00:00", -1, "2023-06-30T00:00:00"),
        ("2024-02-30T10:00:00", 1, "2025-02-30T10:00:00"),
        ("2020-13-01", 1, "2021-13-01"),
        ("May 2024", 1, "May 2024"),
    ],
)
def test_days_move_by_years(text: str, years: int, moved: str):
    assert later_day(text, years) == moved


@pytest.mark.parametrize(
    ("now", "year"),
    [
        (datetime(2026, 11, 20, tzinfo=UTC), 2025),
        (datetime(2026, 4, 1, tzinfo=UTC), 2025),
        (datetime(2026, 3, 1, tzinfo=UTC), 2024),
        (datetime(2025, 4, 1, tzinfo=UTC), 2024),
    ],
)
def test_the_last_year_is_the_one_that_has_arrived_whole(now: datetime, year: int):
    assert last_delivered_year(now) == year
    assert all(datetime.fromisoformat(plan.delivered_at) < now for plan in later_plans(year - 2024))


def test_files_and_rows_move_together(landing: Path, a_year_later: Path):
    assert [plan.delivery for plan in later_plans(1)] == [plan.delivery for plan in plans()]
    for plan, later in zip(plans(), later_plans(1), strict=True):
        assert (a_year_later / later.path).exists()
        assert int(later.delivered_at[:4]) == int(plan.delivered_at[:4]) + 1
    first = read_rows(landing / "energy_consumption" / "energy_2023Q1.csv")
    second = read_rows(a_year_later / "energy_consumption" / "energy_2024Q1.csv")
    assert [row["quantity"] for row in first] == [row["quantity"] for row in second]
    assert {row["period_month"] for row in second} == {"2024-01-01", "2024-02-01", "2024-03-01"}
    stated = json.loads((a_year_later / "energy_consumption" / "energy_2024Q1.csv.manifest.json").read_text())
    assert stated["delivered_at"] == "2024-04-12T09:00:00+08:00"


def test_years_that_are_numbers_move(a_year_later: Path):
    assert {row["period_year"] for row in read_rows(a_year_later / "credit_score" / "scores_2025.csv")} == {"2025"}


def test_month_ends_stay_month_ends(a_year_later: Path):
    rows = read_rows(a_year_later / "loan_balance" / "balances_2024H1.csv")
    assert {row["month_end"] for row in rows} >= {"2024-02-29", "2024-03-31", "2024-06-30"}
    assert not {row["month_end"] for row in rows} & {"2024-02-28"}


def test_readings_are_made_on_the_calendar_of_their_year(a_year_later: Path):
    rows = read_rows(a_year_later / "electricity_meter" / "meter_2025Q1.parquet")
    hours = [row["interval_end"] for row in rows if row["account_id"] == "DEMO-IND-003" and row["meter_id"] == "MAIN"]
    assert len(hours) == len(set(hours)) == (31 + 28 + 31) * 24


def test_the_command_takes_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["demo", "--home", str(tmp_path), "--last-year", "2030"]) == 0
    assert (tmp_path / "landing" / "energy_consumption" / "energy_2030Q4.csv").exists()
    assert "Next: carbon run" in capsys.readouterr().out
    assert main(["demo", "--home", str(tmp_path), "--last-year", "1900"]) == 2
    assert "from 2000 to 2099" in capsys.readouterr().err


@pytest.mark.parametrize("year", [1999, 2100])
def test_a_year_out_of_range_is_wrong_use(tmp_path: Path, year: int):
    with pytest.raises(WrongUse, match="from 2000 to 2099"):
        write_demo(tmp_path, last_year=year)
    assert not list(tmp_path.iterdir())
