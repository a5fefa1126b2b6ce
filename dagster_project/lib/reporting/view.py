"""From published rows to what the page shows: rows matched with each other, parts summed up, gaps named.

Belongs here: everything the template would otherwise have to work out. Does not belong here: words, formats, HTML.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import TypeVar

from dagster_project.lib.reporting import rows
from dagster_project.lib.reporting.figures import change_pct
from dagster_project.lib.reporting.read import Published

Dated = TypeVar("Dated", rows.Emission, rows.Colour)

_TOTALS = (  # column of mart_account_emission, how deep it stands below its total
    ("total_location_t", 0),
    ("total_market_t", 0),
    ("scope1_t", 1),
    ("scope1_combustion_t", 2),
    ("scope1_process_t", 2),
    ("scope1_agriculture_t", 2),
    ("scope1_other_t", 2),
    ("scope2_location_t", 1),
    ("purchased_electricity_t", 2),
    ("purchased_heat_t", 2),
    ("scope2_market_t", 1),
)
_SECTIONS = (  # of the page, by their anchors
    "identity",
    "emissions",
    "domain",
    "ratings",
    "eligibility",
    "loans",
    "measures",
    "quality",
    "factors",
    "trace",
)
_RISING = frozenset({"neutralised_t_per_ha", "neutralised_t_per_year", "net_removal_t_per_mu"})  # more is better
_DIMENSIONS = ("industry_advancement", "regional_contribution", "historical_decline")
_BESIDE = ("scope3_t", "scope2_net_location_t", "biogenic_t", "removal_t")
_ENERGY = (
    "energy_tce",
    "energy_equivalent_tce",
    "electricity_kwh",
    "exported_kwh",
    "self_generated_kwh",
    "green_power_kwh",
    "green_power_share_pct",
)


@dataclass(frozen=True)
class Total:
    """One figure of the year beside that of the year before."""

    column: str
    depth: int
    value: Decimal | None
    before: Decimal | None

    @property
    def change_pct(self) -> Decimal | None:
        return change_pct(self.value, self.before)


@dataclass(frozen=True)
class Part:
    """What one activity emitted in the year, all gases together, at location-based factors."""

    scope: int | None
    activity_code: str | None
    end_use: str | None
    co2e_t: Decimal
    share: float  # of the largest part, for the length of its bar
    share_pct: Decimal | None  # of the total of scope 1 and 2
    depends_on_proposal: bool


@dataclass(frozen=True)
class Removed:
    """What one activity took up in the year; below zero where a stock was lost."""

    activity_code: str | None
    removal_t: Decimal
    depends_on_proposal: bool


@dataclass(frozen=True)
class UsedFactor:
    """A factor as the account's emissions, removals and reductions used it, with where it comes from."""

    line: rows.EmissionLine
    factor: rows.Factor | None

    @property
    def evidence(self) -> str | None:
        return self.factor.evidence if self.factor else self.line.weakest_evidence

    @property
    def depends_on_proposal(self) -> bool:
        return bool(self.line.depends_on_proposal) or self.evidence == "proposal"


@dataclass(frozen=True)
class Failure:
    """A rule that is not met; `rule` has the value compared, where the release tells rule by rule."""

    reason_zh: str
    reason_en: str
    rule: rows.RuleResult | None = None


@dataclass(frozen=True)
class Offer:
    """A loan product for the account: its terms, or every rule that failed."""

    product: rows.Eligibility
    failures: list[Failure]  # these keep the loan away
    withheld: list[Failure]  # these keep the better terms away


@dataclass(frozen=True)
class LoanState:
    loan: rows.Loan
    balance: rows.LoanBalance | None  # the newest delivered
    financed: rows.FinancedEmission | None


@dataclass(frozen=True)
class WaitingRecords:
    source: str | None
    reason_code: str | None
    reason_zh: str | None
    reason_en: str | None
    count: int


