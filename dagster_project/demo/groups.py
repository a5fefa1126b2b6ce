"""What the groups of invented enterprises and of invented buildings have in common: names, counties, classes, gaps.

A group is a row of ``enterprise_group.csv`` or ``building_group.csv``: how many accounts of one kind there are, where
and how large. Names are invented: 示例 (sample) stands in front of each.
"""

from __future__ import annotations

from functools import cache

from dagster_project.demo.draw import draws, happens
from dagster_project.demo.recipes import LIST_SEPARATOR, Recipe, recipes

LONGEST_GAP = 5


def account_id(group: Recipe, number: int) -> str:
    return f"DEMO-{group.how['group']}-{number:02d}"


def title(group: Recipe, number: int, legal_form: str = "") -> str:
    """No two accounts of a group share one."""
    words = recipes("word")
    start = draws(0, group.how["group"]).randrange(len(words))
    return f"示例{words[(start + number) % len(words)].how['word']}{group.how['stem']}{legal_form}"


def county(group: Recipe, number: int) -> str:
    """The counties of the group in turn."""
    counties = _listed(group)
    return counties[(number - 1) % len(counties)]


@cache
def all_counties() -> tuple[str, ...]:
    return tuple(sorted({county for group in recipes("enterprise_group") for county in _listed(group)}))


@cache
def classes(quantity: str) -> tuple[Recipe, ...]:
    """The classes of ``performance_class.csv`` by which accounts differ in one quantity."""
    return tuple(recipe for recipe in recipes("performance_class") if recipe.how["quantity"] == quantity)


def gaps(name: str, first: int, last: int, seed: int) -> frozenset[int]:
    """Months between the first and the last whose energy an account never delivers."""
    if not happens(seed, "gaps", name):
        return frozenset()
    rng = draws(seed, name, "gaps")
    start = rng.randrange(first + 1, last - LONGEST_GAP + 1)
    return frozenset(range(start, start + rng.randint(1, LONGEST_GAP)))


def yes_or_no(answer: bool) -> str:
    return "true" if answer else "false"


def _listed(group: Recipe) -> list[str]:
    return group.how["counties"].split(LIST_SEPARATOR)
