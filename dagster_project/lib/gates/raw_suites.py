"""Suites of the raw zone, derived from the source contracts: what a contract promises, the raw zone must hold.

Belongs here: turning a contract into a suite, writing the suites, telling which are stale.
Does not belong here: reading contracts (lib/contract), hand-written suites of later layers (expectations/).

    python -m dagster_project.lib.gates.raw_suites --write     write expectations/raw/<source>.json
    python -m dagster_project.lib.gates.raw_suites --check     exit 1 when a suite is stale, missing or left over
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from dagster_project.lib.contract import Column, SourceContract, read_contracts
from dagster_project.lib.files import write_atomically
from dagster_project.lib.gates.suites import SQL_EXPECTATION

RAW_SUITES = Path(__file__).parents[3] / "expectations" / "raw"
PARTITION_COLUMN = "_month"  # the month of the folder a high-volume file lies in, as the scratch database shows it
# A pattern speaks of the value as delivered; only these types still read so once they are typed.
KINDS_THAT_KEEP_THEIR_TEXT = ("text", "int", "date")

Expectation = dict[str, Any]


def build_raw_suite(contract: SourceContract) -> dict[str, Any]:
    """The suite of one source, as Great Expectations JSON."""
    stored = [column for column in contract.columns if not (contract.secret and column.name == contract.secret.column)]
    expectations = [_columns_match(contract), _has_rows()]
    expectations += [_not_null(name) for name in _required(contract)]
    expectations += [_range(column) for column in stored if _has_range(column)]
    expectations += [_value_set(column) for column in stored if column.values]
    expectations += [_pattern(column) for column in stored if _keeps_pattern(column)]
    expectations += [_local_day(column) for column in stored if column.kind == "ts"]
    expectations += [_line_once(), _line_number(), _load_of_source(contract.name)]
    if contract.is_high_volume:
        expectations.append(_month_partition(contract))
    return {
        "name": f"raw.{contract.name}",
        "meta": {
            "derived_from": f"source contract {contract.name}; edit that, then run raw_suites --write",
            "key": ["_load_id", "_line_no"],
            "secret_columns": [contract.secret.key_column] if contract.secret else [],
        },
        "expectations": expectations,
    }


def write_suites(contracts: Mapping[str, SourceContract], folder: Path = RAW_SUITES) -> list[Path]:
    """Write every suite that is stale or missing, drop those without a contract; returns what changed."""
    changed = []
    for path in stale_suites(contracts, folder):
        if path.stem in contracts:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, as_json(build_raw_suite(contracts[path.stem])))
        else:
            path.unlink()
        changed.append(path)
    return changed


def stale_suites(contracts: Mapping[str, SourceContract], folder: Path = RAW_SUITES) -> list[Path]:
    """Suites that differ from their contract, are missing, or have no contract any more."""
    wanted = {folder / f"{name}.json": as_json(build_raw_suite(each)) for name, each in contracts.items()}
    present = {path: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    return sorted(path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))


def as_json(suite: Mapping[str, Any]) -> str:
    return json.dumps(suite, indent=2, ensure_ascii=False) + "\n"


def _required(contract: SourceContract) -> list[str]:
    secret = contract.secret
    names = [secret.key_column if secret and n == secret.column else n for n in contract.required_columns]
    return [*names, "_load_id", "_line_no", "_known_at"]


def _columns_match(contract: SourceContract) -> Expectation:
    columns = [name for name, _ in contract.raw_schema]
    if contract.is_high_volume:
        columns.append(PARTITION_COLUMN)
    return _expectation("expect_table_columns_to_match_set", {"column_set": columns, "exact_match": True})


def _has_rows() -> Expectation:
    """A check that matched nothing must not pass."""
    return _expectation("expect_table_row_count_to_be_between", {"min_value": 1}, name="has at least one row")


def _not_null(column: str) -> Expectation:
    return _expectation("expect_column_values_to_not_be_null", {"column": column})


def _has_range(column: Column) -> bool:
    return column.minimum is not None or column.maximum is not None


def _range(column: Column) -> Expectation:
    kwargs: dict[str, Any] = {"column": column.name}
    if column.minimum is not None:
        kwargs["min_value"] = _number(column.minimum)
        if column.minimum_is_exclusive:
            kwargs["strict_min"] = True
    if column.maximum is not None:
        kwargs["max_value"] = _number(column.maximum)
    return _expectation("expect_column_values_to_be_between", kwargs)


def _value_set(column: Column) -> Expectation:
    values = [int(value) if column.kind == "int" else value for value in column.values or ()]
    return _expectation("expect_column_values_to_be_in_set", {"column": column.name, "value_set": values})


def _keeps_pattern(column: Column) -> bool:
    return column.pattern is not None and column.kind in KINDS_THAT_KEEP_THEIR_TEXT


def _pattern(column: Column) -> Expectation:
    # The regular-expression expectations know no DuckDB; the pattern covers the whole value. The group is a plain one:
    # a colon before a word would be taken for a parameter of the query.
    condition = f"not regexp_matches(cast({column.name} as varchar), {_literal(f'^({column.pattern})$')})"
    return _rows_where(f"{column.name} has its pattern", condition, column.name)


def _local_day(column: Column) -> Expectation:
    condition = f"({column.name} is null) <> ({column.local_on} is null)"
    return _rows_where(f"{column.local_on} stands beside {column.name}", condition, column.name, column.local_on)


def _line_once() -> Expectation:
    query = (
        "with t as (select * from {batch}) "
        "select _load_id, _line_no, count(*) as times from t group by _load_id, _line_no having count(*) > 1"
    )
    return _expectation(SQL_EXPECTATION, {"unexpected_rows_query": query}, name="a line of a load is there once")


def _line_number() -> Expectation:
    return _expectation("expect_column_values_to_be_between", {"column": "_line_no", "min_value": 1})


def _load_of_source(source: str) -> Expectation:
    condition = f"not regexp_matches(_load_id, {_literal(f'^{source}[.][0-9a-f]{{16}}$')})"
    return _rows_where("_load_id is a load of this source", condition)


def _month_partition(contract: SourceContract) -> Expectation:
    day = contract.month_date_column
    condition = (
        f"{PARTITION_COLUMN} is null or cast(date_trunc('month', {day}) as date) is distinct from {PARTITION_COLUMN}"
    )
    return _rows_where("rows lie in the partition of their month", condition, str(day), PARTITION_COLUMN)


def _rows_where(name: str, condition: str, *shown: str) -> Expectation:
    columns = ", ".join(["_load_id", "_line_no", *shown])
    # Great Expectations formats the query, so that braces of the condition are doubled.
    escaped = condition.replace("{", "{{").replace("}", "}}")
    query = f"with t as (select * from {{batch}}) select {columns} from t where {escaped}"
    return _expectation(SQL_EXPECTATION, {"unexpected_rows_query": query}, name=name)


def _expectation(kind: str, kwargs: dict[str, Any], name: str | None = None) -> Expectation:
    return {"type": kind, "kwargs": kwargs, "severity": "critical", "meta": {"name": name} if name else {}}


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="raw_suites", description="Raw suites, derived from the source contracts.")
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--write", action="store_true", help="write stale and missing suites")
    action.add_argument("--check", action="store_true", help="only tell which are stale; exit 1 when any is")
    chosen = parser.parse_args(arguments)
    contracts = read_contracts()
    if chosen.write:
        for path in write_suites(contracts):
            print(f"written: {path.name}" if path.exists() else f"removed: {path.name}")
        return 0
    stale = stale_suites(contracts)
    for path in stale:
        print(f"{path.name} differs from its source contract: run raw_suites --write", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
