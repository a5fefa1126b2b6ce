"""The life of a load: same bytes, other names, rejections that are tried again, revocation, reload."""

import json
from datetime import timedelta

import pytest

from dagster_project.lib.errors import CarbonError, WrongUse
from dagster_project.lib.loading import LoadOutcome, ledger, reload_source, revoke

from .world import COLUMNS, STARTED_AT, World

HEADER = "station_id,read_at,level,mode"
GOOD = "S1,2024-02-01T08:00:00,1.5,dry"
BAD = "S1,2024-02-01T08:00:00,much,dry"
CONTENT = f"{HEADER}\n{GOOD}\n"


def events(world: World) -> list[tuple[str, int]]:
    return [(event["event"], event["attempt"]) for event in ledger.read(world.home).events()]


def test_the_same_file_again_changes_nothing(world: World) -> None:
    world.loaded(CONTENT)
    (again,) = world.load()
    assert (again.status, again.is_new, again.rows_loaded) == ("unchanged", False, 0)
    assert events(world) == [("loaded", 1)]


def test_the_same_bytes_under_another_name_are_noted_once(world: World) -> None:
    first = world.loaded(CONTENT)
    again = world.loaded(CONTENT, "b.csv")
    assert (again.status, again.is_new, again.load_id, again.rows_delivered) == ("unchanged", True, first.load_id, 0)
    world.load()
    assert events(world) == [("loaded", 1), ("unchanged", 2)]
    assert len(world.rows()) == 1


def test_two_names_of_the_same_bytes_in_one_run(world: World) -> None:
    world.deliver(CONTENT, "a.csv")
    world.deliver(CONTENT, "b.csv")
    assert [outcome.status for outcome in world.load()] == ["loaded", "unchanged"]


def test_other_bytes_under_the_same_name_are_another_load(world: World) -> None:
    first = world.loaded(CONTENT)
    second = world.loaded(CONTENT + GOOD)
    assert (second.status, first.load_id != second.load_id) == ("loaded", True)


def test_too_many_rejects_reject_the_load_as_a_whole(world: World) -> None:
    outcome = world.loaded("\n".join([HEADER, GOOD, BAD, BAD, "S1,,1,dry"]))
    assert (outcome.status, outcome.rows_delivered) == ("rejected", 4)
    assert (outcome.rows_loaded, outcome.rows_rejected, outcome.rounded_values) == (0, 4, 0)
    assert "3 of 4 rows failed" in (outcome.message or "")
    assert world.rejects() == [
        (2, None, "load_rejected"),
        (3, "level", "not_a_number"),
        (4, "level", "not_a_number"),
        (5, "read_at", "missing_required"),
    ]
    assert all(reason for (reason,) in world.rejects("reason"))
    assert world.rows() == []


def test_exactly_the_share_that_is_allowed_still_loads(world: World) -> None:
    assert world.loaded("\n".join([HEADER, GOOD, BAD])).status == "loaded"


def test_the_limit_is_the_contracts(world: World) -> None:
    world.meta = "reject_limit: 0"
    assert world.loaded("\n".join([HEADER, *[GOOD] * 99, BAD])).status == "rejected"


def test_a_rejected_load_is_shown_again_but_not_tried_again(world: World) -> None:
    world.loaded("\n".join([HEADER, BAD]))
    (again,) = world.load()
    assert (again.status, again.is_new, again.rows_rejected) == ("rejected", False, 1)
    assert events(world) == [("rejected", 1)]


def test_a_rejected_load_is_tried_again_when_its_sidecar_changes(world: World) -> None:
    first = world.loaded(CONTENT, manifest={"row_count": 5})
    second = world.loaded(CONTENT, manifest={"row_count": 1})
    assert [first.status, second.status] == ["rejected", "loaded"]
    assert (second.load_id, second.attempt) == (first.load_id, 2)
    assert (world.home.raw / "river_level" / f"{first.load_id}.2.parquet").exists()


def test_a_rejected_load_is_tried_again_when_the_limit_changes(world: World) -> None:
    assert world.loaded("\n".join([HEADER, BAD])).status == "rejected"
    world.meta = "reject_limit: 1"
    assert (world.load()[0].status, world.rows()) == ("loaded", [])


def test_a_rejected_load_is_tried_again_when_the_contract_changes(world: World) -> None:
    assert world.loaded(f"{HEADER}\nS1,2024-02-01T08:00:00,1,frozen\n").status == "rejected"
    world.columns = COLUMNS.replace("[dry, wet]", "[dry, wet, frozen]")
    assert (world.load()[0].status, world.rows("mode")) == ("loaded", [("frozen",)])


