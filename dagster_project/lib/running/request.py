"""What a run is asked to do, and what kind of run that makes it in a given home. Not here: doing it (session)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from dagster_project.lib.errors import WrongUse

Kind = Literal["live", "as-of", "beside", "rebuild"]

_MONTH = re.compile(r"(?!0000)(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class RunRequest:
    """The arguments of one run, as texts: they come from the command line or from Dagster's launch form."""

    home: Path
    landing: Path | None = None
    as_of: str | None = None
    full_refresh: bool = False
    months: str | None = None
    rebuild: str | None = None  # a release to build again from its own loads
    with_persons: bool = False  # the auditor gets rows of persons, however many there are
    wait_seconds: float = 0.0


def kind_of(request: RunRequest, mode: str | None) -> Kind:
    """What a request means in a home of this mode (None: a home in which nothing has run yet).

    live: load, build, publish as current. as-of: the same as known at a time, in a home that holds nothing else.
    beside: build as known at a time next to a live home's working file. rebuild: the loads of a release, to compare.
    """
    if request.rebuild is not None:
        return "rebuild"
    if request.as_of is None:
        if mode == "as-of":
            raise WrongUse(
                f"the home {request.home} holds builds as of a time: give --as-of, or use another home for live runs"
            )
        return "live"
    return "beside" if mode == "live" else "as-of"


def parse_as_of(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """A time in UTC. A day alone means its end in the home's zone: what was known when that day was over."""
    try:
        if len(text) == len("2024-01-31"):
            day = date.fromisoformat(text)
            moment = datetime.combine(day, time.max, tzinfo=zone)
            if day == now.astimezone(zone).date():
                return now
        else:
            moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUse(
            f"--as-of {text!r} is not a time: "
            "write a day such as 2024-06-30, or a time such as 2024-06-30T18:00:00+08:00"
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    if moment > now:
        raise WrongUse(f"--as-of {text!r} is in the future: nothing is known of that time yet")
    return moment.astimezone(UTC)


def parse_months(text: str) -> tuple[date, ...]:
    """Months of `2024-01` or `2024-01..2024-06`, each as its first day; none of an empty text."""
    if not text:
        return ()
    first_text, separator, last_text = text.partition("..")
    first, last = _month(first_text, text), _month(last_text if separator else first_text, text)
    if last < first:
        raise WrongUse(f"--months {text!r} ends before it begins: write the earlier month first")
    return tuple(
        date(number // 12, number % 12 + 1, 1)
        for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    )


def _month(text: str, whole: str) -> date:
    match = _MONTH.fullmatch(text)
    if match is None:
        raise WrongUse(f"--months {whole!r} is not a range of months; write 2024-01 or 2024-01..2024-06")
    return date(int(match[1]), int(match[2]), 1)
