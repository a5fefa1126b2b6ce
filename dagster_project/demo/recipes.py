"""Reads the recipes of the demo from ``demo/data``: what is delivered when, and the rows and series it is made of.

Nothing is computed here. In a recipe file a column with a leading underscore speaks to the generator; every other
column is a column of the source and its text goes into the delivered row as it stands, broken values included.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

Row = dict[str, str]

# Columns of deliveries.csv that hold lists, parted by a bar.
LIST_SEPARATOR = "|"


@dataclass(frozen=True)
class Recipe:
    """One line of a recipe file: cells for the generator (without their underscore) and cells of the delivered row."""

    how: Row
    row: Row

    def number(self, name: str, default: int = 0) -> int:
        """An integer cell for the generator; an empty one is the default."""
        return int(self.how.get(name) or default)


@dataclass(frozen=True)
class Plan:
    """One file of the demo as ``deliveries.csv`` describes it."""

    delivery: str
    source: str
    file: str
    delivered_at: str
    dialect: str = ""  # "" | bom_crlf | offset (timestamps with their offset from UTC)
    series: tuple[str, ...] = ()  # which series fill it: lengths of period in months, or meter
    covers_from: str = ""
    covers_to: str = ""
    sidecar: str = "full"  # full | delivered_at | none
    control_totals: tuple[str, ...] = ()
    breakage: str = ""
    expect: str = ""
    note: str = field(default="", compare=False)

    @property
    def breakage_kind(self) -> str:
        return self.breakage.partition(":")[0]

    @property
    def breakage_detail(self) -> str:
        return self.breakage.partition(":")[2]

    @property
    def path(self) -> str:
        """Where the file lies below the landing folder."""
        return f"{self.source}/{self.file}"


@cache
def plans() -> tuple[Plan, ...]:
    """All files of the demo in the order in which they arrive."""
    return tuple(_plan(cells) for cells in _read("deliveries"))


@cache
def recipes(name: str) -> tuple[Recipe, ...]:
    """The lines of one recipe file; empty cells of the delivered row are left out (absent is null)."""
    return tuple(
        Recipe(
            how={column[1:]: value for column, value in cells.items() if column.startswith("_")},
            row={column: value for column, value in cells.items() if value and not column.startswith("_")},
        )
        for cells in _read(name)
    )


@cache
def percentages(profile: str, kind: str) -> tuple[int, ...]:
    """A profile: percent of the mean for each month of the year, hour of the day or day of the week."""
    for recipe in recipes("profile"):
        if (recipe.how["profile"], recipe.how["kind"]) == (profile, kind):
            return tuple(int(part) for part in recipe.how["percent"].split(LIST_SEPARATOR))
    raise LookupError(f"profile.csv has no {kind} profile {profile}")


def _plan(cells: Mapping[str, Any]) -> Plan:
    lists = {name: _listed(cells[name]) for name in ("series", "control_totals")}
    return Plan(**{**cells, **lists})


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(LIST_SEPARATOR)))


def _read(name: str) -> list[Row]:
    path = resources.files("dagster_project.demo.data") / f"{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
