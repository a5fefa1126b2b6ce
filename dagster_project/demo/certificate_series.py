"""Green-power certificates: quarter by quarter, for a share of what the account buys; some not yet retired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dagster_project.demo.accounts import Account
from dagster_project.demo.draw import draws, happens
from dagster_project.demo.enterprises import enterprises
from dagster_project.demo.months import FIRST_MONTH, first_day, last_day, month_of
from dagster_project.demo.power import electricity_bought, yearly_kwh
from dagster_project.demo.recipes import Plan, Row

QUARTER = 3
KINDS = ("GEC", "GEC", "GEC", "green_trade", "green_trade", "PPA")
TECHNOLOGIES = (
    ("wind", "640000"),
    ("solar", "630000"),
    ("solar", "330000"),
    ("biomass", "330000"),
    ("hydro", "510000"),
)
RETIRED_PCT = 76
EXCESS_PCT = 6  # of the accounts buy more than they use


def certificate_rows(plan: Plan, seed: int) -> list[Row]:
    """The certificates of the quarters that begin within the plan."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    return [
        _row(account, start, seed)
        for account in enterprises(seed)
        if happens(seed, "certificate", account.account_id) and account.account_id in electricity_bought(seed)
        for start in _quarters(account, first, last, seed)
    ]


def _quarters(account: Account, first: int, last: int, seed: int) -> Iterator[int]:
    begins = FIRST_MONTH + QUARTER * draws(seed, account.account_id, "certificates").randrange(6)
    begins = max(begins, account.first_month + -account.first_month % QUARTER)
    return (month for month in range(begins, account.last_month - 1, QUARTER) if first <= month <= last)


def _row(account: Account, start: int, seed: int) -> Row:
    name = account.account_id
    of_account = draws(seed, name, "certificate")
    kind = of_account.choice(KINDS)
    technology, area = of_account.choice(TECHNOLOGIES)
    excess = of_account.randrange(100) < EXCESS_PCT
    percent = of_account.randint(130, 160) if excess else of_account.randint(6, 70)
    rng = draws(seed, name, "certificate", start)
    kwh = yearly_kwh(electricity_bought(seed)[name]) * percent * rng.randint(90, 110) / (4 * 10_000)
    end = last_day(start + QUARTER - 1)
    row = {
        "certificate_id": f"{kind.upper()}-{name}-{(start - FIRST_MONTH) // QUARTER + 1:02d}",
        "account_id": name,
        "kind": kind,
        "generated_from": first_day(start),
        "generated_to": end,
        "kwh": f"{kwh:.0f}",
        "technology": technology,
        "area_code": area,
        "supplier": f"示例绿电{of_account.randint(1, 4)}号售电公司",
    }
    if kind == "GEC" and rng.randrange(100) < RETIRED_PCT:
        row["retired_on"] = (date.fromisoformat(end) + timedelta(days=rng.randint(12, 60))).isoformat()
    return row
