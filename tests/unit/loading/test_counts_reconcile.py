"""Whatever is delivered: every row is counted once, and each row is found again under its own line."""

import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.lib.loading.csv_bytes import CsvBytes
from dagster_project.lib.loading.csv_rows import CsvRows
from dagster_project.lib.loading.limits import Limits

from .world import World

CELLS = st.text(alphabet='a1 ,"\n水', max_size=12)
RECORDS = st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=60)
HEADER = ["station_id", "read_at", "level"]
VALUES = st.tuples(
    st.sampled_from(["S1", "S2", "", "水\n位", 'a"b']),
    st.sampled_from(["2024-02-01T08:00:00", "2024-02-01T08:00:00Z", "", "x"]),
    st.one_of(st.decimals(-10, 600, places=4).map(str), st.sampled_from(["", "x", "1e2", "1e99"])),
)


def written(records: list[list[str]], line_end: str) -> tuple[str, list[int]]:
    """The file, and the physical line on which each record starts."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    lines: list[int] = []
    for record in [HEADER, *records]:
        lines.append(text.getvalue().count("\n") + 1)
        writer.writerow(record)
    return text.getvalue(), lines[1:]


@settings(max_examples=150, deadline=None)
@given(records=RECORDS, line_end=st.sampled_from(["\n", "\r\n"]), block=st.integers(120, 400), cut=st.booleans())
def test_records_and_lines_are_those_of_the_standard_library(
    records: list[list[str]], line_end: str, block: int, cut: bool
) -> None:
    content, lines = written(records, line_end)
    content = content.removesuffix(line_end) if cut else content
    limits = Limits(record_bytes=block)
    stream = CsvBytes(io.BytesIO(content.encode()), is_gzip=False, compressed_bytes=len(content), limits=limits)
    found = [row for batch in CsvRows(stream, HEADER, limits).batches() for row in batch.to_pylist()]
    expected = [(line, tuple(record)) for line, record in zip(lines, records, strict=True)]
    assert sorted((row["_line_no"], row["_values_found"]) for row in found) == [
        (line, None if len(record) == 3 else len(record)) for line, record in expected
    ]
    good = [(row["_line_no"], tuple(row[name] for name in HEADER)) for row in found if row["_values_found"] is None]
    assert good == [(line, record) for line, record in expected if len(record) == 3]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(VALUES, max_size=12))
def test_delivered_is_loaded_and_rejected(tmp_path_factory, records: list[tuple[str, str, str]]) -> None:  # type: ignore[no-untyped-def]
    folder: Path = tmp_path_factory.mktemp("world")
    world = World(folder, meta="reject_limit: 0.7")
    content, lines = written([list(record) for record in records], "\n")
    outcome = world.loaded(content)
    assert outcome.rows_delivered == len(records) == outcome.rows_loaded + outcome.rows_rejected
    found = [line for (line,) in world.rows("_line_no") + world.rejects("line_no")]
    assert sorted(found) == lines
