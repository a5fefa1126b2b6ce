"""What the tables of farms, forests, freight and power units say, and a bad fixture for each check of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import domain_checks as domain
from . import farm_checks as farm
from .seed_rules import farm_factor_rows
from .seed_tables import Row, Tables, changed, extended, find, without

Check = Callable[[Tables], list[str]]

CHECKS: list[Check] = [
    farm.activity_factors,
    farm.activity_units,
    farm.activity_groups,
    farm.unit_rules,
    farm.farm_values,
    domain.species,
    domain.forest_rules,
    domain.freight_classes,
    domain.ets_benchmarks,
    domain.prices_and_rewards,
    domain.reporting,
]

FIR = {"species_code": "CHINESE_FIR"}
TRUCK = {"freight_code": "ROAD_DIESEL_HEAVY_30T"}
COAL_2024 = {"year": "2024", "unit_class": "COAL_GT_300MW"}
HEAT_2024 = {"year": "2024", "unit_class": "COAL_ALL"}
PIG_MANURE = {"animal_code": "PIG", "emission_source": "manure_ch4", "region": "EAST"}
ZONE_IV = {"factor_code": "CROPLAND_N2O_DIRECT_IV"}

# One wrong cell each: check, table, row, cells.
WRONG_CELLS: list[tuple[Check, str, Row, Row]] = [
    (farm.activity_factors, "farm_activity_code", {"activity_code": "RICE_SINGLE"}, {"factor_key": "RICE_CH4_SINGEL"}),
    (farm.activity_factors, "farm_activity_code", {"activity_code": "NO_TILL"}, {"factor_key": "NO_TILLAGE"}),
    (
        farm.activity_factors,
        "farm_activity_code",
        {"activity_code": "PIG", "factor_key": "PIG|all|enteric|GB/T 32151.22-2024"},
        {"factor_key": "PIG|young|enteric|GB/T 32151.22-2024"},
    ),
    (farm.activity_factors, "livestock_factor", PIG_MANURE, {"region": "NORTH"}),
    (farm.activity_factors, "crop_factor", ZONE_IV, {"region": "ZONE_V"}),
    (farm.activity_factors, "crop_factor", ZONE_IV, {"value": ""}),
    (farm.activity_factors, "crop_factor", ZONE_IV, {"gas": "NO2"}),
    (farm.activity_units, "farm_activity_code", {"activity_code": "RICE_SINGLE"}, {"unit": "ha_year"}),
    (farm.activity_units, "farm_factor", {"activity_code": "STRAW_RETURN"}, {"factor_unit": "t/kg"}),
    (farm.activity_groups, "farm_activity_group", {"activity_code": "PIG"}, {"activity_code": "STRAW_RETURN"}),
    (farm.activity_groups, "farm_factor", {"activity_code": "NO_TILL"}, {"activity_code": "TILL"}),
    (farm.activity_groups, "farm_activity_group", {"activity_code": "FILM_INPUT"}, {"scope": "1"}),
    (farm.activity_groups, "farm_activity_group", {"activity_code": "STRAW_BURNT"}, {"is_biogenic": "false"}),
    (farm.unit_rules, "activity_unit_rule", {"activity_unit": "ha_year"}, {"base_unit": "head"}),
    (farm.unit_rules, "activity_unit_rule", {"activity_unit": "ha_year"}, {"activity_unit": "ha"}),
    (farm.farm_values, "crop_factor", ZONE_IV, {"value": "0.03"}),
    (farm.farm_values, "crop_factor", {"factor_code": "RICE_IPCC_BASELINE"}, {"value": ""}),
    (farm.farm_values, "farm_factor", {"activity_code": "NO_TILL"}, {"factor": "0.3"}),
    (farm.farm_values, "farm_factor", {"activity_code": "ORCHARD_FIXATION"}, {"factor": "-5.0"}),
    (farm.farm_values, "livestock_factor", PIG_MANURE, {"gas": "N2O"}),
    (domain.species, "forest_species_parameter", FIR, {"bef": ""}),
    (domain.species, "forest_species_parameter", FIR, {"bef": "0.9"}),
    (domain.species, "forest_species_parameter", FIR, {"carbon_fraction": "52.0"}),
    (domain.forest_rules, "forest_rule", {"rule_code": "BUFFER"}, {"value": "10"}),
    (domain.forest_rules, "forest_rule", {"rule_code": "BUFFER"}, {"rule_code": "RESERVE"}),
    (domain.freight_classes, "freight_factor", TRUCK, {"vehicle_class": "Diesel_Heavy_46t"}),
    (domain.freight_classes, "freight_factor", TRUCK, {"freight_code": "ROAD_DIESEL_HEAVY_46T"}),
    (domain.freight_classes, "freight_factor", TRUCK, {"kgco2e_per_tkm": "0"}),
    (domain.freight_classes, "freight_factor", TRUCK, {"vehicle_class": "truck_light"}),
    (domain.ets_benchmarks, "ets_benchmark", COAL_2024, {"valid_from": "2023-01-01"}),
    (domain.ets_benchmarks, "ets_benchmark", COAL_2024, {"basis": "supplied"}),
    (domain.ets_benchmarks, "ets_benchmark", COAL_2024, {"unit": "tco2_per_gj"}),
    (domain.ets_benchmarks, "ets_benchmark", COAL_2024, {"benchmark": "791"}),
    (domain.ets_benchmarks, "ets_benchmark", HEAT_2024, {"unit_class": "COAL"}),
    (domain.ets_benchmarks, "ets_unit_class", {"unit_class": "COAL_GT_300MW"}, {"unit_class": "COAL_BIG"}),
    (domain.ets_benchmarks, "ets_unit_class", {"unit_class": "GAS"}, {"heat_class": "COAL_ALL"}),
    (domain.prices_and_rewards, "carbon_price", {"period": "2024"}, {"price": "0"}),
    (domain.prices_and_rewards, "carbon_price", {"period": "2024"}, {"period": "2024 close"}),
    (domain.prices_and_rewards, "orchard_reward", {"unit": "t_per_t"}, {"unit": "kg_per_t"}),
    (domain.prices_and_rewards, "orchard_reward", {"unit": "t_per_t"}, {"reward_code": "FERTILISER"}),
    (domain.reporting, "domain_reporting", {"domain": "forestry"}, {"domain": "forest"}),
]


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


def test_every_check_has_a_bad_fixture() -> None:
    assert {check for check, *_ in WRONG_CELLS} == set(CHECKS)


def test_lost_benchmark_of_heat_is_caught(tables: Tables) -> None:
    assert domain.ets_benchmarks(without(tables, "ets_benchmark", **HEAT_2024)) == [
        "ets_benchmark 2024: COAL_ALL for heat is in only one of ets_benchmark and ets_unit_class"
    ]


def test_lost_group_and_rule_are_caught(tables: Tables) -> None:
    assert farm.activity_groups(without(tables, "farm_activity_group", activity_code="PIG")) == [
        "farm_activity_group: no row for PIG"
    ]
    assert farm.unit_rules(without(tables, "activity_unit_rule", activity_unit="head_year")) == [
        "activity_unit_rule: no rule for head_year"
    ]


def test_zone_of_a_new_region_needs_its_factor(tables: Tables) -> None:
    bad = changed(tables, "region", {"region_code": "350000"}, n2o_zone="ZONE_VII")
    assert "no row for ZONE_VII" in " ".join(farm.activity_factors(bad))


def test_second_unit_of_a_code_is_caught(tables: Tables) -> None:
    bad = extended(tables, "farm_activity_code", {"activity_code": "IRRIGATION"}, unit="mu")
    assert "farm_activity_code IRRIGATION: in 2 units" in farm.activity_units(bad)


def test_a_key_is_a_code_or_the_beginning_of_one(tables: Tables) -> None:
    """One row by its code, one for each zone by its beginning, and each factor of a product by itself."""
    wanted = {"FILM_INPUT": [1], "RICE_EARLY": [3]}
    for activity_code, numbers in wanted.items():
        code = find(tables, "farm_activity_code", activity_code=activity_code)
        assert [len(rows) for rows in farm_factor_rows(tables, code)] == numbers
    products = [row for row in tables["farm_activity_code"].rows if "*" in row["factor_key"]]
    assert [[len(rows) for rows in farm_factor_rows(tables, code)] for code in products] == [[1, 1]] * 4
