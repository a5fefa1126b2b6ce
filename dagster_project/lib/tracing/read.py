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
    RemovalNode,
    Trace,
)

_FACTOR_COLUMNS = list(FactorNode.__dataclass_fields__)
_LOAD_COLUMNS = list(LoadNode.__dataclass_fields__)
_FACT_COLUMNS = [name for name in FactNode.__dataclass_fields__ if name not in {"factor", "loads"}]
_REMOVAL_COLUMNS = [name for name in RemovalNode.__dataclass_fields__ if name not in {"removal_id", "factor", "loads"}]
_REDUCTION_COLUMNS = [name for name in ReductionNode.__dataclass_fields__ if name not in {"month", "factor", "loads"}]
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
    lines = _rows(home, _LINES.format(account=account, first_day=first_day), release)
    if not periods and not lines:
        raise WrongUse(
            f"account {account_id!r} has no emissions, removals or reductions in {year}: "
            "audit.quarantine tells whether records of it wait"
        )
    return Trace(
        release=_release_name(home, release),
        account=accounts[0],
        year=year,
        result=next((row for row in periods if row["period_grain"] == "year"), None),
        months=[_month(row, lines) for row in periods if row["period_grain"] == "month"],
        reductions=_measures(home, account, first_day, _of_fact(lines, "reduction"), release),
    )


# One row per fact and load; the factor beside it, the day on which the load became known. A request may be answered by
# several factors of one gas, which add up: a fact names the one that it used.
_LINES = """
select
    t.* replace (coalesce(t.unit_path, f.unit_path) as unit_path),
    t.factor_reason as rule,
    l.known_at,
    f.factor_id as chosen_factor_id,
    f.per_unit, f.ncv_gj_per_unit, f.carbon_content_tc_per_tj, f.oxidation_rate,
    f.vintage_year, f.valid_from, f.valid_to, f.published_on,
    f.match_level, f.reason, f.carry_years, f.source_document, f.evidence,
    f.origin, f.origin_line_no, f.terms_origin, f.terms_origin_line_no,
    f.factor_kg_per_unit as stated_kg_per_unit
from audit.trace as t
left join audit.factor as f
    on t.factor_request_id = f.request_id and t.basis = f.basis and t.gas = f.gas and t.factor_id = f.factor_id
left join audit.load as l on t.load_id = l.load_id and t.file_name = l.file_name and l.status <> 'unchanged'
where t.account_id = {account} and year(t.period_start) = year({first_day})
order by
    t.period_start, t.scope, t.basis, t.activity_code, t.end_use, t.gas, t.record_key, t.factor_id,
    t.emission_id, t.load_id
"""

# A release from before there were reductions has no table of their totals: it is read only where there are rows.
_MEASURES = """
select * from marts.mart_account_reduction
where account_id = {account} and period_grain = 'year' and period_start = {first_day}
order by activity_code, measure_code
"""


def _measures(home: Home, account: str, first_day: str, lines: list[Row], release: str | None) -> list[MeasureNode]:
    if not lines:
        return []
    totals = _rows(home, _MEASURES.format(account=account, first_day=first_day), release)
    return [_measure(total, lines) for total in totals]


def _measure(total: Row, lines: list[Row]) -> MeasureNode:
    own = [
        line
        for line in lines
        if (line["activity_code"], line["measure_code"]) == (total["activity_code"], total["measure_code"])
    ]
    return MeasureNode(
        **{name: total[name] for name in _MEASURE_COLUMNS}, rows=[_reduction(rows) for rows in _by_row(own)]
    )


def _reduction(rows: list[Row]) -> ReductionNode:
    first = rows[0]
    return ReductionNode(
        month=first["period_start"],
        **{name: first[name] for name in _REDUCTION_COLUMNS},
        factor=_factor(first),
        loads=[_load(row) for row in rows],
    )


def _month(period: Row, lines: list[Row]) -> MonthNode:
    of_month = [line for line in lines if line["period_start"] == period["period_start"]]
    return MonthNode(
        month=period["period_start"],
        total_location_t=period["total_location_t"],
        total_market_t=period["total_market_t"],
        scope3_t=period["scope3_t"],
        removal_t=period["removal_t"],
        facts=[_fact(rows) for rows in _by_row(_of_fact(of_month, "emission"))],
        removals=[_removal(rows) for rows in _by_row(_of_fact(of_month, "removal"))],
    )


def _of_fact(lines: list[Row], fact: str) -> list[Row]:
    return [line for line in lines if line["fact"] == fact]


def _by_row(lines: list[Row]) -> list[list[Row]]:
    """The lines of each row of a fact: one per load behind it."""
    rows: dict[str, list[Row]] = {}
    for line in lines:
        rows.setdefault(line["emission_id"], []).append(line)
    return list(rows.values())


def _fact(rows: list[Row]) -> FactNode:
    first = rows[0]
    return FactNode(
        **{name: first[name] for name in _FACT_COLUMNS},
        factor=_factor(first),
        loads=[_load(row) for row in rows],
    )


def _removal(rows: list[Row]) -> RemovalNode:
    first = rows[0]
    return RemovalNode(
        removal_id=first["emission_id"],
        **{name: first[name] for name in _REMOVAL_COLUMNS},
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
