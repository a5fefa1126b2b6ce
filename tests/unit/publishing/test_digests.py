"""The digest notices every change of content, and nothing else."""

import hashlib
import json
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.digests import (
    DigestRules,
    TableDigest,
    month_digests,
    overall_digest,
    table_digest,
)

COLUMNS = ["a", "b", "d", "q", "t", "y"]
TABLE = """CREATE TABLE t AS SELECT * FROM (VALUES
    ('x', 'null', DATE '2024-01-31', 1.10::DECIMAL(28, 10), TIMESTAMP '2024-01-31 10:00:00', true),
    ('',  NULL,   DATE '2024-02-29', NULL,                  TIMESTAMP '2024-02-29 10:00:00.000001', false),
    (NULL, 'z',   NULL,              -7,                    NULL,                          NULL)
) AS v (a, b, d, q, t, y)"""


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(TABLE)
        yield opened


def digest(connection: duckdb.DuckDBPyConnection, rules: DigestRules | None = None) -> TableDigest:
    return table_digest(connection, "t", COLUMNS, rules or DigestRules())


# The rows of TABLE as text, columns by name: what the definition says, without SQL.
AS_TEXT = [
    ["x", "null", "2024-01-31", "1.1000000000", "2024-01-31 10:00:00", "true"],
    ["", None, "2024-02-29", None, "2024-02-29 10:00:00.000001", "false"],
    [None, "z", None, "-7.0000000000", None, None],
]


def test_the_digest_is_what_its_definition_says(connection: duckdb.DuckDBPyConnection) -> None:
    """Published manifests hold these digests: another definition would need another format of the manifest."""

    def first_60_bits(row: list[str | None]) -> int:
        text = "".join(":\x1f" if value is None else f"{len(value)}:{value}\x1f" for value in row)
        return int(hashlib.md5(text.encode()).hexdigest()[:15], 16)

    content = {"columns": COLUMNS, "rows": 3, "sum": str(sum(first_60_bits(row) for row in AS_TEXT))}
    expected = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    assert digest(connection) == TableDigest(3, expected)


@pytest.mark.parametrize(
    "same",
    [
        "CREATE OR REPLACE TABLE t AS SELECT * FROM t ORDER BY a DESC",
        "CREATE OR REPLACE TABLE t AS SELECT y, t, q, d, b, a FROM t",
        "CREATE OR REPLACE VIEW s AS SELECT 1",
        "ALTER TABLE t ADD COLUMN not_published INTEGER",
    ],
)
def test_order_and_layout_are_no_content(connection: duckdb.DuckDBPyConnection, same: str) -> None:
    before = digest(connection)
    connection.execute(same)
    assert digest(connection) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE t SET a = NULL WHERE a = ''",
        "UPDATE t SET a = '' WHERE a IS NULL",
        "UPDATE t SET b = 'null' WHERE b IS NULL",
        "UPDATE t SET b = NULL WHERE b = 'null'",
        "UPDATE t SET a = b, b = a WHERE a = 'x'",
        "UPDATE t SET a = 'x ' WHERE a = 'x'",
        "UPDATE t SET a = 'xnull', b = '' WHERE a = 'x'",
        "UPDATE t SET q = q + 0.0000000001 WHERE q > 0",
        "UPDATE t SET q = 0 WHERE q IS NULL",
        "UPDATE t SET d = d + 1",
        "UPDATE t SET t = t + INTERVAL 1 MICROSECOND",
        "UPDATE t SET y = NOT y",
        "UPDATE t SET y = false WHERE y IS NULL",
        "DELETE FROM t WHERE a = 'x'",
        "INSERT INTO t SELECT * FROM t WHERE a = 'x'",
        "INSERT INTO t (a) VALUES (NULL)",
        "CREATE OR REPLACE TABLE t AS SELECT b AS a, a AS b, d, q, t, y FROM t",
    ],
)
def test_every_change_is_noticed(connection: duckdb.DuckDBPyConnection, change: str) -> None:
    before = digest(connection)
    connection.execute(change)
    assert digest(connection) != before


def test_the_names_of_columns_are_content(connection: duckdb.DuckDBPyConnection) -> None:
    before = digest(connection)
    connection.execute("ALTER TABLE t RENAME COLUMN y TO z")
    renamed = table_digest(connection, "t", ["a", "b", "d", "q", "t", "z"])
    assert renamed.rows == before.rows
    assert renamed.content_digest != before.content_digest


