"""Values by type for columns without a recipe: inside the contract's limits, and only where no recipe speaks."""

from decimal import Decimal

import pytest

from dagster_project.demo.fill import fill_unknown_columns
from dagster_project.lib.contract import Column, SourceContract


def _filled(column: Column, rows: int = 40) -> list[str]:
    contract = SourceContract("thing", "things", "", "", "normal", ("id",), (Column("id", "text"), column))
    deliveries = {"first": [{"id": str(number)} for number in range(rows)]}
    fill_unknown_columns(contract, deliveries, seed=1)
    return [row[column.name] for row in deliveries["first"]]


@pytest.mark.parametrize(
    "column",
    [
        Column("value", "int", minimum=Decimal(0), minimum_is_exclusive=True, maximum=Decimal(1)),
        Column("value", "int", minimum=Decimal(1900), maximum=Decimal(2200)),
        Column("value", "dec(9,6)", minimum=Decimal(0), maximum=Decimal(1)),
        Column("value", "dec(6,6)", minimum=Decimal(0), minimum_is_exclusive=True),
        Column("value", "dec(5,2)"),
    ],
)
def test_numbers_keep_to_range_and_type(column: Column):
    for text in _filled(column):
        value = Decimal(text)
        assert column.minimum is None or value >= column.minimum
        assert not column.minimum_is_exclusive or value > (column.minimum or 0)
        assert column.maximum is None or value <= column.maximum
        if column.kind == "dec":
            assert abs(value) < Decimal(10) ** (column.precision - column.scale)
            assert -value.as_tuple().exponent == column.scale


def test_values_and_defaults_come_from_the_contract():
    assert set(_filled(Column("value", "text", values=("a", "b")))) == {"a", "b"}
    assert set(_filled(Column("value", "text", values=("current", "withdrawn"), default="current"))) == {"current"}


def test_a_column_that_a_recipe_knows_is_left_as_it_is():
    contract = SourceContract(
        "thing", "things", "", "", "normal", ("id",), (Column("id", "text"), Column("note", "text"))
    )
    deliveries = {"first": [{"id": "1", "note": "said"}, {"id": "2"}], "second": [{"id": "3"}]}
    fill_unknown_columns(contract, deliveries, seed=1)
    assert deliveries == {"first": [{"id": "1", "note": "said"}, {"id": "2"}], "second": [{"id": "3"}]}
