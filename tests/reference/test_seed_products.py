"""Energy limits, intensities and energy products of the seeds, and a bad fixture for each check of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from . import product_checks
from .seed_tables import Row, Tables, changed, without

Check = Callable[[Tables], list[str]]
CHECKS: list[Check] = [
    product_checks.limit_units,
    product_checks.intensity_measures,
    product_checks.energy_outputs,
]
WRONG_CELLS: list[tuple[Check, str, Row, Row]] = [
    (product_checks.limit_units, "energy_limit_unit", {"unit": "kgce_per_t"}, {"product_unit": "kg"}),
    (product_checks.limit_units, "energy_limit_unit", {"unit": "gce_per_kwh"}, {"energy_per_measure_unit": "1000"}),
    (product_checks.limit_units, "energy_limit_unit", {"unit": "kwh_per_t"}, {"measure": "energy_tce"}),
    (
        product_checks.intensity_measures,
        "intensity_indicator",
        {"indicator_code": "EMISSION_PER_TAX"},
        {"denominator_measure": "taxes"},
    ),
    (
        product_checks.intensity_measures,
        "intensity_indicator",
        {"indicator_code": "EMISSION_PER_TAX"},
        {"domains": "industry|moon"},
    ),
    (
        product_checks.energy_outputs,
        "intensity_indicator",
        {"indicator_code": "EMISSION_PER_HEAT"},
        {"product_group": "cold"},
    ),
    (
        product_checks.energy_outputs,
        "ets_benchmark",
        {"year": "2024", "unit_class": "GAS", "product": "heat"},
        {"basis": "generated"},
    ),
    (
        product_checks.energy_outputs,
        "ets_benchmark",
        {"year": "2024", "unit_class": "GAS", "product": "heat"},
        {"unit": "tco2_per_mwh"},
    ),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_limits_and_intensities_are_whole(tables: Tables, check: Check) -> None:
    assert check(tables) == []


@pytest.mark.parametrize(("check", "table", "where", "cells"), WRONG_CELLS)
def test_wrong_cell_is_caught(tables: Tables, check: Check, table: str, where: Row, cells: Row) -> None:
    assert len(check(changed(tables, table, where, **cells))) == 1


def test_limit_unit_that_is_not_taken_apart_is_caught(tables: Tables) -> None:
    assert product_checks.limit_units(without(tables, "energy_limit_unit", unit="kgce_per_adt"))


def test_two_codes_of_one_product_and_basis_are_caught(tables: Tables) -> None:
    assert product_checks.energy_outputs(
        changed(tables, "energy_output", {"product_code": "ELECTRICITY_SUPPLIED"}, basis="generated")
    )
