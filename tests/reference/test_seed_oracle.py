"""Published worked examples, computed with the factors of the seeds (where the examples are at hand).

The example gives quantities, formula and result. The factor is looked up here: an example that carries the right factor
itself would pass with any seed.
"""

from __future__ import annotations

import ast
import json
import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from .oracle_factors import domain_values
from .seed_rules import GRADES, correction_values, grade_of, level_of, limit_of, process_value
from .seed_tables import REFERENCE, Row, Tables, changed, find, read_csv

TOPICS = {
    "combustion",
    "electricity",
    "electricity_as_of",
    "gwp",
    "energy",
    "waste",
    "energy_limit",
    "rating",
    "building",
    "finance",
    "agriculture",
    "forestry",
    "transport",
    "ets",
}
# Averages over accounts, which models compute, and figures of single projects: no table of the seeds answers them.
AVERAGES = {"K_OWN_AVG", "K_OWN_K", "K_ZJ_AVG", "K_ZJ_K"}
NOT_OF_THE_SEEDS = AVERAGES | {"S19", "S20", "S20b", "S20c", "S21", "S22", "S24", "S28", "P_GREEN_TICKET"}
OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
GBT = "GBT32151_2024"
FUELS = {
    "C01": (GBT, "GASOLINE"),
    "C02": (GBT, "DIESEL"),
    "C03": (GBT, "NATURAL_GAS"),
    "C04": (GBT, "BITUMINOUS_COAL"),
    "C05": (GBT, "LIGNITE"),
    "C06": (GBT, "COKE"),
    "C07": (GBT, "PETROLEUM_COKE"),
    "C08": (GBT, "CRUDE_OIL"),
    "C09": (GBT, "FUEL_OIL"),
    "C10": (GBT, "LNG"),
    "C11": (GBT, "LPG"),
    "C12": (GBT, "BLAST_FURNACE_GAS"),
    "C13": (GBT, "CONVERTER_GAS"),
    "C14": (GBT, "COKE_OVEN_GAS"),
    "C15": ("RAW_COAL_STATISTICS", "RAW_COAL"),
    "C16": ("NATIONAL_DB_V2", "NATURAL_GAS"),
}
# id: series of the factor f, in Zhejiang or, for the residual mix, in the nation
ELECTRICITY = {
    "X_LOCATION": ("330000", "average", "2023"),
    "X_MARKET_300": ("CN", "excluding_market_non_fossil", "2023"),
    "X_MARKET_0": ("CN", "excluding_market_non_fossil", "2023"),
    "X_EXPORT_NET": ("330000", "average", "2023"),
    **{f"E{year}": ("330000", "average", str(year)) for year in (2021, 2022, 2023)},
}
# id without its last part: the row of the limit that the example prints.
LIMITS = {
    "L_NEWSPRINT": {"product_code": "NEWSPRINT"},
    "L2_EAF": {"product_code": "EAF", "condition": "capacity 50-70 t"},
    "L2_COKE": {"product_code": "COKE", "condition": "top charging"},
    "L2_CONVERTER": {"product_code": "CONVERTER"},
    "L2_SC600": {"product_code": "POWER_SUPPLY_COAL", "condition": "supercritical 600 MW"},
    "L2_GLASS": {"product_code": "FLAT_GLASS", "condition": "<= 500 t/d"},
}
# id: the process codes behind the letters of its formula
PROCESSES = {
    "P_MSW": {"c": "INCINERATION_MSW_CCW", "f": "INCINERATION_MSW_FCF", "e": "INCINERATION_MSW_CE"},
    "P_HAZ": {"c": "INCINERATION_HAZ_CCW", "f": "INCINERATION_HAZ_FCF", "e": "INCINERATION_HAZ_CE"},
    "P_PAPER_WATER": {"b": "WW_IND_BO", "m": "WW_MCF_INDUSTRY_PAPER"},
}
# id: the stored factor that answers it alone, and the quantity that the example counts
PROCESS_FACTORS = {
    "P_MSW": ("INCINERATION_MSW", 1),
    "P_HAZ": ("INCINERATION_HAZ", 1),
    "P_PAPER_WATER": ("WW_COD_PAPER", 100),
}
ATTRIBUTIONS = ("F_PCAF_", "F_ATTR_")
NO_FACTOR_NEEDED = {"X_GREEN_SHARE"}


def evaluate(formula: str, values: dict[str, Fraction]) -> Fraction:
    """The formula of an example in exact fractions; anything but + - * / is refused."""

    def value(node: ast.expr) -> Fraction:
        match node:
            case ast.Constant(value=number):
                return Fraction(str(number))
            case ast.Name(id=name):
                return values[name]
            case ast.BinOp(left=left, op=op, right=right):
                return OPERATORS[type(op)](value(left), value(right))
        raise ValueError(f"cannot evaluate {ast.dump(node)}")

    return value(ast.parse(formula, mode="eval").body)


