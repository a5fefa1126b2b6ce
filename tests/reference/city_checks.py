"""Checks of the indicator set of cities: weights, measures, units. Complaints as sentences.

Here: what would weigh a city wrongly or compute nothing. Not here: the form of the files.
"""

from __future__ import annotations

import re
from fractions import Fraction

from .seed_tables import PROJECT_ROOT, Row, Tables

MEASURES_SQL = PROJECT_ROOT / "dbt_carbon" / "models" / "facts" / "city" / "fct_city_indicator.sql"
MEASURE = re.compile(r"^    \('(\w+)', '", re.MULTILINE)


def _holds_on(row: Row, day: str) -> bool:
    return row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])


def weights(tables: Tables) -> list[str]:
    """On every day the weights of the set add up to 1, and what is only context weighs nothing."""
    rows = tables["city_indicator_definition"].rows
    problems = [
        f"city_indicator_definition {row['indicator_code']}: a direction needs a weight, and a weight a direction"
        for row in rows
        if (row["direction"] == "none") != (Fraction(row["weight"]) == 0) or Fraction(row["weight"]) < 0
    ]
    for day in sorted({row[column] for row in rows for column in ("valid_from", "valid_to")} | {""}):
        total = sum(Fraction(row["weight"]) for row in rows if _holds_on(row, day))
        if total not in (0, 1):
            problems.append(f"city_indicator_definition {day or 'at the start'}: the weights add up to {float(total)}")
    return problems


def measures(tables: Tables) -> list[str]:
    """What is computed divides two measures that are made or delivered; what is delivered divides nothing.

    No indicator has the name of a measure that is made: nobody could tell which of them a row divides.
    """
    rows = tables["city_indicator_definition"].rows
    made = set(MEASURE.findall(MEASURES_SQL.read_text(encoding="utf-8")))
    known = made | {row["indicator_code"] for row in rows if row["origin"] == "delivered"}
    problems = []
    for row in rows:
        if row["indicator_code"] in made:
            problems.append(f"city_indicator_definition {row['indicator_code']}: is the name of a measure")
        stated = [row["numerator_measure"], row["denominator_measure"]]
        is_computed = row["origin"] == "computed"
        if any(bool(cell) != is_computed for cell in (*stated, row["scale"])):
            problems.append(f"city_indicator_definition {row['indicator_code']}: is not wholly {row['origin']}")
        problems += [
            f"city_indicator_definition {row['indicator_code']}: no measure {name}"
            for name in stated
            if name and name not in known
        ]
    return problems


def units(tables: Tables) -> list[str]:
    """Every unit is known, in a rate both parts are."""
    known = {row["unit_code"] for row in tables["unit"].rows}
    return [
        f"city_indicator_definition {row['indicator_code']}: unknown unit {row['unit']}"
        for row in tables["city_indicator_definition"].rows
        if len(parts := row["unit"].split("_per_")) > 2 or not set(parts) <= known
    ]
