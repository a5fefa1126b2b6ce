"""Checks of the form of any seed: file, YAML, types, keys, validity, lists. Each returns its complaints as sentences.

Here: what holds for every table whatever it means. Not here: what a value must be (value_checks.py) and the checks that
dbt alone runs (filled columns, accepted values, references to other tables).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from .seed_tables import Row, Seed, Tables

DECIMAL_TYPE = re.compile(r"decimal\((\d+),(\d+)\)")
QUOTED_EMPTINESS = re.compile(rb'(?:^|,)""(?=,|\r?$)', re.MULTILINE)
PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(?:\.(\d+))?")
UNIT_IN_NAME = ("int", "decimal", "date")
EVIDENCE_COLUMNS = ("source_document", "source_year", "evidence", "note")
VALIDITY_COLUMNS = ("valid_from", "valid_to", "published_on")
PROSE = {"note", "source_document"}


def file_form(tables: Tables) -> list[str]:
    """UTF-8 without a mark, LF, a newline at the end, no blanks around a cell, no quoted emptiness."""
    problems = []
    for seed in tables.values():
        if seed.content.startswith(b"\xef\xbb\xbf"):
            problems.append(f"{seed.name}: starts with a byte order mark")
        if b"\r" in seed.content or not seed.content.endswith(b"\n"):
            problems.append(f"{seed.name}: lines must end in LF, the last one too")
        if QUOTED_EMPTINESS.search(seed.content):
            problems.append(f"{seed.name}: an empty cell must be unquoted, or it is not null")
        problems += [
            f"{seed.name}.{column}: blanks around '{cell}'"
            for row in seed.rows
            for column, cell in row.items()
            if cell != cell.strip()
        ]
    return problems


def described(tables: Tables, declarations: dict[str, dict]) -> list[str]:
    """CSV and YAML name the same tables and columns, each way; every column has a type and a description."""
    problems = []
    files = {f"{seed.topic}/{seed.name}" for seed in tables.values()}
    problems += [f"{name}: in a YAML file but no CSV" for name in sorted(declarations.keys() - files)]
    problems += [f"{name}: a CSV but not in the YAML beside it" for name in sorted(files - declarations.keys())]
    for seed in tables.values():
        if not seed.declared:
            continue
        if not seed.declared.get("description") or seed.config.get("schema") != "reference":
            problems.append(f"{seed.name}: needs a description and the schema reference")
        named = {"columns": set(seed.columns), "column_types": set(seed.config.get("column_types", {}))}
        for part, names in named.items():
            problems += [f"{seed.name}.{name}: missing under {part}" for name in sorted(set(seed.header) - names)]
            problems += [
                f"{seed.name}.{name}: under {part}, not in the CSV" for name in sorted(names - set(seed.header))
            ]
        problems += [f"{seed.name}.{n}: no description" for n, c in seed.columns.items() if not c.get("description")]
        problems += list(_without_unit(seed))
    return problems


def _without_unit(seed: Seed) -> Iterator[str]:
    for column, sql_type in seed.config.get("column_types", {}).items():
        if sql_type.startswith(UNIT_IN_NAME) and column in seed.columns and not seed.column_meta(column).get("unit"):
            yield f"{seed.name}.{column}: a {sql_type} needs its unit in config.meta.unit"


def shared_columns(tables: Tables) -> list[str]:
    """Evidence columns end every table, validity comes whole or not at all, and both read the same everywhere."""
    problems = []
    first: dict[str, tuple[str, dict]] = {}
    for seed in tables.values():
        if seed.header[-4:] != EVIDENCE_COLUMNS:
            problems.append(f"{seed.name}: must end with the columns {', '.join(EVIDENCE_COLUMNS)}")
        present = [column for column in VALIDITY_COLUMNS if column in seed.header]
        if present and len(present) < len(VALIDITY_COLUMNS):
            problems.append(f"{seed.name}: has {', '.join(present)} but not all of {', '.join(VALIDITY_COLUMNS)}")
        for column in (*EVIDENCE_COLUMNS, *VALIDITY_COLUMNS):
            if column not in seed.columns:
                continue
            other, declared = first.setdefault(column, (seed.name, seed.columns[column]))
            if declared != seed.columns[column]:
                problems.append(f"{seed.name}.{column}: declared otherwise than in {other}")
    return problems


def typed(tables: Tables) -> list[str]:
    """Every cell is exact in its column type: no rounding, no overflow, no text in a number."""
    return [
        f"{seed.name}.{column}: '{cell}' is not exact in {sql_type}"
        for seed in tables.values()
        for column, sql_type in seed.config.get("column_types", {}).items()
        for cell in (row.get(column, "") for row in seed.rows)
        if cell and not _fits(cell, sql_type)
    ]


def _fits(cell: str, sql_type: str) -> bool:
    if sql_type == "string":
        return True
    if sql_type == "boolean":
        return cell in ("true", "false")
    if sql_type == "date":
        return _is_date(cell)
    number = PLAIN_NUMBER.fullmatch(cell)
    if number is None:
        return False
    fraction = (number.group(2) or "").rstrip("0")
    if sql_type == "int":
        return not fraction and len(number.group(1)) <= 9
    decimal = DECIMAL_TYPE.fullmatch(sql_type)
    if decimal is None:
        return False
    precision, scale = int(decimal.group(1)), int(decimal.group(2))
    return len(number.group(1).lstrip("0")) <= precision - scale and len(fraction) <= scale


def _is_date(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def keys(tables: Tables) -> list[str]:
    """Every table declares a key, and the rows keep it; empty cells count as equal."""
    problems = [f"{seed.name}: declares no key" for seed in tables.values() if seed.declared and not seed.key]
    for seed in tables.values():
        counts = Counter(_part(row, seed.key) for row in seed.rows if seed.key)
        problems += [
            f"{seed.name}: {n} rows have {'/'.join(k)} for {'/'.join(seed.key)}" for k, n in counts.items() if n > 1
        ]
    return problems


def validity(tables: Tables) -> list[str]:
    """A validity is part of the key and ends after it begins; two rows of one thing are never valid on the same day."""
    problems = []
    for seed in tables.values():
        if "valid_from" not in seed.header:
            continue
        for row in seed.rows:
            if row["valid_from"] and row["valid_to"] and row["valid_to"] <= row["valid_from"]:
                problems.append(f"{seed.name}: validity from {row['valid_from']} to {row['valid_to']} is empty")
        # dbt checks the validity of a table that has it in its key.
        if "valid_from" not in seed.key:
            problems.append(f"{seed.name}: has validity columns but no valid_from in its key")
        problems += _overlaps(seed, seed.validity_of)
    return problems


def _overlaps(seed: Seed, key: list[str]) -> Iterator[str]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in seed.rows:
        groups.setdefault(_part(row, key), []).append(row)
    for part, rows in groups.items():
        for one, other in combinations(rows, 2):
            if _starts_before_end(one, other) and _starts_before_end(other, one):
                yield f"{seed.name}: two rows of {'/'.join(part)} are valid at once"


def _starts_before_end(one: Row, other: Row) -> bool:
    return not one["valid_from"] or not other["valid_to"] or one["valid_from"] < other["valid_to"]


def lists(tables: Tables) -> list[str]:
    """Only a column declared with a separator holds a list; its parts are codes, parted by a bar, none twice.

    A column declared with a key_separator holds the parts of one key instead, in the order of that key.
    """
    problems = []
    for seed in tables.values():
        for column in seed.columns.keys() - PROSE:
            separator = seed.column_meta(column).get("separator")
            for cell in filter(None, (row.get(column, "") for row in seed.rows)):
                if separator is None and "|" in cell and not seed.column_meta(column).get("key_separator"):
                    problems.append(f"{seed.name}.{column}: '{cell}' looks like a list, but no separator is declared")
                elif separator is not None and not _is_list(cell, separator):
                    problems.append(f"{seed.name}.{column}: '{cell}' is not a list of codes parted by '{separator}'")
    return problems


def _is_list(cell: str, separator: str) -> bool:
    parts = cell.split(separator)
    return len(set(parts)) == len(parts) and all(re.fullmatch(r"[A-Za-z0-9_.-]+", part) for part in parts)


def _part(row: Row, key: list[str]) -> tuple[str, ...]:
    return tuple(row[column] for column in key)
