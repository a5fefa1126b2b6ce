"""Residents at the size of a city: the floor and the line on the same files, one more day, and look-ups.

What is delivered stands in the demo, what the floor computes in ``floor``.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.floor import FloorRun
from benchmarks.measuring import MIB, Measured, Watched, measure_run, tree_bytes, watch
from benchmarks.report import bar_chart, layers_table, machine, runs_table, table, tools_table
from dagster_project.demo import write_demo
from dagster_project.demo.city_scale import CityPlan, CityWriter
from dagster_project.demo.key import ensure_demo_key
from dagster_project.demo.months import YEAR
from dagster_project.lib.home import Home
from dagster_project.lib.loading.pseudonyms import person_key

LAST_YEAR = 2025
LAST_MONTH = LAST_YEAR * YEAR + YEAR - 1
SOURCE = "personal_behaviour"
BANK = "bank_DEMO-RCB"
REPEATS = 20

ONE_ACCOUNT = "select * from marts.mart_personal_account where person_key = ?"
HAS_COMMUNITY = """
    select 1 from information_schema.tables where table_schema = 'marts' and table_name = 'mart_community_month'"""
COUNTIES_BY_MONTH = """
    select * from marts.mart_community_month where level = 'county' order by region_code, period_start"""


@dataclass(frozen=True)
class CityMeasured:
    """All figures of one measurement."""

    plan: CityPlan
    records: int
    floor: FloorRun
    floor_process: Watched
    runs: Sequence[Measured]
    look_ups: dict[str, float]
    bytes_by_folder: dict[str, int]
    written_seconds: float
    line_reduction_g: str  # of the full build; floor and line must agree

    @property
    def full(self) -> Measured:
        return self.runs[0]

    def report(self) -> Iterable[str]:
        """Line by line, as Markdown."""
        yield f"{date.today()}: {machine()}"
        yield f"{self.plan.persons:,} persons, {self.plan.months} months, {self.records:,} records of behaviour; "
        yield f"the files were written in {self.written_seconds:.0f} s."
        yield from (
            "",
            *runs_table(self.runs, "records"),
            "",
            *layers_table(self.runs),
            "",
            *tools_table(self.runs),
            "",
        )
        steps = [[name, f"{seconds:.1f}"] for name, seconds in self.floor.seconds.items()]
        yield from table(["the floor in plain SQL", "seconds"], [*steps, ["all", f"{self.floor.total_seconds:.1f}"]])
        peak = f"{self.floor_process.peak_bytes / MIB:,.0f} MiB" if self.floor_process.peak_bytes else "-"
        yield from ("", f"The floor: processor {self.floor_process.cpu_seconds:.1f} s, peak memory {peak}.")
        ratios = [
            self.full.wall_seconds / self.floor_process.wall_seconds,
            self.full.cpu_seconds / self.floor_process.cpu_seconds,
        ]
        yield f"Full build / floor: {ratios[0]:.2f} by the wall, {ratios[1]:.2f} by the processor."
        yield f"Grams counted, floor / line: {self.floor.reduction_g} / {self.line_reduction_g}."
        yield ""
        yield from table(["look-up in published files", "time"], [[n, f"{t:.1f} ms"] for n, t in self.look_ups.items()])
        sizes = ", ".join(f"{name} {size / MIB:,.0f} MiB" for name, size in self.bytes_by_folder.items())
        yield from ("", f"On disk: {sizes}.")

    def chart(self) -> str:
        """The floor and the runs, by step and by tool."""
        bars: list[tuple[str, dict[str, float]]] = [("floor, plain SQL", {"floor": self.floor.total_seconds})]
        for run in self.runs:
            rest = max(0.0, run.wall_seconds - sum(run.tools.values()))
            bars.append((run.name, {**run.tools, "starting, Dagster": rest}))
        return bar_chart(f"{self.records:,} records of {self.plan.persons:,} persons: seconds", bars)


def measure_city(folder: Path, persons: int, months: int, *, is_doubled: bool) -> CityMeasured:
    """Write the city, compute the floor, then run the line: all but two days, one day, and so on."""
    plan = CityPlan(LAST_MONTH, months, persons)
    home = Home.open(folder / "home")
    ensure_demo_key(home)
    began = time.monotonic()
    summary = write_demo(home.landing, scale="city", last_year=LAST_YEAR, persons=persons, months=months)
    written_seconds = time.monotonic() - began
    *_, one_day, other_day = plan.behaviour_files()
    days = [_hold_back(home, folder / "held", file.name) for file in (one_day, other_day)]
    history = summary.rows[SOURCE] - sum(_rows(held) for held in days)
    as_of_month = date.today().replace(day=1)  # as a run reckons that has no --as-of
    command = [sys.executable, "-m", "benchmarks.floor", str(home.landing), str(folder / "floor"), str(as_of_month)]
    floor_process = watch(command, given=person_key(home))
    if floor_process.exit_code:
        raise SystemExit(
            f"benchmarks: the floor ended with exit code {floor_process.exit_code}; its files are {folder}"
        )
    runs = [measure_run("full build", home.root, history)]
    line_reduction_g = _counted_g(home)
    runs.append(measure_run("one more day", home.root, _deliver(home, days[0])))
    if is_doubled:
        runs.append(measure_run("as much history more", home.root, _write_months_before(home, plan)))
        runs.append(measure_run("one more day then", home.root, _deliver(home, days[1])))
    return CityMeasured(
        plan=plan,
        records=history,
        floor=FloorRun(**json.loads(floor_process.output)),
        floor_process=floor_process,
        runs=runs,
        look_ups=look_ups(home),
        bytes_by_folder={
            "landing": tree_bytes(home.landing),
            "raw": tree_bytes(home.raw),
            "work": tree_bytes(home.work),
            "one release": tree_bytes(home.current.resolve()),
            "floor": tree_bytes(folder / "floor"),
        },
        written_seconds=written_seconds,
        line_reduction_g=line_reduction_g,
    )


def look_ups(home: Home) -> dict[str, float]:
    """Medians on the files that people get: one account at a bank, every county by month."""
    release = home.current.resolve()
    found = {}
    with duckdb.connect(release / f"{BANK}.duckdb", read_only=True) as bank:
        person = bank.execute("select max(person_key) from marts.mart_personal_account").fetchone()
        assert person is not None
        found["one account, bank"] = median_milliseconds(bank, ONE_ACCOUNT, person)
    for audience in ("government", "public"):
        with duckdb.connect(release / f"{audience}.duckdb", read_only=True) as file:
            if file.execute(HAS_COMMUNITY).fetchall():
                found[f"counties by month, {audience}"] = median_milliseconds(file, COUNTIES_BY_MONTH)
    return found


def median_milliseconds(database: duckdb.DuckDBPyConnection, query: str, values: Sequence[object] = ()) -> float:
    """Of many times, after one that warms the caches."""
    database.execute(query, list(values)).fetchall()
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        database.execute(query, list(values)).fetchall()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def _counted_g(home: Home) -> str:
    """What the line counted, from its working file; '-' where it keeps it elsewhere."""
    with duckdb.connect(home.warehouse, read_only=True) as database:
        try:
            row = database.execute("select sum(reduction_g) from facts.fct_person_month").fetchone()
        except duckdb.Error:
            return "-"
    return str(row[0]) if row else "-"


def _hold_back(home: Home, held: Path, name: str) -> Path:
    """Take a delivery and its sidecar out of the landing folder."""
    held.mkdir(parents=True, exist_ok=True)
    for part in (name, f"{name}.manifest.json"):
        (home.landing / SOURCE / part).rename(held / part)
    return held / name


def _deliver(home: Home, held: Path) -> int:
    """Put a delivery into the landing folder, its sidecar first; the number of its rows."""
    rows = _rows(held)
    for part in (f"{held.name}.manifest.json", held.name):
        (held.parent / part).rename(home.landing / SOURCE / part)
    return rows


def _write_months_before(home: Home, plan: CityPlan) -> int:
    """As many months as there are, before them."""
    longer = CityPlan(plan.last_month, 2 * plan.months, plan.persons)
    writer = CityWriter(home.landing, longer)
    return sum(writer.write_behaviour(lambda file: file.month < plan.first_month).values())


def _rows(path: Path) -> int:
    with duckdb.connect() as database:
        row = database.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone()
    assert row is not None
    return int(row[0])
