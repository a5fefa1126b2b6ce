"""Writes the checked rows of a delivery as Parquet files of the raw zone and of the rejects, and puts them in place.

Which rows are good is ``checking``'s decision, how a delivery becomes a relation of checked rows that of
``text_scratch`` and ``file_scratch``, whether the file as a whole loads the loader's. Until the ledger names them, the
files written here are leftovers that ``cleaning`` removes.
"""

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import duckdb

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.files import move_into_place, sha256_of
from dagster_project.lib.home import Home
from dagster_project.lib.loading.checking import RowChecks
from dagster_project.lib.loading.outcome import FileRejected
from dagster_project.lib.sql import literal, quoted

PARQUET = "(format parquet, compression zstd, compression_level 1)"  # the default level takes longer for no less bytes
MAX_PERIOD_MONTHS = 1200
LAST_MONTH = "9999-12-01"  # a period may run beyond the last date that Python and SQL standards know


@dataclass(frozen=True)
class Counts:
    """What was found in a delivery: delivered = good + rejected + erased."""

    delivered: int
    rejected: int
    erased: int
    rounded: int
    totals: tuple[Decimal, ...]

    @property
    def good(self) -> int:
        return self.delivered - self.rejected - self.erased


@dataclass(frozen=True)
class Revision:
    """What stamps the rows: the load, which attempt at it, and when it became known."""

    load_id: str
    attempt: int
    known_at: datetime

    @property
    def file_stem(self) -> str:
        return f"{self.load_id}.{self.attempt}"


@dataclass(frozen=True)
class Task:
    """What a delivery is loaded as: where, under which contract, as which revision, without which persons."""

    home: Home
    contract: SourceContract
    revision: Revision
    erased: Collection[int] = ()


class Scratch:
    """A database that holds one delivery as the relation ``checked`` until its rows are written out.

    Rows of an erased person are counted and never written; a row that is rejected anyway stays rejected, for a reject
    says nothing of a person.
    """

    def __init__(self, task: Task, memory_limit: str) -> None:
        self._task = task
        self.contract = task.contract
        self._good = "true"  # the condition for rows that are written
        self._rows = "checked"  # where they are written from
        self._checks: RowChecks
        self._counts: Counts
        self.folder = task.home.raw_staging / task.revision.load_id
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._database = self._connected(memory_limit)
        self._database.execute("set timezone = 'UTC'")
        self._database.execute("set enable_progress_bar = false")

    def _connected(self, memory_limit: str) -> duckdb.DuckDBPyConnection:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _counted(self) -> Counts:
        is_good = "_problem is null and not _is_erased"
        counts = [
            *("count(*)", "count(_problem)", "count(*) filter (_problem is null and _is_erased)"),
            f"coalesce(sum(_rounded) filter ({is_good}), 0)",
            *self._checks.total_sums(),
        ]
        try:
            row = self._one(f"select {', '.join(counts)} from checked")
        except duckdb.OutOfRangeException:
            raise FileRejected("a control total is too large to be checked") from None
        delivered, rejected, erased, rounded = (int(count) for count in row[:4])
        found = Counts(delivered, rejected, erased, rounded, tuple(Decimal(total) for total in row[4:]))
        if found.good < found.delivered:  # else nothing has to be checked a second time
            self._good = is_good
        self._counts = found
        return found

    def write_data(self) -> list[dict[str, Any]]:
        """Write the good rows, put the files in place and describe them for the ledger."""
        if not self.contract.is_high_volume:
            if not self._counts.good:
                return []
            return [self._write_part("true", Path(self.contract.name), None)]
        months = self._months_covered
        if len(months) == 1:
            return [self._write_part("true", self._folder_of(months[0]), months[0])]
        day = quoted(str(self.contract.month_date_column))
        parts: list[dict[str, Any]] = []
        for month in months:
            of_month = f"{day} >= date '{month}' and {day} < date '{month}' + interval 1 month"
            parts.append(self._write_part(of_month, self._folder_of(month), month))
        return parts

    def _folder_of(self, month: str) -> Path:
        return Path(self.contract.name) / f"month={month}"

    def write_rejects(self, *, all_of: str | None) -> str | None:
        """Write the rejected rows; with ``all_of`` (a sentence) every other row as well, rejected with its load."""
        if not (self._counts.delivered if all_of else self._counts.rejected):
            return None
        whole = literal(all_of or "")
        path = Path("reject") / f"{self._task.revision.file_stem}.parquet"
        self._copy(
            f"select {literal(self.contract.name)} as source, {literal(self._task.revision.load_id)} as load_id, "
            f"_line_no as line_no, {self._checks.column_of_problem()} as column_name, "
            f"coalesce(_reason_code, 'load_rejected') as reason_code, coalesce(_reason, {whole}) as reason "
            f"from checked where {'true' if all_of else '_problem is not null'}",  # in the order of the file
            self.folder / path.name,
        )
        move_into_place(self.folder / path.name, self._task.home.audit / path)
        return path.as_posix()

    def months_covered(self) -> list[str]:
        """The months that the good rows are about, spread over their period_months; empty for master data."""
        return self._months_covered

    @cached_property
    def _months_covered(self) -> list[str]:
        day = self.contract.month_date_column
        if day is None:
            return []
        first = f"date_trunc('month', {quoted(day)})"
        if "period_months" not in self.contract.column_names:
            return self._months(first)
        last = f"{first} + to_months(cast(least(coalesce(period_months, 1), {MAX_PERIOD_MONTHS}) as integer) - 1)"
        last = f"least({last}, timestamp '{LAST_MONTH}')"
        return self._months(f"unnest(generate_series({first}, {last}, interval 1 month))")

    def _months(self, expression: str) -> list[str]:
        distinct = f"select distinct cast({expression} as date) as month from checked where {self._good}"
        rows = self._database.execute(f"select strftime(month, '%Y-%m-01') from ({distinct}) order by all").fetchall()
        return [str(row[0]) for row in rows]

    def _write_part(self, condition: str, folder: Path, month: str | None) -> dict[str, Any]:
        revision = self._task.revision
        columns = ", ".join(quoted(name) for name, _ in self.contract.raw_schema[:-3])
        known_at = revision.known_at.strftime("%Y-%m-%d %H:%M:%S.%f")
        written = self.folder / "part.parquet"
        rows = self._copy(
            f"select {columns}, {literal(revision.load_id)} as _load_id, _line_no, "
            f"timestamp {literal(known_at)} as _known_at from {self._rows} where {self._good} and {condition}",
            written,
        )
        return put_in_place(self._task.home, written, folder / f"{revision.file_stem}.parquet", month, rows)

    def _copy(self, query: str, path: Path) -> int:
        return int(self._one(f"copy ({query}) to {literal(path)} {PARQUET}")[0])

    def _one(self, query: str) -> Sequence[Any]:
        row = self._database.execute(query).fetchone()
        assert row is not None
        return row


def put_in_place(home: Home, written: Path, path: Path, month: str | None, rows: int) -> dict[str, Any]:
    """Move a finished file to ``path`` below the raw zone, and describe it for the ledger."""
    described = {"path": path.as_posix(), "month": month, "rows": rows}
    described |= {"bytes": written.stat().st_size, "sha256": sha256_of(written)}
    move_into_place(written, home.raw / path)
    return described
