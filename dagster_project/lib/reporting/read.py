"""Reads the rows of one account and year from one published release. SQL on the audience's file only."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.publishing import Manifest, resolve_release, run_sql
from dagster_project.lib.reporting import rows
from dagster_project.lib.reporting.domains import DOMAINS, DomainRow
from dagster_project.lib.sql import literal, quoted

R = TypeVar("R", bound=rows.Row)


@dataclass(frozen=True)
class Published:
    """Everything the release says about an account and year; a table that it does not hold is named in `absent`."""

    manifest: Manifest
    audience: str
    year: int
    absent: frozenset[str]
    account: rows.Account
    credit_report: rows.CreditReport | None
    years: list[rows.Emission]
    months: list[rows.Emission]  # of the year
    months_before: list[rows.Emission]  # of the year before
    lines: list[rows.EmissionLine]
    factors: list[rows.Factor]
    reductions: list[rows.Reduction]
    intensities: list[rows.Intensity]
    ratings: list[rows.Rating]
    colours: list[rows.Colour]
    eligibilities: list[rows.Eligibility]
    rule_results: list[rows.RuleResult]
    loans: list[rows.Loan]
    balances: list[rows.LoanBalance]
    financed: list[rows.FinancedEmission]
    measures: list[rows.MeasureEffect]
    policies: list[rows.PolicyMeasure]
    alerts: list[rows.Alert]
    building: rows.Building | None
    domains: list[DomainRow]
    energies: list[rows.EnergyCompleteness]
    waiting: list[rows.Waiting]

    def has(self, kind: type[rows.Row]) -> bool:
        """Whether the audience's file holds the table at all: no table is told apart from no row."""
        return kind.table not in self.absent


def read_published(
    home: Home, account_id: str, year: int, *, audience: str = "auditor", release: str | None = None
) -> Published:
    """What the current release, or the one named, holds on the account.

    Raises WrongUse when it has no such account, or nothing on it for that year.
    """
    if not 1 <= year <= 9999:
        raise WrongUse(f"{year} is not a year")
    found = resolve_release(home, release)  # once: `current` may move while we read
    source = _Tables(home, found.name, found.manifest(), audience)
    account_is = f"account_id = {literal(account_id)}"
    accounts = source.rows(rows.Account, account_is)
    if not accounts:
        raise WrongUse(
            f"there is no account {account_id!r} in the release: `carbon sql` on marts.mart_account lists them"
        )
    of_year = f"{account_is} and period_start = {_day(year)}"
    emissions = source.rows(rows.Emission, account_is, "period_grain, period_start")
    published = Published(
        manifest=source.manifest,
        audience=audience,
        year=year,
        absent=source.absent,
        account=accounts[0],
        credit_report=_first(source.rows(rows.CreditReport, of_year)),
        years=[row for row in emissions if row.period_grain == "year"],
        months=_months(emissions, year),
        months_before=_months(emissions, year - 1),
        lines=source.rows(rows.EmissionLine, f"{of_year} and period_grain = 'year'", _LINE_ORDER),
        factors=source.rows(rows.Factor, _used_factors(of_year), "factor_id, basis, gas", distinct=True),
        reductions=source.rows(rows.Reduction, f"{of_year} and period_grain = 'year'", "measure_code, activity_code"),
        intensities=source.rows(rows.Intensity, of_year, "indicator_code, subject_code"),
        ratings=source.rows(rows.Rating, of_year, "scheme_code, indicator, subject_code"),
        colours=source.rows(rows.Colour, account_is, "period_start"),
        eligibilities=source.rows(rows.Eligibility, account_is, "product_code"),
        rule_results=source.rows(rows.RuleResult, account_is, "product_code, rule_code"),
        loans=source.rows(rows.Loan, account_is, "signed_on, loan_id"),
        balances=source.rows(rows.LoanBalance, _own_loans(account_is), "loan_id, month_end"),
        financed=source.rows(rows.FinancedEmission, of_year, "loan_id"),
        measures=source.rows(rows.MeasureEffect, of_year, "measure_code"),
        policies=source.rows(rows.PolicyMeasure, of_year, "measure_code"),
        alerts=source.rows(rows.Alert, f"{account_is} and {_within(year)}", "period_start, alert_code"),
        building=_first(source.rows(rows.Building, of_year)),
        domains=source.domains(f"{of_year} and period_grain = 'year'"),
        energies=source.rows(rows.EnergyCompleteness, of_year, "energy_code"),
        waiting=source.rows(rows.Waiting, _key_begins_with(account_id), "source, record_key"),
    )
    _require_something(published, account_id)
    return published


