"""The indicator set of cities, and a bad fixture for each check of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import city_checks
from .seed_tables import Row, Tables, changed, without

Check = Callable[[Tables], list[str]]
CHECKS: list[Check] = [city_checks.weights, city_checks.measures, city_checks.units]
TABLE = "city_indicator_definition"
COVERAGE = {"indicator_code": "ACCOUNT_COVERAGE_PCT"}
FOREST = {"indicator_code": "FOREST_COVER_PCT"}
GDP = {"indicator_code": "GDP_CNY"}
WRONG_CELLS: list[tuple[Check, Row, Row]] = [
    (city_checks.weights, COVERAGE, {"weight": "0.06"}),
    (city_checks.weights, COVERAGE, {"valid_from": "2025-01-01"}),
    (city_checks.weights, FOREST, {"direction": "none"}),
    (city_checks.measures, COVERAGE, {"numerator_measure": "accounts_seen"}),
    (city_checks.measures, COVERAGE, {"denominator_measure": ""}),
    (city_checks.measures, FOREST, {"scale": "100"}),
    (city_checks.measures, GDP, {"indicator_code": "GDP"}),
    (city_checks.measures, FOREST, {"indicator_code": "regional_total_t"}),
    (city_checks.units, FOREST, {"unit": "per cent"}),
    (city_checks.units, FOREST, {"unit": "tce_per_yuan"}),
    (city_checks.units, FOREST, {"unit": "tce_per_cny_per_person"}),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_indicator_set_is_whole(tables: Tables, check: Check) -> None:
    assert check(tables) == []


@pytest.mark.parametrize(("check", "where", "cells"), WRONG_CELLS)
def test_wrong_cell_is_caught(tables: Tables, check: Check, where: Row, cells: Row) -> None:
    assert len(check(changed(tables, TABLE, where, **cells))) == 1


def test_lost_weight_is_caught(tables: Tables) -> None:
    assert city_checks.weights(without(tables, TABLE, **COVERAGE)) == [
        f"{TABLE} at the start: the weights add up to 0.95"
    ]
