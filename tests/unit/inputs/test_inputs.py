"""The input set of a run: what is in effect as of a time, what has changed since the last build, what dbt is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.lib.contract import SourceContract, read_contracts
from dagster_project.lib.errors import CarbonError, WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.inputs import Inputs, mark_build_complete, prepare_inputs
from dagster_project.lib.loading import LoadOutcome, load_source, reload_source, revoke

DAY = timedelta(days=1)
START = datetime(2024, 6, 1, 4, 0, tzinfo=UTC)
METER = "electricity_meter"
ENERGY = "energy_consumption"
HEADERS = {
    METER: "account_id,meter_id,interval_end,interval_minutes,import_kwh",
    ENERGY: "account_id,period_month,period_months,energy_code,quantity,unit",
}


class City:
    """A home with a meter and a bill, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.home = Home.open(folder)
        self.contracts: dict[str, SourceContract] = read_contracts()
        self.home.warehouse.touch()

    def deliver(self, source: str, name: str, *rows: str, at: datetime = START) -> LoadOutcome:
        folder = self.home.landing / source
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("\n".join([HEADERS[source], *rows]))
        contract = self.contracts[source]
        outcomes = load_source(self.home, contract, self.home.landing, run_id="r", started_at=at)
        return next(outcome for outcome in outcomes if outcome.file_name == name)

    def meter(self, name: str, *months: str, at: datetime = START, kwh: str = "1") -> LoadOutcome:
        rows = [f"A,M,{month}-10T00:00,15,{kwh}" for month in months]
        return self.deliver(METER, name, *rows, at=at)

    def prepare(self, as_of: datetime = START, **options: Any) -> Inputs:
        digests = {"code_digest": "code", "seed_digest": "seeds"} | options
        return prepare_inputs(self.home, run_id="run", as_of=as_of, contracts=self.contracts, **digests)

    def build(self, as_of: datetime = START, **options: Any) -> Inputs:
        inputs = self.prepare(as_of, **options)
        mark_build_complete(self.home, inputs)
        return inputs

    def told(self, table: str, columns: str = "*", folder: Path | None = None) -> list[tuple[Any, ...]]:
        path = (folder or self.home.inputs) / f"{table}.parquet"
        return duckdb.sql(f"select {columns} from read_parquet('{path}') order by all").fetchall()


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path / "home")


def days(*months: str) -> list[date]:
    return [date.fromisoformat(f"{month}-01") for month in months]


def test_a_home_without_deliveries_has_empty_inputs(city: City) -> None:
    inputs = city.prepare()
    assert (inputs.loads, inputs.dirty_months, inputs.full_refresh) == ([], {}, True)
    for table in ("load", "load_file", "load_schema", "reject", "dirty_month", "missing_delivery"):
        assert city.told(table) == []
    assert city.told("run", "run_id, as_of, as_of_on, gwp_set") == [
        ("run", START.replace(tzinfo=None), date(2024, 6, 1), None)
    ]


def test_dbt_is_told_files_schemas_and_lines(city: City) -> None:
    outcome = city.meter("a.csv", "2024-01", "2024-02")
    city.deliver(ENERGY, "b.csv", "A,2024-01-01,,COAL,1,t", "A,2024-01-01,,COAL,x,t", "A,2024-02-01,,COAL,1,t")
    city.prepare()
    files = city.told("load_file", "source, month, rows, path")
    assert [row[:3] for row in files] == [
        (METER, date(2024, 1, 1), 1),
        (METER, date(2024, 2, 1), 1),
        (ENERGY, None, 2),
    ]
    assert all(Path(path).is_file() for *_, path in files)
    schema = city.told("load_schema", "source, column_index, column_name, column_type")
    assert [row[2:] for row in schema if row[0] == METER] == list(city.contracts[METER].raw_schema)
    hashes = "source, schema_hash"
    assert set(city.told("load_schema", hashes)) == set(city.told("load_file", hashes))
    assert city.told("load", "source, file_name, rows_delivered, rows_loaded, rows_rejected, status, is_in_effect") == [
        (METER, "a.csv", 2, 2, 0, "loaded", True),
        (ENERGY, "b.csv", 3, 2, 1, "loaded", True),
    ]
    assert city.told("load", "load_id, known_at")[0] == (outcome.load_id, START.replace(tzinfo=None))
    assert city.told("reject", "source, line_no, column_name, reason_code") == [(ENERGY, 3, "quantity", "not_a_number")]