def seed_values(example: str, tables: Tables) -> dict[str, Fraction]:
    """The factors of one example, from the seeds, under the names its formula uses."""
    if example in FUELS:
        return _fuel_terms(tables, *FUELS[example], is_per_nm3=example == "C16")
    if example in ELECTRICITY:
        area, series, year = ELECTRICITY[example]
        row = find(tables, "grid_factor", area_code=area, series=series, vintage_year=year)
        return {"f": Fraction(row["kgco2_per_kwh"])}
    if example.startswith("W_"):
        _, gas, gwp_set = example.split("_")
        return {"g": Fraction(find(tables, "gwp", gas=gas, gwp_set=gwp_set, variant="default")["gwp100"])}
    if example in PROCESSES:
        return {name: process_value(tables, code) for name, code in PROCESSES[example].items()}
    return domain_values(example, tables) or _named_values(example, tables)


def _fuel_terms(tables: Tables, factor_set: str, energy_code: str, *, is_per_nm3: bool) -> dict[str, Fraction]:
    row = find(tables, "fuel_factor", factor_set=factor_set, energy_code=energy_code)
    # That one example counts in GJ per Nm3, the seed per 10 000 Nm3.
    scale = 10_000 if is_per_nm3 else 1
    return {
        "n": Fraction(row["ncv_gj_per_unit"]) / scale,
        "c": Fraction(row["carbon_content_tc_per_tj"]),
        "o": Fraction(row["oxidation_rate"]),
    }


def _named_values(example: str, tables: Tables) -> dict[str, Fraction]:
    coal = 1000 * Fraction(find(tables, "unit_conversion", from_unit="kgce", to_unit="gj")["factor"])
    heat = {row["heat_code"]: Fraction(row["value"]) for row in tables["heat_factor"].rows}
    steam = {"w": heat["STEAM_REFERENCE_ENTHALPY"], "f": heat["HEAT_DEFAULT"]}
    power = find(tables, "standard_coal_coefficient", version="GBT2589_2020", energy_code="ELECTRICITY")
    general = {"factor_set": "NDRC_GENERAL"}
    return {
        "N_ANTHRACITE": lambda: {"n": _ncv(tables, energy_code="ANTHRACITE", **general), "k": coal},
        "N_GAS": lambda: {"n": _ncv(tables, energy_code="NATURAL_GAS", **general), "k": coal},
        "N_ELECTRICITY": lambda: {"k": Fraction(power["kgce_per_unit_default"])},
        "N_STEAM_GJ": lambda: steam,
        "N_STEAM_T": lambda: steam,
        "G_OFFICE_HOURS": lambda: dict(zip("abh", correction_values(tables, "OFFICE_HOURS"), strict=True)),
        "F_DQ": lambda: {"s": _data_quality(tables, "1b"), "t": _data_quality(tables, "3a")},
    }[example]()


def _data_quality(tables: Tables, option_code: str) -> Fraction:
    row = find(tables, "pcaf_data_quality", asset_class="business_loan", option_code=option_code)
    return Fraction(row["score"])


def _ncv(tables: Tables, **where: str) -> Fraction:
    return Fraction(find(tables, "fuel_factor", **where)["ncv_gj_per_unit"])


def factor_as_of(tables: Tables, *, area_code: str, series: str, activity_year: int, as_of: str) -> Fraction | None:
    """Newest vintage that is not after the activity and was published by the day."""
    known = [
        row
        for row in tables["grid_factor"].rows
        if (row["area_code"], row["series"]) == (area_code, series)
        and int(row["vintage_year"]) <= activity_year
        and (not row["published_on"] or date.fromisoformat(row["published_on"]) <= date.fromisoformat(as_of))
    ]
    newest = max(known, key=lambda row: row["vintage_year"], default=None)
    return Fraction(newest["kgco2_per_kwh"]) if newest else None


def limit_result(example: str, inputs: dict[str, Fraction], tables: Tables) -> Fraction | None:
    """The corrected limit of a grade of cement, or the grade that a value reaches."""
    if example.startswith("L_CEMENT_"):
        cement = find(tables, "industry_energy_limit", product_code="CEMENT")
        return limit_of(cement, int(example[-1]), share=inputs["p"])
    row = find(tables, "industry_energy_limit", **LIMITS[example.rsplit("_", 1)[0]])
    return Fraction(grade_of(row, inputs["value"]))


def result(example: Row, tables: Tables) -> Fraction | str | None:
    """What the seeds give for one example; None where there is no factor or no level."""
    inputs = json.loads(example["inputs"], parse_float=Fraction, parse_int=Fraction)
    if example["topic"] == "electricity_as_of":
        quantity = inputs.pop("quantity_mwh")
        factor = factor_as_of(tables, **inputs)
        return None if factor is None else quantity * factor
    if example["topic"] == "energy_limit":
        return limit_result(example["id"], inputs, tables)
    if "scheme_code" in inputs:
        return level_of(tables, **inputs)
    formula = inputs.pop("formula")
    needs_none = example["id"] in NO_FACTOR_NEEDED or example["id"].startswith(ATTRIBUTIONS)
    factors = {} if needs_none else seed_values(example["id"], tables)
    return evaluate(formula, {**inputs, **factors})


