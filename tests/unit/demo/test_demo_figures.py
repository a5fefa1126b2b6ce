"""The account whose two years are published figures: its deliveries times its own factors give them exactly."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.demo.delivered import delivered

ACCOUNT = "DEMO-IND-HUAKANG"
PROCESS_FACTOR = {"CARBONATE_CACO3": Decimal("0.4397"), "CARBONATE_NA2CO3": Decimal("0.4149")}  # tCO2/t
OUTPUT_T = Decimal("137119.67")


def _rows(landing: Path, source: str, year: str) -> Iterator[dict[str, Any]]:
    for row in delivered(landing, source):
        if row["account_id"] == ACCOUNT and str(row["period_month"]).startswith(year):
            yield row


def _energy_t(landing: Path, year: str) -> Decimal:
    """Quantities of the year times the factors that the account delivered itself."""
    kilo = {"kgCO2/kWh": Decimal(1000)}
    factors = {
        row["activity_code"]: Decimal(row["factor"]) / kilo.get(row["factor_unit"], Decimal(1))
        for row in delivered(landing, "account_factor")
        if row["account_id"] == ACCOUNT
    }
    rows = _rows(landing, "energy_consumption", year)
    return sum((Decimal(str(row["quantity"])) * factors[row["energy_code"]] for row in rows), Decimal(0))


def _process_t(landing: Path, year: str) -> Decimal:
    rows = _rows(landing, "process_activity", year)
    return sum((Decimal(str(row["quantity"])) * PROCESS_FACTOR[row["process_code"]] for row in rows), Decimal(0))


@pytest.mark.parametrize(
    ("year", "energy_t", "process_t", "total_t", "intensity"),
    [
        ("2023", "11659.61", "2491.14", "14150.75", "0.1032"),
        ("2024", "11384.10", "2491.14", "13875.24", "0.1012"),
    ],
)
def test_the_published_figures(
    landing: Path, year: str, energy_t: str, process_t: str, total_t: str, intensity: str
) -> None:
    energy, process = _energy_t(landing, year), _process_t(landing, year)
    assert (energy, process) == (Decimal(energy_t), Decimal(process_t))
    assert energy + process == Decimal(total_t)
    output = sum((Decimal(str(row["quantity"])) for row in _rows(landing, "production_output", year)), Decimal(0))
    assert output == OUTPUT_T
    assert ((energy + process) / output).quantize(Decimal("0.0001")) == Decimal(intensity)


def test_what_photovoltaics_saved_stands_beside(landing: Path) -> None:
    (measure,) = _rows(landing, "reduction_measure", "2024")
    assert Decimal(measure["reduction_t"]) == Decimal("14150.75") - Decimal("13875.24") == Decimal("275.51")
    assert (measure["measure_code"], measure["mode"]) == ("ROOF_PHOTOVOLTAICS", "green_power")
