"""Lines: something that an account uses or makes month by month, from a recipe of its trade or of its own.

A recipe states a quantity per year for an account of size 100; here it becomes the quantity of a period. Only integers
and decimals are used, so that every machine makes the same text. What a row looks like is the matter of the series.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from dagster_project.demo.accounts import Account
from dagster_project.demo.city import accounts
from dagster_project.demo.draw import draws, happens
from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, YEAR, first_day, month_of
from dagster_project.demo.recipes import Plan, Recipe, Row, percentages, recipes

NOISE_PER_MILLE = 40
KEYS = (("energy_code", "end_use"), ("process_code", "flow"), ("product_code", "condition"), ("activity_code",))
SHARES_OF_A_YEAR = 1200  # percent of the mean month


@dataclass(frozen=True, eq=False)
class Line:
    """One recipe of one account over a span of months."""

    account: Account
    recipe: Recipe
    first_month: int
    last_month: int

    @property
    def period_months(self) -> int:
        return int(self.recipe.row.get("period_months", 1))

    @property
    def is_exact(self) -> bool:
        """The year adds up to what the recipe states, to the last decimal."""
        return self.recipe.how.get("exact") == "yes"

    @property
    def is_steady(self) -> bool:
        """Land and what grows on it: the quantity follows from the size alone, the same every year."""
        return self.recipe.how.get("steady") == "yes"

    @property
    def is_output(self) -> bool:
        """What is made does not depend on how well the account does; what is used for it does."""
        return "product_code" in self.recipe.row

    def starts(self, first: int, last: int) -> Iterator[int]:
        """The first months of its periods that lie whole within [first, last]."""
        start = max(first, self.first_month)
        start += -start % self.period_months  # periods begin in January, so quarters are calendar quarters
        end = min(last, self.last_month)
        return iter(range(start, end - self.period_months + 2, self.period_months))

    def months(self, start: int) -> range:
        return range(start, start + self.period_months)

    def share(self, start: int) -> int:
        """Percent of the mean month that fall into the period that starts with this month."""
        return sum(self._shares[month % YEAR] for month in self.months(start))

    def quantity(self, start: int, seed: int) -> Decimal:
        """The quantity of the period that starts with this month."""
        if self.is_exact:
            passed = start % YEAR
            return self._part(passed + self.period_months) - self._part(passed)
        share = self.share(start)
        if self.is_steady:
            return self._rounded(
                Decimal(self.recipe.how["yearly"]) * self.account.size_per_mille * share / (1000 * SHARES_OF_A_YEAR)
            )
        noise = 1000 + draws(seed, *self._name, start).randint(-NOISE_PER_MILLE, NOISE_PER_MILLE)
        size = self.account.size_per_mille * share * noise * self._level(start)
        return self._rounded(Decimal(self.recipe.how["yearly"]) * size / (1000 * SHARES_OF_A_YEAR * 1000 * 100**3))

    @property
    def _name(self) -> tuple[str, ...]:
        """Account, code and what stands beside the code in the key."""
        codes = (self.recipe.row.get(code, "") for pair in KEYS if pair[0] in self.recipe.row for code in pair)
        return (self.account.account_id, *codes)

    @property
    def _shares(self) -> tuple[int, ...]:
        return percentages(self.recipe.how["profile"], "month")

    def _level(self, start: int) -> int:
        """Millionths of the first year of an account that does as its trade does."""
        years = start // YEAR - FIRST_MONTH // YEAR
        if not self.account.is_invented:
            return (100 + self.recipe.number("trend_pct") * years) * 100**2
        growth = 100 + _growth_pct(self.account.trade) * years
        if self.is_output:
            return growth * 100**2
        return growth * self.account.intensity_pct * (100 + self.account.change_pct * years)

    def _part(self, months: int) -> Decimal:
        """What the first months of a year take, exactly all of it after twelve."""
        return self._rounded(Decimal(self.recipe.how["yearly"]) * sum(self._shares[:months]) / SHARES_OF_A_YEAR)

    def _rounded(self, quantity: Decimal) -> Decimal:
        return quantity.quantize(Decimal(1).scaleb(-self.recipe.number("decimals")), rounding=ROUND_HALF_UP)


@cache
def lines(topic: str, seed: int) -> tuple[Line, ...]:
    """The lines of all accounts from ``trade_<topic>.csv``, then those of ``<topic>_line.csv``."""
    by_trade: dict[str, list[Recipe]] = {}
    for recipe in recipes(f"trade_{topic}"):
        by_trade.setdefault(recipe.how["trade"], []).append(recipe)
    of_trades = [
        Line(account, recipe, account.first_month, account.last_month)
        for account in accounts(seed)
        for recipe in _chosen(by_trade.get(account.trade, ()), account, seed)
        if not recipe.how.get("share") or happens(seed, recipe.how["share"], account.account_id)
    ]
    return (*of_trades, *_own_lines(topic))


def periods(topic: str, plan: Plan, seed: int) -> Iterator[tuple[Line, int]]:
    """The lines and first months of the periods that a plan covers, account by account."""
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    for line in lines(topic, seed):
        if str(line.period_months) in plan.series:
            yield from ((line, start) for start in line.starts(first, last))


def period_row(line: Line, start: int, seed: int) -> Row:
    """Account, period, what the recipe says of the row, and the quantity."""
    row = {"account_id": line.account.account_id, "period_month": first_day(start)}
    return {**row, **line.recipe.row, "quantity": f"{line.quantity(start, seed):f}"}


def _own_lines(topic: str) -> Iterator[Line]:
    for recipe in recipes(f"{topic}_line"):
        account = Account({"account_id": recipe.how["account_id"]}, trade="", size_per_mille=1000)
        first = month_of(recipe.how["from_month"]) if recipe.how["from_month"] else FIRST_MONTH
        last = month_of(recipe.how["to_month"]) if recipe.how["to_month"] else LAST_MONTH
        yield Line(account, recipe, first, last)


def _chosen(recipes_of_trade: list[Recipe] | tuple[()], account: Account, seed: int) -> Iterator[Recipe]:
    """Recipes of one ``_choice`` are alternatives: an account takes one of them."""
    choices: dict[str, list[Recipe]] = {}
    for recipe in recipes_of_trade:
        choices.setdefault(recipe.how.get("choice", ""), []).append(recipe)
    for choice, options in choices.items():
        yield from options if not choice else [draws(seed, account.account_id, choice).choice(options)]


@cache
def _growth_pct(trade: str) -> int:
    return next((recipe.number("growth_pct") for recipe in recipes("trade") if recipe.how["trade"] == trade), 0)
