"""Rows of a raw table made from its source contract: one keeps every rule, one breaks all it can."""

import re

from dagster_project.lib.contract import Column, SourceContract
from dagster_project.lib.gates.raw_suites import PARTITION_COLUMN

GOOD_OF_KIND = {
    "text": "'x'",
    "int": "1",
    "dec": "1",
    "date": "date '2024-01-01'",
    "ts": "timestamp '2024-01-01 08:00:00'",
    "bool": "true",
}


def good_row(contract: SourceContract) -> dict[str, str]:
    """SQL expressions by column, in the order of the raw zone."""
    values = {}
    for column in contract.columns:
        if contract.secret and column.name == contract.secret.column:
            values[contract.secret.key_column] = "7"
            continue
        values[column.name] = _good_value(column)
        if column.kind == "ts":
            values[column.local_on] = "date '2024-01-01'"
    values |= {
        "_load_id": f"'{contract.name}.0123456789abcdef'",
        "_line_no": "2",
        "_known_at": "timestamp '2024-02-01'",
    }
    return values | ({PARTITION_COLUMN: "date '2024-01-01'"} if contract.is_high_volume else {})


def bad_row(contract: SourceContract) -> dict[str, str]:
    """What replaces the good values so that every rule about a value is broken at once; nothing becomes null."""
    values = {"_load_id": "'another.0123456789abcdef'", "_line_no": "0"}
    for column in contract.columns:
        if column.values:
            values[column.name] = "'no such value'"
        elif column.pattern:
            values[column.name] = "date '2024-01-15'" if column.kind == "date" else "'no match'"
        elif column.minimum is not None:
            values[column.name] = str(column.minimum if column.minimum_is_exclusive else column.minimum - 1)
        elif column.maximum is not None:
            values[column.name] = str(column.maximum + 1)
        elif column.kind == "ts":
            values[column.local_on] = "null"
    if contract.is_high_volume:
        values[PARTITION_COLUMN] = "date '2024-02-01'"
    return values


def select(contract: SourceContract, row: dict[str, str]) -> str:
    kinds = dict(contract.raw_schema) | {PARTITION_COLUMN: "DATE"}
    return "select " + ", ".join(f"cast({value} as {kinds[name]}) as {name}" for name, value in row.items())


def _good_value(column: Column) -> str:
    if column.values:
        return f"'{column.values[0]}'"
    if column.kind == "text" and column.pattern:
        words = ["x", *column.pattern.split("|")]  # a pattern that lists words is kept by each of them
        return next((f"'{word}'" for word in words if re.fullmatch(column.pattern, word)), "'x'")
    if column.minimum is not None:
        return str(column.minimum + 1)
    return str(column.maximum) if column.maximum is not None else GOOD_OF_KIND[column.kind]
