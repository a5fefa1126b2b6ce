"""Writes the deliveries of a city: Parquet files of residents with their sidecars, and the organisations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from dagster_project.demo.city_scale import rows
from dagster_project.demo.city_scale.plan import BANKS, DELIVERED_ON_DAY, BehaviourFile, CityPlan
from dagster_project.demo.months import YEAR, first_day
from dagster_project.demo.recipes import recipes
from dagster_project.lib.files import write_atomically
from dagster_project.lib.sql import literal

MEMORY = "2GB"
THREADS = 2
FIRST_REDEMPTIONS_AFTER = 2  # months: points are earned first

# Told before each file: how many are written, how many there will be, which one is next.
Said = Callable[[int, int, str], None]


@dataclass(frozen=True)
class CityFile:
    """One delivery: where it goes, the query of its rows, and when it arrives."""

    path: str
    query: str
    delivered_on: date


class CityWriter:
    """Writes files of one city into a landing folder."""

    def __init__(self, landing: Path, plan: CityPlan, said: Said = lambda done, of, path: None) -> None:
        self._landing, self._plan, self._said = landing, plan, said

    def write(self) -> dict[str, int]:
        """Write everything of the residents; rows by path of the file."""
        return self._write_all([*self.master_files(), *self.behaviour_files()])

    def write_behaviour(self, chosen: Callable[[BehaviourFile], bool]) -> dict[str, int]:
        """Write the chosen behaviour files and nothing else; rows by path of the file."""
        return self._write_all(list(self.behaviour_files(chosen)))

    def master_files(self) -> Iterator[CityFile]:
        """What is delivered once or seldom."""
        plan = self._plan
        start, end = (date.fromisoformat(first_day(month)) for month in (plan.first_month, plan.last_month + 1))
        before = start - timedelta(days=1)
        yield CityFile("bank_registry/banks_city.parquet", self._bank_rows(), before)
        yield CityFile("person_registry/persons_city.parquet", rows.person_rows(plan), before)
        # Known before the first month closes, or nobody would count in its totals.
        yield CityFile("consent_event/consent_city.parquet", rows.consent_rows(plan, "granted"), before)
        yield CityFile("consent_event/consent_city_withdrawn.parquet", rows.consent_rows(plan, "withdrawn"), end)
        yield CityFile("loan_contract/loans_city.parquet", rows.loan_rows(plan), end)
        yield CityFile("loan_balance/balances_city.parquet", rows.balance_rows(plan), end)
        yield CityFile("loan_application/applications_city.parquet", rows.application_rows(plan), end)
        for year in range(plan.first_month // YEAR, plan.last_month // YEAR + 1):
            query = rows.allowance_rows(plan, year)
            yield CityFile(f"personal_allowance/allowances_city_{year}.parquet", query, date(year, 1, 5))
        for month in range(min(plan.first_month + FIRST_REDEMPTIONS_AFTER, plan.last_month), plan.last_month + 1):
            delivered_on = date.fromisoformat(first_day(month + 1)).replace(day=DELIVERED_ON_DAY)
            path = f"points_redemption/redemptions_city_{first_day(month)[:7]}.parquet"
            yield CityFile(path, rows.redemption_rows(plan, month), delivered_on)

    def behaviour_files(self, chosen: Callable[[BehaviourFile], bool] = lambda file: True) -> Iterator[CityFile]:
        for file in self._plan.behaviour_files():
            if chosen(file):
                path = f"personal_behaviour/{file.name}"
                yield CityFile(path, rows.behaviour_rows(self._plan, file), file.delivered_on)

    def _write_all(self, files: Sequence[CityFile]) -> dict[str, int]:
        counts = {}
        with duckdb.connect() as database:
            self._prepare(database)
            for number, file in enumerate(files):
                self._said(number, len(files), file.path)
                counts[file.path] = self._write(database, file)
        self._said(len(files), len(files), "")
        return counts

    def _prepare(self, database: duckdb.DuckDBPyConnection) -> None:
        database.execute(f"set memory_limit = '{MEMORY}'; set threads = {THREADS}")
        database.execute(f"create temp macro bank_count() as {BANKS}")
        for statement in rows.lookup_tables(_banks()):
            database.execute(statement)

    def _write(self, database: duckdb.DuckDBPyConnection, file: CityFile) -> int:
        """The sidecar last here: how many rows there are is known when they are written."""
        path = self._landing / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.part")
        row = database.execute(
            f"copy ({file.query}) to {literal(unfinished)} (format parquet, compression zstd)"
        ).fetchone()
        assert row is not None
        stated = {"delivered_at": f"{file.delivered_on}T06:30:00+08:00", "row_count": row[0]}
        write_atomically(path.with_name(f"{path.name}.manifest.json"), json.dumps(stated, indent=2) + "\n")
        unfinished.replace(path)
        return int(row[0])

    def _bank_rows(self) -> str:
        known = {recipe.row["bank_code"] for recipe in recipes("bank_registry")}
        values = ", ".join(
            f"({literal(code)}, {literal(f'示例银行{number:02d}衢州分行')})"
            for number, code in enumerate(_banks(), start=1)
            if code not in known
        )
        return f"select * from (values {values}) as banks(bank_code, bank_name_zh)"


def _banks() -> list[str]:
    """The codes of the small demo, then invented ones up to the number of the city."""
    known = list(dict.fromkeys(recipe.row["bank_code"] for recipe in recipes("bank_registry")))
    return [*known, *(f"DEMO-B{number:02d}" for number in range(len(known) + 1, BANKS + 1))]