def test_what_is_known_later_is_hidden(city: City) -> None:
    city.meter("a.csv", "2024-01")
    later = city.meter("b.csv", "2024-02", at=START + 5 * DAY)
    revoke(city.home, later.load_id or "", "wrong", START + 9 * DAY)
    names = {
        moment: ({load.load_id for load in inputs.loads}, {(line.file_name, line.status) for line in inputs.lines})
        for moment in (-1, 0, 5, 9)
        if (inputs := city.prepare(START + moment * DAY))
    }
    first = next(iter(names[0][0]))
    assert names == {
        -1: (set(), set()),
        0: ({first}, {("a.csv", "loaded")}),
        5: ({first, later.load_id}, {("a.csv", "loaded"), ("b.csv", "loaded")}),
        9: ({first}, {("a.csv", "loaded"), ("b.csv", "revoked")}),
    }


def test_only_months_of_changed_loads_are_dirty(city: City) -> None:
    city.meter("a.csv", "2024-01", "2024-02")
    assert city.build().dirty_months == {METER: days("2024-01", "2024-02")}
    unchanged = city.build()
    assert (unchanged.dirty_months, unchanged.full_refresh) == ({}, False)
    late = city.meter("b.csv", "2023-12", "2024-02", kwh="2", at=START + DAY)
    assert city.prepare().dirty_months == {}, "not known yet as of the start"
    changed = city.build(START + DAY)
    assert (changed.dirty_months, changed.full_refresh) == ({METER: days("2023-12", "2024-02")}, False)
    assert city.told("dirty_month") == [(METER, day) for day in days("2023-12", "2024-02")]
    revoke(city.home, late.load_id or "", "wrong", START + 2 * DAY)
    assert city.prepare(START + 2 * DAY).dirty_months == {METER: days("2023-12", "2024-02")}


def test_going_back_in_time_makes_the_months_dirty_that_are_no_longer_known(city: City) -> None:
    city.meter("a.csv", "2024-01")
    city.meter("b.csv", "2024-03", at=START + DAY)
    city.build(START + DAY)
    assert city.prepare(START).dirty_months == {METER: days("2024-03")}


def test_months_stay_pending_until_a_build_is_complete(city: City) -> None:
    city.build()
    late = city.meter("a.csv", "2024-01")
    city.prepare()  # killed before its last gate
    revoke(city.home, late.load_id or "", "wrong", START)
    city.meter("b.csv", "2024-02")
    assert city.build().dirty_months == {METER: days("2024-01", "2024-02")}
    assert city.build().dirty_months == {}


def test_a_full_refresh_that_was_killed_stays_due(city: City) -> None:
    city.build()
    assert city.prepare(full_refresh=True).full_refresh
    assert city.prepare().full_refresh
    city.build()
    assert not city.prepare().full_refresh


@pytest.mark.parametrize("change", [{"code_digest": "other"}, {"seed_digest": "other"}, {"gwp_set": "AR6"}])
def test_other_code_or_reference_data_is_a_full_refresh(city: City, change: dict[str, str]) -> None:
    city.build()
    assert city.prepare(**change).full_refresh


def test_a_lost_working_file_is_a_full_refresh(city: City) -> None:
    city.build()
    city.home.warehouse.unlink()
    assert city.prepare().full_refresh


def test_months_can_be_asked_for(city: City) -> None:
    city.build()
    high = [contract.name for contract in city.contracts.values() if contract.is_high_volume]
    dirty = city.prepare(months=[date(2024, 3, 15), date(2024, 2, 1)]).dirty_months
    assert METER in high
    assert dirty == dict.fromkeys(high, days("2024-02", "2024-03"))


def test_a_reload_makes_its_months_dirty(city: City) -> None:
    first = city.meter("a.csv", "2024-01")
    city.build()
    wider = city.contracts[METER]
    column = wider.column("line_code")
    city.contracts[METER] = type(wider)(**(vars_of(wider) | {"columns": (*wider.columns, renamed(column, "remark"))}))
    reload_source(city.home, city.contracts[METER], city.home.landing, run_id="r", started_at=START + DAY)
    inputs = city.prepare()
    assert [(load.load_id, load.attempt) for load in inputs.loads] == [(first.load_id, 2)]
    assert inputs.dirty_months == {METER: days("2024-01")}


def vars_of(contract: SourceContract) -> dict[str, Any]:
    return {name: getattr(contract, name) for name in contract.__dataclass_fields__}


def renamed(column: Any, name: str) -> Any:
    return type(column)(**{part: getattr(column, part) for part in column.__dataclass_fields__} | {"name": name})


def a_file_more(city: City) -> dict[str, Any]:
    city.meter("b.csv", "2024-02")
    return {}


def a_bad_file_more(city: City) -> dict[str, Any]:
    city.deliver(METER, "b.csv", "nothing")
    return {}


