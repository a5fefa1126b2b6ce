"""Writes the deliveries that are measured: the same arguments give the same readings on every machine.

Meters of 15 minutes, a file per month; the last day of the last month is kept back, to be delivered afterwards.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from dagster_project.lib.sql import literal

FIRST_DAY = date(2023, 1, 1)
INTERVALS_PER_DAY = 96
COUNTIES = ("330802", "330803", "330822", "330824", "330825", "330881")


@dataclass(frozen=True)
class Plan:
    """How much is delivered."""

    accounts: int
    months: int

    @classmethod
    def of_readings(cls, readings: int, months: int) -> Plan:
        """About this many readings, by the number of accounts."""
        days = (month_start(months) - FIRST_DAY).days
        return cls(max(1, round(readings / (days * INTERVALS_PER_DAY))), months)

    @property
    def end(self) -> date:
        return month_start(self.months)

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


def month_start(months: int) -> date:
    return date(FIRST_DAY.year + months // 12, months % 12 + 1, 1)


def account_id(number: int) -> str:
    return f"BENCH-{number:06d}"


def write_history(landing: Path, plan: Plan) -> int:
    """Everything but the last day; the number of meter readings in it."""
    readings = 0
    with duckdb.connect() as database:
        _write(database, _registry(plan), landing / "account_registry" / "accounts.csv", FIRST_DAY)
        for number in range(plan.months):
            start, end = month_start(number), month_start(number + 1)
            until = plan.last_day if end == plan.end else end
            path = landing / "electricity_meter" / f"{start:%Y-%m}.parquet"
            readings += _write(database, _readings(plan, start, until), path, until)
            _write(database, _fuels(plan, start), landing / "energy_consumption" / f"{start:%Y-%m}.csv", end)
    return readings


def write_last_day(landing: Path, plan: Plan) -> int:
    """The day that was kept back, of every meter; the number of its readings."""
    path = landing / "electricity_meter" / f"{plan.last_day}.parquet"
    with duckdb.connect() as database:
        return _write(database, _readings(plan, plan.last_day, plan.end), path, plan.end)


def _registry(plan: Plan) -> str:
    counties = ", ".join(literal(county) for county in COUNTIES)
    return f"""
        select format('BENCH-{{:06d}}', a) as account_id, 'account ' || a as account_name, 'industry' as domain,
            [{counties}][a % {len(COUNTIES)} + 1] as region_code, '31' as industry_code, date '2010-01-01' as opened_on
        from range({plan.accounts}) as accounts(a) order by a"""


def _readings(plan: Plan, start: date, end: date) -> str:
    """One meter per account, in the order in which a head-end system writes: by time, then by meter."""
    first, last = ((day - FIRST_DAY).days * INTERVALS_PER_DAY for day in (start, end))
    return f"""
        select format('BENCH-{{:06d}}', a) as account_id, 'M1' as meter_id,
            timestamp '{FIRST_DAY}' + to_minutes(cast(15 * (n + 1) as bigint)) as interval_end,
            15 as interval_minutes,
            cast(10000 + (a * 7919 + n * 104729) % 90000 as decimal(18, 0)) * cast(0.001 as decimal(4, 3))
                as import_kwh,
            'measured' as quality
        from range({first}, {last}) as intervals(n), range({plan.accounts}) as accounts(a) order by n, a"""


def _fuels(plan: Plan, start: date) -> str:
    return f"""
        select format('BENCH-{{:06d}}', a) as account_id, date '{start}' as period_month, energy_code,
            cast(100 + (a * 31 + {start.month}) % 900 as decimal(18, 3)) as quantity, unit, 'measured' as quality
        from range({plan.accounts}) as accounts(a),
            (values ('BITUMINOUS_COAL', 't'), ('DIESEL', 'l')) as fuels(energy_code, unit)
        where a % 2 = 0 order by a, energy_code"""


def _write(database: duckdb.DuckDBPyConnection, query: str, path: Path, delivered_on: date) -> int:
    """A file and the sidecar that says when it came; the number of its rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    form = "format parquet, compression zstd" if path.suffix == ".parquet" else "format csv, header true"
    row = database.execute(f"copy ({query}) to {literal(path)} ({form})").fetchone()
    assert row is not None
    stated = {"row_count": row[0], "delivered_at": f"{delivered_on}T08:00:00+08:00"}
    path.with_name(path.name + ".manifest.json").write_text(json.dumps(stated) + "\n", encoding="utf-8")
    return int(row[0])
