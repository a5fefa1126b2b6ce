"""A trace as text: one indented tree, figures unrounded, the formula written out on every fact."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from dagster_project.lib.tracing.tree import (
    FactNode,
    FactorNode,
    LoadNode,
    MeasureNode,
    MonthNode,
    ReductionNode,
    RemovalNode,
    Trace,
)

_RESULT_LINES = (
    ("total_location_t", "scope 1 + 2, location-based 范围一+二（位置）", "t"),
    ("total_market_t", "scope 1 + 2, market-based 范围一+二（市场）", "t"),
    ("scope1_t", "scope 1 范围一", "t"),
    ("scope1_agriculture_t", "  of it animals, paddies and soils 其中农业活动", "t"),
    ("scope2_location_t", "scope 2, location-based 范围二（位置）", "t"),
    ("scope2_market_t", "scope 2, market-based 范围二（市场）", "t"),
    ("scope2_net_location_t", "scope 2 net of sales (beside) 净购入口径", "t"),
    ("scope3_t", "scope 3 (beside) 范围三", "t"),
    ("biogenic_t", "biogenic CO2 (beside) 生物源", "t"),
    ("removal_t", "removals (beside) 清除量", "t"),
    ("energy_tce", "energy 能耗", "tce"),
)


def render_trace(trace: Trace) -> str:
    """The whole tree, one string, ending in a newline."""
    return "\n".join(_lines(trace)) + "\n"


def _lines(trace: Trace) -> Iterator[str]:
    account, result = trace.account, trace.result
    yield f"{account['account_id']}  {account['account_name']}  ({account['domain']}, {account['region_code']})"
    set_named = f", GWP set {result['gwp_set']}" if result and result["gwp_set"] else ""
    yield f"year {trace.year}, release {trace.release}{set_named}"
    if result is None:
        yield "  no emission and no removal in the year 该年度无排放与清除"
    else:
        yield from _result_lines(result)
    for month in trace.months:
        yield ""
        yield from _month_lines(month)
    if trace.reductions:
        yield ""
        yield "reductions, beside the emissions and never taken off them 减排量（单列，不抵扣排放）"
        for measure in trace.reductions:
            yield from _measure_lines(measure)


def _result_lines(result: dict[str, Any]) -> Iterator[str]:
    """A release of an older version lacks the newer columns; what it does not hold is not printed."""
    for name, label, unit in _RESULT_LINES:
        if name in result:
            yield f"  {number(result[name]):>22} {unit:<4} {label}"
    quality = number(result["data_quality_score"])
    yield f"  {result['months_reported']} of {result['months_expected']} months; data quality {quality}"


def _month_lines(month: MonthNode) -> Iterator[str]:
    parts = [f"{number(month.total_location_t)} t location, {number(month.total_market_t)} t market"]
    if month.scope3_t is not None:
        parts.append(f"scope 3 {number(month.scope3_t)} t")
    yield f"{month.month:%Y-%m}  {'; '.join(parts)}"
    for fact in month.facts:
        yield from _fact_lines(fact)
    if month.removals:
        yield f"  removals, beside the emissions and never taken off them 清除量  {number(month.removal_t)} t"
        for removal in month.removals:
            yield from _removal_lines(removal)


def _fact_lines(fact: FactNode) -> Iterator[str]:
    use = f" ({fact.end_use})" if fact.end_use else ""
    memo = "" if fact.is_counted else f"  [memo: {fact.exclusion_code}]"
    yield f"  scope {fact.scope} {fact.basis}  {fact.activity_code}{use}  {fact.gas}{memo}"
    yield (
        f"    {number(fact.quantity)} {fact.unit} x {number(fact.factor_kg_per_unit)} kg/{fact.unit}"
        f" = {number(fact.gas_kg)} kg; x {number(fact.gwp)} ({fact.gwp_set}) = {number(fact.co2e_kg)} kg CO2e"
    )
    yield f"    rule {fact.rule}; tier {fact.data_quality_tier}{_spread(fact.is_spread)}"
    if fact.factor is not None:
        yield from _factor_lines(fact.factor, fact.unit_path)
    for load in fact.loads:
        yield _load_line(load, fact.record_key)


def _removal_lines(row: RemovalNode) -> Iterator[str]:
    yield f"  {row.activity_code}  {row.gas}"
    yield (
        f"    {number(row.quantity)} {row.unit} x {number(row.factor_kg_per_unit)} kg/{row.unit}"
        f" = {number(row.removal_kg)} kg {'lost' if row.removal_kg < 0 else 'taken up'}"
    )
    yield f"    rule {row.rule}; tier {row.data_quality_tier}{_spread(row.is_spread)}"
    if row.factor is not None:
        yield from _factor_lines(row.factor, row.unit_path)
    elif row.factor_id is not None:
        yield f"    parameters {row.factor_id}, both stocks and their difference: marts.mart_forest_survey"
    for load in row.loads:
        yield _load_line(load, row.record_key)


def _measure_lines(measure: MeasureNode) -> Iterator[str]:
    parts = [_avoided(measure, measure.reduction_t, measure.stated_reduction_t, "t")]
    if measure.baseline_t is not None:
        parts.append(f"baseline {number(measure.baseline_t)} t, actual {number(measure.actual_t)} t")
    name = f"{measure.measure_code} ({measure.activity_code})" if measure.measure_code else measure.activity_code
    yield f"  {name}  {'; '.join(parts)}"
    for row in measure.rows:
        yield from _reduction_lines(measure, row)


def _reduction_lines(measure: MeasureNode, row: ReductionNode) -> Iterator[str]:
    memo = "" if row.is_counted else f"  [memo: {row.exclusion_code}]"
    avoided = _avoided(measure, row.reduction_kg, row.stated_reduction_kg, "kg")
    terms = ""
    if not measure.measure_code and row.baseline_kg is not None:
        terms = f" = baseline {number(row.baseline_kg)} kg - actual {number(row.actual_kg)} kg"
    yield f"  {row.month:%Y-%m}  {avoided}{terms}{_spread(row.is_spread)}{memo}"
    if row.factor is not None:
        yield (
            f"    {number(row.quantity)} {row.unit} x {number(row.factor_kg_per_unit)} kg/{row.unit}"
            f" = {number(row.gas_kg)} kg {row.gas}; x {number(row.gwp)} ({row.gwp_set})"
            f" = {number(row.reduction_kg)} kg CO2e"
        )
        yield from _factor_lines(row.factor, row.unit_path)
    for load in row.loads:
        yield _load_line(load, row.record_key)


def _avoided(measure: MeasureNode, reduction: Decimal | None, stated: Decimal | None, unit: str) -> str:
    """A measure was measured and promised apart; a farm's activity or a shipment is computed and promises nothing."""
    if not measure.measure_code:
        return f"{number(reduction)} {unit} avoided"
    return f"{number(reduction)} {unit} measured; {number(stated)} {unit} promised"