_LINE_ORDER = "fact, scope nulls last, basis, activity_code, end_use, gas, unit, factor_id"


def _used_factors(of_year: str) -> str:
    return f"factor_id in (select factor_id from {rows.EmissionLine.table} where {of_year})"


def _own_loans(account_is: str) -> str:
    return f"loan_id in (select loan_id from {rows.Loan.table} where {account_is})"


def _key_begins_with(account_id: str) -> str:
    return f"(record_key = {literal(account_id)} or starts_with(record_key, {literal(account_id + '|')}))"


def _months(emissions: list[rows.Emission], year: int) -> list[rows.Emission]:
    return [row for row in emissions if row.period_grain == "month" and row.period_start.year == year]


def _require_something(published: Published, account_id: str) -> None:
    year = published.year
    starts = {row.period_start for row in published.years} | {row.period_start for row in published.colours}
    others = (published.ratings, published.building, published.reductions, published.measures, published.domains)
    if date(year, 1, 1) in starts or any(others):
        return
    known = sorted(start.year for start in starts if start)
    listed = f"it has {', '.join(map(str, known))}" if known else "it has no year at all"
    raise WrongUse(f"the release has nothing on account {account_id!r} in {year}: {listed}")


def _day(year: int) -> str:
    return f"date '{year:04d}-01-01'"


def _within(year: int) -> str:
    return f"period_start between {_day(year)} and date '{year:04d}-12-31'"


def _first(found: list[R]) -> R | None:
    return found[0] if found else None


class _Tables:
    """The tables of one release that the audience may see, read by the columns that they have."""

    def __init__(self, home: Home, release: str, manifest: Manifest, audience: str) -> None:
        self._home, self._release, self._audience = home, release, audience
        self.manifest = manifest
        self._columns = {
            table.full_name: set(table.column_names) for table in manifest.tables if audience in table.audience
        }
        if not self._columns:
            run_sql(home, "select 1", audience=audience, release=release)  # says which audiences there are

    @property
    def absent(self) -> frozenset[str]:
        kinds = [kind for kind in vars(rows).values() if isinstance(kind, type) and hasattr(kind, "table")]
        return frozenset(kind.table for kind in kinds if kind.table not in self._columns)

    def rows(self, kind: type[R], where: str, order: str = "", *, distinct: bool = False) -> list[R]:
        wanted = [field.name for field in fields(kind)]
        return [kind(**found) for found in self._select(kind.table, wanted, where, order, distinct=distinct)]

    def domains(self, where: str) -> list[DomainRow]:
        """The rows that the account has in the marts of domains."""
        found = ((domain, self._select(domain.table, domain.columns, where)) for domain in DOMAINS)
        return [DomainRow(domain, values) for domain, rows_of_domain in found for values in rows_of_domain]

    def _select(
        self, table: str, wanted: list[str], where: str, order: str = "", *, distinct: bool = False
    ) -> list[dict[str, Any]]:
        """The columns wanted, null for one that the release does not have; nothing where it has no such table."""
        columns = self._columns.get(table)
        if columns is None:
            return []
        listed = ", ".join(quoted(name) if name in columns else f"null as {quoted(name)}" for name in wanted)
        query = f"select {'distinct ' if distinct else ''}{listed} from {table} where {where}"
        query += f" order by {order}" if order else ""
        result = run_sql(self._home, query, audience=self._audience, release=self._release)
        return [dict(zip(wanted, row, strict=True)) for row in result.rows]
