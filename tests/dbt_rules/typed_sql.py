"""What compiled SQL may do with types, so that it gives the same digits on DuckDB and Spark. One function per rule.

Belongs here: rules that need the types of expressions. Does not belong here: rules that the text alone decides
(portable_sql), or where the types come from (empty_warehouse).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

from .empty_warehouse import EmptyWarehouse
from .portable_sql import Finding, text_of

# Digits of integers when they meet a decimal.
_DUCKDB_DIGITS = {"TINYINT": 3, "SMALLINT": 5, "INTEGER": 10, "INTEGER_LITERAL": 10, "BIGINT": 19, "HUGEINT": 38}
_SPARK_DIGITS = {**_DUCKDB_DIGITS, "BIGINT": 20, "HUGEINT": 20}
_STORED = re.compile(r"VARCHAR|INTEGER|BIGINT|BOOLEAN|DATE|TIMESTAMP|DECIMAL\((\d+),(\d+)\)")


@dataclass(frozen=True)
class Operation:
    """One operation of a query with the types of what it works on."""

    node: exp.Expr
    types: tuple[str, ...]


Rule = Callable[[Operation], Iterator[str]]
TYPE_RULES: dict[str, Rule] = {}


def rule(check: Rule) -> Rule:
    TYPE_RULES[check.__name__] = check
    return check


def type_findings(sql: str, warehouse: EmptyWarehouse) -> list[Finding]:
    """Every operation of one statement whose types give something else on Spark."""
    return [
        Finding(name, f"{what}: {text_of(operation.node)}")
        for operation in operations(sql, warehouse)
        for name, check in TYPE_RULES.items()
        for what in check(operation)
    ]


def stored_findings(columns: list[tuple[str, str]]) -> list[str]:
    """Columns of a table whose type another engine would not store alike: HUGEINT, DOUBLE, a sum as it came."""
    return [f"{name} {kind}" for name, kind in columns if not _is_stored_alike(kind)]


def operations(sql: str, warehouse: EmptyWarehouse) -> Iterator[Operation]:
    """Products, sums, casts to integers and the like, with their operands' types."""
    tree = sqlglot.parse_one(sql, dialect=DuckDB)
    for select in tree.find_all(exp.Select):
        nodes = [node for node in select.walk() if _operands(node) and node.find_ancestor(exp.Select) is select]
        operands = [operand for node in nodes for operand in _operands(node)]
        if not operands:
            continue
        types = iter(warehouse.types(select, operands))
        for node in nodes:
            yield Operation(node, tuple(next(types) for _ in _operands(node)))


@rule
def exact_product(operation: Operation) -> Iterator[str]:
    """Two decimals below 19 digits overflow on DuckDB at 18; beyond 38 Spark gives up decimal places."""
    if not isinstance(operation.node, exp.Mul) or not any(kind.startswith("DECIMAL") for kind in operation.types):
        return
    duckdb_digits = [_decimal(kind, _DUCKDB_DIGITS)[0] for kind in operation.types]
    if sum(duckdb_digits) > 18 and max(duckdb_digits) < 19:
        yield f"{' * '.join(operation.types)} overflows on DuckDB at 18 digits"
    digits, places = 1, 0
    for kind, operand in zip(operation.types, _operands(operation.node), strict=True):
        is_number = isinstance(operand, exp.Literal) and operand.is_int
        precision, scale = (len(operand.name), 0) if is_number else _decimal(kind, _SPARK_DIGITS)
        digits, places = digits + precision, places + scale
    kept = max(38 - (digits - places), min(places, 6))
    if digits > 38 and kept < places:
        yield f"{' * '.join(operation.types)} keeps {kept} of {places} decimal places on Spark"


@rule
def rounded_before_integer(operation: Operation) -> Iterator[str]:
    """floor() or round() before a cast to an integer: DuckDB rounds, Spark cuts off."""
    if isinstance(operation.node, exp.Cast) and _decimal(operation.types[0], _DUCKDB_DIGITS)[1] > 0:
        yield f"{operation.types[0]} as an integer"


@rule
def no_date_arithmetic(operation: Operation) -> Iterator[str]:
    """Dates move by add_days() and add_months() and differ by days_between(): + and - give other types on Spark."""
    if isinstance(operation.node, exp.Add | exp.Sub) and {"DATE", "TIMESTAMP"} & set(operation.types):
        yield "date arithmetic"


@rule
def no_sum_of_boolean(operation: Operation) -> Iterator[str]:
    """count_if, not a sum of truth values."""
    if isinstance(operation.node, exp.Sum) and operation.types == ("BOOLEAN",):
        yield "a sum of truth values"


@rule
def no_binary_fraction(operation: Operation) -> Iterator[str]:
    """No doubles in arithmetic: their digits depend on the order of the rows."""
    if {"DOUBLE", "FLOAT"} & set(operation.types):
        yield "binary fractions"


def _operands(node: exp.Expr) -> tuple[exp.Expr, ...]:
    if isinstance(node, exp.Mul | exp.Add | exp.Sub):
        return (node.this.unnest(), node.expression.unnest())
    if isinstance(node, exp.Sum) and not isinstance(node.this, exp.Distinct):
        return (node.this,)
    if isinstance(node, exp.Cast) and node.to.is_type(*exp.DataType.INTEGER_TYPES):
        return () if isinstance(node.this, exp.Null | exp.Literal) else (node.this,)
    return ()


def _decimal(kind: str, digits: dict[str, int]) -> tuple[int, int]:
    """Precision and scale; (0, 0) for what is no exact number."""
    stated = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", kind)
    return (int(stated[1]), int(stated[2])) if stated else (digits.get(kind, 0), 0)


def _is_stored_alike(kind: str) -> bool:
    known = _STORED.fullmatch(kind)
    return bool(known) and not (known[1] == "38" and known[2] != "0")
