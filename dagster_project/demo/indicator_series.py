"""Statistics of the city and its counties, year by year, from ``indicator.csv`` and ``county.csv``.

A quantity of the city is shared out among the counties by their weight; a level of a county lies about the city's.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from dagster_project.demo.draw import draws
from dagster_project.demo.months import LAST_YEAR, YEAR, month_of
from dagster_project.demo.recipes import Plan, Recipe, Row, recipes

THOUSAND = 1000


def indicator_rows(plan: Plan, seed: int) -> list[Row]:
    """The values of the years that the plan covers, indicator by indicator."""
    years = range(month_of(plan.covers_from) // YEAR, month_of(plan.covers_to) // YEAR + 1)
    return [row for year in years for indicator in recipes("indicator") for row in _of_year(indicator, year, seed)]


def _of_year(indicator: Recipe, year: int, seed: int) -> Iterator[Row]:
    city = Decimal(indicator.how["city"]) * (THOUSAND + indicator.number("growth_per_mille")) ** (year - LAST_YEAR + 4)
    city /= Decimal(THOUSAND) ** (year - LAST_YEAR + 4)
    for region in recipes("county"):
        yield {
            **region.row,
            "period_year": str(year),
            **indicator.row,
            "value": f"{_rounded(city * _per_mille(indicator, region, seed) / THOUSAND, indicator):f}",
        }


def _per_mille(indicator: Recipe, region: Recipe, seed: int) -> int:
    if indicator.how["kind"] == "quantity" or region.how["is_city"]:
        return region.number("weight")
    return draws(seed, region.row["region_code"], indicator.row["indicator_code"]).randint(880, 1120)


def _rounded(value: Decimal, indicator: Recipe) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-indicator.number("decimals")), rounding=ROUND_HALF_UP)
