"""Time has two axes: one home, one delivery, two dates, two answers, to the digit."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.deliveries import deliver
from tests.support.runs import carbon, manifest, rows
from tests.support.small_city import account, fuel

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1 GWh in Zhejiang in 2023 and 1 GWh in 2021, known since early in the year after."""
    home = tmp_path_factory.mktemp("as_of") / "home"
    landing = home / "landing"
    opened = account("ZJ-1", opened_on="2021-01-01")
    deliver(landing, "account_registry", [opened], "registry", "2021-02-01T00:00:00Z")
    deliver(
        landing,
        "energy_consumption",
        [fuel("ZJ-1", "2021-06", "ELECTRICITY", "1", "gwh")],
        "y2021",
        "2022-01-10T00:00:00Z",
    )
    deliver(
        landing,
        "energy_consumption",
        [fuel("ZJ-1", "2023-06", "ELECTRICITY", "1", "gwh")],
        "y2023",
        "2024-01-10T00:00:00Z",
    )
    carbon("run", "--home", home)
    return home


def as_of(home: Path, day: str) -> str:
    """Build the state known on a day; the folder of its release, relative to published/."""
    summary = json.loads(carbon("run", "--home", home, "--as-of", day, "--json").out)
    return f"asof/{summary['release']}"


def test_zhejiang_2023(home: Path) -> None:
    """One of the three dates from end to end; the unit test of the factor candidates has all of them, to the day."""
    current = manifest(home)
    release = as_of(home, "2025-06-30")
    found = rows(
        home,
        "select co2e_t, factor_vintage, carry_years from marts.mart_account_emission_detail"
        " where period_grain = 'year' and period_start = date '2023-01-01' and basis = 'location'",
        release=release,
    )
    assert found == [(Decimal("515.3"), 2022, 1)]
    assert manifest(home) == current, "an as-of build must not move current"


def test_an_empty_home_may_live_at_a_past_time(tmp_path: Path, home: Path) -> None:
    """As of the end of 2023 nothing of 2023 was delivered, and for 2021 no factor had been published."""
    past, landing = tmp_path / "past", home / "landing"
    carbon("run", "--home", past, "--landing", landing, "--as-of", "2023-12-31")
    assert rows(past, "select count(*) from marts.mart_account_emission") == [(0,)]
    assert rows(past, "select record_key, reason_code from audit.quarantine") == [
        ("ZJ-1|2021-06-01|ELECTRICITY|fuel", "no_factor")
    ]
    refused = carbon("run", "--home", past, "--landing", landing, expect=2)
    assert "as-of" in refused.err and len(refused.err.strip().splitlines()) == 1
