"""Products made, with their value and the energy of their own; what follows from them is in ``economics_series``."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from dagster_project.demo.accounts import Account
from dagster_project.demo.draw import draws, happens
from dagster_project.demo.lines import Line, lines, period_row, periods
from dagster_project.demo.months import FIRST_MONTH, YEAR
from dagster_project.demo.recipes import Plan, Row

CENT = Decimal("0.01")
GRAM = Decimal("0.000001")
ENERGY_NOISE_PER_MILLE = 15


def output_rows(plan: Plan, seed: int) -> list[Row]:
    """Quantity, value, and the energy of each product where the enterprise measures it."""
    return [_output_row(line, start, seed) for line, start in periods("product", plan, seed)]


def yearly_value_cny(account: Account, seed: int) -> int:
    """What the products of a usual year are worth; the scale of loans and investments."""
    return int(sum((_yearly_value(line) for line in products(seed).get(account.account_id, ())), Decimal(0)))


def _output_row(line: Line, start: int, seed: int) -> Row:
    row = period_row(line, start, seed)
    quantity = Decimal(row["quantity"])
    name = line.account.account_id
    rng = draws(seed, name, line.recipe.row["product_code"], "energy", start)
    noise = 1000 + rng.randint(-ENERGY_NOISE_PER_MILLE, ENERGY_NOISE_PER_MILLE)
    intensity = Decimal(_intensity_bp(line.account, start) * noise) / (10_000 * 1000)
    if line.recipe.how["kgce"] and not happens(seed, "no_product_energy", name):
        row["energy_tce"] = f"{(quantity * Decimal(line.recipe.how['kgce']) * intensity / 1000).quantize(GRAM):f}"
    if line.recipe.how["kwh"] and not happens(seed, "no_product_energy", name):
        row["electricity_kwh"] = f"{(quantity * Decimal(line.recipe.how['kwh']) * intensity).quantize(GRAM):f}"
    if line.recipe.how["price_cny"]:
        row["output_value_cny"] = f"{value_cny(line, start, seed):f}"
    if line.recipe.how["condition_from"]:
        span = line.recipe.number("condition_from"), line.recipe.number("condition_to")
        row["condition_value"] = f"{draws(seed, name, 'condition').randint(*span)}.{start % YEAR}"
    return row


@cache
def products(seed: int) -> dict[str, tuple[Line, ...]]:
    """The product lines that have a price, by account."""
    found: dict[str, list[Line]] = {}
    for line in lines("product", seed):
        if line.recipe.how["price_cny"]:
            found.setdefault(line.account.account_id, []).append(line)
    return {name: tuple(of_account) for name, of_account in found.items()}


@cache
def value_cny(line: Line, start: int, seed: int) -> Decimal:
    """What the output of a period is worth."""
    value = line.quantity(start, seed) * Decimal(line.recipe.how["price_cny"])
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def _yearly_value(line: Line) -> Decimal:
    how = line.recipe.how
    return Decimal(how["yearly"]) * Decimal(how["price_cny"]) * line.account.size_per_mille / 1000


def _intensity_bp(account: Account, start: int) -> int:
    """Ten-thousandths of what its trade needs for one unit."""
    years = start // YEAR - FIRST_MONTH // YEAR
    return account.intensity_pct * (100 + account.change_pct * years)
