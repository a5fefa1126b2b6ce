"""After an erasure nothing in a home tells the person: every file is searched, and every value of every table."""

import hashlib
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from loading.test_erasure import ROWS, key_of, request_of
from loading.test_pseudonyms import COLUMNS, KEY, META, table
from loading.world import STARTED_AT, World
from publishing.residents_world import make_residents
from publishing.small_world import SmallWorld

from dagster_project.lib.contract import read_contracts
from dagster_project.lib.erasure import erase_persons, files_with_erased
from dagster_project.lib.inputs import Inputs, mark_build_complete, prepare_inputs
from dagster_project.lib.loading import ledger, load_source, revoke
from dagster_project.lib.publishing import verify

LATER = STARTED_AT + timedelta(days=1)
REQUESTS = read_contracts()["erasure_request"]


class Killed(BaseException):
    """Stands for a kill."""


class City:
    """A home with loads of persons, a working file made from them, and releases."""

    def __init__(self, folder: Path) -> None:
        self.publishing: SmallWorld = make_residents(folder)
        self.loading = World(folder, COLUMNS, META, "event_id")
        self.home = self.loading.home

    def ask(self, *identifiers: str) -> None:
        folder = self.home.landing / "erasure_request"
        folder.mkdir(exist_ok=True)
        (folder / "a.csv").write_text("\n".join(["person_id,requested_at,record_status", *request_of(*identifiers)]))
        load_source(self.home, REQUESTS, self.home.landing, run_id="run-1", started_at=LATER)

    def build(self) -> None:
        """What dbt would make of the raw zone, as far as persons are concerned."""
        person = "SELECT person_key, 100::DECIMAL(28, 10) AS reduction_g FROM raw.rows"
        rows = self.loading.rows("person_key")
        values = ", ".join(f"({key}::DECIMAL(38, 0))" for (key,) in rows) or "(NULL::DECIMAL(38, 0))"
        self.publishing.change(
            "CREATE SCHEMA IF NOT EXISTS raw",
            f"CREATE OR REPLACE TABLE raw.rows AS SELECT DISTINCT * FROM (VALUES {values}) AS v (person_key)",
            f"CREATE OR REPLACE TABLE marts.mart_personal_account AS {person}",
            "CREATE OR REPLACE TABLE marts.mart_publishable_person AS SELECT person_key FROM raw.rows",
            "INSERT INTO marts.mart_bank_customer SELECT 'ICBC', 'person', NULL, person_key FROM raw.rows",
        )

    def prepare(self, as_of: timedelta = timedelta(days=2)) -> Inputs:
        contracts = {"river_level": self.loading.contract, "erasure_request": REQUESTS}
        digests = {"code_digest": "code", "seed_digest": "seeds"}
        return prepare_inputs(self.home, run_id="run", as_of=STARTED_AT + as_of, contracts=contracts, **digests)

    def erase(self) -> bool:
        return erase_persons(self.home, at=LATER, run_id="run-1")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setenv("CARBON_PERSON_KEY", KEY)
    monkeypatch.delenv("CARBON_PERSON_KEY_FILE", raising=False)
    monkeypatch.delenv("CARBON_AUDIT_EPOCH", raising=False)
    return City(tmp_path)


def told_by(home: Path) -> str:
    """Every byte of every file but the delivered ones, and every value of every table, as one text."""
    texts: list[str] = []
    for path in (path for path in home.rglob("*") if path.is_file() and home / "landing" not in path.parents):
        texts.append(f"{path} {path.read_bytes().decode('latin-1')}")
        if path.suffix in (".parquet", ".duckdb"):
            texts += _values(path)
    return "\n".join(texts)


def _values(path: Path) -> list[str]:
    with duckdb.connect() as connection:
        relations = [f"read_parquet('{path}', hive_partitioning = false)"]
        if path.suffix == ".duckdb":
            connection.execute(f"ATTACH '{path}' AS f (READ_ONLY)")
            names = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'f'"
            relations = [f'f."{schema}"."{name}"' for schema, name in connection.execute(names).fetchall()]
        return [str(row) for each in relations for row in connection.execute(f"FROM {each}").fetchall()]


def requests_of(home: Path) -> list[Path]:
    return list((home / "raw" / "erasure_request").iterdir())


def test_neither_an_identifier_nor_a_key_is_left(city: City) -> None:
    city.loading.loaded(table(ROWS))
    wrong = city.loading.loaded(table([["W1", "ID-1", "1"], ["W2", "ID-2", "1"]]), "wrong.csv").load_id or ""
    revoke(city.home, wrong, "wrong", STARTED_AT)
    city.build()
    city.publishing.publish()
    everything = told_by(city.home.root)
    key = str(key_of("ID-1"))
    assert key in everything, "the search would find it"
    assert not any(text in everything for text in ("ID-1", "id-1", KEY))
    city.ask("ID-1")
    assert city.erase()
    (request,) = requests_of(city.home.root)
    assert key in "".join(_values(request)), "the tombstone"
    request.rename(city.home.landing / "kept.parquet")
    assert not any(text in told_by(city.home.root) for text in (key, "ID-1", "id-1", KEY))
    assert verify(city.home).problems == []


