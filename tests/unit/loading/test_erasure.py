"""Who asked to be erased is in no file of the raw zone any more, whatever stops the loader, and the counts add up."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from dagster_project.lib.contract import read_contracts
from dagster_project.lib.load_lines import effective_loads, load_lines
from dagster_project.lib.loading import clean_up, ledger, load_source, reload_source, revoke
from dagster_project.lib.loading.erasing import erase_rows, note_applied, unapplied
from dagster_project.lib.loading.pseudonyms import Pseudonymiser
from dagster_project.lib.loading.tombstones import erased_for, erased_persons

from .test_pseudonyms import COLUMNS, KEY, META, table
from .world import STARTED_AT, World

REQUESTS = read_contracts()["erasure_request"]
LATER = STARTED_AT + timedelta(days=1)
ROWS = [["E1", "ID-1", "1"], ["E2", "ID-2", "2"], ["E3", "id-1 ", "3"], ["E4", "ID-3", "x"], ["E5", "ID-1", "x"]]


class Killed(BaseException):
    """Stands for a kill."""


@pytest.fixture
def persons(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CARBON_PERSON_KEY", KEY)
    world.columns, world.meta, world.key = COLUMNS, META, "event_id"
    return world


def key_of(identifier: str) -> int:
    key = Pseudonymiser(KEY.encode, "person").key_of(identifier)
    assert key is not None
    return key


def ask(world: World, *rows: str, name: str = "a.csv") -> str:
    folder = world.home.landing / "erasure_request"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(["person_id,requested_at,record_status", *rows]))
    outcomes = load_source(world.home, REQUESTS, world.home.landing, run_id="run-1", started_at=LATER)
    return next(outcome.load_id or "" for outcome in outcomes if outcome.file_name == name)


def request_of(*identifiers: str) -> list[str]:
    return [f"{identifier},2024-02-28T12:00:00," for identifier in identifiers]


def erase(world: World) -> dict[str, int]:
    """What a run does with the raw zone after it has loaded."""
    known = ledger.read(world.home)
    waiting = unapplied(known)
    if not waiting:
        return {}
    erased = erase_rows(world.home, known, erased_persons(world.home, known), at=LATER, run_id="run-1")
    for load in waiting:
        note_applied(world.home, load, at=LATER, run_id="run-1")
    return erased


def counts(world: World, load_id: str) -> tuple[int, int, int, int, str]:
    known = ledger.read(world.home)
    (line,) = [line for line in load_lines(known, LATER, effective_loads(known, LATER)) if line.load_id == load_id]
    return line.rows_delivered, line.rows_loaded, line.rows_rejected, line.rows_erased, line.status


def keys_on_disk(world: World) -> set[int]:
    """The keys in all files of the source, named by the ledger or not."""
    files = list(world.home.raw.rglob("river_level*.parquet"))
    return {key for path in files for (key,) in duckdb.execute(f"select person_key from '{path}'").fetchall()}


def test_rows_of_an_erased_person_leave_the_raw_zone(persons: World) -> None:
    first = persons.loaded(table(ROWS)).load_id or ""
    other = persons.loaded(table([["E9", "ID-9", "1"]]), "b.csv").load_id or ""
    ask(persons, *request_of("id-1"))
    assert erase(persons) == {first: 2}
    assert persons.rows("event_id", "event_id") == [("E2",), ("E9",)]
    assert counts(persons, first) == (5, 1, 2, 2, "loaded")
    assert counts(persons, other) == (1, 1, 0, 0, "loaded")
    assert keys_on_disk(persons) == {key_of("ID-2"), key_of("ID-9")}
    assert (erase(persons), clean_up(persons.home)) == ({}, [])


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_rows_of_an_erased_person_are_not_written(persons: World, name: str) -> None:
    ask(persons, *request_of("ID-1"))
    erase(persons)
    if name == "a.csv":
        persons.deliver(table(ROWS))
    else:
        columns = dict(zip(("event_id", "person_id", "quantity"), map(list, zip(*ROWS, strict=True)), strict=True))
        parquet.write_table(pa.table(columns), persons.source_folder / name)
    (outcome,) = persons.load()
    assert (outcome.rows_delivered, outcome.rows_loaded, outcome.rows_rejected, outcome.rows_erased) == (5, 1, 2, 2)
    assert "2 rows of erased persons were not written" in (outcome.message or "")
    assert persons.rows("event_id") == [("E2",)]
    assert counts(persons, outcome.load_id or "") == (5, 1, 2, 2, "loaded")
    assert str(key_of("ID-1")).encode() not in persons.every_byte()


def test_a_load_of_which_nothing_is_left_is_erased(persons: World) -> None:
    load_id = persons.loaded(table([["E1", "ID-1", "1"]])).load_id or ""
    ask(persons, *request_of("ID-1"))
    erase(persons)
    assert counts(persons, load_id) == (1, 0, 0, 1, "erased")
    known = ledger.read(persons.home)
    assert load_id in {load.load_id for load in effective_loads(known, LATER)}
    assert [outcome.status for outcome in persons.load()] == ["unchanged"]
    assert persons.loaded(table([["E2", "ID-1", "1"]]), "b.csv").rows_erased == 1


def test_months_are_rewritten_one_by_one(persons: World) -> None:
    persons.columns += "          - {name: day, data_type: date, config: {meta: {required: true}}}\n"
    persons.meta = META + "\n            volume: high\n            month_column: day"
    rows = ["E1,ID-1,1,2024-01-05", "E2,ID-2,1,2024-01-06", "E3,ID-2,1,2024-02-05", "E4,ID-1,1,2024-03-05"]
    load_id = persons.loaded("\n".join(["event_id,person_id,quantity,day", *rows])).load_id or ""
    before = {file["month"]: file for file in (ledger.read(persons.home).loads[load_id].revision() or {})["files"]}
    ask(persons, *request_of("ID-1"))
    erase(persons)
    known = ledger.read(persons.home)
    (load,) = [load for load in effective_loads(known, LATER) if load.load_id == load_id]
    after = {file["month"]: file for file in load.revision["files"]}
    assert (after.keys(), after["2024-02-01"]) == ({"2024-01-01", "2024-02-01"}, before["2024-02-01"])
    assert (load.attempt, len(load.months_covered)) == (2, 3), "the month that is empty now is dirty as well"
    assert persons.rows("event_id", "event_id") == [("E2",), ("E3",)]


def test_what_older_releases_rest_on_is_erased_too(persons: World) -> None:
    """A reloaded load and a revoked one: each attempt is replaced by its erased form."""
    load_id = persons.loaded(table(ROWS)).load_id or ""
    revoked = persons.loaded(table([["R1", "ID-1", "1"], ["R2", "ID-2", "1"]]), "b.csv").load_id or ""
    revoke(persons.home, revoked, "wrong", STARTED_AT)
    persons.columns += "          - {name: remark, data_type: text}\n"
    reload_source(persons.home, persons.contract, persons.home.landing, run_id="run-2", started_at=STARTED_AT)
    ask(persons, *request_of("ID-1"))
    erase(persons)
    assert keys_on_disk(persons) == {key_of("ID-2")}
    state = ledger.read(persons.home).loads[load_id]
    for attempt, of_attempt in ((1, 1), (2, 2), (None, 2), (3, 1), (4, 2)):
        revision = state.revision(attempt=attempt) or {}
        assert (revision["event"], revision["of_attempt"], revision["rows_loaded"]) == ("erased", of_attempt, 1)
    ask(persons, *request_of("ID-2"), name="b.csv")
    erase(persons)
    assert keys_on_disk(persons) == set()
    state = ledger.read(persons.home).loads[load_id]
    assert {(state.revision(attempt=attempt) or {})["rows_erased"] for attempt in range(1, 7)} == {3}
    assert ledger.read(persons.home).loads[revoked].status() == "revoked"


def test_a_reload_after_an_erasure_leaves_the_person_out(persons: World) -> None:
    load_id = persons.loaded(table(ROWS)).load_id or ""
    ask(persons, *request_of("ID-1"))
    erase(persons)
    persons.columns += "          - {name: remark, data_type: text}\n"
    reload_source(persons.home, persons.contract, persons.home.landing, run_id="run-2", started_at=LATER)
    assert counts(persons, load_id) == (5, 1, 2, 2, "loaded")
    assert keys_on_disk(persons) == {key_of("ID-2")}


def test_a_request_that_was_withdrawn_or_revoked_does_not_count(persons: World) -> None:
    ask(persons, *request_of("ID-1", "ID-2"))
    withdrawn = ask(persons, "ID-1,2024-02-28T12:00:00,withdrawn", name="b.csv")
    wrong = ask(persons, *request_of("ID-3"), name="c.csv")
    revoke(persons.home, wrong, "wrong", LATER)
    assert erased_persons(persons.home, ledger.read(persons.home)) == {key_of("ID-2")}
    assert {load.load_id for load in unapplied(ledger.read(persons.home))} > {withdrawn}


def test_only_sources_of_persons_ask_who_is_erased(persons: World) -> None:
    ask(persons, *request_of("ID-1"))
    known = ledger.read(persons.home)
    assert erased_for(persons.home, known, persons.contract) == {key_of("ID-1")}
    assert erased_for(persons.home, known, REQUESTS) == frozenset()
    persons.meta = META.replace("namespace: person", "namespace: farmer")
    assert erased_for(persons.home, known, persons.contract) == frozenset()


def kill_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Make the given rename or removal (0: the first) the one that does not happen any more."""
    steps = 0

    def counted(original: Callable[..., object]) -> Callable[..., object]:
        def stepped(*arguments: object, **options: object) -> object:
            nonlocal steps
            steps += 1
            if steps > step:
                raise Killed
            return original(*arguments, **options)

        return stepped

    for name in ("replace", "unlink"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))
    return lambda: steps


