"""Personal loans of residents: contracts, balances at the end of a month, applications."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from dagster_project.demo.draw import draws, happens, weighted
from dagster_project.demo.lending_series import Loan, in_plan
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, first_day, last_day, month_of
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes
from dagster_project.demo.residents.persons import Person, digest_id, persons

SMALLEST_CNY, LARGEST_CNY, STEP_CNY = 20_000, 300_000, 5_000


def contract_rows(plan: Plan, seed: int) -> list[Row]:
    return [dict(loan.row) for loan in _loans(seed) if in_plan(plan, loan.signed)]


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
    applicants = (person for person in persons(seed) if happens(seed, "personal_application", person.person_id))
    return [row for person in applicants for month, row in _applications(person, seed) if in_plan(plan, month)]


def _loans(seed: int) -> Iterator[Loan]:
    for person in persons(seed):
        if happens(seed, "personal_loan", person.person_id):
            yield _loan(person, seed)


def _loan(person: Person, seed: int) -> Loan:
    rng = draws(seed, person.person_id, "loan")
    kind = _kind(rng)
    signed = rng.randint(person.first_month, LAST_MONTH)
    matures = signed + rng.randint(kind.number("months_from"), kind.number("months_to"))
    amount, day = _amount(rng), f"{rng.randint(1, 28):02d}"
    row = {
        "loan_id": digest_id("LP", seed, person.person_id),
        "bank_code": rng.choice(person.banks),
        "person_id": person.person_id,
        "product_code": kind.how["product_code"],
        "contract_amount_cny": f"{amount}.00",
        "annual_rate_pct": f"{rng.randint(kind.number('rate_bp_from'), kind.number('rate_bp_to')) / 100:.4f}",
        "signed_on": first_day(signed)[:8] + day,
        "matures_on": first_day(matures)[:8] + day,
        "loan_type": kind.how["loan_type"],
    }
    return Loan(row, signed, matures, amount, is_bullet=False)


def _applications(person: Person, seed: int) -> Iterator[tuple[int, Row]]:
    rng = draws(seed, person.person_id, "application")
    month = rng.randint(max(person.first_month, FIRST_MONTH + 3), LAST_MONTH)
    yield (
        month,
        {
            "application_id": digest_id("AP", seed, person.person_id),
            "bank_code": rng.choice(person.banks),
            "person_id": person.person_id,
            "product_code": _kind(rng).how["product_code"],
            "amount_cny": f"{_amount(rng)}.00",
            "applied_on": f"{first_day(month)[:8]}{rng.randint(1, 28):02d}",
        },
    )


def _kind(rng: Random) -> Recipe:
    return weighted(rng, [recipe for recipe in recipes("loan_kind") if recipe.how["domain"] == "resident"])


def _amount(rng: Random) -> int:
    return rng.randrange(SMALLEST_CNY, LARGEST_CNY + STEP_CNY, STEP_CNY)