def test_drift_is_reported_and_ignored(world: World) -> None:
    outcome = world.loaded(f"{HEADER},operator,\n{GOOD},Li,\n")
    assert (outcome.status, outcome.drift) == ("loaded", ("operator", "(column 6)"))
    assert "operator" in outcome.warnings[0]


def test_a_revoked_load_is_no_longer_in_effect_from_then_on(world: World) -> None:
    load_id = world.loaded(CONTENT).load_id or ""
    known_at = STARTED_AT + timedelta(days=2)
    revoke(world.home, load_id, "wrong month", known_at)
    state = ledger.read(world.home).loads[load_id]
    assert [state.status(), state.status(known_at), state.status(STARTED_AT)] == ["revoked", "revoked", "loaded"]
    assert state.status(STARTED_AT - timedelta(seconds=1)) is None
    again = world.load()[0]
    assert (again.status, again.is_new) == ("unchanged", False)
    assert "revoked" in (again.message or "")


@pytest.mark.parametrize(("load_id", "reason"), [("river_level.0000", "why"), (None, " ")])
def test_a_revocation_needs_a_load_and_a_reason(world: World, load_id: str | None, reason: str) -> None:
    loaded = world.loaded(CONTENT).load_id or ""
    with pytest.raises(WrongUse):
        revoke(world.home, load_id or loaded, reason, STARTED_AT)


def test_a_load_is_revoked_once(world: World) -> None:
    load_id = world.loaded(CONTENT).load_id or ""
    revoke(world.home, load_id, "wrong", STARTED_AT)
    with pytest.raises(WrongUse, match="is revoked"):
        revoke(world.home, load_id, "wrong", STARTED_AT)


def reloaded(world: World) -> list[LoadOutcome]:
    later = STARTED_AT + timedelta(days=9)
    return reload_source(world.home, world.contract, world.home.landing, run_id="run-2", started_at=later)


def test_reload_reads_the_same_file_under_the_wider_contract(world: World) -> None:
    stated = {"delivered_at": "2024-02-20T08:00:00"}
    first = world.loaded(f"{HEADER},operator\n{GOOD},Li\n", manifest=stated)
    assert [outcome.status for outcome in reloaded(world)] == ["unchanged"]
    world.columns = COLUMNS + "          - {name: operator, data_type: text}\n"
    (outcome,) = reloaded(world)
    assert (outcome.status, outcome.load_id, outcome.known_at) == ("loaded", first.load_id, first.known_at)
    assert (outcome.attempt, outcome.drift) == (2, ())
    assert world.rows("operator, _known_at") == [("Li", (first.known_at or STARTED_AT).replace(tzinfo=None))]
    state = ledger.read(world.home).loads[first.load_id or ""]
    revision = state.revision() or {}
    assert revision["is_known_at_stated"] is True
    assert ["operator", "VARCHAR"] in revision["schema"]
    assert state.revision(attempt=1) is not None, "the revision that older releases rest on stays"
    assert [outcome.status for outcome in reloaded(world)] == ["unchanged"]
    assert world.load()[0].status == "unchanged"


def test_reload_finds_a_renamed_file_and_names_a_missing_one(world: World) -> None:
    world.loaded(CONTENT)
    world.columns = COLUMNS + "          - {name: operator, data_type: text}\n"
    (world.source_folder / "a.csv").rename(world.source_folder / "z.csv")
    assert reloaded(world)[0].status == "loaded"
    (world.source_folder / "z.csv").unlink()
    world.columns += "          - {name: remark, data_type: text}\n"
    (outcome,) = reloaded(world)
    assert (outcome.status, outcome.is_new) == ("rejected", False)
    assert "no longer in the landing folder" in (outcome.message or "")
    assert len(world.rows()) == 1


def test_a_reload_that_would_reject_leaves_the_load_as_it_is(world: World) -> None:
    world.loaded(CONTENT)
    world.columns = COLUMNS.replace("[dry, wet]", "[wet]")
    (outcome,) = reloaded(world)
    assert (outcome.status, outcome.is_new) == ("rejected", False)
    assert "it stays as it was loaded" in (outcome.message or "")
    assert len(world.rows()) == 1


def test_a_damaged_or_incomplete_ledger_is_said_in_one_sentence(world: World) -> None:
    load_id = world.loaded(CONTENT).load_id or ""
    revoke(world.home, load_id, "wrong", STARTED_AT)
    first = world.home.ledger / f"{load_id}.json"
    content = first.read_text()
    first.unlink()
    with pytest.raises(CarbonError, match="misses an entry"):
        ledger.read(world.home)
    first.write_text(content[:50])
    with pytest.raises(CarbonError, match="is damaged"):
        ledger.read(world.home)
    first.write_text(json.dumps(json.loads(content) | {"format": 9}))
    with pytest.raises(CarbonError, match="of format 9"):
        ledger.read(world.home)
