"""How much a city delivers, and which files it comes in. How a row is made stands in ``rows``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dagster_project.demo.months import YEAR, first_day
from dagster_project.lib.errors import WrongUse

# As published for Quzhou in 2024: accounts, records within a year, banks, personal loans.
PERSONS = 2_180_000
RECORDS_PER_YEAR = 76_000_000
BANKS = 27
LOANS = 88_900
# Ours, in the same proportion.
APPLICATIONS = 24_000
REDEMPTIONS_PER_YEAR = 400_000
ALLOWANCES = 50_000
VILLAGES = 1_500

MOST_MONTHS = 24
DAILY_FILES = 7  # the last days of the last month come day by day
DELIVERED_ON_DAY = 5  # of the next month


@dataclass(frozen=True)
class BehaviourFile:
    """One delivery of behaviour: days of one month, and when it arrives."""

    name: str
    month: int
    first_day: int  # of the month, from 1
    last_day: int
    days: int  # of the month
    delivered_on: date
    corrects: tuple[int, int, int] | None  # month, first and last day of the records that it states anew


@dataclass(frozen=True)
class CityPlan:
    """The size of the city and the months that it delivers; ``last_month`` is numbered as in ``months``."""

    last_month: int
    months: int = YEAR
    persons: int = PERSONS

    def __post_init__(self) -> None:
        if not 1 <= self.months <= MOST_MONTHS:
            raise WrongUse(f"a city can deliver 1 to {MOST_MONTHS} months, not {self.months}")
        if not 100 <= self.persons <= 10 * PERSONS:
            raise WrongUse(f"a city can have 100 to {10 * PERSONS} persons, not {self.persons}")

    @property
    def first_month(self) -> int:
        return self.last_month - self.months + 1

    def in_proportion(self, of_the_city: int) -> int:
        """What a city of this many persons has of something."""
        return max(1, of_the_city * self.persons // PERSONS)

    def behaviour_files(self) -> Iterator[BehaviourFile]:
        """Whole months, then the first days of the last month, then its last days one by one."""
        for month in range(self.first_month, self.last_month):
            yield self._file(month, 1, days_of(month))
        days = days_of(self.last_month)
        yield self._file(self.last_month, 1, days - DAILY_FILES)
        for day in range(days - DAILY_FILES + 1, days + 1):
            yield self._file(self.last_month, day, day)

    def _file(self, month: int, first: int, last: int) -> BehaviourFile:
        days = days_of(month)
        start = date.fromisoformat(first_day(month))
        is_whole, is_day = last - first + 1 == days, first == last
        name = start.isoformat()[:7] if is_whole else f"{start.isoformat()[:7]}-{last:02d}"
        delivered_on = date.fromisoformat(first_day(month + 1)).replace(day=DELIVERED_ON_DAY)
        if not is_whole:
            delivered_on = start + timedelta(days=last)
        return BehaviourFile(
            name=f"behaviour_{name}.parquet",
            month=month,
            first_day=first,
            last_day=last,
            days=days,
            delivered_on=delivered_on,
            corrects=(month, first - 1, first - 1) if is_day else self._month_before(month),
        )

    def _month_before(self, month: int) -> tuple[int, int, int] | None:
        return (month - 1, 1, days_of(month - 1)) if month > self.first_month else None


def days_of(month: int) -> int:
    return (date.fromisoformat(first_day(month + 1)) - date.fromisoformat(first_day(month))).days
