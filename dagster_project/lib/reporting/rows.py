"""The published rows that a report reads, one plain class per table: its fields are the columns taken, by their names.

Every field may be None: a release of an older version has no such column, and null is null. Nothing is computed here.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

_TEXT = str | None
_DAY = date | None
_AMOUNT = Decimal | None
_COUNT = int | None
_FLAG = bool | None


@dataclass(frozen=True)
class Row:
    """A row of `table`."""

    table: ClassVar[str]


@dataclass(frozen=True)
class Account(Row):
    table: ClassVar[str] = "marts.mart_account"
    account_id: str
    account_name: _TEXT
    domain: _TEXT
    region_code: _TEXT
    industry_code: _TEXT
    opened_on: _DAY
    closed_on: _DAY
    is_active: _FLAG
    parent_account_id: _TEXT
    factor_set: _TEXT
    gwp_set: _TEXT


@dataclass(frozen=True)
class Emission(Row):
    table: ClassVar[str] = "marts.mart_account_emission"
    period_grain: str
    period_start: date
    scope1_t: _AMOUNT
    scope1_combustion_t: _AMOUNT
    scope1_process_t: _AMOUNT
    scope1_agriculture_t: _AMOUNT
    scope1_other_t: _AMOUNT
    scope2_location_t: _AMOUNT
    scope2_market_t: _AMOUNT
    purchased_electricity_t: _AMOUNT
    purchased_heat_t: _AMOUNT
    total_location_t: _AMOUNT
    total_market_t: _AMOUNT
    scope2_net_location_t: _AMOUNT
    scope3_t: _AMOUNT
    biogenic_t: _AMOUNT
    removal_t: _AMOUNT
    gwp_set: _TEXT
    energy_tce: _AMOUNT
    energy_equivalent_tce: _AMOUNT
    electricity_kwh: _AMOUNT
    exported_kwh: _AMOUNT
    green_power_kwh: _AMOUNT
    self_generated_kwh: _AMOUNT
    green_power_share_pct: _AMOUNT
    months_reported: _COUNT
    months_expected: _COUNT
    is_complete: _FLAG
    is_preliminary: _FLAG
    data_quality_score: _AMOUNT
    depends_on_proposal: _FLAG
    weakest_evidence: _TEXT


@dataclass(frozen=True)
class EmissionLine(Row):
    """An emission, a removal or what a farm avoids, as `fact` says; each has its amount in a column of its own."""

    table: ClassVar[str] = "marts.mart_account_emission_detail"
    fact: _TEXT
    scope: _COUNT
    basis: _TEXT
    activity_code: _TEXT
    end_use: _TEXT
    gas: _TEXT
    unit: _TEXT
    factor_id: _TEXT
    factor_vintage: _COUNT
    factor_match_level: _TEXT
    factor_reason: _TEXT
    carry_years: _COUNT
    factor_kg_per_unit: _AMOUNT
    quantity: _AMOUNT
    co2e_t: _AMOUNT
    removal_t: _AMOUNT
    depends_on_proposal: _FLAG
    weakest_evidence: _TEXT


@dataclass(frozen=True)
class Factor(Row):
    table: ClassVar[str] = "audit.factor"
    factor_id: _TEXT
    basis: _TEXT
    gas: _TEXT
    vintage_year: _COUNT
    valid_from: _DAY
    valid_to: _DAY
    published_on: _DAY
    factor_kg_per_unit: _AMOUNT
    per_unit: _TEXT
    source_document: _TEXT
    origin: _TEXT
    origin_line_no: _COUNT
    evidence: _TEXT


@dataclass(frozen=True)
class Reduction(Row):
    table: ClassVar[str] = "marts.mart_account_reduction"
    period_start: _DAY
    activity_code: _TEXT
    measure_code: _TEXT
    reduction_t: _AMOUNT
    baseline_t: _AMOUNT
    actual_t: _AMOUNT


@dataclass(frozen=True)
class Intensity(Row):
    table: ClassVar[str] = "marts.mart_account_intensity"
    indicator_code: _TEXT
    indicator_zh: _TEXT
    indicator_en: _TEXT
    subject_code: _TEXT
    numerator: _AMOUNT
    numerator_unit: _TEXT
    denominator: _AMOUNT
    denominator_unit: _TEXT
    value: _AMOUNT
    unit: _TEXT
    reason_code: _TEXT
    reason_zh: _TEXT
    reason_en: _TEXT
    depends_on_proposal: _FLAG


@dataclass(frozen=True)
class Rating(Row):
    table: ClassVar[str] = "marts.mart_account_rating"
    period_start: _DAY
    scheme_code: _TEXT
    indicator: _TEXT
    subject_code: _TEXT
    value: _AMOUNT
    benchmark_value: _AMOUNT
    ratio: _AMOUNT
    level_code: _TEXT
    level_zh: _TEXT
    level_en: _TEXT
    colour: _TEXT
    rule_id: _TEXT
    next_colour: _TEXT
    next_level_code: _TEXT
    distance_t: _AMOUNT
    distance_pct: _AMOUNT
    confidence_pct: _AMOUNT
    benchmark_source: _TEXT
    other_members: _COUNT
    text_grade: _TEXT
    text_grade_en: _TEXT
    reason_code: _TEXT
    reason_zh: _TEXT
    reason_en: _TEXT
    is_preliminary: _FLAG
    depends_on_proposal: _FLAG
    weakest_evidence: _TEXT


@dataclass(frozen=True)
class Colour(Row):
    table: ClassVar[str] = "marts.mart_account_colour"
    period_start: _DAY
    scheme_code: _TEXT
    colour: _TEXT
    level_code: _TEXT
    industry_colour: _TEXT
    region_colour: _TEXT
    history_colour: _TEXT
    previous_colour: _TEXT
    matrix_id: _TEXT
    text_grade: _TEXT
    text_grade_en: _TEXT
    confidence_pct: _AMOUNT
    reason_code: _TEXT
    reason_zh: _TEXT
    reason_en: _TEXT
    is_complete: _FLAG
    is_preliminary: _FLAG
    depends_on_proposal: _FLAG
    weakest_evidence: _TEXT


@dataclass(frozen=True)
class Eligibility(Row):
    table: ClassVar[str] = "marts.mart_loan_eligibility"
    product_code: _TEXT
    product_zh: _TEXT
    product_en: _TEXT
    decided_on: _DAY
    is_eligible: _FLAG
    reasons_zh: _TEXT
    reasons_en: _TEXT
    discount_reasons_zh: _TEXT
    discount_reasons_en: _TEXT
    rate_discount_bp: _AMOUNT
    rate_discount_bp_max: _AMOUNT
    line_uplift_pct: _AMOUNT
    line_uplift_pct_max: _AMOUNT
    max_amount_basis: _TEXT
    max_amount_cny: _AMOUNT
    valid_until: _DAY
    rated_period_start: _DAY
    colour: _TEXT
    depends_on_proposal: _FLAG


@dataclass(frozen=True)
class RuleResult(Row):
    """One rule of one product, with the value that was compared."""

    table: ClassVar[str] = "marts.mart_loan_rule_result"
    product_code: _TEXT
    rule_code: _TEXT
    effect: _TEXT
    attribute_number: _AMOUNT
    attribute_text: _TEXT
    attribute_unit: _TEXT
    operator: _TEXT
    rule_value: _TEXT
    is_passed: _FLAG
    reason_zh: _TEXT
    reason_en: _TEXT


@dataclass(frozen=True)
class Loan(Row):
    table: ClassVar[str] = "marts.mart_loan"
    loan_id: _TEXT
    bank_code: _TEXT
    product_code: _TEXT
    contract_amount_cny: _AMOUNT
    annual_rate_pct: _AMOUNT
    signed_on: _DAY
    matures_on: _DAY
    colour_at_signing: _TEXT
    colour_now: _TEXT


@dataclass(frozen=True)
class LoanBalance(Row):
    table: ClassVar[str] = "marts.mart_loan_book"
    loan_id: _TEXT
    month_end: _DAY
    outstanding_cny: _AMOUNT


@dataclass(frozen=True)
class FinancedEmission(Row):
    table: ClassVar[str] = "marts.mart_financed_emission"
    loan_id: _TEXT
    year_end_balance_cny: _AMOUNT
    attribution_share: _AMOUNT
    is_attributed: _FLAG
    is_capped: _FLAG
    financed_scope1_t: _AMOUNT
    financed_scope2_location_t: _AMOUNT
    financed_scope2_market_t: _AMOUNT
    financed_scope3_t: _AMOUNT
    reason_code: _TEXT
    reason_zh: _TEXT
    reason_en: _TEXT
    data_quality_score: _COUNT
    pboc_emission_t: _AMOUNT
    pboc_reason_zh: _TEXT
    pboc_reason_en: _TEXT
    depends_on_proposal: _FLAG


@dataclass(frozen=True)
class CreditReport(Row):
    """What a bank files; only what no other table of the report states is taken from it."""

    table: ClassVar[str] = "marts.mart_carbon_credit_report"
    filing_number: _TEXT
    boundary_note: _TEXT
    credit_score: _AMOUNT
    credit_grade: _TEXT
    credit_reason_zh: _TEXT
    credit_reason_en: _TEXT
    is_verified: _FLAG
    has_reporting_consent: _FLAG
    missing_data_zh: _TEXT
    missing_data_en: _TEXT
    depends_on_proposal: _FLAG


@dataclass(frozen=True)
class MeasureEffect(Row):
    table: ClassVar[str] = "marts.mart_energy_service_effect"
    measure_code: _TEXT
    status: _TEXT
    mode: _TEXT
    provider: _TEXT
    started_on: _DAY
    energy_saved_tce: _AMOUNT
    stated_energy_saved_tce: _AMOUNT
    reduction_t: _AMOUNT
    stated_reduction_t: _AMOUNT
    saving_cny: _AMOUNT
    stated_saving_cny: _AMOUNT
    investment_cny: _AMOUNT
    share_pct: _AMOUNT
    months_operating: _COUNT


@dataclass(frozen=True)
class PolicyMeasure(Row):
    """What a city does for, or asks of, an account of a colour."""

    table: ClassVar[str] = "marts.mart_policy_measure"
    measure_code: _TEXT
    name_zh: _TEXT
    name_en: _TEXT
    colour: _TEXT
    depends_on_proposal: _FLAG


@dataclass(frozen=True)
class Alert(Row):
    table: ClassVar[str] = "marts.mart_alert"
    alert_code: _TEXT
    text_zh: _TEXT
    text_en: _TEXT
    depends_on_proposal: _FLAG


@dataclass(frozen=True)
class Building(Row):
    table: ClassVar[str] = "marts.mart_building_account"
    building_type: _TEXT
    climate_zone: _TEXT
    floor_area_m2: _AMOUNT
    emission_kg_per_m2: _AMOUNT
    energy_kwh_per_m2: _AMOUNT
    electricity_kwh_per_m2: _AMOUNT
    completeness_code: _TEXT


@dataclass(frozen=True)
class EnergyCompleteness(Row):
    table: ClassVar[str] = "marts.mart_energy_completeness"
    energy_code: _TEXT
    months_reported: _COUNT
    months_expected: _COUNT
    is_complete: _FLAG


@dataclass(frozen=True)
class Waiting(Row):
    """Quarantined records whose key begins with the account."""

    table: ClassVar[str] = "audit.quarantine"
    source: _TEXT
    record_key: _TEXT
    reason_code: _TEXT
    reason: _TEXT
    reason_zh: _TEXT
