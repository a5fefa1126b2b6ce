"""A tampered intermediate table stops the line: exit 1, one sentence, and the old release stays current."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import BuiltHome
from tests.support.deliveries import deliver
from tests.support.runs import carbon, manifest, rows
from tests.support.small_city import readings

pytestmark = pytest.mark.slow


def test_tampered_meter_day_stops_the_line(built_home: BuiltHome, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(built_home.home, home, symlinks=True)
    before = manifest(home)

    # A month that no later delivery touches: nothing rebuilds it, so only a gate can notice.
    with duckdb.connect(str(home / "work" / "warehouse.duckdb")) as connection:
        connection.execute(
            "update intermediate.int_meter_day set import_kwh = import_kwh + 1000"
            " where month = date '2023-11-01' and account_id = 'A-1'"
        )
    new = list(readings("A-1", "2024-02", "80"))
    deliver(home / "landing", "electricity_meter", new, "meter_2024_02", "2024-03-10T08:00:00Z")
    stopped = carbon("run", "--home", home, expect=1)
    assert "meter_day" in stopped.err
    assert len(stopped.err.strip().splitlines()) == 1
    assert manifest(home) == before
    assert rows(home, "select count(*) from marts.mart_account") == [(6,)]
    assert "failed" in carbon("status", "--home", home).out
