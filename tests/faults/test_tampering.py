"""A tampered intermediate table stops the line: exit 1, one sentence, and the old release stays current."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.support.deliveries import deliver
from tests.support.runs import carbon, manifest
from tests.support.small_city import deliveries, readings

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("tampering")]


def test_tampered_meter_day_stops_the_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for step in deliveries():
        step(home / "landing")
    carbon("run", "--home", home)
    before = manifest(home)

    # A month that no later delivery touches: nothing rebuilds it, so only a gate can notice.
    with duckdb.connect(str(home / "work" / "warehouse.duckdb")) as connection:
        connection.execute(
            "update intermediate.int_meter_day set import_kwh = import_kwh + 1000 where month = date '2023-11-01' and account_id = 'A-1'"
        )
    deliver(
        home / "landing",
        "electricity_meter",
        list(readings("A-1", "2024-02", "80")),
        "meter_2024_02",
        "2024-03-10T08:00:00Z",
    )
    stopped = carbon("run", "--home", home, expect=1)
    assert "meter_day" in stopped.err
    assert len(stopped.err.strip().splitlines()) == 1
    assert manifest(home) == before

    # Repair as a user would: build everything anew from the raw zone.
    carbon("run", "--home", home, "--full-refresh")
    assert manifest(home)["previous"]["release"] == before["release"]
