"""What the seeds say, and a bad fixture for each check of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import unit_checks, value_checks
from .seed_tables import Row, Tables, changed, extended, find, without

Check = Callable[[Tables], list[str]]

CHECKS: list[Check] = [
    unit_checks.unit_codes,
    unit_checks.printed_factors,
    unit_checks.conversions_agree,
    unit_checks.bases_reached,
    unit_checks.bridges,
    unit_checks.scalings,
    value_checks.fuel_terms,
    value_checks.fuels_agree_with_energies,
    value_checks.factor_set_chains,
    value_checks.standard_coal,
    value_checks.grid_factors,
    value_checks.factor_series,
    value_checks.gwp_sets,
    value_checks.region_chains,
    value_checks.uncertainty_grows,
]

# One wrong cell each: check, table, row, cells.
WRONG_CELLS: list[tuple[Check, str, Row, Row]] = [
    (unit_checks.unit_codes, "unit", {"unit_code": "pair"}, {"unit_code": "Pair"}),
    (
        unit_checks.printed_factors,
        "unit_conversion",
        {"from_unit": "kbtu", "to_unit": "gj"},
        {"factor": "0.00105505585"},
    ),
    (
        unit_checks.printed_factors,
        "unit_conversion",
        {"from_unit": "gj", "to_unit": "kwh"},
        {"factor": "277.7777777777777"},
    ),
    (unit_checks.conversions_agree, "unit_conversion", {"from_unit": "gj", "to_unit": "kwh"}, {"numerator": "2501"}),
    (unit_checks.conversions_agree, "unit_conversion", {"from_unit": "t", "to_unit": "g"}, {"to_unit": "l"}),
    (unit_checks.bridges, "fuel_bridge", {"energy_code": "DIESEL"}, {"to_unit": "m3"}),
    (unit_checks.bridges, "fuel_bridge", {"energy_code": "DIESEL"}, {"factor": "0"}),
    (unit_checks.scalings, "unit_scaling", {"unit_code": "gwh"}, {"multiplier": "1000"}),
    (unit_checks.scalings, "unit_scaling", {"unit_code": "gwh"}, {"scaled_unit": "mwh", "multiplier": "1000"}),
    (unit_checks.scalings, "unit_scaling", {"unit_code": "gwh"}, {"scaled_unit": "gj", "multiplier": "3600"}),
    (unit_checks.scalings, "unit_scaling", {"unit_code": "tj"}, {"scaled_unit": "t"}),
    (
        value_checks.fuel_terms,
        "fuel_factor",
        {"factor_set": "RAW_COAL_STATISTICS", "energy_code": "RAW_COAL"},
        {"co2_t_per_unit": "1.900300"},
    ),
    (value_checks.fuel_terms, "fuel_factor", {"factor_set": "STEEL", "energy_code": "COKE"}, {"oxidation_rate": ""}),
    (value_checks.fuel_terms, "fuel_factor", {"factor_set": "STEEL", "energy_code": "COKE"}, {"oxidation_rate": "93"}),
    (value_checks.fuel_terms, "fuel_factor", {"factor_set": "NATIONAL_DB_V2", "energy_code": "DIESEL"}, {"note": ""}),
    (value_checks.fuels_agree_with_energies, "energy_type", {"energy_code": "WOOD"}, {"is_biogenic": "false"}),
    (value_checks.fuels_agree_with_energies, "energy_type", {"energy_code": "COKE"}, {"emits": "false"}),
    (value_checks.factor_set_chains, "factor_set", {"factor_set": "IPCC2006_BIOMASS"}, {"fallback_set": "STEEL"}),
    (value_checks.factor_set_chains, "factor_set", {"factor_set": "STEEL"}, {"domains": "industry"}),
    (value_checks.factor_set_chains, "factor_set", {"factor_set": "NDRC_GENERAL"}, {"gwp_set": ""}),
    (
        value_checks.standard_coal,
        "standard_coal_coefficient",
        {"version": "GBT2589_2020", "energy_code": "NATURAL_GAS"},
        {"kgce_per_unit_default": "1.2143"},
    ),
    (
        value_checks.standard_coal,
        "standard_coal_coefficient",
        {"version": "GBT2589_2020", "energy_code": "COKE"},
        {"kgce_per_unit_default": ""},
    ),
    (value_checks.factor_series, "factor_series", {"series": "fossil"}, {"basis": "market", "is_default": "true"}),
    (value_checks.factor_series, "factor_series", {"series": "average"}, {"is_default": "false"}),
    (value_checks.gwp_sets, "gwp", {"gwp_set": "AR5", "gas": "CO2_biogenic"}, {"gwp100": "1"}),
    (value_checks.gwp_sets, "gwp", {"gwp_set": "AR5", "gas": "N2O"}, {"gas": "NO2"}),
    (value_checks.gwp_sets, "gwp", {"gwp_set": "AR6", "gas": "HFC-125"}, {"gwp100": "3500"}),
    (value_checks.gwp_sets, "gwp", {"gwp_set": "AR4", "gas": "CH4"}, {"variant": "fossil"}),
    (value_checks.region_chains, "region", {"region_code": "330000"}, {"parent_code": "330800"}),
    (value_checks.region_chains, "region", {"region_code": "330802"}, {"parent_code": "330803"}),
    (value_checks.region_chains, "region", {"region_code": "330802"}, {"grid_region": "CN_SOUTH"}),
    (value_checks.region_chains, "region", {"region_code": "330000"}, {"grid_region": "340000"}),
    (value_checks.uncertainty_grows, "uncertainty", {"tier": "5"}, {"relative_sigma_pct": "4"}),
]

ZHEJIANG_2023 = {"area_code": "330000", "series": "average", "vintage_year": "2023"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_seeds_hold(tables: Tables, check: Check) -> None:
    assert check(tables) == []


@pytest.mark.parametrize(
    ("check", "table", "where", "cells"),
    WRONG_CELLS,
    ids=[f"{check.__name__}-{next(iter(cells))}-{n}" for n, (check, _, _, cells) in enumerate(WRONG_CELLS)],
)
def test_wrong_cell_is_caught(tables: Tables, check: Check, table: str, where: Row, cells: Row) -> None:
    assert check(changed(tables, table, where, **cells))


@pytest.mark.parametrize(
    "cells",
    [
        {"kgco2_per_kwh": "4.974"},
        {"area_name_zh": "浙江"},
        {"vintage_year": "2022"},
        {"vintage_year": ""},
        {"published_on": "2023-12-31"},
        {"series": "compliance", "vintage_year": "2024"},
    ],
    ids=lambda cells: next(iter(cells)),
)
def test_wrong_grid_factor_is_caught(tables: Tables, cells: Row) -> None:
    assert len(value_checks.grid_factors(changed(tables, "grid_factor", ZHEJIANG_2023, **cells))) == 1


def test_conversion_without_inverse_is_caught(tables: Tables) -> None:
    bad = without(tables, "unit_conversion", from_unit="kg", to_unit="lb")
    assert unit_checks.conversions_agree(bad) == [
        "unit_conversion lb to kg: has no inverse, or one whose product is not 1"
    ]


def test_unit_that_reaches_no_base_is_caught(tables: Tables) -> None:
    stone = extended(tables, "unit", {"unit_code": "lb"}, unit_code="stone")
    assert unit_checks.bases_reached(stone) == ["unit stone: does not reach kg in 2 steps"]


def test_second_unit_of_a_dimension_without_base_is_caught(tables: Tables) -> None:
    dozen = extended(tables, "unit", {"unit_code": "piece"}, unit_code="dozen")
    assert len(unit_checks.bases_reached(dozen)) == 2


def test_long_decimals_are_kept(tables: Tables) -> None:
    """Digits that a spreadsheet or a float would lose."""
    wood = find(tables, "fuel_factor", energy_code="WOOD")
    kbtu = find(tables, "unit_conversion", from_unit="kbtu", to_unit="gj")
    assert wood["carbon_content_tc_per_tj"] == "30.545454545"
    assert (kbtu["factor"], kbtu["denominator"]) == ("0.00105505585262", "50000000000000")
