"""The demo follows the contracts: every column is delivered, a widened contract shows without a change of code."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.demo import write_demo
from dagster_project.lib.contract import Column, SourceContract
from dagster_project.lib.errors import CarbonError
from tests.support.deliveries import read_rows

NEW_COLUMNS = (
    Column("new_text", "text", required=True),
    Column("new_int", "int", minimum=Decimal(1), maximum=Decimal(3)),
    Column("new_dec", "dec(9,2)", minimum=Decimal(0), minimum_is_exclusive=True),
    Column("new_date", "date"),
    Column("new_ts", "ts"),
    Column("new_bool", "bool"),
    Column("new_choice", "text", values=("a", "b")),
    Column("new_default", "bool", default=False),
    Column("new_pattern", "text", pattern="[0-9]{4}"),
)
WIDENED = ("account_registry", "energy_consumption", "electricity_meter")


def delivered_columns(landing: Path, contracts: dict[str, SourceContract]) -> dict[str, set[str]]:
    """Per source, the columns that hold a value in at least one row of a readable file."""
    found: dict[str, set[str]] = {source: set() for source in contracts}
    for source, columns in found.items():
        for path in sorted((landing / source).iterdir()):
            if path.name.endswith(".manifest.json") or "gb18030" in path.name or "cut_off" in path.name:
                continue
            for row in read_rows(path):
                columns.update(name for name, value in row.items() if name and value is not None)
    return found


def test_every_column_of_every_contract_is_delivered(landing: Path, contracts: dict[str, SourceContract]):
    found = delivered_columns(landing, contracts)
    for source, contract in contracts.items():
        assert set(contract.column_names) <= found[source], source


def test_a_widened_contract_shows_in_the_demo(tmp_path: Path, contracts: dict[str, SourceContract]):
    wider = {s: replace(contracts[s], columns=contracts[s].columns + NEW_COLUMNS) for s in WIDENED}
    write_demo(tmp_path, contracts=contracts | wider)
    paths = [path for s in WIDENED for path in (tmp_path / s).iterdir() if path.suffix in (".csv", ".parquet")]
    for path in paths:
        if path.name in ("energy_gb18030.csv", "energy_broken_rows.csv"):  # not UTF-8; lines without quotes
            continue
        for row in read_rows(path):
            assert all(row[column.name] is not None for column in NEW_COLUMNS), path.name
            assert 1 <= int(row["new_int"]) <= 3
            assert Decimal(str(row["new_dec"])) > 0
            assert row["new_choice"] in ("a", "b")
            assert str(row["new_default"]).lower() == "false"


def test_columns_stand_in_the_order_of_the_contract(landing: Path, contracts: dict[str, SourceContract]):
    for source, contract in contracts.items():
        order = {name: index for index, name in enumerate(contract.column_names)}
        for path in (landing / source).glob("*.csv"):
            header = path.read_bytes().decode("utf-8-sig", errors="replace").splitlines()[0].split(",")
            known = [order[name] for name in header if name in order]
            assert known == sorted(known), path.name


def test_a_recipe_for_a_column_that_no_contract_has_is_said(tmp_path: Path, contracts: dict[str, SourceContract]):
    narrow = contracts["verification"]
    narrow = replace(narrow, columns=tuple(column for column in narrow.columns if column.name != "opinion"))
    with pytest.raises(CarbonError, match="verification name columns that its contract does not have: opinion"):
        write_demo(tmp_path, contracts={**contracts, "verification": narrow})


def test_a_pattern_that_no_sample_matches_is_said(tmp_path: Path, contracts: dict[str, SourceContract]):
    odd = Column("odd", "text", pattern="Z{17}")
    wider = replace(contracts["verification"], columns=(*contracts["verification"].columns, odd))
    with pytest.raises(CarbonError, match=r"no value for verification\.odd"):
        write_demo(tmp_path, contracts={**contracts, "verification": wider})
