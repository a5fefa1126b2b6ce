"""Consents, credit scores and credit events of the enterprises: what a bank may see, and what stops a rating."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from dagster_project.demo.accounts import Account
from dagster_project.demo.city import accounts
from dagster_project.demo.draw import draws, happens
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, LAST_YEAR, first_day, month_of
from dagster_project.demo.recipes import Plan, Row, recipes

TRIGGERS = ("DATA_FALSIFICATION", "MAJOR_ENVIRONMENTAL_PENALTY", "MAJOR_BANK_DEFAULT", "SERIOUS_DISHONESTY")
PARTS = ("basic", "transition")
PART_MISSING_PCT = 3
DOMAINS = ("industry", "building", "agriculture", "orchard", "transport", "forestry")


def consent_rows(plan: Plan, seed: int) -> list[Row]:
    """The decisions of the months that the plan covers, in the order of accounts."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    borrowers = (account for account in accounts(seed) if account.domain in DOMAINS)
    return [row for account in borrowers for month, row in _decisions(account, seed) if first <= month <= last]


def score_rows(plan: Plan, seed: int) -> list[Row]:
    """Both parts of the scores of the years that end within the plan; some accounts lack one part or both."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    years = range(first // 12, last // 12 + 1)
    return [
        row
        for account in accounts(seed)
        if account.domain == "industry" and happens(seed, "scored", account.account_id)
        for year in years
        for row in _scores(account, year, seed)
    ]


def event_rows(plan: Plan, seed: int) -> list[Row]:
    """Events that happen within the plan, and those of before that are cleared within it."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    events = (_event(account, seed) for account in accounts(seed) if happens(seed, "trigger", account.account_id))
    rows = []
    for event in events:
        cleared = event.get("cleared_on", "")
        if cleared and first <= month_of(cleared) <= last:
            rows.append(event)
        elif first <= month_of(event["occurred_on"]) <= last:
            rows.append({part: value for part, value in event.items() if part != "cleared_on"})
    return rows


def _decisions(account: Account, seed: int) -> Iterator[tuple[int, Row]]:
    name = account.account_id
    rng = draws(seed, name, "consent")
    month = max(account.first_month, FIRST_MONTH + rng.randrange(10))
    bank = rng.choice(recipes("bank_registry")).row["bank_code"]
    yield month, _decision(name, "account", "granted", month, rng)
    for what, purpose in (
        ("consents", "credit_reporting"),
        ("shares_with_bank", f"bank_sharing:{bank}"),
        ("public_statistics", "public_statistics"),
    ):
        if happens(seed, what, name):
            yield month, _decision(name, purpose, "granted", month, rng)
    if happens(seed, "consents", name) and happens(seed, "consent_withdrawn", name):
        later = rng.randrange(month + 1, LAST_MONTH + 1)
        yield later, _decision(name, "credit_reporting", "withdrawn", later, rng)


def _decision(name: str, purpose: str, decision: str, month: int, rng: Random) -> Row:
    moment = f"{first_day(month)[:8]}{rng.randint(2, 27):02d}T{rng.randint(8, 17):02d}:{rng.randint(0, 59):02d}:00"
    return {"account_id": name, "purpose": purpose, "decision": decision, "decided_at": moment}


def _scores(account: Account, year: int, seed: int) -> Iterator[Row]:
    rng = draws(seed, account.account_id, "scores", year)
    level = draws(seed, account.account_id, "scores").randint(48, 94)
    for part in PARTS:
        score = min(99, max(20, level + rng.randint(-6, 6)))
        if rng.randrange(100) >= PART_MISSING_PCT:
            yield {
                "account_id": account.account_id,
                "period_year": str(year),
                "part": part,
                "score": f"{score}.{rng.randint(0, 9)}000",
                "model": f"示例评分模型 demo score {LAST_YEAR - 1}",
            }


def _event(account: Account, seed: int) -> Row:
    rng = draws(seed, account.account_id, "event")
    month = rng.randrange(FIRST_MONTH, LAST_MONTH - 3)
    event = {
        "event_id": f"EVT-{account.account_id}",
        "account_id": account.account_id,
        "trigger_code": rng.choice(TRIGGERS),
        "occurred_on": f"{first_day(month)[:8]}{rng.randint(1, 28):02d}",
        "evidence_ref": f"示例文书 demo notice {rng.randint(100, 999)}",
    }
    if rng.randrange(2):
        event["cleared_on"] = f"{first_day(rng.randrange(month + 2, LAST_MONTH + 1))[:8]}20"
    return event
