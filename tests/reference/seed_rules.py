"""How a rule of the seeds answers a value: the level of a rating, the grade of a limit, the factor of a process.

Here: the plainest possible reading of the rows, for the worked examples. Not here: whether the rows make sense
(rating_checks.py, industry_checks.py).
"""

from __future__ import annotations

from fractions import Fraction

from .seed_tables import Row, Tables, find

GRADES = (1, 2, 3)
OVER_THE_LIMIT = 4


def level_of(tables: Tables, scheme_code: str, indicator: str, value: Fraction) -> str | None:
    """The one level whose range holds the value; None where none or several do."""
    rules = tables["rating_rule"].rows
    found = [
        row["level_code"]
        for row in rules
        if (row["scheme_code"], row["indicator"]) == (scheme_code, indicator) and _holds(row, value)
    ]
    return found[0] if len(found) == 1 else None


def _holds(row: Row, value: Fraction) -> bool:
    low, high = row["lower_bound"], row["upper_bound"]
    is_above = not low or value > Fraction(low) or (value == Fraction(low) and row["lower_inclusive"] == "true")
    is_below = not high or value < Fraction(high) or (value == Fraction(high) and row["upper_inclusive"] == "true")
    return is_above and is_below


def limit_of(row: Row, grade: int, share: Fraction | None = None) -> Fraction | None:
    """The limit of one grade, corrected for a share in percent where the standard corrects; None where it sets none."""
    if not row[f"grade{grade}"]:
        return None
    limit = Fraction(row[f"grade{grade}"])
    if share is None or not row["correction_base"]:
        return limit
    return limit + Fraction(row[f"correction_g{grade}"]) * (share - Fraction(row["correction_base"]))


def grade_of(row: Row, value: Fraction) -> int:
    """The best grade whose limit the value meets."""
    limits = ((grade, limit_of(row, grade)) for grade in GRADES)
    return next((grade for grade, limit in limits if limit is not None and value <= limit), OVER_THE_LIMIT)


def process_value(tables: Tables, process_code: str) -> Fraction:
    """The factor or parameter of a process."""
    return Fraction(find(tables, "process_factor", process_code=process_code)["factor"])


def correction_values(tables: Tables, correction_code: str) -> tuple[Fraction, Fraction, Fraction]:
    """Intercept, slope and reference of a correction of building energy."""
    rows = (row for row in tables["building_correction"].rows if row["correction_code"] == correction_code)
    values = {row["parameter"].split("_")[0]: Fraction(row["value"]) for row in rows}
    return values["intercept"], values["slope"], values["reference"]


def farm_factor_rows(tables: Tables, code: Row) -> list[list[Row]]:
    """The rows behind one row of farm_activity_code, for each factor of its product: one row, or one by region."""
    table, key = code["factor_table"], code["factor_key"]
    if table == "crop_factor":
        return [_crop_rows(tables, part) for part in key.split("*")]
    columns = ("activity_code",) if table == "farm_factor" else ("animal_code", "stage", "emission_source", "standard")
    return [[row for row in tables[table].rows if "|".join(row[column] for column in columns) == key]]


def _crop_rows(tables: Tables, key: str) -> list[Row]:
    """The row of this code, or the rows whose code it begins."""
    rows = [row for row in tables["crop_factor"].rows if row["value"]]
    exact = [row for row in rows if row["factor_code"] == key]
    return exact or [row for row in rows if row["factor_code"].startswith(f"{key}_")]