def _holds(example: Row, tables: Tables) -> bool:
    got = result(example, tables)
    if example["expected"] == "no_factor":
        return got is None
    if isinstance(got, str):
        return got == example["expected"]
    return got is not None and abs(got - Fraction(example["expected"])) <= Fraction(example["tolerance"])


def _examples() -> list[Row]:
    path = REFERENCE / "oracle.csv"
    rows = read_csv(path.read_bytes())[1] if path.exists() else ()
    return [row for row in rows if row["topic"] in TOPICS and row["id"] not in NOT_OF_THE_SEEDS]


EXAMPLES = _examples()


def test_worked_examples_are_at_hand() -> None:
    if not EXAMPLES:
        pytest.skip(f"no worked examples in {REFERENCE}; set CARBON_REFERENCE_DIR to run them")
    assert {row["topic"] for row in EXAMPLES} == TOPICS


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda row: row["id"])
def test_worked_example_holds(tables: Tables, example: Row) -> None:
    assert _holds(example, tables), f"{example['statement']}: got {result(example, tables)}"


@pytest.mark.parametrize(
    "example", [row for row in EXAMPLES if row["topic"] == "combustion"], ids=lambda row: row["id"]
)
def test_stored_co2_is_the_example(tables: Tables, example: Row) -> None:
    """The stored product, not only its terms (kg per Nm3 is a tenth of t per 10 000 Nm3)."""
    factor_set, energy_code = FUELS[example["id"]]
    row = find(tables, "fuel_factor", factor_set=factor_set, energy_code=energy_code)
    stored = Fraction(row["co2_t_per_unit"]) / (10 if example["id"] == "C16" else 1)
    assert abs(stored - Fraction(example["expected"])) <= Fraction(example["tolerance"])


@pytest.mark.parametrize(
    "example", [row for row in EXAMPLES if row["id"] in PROCESS_FACTORS], ids=lambda row: row["id"]
)
def test_stored_process_factor_is_the_example(tables: Tables, example: Row) -> None:
    """The factor that a delivery is multiplied with, not only the parameters behind it."""
    process_code, quantity = PROCESS_FACTORS[example["id"]]
    stored = process_value(tables, process_code) * quantity
    assert abs(stored - Fraction(example["expected"])) <= Fraction(example["tolerance"])


def test_examples_print_the_limits_of_the_seeds(tables: Tables) -> None:
    """The examples repeat the grades; they and the row looked up are the same."""
    for example in (row for row in EXAMPLES if row["id"].rsplit("_", 1)[0] in LIMITS):
        printed = json.loads(example["inputs"])
        row = find(tables, "industry_energy_limit", **LIMITS[example["id"].rsplit("_", 1)[0]])
        assert [limit_of(row, grade) for grade in GRADES] == [printed[f"grade{grade}"] for grade in GRADES]


def _example(name: str, topic: str, expected: str, **inputs: str | int) -> Row:
    return {"id": name, "topic": topic, "inputs": json.dumps(inputs), "expected": expected, "tolerance": "0"}


def test_wrong_seed_is_caught(tables: Tables) -> None:
    example = _example("E2023", "electricity", "497.4", q=1000, f=0, formula="q*f")
    where = {"area_code": "330000", "series": "average", "vintage_year": "2023"}
    assert _holds(example, tables)
    assert not _holds(example, changed(tables, "grid_factor", where, kgco2_per_kwh="0.4975"))


def test_factor_published_too_early_is_caught(tables: Tables) -> None:
    inputs = {"area_code": "330000", "series": "average", "activity_year": 2021, "as_of": "2023-12-31"}
    example = _example("V_2021_0", "electricity_as_of", "no_factor", quantity_mwh=1000, **inputs)
    where = {"area_code": "330000", "series": "average", "vintage_year": "2021"}
    assert _holds(example, tables)
    assert not _holds(example, changed(tables, "grid_factor", where, published_on=""))


@pytest.mark.parametrize(
    ("value", "cells", "level"),
    [
        ("0.8", {}, "2"),
        ("0.8", {"upper_inclusive": "false"}, None),
        ("0.83", {}, "3"),
        ("0.83", {"upper_bound": "0.85"}, None),
    ],
)
def test_gap_and_overlap_give_no_level(tables: Tables, value: str, cells: Row, level: str | None) -> None:
    where = {"scheme_code": "ZJ_CARBON_EFFICIENCY", "indicator": "K", "level_code": "2"}
    rules = changed(tables, "rating_rule", where, **cells)
    assert level_of(rules, "ZJ_CARBON_EFFICIENCY", "K", Fraction(value)) == level


def test_wrong_limit_is_caught(tables: Tables) -> None:
    example = _example("L_NEWSPRINT_241", "energy_limit", "3", value=241)
    assert _holds(example, tables)
    assert not _holds(example, changed(tables, "industry_energy_limit", {"product_code": "NEWSPRINT"}, grade2="241"))


def test_formula_is_arithmetic_only() -> None:
    with pytest.raises(ValueError, match="cannot evaluate"):
        evaluate("abs(1)", {})