def a_name_more(city: City) -> dict[str, Any]:
    city.meter("b.csv", "2024-01")
    return {}


def a_day_later(_: City) -> dict[str, Any]:
    return {"as_of": START + DAY}


def an_hour_later(_: City) -> dict[str, Any]:
    return {"as_of": START + timedelta(hours=1)}


def other_seeds(_: City) -> dict[str, Any]:
    return {"seed_digest": "other"}


@pytest.mark.parametrize(
    ("change", "is_other"),
    [
        (a_file_more, True),
        (a_bad_file_more, True),
        (a_name_more, True),
        (a_day_later, True),
        (other_seeds, True),
        (an_hour_later, False),
        (lambda _: {"full_refresh": True}, False),
    ],
)
def test_the_digest_follows_everything_that_decides_a_release(
    city: City, change: Callable[[City], dict[str, Any]], is_other: bool
) -> None:
    city.meter("a.csv", "2024-01")
    before = city.prepare().input_digest
    assert (city.prepare(**change(city)).input_digest != before) == is_other


def test_a_full_refresh_builds_every_month(city: City) -> None:
    city.meter("a.csv", "2024-01")
    city.build()
    city.meter("b.csv", "2024-02", at=START + DAY)
    assert city.prepare(START + DAY, full_refresh=True).dirty_months == {METER: days("2024-01", "2024-02")}


def test_a_build_beside_the_working_file_leaves_it_alone(city: City, tmp_path: Path) -> None:
    city.meter("a.csv", "2024-01")
    city.build()
    city.meter("b.csv", "2024-02", at=START + DAY)
    city.prepare(START + DAY)
    beside = city.prepare(START, folder=tmp_path / "beside")
    expected = (True, {METER: days("2024-01")}, 1)  # built in full: every month
    assert (beside.full_refresh, beside.dirty_months, len(beside.loads)) == expected
    assert len(city.told("load_file", folder=tmp_path / "beside")) == 1
    assert city.prepare(START + DAY).dirty_months == {METER: days("2024-02")}


def test_a_rebuild_uses_exactly_the_loads_it_is_given(city: City, tmp_path: Path) -> None:
    first = city.meter("a.csv", "2024-01")
    city.meter("b.csv", "2024-01")
    before = city.prepare(START)
    revoke(city.home, first.load_id or "", "wrong", START)
    city.deliver(METER, "c.csv", "nothing", at=START + DAY)
    loads = {load.load_id: load.attempt for load in before.loads}
    again = city.prepare(START, loads=loads, recorded_by=START, folder=tmp_path / "beside")
    assert {load.load_id for load in again.loads} == set(loads)
    assert again.input_digest == before.input_digest
    assert city.prepare(START, loads=list(loads), recorded_by=START).loads
    with pytest.raises(WrongUse, match="not in the ledger"):
        city.prepare(START, loads=["electricity_meter.0"], folder=tmp_path / "beside")


def test_repeats_have_no_rows_of_their_own(city: City) -> None:
    city.meter("a.csv", "2024-01")
    city.meter("b.csv", "2024-01")
    city.prepare()
    columns = "file_name, status, rows_delivered, rows_loaded, is_in_effect"
    assert city.told("load", columns) == [("a.csv", "loaded", 1, 1, True), ("b.csv", "unchanged", 0, 0, False)]
    assert len(set(city.told("load", "load_id"))) == 1


def test_missing_deliveries_begin_with_the_first_month_delivered(city: City) -> None:
    city.meter("a.csv", "2024-01", "2024-03")
    city.deliver(ENERGY, "b.csv", "A,2024-01-01,3,COAL,1,t")
    city.prepare(datetime(2024, 5, 10, 4, 0, tzinfo=UTC))
    assert city.told("missing_delivery") == [], "nothing was known yet"
    city.prepare(datetime(2024, 6, 10, 4, 0, tzinfo=UTC))
    assert city.told("missing_delivery", "source, period, expected_by") == [
        (METER, date(2024, 2, 1), date(2024, 3, 10)),
        (METER, date(2024, 4, 1), date(2024, 5, 10)),
        (ENERGY, date(2024, 4, 1), date(2024, 5, 10)),
    ]
    city.prepare(datetime(2024, 6, 11, 4, 0, tzinfo=UTC))
    assert (METER, date(2024, 5, 1)) in city.told("missing_delivery", "source, period")


@pytest.mark.parametrize("name", ["build.json", "pending.json"])
def test_a_damaged_note_says_what_to_do(city: City, name: str) -> None:
    city.build()
    (city.home.work / name).write_text("{")
    with pytest.raises(CarbonError, match="remove it"):
        city.prepare()