def _spread(is_spread: bool) -> str:
    return "; spread over months by days" if is_spread else ""


def _factor_lines(factor: FactorNode, unit_path: str | None) -> Iterator[str]:
    path = f" (unit path: {unit_path})" if unit_path else ""
    yield f"    factor {factor.factor_id}: {number(factor.factor_kg_per_unit)} kg/{factor.per_unit}{path}"
    terms = (factor.ncv_gj_per_unit, factor.carbon_content_tc_per_tj, factor.oxidation_rate)
    if None not in terms:
        ncv, carbon_content, oxidation_rate = map(number, terms)
        yield f"      = {ncv} GJ/{factor.per_unit} x {carbon_content} tC/TJ x {oxidation_rate} x 44/12"
    carried = f", carried forward {factor.carry_years} years" if factor.carry_years else ""
    yield (
        f"      vintage {factor.vintage_year or 'not stated'}{carried};"
        f" valid {_day(factor.valid_from)} to {_day(factor.valid_to)}; published {_day(factor.published_on)};"
        f" area {factor.match_level}; evidence {factor.evidence}"
    )
    line = f" line {factor.origin_line_no}" if factor.origin_line_no is not None else ""
    # Without an origin it is the delivered line itself that states the factor.
    origin = f" [{factor.origin}{line}]" if factor.origin is not None else ""
    yield f"      {factor.source_document or 'no document stated'}{origin}"
    if factor.terms_origin is not None:
        yield f"      own terms of the account [{factor.terms_origin} line {factor.terms_origin_line_no}]"


def _load_line(load: LoadNode, record_key: str) -> str:
    lines = (
        f"line {load.line_no}"
        if load.line_count == 1
        else f"{load.line_count} lines, {load.line_no} to {load.last_line_no}"
    )
    return (
        f"    delivered {load.source}/{load.file_name} {lines}; known {load.known_at};"
        f" sha256 {load.sha256}; record {record_key}"
    )


def number(value: Decimal | None) -> str:
    """Exact, without trailing zeros; a dash where there is none."""
    if value is None:
        return "-"
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _day(value: date | None) -> str:
    return "-" if value is None else value.isoformat()
