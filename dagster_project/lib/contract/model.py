"""What a source contract says, as plain immutable objects; where it is read from is the reader's matter."""

import hashlib
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

DECIMAL_TYPE = re.compile(r"dec\((\d+),\s*(\d+)\)")
PLAIN_TYPES = {"text": "VARCHAR", "int": "BIGINT", "date": "DATE", "ts": "TIMESTAMP", "bool": "BOOLEAN"}
KEY_TYPE = "DECIMAL(38,0)"  # of a pseudonym: see loading.pseudonyms
LOADING_RULES = (
    *("name", "data_type", "required", "minimum", "minimum_is_exclusive", "maximum", "values", "pattern"),
    *("local_day", "interval_column"),
)
TECHNICAL_COLUMNS = (("_load_id", "VARCHAR"), ("_line_no", "BIGINT"), ("_known_at", "TIMESTAMP"))


@dataclass(frozen=True)
class Column:
    """One column of a delivered file; every limit that is not stated is None."""

    name: str
    data_type: str
    description: str = ""
    required: bool = False
    unit: str | None = None
    minimum: Decimal | None = None
    minimum_is_exclusive: bool = False
    maximum: Decimal | None = None
    values: tuple[str, ...] | None = None
    pattern: str | None = None  # of the whole value as delivered
    default: str | int | bool | None = None  # applied in staging; the raw zone keeps null
    local_day: Literal["start_of_interval"] | None = None  # of a ts: the local day is that of the interval's start
    interval_column: str | None = None  # minutes between the interval's start and this ts
    references: str | None = None  # the source whose record this value names, by the first column of its key

    @property
    def kind(self) -> str:
        """text, int, dec, date, ts or bool."""
        return self.data_type.split("(", 1)[0]

    @property
    def precision(self) -> int:
        return self._decimal_parts[0]

    @property
    def scale(self) -> int:
        return self._decimal_parts[1]

    @property
    def _decimal_parts(self) -> tuple[int, int]:
        match = DECIMAL_TYPE.fullmatch(self.data_type)
        if match is None:
            raise ValueError(f"{self.name} is {self.data_type}, not a decimal")
        return int(match[1]), int(match[2])

    @property
    def sql_type(self) -> str:
        """The type in the raw zone."""
        return f"DECIMAL({self.precision},{self.scale})" if self.kind == "dec" else PLAIN_TYPES[self.kind]

    @property
    def local_on(self) -> str:
        """The name of the day on the wall clock that stands beside a ts."""
        return f"{self.name}_local_on"


@dataclass(frozen=True)
class Secret:
    """A column whose values never leave the loader: it becomes ``key_column``, a pseudonym within ``namespace``.

    It may state ``references`` like any other column: the master's own key is a secret of the same namespace then, and
    the two keys are compared.
    """

    column: str
    key_column: str
    namespace: str


@dataclass(frozen=True)
class Expected:
    """How often a delivery is expected: for each month, by this day of the next one."""

    every: Literal["month"]
    by_day: int


@dataclass(frozen=True)
class SourceContract:
    """Everything the pipeline knows about one source before a file of it arrives."""

    name: str
    family: str
    description: str
    title_zh: str
    volume: Literal["normal", "high"]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    reject_limit: Decimal = Decimal("0.5")
    month_column: str | None = None
    expected: Expected | None = None
    secret: Secret | None = None
    entity: str | None = None  # of master data: what one record is, such as account; others wait as unknown_<entity>
    activity_date: str | None = None  # the day that may not lie ahead of the delivery
    exactly_one_of: tuple[str, ...] = ()  # of these columns a row fills one
    dirties: str | None = None  # a high-volume source whose months are built again where loads of this one have rows

    @property
    def is_high_volume(self) -> bool:
        return self.volume == "high"

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required_columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def month_date_column(self) -> str | None:
        """The DATE column of the raw zone whose month is the month of the record."""
        if self.month_column is None:
            return None
        column = self.column(self.month_column)
        return column.local_on if column.kind == "ts" else column.name

    @cached_property
    def raw_schema(self) -> tuple[tuple[str, str], ...]:
        """Names and SQL types of the raw zone's columns, in order."""
        schema: list[tuple[str, str]] = []
        for column in self.columns:
            if self.secret and column.name == self.secret.column:
                schema.append((self.secret.key_column, KEY_TYPE))
                continue
            schema.append((column.name, column.sql_type))
            if column.kind == "ts":
                schema.append((column.local_on, "DATE"))
        return (*schema, *TECHNICAL_COLUMNS)

    @cached_property
    def fingerprint(self) -> str:
        """Changes with everything that decides what a file loads as, and with nothing else (no texts)."""
        content = {
            "name": self.name,
            "volume": self.volume,
            "month_column": self.month_column,
            "reject_limit": str(self.reject_limit),
            "secret": [self.secret.column, self.secret.key_column, self.secret.namespace] if self.secret else None,
            "columns": [_loading_rules(column) for column in self.columns],
        }
        if self.exactly_one_of:
            content["exactly_one_of"] = list(self.exactly_one_of)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _loading_rules(column: Column) -> dict[str, object]:
    stated = {rule: getattr(column, rule) for rule in LOADING_RULES}
    return {rule: str(value) if isinstance(value, Decimal) else value for rule, value in stated.items()}
