"""A Parquet delivery as a relation of a database: read where it lies, with each column in the type it is stored in.

A moment stored as an instant is one of the home's zone where it is shown as text; one stored without stays as it is.
Nothing of the file is copied: the database reads it once to check and once to write.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa
from pyarrow import parquet

from dagster_project.lib.files import is_full_disk
from dagster_project.lib.loading.limits import LIMITS, Limits
from dagster_project.lib.loading.outcome import FileRejected
from dagster_project.lib.sql import literal, quoted

UNREADABLE = "the file cannot be read as Parquet"


def parquet_header(stream: BinaryIO, limits: Limits = LIMITS) -> tuple[str, ...]:
    """The column names; refuses a file that would expand beyond the limits."""
    try:
        metadata = parquet.ParquetFile(stream).metadata
        names = tuple(metadata.schema.to_arrow_schema().names)
        groups = [metadata.row_group(place) for place in range(metadata.num_row_groups)]
        stated = sum(group.total_byte_size for group in groups)
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError):
        raise FileRejected(UNREADABLE) from None
    # Repeated values are stored once: what they come to as rows counts, at eight bytes a value.
    expanded = max(stated, metadata.num_rows * len(names) * 8)
    if expanded > limits.expanded_bytes:
        raise FileRejected(
            f"the file expands to more than {limits.expanded_bytes} bytes, the limit; deliver it in parts"
        )
    return names


@dataclass(frozen=True)
class ParquetRows:
    """One delivered file in one database. Row number + 1 is the line, as in a CSV file of the same rows."""

    database: duckdb.DuckDBPyConnection
    path: Path
    columns: Mapping[str, tuple[str, str]]  # by delivered name: name and type in the database

    @classmethod
    def of(cls, database: duckdb.DuckDBPyConnection, path: Path, header: Sequence[str]) -> "ParquetRows":
        """``path`` must not come from a delivery's name: the database reads patterns in it."""
        try:
            described = database.execute(f"describe select * from read_parquet({_options(path)})").fetchall()
        except duckdb.Error as error:
            raise _failure(error) from None
        # By position: names that differ in case only get others in the database.
        stored = [(str(name), str(sql_type)) for name, sql_type, *_ in described]
        return cls(database, path, dict(zip(header, stored, strict=True)))

    def stored_types(self) -> dict[str, str]:
        return {name: sql_type for name, (_, sql_type) in self.columns.items()}

    def relation(self, wanted: Sequence[str], instead: Mapping[str, str], is_erased: str, join: str = "") -> str:
        """A query for the columns wanted and the line of each row; ``instead`` gives other expressions for some."""
        parts = [f"{instead.get(name) or self.column(name)} as {quoted(name)}" for name in wanted]
        parts += ["delivered.file_row_number + 2 as _line_no", "cast(null as bigint) as _values_found"]
        parts.append(f"{is_erased} as _is_erased")
        file = f"read_parquet({_options(self.path, 'file_row_number = true')}) as delivered"
        return f"(select {', '.join(parts)} from {file} {join})"

    def texts(self, name: str) -> str:
        """A query for the values of one column as text."""
        return f"select {self.text(name)} as id from read_parquet({_options(self.path)}) as delivered"

    def text(self, name: str) -> str:
        return f"cast({self.column(name)} as varchar)"

    def column(self, name: str) -> str:
        return f"delivered.{quoted(self.columns[name][0])}" if name in self.columns else "cast(null as varchar)"

    def failure_of(self, error: duckdb.Error) -> Exception:
        """What an error means that came while this file was read and another one written."""
        try:
            # A count would be answered from the file's statistics, a hash has to read the values.
            hashes = ", ".join(f"bit_xor(hash({quoted(name)}))" for name, _ in self.columns.values())
            self.database.execute(f"select {hashes} from read_parquet({_options(self.path)})")
        except duckdb.Error as unreadable:
            return _failure(unreadable)
        return error


def _options(path: Path, *more: str) -> str:
    return ", ".join([literal(path), "hive_partitioning = false", *more])


def _failure(error: duckdb.Error) -> Exception:
    if isinstance(error, duckdb.OutOfMemoryException) or is_full_disk(error):
        return error
    return FileRejected(UNREADABLE)
