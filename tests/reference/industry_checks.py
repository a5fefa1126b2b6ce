"""Checks of the industry and building tables: processes, energy limits, quotas. Complaints as sentences.

Here: values that contradict each other or another table. Not here: the form of the files.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import prod

from .seed_rules import GRADES, limit_of
from .seed_tables import Row, Tables
from .value_checks import CARBON_TO_CO2, half_of_last_digit

# Factors that are the product of other rows of the table; those of incineration turn carbon into CO2 as well.
PRODUCTS = {
    "INCINERATION_MSW": ("INCINERATION_MSW_CCW", "INCINERATION_MSW_FCF", "INCINERATION_MSW_CE"),
    "INCINERATION_HAZ": ("INCINERATION_HAZ_CCW", "INCINERATION_HAZ_FCF", "INCINERATION_HAZ_CE"),
    "WW_COD_PAPER": ("WW_IND_BO", "WW_MCF_INDUSTRY_PAPER"),
    "WW_DOM_CH4": ("WW_DOM_BO", "WW_DOM_MCF"),
}
MOLAR_MASSES = {"CO2_PER_C": (44, 12), "CO2_PER_CAO": (44, 56), "CO2_PER_MGO": (44, 40), "N2O_PER_N": (44, 28)}
# Published so: grade 2 is one flat value for newly built units, whatever their class.
NOT_MONOTONIC = {"supercritical 600 MW", "supercritical 300 MW", "subcritical 600 MW", "subcritical 300 MW"}
# Energies of a limit that are no unit of the table: a gram of standard coal is a thousandth of the listed kgce.
LIMIT_ENERGIES = {"kgce", "gce", "kwh"}


def process_factors(tables: Tables) -> list[str]:
    """A factor is a mass of a known gas per mass of activity; only a deduction is taken off."""
    gases = {row["gas"] for row in tables["gwp"].rows}
    units = {row["unit_code"] for row in tables["unit"].rows}
    problems = []
    for row in tables["process_factor"].rows:
        name, unit = f"process_factor {row['process_code']}", row["activity_unit"]
        if row["gas"] not in gases or unit not in units:
            problems.append(f"{name}: unknown gas {row['gas']} or unit {unit}")
        if (row["sign"] == "-1") != (row["row_kind"] == "deduction") or row["sign"] not in ("1", "-1"):
            problems.append(f"{name}: sign {row['sign']} for a {row['row_kind']}")
        if Fraction(row["factor"]) < 0:
            problems.append(f"{name}: the sign belongs into the column sign")
        takes_quantity = row["row_kind"] in ("factor", "deduction")
        if takes_quantity and not row["factor_unit"].startswith(f"{unit}{row['gas']}/{unit}"):
            problems.append(f"{name}: {row['factor_unit']} is not {unit} of gas per {unit}")
    return problems


def process_products(tables: Tables) -> list[str]:
    """A factor that is computed from parameters of the table is their product."""
    printed = {row["process_code"]: row["factor"] for row in tables["process_factor"].rows}
    problems = []
    for code, parts in PRODUCTS.items():
        exact = prod((Fraction(printed[part]) for part in parts), start=Fraction(1))
        exact *= CARBON_TO_CO2 if code.startswith("INCINERATION") else 1
        if abs(exact - Fraction(printed[code])) > half_of_last_digit(printed[code]):
            problems.append(f"process_factor {code}: {printed[code]} is not {float(exact):.9f}")
    return problems


def molar_ratios(tables: Tables) -> list[str]:
    """The ratios are those of the rounded molar masses, no more and no fewer."""
    stated = {r["ratio_code"]: (int(r["numerator"]), int(r["denominator"])) for r in tables["molar_ratio"].rows}
    wrong = sorted(code for code in MOLAR_MASSES | stated if MOLAR_MASSES.get(code) != stated.get(code))
    return [f"molar_ratio {code}: {stated.get(code)} instead of {MOLAR_MASSES.get(code)}" for code in wrong]


def carbon_contents(tables: Tables) -> list[str]:
    """Nothing holds more carbon than its own mass."""
    return [
        f"mass_balance_carbon_content {row['substance_code']}: {row['carbon_content_tc_per_t']} is no share"
        for row in tables["mass_balance_carbon_content"].rows
        if not 0 < Fraction(row["carbon_content_tc_per_t"]) <= 1
    ]


def industry_classes(tables: Tables) -> list[str]:
    """A section is a letter and its own section, a division two digits in a listed section."""
    rows = {row["class_code"]: row for row in tables["industry_class"].rows}
    problems = []
    for code, row in rows.items():
        is_section = len(code) == 1 and code.isalpha() and row["section_code"] == code
        is_division = len(code) == 2 and code.isdigit() and rows.get(row["section_code"], {}).get("level") == "section"
        if row["level"] != ("section" if is_section else "division" if is_division else None):
            problems.append(f"industry_class {code}: code, level and section disagree")
    return problems


def energy_limits(tables: Tables) -> list[str]:
    """Better grades allow less, corrections come whole, and the unit is an energy per unit of product."""
    units = {row["unit_code"] for row in tables["unit"].rows}
    problems = []
    for row in tables["industry_energy_limit"].rows:
        name = f"industry_energy_limit {row['product_code']}/{row['condition']}"
        limits = [limit for grade in GRADES if (limit := limit_of(row, grade)) is not None]
        if not limits or (limits != sorted(limits) and row["condition"] not in NOT_MONOTONIC):
            problems.append(f"{name}: has no limit, or a better grade allows more")
        corrections = {bool(row[c]) for c in ("correction_base", *(f"correction_g{grade}" for grade in GRADES))}
        if len(corrections) > 1:
            problems.append(f"{name}: a correction needs its base and all grades")
        problems += [f"{name}: {row['unit']} is no energy per unit"] if not _is_limit_unit(row["unit"], units) else []
    return problems + _limits_with_several_units(tables)


def _is_limit_unit(unit: str, units: set[str]) -> bool:
    energy, _, per = unit.partition("_per_")
    return energy in LIMIT_ENERGIES and per in units


def _limits_with_several_units(tables: Tables) -> list[str]:
    """One product is limited in one unit, so that a delivery meets one kind of limit."""
    found = defaultdict(set)
    for row in tables["industry_energy_limit"].rows:
        found[row["product_code"]].add(row["unit"])
    return [f"industry_energy_limit {code}: in {len(u)} units" for code, u in found.items() if len(u) > 1]


def policy_benchmarks(tables: Tables) -> list[str]:
    """The benchmark is better than the baseline, and the product has a limit."""
    products = {row["product_code"] for row in tables["industry_energy_limit"].rows}
    return [
        f"policy_benchmark {row['product_code']}: unknown product, or levels the wrong way round"
        for row in tables["policy_benchmark"].rows
        if row["product_code"] not in products or Fraction(row["benchmark_level"]) > Fraction(row["baseline_level"])
    ]


def building_quotas(tables: Tables) -> list[str]:
    """A quota aims lower than it allows, in a climate zone of the regions; each type has a class with a quota."""
    zones = {row["climate_zone"] for row in tables["region"].rows if row["climate_zone"]}
    quotas = tables["building_energy_quota"].rows
    problems = [
        f"building_energy_quota {row['building_class_code']}: unknown climate zone, or values the wrong way round"
        for row in quotas
        if row["climate_zone"] not in zones or not 0 < Fraction(row["guide_value"]) <= Fraction(row["constraint_value"])
    ]
    classes = {row["building_class_code"] for row in quotas}
    return problems + [
        f"building_type_class {row['building_type']}: {row['building_class_code']} has no quota"
        for row in tables["building_type_class"].rows
        if row["building_class_code"] not in classes
    ]


def building_corrections(tables: Tables) -> list[str]:
    """At its reference a correction changes nothing: intercept and slope add up to 1."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in tables["building_correction"].rows:
        found[row["correction_code"]][row["parameter"].split("_")[0]] = row
    return [
        f"building_correction {code}: needs an intercept and a slope that add up to 1, and a reference above 0"
        for code, rows in found.items()
        if rows.keys() != {"intercept", "slope", "reference"}
        or Fraction(rows["intercept"]["value"]) + Fraction(rows["slope"]["value"]) != 1
        or Fraction(rows["reference"]["value"]) <= 0
    ]
