"""Arithmetic of the project gives the same digits on DuckDB and Spark, by the types that DuckDB itself tells."""

from typing import Any

import pytest

from .empty_warehouse import EmptyWarehouse
from .typed_sql import TYPE_RULES, stored_findings, type_findings

COLUMNS = [
    ("name", "VARCHAR"),
    ("is_known", "BOOLEAN"),
    ("rows_loaded", "BIGINT"),
    ("steps", "INTEGER"),
    ("small", "DECIMAL(9,4)"),
    ("quantity", "DECIMAL(18,6)"),
    ("factor", "DECIMAL(19,10)"),
    ("gas_kg", "DECIMAL(28,10)"),
    ("ratio", "DOUBLE"),
    ("opened_on", "DATE"),
    ("known_at", "TIMESTAMP"),
]
# rule -> queries that it must catch
BAD = {
    "exact_product": [
        "select quantity * small as x from t",
        "select quantity * steps as x from t",
        "select quantity * 2 as x from t",
        "select gas_kg * factor as x from t",
        "select steps * gas_kg as x from t",
        "select sum(gas_kg) * small as x from t group by name",
        "with w as (select sum(gas_kg) as total from t) select total * small as x from w cross join t",
        "select a.total * small as x from (select sum(gas_kg) as total from t) as a cross join t",
        "select name from t where quantity * small > 1",
        "select engine__quotient(quantity * small, factor, 6, 0, 6, 28) as x from t",
        "select engine__quotient(quantity, factor, 6, 0, 10, 28) * factor as x from t",
    ],
    "rounded_before_integer": [
        "select cast(quantity as int) as x from t",
        "select cast(sum(quantity) as bigint) as x from t",
        "select name::int + cast(quantity as bigint) as x from t",
    ],
    "no_date_arithmetic": [
        "select opened_on + 1 as x from t",
        "select known_at - opened_on as x from t",
        "select cast(known_at as date) - 1 as x from t",
    ],
    "no_sum_of_boolean": ["select sum(is_known) as x from t", "select sum(quantity > 1 and is_known) as x from t"],
    "no_binary_fraction": ["select ratio * quantity as x from t", "select sum(ratio) as x from t"],
}
GOOD = [
    "select quantity * factor as x from t",
    "select cast(quantity as decimal(19, 6)) * small as x from t",
    "select cast(sum(gas_kg) as decimal(28, 10)) * small as x from t",
    "select small * cast(2 as decimal(9, 0)) as x from t",
    "select gas_kg * cast(steps as decimal(9, 0)) as x from t",
    "select cast(floor(quantity) as bigint) as x, cast(sum(rows_loaded) as bigint) as y from t",
    "select steps * 2 + 1 as x, rows_loaded - steps as y from t",
    "select sum(case when is_known then 1 else 0 end) as x, sum(quantity) filter (where is_known) as y from t",
    "with recursive w (n) as (select steps from t union all select n + 1 from w where n < 9) select n * 2 as x from w",
]


@pytest.fixture(scope="module")
def small_warehouse() -> EmptyWarehouse:
    warehouse = EmptyWarehouse()
    warehouse.add_table("t", COLUMNS)
    return warehouse


def test_arithmetic_is_portable(statements: dict[str, str], empty_warehouse: EmptyWarehouse) -> None:
    found = {name: problems for name, sql in statements.items() if (problems := type_findings(sql, empty_warehouse))}
    assert found == {}


def test_stored_types_are_portable(compiled: dict[str, Any], empty_warehouse: EmptyWarehouse) -> None:
    models = [node for node in compiled["nodes"].values() if node["resource_type"] == "model"]
    tables = [f"{node['schema']}.{node['alias']}" for node in models]
    assert {table: bad for table in tables if (bad := stored_findings(empty_warehouse.columns(table)))} == {}


def test_every_rule_has_a_bad_query() -> None:
    assert set(BAD) == set(TYPE_RULES)


@pytest.mark.parametrize(("rule", "sql"), [(rule, sql) for rule, queries in BAD.items() for sql in queries])
def test_bad_query_is_caught(rule: str, sql: str, small_warehouse: EmptyWarehouse) -> None:
    assert {finding.rule for finding in type_findings(sql, small_warehouse)} == {rule}


@pytest.mark.parametrize("sql", GOOD)
def test_good_query_passes(sql: str, small_warehouse: EmptyWarehouse) -> None:
    assert type_findings(sql, small_warehouse) == []


@pytest.mark.parametrize(
    "kind", ["HUGEINT", "DOUBLE", "DECIMAL(38,10)", "UUID", "INTEGER[]", "TIMESTAMP WITH TIME ZONE"]
)
def test_unportable_type_is_caught(kind: str) -> None:
    assert stored_findings([("x", kind)])


@pytest.mark.parametrize("kind", ["VARCHAR", "BIGINT", "DECIMAL(28,10)", "DECIMAL(38,0)", "DATE", "TIMESTAMP"])
def test_portable_type_passes(kind: str) -> None:
    assert stored_findings([("x", kind)]) == []
