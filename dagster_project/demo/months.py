"""Months as numbers (year x 12 + month - 1), so that a span of months is a range; nothing about the demo's content."""

from __future__ import annotations

from datetime import date, timedelta


def month_of(text: str) -> int:
    """The number of the month of 2023-07 or of any day in it."""
    year, month = text.split("-")[:2]
    return int(year) * 12 + int(month) - 1


def last_day(month: int) -> str:
    """The last day of a month, in ISO form."""
    return (date.fromisoformat(first_day(month + 1)) - timedelta(days=1)).isoformat()


def first_day(month: int) -> str:
    """The first day of a month, in ISO form."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}-01"


YEAR = 12
# The demo covers two calendar years; recipes are written for these.
FIRST_YEAR, LAST_YEAR = 2023, 2024
FIRST_MONTH = FIRST_YEAR * YEAR
LAST_MONTH = LAST_YEAR * YEAR + YEAR - 1
