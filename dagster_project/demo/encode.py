"""Rows to the bytes of a delivered file, by the contract: column order, types and formats are taken from there.

Which rows, and what is broken about a file, is decided elsewhere. The same rows always give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.demo.recipes import Row
from dagster_project.lib.contract import Column, SourceContract
from dagster_project.lib.errors import CarbonError

BOM = "\ufeff"


def used_columns(contract: SourceContract, rows: Sequence[Row], extra: Sequence[str] = ()) -> list[str]:
    """The columns of a file: what is required or used by a row, in the order of the contract, then the extra ones."""
    used = set(contract.required_columns).union(*rows)
    unknown = used - set(contract.column_names) - set(extra)
    if unknown:
        raise CarbonError(
            f"the demo recipes of {contract.name} name columns that its contract does not have:"
            f" {', '.join(sorted(unknown))}; correct dagster_project/demo/data or the contract"
        )
    return [*(name for name in contract.column_names if name in used), *extra]


def csv_bytes(columns: Sequence[str], rows: Sequence[Row], dialect: str = "", encoding: str = "utf-8") -> bytes:
    """A CSV file with a header; the dialect bom_crlf is what spreadsheet programs on Windows write."""
    is_windows = dialect == "bom_crlf"
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text, columns, restval="", extrasaction="ignore", lineterminator="\r\n" if is_windows else "\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return ((BOM if is_windows else "") + text.getvalue()).encode(encoding)


def gzip_bytes(content: bytes) -> bytes:
    """Compressed without a time stamp: the same content gives the same bytes, hence the same load."""
    return gzip.compress(content, mtime=0)


def parquet_bytes(contract: SourceContract, columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """A Parquet file typed by the contract; a ts without an offset stays a wall-clock time."""
    arrays = []
    for name in columns:
        column = contract.column(name)
        parse = _parser(column)
        values = [parse(row[name]) if name in row else None for row in rows]
        arrays.append(pa.array(values, type=_arrow_type(column)))
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(columns)), buffer)
    return buffer.getvalue()


def _arrow_type(column: Column) -> pa.DataType:
    if column.kind == "dec":
        return pa.decimal128(column.precision, column.scale)
    plain = {
        "text": pa.string(),
        "int": pa.int64(),
        "date": pa.date32(),
        "ts": pa.timestamp("us"),
        "bool": pa.bool_(),
    }
    return plain[column.kind]


def _parser(column: Column) -> Callable[[str], Any]:
    if column.kind == "dec":
        grid = Decimal(1).scaleb(-column.scale)
        return lambda text: Decimal(text).quantize(grid)
    parsers: dict[str, Callable[[str], Any]] = {
        "text": str,
        "int": int,
        "date": date.fromisoformat,
        "ts": datetime.fromisoformat,
        "bool": lambda text: text == "true",
    }
    return parsers[column.kind]
