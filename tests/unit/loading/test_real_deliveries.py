"""Published data sets in the delivery format load whole. Skipped where they are not at hand (CARBON_REFERENCE_DIR)."""

import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.contract import read_contracts
from dagster_project.lib.fingerprints import PROJECT_ROOT
from dagster_project.lib.home import Home
from dagster_project.lib.loading import ledger, load_source

REFERENCE = Path(os.environ.get("CARBON_REFERENCE_DIR", PROJECT_ROOT.parent / "shared"))
LANDING = REFERENCE / "real" / "landing"
ROWS = {
    "account_factor": 1,
    "account_registry": 3377,
    "building_registry": 3376,
    "electricity_meter": 35_040,
    "energy_consumption": 10_101,
    "factor_library": 3,
}


@pytest.mark.skipif(not LANDING.is_dir(), reason="the published data sets are not at hand")
def test_published_data_sets_load_whole(tmp_path: Path) -> None:
    home, contracts = Home.open(tmp_path), read_contracts()
    started_at = datetime(2024, 3, 1, tzinfo=UTC)
    for source, rows in ROWS.items():
        (outcome,) = load_source(home, contracts[source], LANDING, run_id="r", started_at=started_at)
        assert (outcome.status, outcome.rows_loaded, outcome.rows_rejected) == ("loaded", rows, 0), source
    (meter,) = ledger.read(home).of_source("electricity_meter")
    files = (meter.revision() or {})["files"]
    # The last reading closes at midnight of New Year: all of it belongs to 2018.
    assert [file["month"] for file in files] == [f"2018-{month:02}-01" for month in range(1, 13)]
    paths = [str(home.raw / file["path"]) for file in files]
    assert duckdb.sql(f"select sum(import_kwh) from read_parquet({paths})").fetchall() == [(Decimal("959636.71"),)]