def test_the_next_build_is_a_full_refresh_of_what_is_left(city: City) -> None:
    load_id = city.loading.loaded(table(ROWS)).load_id or ""
    city.home.warehouse.touch()
    mark_build_complete(city.home, city.prepare())
    assert not city.prepare().full_refresh
    city.ask("ID-1")
    city.erase()
    assert not city.home.warehouse.exists()
    inputs = city.prepare()
    assert inputs.full_refresh
    assert {load.load_id: load.attempt for load in inputs.loads}[load_id] == 2
    told = f"SELECT rows_delivered, rows_loaded, rows_rejected, rows_erased FROM '{city.home.inputs}/load.parquet'"
    assert duckdb.sql(f"{told} WHERE load_id = '{load_id}'").fetchall() == [(5, 1, 2, 2)]
    files = duckdb.sql(f"SELECT path FROM '{city.home.inputs}/load_file.parquet'").fetchall()
    assert all(Path(path).is_file() for (path,) in files)


def test_a_build_of_old_reads_the_erased_form_too(city: City) -> None:
    """An erasure has no as_of: neither a build as of a time before it nor a rebuild of a release sees the rows."""
    load_id = city.loading.loaded(table(ROWS)).load_id or ""
    released = STARTED_AT + timedelta(hours=1)
    city.ask("ID-1")
    city.erase()
    assert {load.load_id: load.rows_loaded for load in city.prepare(timedelta(0)).loads} == {load_id: 1}
    contracts = {"river_level": city.loading.contract, "erasure_request": REQUESTS}
    inputs = prepare_inputs(
        city.home,
        run_id="run",
        as_of=released,
        contracts=contracts,
        code_digest="code",
        seed_digest="seeds",
        loads={load_id: 1},
        recorded_by=released,
        folder=city.home.work / "beside",
    )
    (load,) = inputs.loads
    assert (load.rows_loaded, load.attempt, [line.rows_erased for line in inputs.lines]) == (1, 2, [2])
    assert all((city.home.raw / file["path"]).is_file() for file in load.revision["files"])


def test_delivered_files_that_hold_the_person_are_named(city: City) -> None:
    city.loading.loaded(table(ROWS))
    city.loading.loaded(table([["E9", "ID-9", "1"]]), "b.csv")
    assert files_with_erased(city.home, city.home.landing) == []
    city.ask("ID-1")
    city.erase()
    city.loading.loaded(table([["E8", "ID-1", "1"]]), "late.csv")
    named = ["erasure_request/a.csv", "river_level/a.csv", "river_level/late.csv"]
    assert files_with_erased(city.home, city.home.landing) == named
    city.loading.deliver(table([["E8", "ID-2", "12345"]]), "late.csv")
    (city.loading.source_folder / "a.csv").unlink()
    assert files_with_erased(city.home, city.home.landing) == named[:1]


def test_nothing_happens_without_a_new_request(city: City) -> None:
    city.loading.loaded(table(ROWS))
    assert not city.erase()
    city.ask("ID-1")
    assert (city.erase(), city.erase()) == (True, False)
    before = hashlib.sha256(told_by(city.home.root).encode()).hexdigest()
    assert not city.erase()
    assert hashlib.sha256(told_by(city.home.root).encode()).hexdigest() == before


def test_a_request_of_somebody_unknown_costs_no_full_refresh(city: City) -> None:
    city.loading.loaded(table(ROWS))
    city.build()
    city.publishing.publish()
    city.ask("ID-77")
    assert city.erase()
    assert city.home.warehouse.exists()
    assert (verify(city.home).problems, list(city.home.published.glob("erasures/*"))) == ([], [])
    assert not city.erase()


@pytest.mark.parametrize("step", ["erase_rows", "erase_published", "_remove_working_files", "note_applied"])
def test_a_kill_between_the_steps_is_finished_by_the_next_run(
    city: City, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    city.loading.loaded(table(ROWS))
    city.build()
    city.publishing.publish()
    city.ask("ID-1")

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(f"dagster_project.lib.erasure.{step}", kill)
        with pytest.raises(Killed):
            city.erase()
    assert city.erase()
    (request,) = requests_of(city.home.root)
    request.rename(city.home.landing / "kept.parquet")
    assert str(key_of("ID-1")) not in told_by(city.home.root)
    assert verify(city.home).problems == []
    assert len([event for event in ledger.read(city.home).events() if event["event"] == "applied"]) == 1
