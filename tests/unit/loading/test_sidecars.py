"""What a sidecar states is checked, over all delivered rows; a disagreement rejects the file."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from .world import STARTED_AT, World, sha256

CONTENT = "station_id,read_at,level,note\nS1,2024-02-01T08:00:00,1.5,7\nS2,2024-02-01T08:00:00,2.25,1\nS3,x,0.0004,x\n"
TRUE_STATEMENTS: dict[str, Any] = {
    "row_count": 3,
    "sha256": sha256(CONTENT),
    "delivered_at": "2024-02-28T12:00:00+08:00",
    "control_totals": {"level": "3.750400", "note": 8},
}


def test_a_true_sidecar_is_accepted_rejected_rows_included(world: World) -> None:
    outcome = world.loaded(CONTENT, manifest=TRUE_STATEMENTS)
    assert (outcome.status, outcome.rows_loaded, outcome.rows_rejected) == ("loaded", 2, 1)
    assert outcome.known_at == datetime(2024, 2, 28, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ({"row_count": 2}, "states 2 rows, the file has 3"),
        ({"sha256": "0" * 64}, "another sha256"),
        ({"control_totals": {"level": "3.75"}}, "control total of 3.75 for level, the file has 3.7504"),
        ({"control_totals": {"height": "1"}}, "control total of height, a column the file does not have"),
        ({"delivered_at": (STARTED_AT + timedelta(days=1, seconds=1)).isoformat()}, "more than a day ahead"),
        ({"row_count": "3"}, "row_count is not a whole number"),
        ({"row_count": True}, "row_count is not a whole number"),
        ({"sha256": "abc"}, "sha256 is not 64 hexadecimal digits"),
        ({"delivered_at": "last week"}, "delivered_at is not an ISO 8601 time"),
        ({"delivered_at": 20240228}, "delivered_at is not an ISO 8601 time"),
        ({"control_totals": ["level"]}, "control_totals is not an object"),
        ({"control_totals": {"level": "much"}}, "the control total of level is not a number"),
        ({"control_totals": {"level": "Infinity"}}, "the control total of level is not a number"),
    ],
)
def test_a_false_statement_rejects_the_file(world: World, statement: dict[str, Any], sentence: str) -> None:
    outcome = world.loaded(CONTENT, manifest=TRUE_STATEMENTS | statement)
    assert (outcome.status, outcome.rows_delivered, outcome.rows_rejected) == ("rejected", 0, 0)
    assert sentence in (outcome.message or "")
    assert (world.rows(), world.rejects()) == ([], [])


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 10_000, "\x00"])
def test_a_sidecar_that_is_no_object_rejects_the_file(world: World, text: str) -> None:
    outcome = world.loaded(CONTENT, manifest=text)
    assert outcome.status == "rejected"
    assert "a.csv.manifest.json" in (outcome.message or "")


def test_a_time_without_an_offset_is_the_homes(world: World) -> None:
    outcome = world.loaded(CONTENT, manifest={"delivered_at": "2024-02-28T12:00:00"})
    assert outcome.known_at == datetime(2024, 2, 28, 4, 0, tzinfo=UTC)


def test_without_a_sidecar_a_file_is_known_from_the_start_of_the_run(world: World) -> None:
    assert world.loaded(CONTENT).known_at == STARTED_AT


def test_statements_that_are_not_known_are_reported(world: World) -> None:
    outcome = world.loaded(CONTENT, manifest={"rows": 3})
    assert outcome.status == "loaded"
    assert outcome.warnings[0] == "a.csv.manifest.json states what is not known and not checked: rows"


def test_a_delivery_from_the_future_loads_when_its_time_has_come(world: World) -> None:
    delivered_at = STARTED_AT + timedelta(days=3)
    world.deliver(CONTENT, manifest={"delivered_at": delivered_at.isoformat()})
    assert [world.load()[0].status for _ in range(2)] == ["rejected", "rejected"]
    world.started_at += timedelta(days=2)
    (outcome,) = world.load()
    assert (outcome.status, outcome.known_at, outcome.attempt) == ("loaded", delivered_at, 2)


def test_a_link_is_refused_as_a_sidecar(world: World) -> None:
    path = world.deliver(CONTENT)
    (world.folder / "elsewhere.json").write_text("{}")
    path.with_name("a.csv.manifest.json").symlink_to(world.folder / "elsewhere.json")
    (outcome,) = world.load()
    assert (outcome.status, outcome.load_id) == ("rejected", None)
    assert "a.csv.manifest.json is a symbolic link" in (outcome.message or "")
