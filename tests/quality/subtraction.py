"""The attack on published totals: add and subtract cells until what is left is the share of a few.

Belongs here: the arithmetic of the attack. Does not belong here: what is published (test_public_totals), or of whom
(public_worlds). A published cell is a row over shares: one if the share is in its total. Of every combination of a few
cells, with the signs -1, 0 and 1, the shares are looked at that do not cancel: contributors, and who has most of it.
"""

import itertools
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

Signs = np.ndarray
Weights = np.ndarray
MOST_CELLS_OF_ALL_SIGNS = 9


@cache
def all_signs(cells: int) -> Signs:
    """Every way to add and subtract so many cells but nothing at all; a way and its negative leave the same."""
    ways = list(itertools.product((0, 1, -1), repeat=cells))
    return np.array(ways[1 : (len(ways) + 1) // 2], dtype=np.int8)


def signs_for(cells: int, rng: np.random.Generator, samples: int = 4000) -> Signs:
    """All ways of a few cells, of many a sample of sparse ones: a difference of few cells isolates best."""
    if cells <= MOST_CELLS_OF_ALL_SIGNS:
        return all_signs(cells)
    ways = rng.integers(-1, 2, size=(samples, cells), dtype=np.int8)
    ways[rng.random(ways.shape) > 3 / cells] = 0
    return ways[ways.any(axis=1)]


def left_over(cells: Sequence[np.ndarray], signs: Signs) -> np.ndarray:
    """What every combination leaves of each share: its multiple, 0 where it has cancelled."""
    return signs.astype(np.int16) @ np.array(cells, dtype=np.int16)


def fewest(left: np.ndarray, contributors: Callable[[np.ndarray], np.ndarray]) -> int | None:
    """The fewest contributors that any combination leaves, none if nothing is ever left."""
    counts = contributors(left != 0)
    counts = counts[counts > 0]
    return int(counts.min()) if counts.size else None


def largest_part(left: np.ndarray, amounts: Weights) -> float:
    """The largest part that one share has in what any combination leaves."""
    weights = np.abs(left * amounts)
    totals = weights.sum(axis=1)
    told = totals > 0
    return float((weights[told].max(axis=1) / totals[told]).max()) if told.any() else 0.0
