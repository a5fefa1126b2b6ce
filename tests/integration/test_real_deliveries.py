"""Two public data sets with known answers, through the whole line: a steel works' meter and a city's buildings.

The deliveries are not part of the project: CARBON_REFERENCE_DIR names the folder that holds them; without it, skipped.
"""

from __future__ import annotations

import csv
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.runs import carbon, manifest, rows, value

ROOT = Path(__file__).resolve().parents[2]
REAL = Path(os.environ.get("CARBON_REFERENCE_DIR", ROOT.parent / "shared")) / "real"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (REAL / "landing").is_dir(), reason="the real deliveries are not on this machine"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("real") / "home"
    carbon("run", "--home", home, "--landing", REAL / "landing")
    return home


def test_steel_works(home: Path) -> None:
    ((start, kwh, location),) = rows(
        home,
        "select period_start::varchar, electricity_kwh, scope2_location_t from marts.mart_account_emission"
        " where account_id = 'REAL-STEEL-01' and period_grain = 'year'",
    )
    assert start == "2018-01-01"  # the reading that closes at 2019-01-01 00:00 belongs to 2018
    assert kwh == Decimal("959636.71")
    assert location == Decimal("441.4328866")


def test_seattle_buildings(home: Path) -> None:
    computed = {
        account: scope1 + scope2
        for account, scope1, scope2 in rows(
            home,
            # The disclosure counts power fed back as negative: the net view is the same thing.
            "select account_id, scope1_t, scope2_net_location_t from marts.mart_building_account"
            " where period_start = date '2016-01-01' and completeness_code = 'complete'",
        )
    }
    with (REAL / "expected_seattle.csv").open(encoding="utf-8", newline="") as file:
        published = {
            row["account_id"]: Decimal(row["published_total_t"])
            for row in csv.DictReader(file)
            if row["is_complete"] == "true"
        }
    assert len(published) == 3367
    assert set(computed) == set(published)
    assert max(abs(computed[account] - total) for account, total in published.items()) < Decimal("0.05")
    assert abs(sum(computed.values()) - Decimal("403110.6")) < 1


def test_buildings_without_data_are_there(home: Path) -> None:
    without_data = "completeness_code = 'no_data' and total_location_t is null"
    assert value(home, f"select count(*) from marts.mart_building_account where {without_data}") == 9


def test_nothing_is_lost(home: Path) -> None:
    assert value(home, "select sum(difference) from audit.reconciliation") == 0
    assert value(home, "select sum(rows_delivered) from audit.reconciliation") == 35040 + 10101 + 3377 + 3376 + 3 + 1
    assert value(home, "select sum(rows_quarantined + rows_rejected) from audit.reconciliation") == 0


def test_trace_gives_the_published_digits(home: Path) -> None:
    trace = json.loads(carbon("trace", "REAL-STEEL-01", "--year", "2018", "--home", home, "--json").out)
    facts = [fact for month in trace["months"] for fact in month["facts"] if fact["basis"] == "location"]
    leaves = sum(
        Decimal(fact["quantity"]) * Decimal(fact["factor_kg_per_unit"]) * Decimal(fact["gwp"]) for fact in facts
    )
    assert leaves / 1000 == Decimal(trace["result"]["scope2_location_t"]) == Decimal("441.4328866")
    assert sum(load["line_count"] for fact in facts for load in fact["loads"]) == 35040
    assert {load["file_name"] for fact in facts for load in fact["loads"]} == {"steel_2018.csv"}
    text = carbon("trace", "REAL-STEEL-01", "--year", "2018", "--home", home).out
    assert "0.46 kg/kwh" in text and "steel_2018.csv" in text


def test_run_again_publishes_nothing(home: Path) -> None:
    before = manifest(home)
    second = carbon("run", "--home", home, "--landing", REAL / "landing")
    assert "nothing new" in second.out.lower()
    assert manifest(home) == before
    assert (
        len([path for path in (home / "published").iterdir() if (path / "manifest.json").is_file()]) == 2
    )  # and current


def test_verify(home: Path) -> None:
    carbon("verify", "--home", home)
