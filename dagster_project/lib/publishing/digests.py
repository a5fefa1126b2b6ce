"""The content digest: what a table says, independent of how its file is laid out.

Row count and the sum of the first 60 bits of md5 over all columns as text, pushed down to DuckDB. The sum makes the
digest independent of row order, the sorting of column names independent of column order.
Belongs here: the definition of the digest. Does not belong here: which tables are published, or file hashes.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.sqltext import name_sql

NO_MONTH = "no_month"
# Types whose text is exact and the same on every machine. A DOUBLE's text is not exact, a TIMESTAMP WITH TIME ZONE's
# depends on the session, and a list's does not tell ['a, b'] from ['a', 'b'].
_EXACT_TYPES = frozenset(
    {"BOOLEAN", "VARCHAR", "DATE", "TIMESTAMP", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"}
    | {"UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"}
)
# 18 digits fit 64 bits. A key (38 digits without a fraction) hardly ever does, so it is not tried.
_NARROW_DIGITS = 18
_WIDE_DECIMAL = re.compile(r"DECIMAL\((?:19|2[0-9]|3[0-8]),([1-9][0-9]*)\)")


@dataclass(frozen=True)
class DigestRules:
    """Columns that say when or by which run something was made, and so are no content (or only partly)."""

    exclude: Sequence[str] = ()
    replace: Mapping[str, str] = field(default_factory=dict)  # column -> SQL expression that stands in for it


@dataclass(frozen=True)
class TableDigest:
    rows: int
    content_digest: str


EXACT = DigestRules()


@dataclass(frozen=True)
class Measure:
    """What one scan says of some rows: how many, the sum of their digests, and a fingerprint.

    The fingerprint is DuckDB's own hash: a hundred times cheaper than the digest, and good only to compare two tables
    in one process, such as a table and what was written of it.
    """

    rows: int
    total: int
    fingerprint: int = 0

    def digest(self, names: Sequence[str]) -> TableDigest:
        """`names`: the columns that count (content_columns)."""
        return _digest(names, self.rows, self.total)

    def __add__(self, other: "Measure") -> "Measure":
        return Measure(self.rows + other.rows, self.total + other.total, self.fingerprint + other.fingerprint)


NO_ROWS = Measure(0, 0)


def content_columns(columns: Sequence[str], rules: DigestRules = EXACT) -> list[str]:
    return sorted(name for name in columns if name not in set(rules.exclude))


def measures(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[str],
    rules: DigestRules = EXACT,
    *,
    by: str = "''",
    where: str = "true",
) -> dict[Any, Measure]:
    """Rows, sum and fingerprint of each group of rows that share the value of the SQL expression `by`."""
    _, row_text = _row_text(connection, relation, columns, rules)
    found = connection.execute(
        f"SELECT g, {_ROWS_AND_SUM}, coalesce(sum(f), 0) FROM (SELECT {by} AS g, {row_text} AS r, "
        f"{fingerprint_sql(columns)} AS f FROM {relation} WHERE {where}) GROUP BY g ORDER BY g"
    ).fetchall()
    return {group: Measure(int(rows), int(total), int(fingerprint)) for group, rows, total, fingerprint in found}


def fingerprints(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str], *, by: str
) -> dict[Any, Measure]:
    """Rows and fingerprint of each group, without the digests: for rows that are held by their file's hash."""
    found = connection.execute(
        f"SELECT {by}, count(*), sum({fingerprint_sql(columns)}) FROM {relation} GROUP BY ALL"
    ).fetchall()
    return {group: Measure(int(rows), 0, int(fingerprint)) for group, rows, fingerprint in found}


def fingerprint_sql(columns: Sequence[str]) -> str:
    """SQL text of one row's share of a fingerprint; columns in the order given."""
    return f"hash({', '.join(name_sql(name) for name in columns)})"


def table_digest(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str], rules: DigestRules = EXACT
) -> TableDigest:
    """Digest of `relation` (a quoted name, or anything that may follow FROM)."""
    names, row_text = _row_text(connection, relation, columns, rules)
    rows, total = connection.execute(
        f"SELECT {_ROWS_AND_SUM} FROM (SELECT {row_text} AS r FROM {relation})"
    ).fetchall()[0]
    return _digest(names, rows, total)


