"""Months as numbers (year x 12 + month - 1), so that a span of months is a range; nothing about the demo's content."""

from __future__ import annotations


def month_of(text: str) -> int:
    """The number of the month of 2023-07 or of any day in it."""
    year, month = text.split("-")[:2]
    return int(year) * 12 + int(month) - 1


def first_day(month: int) -> str:
    """The first day of a month, in ISO form."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}-01"


# The demo covers two calendar years.
FIRST_MONTH = month_of("2023-01")
LAST_MONTH = month_of("2024-12")
