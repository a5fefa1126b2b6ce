"""Reads a Parquet delivery as rows of text, so that every format passes the same checks.

A moment stored as an instant is written out with the offset of the home's zone; one stored without stays as it is.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa
from pyarrow import parquet

from dagster_project.lib.loading.limits import LIMITS, Limits
from dagster_project.lib.loading.outcome import FileRejected
from dagster_project.lib.loading.rows import rows_schema
from dagster_project.lib.sql import literal, quoted

BATCH_ROWS = 100_000
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


def parquet_batches(
    path: Path, header: Sequence[str], wanted: Sequence[str], timezone: str
) -> Iterator[pa.RecordBatch]:
    """The rows as text, with row number + 1 as their line.

    ``path`` must not come from a delivery's name: DuckDB reads patterns in it.
    """
    columns = [f"cast({quoted(name)} as varchar)" if name in header else "cast(null as varchar)" for name in wanted]
    select = ", ".join([*columns, "file_row_number + 2", "cast(null as bigint)"])
    schema = rows_schema(wanted)
    # In memory and without a temp folder: identifiers of persons pass through, and may not reach the disk.
    with duckdb.connect(config={"temp_directory": "", "memory_limit": "1GB"}) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"set timezone = {literal(timezone)}")
        try:
            query = f"select {select} from read_parquet(?, file_row_number = true)"
            rows = connection.sql(query, params=[str(path)])
            reader: pa.RecordBatchReader = rows.to_arrow_reader(BATCH_ROWS)
            for batch in reader:
                yield pa.RecordBatch.from_arrays([_plain(column) for column in batch.columns], schema=schema)
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException, duckdb.ConversionException):
            raise FileRejected(UNREADABLE) from None


def _plain(column: pa.Array) -> pa.Array:
    return column.cast(pa.string()) if pa.types.is_string_view(column.type) else column
