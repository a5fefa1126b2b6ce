"""The economics of the enterprises, made from the value of their products, so that both sources tell the same story."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from dagster_project.demo.accounts import Account
from dagster_project.demo.city import accounts
from dagster_project.demo.draw import draws, happens
from dagster_project.demo.months import YEAR, first_day, month_of
from dagster_project.demo.output_series import CENT, products, value_cny, yearly_value_cny
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes

NOISE_PER_MILLE = 30
REVENUE_PER_MILLE = 970
QUARTER = 3


def economics_rows(plan: Plan, seed: int) -> list[Row]:
    """Monthly, quarterly or annual economics, as the enterprise delivers them."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    return [
        _economics_row(account, terms, start, months, seed)
        for account, terms in _with_economics(seed)
        if str(months := _period_months(account, seed)) in plan.series
        for start in range(first, last + 1, months)
        if account.first_month <= start and start + months - 1 <= account.last_month
    ]


def _period_months(account: Account, seed: int) -> int:
    """How many months one record of its economics covers."""
    if happens(seed, "annual_economics", account.account_id):
        return YEAR
    return QUARTER if happens(seed, "quarterly_economics", account.account_id) else 1


def _economics_row(account: Account, terms: Recipe, start: int, months: int, seed: int) -> Row:
    name = account.account_id
    noise = partial(draws(seed, name, "economics", start).randint, *_noise(account))
    made = products(seed)[name]
    output = sum((value_cny(line, month, seed) for line in made for month in range(start, start + months)), Decimal(0))
    row = {
        "account_id": name,
        "period_month": first_day(start),
        "period_months": str(months),
        "output_value_cny": f"{output:f}",
        "added_value_cny": f"{_share(output, terms.number('added_value_pct') * account.value_pct * noise() // 10):f}",
        "tax_cny": f"{_share(output, terms.number('tax_per_mille') * noise()):f}",
        "revenue_cny": f"{_share(output, REVENUE_PER_MILLE * noise()):f}",
    }
    if _is(account, "no_added_value", seed):
        del row["added_value_cny"]
    elif _is(account, "zero_added_value", seed):
        row["added_value_cny"] = "0.00"
    if (start + months) % QUARTER == 0:  # balance sheets come by quarter
        row["total_equity_and_debt_cny"] = f"{yearly_value_cny(account, seed) * terms.number('assets_pct') // 100}.00"
    return row


def _is(account: Account, what: str, seed: int) -> bool:
    """Accounts written by hand deliver all their economics."""
    return account.is_invented and happens(seed, what, account.account_id)


def _with_economics(seed: int) -> Iterator[tuple[Account, Recipe]]:
    terms = {recipe.how["trade"]: recipe for recipe in recipes("trade")}
    for account in accounts(seed):
        if account.trade in terms and not _is(account, "no_economics", seed):
            yield account, terms[account.trade]


def _noise(account: Account) -> tuple[int, int]:
    return (1000 - NOISE_PER_MILLE, 1000 + NOISE_PER_MILLE) if account.is_invented else (1000, 1000)


def _share(amount: Decimal, millionths: int) -> Decimal:
    return (amount * millionths / 1_000_000).quantize(CENT, rounding=ROUND_HALF_UP)
