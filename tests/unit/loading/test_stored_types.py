"""What a Parquet file keeps in a type of its own loads as its text would: the same rows, rejects, reasons, counts."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.lib.loading import ledger
from dagster_project.lib.loading.stored_values import StoredValue, value_of

from .world import World

COLUMN = """
          - {{name: value, data_type: "{data_type}", config: {{meta: {{{meta}}}}}}}
          - {{name: minutes, data_type: int, config: {{meta: {{required: true, maximum: 1440}}}}}}
          - {{name: other, data_type: text}}
"""
WHOLE = ["0", "1", "-1", "15", "127", "-128", "9223372036854775807", "-9223372036854775808", "18446744073709551615"]
DECIMALS = ["0.0005", "1.0005", "-1.0005", "2.4995", "1.0004999", "99999.9995", "99999.9994", "-99999.9999", "500.001"]
DAYS = ["0001-01-01", "0001-01-01 (BC)", "1959-12-31", "2024-02-01", "2024-02-29", "9999-12-31", "10000-01-01"]
ENDLESS = ["infinity", "-infinity"]
CLOCKS = ["00:00:00", "23:59:59.999999", "00:30:00", "12:00:00.5"]
ODD_DAYS = [
    "1900-01-01",
    "1927-12-31",
    "1972-01-06",
    "1972-12-31",
    "1973-01-01",
    "1986-05-04",
    "9998-12-29",
    "9998-12-31",
]
MOMENTS = [f"{day} {clock}" for day, clock in itertools.product([*DAYS, *ODD_DAYS], CLOCKS) if "BC" not in day]
MOMENTS += [*ENDLESS, "0001-01-01 12:00:00 (BC)", "2024-03-31 00:30:00", "2024-03-30 22:00:00", "1991-09-15 01:30:00"]
ZONES = ["Asia/Shanghai", "UTC", "Asia/Kolkata", "America/St_Johns", "Asia/Beirut", "Africa/Monrovia"]
START = "local_day: start_of_interval, interval_column: minutes"
CASES: list[tuple[str, str, Sequence[str], Sequence[str]]] = [
    ("int", "", ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "UINTEGER", "UBIGINT", "DECIMAL(9,2)"), WHOLE),
    ("int", "minimum: 0, minimum_is_exclusive: true, maximum: 100", ("BIGINT", "DOUBLE"), [*WHOLE, "1.5"]),
    ("int", "values: [1, 15]", ("INTEGER", "VARCHAR"), WHOLE),
    ("dec(8,3)", "minimum: 0, maximum: 500", ("DECIMAL(8,3)", "DECIMAL(18,6)", "DECIMAL(9,2)"), [*WHOLE, *DECIMALS]),
    (
        "dec(8,3)",
        "required: true",
        ("DECIMAL(38,7)", "DECIMAL(38,37)", "DOUBLE", "BIGINT", "UBIGINT"),
        [*WHOLE, *DECIMALS],
    ),
    ("dec(38,0)", "", ("DECIMAL(38,0)", "DECIMAL(38,30)", "BIGINT"), [*WHOLE, *DECIMALS, "9" * 38]),
    ("dec(38,18)", "", ("DECIMAL(38,0)", "DECIMAL(38,30)", "UBIGINT"), [*WHOLE, *DECIMALS, "9" * 38, "0." + "9" * 30]),
    ("date", "", ("DATE", "TIMESTAMP", "VARCHAR"), [*DAYS, *ENDLESS]),
    ("date", 'required: true, pattern: "[0-9]{4}-[0-9]{2}-01"', ("DATE",), DAYS),
    ("bool", "required: true", ("BOOLEAN", "TINYINT", "VARCHAR"), ["true", "false", "1", "0"]),
    ("ts", "required: true", ("TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_NS", "DATE"), MOMENTS),
    ("ts", f"required: true, {START}", ("TIMESTAMP", "TIMESTAMPTZ"), MOMENTS),
    ("text", "values: [a, ' ']", ("VARCHAR", "INTEGER", "BLOB"), ["a", "b", " ", "", "1"]),
    ("text", "required: true, pattern: '[a-z]+'", ("VARCHAR",), ["a", "B", " ", "", "水\n"]),
]
PAIRS = [(data_type, meta, stored, texts) for data_type, meta, each, texts in CASES for stored in each]


def world_of(folder: Path, data_type: str, meta: str, zone: str) -> World:
    folder.mkdir()
    world = World(folder, COLUMN.format(data_type=data_type, meta=meta), "reject_limit: 1", key="other")
    if "required" in meta and data_type in ("ts", "date"):
        world.meta += "\n            month_column: value"
    world.home.update_settings(timezone=zone)
    return world


def result_of(world: World) -> dict[str, Any]:
    """Everything that loading has left, but for names and hashes."""
    (outcome,) = world.load()
    (load,) = ledger.read(world.home).loads.values()
    event = load.revision() or {}
    counts = ("event", "rows_delivered", "rows_loaded", "rows_rejected", "rounded_values", "months", "message")
    kept = ", ".join(f"{name}::varchar" for name, _ in world.contract.raw_schema if name != "_load_id")
    rejects = world.rejects("line_no, column_name, reason_code, reason")
    return {name: event[name] for name in counts} | {"rows": world.rows(kept), "rejects": rejects, "to": outcome.status}


def deliver(world: World, zone: str, stored: str, texts: Sequence[str | None], *, as_text: bool) -> None:
    with duckdb.connect() as database:
        database.execute(f"set timezone = '{zone}'")
        database.execute("create table given (place int, text varchar)")
        database.executemany("insert into given values (?, ?)", list(enumerate(texts)))
        value = f"try_cast(text as {stored})"
        value = f"cast({value} as varchar)" if as_text else value
        path = world.source_folder / "a.parquet"
        columns = f"{value} as value, {'cast(15 as varchar)' if as_text else '15'} as minutes, 'x' as other"
        database.execute(f"copy (select {columns} from given order by place) to '{path}' (format parquet)")


def both_ways(folder: Path, pair: tuple[str, str, str, Sequence[str]], zone: str, texts: Sequence[str | None]) -> None:
    data_type, meta, stored, _ = pair
    results = []
    for as_text in (True, False):
        world = world_of(folder / str(as_text), data_type, meta, zone)
        deliver(world, zone, stored, texts, as_text=as_text)
        results.append(result_of(world))
    assert results[0] == results[1]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]}-{pair[2]}")
def test_hostile_values_load_as_their_text(tmp_path: Path, pair: tuple[str, str, str, Sequence[str]]) -> None:
    zones = ZONES if pair[0] == "ts" else ZONES[:1]
    for zone in zones:
        folder = tmp_path / zone.replace("/", "_")
        folder.mkdir()
        both_ways(folder, pair, zone, [*pair[3], None])


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12).map(str)
TIMES = st.datetimes().map(lambda moment: moment.isoformat(sep=" "))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), zone=st.sampled_from(ZONES), pair=st.sampled_from([each for each in PAIRS if each[0] != "text"]))
def test_any_value_loads_as_its_text(tmp_path_factory: Any, data: st.DataObject, zone: str, pair: Any) -> None:
    texts = data.draw(
        st.lists(st.one_of(st.none(), NUMBERS, TIMES, st.sampled_from(pair[3])), min_size=30, max_size=60)
    )
    both_ways(tmp_path_factory.mktemp("both"), pair, zone, texts)


def test_the_short_way_is_taken_where_it_should_be(world: World) -> None:
    columns = {column.name: column for column in world.contract.columns}
    ways = {
        ("level", "DECIMAL(18,6)"): True,
        ("level", "DECIMAL(38,37)"): False,  # no type holds both: by its text
        ("level", "DOUBLE"): False,
        ("minutes", "BIGINT"): True,
        ("minutes", "DECIMAL(9,0)"): False,
        ("read_at", "TIMESTAMP"): True,
        ("read_at", "TIMESTAMP WITH TIME ZONE"): True,
        ("read_at", "TIMESTAMP_NS"): False,
        ("checked_on", "DATE"): True,
        ("checked_on", "TIMESTAMP"): False,
        ("is_manual", "BOOLEAN"): True,
        ("station_id", "VARCHAR"): False,
        ("station_id", None): False,
    }
    for (name, stored), is_short in ways.items():
        assert isinstance(value_of(columns[name], 0, "UTC", stored), StoredValue) == is_short, (name, stored)
