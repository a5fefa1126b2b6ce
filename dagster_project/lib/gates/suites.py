"""Reading suites: expectations/<layer>/<table>.json, in Great Expectations' own JSON form.

Belongs here: what a suite file must look like, and the readable name of each expectation.
Does not belong here: running suites (runner); how raw suites are derived from source contracts (raw_suites).

Form of a file: name, meta and expectations [{type, kwargs, severity, meta}]. Our keys in meta:
  suite meta:        schema (where the table lives, when that is not the layer), key (columns that name a failing row),
                     secret_columns (never shown in a message);
  expectation meta:  name (readable and unique in the suite; a must for SQL, derived for the rest).
SQL begins with `with t as (select * from {batch})`, which reads the suite's table whatever the engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.gates.results import SEVERITIES

LAYERS = ("raw", "staging", "facts", "marts")
SQL_EXPECTATION = "unexpected_rows_expectation"


@dataclass(frozen=True)
class Expected:
    """One expectation of a suite."""

    name: str
    type: str
    kwargs: Mapping[str, Any]
    severity: str


@dataclass(frozen=True)
class Suite:
    """All expectations of one table."""

    layer: str
    schema: str
    table: str
    key: tuple[str, ...]
    secret_columns: frozenset[str]
    expectations: tuple[Expected, ...]


def load_suites(suites_dir: Path, layer: str, tables: Iterable[str] | None = None) -> list[Suite]:
    """The suites of a layer, or of the named tables of it; a layer or table without a suite is an error, not a pass."""
    if layer not in LAYERS:
        raise CarbonError(f"There is no gate '{layer}'; gates are {', '.join(LAYERS)}.")
    found = {path.stem: path for path in sorted((suites_dir / layer).glob("*.json"))}
    wanted = sorted(found if tables is None else set(tables))
    missing = [table for table in wanted if table not in found]
    if missing:
        raise CarbonError(f"Gate {layer} has no suite for {', '.join(missing)}: add {suites_dir / layer}/<table>.json.")
    if tables is None and not wanted:
        raise CarbonError(
            f"Gate {layer} has no suites in {suites_dir / layer}: a gate that checks nothing cannot pass."
        )
    return [read_suite(found[table], layer) for table in wanted]


def read_suite(path: Path, layer: str) -> Suite:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CarbonError(f"Suite {path} is not JSON ({error}).") from error
    return parse_suite(content, layer=layer, table=path.stem, origin=str(path))


def parse_suite(content: Mapping[str, Any], *, layer: str, table: str, origin: str) -> Suite:
    meta = content.get("meta") or {}
    expectations = tuple(_parse_expectation(each, origin) for each in content.get("expectations") or ())
    _require(bool(expectations), origin, "has no expectations")
    names = [each.name for each in expectations]
    twice = sorted({name for name in names if names.count(name) > 1})
    _require(not twice, origin, f"names an expectation twice: {', '.join(twice)}")
    return Suite(
        layer=layer,
        schema=meta.get("schema") or layer,
        table=table,
        key=tuple(meta.get("key") or ()),
        secret_columns=frozenset(meta.get("secret_columns") or ()),
        expectations=expectations,
    )


def _parse_expectation(content: Mapping[str, Any], origin: str) -> Expected:
    kind, kwargs, meta = content.get("type", ""), content.get("kwargs") or {}, content.get("meta") or {}
    severity = content.get("severity", "critical")
    _require(severity in SEVERITIES, origin, f"has severity '{severity}' where one of {', '.join(SEVERITIES)} is meant")
    if kind == SQL_EXPECTATION:
        _require(bool(meta.get("name")), origin, "has an SQL expectation without meta.name")
        _require(
            "{batch}" in kwargs.get("unexpected_rows_query", ""), origin, f"does not read {{batch}} in {meta['name']}"
        )
    return Expected(meta.get("name") or derived_name(kind, kwargs), kind, kwargs, severity)


def derived_name(kind: str, kwargs: Mapping[str, Any]) -> str:
    """A plain phrase for the standard expectations, so that suites need not name each of them."""
    column = kwargs.get("column", "")
    match kind:
        case "expect_column_values_to_not_be_null":
            return f"{column} is not null"
        case "expect_column_values_to_be_unique":
            return f"{column} is unique"
        case "expect_compound_columns_to_be_unique":
            return f"{', '.join(kwargs['column_list'])} are unique together"
        case "expect_column_values_to_be_in_set":
            return f"{column} is in its value set"
        case "expect_column_values_to_be_between":
            return f"{column} is in its range"
        case "expect_table_columns_to_match_set":
            return "columns are as contracted"
        case "expect_table_row_count_to_be_between":
            return "row count is in its range"
        case _:
            return f"{kind.removeprefix('expect_')} {column}".strip()


def _require(holds: bool, origin: str, complaint: str) -> None:
    if not holds:
        raise CarbonError(f"Suite {origin} {complaint}.")
