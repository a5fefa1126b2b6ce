"""Parquet deliveries pass the same checks as CSV, with row number + 1 as the line."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from dagster_project.lib.loading import clean_up
from dagster_project.lib.loading.file_scratch import FileScratch
from dagster_project.lib.loading.limits import Limits

from .world import World

ROWS = {
    "station_id": ["S1", "S2", None],
    "read_at": ["2024-02-01T00:30:00", "2024-02-01T00:30:00+05:30", "2024-02-01T00:30:00"],
    "level": ["1.5", "x", "2"],
}


def delivered(world: World, columns: dict[str, object], name: str = "a.parquet") -> Path:
    path = world.source_folder / name
    parquet.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize("name", ["a.parquet", "[a]*.parquet", "it's.PARQUET"])
def test_text_columns_are_checked_like_csv(world: World, name: str) -> None:
    world.meta = "reject_limit: 1"
    delivered(world, ROWS, name)
    (outcome,) = world.load()
    assert (outcome.status, outcome.rows_delivered, outcome.rows_loaded) == ("loaded", 3, 1)
    assert world.rows("station_id, read_at, level::text, _line_no") == [
        ("S1", datetime(2024, 1, 31, 16, 30), "1.500", 2)
    ]
    assert world.rejects() == [(3, "level", "not_a_number"), (4, "station_id", "missing_required")]


def test_typed_columns_load(world: World) -> None:
    delivered(
        world,
        {
            "station_id": pa.array(["S1", "S2"]).dictionary_encode(),
            "read_at": pa.array([datetime(2024, 1, 31, 16, 30, tzinfo=UTC)] * 2, pa.timestamp("ns", "UTC")),
            "minutes": pa.array([15.0, None], pa.float64()),
            "level": pa.array([Decimal("1.23456"), Decimal("0.5")], pa.decimal128(20, 5)),
            "checked_on": pa.array([date(2024, 2, 1), None]),
            "is_manual": pa.array([True, False]),
        },
    )
    (outcome,) = world.load()
    assert (outcome.message, outcome.rounded_values) == (None, 1)
    columns = "read_at, read_at_local_on::text, minutes, level::text, checked_on::text, is_manual"
    # An instant has no wall clock of its own: its day is that of the home's zone.
    assert world.rows(columns) == [
        (datetime(2024, 1, 31, 16, 30), "2024-02-01", 15, "1.235", "2024-02-01", True),
        (datetime(2024, 1, 31, 16, 30), "2024-02-01", None, "0.500", None, False),
    ]


def test_naive_moments_and_dates_kept_as_timestamps(world: World) -> None:
    delivered(
        world,
        {
            "station_id": ["S1"],
            "read_at": pa.array([datetime(2024, 2, 1, 0, 30)], pa.timestamp("us")),
            "level": pa.array([0.1], pa.float64()),
            "checked_on": pa.array([datetime(2024, 2, 1)], pa.timestamp("ns")),
        },
    )
    assert world.load()[0].rows_loaded == 1
    assert world.rows("read_at, level::text, checked_on::text") == [
        (datetime(2024, 1, 31, 16, 30), "0.100", "2024-02-01")
    ]


def test_a_damaged_file_is_rejected(world: World) -> None:
    path = delivered(world, ROWS)
    content = bytearray(path.read_bytes())
    content[10:200] = b"x" * 190
    path.write_bytes(content)
    (outcome,) = world.load()
    assert (outcome.status, outcome.message) == ("rejected", "the file cannot be read as Parquet")


def test_a_missing_column_is_named(world: World) -> None:
    delivered(world, {"station_id": ["S1"], "level": [1]})
    assert world.load()[0].message == "the required column read_at is missing from the header"


def test_repeated_values_count_as_rows_when_the_size_is_bounded(world: World) -> None:
    world.limits = Limits(expanded_bytes=1_000_000)
    many = 200_000
    delivered(world, {"station_id": ["S"] * many, "read_at": ["2024-02-01T00:30:00"] * many, "level": ["1"] * many})
    assert "expands to more than 1000000 bytes" in (world.load()[0].message or "")


def test_drift_and_control_totals(world: World) -> None:
    path = delivered(world, ROWS | {"extra": ["1", "2", "x"]})
    path.with_name("a.parquet.manifest.json").write_text('{"row_count": 3, "control_totals": {"extra": 3}}')
    world.meta = "reject_limit: 1"
    (outcome,) = world.load()
    assert (outcome.status, outcome.drift) == ("loaded", ("extra",))


def test_a_file_that_is_replaced_between_its_check_and_its_writing_is_left_for_the_next_run(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(world, {"station_id": ["S1"], "read_at": ["2024-02-01T00:30:00"], "level": [1]})
    original = FileScratch.write_data

    def write_another(held: FileScratch) -> object:
        delivered(world, {"station_id": ["S2"], "read_at": ["2024-02-01T00:30:00"], "level": [2]})
        return original(held)

    with monkeypatch.context() as patched:
        patched.setattr(FileScratch, "write_data", write_another)
        (outcome,) = world.load()
    assert "changed while it was read" in (outcome.message or "")
    assert (world.rows(), len(clean_up(world.home))) == ([], 1)
    assert world.load()[0].rows_loaded == 1
    assert world.rows("station_id") == [("S2",)]


def test_a_damaged_page_of_a_column_without_a_rule_rejects_the_file(world: World) -> None:
    world.columns += "          - {name: remark, data_type: text}\n"
    rows = {"station_id": ["S1"] * 1000, "read_at": ["2024-02-01T00:30:00"] * 1000, "level": [1] * 1000}
    path = world.source_folder / "a.parquet"
    remarks = [f"remark {number}" for number in range(1000)]
    parquet.write_table(pa.table(rows | {"remark": remarks}), path, use_dictionary=False, compression="none")
    path.write_bytes(path.read_bytes().replace(b"remark 500", b"remark\xff\xfe\xfd\xfc"))
    (outcome,) = world.load()
    assert (outcome.status, outcome.message, world.rows()) == ("rejected", "the file cannot be read as Parquet", [])


def test_names_that_differ_in_case_only_are_told_apart(world: World) -> None:
    columns = {"LEVEL": ["9", "9"], "station_id": ["S1", "S2"], "level": ["1", "2"], "region=x": ["a", "b"]}
    delivered(world, columns | {"read_at": ["2024-02-01T00:30:00"] * 2, "key": ["k"] * 2, "id": ["i"] * 2})
    assert world.load()[0].rows_loaded == 2
    assert world.rows("station_id, level::text") == [("S1", "1.000"), ("S2", "2.000")]


def test_a_folder_of_the_home_is_no_value(tmp_path: Path) -> None:
    world = World(tmp_path / "level=7")
    delivered(world, {"station_id": ["S1"], "read_at": ["2024-02-01T00:30:00"], "level": [1]})
    world.load()
    assert world.rows("level::text") == [("1.000",)]