@pytest.mark.parametrize("step", range(10))
def test_a_kill_at_any_step_is_finished_by_the_next_run(
    persons: World, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    first = persons.loaded(table(ROWS)).load_id or ""
    second = persons.loaded(table([["F1", "ID-1", "1"], ["F2", "ID-2", "1"]]), "b.csv").load_id or ""
    third = persons.loaded(table([["G1", "ID-1", "1"]]), "c.csv").load_id or ""
    ask(persons, *request_of("ID-1"))
    with monkeypatch.context() as patched:
        steps = kill_at(step, patched)
        if step < 9:  # new file, event, old file; of the third load only event and old file; then the last event
            with pytest.raises(Killed):
                erase(persons)
        else:
            erase(persons)
            assert steps() == 9
    visible = persons.rows("event_id", "event_id")
    assert [row for row in visible if row in [("E2",), ("F2",)]] == [("E2",), ("F2",)], "nobody else is touched"
    for load_id, delivered in ((first, 5), (second, 2), (third, 1)):
        found = counts(persons, load_id)
        assert found[0] == delivered == sum(found[1:4])
    clean_up(persons.home)
    erase(persons)
    assert persons.rows("event_id", "event_id") == [("E2",), ("F2",)]
    assert keys_on_disk(persons) == {key_of("ID-2")}
    assert [counts(persons, load_id)[1:4] for load_id in (first, second, third)] == [(1, 2, 2), (1, 0, 1), (0, 0, 1)]
    assert (erase(persons), clean_up(persons.home)) == ({}, [])
