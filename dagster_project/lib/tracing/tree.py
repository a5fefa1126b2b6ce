"""The tree of a trace: result, month, fact row, delivered lines. Shapes only; reading and printing are elsewhere.

Emissions, removals and reductions are three kinds of rows that no shape adds to each other.
"""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class LoadNode:
    """The lines of one delivered file behind a fact row."""

    source: str
    load_id: str
    file_name: str
    sha256: str
    known_at: str
    line_no: int
    last_line_no: int
    line_count: int


@dataclass(frozen=True)
class FactorNode:
    """The factor of a fact row: its three dates, where it is stated, why it was chosen."""

    factor_id: str
    factor_kg_per_unit: Decimal
    per_unit: str
    ncv_gj_per_unit: Decimal | None
    carbon_content_tc_per_tj: Decimal | None
    oxidation_rate: Decimal | None
    vintage_year: int | None
    valid_from: date | None
    valid_to: date | None
    published_on: date | None
    match_level: str
    reason: str
    carry_years: int
    source_document: str | None
    origin: str | None
    origin_line_no: int | None
    terms_origin: str | None
    terms_origin_line_no: int | None
    evidence: str


@dataclass(frozen=True)
class FactNode:
    """One row of the emission fact: quantity x kg per unit = kg of gas; x GWP = kg CO2e."""

    emission_id: str
    scope: int
    basis: str
    part: str
    activity_code: str
    end_use: str
    gas: str
    quantity: Decimal
    unit: str
    unit_path: str
    factor_kg_per_unit: Decimal
    gas_kg: Decimal
    gwp: Decimal
    gwp_set: str
    co2e_kg: Decimal
    is_counted: bool
    exclusion_code: str | None
    is_spread: bool
    data_quality_tier: int
    record_key: str
    rule: str
    factor: FactorNode | None
    loads: list[LoadNode]


@dataclass(frozen=True)
class RemovalNode:
    """One row of the removal fact: quantity x kg per unit = kg taken up, negative where a stock was lost.

    A forest's is a part of the change between two surveys, delivered with the later one: no factor was chosen for it,
    and factor_id names the parameters of its species.
    """

    removal_id: str
    activity_code: str
    gas: str
    quantity: Decimal
    unit: str
    factor_kg_per_unit: Decimal
    removal_kg: Decimal
    is_spread: bool
    data_quality_tier: int
    record_key: str
    rule: str
    unit_path: str | None
    factor_id: str | None
    factor: FactorNode | None
    loads: list[LoadNode]


@dataclass(frozen=True)
class MonthNode:
    """One month of the account: its published totals and the facts that they are the sum of."""

    month: date
    total_location_t: Decimal
    total_market_t: Decimal
    scope3_t: Decimal | None
    removal_t: Decimal | None
    facts: list[FactNode]
    removals: list[RemovalNode]


@dataclass(frozen=True)
class ReductionNode:
    """One month of a record, or one shipment: what was avoided and what was promised; nothing of it is an emission."""

    month: date
    gas: str | None
    quantity: Decimal | None
    unit: str | None
    factor_kg_per_unit: Decimal | None
    gas_kg: Decimal | None
    gwp: Decimal | None
    gwp_set: str | None
    reduction_kg: Decimal | None
    baseline_kg: Decimal | None
    actual_kg: Decimal | None
    stated_reduction_kg: Decimal | None
    is_counted: bool
    exclusion_code: str | None
    is_spread: bool
    record_key: str
    unit_path: str | None
    factor: FactorNode | None
    loads: list[LoadNode]


@dataclass(frozen=True)
class MeasureNode:
    """What avoids emissions in the year: a measure, a farm's activity or shipments shifted; its published totals, rows.

    measure_code is empty for what is no measure.
    """

    activity_code: str
    measure_code: str
    reduction_t: Decimal | None
    baseline_t: Decimal | None
    actual_t: Decimal | None
    stated_reduction_t: Decimal | None
    rows: list[ReductionNode]


@dataclass(frozen=True)
class Trace:
    """A published account-year with everything it came from; reductions stand beside the emissions, not in them.

    An account that has nothing but reductions has no result and no months.
    """

    release: str
    account: dict[str, Any]
    year: int
    result: dict[str, Any] | None
    months: list[MonthNode]
    reductions: list[MeasureNode]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; decimals stay decimals, so that the writer decides how to print them without rounding."""
        return asdict(self)
