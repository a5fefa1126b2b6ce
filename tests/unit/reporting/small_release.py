"""A small published release for reports: an enterprise with everything, one with nothing rated, a building, and one
account of each other domain.

Belongs here: rows of the marts as a release would hold them, and the way to publish them. Does not belong here: any
test. Figures are chosen to be seen on the page, they follow no method.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.lib.home import Home
from tests.unit.publishing.small_world import SmallWorld, _write_check_results, model

RICH, BARE, BUILDING, HOSTILE = "ENT-001", "ENT-002", "BLD-001", "ENT-'003"
FARM, ORCHARD, PLANT, FLEET, FOREST = "AGR-001", "ORC-001", "PWR-001", "FLT-001", "FOR-001"
HOSTILE_NAME = """<script src="https://evil.example/x.js">alert('1')</script> & "Söhne" {{ 7 * 7 }}"""

Row = dict[str, Any]
YEAR = date(2024, 1, 1)
BEFORE = date(2023, 1, 1)


def d(text: str) -> Decimal:
    return Decimal(text)


def _reason(code: str, zh: str, en: str) -> Row:
    return {"reason_code": code, "reason_zh": zh, "reason_en": en}


def _account(account_id: str, name: str, **other: Any) -> Row:
    return {
        "account_id": account_id,
        "account_name": name,
        "domain": "industry",
        "region_code": "330803",
        "industry_code": "2619",
        "opened_on": date(2021, 3, 1),
        "closed_on": None,
        "is_active": True,
        "parent_account_id": None,
        "factor_set": "NDRC_GENERAL",
        "gwp_set": "AR5",
    } | other


ACCOUNTS = [
    _account(RICH, "衢州示例化工有限公司"),
    _account(BARE, "龙游示例纸业有限公司", industry_code=None),
    _account(BUILDING, "示例大酒店", domain="building", industry_code=None),
    _account(HOSTILE, HOSTILE_NAME),
    _account(FARM, "示例生态农场", domain="agriculture", industry_code=None),
    _account(ORCHARD, "示例胡柚果园", domain="orchard", industry_code=None),
    _account(PLANT, "示例热电有限公司", domain="energy", industry_code="4412"),
    _account(FLEET, "示例物流车队", domain="transport", industry_code="5431"),
    _account(FOREST, "示例林场", domain="forestry", industry_code=None),
]


def _emission(account_id: str, grain: str, start: date, size: str, **other: Any) -> Row:
    part = d(size)
    return {
        "account_id": account_id,
        "domain": "industry",
        "period_grain": grain,
        "period_start": start,
        "scope1_t": part * 3,
        "scope1_combustion_t": part * 2,
        "scope1_process_t": part,
        "scope1_agriculture_t": d("0"),
        "scope1_other_t": d("0"),
        "scope2_location_t": part * 2,
        "scope2_market_t": part * d("1.5"),
        "purchased_electricity_t": part * d("1.6"),
        "purchased_heat_t": part * d("0.4"),
        "total_location_t": part * 5,
        "total_market_t": part * d("4.5"),
        "scope2_net_location_t": part * d("1.9"),
        "scope3_t": None,
        "biogenic_t": part * d("0.01"),
        "removal_t": d("0"),
        "gwp_set": "AR5",
        "energy_tce": part * d("1.234"),
        "energy_equivalent_tce": None,
        "electricity_kwh": part * 3600,
        "exported_kwh": d("0"),
        "self_generated_kwh": part * 10,
        "green_power_kwh": part * 300,
        "green_power_share_pct": d("8.333333"),
        "months_reported": 1,
        "months_expected": 1,
        "is_complete": True,
        "is_preliminary": False,
        "data_quality_score": d("2.4375"),
        "depends_on_proposal": True,
        "weakest_evidence": "proposal",
    } | other


def _year_of_months(account_id: str, year: int, months: Mapping[int, str], **other: Any) -> list[Row]:
    rows = [_emission(account_id, "month", date(year, month, 1), size, **other) for month, size in months.items()]
    total = str(sum(map(Decimal, months.values())))
    complete = {"months_reported": len(months), "months_expected": 12, "is_complete": len(months) == 12}
    return [*rows, _emission(account_id, "year", date(year, 1, 1), total, **(complete | other))]


_SEASONAL: Row = {"months_reported": 1, "months_expected": 1, "is_complete": True}
_SIZES = {month: f"{120 + (month * 37) % 50}.{month:02d}1234567" for month in range(1, 13)}
EMISSIONS = [
    *_year_of_months(RICH, 2023, {month: f"{130 + (month * 29) % 60}.5" for month in range(1, 13)}),
    *_year_of_months(RICH, 2024, {month: size for month, size in _SIZES.items() if month != 8}),
    *_year_of_months(BUILDING, 2024, dict.fromkeys(range(1, 13), "3.5"), depends_on_proposal=False),
    *_year_of_months(HOSTILE, 2024, {1: "1"}),
    *_year_of_months(BARE, 2023, {1: "0"}),
    *_year_of_months(
        FARM,
        2024,
        dict.fromkeys((4, 6, 9), "2.5"),
        scope1_agriculture_t=d("5"),
        scope3_t=d("1.25"),
        removal_t=d("613.5"),
        **_SEASONAL | {"months_reported": 3, "months_expected": 3},
    ),
    *_year_of_months(FOREST, 2024, {7: "0"}, removal_t=d("-120.5"), **_SEASONAL),
]


def _line(account_id: str, scope: int, basis: str, activity: str, gas: str, unit: str, **other: Any) -> Row:
    return {
        "account_id": account_id,
        "period_grain": "year",
        "period_start": YEAR,
        "fact": "emission",
        "scope": scope,
        "basis": basis,
        "activity_code": activity,
        "end_use": "fuel",
        "gas": gas,
        "unit": unit,
        "factor_id": f"fuel|NDRC_GENERAL|{activity}|{unit}",
        "factor_vintage": 2022,
        "factor_match_level": "province",
        "factor_reason": "factor_set",
        "carry_years": 0,
        "factor_kg_per_unit": d("1985.3616750000"),
        "quantity": d("1000"),
        "co2e_t": d("3000.25"),
        "removal_t": None,
        "depends_on_proposal": False,
        "weakest_evidence": "secondary",
    } | other


def _removed(account_id: str, activity: str, removal_t: str, **other: Any) -> Row:
    line = _line(account_id, 0, "direct", activity, "CO2", "t", end_use="", co2e_t=None, removal_t=d(removal_t))
    return line | {"fact": "removal", "scope": None} | other


LINES = [
    _line(RICH, 1, "direct", "BITUMINOUS_COAL", "CO2", "t"),
    _line(RICH, 1, "direct", "CARBONATE_CACO3", "CO2", "t", co2e_t=d("1540.5"), end_use=""),
    _line(
        RICH,
        1,
        "direct",
        "NATURAL_GAS",
        "CO2",
        "m3",
        co2e_t=d("80.125"),
        depends_on_proposal=True,
        weakest_evidence="proposal",
        factor_kg_per_unit=d("2.1621970000"),
    ),
    _line(RICH, 2, "location", "ELECTRICITY", "CO2", "kwh", co2e_t=d("2600.1"), factor_kg_per_unit=d("0.5153")),
    _line(RICH, 2, "market", "ELECTRICITY", "CO2", "kwh", co2e_t=d("2100.1"), factor_kg_per_unit=d("0.6096")),
    _line(BUILDING, 2, "location", "ELECTRICITY", "CO2", "kwh", co2e_t=d("200.1"), carry_years=1),
    _line(FARM, 1, "direct", "PIG", "CH4", "head_year", co2e_t=d("30"), end_use="", depends_on_proposal=True),
    _line(FARM, 1, "direct", "DIESEL", "CO2", "l", co2e_t=d("10")),
    _line(FARM, 3, "direct", "FERTILISER_INPUT", "CO2", "kg", co2e_t=d("20"), end_use=""),
    _removed(FARM, "STRAW_RETURN", "613.5"),
    _removed(FOREST, "FOREST_STOCK_CHANGE", "-120.5", factor_id=None),
]
FACTORS = [
    {
        "factor_id": line["factor_id"],
        "request_id": f"request {number}",
        "basis": line["basis"],
        "gas": line["gas"],
        "vintage_year": 2022,
        "valid_from": date(2022, 1, 1),
        "valid_to": None,
        "published_on": date(2024, 12, 23),
        "factor_kg_per_unit": line["factor_kg_per_unit"],
        "per_unit": line["unit"],
        "source_document": "工业其他行业企业温室气体排放核算方法与报告指南(试行)",
        "origin": "seed fuel_factor",
        "origin_line_no": None,
        "evidence": line["weakest_evidence"],
    }
    for number, line in enumerate([*LINES, LINES[0]])  # two requests may choose one factor
]
REDUCTIONS = [
    {
        "account_id": RICH,
        "period_grain": "year",
        "period_start": YEAR,
        "activity_code": "ELECTRICITY",
        "measure_code": "余热发电",
        "reduction_t": d("312.5"),
        "baseline_t": d("2912.6"),
        "actual_t": d("2600.1"),
    },
    {
        "account_id": FARM,
        "period_grain": "year",
        "period_start": YEAR,
        "activity_code": "MANURE_DIGESTED_PIG",
        "measure_code": "",
        "reduction_t": d("485.6"),
        "baseline_t": None,
        "actual_t": None,
    },
]


def _intensity(indicator: str, value: str | None, unit: str, **other: Any) -> Row:
    return {
        "account_id": RICH,
        "period_start": YEAR,
        "indicator_code": indicator,
        "indicator_zh": "单位增加值碳排放",
        "indicator_en": "Emission per added value",
        "numerator_unit": "t",
        "denominator_unit": "10k_cny",
        "subject_code": "",
        "numerator": d("7221.1"),
        "denominator": d("5600.25"),
        "value": d(value) if value else None,
        "unit": unit,
        "reason_code": None,
        "reason_zh": None,
        "reason_en": None,
        "depends_on_proposal": False,
    } | other


INTENSITIES = [
    _intensity("EMISSION_PER_ADDED_VALUE", "1.2894246595", "t_per_10k_cny"),
    _intensity("EMISSION_PER_PRODUCT", "0.0004251", "t_per_t", subject_code="CAUSTIC_SODA", depends_on_proposal=True),
    _intensity(
        "EMISSION_PER_TAX",
        None,
        "t_per_10k_cny",
        **_reason(
            "denominator_missing",
            "该年度未交付强度指标的分母。",
            "The denominator of the intensity was not delivered for the year.",
        ),
        denominator=None,
    ),
]


def _rating(scheme: str, indicator: str, subject: str = "", **other: Any) -> Row:
    return {
        "account_id": RICH,
        "period_start": YEAR,
        "scheme_code": scheme,
        "indicator": indicator,
        "subject_code": subject,
        "value": d("1.2894246595"),
        "benchmark_value": d("1.1200000000"),
        "ratio": d("1.1512720174"),
        "level_code": "LIGHT_GREEN",
        "level_zh": "浅绿",
        "level_en": "Light green",
        "colour": "light_green",
        "rule_id": "rule 1",
        "next_colour": "dark_green",
        "next_level_code": "DARK_GREEN",
        "distance_t": d("2203.125"),
        "distance_pct": d("30.51"),
        "confidence_pct": d("83.4"),
        "benchmark_source": "division",
        "other_members": 17,
        "text_grade": "良好",
        "text_grade_en": "good",
        "reason_code": None,
        "reason_zh": None,
        "reason_en": None,
        "is_preliminary": False,
        "depends_on_proposal": True,
        "weakest_evidence": "proposal",
    } | other


_NOT_RATED: Row = dict.fromkeys(
    (
        "value", "benchmark_value", "ratio", "rule_id", "next_colour", "next_level_code", "distance_t", "distance_pct",
        "confidence_pct", "benchmark_source", "other_members", "text_grade", "text_grade_en",
    )
) | {"level_code": "not_rated", "level_zh": "未评级", "level_en": "Not rated", "colour": "none"}  # fmt: skip
RATINGS = [
    _rating("QUZHOU_3D4C", "industry_advancement", "intensity"),
    _rating("QUZHOU_3D4C", "regional_contribution", "intensity", benchmark_source="city", colour="yellow"),
    _rating(
        "QUZHOU_3D4C",
        "historical_decline",
        "intensity",
        ratio=d("-0.0712"),
        benchmark_source="year_before",
        other_members=None,
        colour="dark_green",
        next_colour=None,
        distance_t=None,
        distance_pct=None,
    ),
    _rating("ZJ_CARBON_EFFICIENCY", "K", level_code="3", level_zh="3级", level_en="Level 3", colour="none"),
    _rating(
        "GB_ENERGY_LIMIT",
        "limit_grade",
        "CAUSTIC_SODA",
        **_NOT_RATED,
        **_reason(
            "condition_missing",
            "标准按条件规定限额而交付未注明条件。",
            "The standard sets limits by condition and the delivery names none.",
        ),
    ),
    _rating(
        "QUZHOU_3D4C",
        "industry_advancement",
        "intensity",
        account_id=BARE,
        **_NOT_RATED,
        **_reason(
            "no_peers",
            "同大类和同门类的其他成员数均少于比较所需的最少数。",
            "Fewer other members in the division and the section than a comparison needs.",
        ),
    ),
]


def _colour(account_id: str, year: date, colour: str, **other: Any) -> Row:
    return {
        "account_id": account_id,
        "period_start": year,
        "scheme_code": "QUZHOU_3D4C",
        "colour": colour,
        "level_code": colour.upper(),
        "industry_colour": "light_green",
        "region_colour": "yellow",
        "history_colour": "dark_green",
        "previous_colour": "yellow",
        "matrix_id": "QUZHOU_3D4C|light_green|yellow|dark_green||",
        "text_grade": "良好",
        "text_grade_en": "good",
        "confidence_pct": d("78.2"),
        "reason_code": None,
        "reason_zh": None,
        "reason_en": None,
        "is_complete": False,
        "is_preliminary": False,
        "depends_on_proposal": True,
        "weakest_evidence": "proposal",
    } | other


_NO_COLOUR: Row = dict.fromkeys(("industry_colour", "region_colour", "history_colour"), "none") | dict.fromkeys(
    ("previous_colour", "matrix_id", "text_grade", "text_grade_en", "confidence_pct")
)
COLOURS = [
    _colour(RICH, YEAR, "light_green"),
    _colour(RICH, BEFORE, "yellow", previous_colour=None),
    _colour(
        BARE,
        YEAR,
        "none",
        **_NO_COLOUR,
        **_reason(
            "no_peers",
            "同大类和同门类的其他成员数均少于比较所需的最少数。",
            "Fewer other members in the division and the section than a comparison needs.",
        ),
        is_preliminary=True,
    ),
    _colour(FARM, BEFORE, "none", **_NO_COLOUR | {"scheme_code": "AGRI_NEUTRAL_3", "level_code": "NOT_LISTED"}),
    _colour(FARM, YEAR, "mid_green", **_NO_COLOUR | {"scheme_code": "AGRI_NEUTRAL_3"}),
    _colour(BUILDING, YEAR, "dark_green", **_NO_COLOUR | {"scheme_code": "BUILDING_QUOTA"}, depends_on_proposal=False),
]


def _domain(account_id: str, zero: Sequence[str] = (), **other: Any) -> Row:
    """A row of the mart of a domain: what it names, and the columns that are zero in it."""
    return {
        "account_id": account_id,
        "period_grain": "year",
        "period_start": YEAR,
        "reason_code": None,
        "reason_zh": None,
        "reason_en": None,
        "depends_on_proposal": True,
        **dict.fromkeys(zero, d("0")),
        **other,
    }


FARMS = [
    _domain(
        FARM,
        [
            "rice_emission_t",
            "soil_emission_t",
            "tillage_emission_t",
            "burning_emission_t",
            "other_emission_t",
            "co2_tco2e",
            "n2o_tco2e",
            "other_gas_tco2e",
        ],
        farm_type="livestock",
        area_ha=None,
        total_location_t=d("37.5"),
        livestock_emission_t=d("30"),
        energy_emission_t=d("7.5"),
        ch4_tco2e=d("30"),
        input_emission_t=d("1.25"),
        biogenic_t=d("0.5"),
        straw_neutralised_t=d("613.5"),
        soil_neutralised_t=d("0"),
        manure_neutralised_t=d("485.6"),
        neutralised_t=d("1099.1"),
        neutralised_t_per_ha=None,
        previous_neutralised_t=d("1000"),
        neutralised_change_pct=d("9.91"),
        removal_t=d("613.5"),
        reduction_t=d("485.6"),
        net_t=d("-576"),
        level_code="MID_GREEN",
        colour="mid_green",
        is_listed=True,
    )
]
ORCHARDS = [
    _domain(
        ORCHARD,
        ["tillage_emission_t", "burning_emission_t", "other_emission_t", "other_removal_t"],
        orchard_area_mu=d("50"),
        emitted_t=d("30.25"),
        energy_emission_t=d("4.25"),
        soil_emission_t=d("6"),
        input_emission_t=d("20"),
        fixed_t=d("33.3"),
        orchard_removal_t=d("33.3"),
        net_removal_t=d("3.05"),
        net_removal_t_per_mu=d("0.061"),
        previous_net_removal_t=None,
        net_removal_change_t=None,
        reward_t=d("3.05"),
        colour="dark_green",
    )
]
PLANTS = [
    _domain(
        PLANT,
        unit_class="COAL_LE_300MW",
        unit_class_zh="300MW等级及以下常规燃煤机组",
        unit_class_en="conventional coal unit of the 300 MW class and below",
        capacity_mw=d("150"),
        generated_mwh=d("500000"),
        supplied_mwh=None,
        heat_gj=d("2000000"),
        electricity_basis="generated",
        electricity_benchmark_t_per_mwh=d("0.8049"),
        heat_benchmark_t_per_gj=d("0.1033"),
        allowance_t=d("609050"),
        allowance_electricity_t=d("402450"),
        allowance_heat_t=d("206600"),
        emission_t=d("605000"),
        scope1_t=d("604000"),
        scope2_location_t=d("1000"),
        surplus_t=d("4050"),
        carbon_price_cny_per_t=d("97.49"),
        surplus_value_cny=d("394834.5"),
        emission_to_allowance_ratio=d("0.9933503"),
        colour="light_green",
    )
]
FLEETS = [
    _domain(
        FLEET,
        ["own_emission_t"],
        legs=12,
        waiting_legs=1,
        tkm=d("360000"),
        modelled_emission_t=d("28.08"),
        memo_emission_t=d("0"),
        emission_g_per_tkm=None,
        reference_g_per_tkm=d("78"),
        ratio=None,
        colour="none",
        **_reason(
            "modelled_only",
            "车队未报送自有燃料或电力。",
            "The fleet reports no fuel or power of its own.",
        ),
    )
]
FORESTS = [
    {
        name: value
        for name, value in _domain(
            FOREST,
            ["first_surveyed_tco2e", "buffer_t"],
            plots=3,
            surveyed_plots=2,
            single_survey_plots=1,
            area_ha=d("12.5"),
            surveyed_area_ha=d("10"),
            last_surveyed_on=date(2024, 7, 1),
            opening_stock_tco2e=d("2000"),
            growth_t=d("29.5"),
            loss_t=d("-150"),
            event_loss_t=d("-150"),
            stock_tco2e=d("1879.5"),
            removal_t=d("-120.5"),
            buffer_pct=d("10"),
            has_method_change=False,
        ).items()
        if not name.startswith("reason_")  # its mart has no reason
    }
]
STATEMENTS = [
    _domain(
        RICH,
        ["rail_tkm", "road_to_rail_t"],
        shipments=1,
        goods_t=d("1000"),
        road_tkm=d("30000"),
        drayage_tkm=d("30000"),
        water_tkm=d("360000"),
        actual_t=d("7.74"),
        shipments_with_shift=1,
        baseline_t=d("23.4"),
        compared_actual_t=d("7.74"),
        shift_reduction_t=d("15.66"),
        road_to_water_t=d("15.66"),
    )
]


def _offer(product: str, names: tuple[str, str], eligible: bool, **other: Any) -> Row:
    return {
        "account_id": RICH,
        "product_code": product,
        "product_zh": names[0],
        "product_en": names[1],
        "decided_on": date(2024, 7, 1),
        "is_eligible": eligible,
        "reasons_zh": None,
        "reasons_en": None,
        "discount_reasons_zh": None,
        "discount_reasons_en": None,
        "rate_discount_bp": d("20"),
        "rate_discount_bp_max": d("20"),
        "line_uplift_pct": d("5"),
        "line_uplift_pct_max": d("10"),
        "max_amount_basis": "fixed",
        "max_amount_cny": d("30000000.00"),
        "valid_until": date(2025, 12, 31),
        "rated_period_start": BEFORE,
        "colour": "light_green",
        "depends_on_proposal": True,
    } | other


OFFERS = [
    _offer("QZ_INDUSTRY", ("工业碳账户贷款（示例）", "Industrial carbon-account loan (example)"), True),
    _offer(
        "QZ_RETROFIT",
        ("节能降碳技改贷（示例）", "Retrofit loan (example)"),
        False,
        reasons_zh="没有降碳项目|未授权信用报告",
        reasons_en="No reduction measure planned|No consent for credit reporting",
        valid_until=None,
    ),
    _offer(
        "CIB_FOOTPRINT",
        ("碳足迹挂钩贷款", "CIB footprint-linked loan"),
        True,
        max_amount_cny=None,
        max_amount_basis=None,
        rate_discount_bp=None,
    ),
]


def _rule(product: str, rule: str, reasons: tuple[str, str], **other: Any) -> Row:
    return {
        "account_id": RICH,
        "product_code": product,
        "rule_code": rule,
        "effect": "eligibility",
        "attribute_number": None,
        "attribute_text": None,
        "attribute_unit": None,
        "operator": "eq",
        "rule_value": "true",
        "is_passed": False,
        "reason_zh": reasons[0],
        "reason_en": reasons[1],
    } | other


RULES = [
    _rule(
        "QZ_RETROFIT",
        "MEASURE",
        ("没有降碳项目", "No reduction measure planned"),
        attribute_number=d("0"),
        attribute_unit="t",
        operator="gt",
        rule_value="0",
    ),
    _rule("QZ_RETROFIT", "CONSENT", ("未授权信用报告", "No consent for credit reporting")),
    _rule(
        "CIB_FOOTPRINT",
        "FOOTPRINT",
        ("年度碳足迹降幅未达5%", "Yearly footprint did not fall by 5 %"),
        effect="discount",
        attribute_number=d("-2.5"),
        attribute_unit="percent",
        operator="lte",
        rule_value="-5",
    ),
    _rule("QZ_INDUSTRY", "COLOUR", ("颜色未达浅绿", "Colour below light green"), is_passed=True),
]
LOANS = [
    {
        "loan_id": "L-2024-001",
        "account_id": RICH,
        "bank_code": "QZRCB",
        "product_code": "QZ_INDUSTRY",
        "contract_amount_cny": d("12000000.00"),
        "annual_rate_pct": d("3.6500"),
        "signed_on": date(2024, 3, 5),
        "matures_on": date(2027, 3, 4),
        "colour_at_signing": "yellow",
        "colour_now": "light_green",
    }
]
BALANCES = [
    {"loan_id": "L-2024-001", "month_end": date(2024, month, 28), "outstanding_cny": d(f"{12 - month}000000.00")}
    for month in (5, 6)
]
FINANCED = [
    {
        "loan_id": "L-2024-001",
        "account_id": RICH,
        "period_start": YEAR,
        "year_end_balance_cny": d("6000000.00"),
        "attribution_share": d("0.075"),
        "is_attributed": True,
        "is_capped": False,
        "financed_scope1_t": d("362.411"),
        "financed_scope2_location_t": d("241.607"),
        "financed_scope2_market_t": d("181.2"),
        "financed_scope3_t": None,
        "reason_code": None,
        "reason_zh": None,
        "reason_en": None,
        "data_quality_score": 2,
        "pboc_emission_t": None,
        "pboc_reason_zh": "未交付借款人的营业收入。",
        "pboc_reason_en": "The revenue of the borrower was not delivered.",
        "depends_on_proposal": True,
    }
]
CREDIT_REPORTS = [
    {
        "account_id": RICH,
        "period_start": YEAR,
        "filing_number": "衢碳备 2024-0017 号",
        "boundary_note": "厂区内全部生产与辅助设施，不含职工宿舍。",
        "credit_score": d("82.5"),
        "credit_grade": "A",
        "credit_reason_zh": None,
        "credit_reason_en": None,
        "is_verified": False,
        "has_reporting_consent": None,
        "missing_data_zh": "有月份没有数据。|未交付借款人的营业收入。",
        "missing_data_en": "Months are missing.|The revenue of the borrower was not delivered.",
        "depends_on_proposal": True,
    }
]
CREDIT_REPORTS.append(
    dict.fromkeys(CREDIT_REPORTS[0])
    | {"account_id": HOSTILE, "period_start": YEAR, "boundary_note": "</td><img src=x onerror=alert(1)>"}
)
MEASURES = [
    {
        "account_id": RICH,
        "period_start": YEAR,
        "measure_code": "余热发电",
        "status": "operating",
        "mode": "energy_saving",
        "provider": "衢州示例节能服务公司",
        "started_on": date(2023, 6, 1),
        "energy_saved_tce": d("150.5"),
        "stated_energy_saved_tce": d("180"),
        "reduction_t": d("312.5"),
        "stated_reduction_t": d("400"),
        "saving_cny": None,
        "stated_saving_cny": d("260000"),
        "investment_cny": d("3200000"),
        "share_pct": d("70"),
        "months_operating": 12,
    }
]
POLICIES = [
    {
        "account_id": RICH,
        "period_start": YEAR,
        "measure_code": "GREEN_PRIORITY_LIGHT",
        "name_zh": "支持",
        "name_en": "Support",
        "colour": "light_green",
        "depends_on_proposal": True,
    }
]
ALERTS = [
    {
        "account_id": RICH,
        "period_grain": "month",
        "period_start": date(2024, 4, 1),
        "alert_code": "OVER_CONSUMPTION",
        "text_zh": "2024-04 能耗比上年同月高 31%。",
        "text_en": "Energy is 31 % above the same month of the year before.",
        "depends_on_proposal": True,
    }
]
BUILDINGS = [
    {
        "account_id": BUILDING,
        "period_start": YEAR,
        "building_type": "hotel",
        "climate_zone": "HSCW",
        "floor_area_m2": d("26400.00"),
        "emission_kg_per_m2": d("98.025455"),
        "energy_kwh_per_m2": d("152.1"),
        "electricity_kwh_per_m2": d("120.4"),
        "completeness_code": "complete",
    }
]
ENERGIES = [
    {
        "account_id": RICH,
        "period_start": YEAR,
        "energy_code": code,
        "months_reported": months,
        "months_expected": 12,
        "is_complete": months == 12,
    }
    for code, months in (("BITUMINOUS_COAL", 11), ("ELECTRICITY", 12))
]
WAITING = [
    {
        "source": "production_output",
        "load_id": "production_output.1",
        "line_no": line,
        "record_key": f"{RICH}|2024-0{line}-01|CAUSTIC_SODA|",
        "reason_code": "unknown_unit",
        "reason": "The unit is not in the unit table.",
        "reason_zh": "单位不在单位表中。",
    }
    for line in (3, 4)
]

TABLES: dict[str, tuple[list[Row], tuple[str, ...]]] = {  # rows and the columns that identify one
    "marts.mart_account": (ACCOUNTS, ("account_id",)),
    "marts.mart_account_emission": (EMISSIONS, ("account_id", "period_grain", "period_start")),
    "marts.mart_account_emission_detail": (LINES, ("account_id", "scope", "basis", "activity_code")),
    "marts.mart_account_reduction": (REDUCTIONS, ("account_id", "measure_code")),
    "marts.mart_account_intensity": (INTENSITIES, ("account_id", "indicator_code", "subject_code")),
    "marts.mart_account_rating": (RATINGS, ("account_id", "scheme_code", "indicator", "subject_code")),
    "marts.mart_account_colour": (COLOURS, ("account_id", "period_start")),
    "marts.mart_loan_eligibility": (OFFERS, ("account_id", "product_code")),
    "marts.mart_loan_rule_result": (RULES, ("account_id", "product_code", "rule_code")),
    "marts.mart_carbon_credit_report": (CREDIT_REPORTS, ("account_id", "period_start")),
    "marts.mart_loan": (LOANS, ("loan_id",)),
    "marts.mart_loan_book": (BALANCES, ("loan_id", "month_end")),
    "marts.mart_financed_emission": (FINANCED, ("loan_id", "period_start")),
    "marts.mart_energy_service_effect": (MEASURES, ("account_id", "measure_code")),
    "marts.mart_policy_measure": (POLICIES, ("account_id", "measure_code")),
    "marts.mart_alert": (ALERTS, ("account_id", "period_start")),
    "marts.mart_building_account": (BUILDINGS, ("account_id", "period_start")),
    "marts.mart_farm_account": (FARMS, ("account_id", "period_start")),
    "marts.mart_orchard_account": (ORCHARDS, ("account_id", "period_start")),
    "marts.mart_energy_account": (PLANTS, ("account_id", "period_start")),
    "marts.mart_fleet_account": (FLEETS, ("account_id", "period_start")),
    "marts.mart_forest_account": (FORESTS, ("account_id", "period_start")),
    "marts.mart_freight_statement": (STATEMENTS, ("account_id", "period_grain", "period_start")),
    "marts.mart_energy_completeness": (ENERGIES, ("account_id", "energy_code")),
    "audit.factor": (FACTORS, ("request_id", "basis", "gas")),
    "audit.quarantine": (WAITING, ("source", "load_id", "line_no")),
}
AUDITOR_ONLY = ("audit.factor", "audit.quarantine")


def make_release(root: Path, without: Sequence[str] = ()) -> Home:
    """A home whose current release holds the tables above, except those named."""
    world = SmallWorld(Home.open(root / "home"), root / "manifest.json")
    _write_check_results(world.home)
    nodes = {}
    world.change("CREATE SCHEMA marts", "CREATE SCHEMA audit")
    for name, (rows, grain) in TABLES.items():
        if name in without:
            continue
        schema, table = name.split(".")
        audience = ["auditor"] if name in AUDITOR_ONLY else ["government", "auditor"]
        nodes[name] = model(schema, table, dict.fromkeys(rows[0], "X."), audience=audience, grain=list(grain))
        _create(world, name, rows)
    world.dbt_manifest.write_text(json.dumps({"nodes": nodes}))
    world.publish("1" * 64)
    return world.home


_TYPES = {bool: "BOOLEAN", int: "INTEGER", Decimal: "DECIMAL(28, 10)", date: "DATE", str: "VARCHAR"}


def _create(world: SmallWorld, name: str, rows: Sequence[Row]) -> None:
    columns = ", ".join(f'"{column}" {_type([row[column] for row in rows])}' for column in rows[0])
    marks = ", ".join("?" for _ in rows[0])
    with duckdb.connect(str(world.home.warehouse)) as connection:
        connection.execute(f"CREATE TABLE {name} ({columns})")
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", [list(row.values()) for row in rows])


def _type(values: Sequence[Any]) -> str:
    return next((_TYPES[type(value)] for value in values if value is not None), "VARCHAR")
