"""Reads a trace from a published release. SQL on the published tables only; nothing is recomputed."""

from typing import Any

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.publishing import run_sql
from dagster_project.lib.sql import literal
from dagster_project.lib.tracing.tree import (
    FactNode,
    FactorNode,
    LoadNode,
    MeasureNode,
    MonthNode,
    ReductionNode,
    Trace,
)

_FACTOR_COLUMNS = list(FactorNode.__dataclass_fields__)
_LOAD_COLUMNS = list(LoadNode.__dataclass_fields__)
_FACT_COLUMNS = [name for name in FactNode.__dataclass_fields__ if name not in {"factor", "loads"}]
_REDUCTION_COLUMNS = [name for name in ReductionNode.__dataclass_fields__ if name not in {"month", "loads"}]
_MEASURE_COLUMNS = [name for name in MeasureNode.__dataclass_fields__ if name != "rows"]

Row = dict[str, Any]


def trace_account(home: Home, account_id: str, year: int, *, release: str | None = None) -> Trace:
    """The tree of one account and year in the current release, or in the one named.

    Raises WrongUse when the release has no such account, or nothing for it in that year.
    """
    first_day = f"date '{int(year):04d}-01-01'"
    account = literal(account_id)
    accounts = _rows(home, f"select * from marts.mart_account where account_id = {account}", release)
    if not accounts:
        raise WrongUse(
            f"there is no account {account_id!r} in the release: `carbon sql` on marts.mart_account lists them"
        )
    periods = _rows(
        home,
        f"select * from marts.mart_account_emission where account_id = {account} "
        f"and year(period_start) = year({first_day}) order by period_grain, period_start",
        release,
    )
    results = [row for row in periods if row["period_grain"] == "year"]
    if not results:
        raise WrongUse(
            f"account {account_id!r} has no emissions in {year}: audit.quarantine tells whether records of it wait"
        )
    lines = _rows(home, _LINES.format(account=account, first_day=first_day), release)
    return Trace(
        release=_release_name(home, release),
        account=accounts[0],
        year=year,
        result=results[0],
        months=[_month(row, lines) for row in periods if row["period_grain"] == "month"],
        reductions=_measures(home, account, first_day, release),
    )


# One row per fact and load; the factor beside it, the day on which the load became known.
_LINES = """
select
    t.*,
    t.factor_reason as rule,
    l.known_at,
    f.factor_id as chosen_factor_id,
    f.per_unit, f.ncv_gj_per_unit, f.carbon_content_tc_per_tj, f.oxidation_rate,
    f.vintage_year, f.valid_from, f.valid_to, f.published_on,
    f.match_level, f.reason, f.carry_years, f.source_document, f.evidence,
    f.origin, f.origin_line_no, f.terms_origin, f.terms_origin_line_no,
    f.factor_kg_per_unit as stated_kg_per_unit
from audit.trace as t
left join audit.factor as f on t.factor_request_id = f.request_id and t.basis = f.basis and t.gas = f.gas
left join audit.load as l on t.load_id = l.load_id and t.file_name = l.file_name and l.status <> 'unchanged'
where t.fact = 'emission' and t.account_id = {account} and year(t.period_start) = year({first_day})
order by t.period_start, t.scope, t.basis, t.activity_code, t.end_use, t.gas, t.record_key, t.emission_id, t.load_id
"""

# One row per reduction and load. A release from before there were reductions has none, nor the table of their totals.
_REDUCTION_LINES = """
select t.*, l.known_at
from audit.trace as t
left join audit.load as l on t.load_id = l.load_id and t.file_name = l.file_name and l.status <> 'unchanged'
where t.fact = 'reduction' and t.account_id = {account} and year(t.period_start) = year({first_day})
order by t.period_start, t.record_key, t.emission_id, t.load_id
"""
_MEASURES = """
select * from marts.mart_account_reduction
where account_id = {account} and period_grain = 'year' and period_start = {first_day}
order by activity_code, measure_code
"""


def _measures(home: Home, account: str, first_day: str, release: str | None) -> list[MeasureNode]:
    lines = _rows(home, _REDUCTION_LINES.format(account=account, first_day=first_day), release)
    if not lines:
        return []
    totals = _rows(home, _MEASURES.format(account=account, first_day=first_day), release)
    return [_measure(total, lines) for total in totals]


def _measure(total: Row, lines: list[Row]) -> MeasureNode:
    reductions: dict[str, list[Row]] = {}
    for line in lines:
        if (line["activity_code"], line["measure_code"]) == (total["activity_code"], total["measure_code"]):
            reductions.setdefault(line["emission_id"], []).append(line)
    return MeasureNode(
        **{name: total[name] for name in _MEASURE_COLUMNS}, rows=[_reduction(rows) for rows in reductions.values()]
    )


def _reduction(rows: list[Row]) -> ReductionNode:
    first = rows[0]
    return ReductionNode(
        month=first["period_start"],
        **{name: first[name] for name in _REDUCTION_COLUMNS},
        loads=[_load(row) for row in rows],
    )


def _month(period: Row, lines: list[Row]) -> MonthNode:
    facts: dict[str, list[Row]] = {}
    for line in lines:
        if line["period_start"] == period["period_start"]:
            facts.setdefault(line["emission_id"], []).append(line)
    return MonthNode(
        month=period["period_start"],
        total_location_t=period["total_location_t"],
        total_market_t=period["total_market_t"],
        facts=[_fact(rows) for rows in facts.values()],
    )


def _fact(rows: list[Row]) -> FactNode:
    first = rows[0]
    return FactNode(
        **{name: first[name] for name in _FACT_COLUMNS},
        factor=_factor(first),
        loads=[_load(row) for row in rows],
    )


def _factor(row: Row) -> FactorNode | None:
    if row["chosen_factor_id"] is None:
        return None
    renamed = {**row, "factor_id": row["chosen_factor_id"], "factor_kg_per_unit": row["stated_kg_per_unit"]}
    return FactorNode(**{name: renamed[name] for name in _FACTOR_COLUMNS})


def _load(row: Row) -> LoadNode:
    return LoadNode(**{name: row[name] for name in _LOAD_COLUMNS if name != "known_at"}, known_at=str(row["known_at"]))


def _rows(home: Home, query: str, release: str | None) -> list[Row]:
    result = run_sql(home, query, audience="auditor", release=release)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def _release_name(home: Home, release: str | None) -> str:
    return run_sql(home, "select 1", audience="auditor", release=release).release
