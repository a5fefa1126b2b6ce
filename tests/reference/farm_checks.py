"""Checks of the farm tables: activity codes, the factors behind them, units over time. Complaints as sentences.

Here: what would leave an activity without its factor, count it twice or in the wrong unit. Not here: forests, freight
and power units (domain_checks.py) and the form of the files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction

from .seed_rules import farm_factor_rows
from .seed_tables import Row, Tables, find
from .value_checks import CARBON_TO_CO2

# Column of the table region that says which of several regional rows an account takes.
ZONE_COLUMNS = {"livestock_factor": "livestock_region", "rice": "rice_region", "cropland": "n2o_zone"}
EVERYWHERE = "ALL"
INPUT_GROUP, BURNING_GROUP = "input", "burning"
# Units of the printed factors of crops, as the units of the activity.
CROP_UNITS = {"ha/season": "ha_season", "kgN": "kg_n", "kg": "kg", "km2": "km2", "ha": "ha", "t": "t"}
# Farm factors that are a row of crop_factor, as CO2: each with the ratio between them.
SAME_VALUE = {
    "STRAW_RETURN": ("STRAW_RETURN_SOC_TOOL", CARBON_TO_CO2),
    "NO_TILL": ("NO_TILL_SOC", CARBON_TO_CO2),
    "ORGANIC_N_REPLACED": ("N_FERTILISER_MANUFACTURE", Fraction(1)),
}


def activity_factors(tables: Tables) -> list[str]:
    """Every key of every code finds rows: one, or one for each region that the table region names."""
    gases = {row["gas"] for row in tables["gwp"].rows} | {"C"}
    problems = []
    for code in tables["farm_activity_code"].rows:
        name = f"farm_activity_code {code['activity_code']}/{code['factor_key']}"
        for rows in farm_factor_rows(tables, code):
            if not rows:
                problems.append(f"{name}: no row of {code['factor_table']}")
            elif unknown := sorted({row["gas"] for row in rows} - gases):
                problems.append(f"{name}: unknown gas {', '.join(unknown)}")
            else:
                problems += [f"{name}: {fault}" for fault in _region_faults(tables, code, rows)]
    return problems


def _region_faults(tables: Tables, code: Row, rows: list[Row]) -> list[str]:
    """Rows by region are one for each; a zone in use without a row would leave its accounts without a factor."""
    regions = [row.get("region", EVERYWHERE) for row in rows]
    if len(rows) == 1 and (regions == [EVERYWHERE] or code["factor_table"] == "crop_factor"):
        return []
    zone_column = ZONE_COLUMNS[rows[0].get("crop_group", code["factor_table"])]
    zones = {row[zone_column] for row in tables["region"].rows if row[zone_column]}
    twice = [region for region, n in Counter(regions).items() if n > 1]
    return [f"several rows for {region}" for region in twice] + [
        f"no row for {zone}" for zone in sorted(zones - set(regions))
    ]


def activity_units(tables: Tables) -> list[str]:
    """A code has one unit, and its factors are per that unit."""
    units = defaultdict(set)
    problems = []
    for code in tables["farm_activity_code"].rows:
        units[code["activity_code"]].add(code["unit"])
        # Of a product the first factor is a share, the last is per unit.
        for row in farm_factor_rows(tables, code)[-1]:
            if (per := _per_unit(code["factor_table"], row)) != code["unit"]:
                problems.append(f"farm_activity_code {code['activity_code']}: a factor per {per}, not {code['unit']}")
    return problems + [f"farm_activity_code {code}: in {len(u)} units" for code, u in units.items() if len(u) > 1]


def _per_unit(table: str, row: Row) -> str | None:
    if table == "livestock_factor":
        return "head_year"
    printed = row["factor_unit" if table == "farm_factor" else "unit"].partition("/")[2]
    # A crop factor may say what became of the nitrogen: kgN leached.
    return printed if table == "farm_factor" else CROP_UNITS.get(printed.split(" ")[0])


def activity_groups(tables: Tables) -> list[str]:
    """A code emits and has a group, or it removes or reduces and has a path; never both, never neither."""
    tables_of = {row["activity_code"]: row["factor_table"] for row in tables["farm_activity_code"].rows}
    emitting = {code for code, table in tables_of.items() if table != "farm_factor"}
    problems = []
    for name, wanted in (("farm_activity_group", emitting), ("farm_factor", tables_of.keys() - emitting)):
        present = {row["activity_code"] for row in tables[name].rows}
        problems += [f"{name}: no row for {code}" for code in sorted(wanted - present)]
        problems += [f"{name}: {code} does not belong there" for code in sorted(present - wanted)]
    for row in tables["farm_activity_group"].rows:
        group = row["activity_group"]
        if (row["scope"] == "3") != (group == INPUT_GROUP) or (row["is_biogenic"] == "true") != (
            group == BURNING_GROUP
        ):
            problems.append(f"farm_activity_group {row['activity_code']}: scope or origin do not suit {group}")
    return problems


def unit_rules(tables: Tables) -> list[str]:
    """Each unit over time that an activity counts in has one rule, from a unit of the dimension that it names."""
    dimensions = {row["unit_code"]: row["dimension"] for row in tables["unit"].rows}
    rules = {row["activity_unit"]: row for row in tables["activity_unit_rule"].rows}
    used = {row["unit"] for row in tables["farm_activity_code"].rows}
    needed = {unit for unit in used if dimensions.get(unit, "").endswith("_time")}
    problems = [f"activity_unit_rule: no rule for {unit}" for unit in sorted(needed - rules.keys())]
    problems += [f"activity_unit_rule {unit}: no activity counts so" for unit in sorted(rules.keys() - needed)]
    for unit, row in rules.items():
        if dimensions.get(row["base_unit"]) != row["delivered_dimension"] or unit not in dimensions:
            problems.append(f"activity_unit_rule {unit}: {row['base_unit']} is no {row['delivered_dimension']}")
    return problems


def farm_values(tables: Tables) -> list[str]:
    """A value lies in its printed range, is not negative, and says the same in both tables."""
    problems = []
    for row in tables["crop_factor"].rows:
        value, low, high = (Fraction(row[column]) if row[column] else None for column in ("value", "low", "high"))
        if value is None and low is None:
            problems.append(f"crop_factor {row['factor_code']}: neither value nor range")
        printed = [number for number in (low, value, high) if number is not None]
        if (low is None) != (high is None) or printed != sorted(printed):
            problems.append(f"crop_factor {row['factor_code']}: value and range disagree")
    for code, (origin, ratio) in SAME_VALUE.items():
        factor = find(tables, "farm_factor", activity_code=code)["factor"]
        if Fraction(factor) != Fraction(find(tables, "crop_factor", factor_code=origin)["value"]) * ratio:
            problems.append(f"farm_factor {code}: {factor} is not {origin}")
    problems += [
        f"livestock_factor {row['animal_code']}/{row['emission_source']}: not above 0, or another gas than its source"
        for row in tables["livestock_factor"].rows
        if Fraction(row["kg_per_head_year"]) <= 0 or (row["gas"] == "N2O") != (row["emission_source"] == "manure_n2o")
    ]
    return problems + [
        f"farm_factor {row['activity_code']}: {row['factor']} is not above 0"
        for row in tables["farm_factor"].rows
        if Fraction(row["factor"]) <= 0
    ]
