"""Which deliveries that a contract expects (``expected: {every: month, by_day: 10}``) have not arrived by a day.

A source is expected from the first month it was ever delivered for: nobody misses what was never begun.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.load_lines import EffectiveLoad


@dataclass(frozen=True)
class MissingDelivery:
    """A month of a source for which nothing is in effect although the day has passed."""

    source: str
    period: date
    expected_by: date
    last_delivered_at: datetime


def missing_deliveries(
    contracts: Mapping[str, SourceContract], loads: Iterable[EffectiveLoad], as_of_on: date
) -> list[MissingDelivery]:
    """By source and month, in order."""
    by_source: dict[str, list[EffectiveLoad]] = {}
    for load in loads:
        by_source.setdefault(load.source, []).append(load)
    missing: list[MissingDelivery] = []
    for name, contract in sorted(contracts.items()):
        if contract.expected and name in by_source:
            missing += _missing(name, contract.expected.by_day, by_source[name], as_of_on)
    return missing


def _missing(source: str, by_day: int, loads: list[EffectiveLoad], as_of_on: date) -> list[MissingDelivery]:
    delivered = set[date]().union(*(load.months_covered for load in loads))
    last_delivered_at = max(load.known_at for load in loads)
    missing: list[MissingDelivery] = []
    period = min(delivered, default=as_of_on)
    while (expected_by := _next_month(period).replace(day=by_day)) < as_of_on:
        if period not in delivered:
            missing.append(MissingDelivery(source, period, expected_by, last_delivered_at))
        period = _next_month(period)
    return missing


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
