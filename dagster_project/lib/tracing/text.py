"""A trace as text: one indented tree, figures unrounded, the formula written out on every fact."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dagster_project.lib.tracing.tree import (
    FactNode,
    FactorNode,
    LoadNode,
    MeasureNode,
    MonthNode,
    ReductionNode,
    Trace,
)

_RESULT_LINES = (
    ("total_location_t", "scope 1 + 2, location-based 范围一+二（位置）", "t"),
    ("total_market_t", "scope 1 + 2, market-based 范围一+二（市场）", "t"),
    ("scope1_t", "scope 1 范围一", "t"),
    ("scope2_location_t", "scope 2, location-based 范围二（位置）", "t"),
    ("scope2_market_t", "scope 2, market-based 范围二（市场）", "t"),
    ("scope2_net_location_t", "scope 2 net of sales (beside) 净购入口径", "t"),
    ("biogenic_t", "biogenic CO2 (beside) 生物源", "t"),
    ("energy_tce", "energy 能耗", "tce"),
)


def render_trace(trace: Trace) -> str:
    """The whole tree, one string, ending in a newline."""
    return "\n".join(_lines(trace)) + "\n"


def _lines(trace: Trace) -> Iterator[str]:
    account, result = trace.account, trace.result
    yield f"{account['account_id']}  {account['account_name']}  ({account['domain']}, {account['region_code']})"
    yield f"year {trace.year}, release {trace.release}, GWP set {result['gwp_set']}"
    for name, label, unit in _RESULT_LINES:
        yield f"  {number(result[name]):>22} {unit:<4} {label}"
    quality = number(result["data_quality_score"])
    yield f"  {result['months_reported']} of {result['months_expected']} months; data quality {quality}"
    for month in trace.months:
        yield ""
        yield from _month_lines(month)
    if trace.reductions:
        yield ""
        yield "reductions, beside the emissions and never taken off them 减排量（单列，不抵扣排放）"
        for measure in trace.reductions:
            yield from _measure_lines(measure)


def _month_lines(month: MonthNode) -> Iterator[str]:
    yield f"{month.month:%Y-%m}  {number(month.total_location_t)} t location, {number(month.total_market_t)} t market"
    for fact in month.facts:
        yield from _fact_lines(fact)


def _fact_lines(fact: FactNode) -> Iterator[str]:
    use = f" ({fact.end_use})" if fact.end_use else ""
    memo = "" if fact.is_counted else f"  [memo: {fact.exclusion_code}]"
    yield f"  scope {fact.scope} {fact.basis}  {fact.activity_code}{use}  {fact.gas}{memo}"
    yield (
        f"    {number(fact.quantity)} {fact.unit} x {number(fact.factor_kg_per_unit)} kg/{fact.unit}"
        f" = {number(fact.gas_kg)} kg; x {number(fact.gwp)} ({fact.gwp_set}) = {number(fact.co2e_kg)} kg CO2e"
    )
    spread = "; spread over months by days" if fact.is_spread else ""
    yield f"    rule {fact.rule}; tier {fact.data_quality_tier}{spread}"
    if fact.factor is not None:
        yield from _factor_lines(fact.factor, fact.unit_path)
    for load in fact.loads:
        yield _load_line(load, fact.record_key)


def _measure_lines(measure: MeasureNode) -> Iterator[str]:
    parts = [f"{number(measure.reduction_t)} t measured", f"{number(measure.stated_reduction_t)} t promised"]
    if measure.baseline_t is not None:
        parts.append(f"baseline {number(measure.baseline_t)} t, actual {number(measure.actual_t)} t")
    yield f"  {measure.measure_code} ({measure.activity_code})  {'; '.join(parts)}"
    for row in measure.rows:
        yield from _reduction_lines(row)


def _reduction_lines(row: ReductionNode) -> Iterator[str]:
    memo = "" if row.is_counted else f"  [memo: {row.exclusion_code}]"
    spread = "; spread over months by days" if row.is_spread else ""
    yield (
        f"  {row.month:%Y-%m}  {number(row.reduction_kg)} kg measured;"
        f" {number(row.stated_reduction_kg)} kg promised{spread}{memo}"
    )
    for load in row.loads:
        yield _load_line(load, row.record_key)


def _factor_lines(factor: FactorNode, unit_path: str) -> Iterator[str]:
    stated = f"{number(factor.factor_kg_per_unit)} kg/{factor.per_unit}"
    yield f"    factor {factor.factor_id}: {stated} (unit path: {unit_path})"
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
