"""Turns the text of a delivery into Parquet files of the raw zone and of the rejects, and puts them in place.

Which rows are good is ``checking``'s decision, whether the file as a whole loads the loader's. Until the ledger names
them, the files written here are leftovers that ``cleaning`` removes.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.files import move_into_place, sha256_of
from dagster_project.lib.home import Home
from dagster_project.lib.loading.checking import RowChecks
from dagster_project.lib.loading.outcome import FileRejected
from dagster_project.lib.sql import literal, quoted

MEMORY_LIMIT = "1GB"  # more is kept on disk, in the scratch folder
PARQUET = "(format parquet, compression zstd)"
MAX_PERIOD_MONTHS = 1200
LAST_MONTH = "9999-12-01"  # a period may run beyond the last date that Python and SQL standards know


@dataclass(frozen=True)
class Counts:
    """What was found in a delivery."""

    delivered: int
    rejected: int
    rounded: int
    totals: tuple[Decimal, ...]

    @property
    def good(self) -> int:
        return self.delivered - self.rejected


@dataclass(frozen=True)
class Revision:
    """What stamps the rows: the load, which attempt at it, and when it became known."""

    load_id: str
    attempt: int
    known_at: datetime

    @property
    def file_stem(self) -> str:
        return f"{self.load_id}.{self.attempt}"


class Scratch:
    """A database beside the raw zone that holds the checked rows of one delivery until they are written out."""

    def __init__(self, home: Home, contract: SourceContract, revision: Revision, checks: RowChecks) -> None:
        self._home = home
        self._contract = contract
        self._revision = revision
        self._checks = checks
        self.folder = home.raw_staging / revision.load_id
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._database = duckdb.connect(
            str(self.folder / "scratch.duckdb"),
            config={"memory_limit": MEMORY_LIMIT, "temp_directory": str(self.folder / "spill")},
        )
        self._database.execute("set timezone = 'UTC'")
        self._database.execute("set enable_progress_bar = false")

    def close(self) -> None:
        self._database.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def take(self, rows: pa.RecordBatchReader) -> Counts:
        """Check every row and count."""
        self._database.register("delivered", rows)
        self._database.execute(f"create table checked as {self._checks.checked_rows('delivered')}")
        self._database.unregister("delivered")
        totals = self._checks.total_sums()
        counts = "count(*), count(_problem), coalesce(sum(_rounded) filter (_problem is null), 0)"
        try:
            row = self._one(f"select {', '.join([counts, *totals])} from checked")
        except duckdb.OutOfRangeException:
            raise FileRejected("a control total is too large to be checked") from None
        return Counts(int(row[0]), int(row[1]), int(row[2]), tuple(Decimal(total) for total in row[3:]))

    def write_data(self) -> list[dict[str, Any]]:
        """Write the good rows, put the files in place and describe them for the ledger."""
        if not self._contract.is_high_volume:
            if not self._one("select count(*) from checked where _problem is null")[0]:
                return []
            return [self._write_part("true", Path(self._contract.name), None)]
        day = quoted(str(self._contract.month_date_column))
        parts: list[dict[str, Any]] = []
        for month in self._months(f"date_trunc('month', {day})"):
            of_month = f"{day} >= date '{month}' and {day} < date '{month}' + interval 1 month"
            parts.append(self._write_part(of_month, Path(self._contract.name) / f"month={month}", month))
        return parts

    def write_rejects(self, *, all_of: str | None) -> str | None:
        """Write the rejected rows; with ``all_of`` (a sentence) every other row as well, rejected with its load."""
        count = self._one("select count(*) from checked" + ("" if all_of else " where _problem is not null"))[0]
        if not count:
            return None
        whole = literal(all_of or "")
        path = Path("reject") / f"{self._revision.file_stem}.parquet"
        self._copy(
            f"select {literal(self._contract.name)} as source, {literal(self._revision.load_id)} as load_id, "
            f"_line_no as line_no, {self._checks.column_of_problem()} as column_name, "
            f"coalesce(_reason_code, 'load_rejected') as reason_code, coalesce(_reason, {whole}) as reason "
            f"from checked where {'true' if all_of else '_problem is not null'} order by _line_no",
            self.folder / path.name,
        )
        move_into_place(self.folder / path.name, self._home.audit / path)
        return path.as_posix()

    def months_covered(self) -> list[str]:
        """The months that the good rows are about, spread over their period_months; empty for master data."""
        day = self._contract.month_date_column
        if day is None:
            return []
        first = f"date_trunc('month', {quoted(day)})"
        if "period_months" not in self._contract.column_names:
            return self._months(first)
        last = f"{first} + to_months(cast(least(coalesce(period_months, 1), {MAX_PERIOD_MONTHS}) as integer) - 1)"
        last = f"least({last}, timestamp '{LAST_MONTH}')"
        return self._months(f"unnest(generate_series({first}, {last}, interval 1 month))")

    def _months(self, expression: str) -> list[str]:
        rows = self._database.execute(
            f"select distinct strftime(cast({expression} as date), '%Y-%m-01') as month from checked "
            "where _problem is null order by month"
        ).fetchall()
        return [str(row[0]) for row in rows]

    def _write_part(self, condition: str, folder: Path, month: str | None) -> dict[str, Any]:
        columns = ", ".join(quoted(name) for name, _ in self._contract.raw_schema[:-3])
        known_at = self._revision.known_at.strftime("%Y-%m-%d %H:%M:%S.%f")
        written = self.folder / "part.parquet"
        rows = self._copy(
            f"select {columns}, {literal(self._revision.load_id)} as _load_id, _line_no, "
            f"timestamp {literal(known_at)} as _known_at from checked where _problem is null and {condition}",
            written,
        )
        path = folder / f"{self._revision.file_stem}.parquet"
        described = {"path": path.as_posix(), "month": month, "rows": rows}
        described |= {"bytes": written.stat().st_size, "sha256": sha256_of(written)}
        move_into_place(written, self._home.raw / path)
        return described

    def _copy(self, query: str, path: Path) -> int:
        return int(self._one(f"copy ({query}) to {literal(path)} {PARQUET}")[0])

    def _one(self, query: str) -> Sequence[Any]:
        row = self._database.execute(query).fetchone()
        assert row is not None
        return row


@contextmanager
def scratch(home: Home, contract: SourceContract, revision: Revision, checks: RowChecks) -> Iterator[Scratch]:
    """A scratch database for one delivery, gone afterwards whatever happens."""
    held = Scratch(home, contract, revision, checks)
    try:
        yield held
    finally:
        held.close()