class View:
    """What the page says of one account and year."""

    def __init__(self, published: Published) -> None:
        self.data = published
        self.year = published.year
        self.account = published.account
        self.result = _of_year(published.years, published.year)
        self.before = _of_year(published.years, published.year - 1)
        self.colour = _of_year(published.colours, published.year)
        self.totals = [self._total(column, depth) for column, depth in _TOTALS]
        self.beside = [self._total(column, 0) for column in _BESIDE]
        self.energy = [self._total(column, 0) for column in _ENERGY]
        self.schemes = _by_scheme(published.ratings, self.colour.scheme_code if self.colour else None)
        self.parts = _parts([line for line in published.lines if line.fact in (None, "emission")])
        self.removed = _removed([line for line in published.lines if line.fact == "removal"])
        self.factors = _used_factors(published.lines, published.factors)
        self.offers = [_offer(product, published.rule_results) for product in published.eligibilities]
        self.loans = [_loan_state(loan, published) for loan in published.loans]
        self.waiting = _grouped(published.waiting)

    def number(self, anchor: str) -> int:
        """The number of a section, by its anchor: those that the account has not are not counted."""
        shown = [name for name in _SECTIONS if name != "domain" or self.data.domains]
        return shown.index(anchor) + 1

    @staticmethod
    def is_rising(row: rows.Rating) -> bool:
        """Whether a higher value is the better one, so that the distance is what is missing, not what is too much."""
        return row.indicator in _RISING

    @property
    def reduced_t(self) -> Decimal | None:
        known = [row.reduction_t for row in self.data.reductions if row.reduction_t is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def rule_ids(self) -> list[str]:
        """Rows of the rules that gave the year's levels and its colour."""
        found = {row.rule_id for row in self.data.ratings} | {self.colour.matrix_id if self.colour else None}
        return sorted(rule for rule in found if rule)

    @property
    def against_baseline(self) -> list[rows.Reduction]:
        """Reductions that state what they are measured against, and those of no measure (a farm's activity, freight);
        the others say no more than the measures do."""
        return [
            row
            for row in self.data.reductions
            if not row.measure_code or row.baseline_t is not None or row.actual_t is not None
        ]

    @property
    def is_preliminary(self) -> bool:
        return any(bool(row and row.is_preliminary) for row in (self.result, self.colour))

    @property
    def depends_on_proposal(self) -> bool:
        found = (self.result, self.colour, self.data.credit_report)
        return any(bool(row and row.depends_on_proposal) for row in found)

    @property
    def missing_data(self) -> list[tuple[str, str]]:
        """What the credit report discloses as missing."""
        report = self.data.credit_report
        return _pairs(report.missing_data_zh, report.missing_data_en) if report else []

    @property
    def has_dimensions(self) -> bool:
        row = self.colour
        found = (row.industry_colour, row.region_colour, row.history_colour) if row else ()
        return any(colour not in (None, "none") for colour in found)

    @property
    def months_without_data(self) -> list[int]:
        """Months that are over, in which the account was open, and without a counted activity.

        None of a year that is complete: where the work has seasons, an empty month is no gap.
        """
        if self.result and self.result.is_complete:
            return []
        reported = {row.period_start.month for row in self.data.months if row.months_reported}
        return [month for month in range(1, 13) if month not in reported and self._is_expected(month)]

    @property
    def history(self) -> list[tuple[int, rows.Colour | None, rows.Emission | None]]:
        starts = {row.period_start for row in self.data.years if row.period_start}
        starts |= {row.period_start for row in self.data.colours if row.period_start}
        return [(start.year, _at(self.data.colours, start), _at(self.data.years, start)) for start in sorted(starts)]

    def _is_expected(self, month: int) -> bool:
        first = date(self.year, month, 1)
        following = date(self.year + month // 12, month % 12 + 1, 1)
        opened, closed = self.account.opened_on, self.account.closed_on
        is_open = (opened is None or opened < following) and (closed is None or closed > first)
        return is_open and following.isoformat() <= self.data.manifest.as_of[:10]

    def _total(self, column: str, depth: int) -> Total:
        value, before = (getattr(row, column) if row else None for row in (self.result, self.before))
        return Total(column, depth, value, before)


def _at(found: Iterable[Dated], start: date) -> Dated | None:
    return next((row for row in found if row.period_start == start), None)


def _of_year(found: Iterable[Dated], year: int) -> Dated | None:
    return _at(found, date(year, 1, 1))


def _by_scheme(ratings: list[rows.Rating], primary: str | None) -> list[tuple[str, list[rows.Rating]]]:
    """The scheme that gives the colour first, its dimensions in their usual order."""
    schemes: dict[str, list[rows.Rating]] = {}
    for row in sorted(ratings, key=_dimension_rank):
        schemes.setdefault(row.scheme_code or "", []).append(row)
    return sorted(schemes.items(), key=lambda scheme: (scheme[0] != primary, scheme[0]))


def _dimension_rank(row: rows.Rating) -> tuple[str, int, str]:
    rank = _DIMENSIONS.index(row.indicator) if row.indicator in _DIMENSIONS else len(_DIMENSIONS)
    return (row.subject_code or "", rank, row.indicator or "")


def _parts(lines: list[rows.EmissionLine]) -> list[Part]:
    """By activity and end use, largest first; the market-based rows are the same power seen another way.

    Scope 3 stands among them and in no total.
    """
    sums: dict[tuple[int | None, str | None, str | None], tuple[Decimal, bool]] = {}
    for line in lines:
        if line.basis not in ("direct", "location"):
            continue
        key = (line.scope, line.activity_code, line.end_use)
        amount, is_proposal = sums.get(key, (Decimal(0), False))
        sums[key] = (amount + (line.co2e_t or 0), is_proposal or bool(line.depends_on_proposal))
    total = sum((amount for (scope, _, _), (amount, _) in sums.items() if scope != 3), Decimal(0))
    largest = max((abs(amount) for amount, _ in sums.values()), default=Decimal(0))
    parts = [
        Part(
            *key,
            co2e_t=amount,
            share=float(amount / largest) if amount > 0 else 0.0,
            share_pct=amount * 100 / total if total > 0 and key[0] != 3 else None,
            depends_on_proposal=is_proposal,
        )
        for key, (amount, is_proposal) in sums.items()
    ]
    return sorted(parts, key=lambda part: (-part.co2e_t, part.activity_code or "", part.end_use or ""))


def _removed(lines: list[rows.EmissionLine]) -> list[Removed]:
    sums: dict[str | None, tuple[Decimal, bool]] = {}
    for line in lines:
        amount, is_proposal = sums.get(line.activity_code, (Decimal(0), False))
        sums[line.activity_code] = (amount + (line.removal_t or 0), is_proposal or bool(line.depends_on_proposal))
    found = [Removed(code, amount, is_proposal) for code, (amount, is_proposal) in sums.items()]
    return sorted(found, key=lambda row: (-row.removal_t, row.activity_code or ""))


def _used_factors(lines: list[rows.EmissionLine], factors: list[rows.Factor]) -> list[UsedFactor]:
    known = {(factor.factor_id, factor.basis, factor.gas): factor for factor in factors}
    used = {(line.factor_id, line.basis, line.gas, line.unit): line for line in lines if line.factor_id}
    return [UsedFactor(line, known.get((line.factor_id, line.basis, line.gas))) for line in used.values()]


def _offer(product: rows.Eligibility, results: list[rows.RuleResult]) -> Offer:
    failed = [row for row in results if row.product_code == product.product_code and row.is_passed is False]
    return Offer(
        product,
        _failures(failed, "eligibility", product.reasons_zh, product.reasons_en),
        _failures(failed, "discount", product.discount_reasons_zh, product.discount_reasons_en),
    )


def _failures(failed: list[rows.RuleResult], effect: str, zh: str | None, en: str | None) -> list[Failure]:
    found = [Failure(row.reason_zh or "", row.reason_en or "", row) for row in failed if row.effect == effect]
    return found or [Failure(*reason) for reason in _pairs(zh, en)]


def _pairs(zh: str | None, en: str | None) -> list[tuple[str, str]]:
    """Two lists parted by bars, Chinese and English in the same order."""
    chinese, english = (text.split("|") if text else [] for text in (zh, en))
    return list(zip_longest(chinese, english, fillvalue=""))


def _loan_state(loan: rows.Loan, published: Published) -> LoanState:
    balances = [row for row in published.balances if row.loan_id == loan.loan_id and row.month_end]
    financed = [row for row in published.financed if row.loan_id == loan.loan_id]
    return LoanState(loan, balances[-1] if balances else None, financed[0] if financed else None)


def _grouped(waiting: list[rows.Waiting]) -> list[WaitingRecords]:
    groups: dict[tuple[str | None, str | None], list[rows.Waiting]] = {}
    for row in waiting:
        groups.setdefault((row.source, row.reason_code), []).append(row)
    return [
        WaitingRecords(source, code, found[0].reason_zh, found[0].reason, len(found))
        for (source, code), found in groups.items()
    ]
