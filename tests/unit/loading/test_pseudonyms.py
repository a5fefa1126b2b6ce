"""No identifier of a person leaves the loader: an invented source of persons, and a grep over every byte written."""

import csv
import hashlib
import hmac
import io
import traceback
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.loading.person_keys import PersonKeys
from dagster_project.lib.loading.pseudonyms import Pseudonymiser
from dagster_project.lib.loading.writing import Scratch

from .world import World

KEY = "a key for tests only"
COLUMNS = """
          - {name: event_id, data_type: text, config: {meta: {required: true}}}
          - {name: person_id, data_type: text, config: {meta: {required: true}}}
          - {name: quantity, data_type: "dec(18,6)", config: {meta: {required: true, minimum: 0}}}
"""
META = "secret: {column: person_id, key_column: person_key, namespace: person}"
PERSONS = ["ID-330802-ALPHA", "ID-330802-BRAVO", "ID-330802-CHARLIE", "ID-330802-DELTA"]


@pytest.fixture
def persons(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CARBON_PERSON_KEY", KEY)
    world.columns = COLUMNS
    world.meta, world.key = META, "event_id"
    return world


@pytest.fixture(autouse=True)
def scratch_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a kill: what the database wrote meanwhile is searched too."""
    monkeypatch.setattr(Scratch, "close", lambda held: held._database.close())


@pytest.fixture(autouse=True)
def no_key_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARBON_PERSON_KEY", raising=False)
    monkeypatch.delenv("CARBON_PERSON_KEY_FILE", raising=False)


def expected_key(identifier: str) -> int:
    digest = hmac.new(KEY.encode(), f"person:v1:{identifier}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:15], "big")


def table(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([["event_id", "person_id", "quantity"], *rows])
    return text.getvalue()


def assert_no_person_in(world: World, *texts: str) -> None:
    everything = world.every_byte().lower() + " ".join(texts).lower().encode()
    for person in PERSONS:
        for written in (person, person.split("-")[-1]):
            assert written.lower().encode() not in everything
    assert KEY.encode() not in everything


def test_the_search_would_find_an_identifier(persons: World) -> None:
    persons.meta = ""
    persons.loaded(table([["E1", PERSONS[0], "1"]]))
    with pytest.raises(AssertionError):
        assert_no_person_in(persons)


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.parquet"])
def test_only_keys_are_written(persons: World, name: str) -> None:
    rows = [["E1", PERSONS[0], "1"], ["E2", PERSONS[1], "x"], ["E3", PERSONS[0], "3"], ["E4", "", "4"]]
    if name.endswith(".parquet"):
        columns = dict(zip(("event_id", "person_id", "quantity"), zip(*rows, strict=True), strict=True))
        parquet.write_table(pa.table({key: list(values) for key, values in columns.items()}), persons.folder / name)
        (persons.folder / name).rename(persons.source_folder / name)
    else:
        persons.deliver(table(rows), name)
    (outcome,) = persons.load()
    assert (outcome.rows_loaded, outcome.rows_rejected) == (2, 2)
    assert persons.rows("event_id, person_key") == [("E1", expected_key(PERSONS[0])), ("E3", expected_key(PERSONS[0]))]
    assert persons.rejects() == [(3, "quantity", "not_a_number"), (5, "person_id", "missing_required")]
    assert_no_person_in(persons, repr(outcome))


def test_rejected_and_malformed_files_do_not_tell_either(persons: World) -> None:
    header = "event_id,person_id,quantity\n"
    contents = [
        header + f"E1,{PERSONS[0]}\nE2,{PERSONS[1]},1,2,3\n",  # every row malformed
        header + f'E1,"{PERSONS[2]},1\n',  # a quote left open
        f"E1,{PERSONS[3]},1\n" * 3,  # a row in place of the header
        header.encode() + f"E1,{PERSONS[0]},1\nE2,{PERSONS[1]}".encode() + b"\xff,1\n",  # not UTF-8
        header + f"{PERSONS[0]},,1\n" * 0 + f"E1,{PERSONS[1]},-1\n",  # rejected as a whole
    ]
    said = [repr(persons.loaded(content, f"{number}.csv")) for number, content in enumerate(contents)]
    assert all("rejected" in line for line in said)
    assert_no_person_in(persons, *said)


def test_a_total_of_the_secret_column_is_refused(persons: World) -> None:
    outcome = persons.loaded(table([["E1", "12345678901", "1"]]), manifest={"control_totals": {"person_id": "1"}})
    assert outcome.status == "rejected"
    assert b"12345678901" not in persons.every_byte()


def test_spellings_of_one_identifier_give_one_key() -> None:
    keys = Pseudonymiser(KEY.encode, "person")
    spellings = ["id-330802-alpha", " ID-330802-ALPHA\t", "ＩＤ-330802-ＡＬＰＨＡ"]
    assert {keys.key_of(spelling) for spelling in spellings} == {expected_key("ID-330802-ALPHA")}
    assert [keys.key_of(empty) for empty in ("", "  ", "\u3000")] == [None, None, None]
    assert Pseudonymiser(KEY.encode, "farmer").key_of(spellings[0]) != keys.key_of(spellings[0])
    assert (keys.key_of("x") or 0) < 2**120


def test_a_column_becomes_decimals() -> None:
    keys = Pseudonymiser(KEY.encode, "person")
    column = keys.keys_of(pa.array(["a", None, "", "b", "a"]))
    assert column.type == pa.decimal128(38, 0)
    assert [None if key is None else int(key) for key in column.to_pylist()] == [
        expected_key("A"),
        None,
        None,
        expected_key("B"),
        expected_key("A"),
    ]


@pytest.mark.parametrize("key", [KEY, "k", "k" * 64, "long" * 30])
def test_a_file_gets_the_keys_of_python(key: str, persons: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database computes the same HMAC; what it cannot normalise, Python does."""
    monkeypatch.setenv("CARBON_PERSON_KEY", key)
    odd = [
        "id-1",
        "ID-1",
        " id-1\t",
        "ＩＤ-1",
        "é",
        "e\u0301",
        "ß",
        "水",
        "",
        "  ",
        "\u3000",
        "a b",
        "a_b",
        "0",
        "ﬁ",
        "x" * 99,
    ]
    columns = {"event_id": [str(number) for number in range(len(odd))], "person_id": odd, "quantity": [1] * len(odd)}
    parquet.write_table(pa.table(columns), persons.source_folder / "a.parquet")
    assert persons.load()[0].rows_rejected == 3
    keys = Pseudonymiser(key.encode, "person")
    expected = [(str(number), keys.key_of(text)) for number, text in enumerate(odd) if keys.key_of(text) is not None]
    assert persons.rows("event_id, person_key") == expected


def test_a_file_may_hold_nothing_but_odd_identifiers(persons: World) -> None:
    columns = {"event_id": ["E1", "E2"], "person_id": ["a b", "水"], "quantity": [1, 1]}
    parquet.write_table(pa.table(columns), persons.source_folder / "a.parquet")
    persons.load()
    assert persons.rows("person_key") == [(expected_key("A B"),), (expected_key("水"),)]


def test_no_error_of_the_database_tells_a_key_or_a_person(persons: World, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {"event_id": ["E1", "E2"], "person_id": PERSONS[:2], "quantity": ["1", "x"]}
    parquet.write_table(pa.table(columns), persons.source_folder / "a.parquet")
    monkeypatch.setattr(PersonKeys, "_key_in_sql", lambda keys: "cast(id as decimal(38,0)) + octet_length($inner)")
    with pytest.raises(Exception, match="not shown") as raised:
        persons.load()
    told = "".join(traceback.format_exception(raised.value)).lower()
    assert not any(person.lower() in told for person in PERSONS)
    assert KEY not in told


def test_each_distinct_identifier_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Pseudonymiser(KEY.encode, "person")
    computed: list[str] = []
    original = keys._computed
    monkeypatch.setattr(keys, "_computed", lambda value: computed.append(value) or original(value))
    for _ in range(3):
        keys.keys_of(pa.array(["a", "b", "a"]))
    assert computed == ["a", "b"]


def test_the_key_is_asked_for_only_when_something_is_to_be_loaded(
    persons: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CARBON_PERSON_KEY")
    persons.columns = COLUMNS.replace(
        "person_id, data_type: text, config: {meta: {required: true}}", "person_id, data_type: text"
    )
    assert persons.load() == []
    persons.deliver("event_id,quantity\nE0,1\n", "nobody.csv")
    persons.deliver(table([["E0", "", "1"], ["E0", " ", "1"]]), "empty.csv")
    assert [outcome.status for outcome in persons.load()] == ["loaded", "loaded"]
    assert {key for (key,) in persons.rows("person_key")} == {None}
    assert persons.home.settings().key_fingerprint is None
    persons.deliver(table([["E1", PERSONS[0], "1"]]))
    with pytest.raises(WrongUse, match="CARBON_PERSON_KEY"):
        persons.load()
    monkeypatch.setenv("CARBON_PERSON_KEY", KEY)
    assert [outcome.status for outcome in persons.load()] == ["loaded", "unchanged", "unchanged"]
    monkeypatch.delenv("CARBON_PERSON_KEY")
    assert {outcome.status for outcome in persons.load()} == {"unchanged"}


def test_another_key_is_wrong_use(persons: World, monkeypatch: pytest.MonkeyPatch) -> None:
    persons.loaded(table([["E1", PERSONS[0], "1"]]))
    monkeypatch.setenv("CARBON_PERSON_KEY", "another key")
    persons.deliver(table([["E2", PERSONS[0], "1"]]), "b.csv")
    with pytest.raises(WrongUse, match="not the one this home was built with") as error:
        persons.load()
    assert "another key" not in str(error.value)
    assert len(persons.rows()) == 1


def test_the_key_may_come_from_a_file_that_nobody_else_can_read(
    persons: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "key"
    path.write_text(KEY + "\n")
    path.chmod(0o644)
    monkeypatch.delenv("CARBON_PERSON_KEY")
    monkeypatch.setenv("CARBON_PERSON_KEY_FILE", str(path))
    persons.deliver(table([["E1", PERSONS[0], "1"]]))
    with pytest.raises(WrongUse, match="chmod 600"):
        persons.load()
    path.chmod(0o600)
    persons.load()
    assert persons.rows("person_key") == [(expected_key(PERSONS[0]),)]
    path.write_text("\n")
    persons.deliver(table([["E2", PERSONS[0], "1"]]), "b.csv")
    with pytest.raises(WrongUse, match="is empty"):
        persons.load()
    path.unlink()
    with pytest.raises(WrongUse, match="cannot be read"):
        persons.load()
