"""Checks of energy limits, intensities and energy products: units taken apart, measures that exist. Sentences.

Here: what would leave a product unrated or an intensity without its amounts. Not here: the form of the files.
"""

from __future__ import annotations

from .seed_tables import PROJECT_ROOT, Tables

MEASURES_SQL = PROJECT_ROOT / "dbt_carbon" / "models" / "facts" / "rating" / "fct_intensity_measure.sql"
# Energy of a limit in one unit of the measure that it is compared with.
ENERGY_PER_MEASURE = {
    ("kgce", "energy_tce"): 1000,
    ("gce", "energy_tce"): 1_000_000,
    ("kwh", "electricity_kwh"): 1,
}


def limit_units(tables: Tables) -> list[str]:
    """Every unit of a limit is taken apart, and as its name says."""
    known = {row["unit"]: row for row in tables["energy_limit_unit"].rows}
    used = {row["unit"] for row in tables["industry_energy_limit"].rows}
    problems = [f"industry_energy_limit: {unit} is not in energy_limit_unit" for unit in sorted(used - known.keys())]
    for unit, row in known.items():
        energy, _, product = unit.partition("_per_")
        if row["product_unit"] != product:
            problems.append(f"energy_limit_unit {unit}: is not per {row['product_unit']}")
        if str(ENERGY_PER_MEASURE.get((energy, row["measure"]))) != row["energy_per_measure_unit"]:
            problems.append(f"energy_limit_unit {unit}: {row['energy_per_measure_unit']} per {row['measure']} is wrong")
    return problems


def intensity_measures(tables: Tables) -> list[str]:
    """Both measures of an indicator are made, and its domains are those of accounts."""
    sql = MEASURES_SQL.read_text(encoding="utf-8")
    domains = {row["domain"] for row in tables["scheme"].rows}
    problems = []
    for row in tables["intensity_indicator"].rows:
        measures = (row["numerator_measure"], row["denominator_measure"])
        code = row["indicator_code"]
        problems += [f"intensity_indicator {code}: no measure {name}" for name in measures if f"'{name}'" not in sql]
        unknown = sorted(set(row["domains"].split("|")) - domains)
        problems += [f"intensity_indicator {code}: no domain {name}" for name in unknown]
    return problems


def energy_outputs(tables: Tables) -> list[str]:
    """What an allowance plan counts is a product code in the plan's unit; an indicator names a product that is made."""
    outputs = {(row["product"], row["basis"]): row for row in tables["energy_output"].rows}
    problems = []
    if len(outputs) != len(tables["energy_output"].rows):
        problems.append("energy_output: two codes of one product and basis would be added")
    for row in tables["ets_benchmark"].rows:
        output = outputs.get((row["product"], row["basis"]))
        if not output or row["unit"] != f"tco2_per_{output['unit']}":
            problems.append(f"ets_benchmark {row['year']}: no energy_output for {row['product']} {row['basis']}")
    groups = {row["product_group"] for row in tables["intensity_indicator"].rows} - {""}
    products = {product for product, _ in outputs}
    return problems + [f"intensity_indicator: no energy_output is {group}" for group in sorted(groups - products)]
