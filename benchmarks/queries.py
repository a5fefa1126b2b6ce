"""What people ask of a release, and the floor: the same monthly emission by one plain statement on the delivered files.

The floor checks nothing, remembers nothing and explains nothing; what the line takes beyond it is the price of that.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.deliveries import account_id
from dagster_project.lib.running.project import SEEDS
from dagster_project.lib.sql import literal

REPEATS = 20

ACCOUNT_YEAR = f"""
    select * from marts.mart_account_emission
    where account_id = '{account_id(0)}' and period_grain = 'year'"""
COUNTY_MONTHS = """
    select a.region_code, e.period_start, sum(e.total_location_t) as total_t, sum(e.electricity_kwh) as kwh
    from marts.mart_account_emission as e
    inner join marts.mart_account as a on e.account_id = a.account_id
    where e.period_grain = 'month'
    group by all order by all"""
PUBLISHED_TOTAL = "select sum(scope2_location_t) from marts.mart_account_emission where period_grain = 'year'"

# Every account of the deliveries is in Zhejiang; an interval belongs to the day in which it starts.
FLOOR = """
    with months as (
        select account_id, cast(date_trunc('month', interval_end - to_minutes(interval_minutes)) as date) as month,
            sum(import_kwh) as kwh
        from read_parquet({meters}) group by all
    ),
    factor as (
        select valid_from, kgco2_per_kwh, row_number() over (order by vintage_year desc) = 1 as is_newest
        from read_csv({factors}, types = {{'kgco2_per_kwh': 'decimal(9,4)'}})
        where area_code = '330000' and series = 'average'
    )
    select m.account_id, m.month, m.kwh, m.kwh * f.kgco2_per_kwh / 1000 as emission_t
    from months as m
    inner join factor as f
        on year(m.month) = year(f.valid_from) or (f.is_newest and year(m.month) > year(f.valid_from))"""


def look_up_milliseconds(home: Path) -> dict[str, float]:
    """Medians on the auditor's file; opening it is measured apart, with a connection of its own each time."""
    file = home / "published" / "current" / "auditor.duckdb"

    def open_and_ask() -> None:
        with duckdb.connect(file, read_only=True) as fresh:
            fresh.execute(ACCOUNT_YEAR).fetchall()

    with duckdb.connect(file, read_only=True) as open_file:
        return {
            "open the file, one account and year": _median_milliseconds(open_and_ask),
            "one account and year": _median_milliseconds(lambda: open_file.execute(ACCOUNT_YEAR).fetchall()),
            "all counties by month": _median_milliseconds(lambda: open_file.execute(COUNTY_MONTHS).fetchall()),
        }


def floor_seconds(home: Path) -> float:
    """Seconds of the plain statement, once what it computes is seen to be what was published."""
    meters = literal(home / "landing" / "electricity_meter" / "*.parquet")
    query = FLOOR.format(meters=meters, factors=literal(SEEDS / "electricity" / "grid_factor.csv"))
    with duckdb.connect() as database:
        began = time.monotonic()
        database.execute(f"create table floor as {query}")
        seconds = time.monotonic() - began
        computed = _one(database, "select sum(emission_t) from floor")
    with duckdb.connect(home / "published" / "current" / "auditor.duckdb", read_only=True) as release:
        published = _one(release, PUBLISHED_TOTAL)
    if abs(Decimal(computed) - published) > Decimal("0.001"):
        raise SystemExit(f"benchmarks: the plain statement gives {computed} t, the release {published} t")
    return seconds


def _one(database: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = database.execute(query).fetchone()
    assert row is not None
    return row[0]


def _median_milliseconds(ask: Callable[[], object]) -> float:
    ask()  # the first one warms the caches; what a cold disk takes says more about the disk
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)
