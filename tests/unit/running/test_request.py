"""What a request means: times, months, and the kind of run in a home of each mode."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.running.request import RunRequest, kind_of, parse_as_of, parse_months

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 7, 1, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-30", datetime(2024, 6, 30, 15, 59, 59, 999999, tzinfo=UTC)),  # its end, eight hours ahead of UTC
        ("2024-06-30T18:00:00", datetime(2024, 6, 30, 10, 0, tzinfo=UTC)),  # no offset: the home's zone
        ("2024-06-30T18:00:00+00:00", datetime(2024, 6, 30, 18, 0, tzinfo=UTC)),
        ("2024-06-30 18:00Z", datetime(2024, 6, 30, 18, 0, tzinfo=UTC)),
        ("2024-07-01", NOW),  # today is not over: what is known so far
    ],
)
def test_a_time_is_read_in_the_zone_of_the_home(text: str, expected: datetime) -> None:
    assert parse_as_of(text, SHANGHAI, NOW) == expected


@pytest.mark.parametrize("text", ["yesterday", "2024-13-01", "2024-6-30", "", "30.06.2024"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match="is not a time"):
        parse_as_of(text, SHANGHAI, NOW)


@pytest.mark.parametrize("text", ["2024-07-02", "2024-07-01T12:00:01"])
def test_the_future_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match="in the future"):
        parse_as_of(text, SHANGHAI, NOW)


def test_months_are_both_ends_and_all_between() -> None:
    assert parse_months("2023-11..2024-02") == (
        date(2023, 11, 1),
        date(2023, 12, 1),
        date(2024, 1, 1),
        date(2024, 2, 1),
    )
    assert parse_months("2024-01") == (date(2024, 1, 1),)
    assert parse_months("") == ()
    assert parse_months("9999-12") == (date(9999, 12, 1),)


@pytest.mark.parametrize(
    "text", ["2024", "2024-00", "0000-01", "2024-01..", "..2024-01", "2024-01-01..2024-02-01", "2024-02..2024-01"]
)
def test_what_is_no_range_of_months_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match="--months"):
        parse_months(text)


@pytest.mark.parametrize(
    ("mode", "as_of", "rebuild", "kind"),
    [
        (None, None, None, "live"),
        ("live", None, None, "live"),
        (None, "2024-06-30", None, "as-of"),
        ("as-of", "2024-06-30", None, "as-of"),
        ("live", "2024-06-30", None, "beside"),
        ("live", None, "r", "rebuild"),
        ("as-of", None, "r", "rebuild"),
    ],
)
def test_the_kind_of_a_run_follows_from_the_mode_of_the_home(mode, as_of, rebuild, kind) -> None:
    assert kind_of(RunRequest(home=Path("h"), as_of=as_of, rebuild=rebuild), mode) == kind


def test_a_live_run_in_a_home_of_past_states_is_refused() -> None:
    with pytest.raises(WrongUse, match="give --as-of"):
        kind_of(RunRequest(home=Path("h")), "as-of")