def month_digests(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[str],
    month_column: str | None,
    rules: DigestRules = EXACT,
) -> tuple[TableDigest, dict[str, TableDigest]]:
    """Digest of the whole and per month (`2024-01`) of `month_column`; rows without a month are under `no_month`."""
    names, row_text = _row_text(connection, relation, columns, rules)
    found = connection.execute(
        f"SELECT m, {_ROWS_AND_SUM} FROM (SELECT {month_sql(month_column)} AS m, {row_text} AS r FROM {relation}) "
        "GROUP BY m ORDER BY m"
    ).fetchall()
    whole = _digest(names, sum(rows for _, rows, _ in found), sum(total for _, _, total in found))
    return whole, {month: _digest(names, rows, total) for month, rows, total in found}


def month_sql(month_column: str | None) -> str:
    """SQL text of a row's month, the name of the part that the row belongs to."""
    if month_column is None:
        return f"'{NO_MONTH}'"
    return f"coalesce(strftime({name_sql(month_column)}, '%Y-%m'), '{NO_MONTH}')"


def in_month_sql(month_column: str | None, month: str) -> str:
    """Condition for the rows of one part, as a range of the bare column, so that DuckDB skips the other row groups."""
    if month_column is None:
        return "true"
    column = name_sql(month_column)
    if month == NO_MONTH:
        return f"{column} IS NULL"
    return f"{column} >= DATE '{month}-01' AND {column} < DATE '{month}-01' + INTERVAL 1 MONTH"


def overall_digest(tables: Iterable[tuple[str, str, TableDigest]]) -> str:
    """Digest over (schema, table, digest), in whatever order they come."""
    lines = sorted([schema, table, digest.rows, digest.content_digest] for schema, table, digest in tables)
    return _sha256_of_json(lines)


# 15 hexadecimal digits are 60 bits: they fit a BIGINT on every engine, and their sum over any table fits a HUGEINT.
_ROWS_AND_SUM = "count(*), coalesce(sum(('0x' || substr(md5(r), 1, 15))::UBIGINT), 0)"


def _row_text(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str], rules: DigestRules
) -> tuple[list[str], str]:
    """The names that count, and the SQL text of one row.

    Each value is written as `<length>:<value>` and a separator. The length makes the text readable in one way only,
    whatever the values contain; concat() skips nulls, so a null is `:` and an empty text is `0:`.
    """
    _refuse_unknown_columns(relation, columns, rules)
    names = content_columns(columns, rules)
    values = [f"({rules.replace[name]})" if name in rules.replace else name_sql(name) for name in names]
    types = _exact_types(connection, relation, names, values)
    as_text = [_text_sql(value, data_type) for value, data_type in zip(values, types, strict=True)]
    texts = [f"length({text}), ':', {text}, chr(31)" for text in as_text]
    return names, "concat(" + ", ".join(["''", *texts]) + ")"


def _refuse_unknown_columns(relation: str, columns: Sequence[str], rules: DigestRules) -> None:
    for name in (*rules.exclude, *rules.replace):
        if name not in columns:
            raise CarbonError(f"a digest rule of {relation} names column {name}, which is not a column of it")


def _text_sql(value: str, data_type: str) -> str:
    """SQL of a value as text. A wide decimal is written three times faster, in the same digits, from a narrow one."""
    wide = _WIDE_DECIMAL.fullmatch(data_type)
    if wide is None or int(wide[1]) >= _NARROW_DIGITS:  # a type without whole digits writes no 0 before the point
        return f"{value}::VARCHAR"
    return f"coalesce(try_cast({value} AS DECIMAL({_NARROW_DIGITS}, {wide[1]}))::VARCHAR, {value}::VARCHAR)"


def _exact_types(
    connection: duckdb.DuckDBPyConnection, relation: str, names: Sequence[str], values: Sequence[str]
) -> list[str]:
    """The types of the values, all of which have an exact text."""
    if not names:
        return []
    types = []
    selected = ", ".join(f"{value} AS {name_sql(name)}" for name, value in zip(names, values, strict=True))
    for name, data_type, *_ in connection.execute(f"DESCRIBE SELECT {selected} FROM {relation}").fetchall():
        if data_type not in _EXACT_TYPES and not data_type.startswith("DECIMAL("):
            raise CarbonError(
                f"column {name} of {relation} is {data_type}, whose text is not exact, so its content has no digest: "
                "cast it in the model to DECIMAL, VARCHAR, DATE or TIMESTAMP"
            )
        types.append(data_type)
    return types


def _digest(names: Sequence[str], rows: int, total: int) -> TableDigest:
    return TableDigest(int(rows), _sha256_of_json({"columns": list(names), "rows": int(rows), "sum": str(total)}))


def _sha256_of_json(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
