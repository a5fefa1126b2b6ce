"""The helper that other tests deliver with: bytes, sidecar and lies as asked for."""

import gzip
import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.support.deliveries import deliver

ROWS = [{"id": "a", "quantity": Decimal("1.50"), "is_new": True}, {"id": "b", "on": date(2024, 1, 31)}]


def test_csv_with_sidecar(tmp_path: Path):
    path = deliver(tmp_path, "thing", ROWS, "first", "2024-02-01T00:00:00Z", {"quantity": "1.50"})
    assert path == tmp_path / "thing" / "first.csv"
    assert path.read_text() == "id,quantity,is_new,on\na,1.50,true,\nb,,,2024-01-31\n"
    stated = json.loads((tmp_path / "thing" / "first.csv.manifest.json").read_text())
    assert stated == {
        "row_count": 2,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "delivered_at": "2024-02-01T00:00:00Z",
        "control_totals": {"quantity": "1.50"},
    }


def test_no_sidecar_unless_something_is_stated(tmp_path: Path):
    path = deliver(tmp_path, "thing", ROWS, "first.csv")
    assert [p.name for p in path.parent.iterdir()] == ["first.csv"]


def test_gzip_is_the_same_each_time(tmp_path: Path):
    first = deliver(tmp_path, "thing", ROWS, "first", fmt="csv.gz")
    second = deliver(tmp_path, "thing", ROWS, "second", fmt="csv.gz")
    assert first.read_bytes() == second.read_bytes()
    assert gzip.decompress(first.read_bytes()).startswith(b"id,quantity")


def test_parquet_keeps_types(tmp_path: Path):
    rows = pq.read_table(deliver(tmp_path, "thing", ROWS, "first", fmt="parquet")).to_pylist()
    assert rows[0] == {"id": "a", "quantity": Decimal("1.50"), "is_new": True, "on": None}


def test_a_test_can_lie(tmp_path: Path):
    path = deliver(tmp_path, "thing", ROWS, "first", manifest={"row_count": 7, "sha256": None})
    assert json.loads(path.with_name("first.csv.manifest.json").read_text()) == {"row_count": 7}


def test_an_unknown_format_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="fmt is csv"):
        deliver(tmp_path, "thing", ROWS, "first", fmt="xlsx")
