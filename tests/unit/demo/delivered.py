"""The rows that the demo delivers and that are meant to be taken, read once per source."""

from functools import cache
from pathlib import Path
from typing import Any

from dagster_project.demo.reasons import FIRST_LINE, expected_rows
from dagster_project.demo.recipes import plans
from tests.support.deliveries import read_rows


@cache
def delivered(landing: Path, source: str) -> tuple[dict[str, Any], ...]:
    """All rows of a source but those of files and lines that are meant to be refused; empty cells are None."""
    refused = {(path, line) for path, line, _ in expected_rows("reject")}
    return tuple(
        row
        for plan in plans()
        if plan.source == source and not plan.breakage and not plan.expect
        for line, row in enumerate(read_rows(landing / plan.path), start=FIRST_LINE)
        if (plan.path, line) not in refused
    )


def values(landing: Path, source: str, column: str) -> set[Any]:
    """The values of one column."""
    return {row[column] for row in delivered(landing, source) if row.get(column) is not None}
