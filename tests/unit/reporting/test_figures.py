"""Figures for people: half away from zero, small values keep digits, every digit is kept beside."""

from decimal import Decimal

import pytest

from dagster_project.lib.reporting.figures import change_pct, exact, figure, signed_pct, unit_text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("12345.675", 2, "12,345.68"),
        ("-12345.675", 2, "-12,345.68"),
        ("0", 2, "0.00"),
        ("0.5", 2, "0.50"),
        ("0.05", 2, "0.05"),
        ("0.054", 2, "0.0540"),
        ("5", 0, "5"),
        ("0.0004251", 4, "0.000425"),
        ("0.0000000001", 2, "0.000000000100"),
        ("999999999999999999.9999999999", 2, "1,000,000,000,000,000,000.00"),
        ("20", 0, "20"),
        ("1E+3", 0, "1,000"),
    ],
)
def test_a_figure(value: str, places: int, text: str) -> None:
    assert figure(Decimal(value), places) == text


def test_no_value_is_no_text() -> None:
    assert (figure(None), exact(None), signed_pct(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("value", "text"), [("1.2300", "1.23"), ("100", "100"), ("0.0000000000", "0"), ("-0.5", "-0.5"), ("1E+3", "1000")]
)
def test_every_digit(value: str, text: str) -> None:
    assert exact(Decimal(value)) == text


@pytest.mark.parametrize(
    ("now", "before", "text"), [("110", "100", "+10.0 %"), ("90", "100", "-10.0 %"), ("1", "1", "0.0 %")]
)
def test_a_change(now: str, before: str, text: str) -> None:
    assert signed_pct(change_pct(Decimal(now), Decimal(before))) == text


@pytest.mark.parametrize("before", [None, Decimal(0), Decimal(-1)])
def test_nothing_to_compare_with(before: Decimal | None) -> None:
    assert change_pct(Decimal(1), before) is None
    assert change_pct(None, Decimal(1)) is None


def test_units_as_people_write_them() -> None:
    assert unit_text("t_per_10k_cny") == "t/万元 (10k CNY)"
    assert unit_text("kwh_per_m2") == "kWh/m²"
    assert unit_text(None) == ""