# Texts made of what the digest itself writes between values.
_TRICKY = st.one_of(st.none(), st.text(alphabet=["\x1f", ":", "0", "1", "2", "a", "-"], max_size=5))
_ROWS = st.lists(st.tuples(_TRICKY, _TRICKY), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(left=_ROWS, right=_ROWS)
def test_two_contents_share_a_digest_only_when_equal(left: list, right: list) -> None:
    with duckdb.connect() as connection:
        digests = []
        for rows in (left, right):
            connection.execute("CREATE OR REPLACE TABLE t (a VARCHAR, b VARCHAR)")
            connection.executemany("INSERT INTO t VALUES (?, ?)", rows)
            digests.append(table_digest(connection, "t", ["a", "b"]))
    assert (digests[0] == digests[1]) == (sorted(left, key=repr) == sorted(right, key=repr))


def test_excluded_and_replaced_columns(connection: duckdb.DuckDBPyConnection) -> None:
    rules = DigestRules(exclude=["t"], replace={"d": "CASE WHEN y THEN d END"})
    before = digest(connection, rules)
    connection.execute("UPDATE t SET t = now()::TIMESTAMP, d = CASE WHEN y THEN d ELSE DATE '1999-01-01' END")
    assert digest(connection, rules) == before
    connection.execute("UPDATE t SET d = d + 1 WHERE y")
    assert digest(connection, rules) != before


@pytest.mark.parametrize("rules", [DigestRules(exclude=["nope"]), DigestRules(replace={"nope": "1"})])
def test_a_rule_for_an_unknown_column_is_refused(connection: duckdb.DuckDBPyConnection, rules: DigestRules) -> None:
    with pytest.raises(CarbonError, match="names column nope"):
        digest(connection, rules)


@pytest.mark.parametrize("scale", [1, 10, 18, 19])
def test_a_wide_decimal_has_the_digits_of_its_own_text(connection: duckdb.DuckDBPyConnection, scale: int) -> None:
    """Small values are written by way of a narrow type: the digest must not tell."""
    places = [0, 1, scale, scale + 1, 17, 18, 19, 36]
    numbers = sorted({sign * (10**place + step) for place in places for sign in (1, -1) for step in (-1, 0, 1)})
    connection.execute(f"CREATE TABLE wide (a DECIMAL(38, {scale}))")
    texts = [f"{'-' if number < 0 else ''}{_with_point(abs(number), scale)}" for number in numbers]
    connection.executemany(f"INSERT INTO wide VALUES (?::DECIMAL(38, {scale}))", [[text] for text in texts])
    connection.execute("CREATE TABLE as_text AS SELECT a::VARCHAR AS a FROM wide")
    assert sorted(text for (text,) in connection.execute("FROM as_text").fetchall()) == sorted(texts)
    assert table_digest(connection, "wide", ["a"]) == table_digest(connection, "as_text", ["a"])


def _with_point(number: int, scale: int) -> str:
    digits = str(number).rjust(scale + 1, "0")
    return f"{digits[:-scale]}.{digits[-scale:]}"


@pytest.mark.parametrize("data_type", ["DOUBLE", "FLOAT", "TIMESTAMP WITH TIME ZONE", "VARCHAR[]"])
def test_types_without_an_exact_text_are_refused(connection: duckdb.DuckDBPyConnection, data_type: str) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE t AS SELECT NULL::{data_type} AS a")
    with pytest.raises(CarbonError, match="column a of t is"):
        table_digest(connection, "t", ["a"])


def test_months_add_up_to_the_whole(connection: duckdb.DuckDBPyConnection) -> None:
    whole, months = month_digests(connection, "t", COLUMNS, "d")
    assert whole == digest(connection)
    assert {month: part.rows for month, part in months.items()} == {"2024-01": 1, "2024-02": 1, "no_month": 1}
    connection.execute("UPDATE t SET a = 'changed' WHERE d = DATE '2024-02-29'")
    _, changed = month_digests(connection, "t", COLUMNS, "d")
    assert [month for month in months if months[month] != changed[month]] == ["2024-02"]


def test_an_empty_table_has_a_digest_of_its_own(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("DELETE FROM t")
    empty = digest(connection)
    assert empty.rows == 0
    assert month_digests(connection, "t", COLUMNS, "d") == (empty, {})


def test_the_overall_digest_names_its_tables() -> None:
    one, other = TableDigest(1, "aa"), TableDigest(1, "bb")
    both = [("marts", "x", one), ("marts", "y", other)]
    assert overall_digest(both) == overall_digest(reversed(both))
    assert overall_digest(both) != overall_digest([("marts", "x", other), ("marts", "y", one)])
    assert overall_digest(both) != overall_digest(both[:1])
