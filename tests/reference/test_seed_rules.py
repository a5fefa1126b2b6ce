"""What the tables of ratings, industry, buildings, lending and policy say, and a bad fixture for each check of it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from . import industry_checks as industry
from . import lending_checks as lending
from . import rating_checks as rating
from .seed_rules import level_of
from .seed_tables import Row, Tables, changed, extended, without

Check = Callable[[Tables], list[str]]

CHECKS: list[Check] = [
    rating.rules_tile,
    rating.rules_agree_with_schemes,
    rating.colours,
    rating.colours_follow_ranks,
    rating.matrix,
    rating.text_grades,
    rating.credit_score,
    rating.probabilities,
    rating.parameters,
    rating.reasons,
    industry.process_factors,
    industry.process_products,
    industry.molar_ratios,
    industry.carbon_contents,
    industry.industry_classes,
    industry.energy_limits,
    industry.policy_benchmarks,
    industry.building_quotas,
    industry.building_corrections,
    lending.products,
    lending.rules,
    lending.attributes,
    lending.terms,
    lending.data_quality,
    lending.policies,
    lending.energy_prices,
]

K3 = {"scheme_code": "ZJ_CARBON_EFFICIENCY", "indicator": "K", "level_code": "3"}
K5 = {**K3, "level_code": "5"}
GREENEST = {
    "industry_advancement_colour": "dark_green",
    "regional_contribution_colour": "dark_green",
    "historical_decline_colour": "dark_green",
}
CEMENT = {"product_code": "CEMENT"}
RED_RETROFIT = {"product_code": "QZ_RETROFIT", "colour": "red"}
RULE = {"product_code": "QZ_INDUSTRY", "rule_code": "TRIGGER"}
COLOUR_RULE = {"product_code": "QZ_INDUSTRY", "rule_code": "COLOUR"}

# One wrong cell each: check, table, row, cells.
WRONG_CELLS: list[tuple[Check, str, Row, Row]] = [
    (rating.rules_tile, "rating_rule", K3, {"upper_bound": "1.3"}),
    (rating.rules_tile, "rating_rule", K3, {"upper_bound": "1.1"}),
    (rating.rules_tile, "rating_rule", K3, {"upper_inclusive": "false"}),
    (rating.rules_tile, "rating_rule", K3, {"lower_inclusive": "true"}),
    (rating.rules_tile, "rating_rule", K3, {"upper_bound": ""}),
    (rating.rules_tile, "rating_rule", K5, {"upper_bound": "9"}),
    (rating.rules_tile, "rating_rule", K5, {"upper_inclusive": "true"}),
    (rating.rules_tile, "rating_rule", K3, {"rank": "6"}),
    (rating.rules_tile, "rating_rule", K3, {"valid_from": "2025-01-01"}),
    (rating.rules_tile, "rating_rule", K3, {"valid_to": "2025-01-01"}),
    (rating.rules_agree_with_schemes, "rating_rule", K3, {"domain": "energy"}),
    (rating.rules_agree_with_schemes, "scheme", {"scheme_code": "ZJ_CARBON_EFFICIENCY"}, {"indicator": "L"}),
    (rating.rules_agree_with_schemes, "scheme", {"scheme_code": "ORCHARD_4"}, {"indicator": "net_removal_t_per_mu|x"}),
    (rating.rules_agree_with_schemes, "scheme", {"scheme_code": "GB_ENERGY_LIMIT"}, {"is_primary": "true"}),
    (rating.colours, "colour", {"colour_code": "red"}, {"hex": "red"}),
    (rating.colours, "colour", {"colour_code": "red"}, {"severity_rank": "4"}),
    (rating.colours_follow_ranks, "rating_rule", K3, {"colour": "green"}),
    (
        rating.colours_follow_ranks,
        "rating_rule",
        {"scheme_code": "ORCHARD_4", "level_code": "YELLOW"},
        {"colour": "dark_green"},
    ),
    (rating.matrix, "rating_matrix", GREENEST, {"final_colour": "yellow"}),
    (rating.matrix, "rating_matrix", GREENEST, {"final_colour": "none"}),
    (rating.matrix, "rating_matrix", GREENEST, {"industry_advancement_colour": "mid_green"}),
    (rating.text_grades, "text_grade", {"level_code": "RED"}, {"level_code": "BLACK"}),
    (rating.credit_score, "credit_weight", {"part": "basic"}, {"weight": "0.5"}),
    (rating.credit_score, "credit_weight", {"part": "basic"}, {"part": "base"}),
    (rating.credit_score, "credit_weight", {"part": "basic"}, {"valid_from": "2025-01-01"}),
    (rating.credit_score, "credit_colour_score", {"colour": "red"}, {"score": "80"}),
    (rating.credit_score, "credit_colour_score", {"colour": "red"}, {"colour": "mid_green"}),
    (rating.probabilities, "z_probability", {"z": "0.00"}, {"probability": "0.500001"}),
    (rating.probabilities, "z_probability", {"z": "0.00"}, {"z": "0.01"}),
    (rating.parameters, "method_parameter", {"parameter_code": "MIN_OTHER_MEMBERS"}, {"parameter_code": "MIN"}),
    (rating.reasons, "rating_reason", {"reason_code": "missing_basic"}, {"reason_code": "missing_base"}),
    (rating.reasons, "no_rating_trigger", {"trigger_code": "SERIOUS_DISHONESTY"}, {"trigger_code": "DISHONESTY"}),
    (industry.process_factors, "process_factor", {"process_code": "STEEL_DRI"}, {"gas": "CO"}),
    (industry.process_factors, "process_factor", {"process_code": "STEEL_DRI"}, {"sign": "-1"}),
    (industry.process_factors, "process_factor", {"process_code": "STEEL_DRI"}, {"factor": "-0.073"}),
    (industry.process_factors, "process_factor", {"process_code": "STEEL_DRI"}, {"factor_unit": "kgCO2/t"}),
    (industry.process_factors, "process_factor", {"process_code": "CH4_RECOVERED"}, {"row_kind": "factor"}),
    (industry.process_products, "process_factor", {"process_code": "WW_DOM_CH4"}, {"factor": "0.19"}),
    (industry.process_products, "process_factor", {"process_code": "INCINERATION_HAZ_CE"}, {"factor": "0.99"}),
    (industry.molar_ratios, "molar_ratio", {"ratio_code": "CO2_PER_C"}, {"numerator": "12"}),
    (
        industry.carbon_contents,
        "mass_balance_carbon_content",
        {"substance_code": "UREA"},
        {"carbon_content_tc_per_t": "20"},
    ),
    (industry.industry_classes, "industry_class", {"class_code": "26"}, {"section_code": "26"}),
    (industry.industry_classes, "industry_class", {"class_code": "26"}, {"level": "section"}),
    (industry.energy_limits, "industry_energy_limit", CEMENT, {"grade1": "90"}),
    (industry.energy_limits, "industry_energy_limit", CEMENT, {"correction_g2": ""}),
    (industry.energy_limits, "industry_energy_limit", CEMENT, {"unit": "kgce/t"}),
    (
        industry.energy_limits,
        "industry_energy_limit",
        {"product_code": "COKE", "condition": "top charging"},
        {"unit": "kwh_per_t"},
    ),
    (industry.policy_benchmarks, "policy_benchmark", {"product_code": "CLINKER"}, {"benchmark_level": "118"}),
    (industry.policy_benchmarks, "policy_benchmark", {"product_code": "CLINKER"}, {"product_code": "KLINKER"}),
    (industry.building_quotas, "building_energy_quota", {"building_class_code": "OFFICE_A_GOV"}, {"guide_value": "75"}),
    (
        industry.building_quotas,
        "building_energy_quota",
        {"building_class_code": "OFFICE_A_GOV"},
        {"climate_zone": "hot"},
    ),
    (
        industry.building_quotas,
        "building_type_class",
        {"building_type": "office_government_a"},
        {"building_class_code": "OFFICE_A"},
    ),
    (
        industry.building_corrections,
        "building_correction",
        {"correction_code": "OFFICE_HOURS", "parameter": "slope"},
        {"value": "0.8"},
    ),
    (lending.products, "loan_product", {"product_code": "QZ_AGRI"}, {"borrower_type": "farmer"}),
    (lending.products, "loan_product", {"product_code": "QZ_AGRI"}, {"max_amount_cny": "300000"}),
    (lending.products, "loan_product", {"product_code": "QZ_AGRI"}, {"max_amount_basis": ""}),
    (lending.products, "loan_product", {"product_code": "CHUZHOU_TICKET"}, {"max_amount_value": "90"}),
    (lending.rules, "loan_rule", RULE, {"product_code": "QZ_INDUSTRIE"}),
    (lending.rules, "loan_rule", RULE, {"attribute": "no_rating_triggers"}),
    (lending.rules, "loan_rule", RULE, {"effect": "terms"}),
    (lending.rules, "loan_rule", RULE, {"value": "none"}),
    (lending.rules, "loan_rule", COLOUR_RULE, {"operator": "lte"}),
    (lending.rules, "loan_rule", COLOUR_RULE, {"value": "dark_green|green"}),
    (lending.attributes, "loan_attribute", {"attribute": "final_colour"}, {"column_name": ""}),
    (lending.attributes, "loan_attribute", {"attribute": "amount_cny"}, {"note": ""}),
    (lending.attributes, "loan_attribute", {"attribute": "amount_cny"}, {"attribute": "amount"}),
    (lending.terms, "loan_term", RED_RETROFIT, {"rate_discount_bp": "21"}),
    (lending.terms, "loan_term", RED_RETROFIT, {"product_code": "QZ_RETRO"}),
    (lending.terms, "loan_term", RED_RETROFIT, {"colour": "none"}),
    (
        lending.terms,
        "loan_term",
        {**RED_RETROFIT, "colour": "yellow"},
        {"rate_discount_bp": "35", "rate_discount_bp_max": "35"},
    ),
    (lending.terms, "loan_product", {"product_code": "QZ_RETROFIT"}, {"line_uplift_pct_max": "20"}),
    (lending.terms, "loan_product", {"product_code": "QZ_RETROFIT"}, {"min_colour": "yellow"}),
    (lending.data_quality, "pcaf_data_quality", {"asset_class": "mortgage", "option_code": "3"}, {"score": "6"}),
    (lending.data_quality, "pcaf_data_quality", {"asset_class": "mortgage", "option_code": "1a"}, {"score": "3"}),
    (lending.policies, "policy_measure", {"colour": "red"}, {"colour": "mid_green"}),
    (lending.policies, "list_rule", {"rule_code": "MIN_MEMBERS"}, {"rule_code": "LEAST_MEMBERS"}),
    (lending.policies, "alert_rule", {"rule_code": "OVER_CONSUMPTION"}, {"rule_code": "OVER"}),
    (lending.energy_prices, "energy_price", {"energy_code": "RAW_COAL"}, {"unit": "cny/t"}),
    (lending.energy_prices, "energy_price", {"energy_code": "RAW_COAL"}, {"price_cny": "0"}),
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


def test_lost_case_of_the_matrix_is_caught(tables: Tables) -> None:
    found = rating.matrix(without(tables, "rating_matrix", **GREENEST))
    assert found == ["rating_matrix: no row for dark_green/dark_green/dark_green"]


def test_matrix_has_all_64_cases(tables: Tables) -> None:
    assert len(tables["rating_matrix"].rows) == 4**3


def test_lost_level_is_caught(tables: Tables) -> None:
    assert len(rating.rules_tile(without(tables, "rating_rule", **K3))) == 2


def test_corrected_bound_needs_its_neighbour(tables: Tables) -> None:
    """A rule published later replaces the earlier one; the level beside it must follow."""
    moved = extended(tables, "rating_rule", K3, upper_bound="1.3", published_on="2026-01-01")
    assert len(rating.rules_tile(moved)) == 1
    followed = extended(moved, "rating_rule", {**K3, "level_code": "4"}, lower_bound="1.3", published_on="2026-01-01")
    assert rating.rules_tile(followed) == []


def test_value_outside_all_levels_has_none(tables: Tables) -> None:
    holed = without(tables, "rating_rule", **K5)
    assert level_of(tables, "ZJ_CARBON_EFFICIENCY", "K", Fraction(3)) == "5"
    assert level_of(holed, "ZJ_CARBON_EFFICIENCY", "K", Fraction(3)) is None


def test_product_limited_in_two_units_is_caught(tables: Tables) -> None:
    bad = extended(tables, "industry_energy_limit", {"product_code": "SINTER"}, unit="kwh_per_t")
    assert industry.energy_limits(bad) == ["industry_energy_limit SINTER: in 2 units"]


def test_second_term_beside_a_general_one_is_caught(tables: Tables) -> None:
    bad = extended(tables, "loan_term", {"product_code": "QZ_FOREST"}, colour="red")
    assert any("whatever the colour" in problem for problem in lending.terms(bad))
