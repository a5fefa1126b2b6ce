"""Writes one small delivery (file + sidecar) for a test, and reads a delivered file back without the loader.

Belongs here: turning rows into bytes as a deliverer would. Does not belong here: contracts, demo data or any judgement
of the rows. What a test passes is written as it is, broken values included, because most tests want to see what the
loader makes of them.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Row = Mapping[str, Any]


def deliver(
    landing: Path,
    source: str,
    rows: Sequence[Row],
    name: str,
    delivered_at: str | None = None,
    control_totals: Mapping[str, str] | None = None,
    fmt: str = "csv",
    manifest: Mapping[str, Any] | None = None,
) -> Path:
    """Write `rows` to `landing/<source>/<name>` and return the path of the file.

    `fmt` is `csv`, `csv.gz` or `parquet`; its extension is added to `name` when it is not there. A sidecar is written
    when any of `delivered_at`, `control_totals` or `manifest` is given; it then states row_count and sha256 too.
    `manifest` overrides single entries of the sidecar (a value of None drops the entry), so that a test can lie.
    """
    folder = landing / source
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name if name.endswith(f".{fmt}") else f"{name}.{fmt}")
    content = _encode(rows, fmt)
    path.write_bytes(content)
    if delivered_at is not None or control_totals is not None or manifest is not None:
        stated: dict[str, Any] = {"row_count": len(rows), "sha256": hashlib.sha256(content).hexdigest()}
        if delivered_at is not None:
            stated["delivered_at"] = delivered_at
        if control_totals is not None:
            stated["control_totals"] = dict(control_totals)
        stated.update(manifest or {})
        sidecar = path.with_name(f"{path.name}.manifest.json")
        sidecar.write_text(json.dumps({k: v for k, v in stated.items() if v is not None}, indent=2), encoding="utf-8")
    return path


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a delivered file: texts of a CSV (empty cells are None), typed values of a Parquet file."""
    if ".parquet" in path.name:
        return pq.read_table(path).to_pylist()
    content = path.read_bytes()
    text = (gzip.decompress(content) if ".gz" in path.name else content).decode("utf-8-sig")
    return [{k: v or None for k, v in row.items()} for row in csv.DictReader(io.StringIO(text, newline=""))]


def _encode(rows: Sequence[Row], fmt: str) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if fmt == "parquet":
        return _parquet(rows, columns)
    if fmt not in ("csv", "csv.gz"):
        raise ValueError(f"fmt is csv, csv.gz or parquet, not {fmt!r}")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: _as_text(value) for column, value in row.items()} for row in rows)
    plain = text.getvalue().encode("utf-8")
    # mtime 0: the same rows give the same bytes, hence the same load.
    return gzip.compress(plain, mtime=0) if fmt == "csv.gz" else plain


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _parquet(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    table = pa.table({column: pa.array([row.get(column) for row in rows]) for column in columns})
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()
