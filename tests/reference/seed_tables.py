"""Reads seeds/: each CSV together with its entry in the YAML beside it.

Here: reading, and making a changed copy for a bad fixture. Not here: any judgement of the content (see the `*_checks`).
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

PROJECT_ROOT = Path(__file__).resolve().parents[2]
SEEDS = PROJECT_ROOT / "seeds"
REFERENCE = Path(os.environ.get("CARBON_REFERENCE_DIR", PROJECT_ROOT.parent / "shared")) / "reference"

Row = dict[str, str]


@dataclass(frozen=True)
class Seed:
    """One reference table: the cells as text, exactly as printed, and the declaration from the YAML."""

    name: str
    topic: str
    content: bytes
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    declared: dict[str, Any]

    @property
    def config(self) -> dict[str, Any]:
        return self.declared.get("config", {})

    @cached_property
    def columns(self) -> dict[str, dict[str, Any]]:
        return {column["name"]: column for column in self.declared.get("columns", [])}

    def column_meta(self, column: str) -> dict[str, Any]:
        return self.columns[column].get("config", {}).get("meta", {})

    @cached_property
    def rules(self) -> dict[str, Any]:
        """What the YAML asks of the rows, the arguments of reference_table; empty where the YAML forgot it."""
        tests = self.declared.get("data_tests", [])
        return next((entry["reference_table"]["arguments"] for entry in tests if "reference_table" in entry), {})

    @property
    def key(self) -> list[str]:
        return self.rules.get("key", [])

    @property
    def validity_of(self) -> list[str]:
        """The thing of which only one row is valid on a day."""
        return self.rules.get("validity_of") or [column for column in self.key if column != "valid_from"]


Tables = dict[str, Seed]


def read_csv(content: bytes) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Header and rows; a row of another width than the header is refused."""
    lines = csv.reader(content.decode("utf-8").splitlines(keepends=True), strict=True)
    header = tuple(next(lines))
    return header, tuple(dict(zip(header, cells, strict=True)) for cells in lines)


def read_declarations(folder: Path = SEEDS) -> dict[str, dict[str, Any]]:
    """All seed entries of all topics by `<topic>/<name>`."""
    return {
        f"{path.parent.name}/{entry['name']}": entry
        for path in sorted(folder.glob("*/_*__seeds.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]
    }


def read_seeds(folder: Path = SEEDS) -> Tables:
    """Every CSV under the folder with its declaration (empty where the YAML forgot it)."""
    declarations = read_declarations(folder)
    tables: Tables = {}
    for path in sorted(folder.glob("*/*.csv")):
        content = path.read_bytes()
        header, rows = read_csv(content)
        declared = declarations.get(f"{path.parent.name}/{path.stem}", {})
        tables[path.stem] = Seed(path.stem, path.parent.name, content, header, rows, declared)
    return tables


def find(tables: Tables, name: str, **wanted: str) -> Row:
    """The one row of a table with these cells."""
    rows = [row for row in tables[name].rows if all(row[column] == value for column, value in wanted.items())]
    if len(rows) != 1:
        raise LookupError(f"{name}: {len(rows)} rows have {wanted}, expected one")
    return rows[0]


def changed(tables: Tables, name: str, where: Row, **cells: str) -> Tables:
    """A copy with other cells in one row: the bad fixture of a check."""
    target = find(tables, name, **where)
    rows = tuple({**row, **cells} if row is target else row for row in tables[name].rows)
    return {**tables, name: replace(tables[name], rows=rows)}


def extended(tables: Tables, name: str, where: Row, **cells: str) -> Tables:
    """A copy with one row more, made from an existing one."""
    rows = (*tables[name].rows, {**find(tables, name, **where), **cells})
    return {**tables, name: replace(tables[name], rows=rows)}


def without(tables: Tables, name: str, **where: str) -> Tables:
    """A copy without one row."""
    target = find(tables, name, **where)
    rows = tuple(row for row in tables[name].rows if row is not target)
    return {**tables, name: replace(tables[name], rows=rows)}
