"""The raw gate looks at the files of new loads as they lie on disk, under every edition of their contract."""

from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.contract import SourceContract, read_contract_file
from dagster_project.lib.errors import GateFailed
from dagster_project.lib.gates.raw_scratch import LoadFile, build_raw_scratch
from dagster_project.lib.gates.raw_suites import PARTITION_COLUMN, build_raw_suite, write_suites
from dagster_project.lib.home import Home

from .bench import failed, gate
from .contract_rows import good_row, select

CONTRACT = """
sources:
  - name: raw
    tables:
      - name: behaviour
        config:
          meta:
            family: persons
            title_zh: 行为
            volume: high
            key: [person_id, occurred_at]
            month_column: occurred_at
            secret: {column: person_id, key_column: person_key, namespace: person}
        columns:
          - {name: person_id, data_type: text, config: {meta: {required: true}}}
          - {name: occurred_at, data_type: ts, config: {meta: {required: true}}}
          - {name: code, data_type: text, config: {meta: {pattern: "[A-Z]{2,4}'?"}}}
          - {name: quantity, data_type: "dec(18,6)", config: {meta: {minimum: 0, minimum_is_exclusive: true}}}
"""


@pytest.fixture
def contract(tmp_path: Path) -> SourceContract:
    path = tmp_path / "_persons__sources.yml"
    path.write_text(CONTRACT)
    return read_contract_file(path)[0]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path / "home")


def write(home: Home, contract: SourceContract, month: str, *, without: str = "", **changes: str) -> LoadFile:
    """One raw file of the high-volume source, as the loader would leave it unless `changes` says otherwise."""
    row = good_row(contract) | {"code": "'ABC'"} | changes
    row = {name: value for name, value in row.items() if name not in (PARTITION_COLUMN, without)}
    folder = home.raw / contract.name / f"month={month}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"behaviour.0123456789abcdef.{len(list(folder.iterdir()))}.parquet"
    duckdb.execute(f"copy ({select(contract, row)}) to '{path}' (format parquet)")
    schema = [column for column in contract.raw_schema if column[0] != without]
    return contract.name, schema, path


def check(home: Home, contract: SourceContract, files: list[LoadFile], suites: Path) -> set[str]:
    contracts = {contract.name: contract}
    write_suites(contracts, suites / "raw")
    database = home.work / "gate_raw.duckdb"
    tables = build_raw_scratch(contracts, files, database)
    return failed(gate("raw", database, suites_dir=suites, tables=tables))


def test_files_that_keep_their_contract_pass(home: Home, contract: SourceContract, tmp_path: Path) -> None:
    assert check(home, contract, [write(home, contract, "2024-01-01")], tmp_path) == set()


def test_a_file_of_an_earlier_contract_passes(home: Home, contract: SourceContract, tmp_path: Path) -> None:
    files = [write(home, contract, "2024-01-01", without="code", _line_no="3"), write(home, contract, "2024-01-01")]
    assert check(home, contract, files, tmp_path) == set()
    assert check(home, contract, files[:1], tmp_path) == set()


def test_a_row_in_the_folder_of_another_month_is_caught(home: Home, contract: SourceContract, tmp_path: Path) -> None:
    caught = check(home, contract, [write(home, contract, "2024-02-01")], tmp_path)
    assert caught == {"rows lie in the partition of their month"}


def test_a_pattern_with_braces_and_quotes_is_checked(home: Home, contract: SourceContract, tmp_path: Path) -> None:
    assert check(home, contract, [write(home, contract, "2024-01-01", code="'AB'''")], tmp_path) == set()
    assert check(home, contract, [write(home, contract, "2024-01-01", code="'ABCDE'")], tmp_path) == {
        "code has its pattern"
    }


def test_an_exclusive_minimum_is_checked(home: Home, contract: SourceContract, tmp_path: Path) -> None:
    caught = check(home, contract, [write(home, contract, "2024-01-01", quantity="0")], tmp_path)
    assert caught == {"quantity is in its range"}


def test_a_column_that_the_ledger_promises_and_the_file_lacks_is_caught(
    home: Home, contract: SourceContract, tmp_path: Path
) -> None:
    name, _, path = write(home, contract, "2024-01-01", without="code")
    caught = check(home, contract, [(name, contract.raw_schema, path)], tmp_path)
    assert {"columns are as contracted", "code has its pattern"} == caught


def test_a_file_that_is_gone_stops_the_run(home: Home, contract: SourceContract) -> None:
    name, schema, path = write(home, contract, "2024-01-01")
    path.unlink()
    with pytest.raises(GateFailed, match=r"the stored files of behaviour cannot be read .* `carbon reload behaviour`"):
        build_raw_scratch({name: contract}, [(name, schema, path)], home.work / "gate_raw.duckdb")


def test_a_delivery_without_rows_leaves_nothing_to_check(home: Home, contract: SourceContract) -> None:
    name, schema, path = write(home, contract, "2024-01-01")
    empty = path.with_name("empty.parquet")
    duckdb.execute(f"copy (select * from read_parquet('{path}', hive_partitioning = false) limit 0) to '{empty}'")
    database, contracts = home.work / "gate_raw.duckdb", {name: contract}
    assert build_raw_scratch(contracts, [(name, schema, empty)], database) == []
    assert build_raw_scratch(contracts, [(name, schema, empty), (name, schema, path)], database) == [name]


def test_a_secret_column_is_checked_by_its_key_and_never_shown(contract: SourceContract) -> None:
    suite = build_raw_suite(contract)
    names = [each["kwargs"].get("column") for each in suite["expectations"]]
    assert "person_key" in names
    assert "person_id" not in names
    assert suite["meta"]["secret_columns"] == ["person_key"]
