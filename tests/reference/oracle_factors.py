"""The factors behind the worked examples of farms, forests, freight and power units, under the names of their formulas.

Here: which rows of the seeds an example means. Not here: the arithmetic, which is that of the example
(test_seed_oracle.py).
"""

from __future__ import annotations

from fractions import Fraction

from .seed_tables import Tables, find

PIG_MANURE = {"animal_code": "PIG", "region": "EAST", "standard": "GB/T 32151.22-2024"}
TRUCK, SHIP = "ROAD_DIESEL_HEAVY_30T", "WATER_DRY_BULK_2500T"
# id: the freight codes behind the letters of its formula
FREIGHT = {
    "T_FREIGHT_30T": {"e": TRUCK},
    "T_FREIGHT_18T": {"e": "ROAD_DIESEL_HEAVY_18T"},
    "T_FREIGHT_DBV2": {"e": "ROAD_AVERAGE_DB_V2"},
    "T_FREIGHT_SHIP": {"e": SHIP},
    "M_ROAD": {"f": TRUCK},
    "M_SHIP": {"f": TRUCK, "g": SHIP},
    "M_SHIFT": {"f": TRUCK, "g": SHIP},
}
# id: the factor codes of crops behind the letters of its formula
CROPS = {
    "A_RICE_AR5": {"a": "RICE_CH4_SINGLE_EAST"},
    "A_RICE_SAR": {"a": "RICE_CH4_SINGLE_EAST"},
    "A_N_DIRECT": {"e": "CROPLAND_N2O_DIRECT_IV"},
    "A_N_DEPOSITION": {
        "v": "CROPLAND_N2O_INDIRECT_VOLATILISED_SYNTHETIC",
        "e": "CROPLAND_N2O_INDIRECT_DEPOSITION",
    },
    "A_N_LEACHING": {"v": "CROPLAND_N2O_INDIRECT_LEACHED_SHARE", "e": "CROPLAND_N2O_INDIRECT_LEACHING"},
    "A_N_TOTAL": {
        "a": "CROPLAND_N2O_DIRECT_IV",
        "b": "CROPLAND_N2O_INDIRECT_VOLATILISED_SYNTHETIC",
        "c": "CROPLAND_N2O_INDIRECT_DEPOSITION",
        "d": "CROPLAND_N2O_INDIRECT_LEACHED_SHARE",
        "e": "CROPLAND_N2O_INDIRECT_LEACHING",
    },
}
# id: class and product behind the letters of its formula, in 2024
CHP = {"b": ("COAL_LE_300MW", "electricity"), "k": ("COAL_ALL", "heat")}
BENCHMARKS = {
    "R_ETS_350MW": {"b": ("COAL_GT_300MW", "electricity")},
    "Q_CHP_ALLOWANCE": CHP,
    "Q_CHP_SURPLUS": CHP,
    "Q_CHP_RATIO": CHP,
}
FIR_EXAMPLES = {"G_FIR", "Z_FIR", "Z_FIR_2020", "Z_FIR_FIRE"}
FIR_LETTERS = {"d": "wood_density_t_per_m3", "b": "bef", "r": "root_shoot_ratio", "c": "carbon_fraction"}


def domain_values(example: str, tables: Tables) -> dict[str, Fraction] | None:
    """The factors of one example; None where it is of another domain."""
    if example in FREIGHT:
        rows = {name: find(tables, "freight_factor", freight_code=code) for name, code in FREIGHT[example].items()}
        return {name: Fraction(row["kgco2e_per_tkm"]) for name, row in rows.items()}
    if example in BENCHMARKS:
        return {name: _benchmark(tables, *classes) for name, classes in BENCHMARKS[example].items()}
    if example in FIR_EXAMPLES:
        fir = find(tables, "forest_species_parameter", species_code="CHINESE_FIR")
        return {name: Fraction(fir[column]) for name, column in FIR_LETTERS.items()}
    if example in CROPS:
        return _crop_values(example, tables)
    if example.startswith("A_PIG_"):
        return _pig_values(tables, example.rpartition("_")[2])
    return {"e": _kg_per_pig(tables)} if example == "H_PIGS" else None


def _benchmark(tables: Tables, unit_class: str, product: str) -> Fraction:
    return Fraction(find(tables, "ets_benchmark", year="2024", unit_class=unit_class, product=product)["benchmark"])


def _crop_values(example: str, tables: Tables) -> dict[str, Fraction]:
    rows = {name: find(tables, "crop_factor", factor_code=code) for name, code in CROPS[example].items()}
    values = {name: Fraction(row["value"]) for name, row in rows.items()}
    if example.startswith("A_RICE_"):
        values["g"] = _gwp(tables, "CH4", example.rpartition("_")[2])
    return values | ({"g": _gwp(tables, "N2O", "AR5")} if example == "A_N_TOTAL" else {})


def _pig_values(tables: Tables, gwp_set: str) -> dict[str, Fraction]:
    """Enteric methane, methane and nitrous oxide of the manure, and the warming of both gases."""
    return {
        "e": _livestock(tables, {**PIG_MANURE, "region": "ALL"}, "enteric"),
        "m": _livestock(tables, PIG_MANURE, "manure_ch4"),
        "n": _livestock(tables, PIG_MANURE, "manure_n2o"),
        "a": _gwp(tables, "CH4", gwp_set),
        "b": _gwp(tables, "N2O", gwp_set),
    }


def _kg_per_pig(tables: Tables) -> Fraction:
    pig = _pig_values(tables, "AR5")
    return (pig["e"] + pig["m"]) * pig["a"] + pig["n"] * pig["b"]


def _livestock(tables: Tables, where: dict[str, str], emission_source: str) -> Fraction:
    row = find(tables, "livestock_factor", emission_source=emission_source, **where)
    return Fraction(row["kg_per_head_year"])


def _gwp(tables: Tables, gas: str, gwp_set: str) -> Fraction:
    """Methane of animals and fields is not fossil, where the set tells origins apart."""
    values = {
        row["variant"]: Fraction(row["gwp100"])
        for row in tables["gwp"].rows
        if (row["gwp_set"], row["gas"]) == (gwp_set, gas)
    }
    return values.get("non_fossil", values["default"])
