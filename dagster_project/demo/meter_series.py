"""Meter readings of the demo accounts from ``meter_line.csv``: load, own solar power, export and green power.

Energy is counted in whole watt-hours, so that no machine rounds differently. Statistics are in ``energy_series``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from dagster_project.demo.months import YEAR, first_day, month_of
from dagster_project.demo.power import electricity_bought, kwh_of
from dagster_project.demo.recipes import Plan, Recipe, Row, percentages, recipes

NOISE_PER_MILLE = 50
MINUTES_OF_A_DAY = 1440
HOURS_OF_A_MONTH = 730
LOCAL_OFFSET = "+08:00"


def meter_rows(plan: Plan, seed: int, years: int = 0) -> list[Row]:
    """The readings of all meters that the plan covers, meter by meter in the order of time, so many years later.

    They are made on the calendar of the later year, whose months may have another length.
    """
    first, last = month_of(plan.covers_from), month_of(plan.covers_to)
    offset = LOCAL_OFFSET if plan.dialect == "offset" else ""
    return [
        row
        for line in recipes("meter_line")
        for month in _months(line)
        if first <= month <= last
        for row in _month_rows(line, month, seed, offset, years)
    ]


@cache
def metered_months() -> frozenset[tuple[str, int]]:
    """Account and month where a main meter stands in for the electricity statistics."""
    return frozenset(
        (line.row["account_id"], month)
        for line in recipes("meter_line")
        if line.row.get("meter_role") != "sub" and not line.how["statistics_too"]
        for month in _months(line)
    )


def _months(line: Recipe) -> range:
    return range(month_of(line.how["from_month"]), month_of(line.how["to_month"]) + 1)


def _month_rows(line: Recipe, month: int, seed: int, offset: str, years: int) -> Iterator[Row]:
    rng = random.Random(f"{seed}|{line.row['account_id']}|{line.row['meter_id']}|{month}")
    step = timedelta(minutes=int(line.row["interval_minutes"]))
    start = datetime.fromisoformat(first_day(month + years * YEAR))
    end = datetime.fromisoformat(first_day(month + years * YEAR + 1))
    mean_kw = line.number("mean_kw") or _mean_kw(line, month, seed)
    while start < end:
        quality = "estimated" if start.day == line.number("estimated_on_day") else "measured"
        yield {
            **line.row,
            "interval_end": (start + step).isoformat() + offset,
            **_energies(line, mean_kw, start, rng),
            "quality": quality,
        }
        start += step


def _mean_kw(line: Recipe, month: int, seed: int) -> int:
    """The mean load behind the electricity that the statistics would show."""
    return kwh_of(electricity_bought(seed)[line.row["account_id"]], month, seed) // HOURS_OF_A_MONTH


def _energies(line: Recipe, mean_kw: int, start: datetime, rng: random.Random) -> Row:
    """What flows within one interval; columns that a meter does not measure stay empty."""
    minutes = int(line.row["interval_minutes"])
    noise = rng.randint(1000 - NOISE_PER_MILLE, 1000 + NOISE_PER_MILLE)
    week = percentages("weekday", "week")[start.weekday()]
    load = mean_kw * minutes * _hourly(line.how["profile"], start, minutes) * week * noise // 600_000
    if line.how["generation_kw"]:
        return {"import_kwh": _kwh(load), "export_kwh": _kwh(line.number("generation_kw") * minutes * noise // 60)}
    sun = _hourly("sun", start, minutes) * percentages("sun", "month")[start.month - 1]
    generated = line.number("pv_kw") * minutes * sun * noise // 600_000
    used_on_site = min(generated, load)
    energies = {"import_kwh": _kwh(load - used_on_site)}
    if line.how["pv_kw"]:
        energies |= {"export_kwh": _kwh(generated - used_on_site), "self_generated_kwh": _kwh(used_on_site)}
    if line.how["green_pct"]:
        energies["green_power_kwh"] = _kwh((load - used_on_site) * line.number("green_pct") // 100)
    return energies


def _hourly(profile: str, start: datetime, minutes: int) -> int:
    """Percent of the mean in the hour of the interval; a whole day is the mean of its hours."""
    hours = percentages(profile, "hour")
    return sum(hours) // len(hours) if minutes == MINUTES_OF_A_DAY else hours[start.hour]


def _kwh(watt_hours: int) -> str:
    return f"{watt_hours // 1000}.{watt_hours % 1000:03d}"
