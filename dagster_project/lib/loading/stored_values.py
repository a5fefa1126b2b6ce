"""Columns that a Parquet file already keeps in the contract's type: the same results as by their text, without it.

A value is read from what is stored; its text is spelled out only where a rule or a reason asks for it (a set, a
pattern, the class of a rejected value), and where the two could differ: moments before and after all ordinary time.
Which types take this way is decided by ``value_of``; every other one goes by its text. A test holds both ways equal.
"""

import re
from dataclasses import dataclass

from dagster_project.lib.contract import Column
from dagster_project.lib.loading.values import Value
from dagster_project.lib.sql import literal, quoted

WHOLE_TYPES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
MAX_DIGITS = 38
INSTANT = "TIMESTAMP WITH TIME ZONE"
# Between these no clock has an offset of seconds, and no year another number of digits: the text says the same.
ORDINARY_TIME = ("1973-01-01 00:00:00", "9998-12-29 00:00:00")


def value_of(column: Column, place: int, timezone: str, stored: str | None) -> Value:
    """The shortest right way to read a column; ``stored`` is its type in the file, None where all is text."""
    if stored and _is_covered(column, stored):
        return StoredValue(column, place, timezone, stored)
    return Value(column, place, timezone)


def exact_number(name: str, stored: str | None, sql_type: str) -> str:
    """A delivered number of any column in another exact type; null where it is none or does not fit."""
    is_exact = stored in WHOLE_TYPES or DECIMAL.fullmatch(stored or "")
    return f"try_cast({quoted(name) if is_exact else f'cast({quoted(name)} as varchar)'} as {sql_type})"


def _is_covered(column: Column, stored: str) -> bool:
    match column.kind:
        case "int":
            return stored in WHOLE_TYPES
        case "dec":
            return stored in WHOLE_TYPES or (DECIMAL.fullmatch(stored) is not None and _is_comparable(column, stored))
        case "date":
            return stored == "DATE"
        case "bool":
            return stored == "BOOLEAN"
        case "ts":
            return stored in ("TIMESTAMP", INSTANT)
    return False  # text goes by its text


def _is_comparable(column: Column, stored: str) -> bool:
    """Whether a type can hold every digit of both."""
    precision, scale = _digits(stored)
    return max(precision - scale, column.precision - column.scale) + max(scale, column.scale) <= MAX_DIGITS


def _digits(stored: str) -> tuple[int, int]:
    """Precision and scale of a number's type."""
    match = DECIMAL.fullmatch(stored)
    return (int(match[1]), int(match[2])) if match else (20, 0)


@dataclass(frozen=True)
class StoredValue(Value):
    """The expressions for one column that is stored as ``stored_type``."""

    stored_type: str

    @property
    def stored(self) -> str:
        return f"stored_{self.place}"

    @property
    def text(self) -> str:
        """In place, not a column of its own: within a case it is computed for the rows that come there."""
        return f"cast({self.stored} as varchar)"

    def source(self) -> list[str]:
        return [f"{quoted(self.column.name)} as {self.stored}"]

    def is_absent(self) -> str:
        return f"({self.stored} is null)"

    def typed_expression(self) -> str:
        match self.column.kind:
            case "dec" | "int":
                return f"try_cast({self.stored} as {self.column.sql_type})"
            case "date":
                return f"case when {self.stored} between date '0001-01-01' and date '9999-12-31' then {self.stored} end"
            case "bool":
                return self.stored
        return super().typed_expression()

    def is_rounded(self) -> str | None:
        if self.column.kind != "dec" or _digits(self.stored_type)[1] <= self.column.scale:
            return None
        return f"coalesce({self.stored} <> {self.typed}, false)"

    def _moment_parts(self) -> tuple[str, str]:
        wall_clock, offset = super()._moment_parts()
        zone = literal(self.timezone)
        known_clock, known_offset = self.stored, "cast(null as bigint)"
        if self.stored_type == INSTANT:
            known_clock = f"timezone({zone}, {self.stored})"
            known_offset = f"date_diff('minute', timezone('UTC', {self.stored}), {known_clock})"
        return (
            f"case when {self._is_ordinary()} then {known_clock} else {wall_clock} end",
            f"case when {self._is_ordinary()} then {known_offset} else {offset} end",
        )

    def _is_ordinary(self) -> str:
        zone = "+00" if self.stored_type == INSTANT else ""
        first, last = (f"cast('{moment}{zone}' as {self.stored_type})" for moment in ORDINARY_TIME)
        return f"{self.stored} between {first} and {last}"

    def _may_not_fit(self) -> bool:
        if self.column.kind == "bool" or self.stored_type == self.column.sql_type.replace(" ", ""):
            return self.column.kind in ("date", "ts")
        return True

    def _type_code(self) -> str:
        return literal("overflow") if self.column.kind in ("dec", "int") else super()._type_code()

    def _beyond_range(self) -> list[str]:
        wrong = super()._beyond_range()
        if self.column.kind == "ts":
            return [f"case when {self._is_ordinary()} then false else {each} end" for each in wrong]
        return wrong
