"""Loans of enterprises, farms, forests and fleets: contracts, month-end balances, applications for new ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from dagster_project.demo.accounts import Account
from dagster_project.demo.draw import draws, happens, weighted
from dagster_project.demo.enterprises import enterprises
from dagster_project.demo.farms import farms
from dagster_project.demo.fleets import fleets
from dagster_project.demo.forests import forest_accounts
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, first_day, last_day, month_of
from dagster_project.demo.output_series import yearly_value_cny
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes

THOUSAND = 1000
SMALLEST_CNY, LARGEST_CNY = 200_000, 48_000_000
MONTHS_BEFORE = 10  # the oldest loans were signed so long before the first month


@dataclass(frozen=True)
class Loan:
    """What was lent, and how it is paid back."""

    row: Row
    signed: int  # month
    matures: int  # month
    amount_cny: int
    is_bullet: bool

    def outstanding_cny(self, month: int) -> int:
        """At the end of a month: all of it until maturity, or paid back in equal parts."""
        if self.is_bullet:
            return self.amount_cny
        passed, months = month - self.signed, self.matures - self.signed
        return self.amount_cny * (months - passed) // (months * THOUSAND) * THOUSAND


def contract_rows(plan: Plan, seed: int) -> list[Row]:
    """The contracts signed within the plan; the first plan has no start."""
    return [dict(loan.row) for loan in _loans(seed) if in_plan(plan, loan.signed)]


def in_plan(plan: Plan, month: int) -> bool:
    """Whether a month falls within the plan; the first plan has no start."""
    return (not plan.covers_from or month_of(plan.covers_from) <= month) and month <= month_of(plan.covers_to)


def balance_rows(plan: Plan, seed: int) -> list[Row]:
    """One row per loan and month end within the plan while it is not paid back."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    return [
        {
            "loan_id": loan.row["loan_id"],
            "month_end": last_day(month),
            "outstanding_cny": f"{loan.outstanding_cny(month)}.00",
        }
        for loan in _loans(seed)
        for month in range(max(first, loan.signed), min(last, loan.matures - 1) + 1)
    ]


def application_rows(plan: Plan, seed: int) -> list[Row]:
    """The applications made within the plan."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    applicants = (account for account in _borrowers(seed) if happens(seed, "application", account.account_id))
    return [row for account in applicants for month, row in _applications(account, seed) if first <= month <= last]


@cache
def _loans(seed: int) -> tuple[Loan, ...]:
    return tuple(
        _loan(account, number, seed)
        for account in _borrowers(seed)
        for number, what in enumerate(("loan", "second_loan"), start=1)
        if happens(seed, what, account.account_id) and _yearly_cny(account, seed)
    )


def _borrowers(seed: int) -> tuple[Account, ...]:
    """The invented accounts that banks lend to."""
    return (*enterprises(seed), *farms(seed), *fleets(seed), *forest_accounts(seed))


def _yearly_cny(account: Account, seed: int) -> int:
    """What an account makes in a usual year: by its products, or by its size where it states none."""
    by_size = _value_of_size_100(account.domain)
    return by_size * account.size_per_mille // THOUSAND if by_size else yearly_value_cny(account, seed)


@cache
def _value_of_size_100(domain: str) -> int:
    return next((recipe.number("value_cny") for recipe in recipes("borrower") if recipe.how["domain"] == domain), 0)


@cache
def _kinds(domain: str) -> tuple[Recipe, ...]:
    return tuple(recipe for recipe in recipes("loan_kind") if recipe.how["domain"] == domain)


def _loan(account: Account, number: int, seed: int) -> Loan:
    name = account.account_id
    rng = draws(seed, name, "loan", number)
    kind = weighted(rng, _kinds(account.domain))
    signed = rng.randrange(max(account.first_month, FIRST_MONTH) - MONTHS_BEFORE, account.last_month)
    matures = signed + rng.randint(kind.number("months_from"), kind.number("months_to"))
    amount = _amount(account, kind, rng, seed)
    day = f"{rng.randint(1, 28):02d}"
    row = {
        "loan_id": f"LN-{name.removeprefix('DEMO-')}-{number}",
        "bank_code": rng.choice(recipes("bank_registry")).row["bank_code"],
        "account_id": name,
        "product_code": kind.how["product_code"],
        "contract_amount_cny": f"{amount}.00",
        "annual_rate_pct": f"{rng.randint(kind.number('rate_bp_from'), kind.number('rate_bp_to')) / 100:.4f}",
        "signed_on": first_day(signed)[:8] + day,
        "matures_on": first_day(matures)[:8] + day,
        "asset_class": "business_loan",
        "loan_type": kind.how["loan_type"],
    }
    if kind.how["loan_type"] == "project":
        row["project_id"] = f"PRJ-{name.removeprefix('DEMO-')}-{number}"
        row["project_investment_cny"] = f"{amount * rng.randint(120, 240) // 100}.00"
    return Loan(row, signed, matures, amount, is_bullet=rng.randrange(3) > 0)


def _applications(account: Account, seed: int) -> Iterator[tuple[int, Row]]:
    name = account.account_id
    rng = draws(seed, name, "application")
    kind = weighted(rng, _kinds(account.domain))
    amount = _amount(account, kind, rng, seed)
    month = rng.randrange(max(account.first_month, FIRST_MONTH + 3), LAST_MONTH + 1)
    row = {
        "application_id": f"AP-{name.removeprefix('DEMO-')}",
        "bank_code": rng.choice(recipes("bank_registry")).row["bank_code"],
        "account_id": name,
        "product_code": kind.how["product_code"],
        "amount_cny": f"{amount}.00",
        "applied_on": f"{first_day(month)[:8]}{rng.randint(1, 28):02d}",
    }
    if rng.randrange(2):
        row["collateral_value_cny"] = f"{amount * rng.randint(90, 220) // 100}.00"
    yield month, row


def _amount(account: Account, kind: Recipe, rng: Random, seed: int) -> int:
    per_mille = rng.randint(kind.number("value_per_mille_from"), kind.number("value_per_mille_to"))
    amount = _yearly_cny(account, seed) * per_mille // THOUSAND
    return max(SMALLEST_CNY, min(amount, LARGEST_CNY)) // THOUSAND * THOUSAND
