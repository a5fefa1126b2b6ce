"""The accounts of the demo city: those written by hand in ``account_registry.csv`` and those that
``enterprises``, ``buildings``, ``farms``, ``fleets`` and ``forests`` invent.

An account says what its series need: trade, size, how well it does, and which months it reports. What it reports is
the matter of the series.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from dagster_project.demo.months import FIRST_MONTH, LAST_MONTH, month_of
from dagster_project.demo.recipes import Recipe, Row, recipes


@dataclass(frozen=True, eq=False)
class Account:
    """One account over the two years."""

    registry: Row  # its first description, as delivered
    trade: str
    size_per_mille: int
    is_invented: bool = False
    intensity_pct: int = 100  # of what its trade uses for the same output
    value_pct: int = 100  # of the value that its trade adds to the same output
    change_pct: int = 0  # of that intensity, in the second year
    first_month: int = FIRST_MONTH
    last_month: int = LAST_MONTH
    gaps: frozenset[int] = frozenset()  # months whose energy it never delivers
    building: Row = field(default_factory=dict)
    farm: Row = field(default_factory=dict)

    @property
    def account_id(self) -> str:
        return self.registry["account_id"]

    @property
    def domain(self) -> str:
        return self.registry["domain"]


@cache
def written_accounts() -> tuple[Account, ...]:
    """The accounts written by hand; rows that only describe an account anew have no trade."""
    return tuple(_written(recipe) for recipe in recipes("account_registry") if recipe.how["trade"])


def _written(recipe: Recipe) -> Account:
    """An account that was closed reports up to the month before."""
    closed_on = recipe.row.get("closed_on")
    return Account(
        registry=recipe.row,
        trade=recipe.how["trade"],
        size_per_mille=recipe.number("size_pct") * 10,
        last_month=month_of(closed_on) - 1 if closed_on else LAST_MONTH,
    )
