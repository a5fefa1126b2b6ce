"""Draws that are the same on every machine: one generator per thing drawn, from the seed and the thing's name.

A new line in a recipe leaves every other draw as it was. Only whole numbers are drawn; what they mean is the caller's.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise

from dagster_project.demo.recipes import Recipe, recipes


def draws(seed: int, *name: object) -> random.Random:
    """The generator of one thing."""
    return random.Random("|".join(str(part) for part in (seed, *name)))


@cache
def happens(seed: int, what: str, account_id: str) -> bool:
    """Whether something of ``share.csv`` is true of an account.

    The generator has a name of its own: what is drawn once it is true must not depend on this draw.
    """
    return draws(seed, "happens", what, account_id).randrange(1000) < _per_mille(what)


def weighted(rng: random.Random, options: Sequence[Recipe]) -> Recipe:
    """One of several recipes by their column ``_weight``."""
    place = rng.randrange(sum(option.number("weight") for option in options))
    for option in options:
        place -= option.number("weight")
        if place < 0:
            return option
    raise AssertionError("the place lies within the sum of the weights")


def allot(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of a total, in proportion to the weights; they add up to the total exactly."""
    sums = list(accumulate(weights, initial=0))
    marks = [total * part // sums[-1] for part in sums]
    return [end - start for start, end in pairwise(marks)]


@cache
def _per_mille(what: str) -> int:
    for recipe in recipes("share"):
        if recipe.how["what"] == what:
            return recipe.number("per_mille")
    raise LookupError(f"share.csv has no share {what}")
