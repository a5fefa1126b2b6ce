"""The reason codes that SQL writes, read from the SQL itself. Not here: the list of known codes, which is a seed."""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

# Columns that hold the reason for which a record waits, by their name in any query.
REASON_COLUMNS = {"reason_code", "quarantine_reason", "stopped_by"}


def reason_codes(sql: str) -> set[str]:
    """Every literal that can become the value of a reason column anywhere in the statement."""
    tree = sqlglot.parse_one(sql, dialect=DuckDB)
    return {
        code
        for select in tree.find_all(exp.Select)
        for name, projection in zip(_names(select), select.expressions, strict=False)
        if name in REASON_COLUMNS
        for code in _outcomes(projection)
    }


def _names(select: exp.Select) -> list[str]:
    """Column names of a query; in a union those of its first query."""
    query: exp.Expr = select
    while isinstance(query.parent, exp.SetOperation):
        query = query.parent
    while isinstance(query, exp.SetOperation):
        query = query.this
    return [projection.alias_or_name for projection in query.expressions]


def _outcomes(node: exp.Expr | None) -> Iterator[str]:
    """The literals that an expression can return, not those that it compares with."""
    if isinstance(node, exp.Literal) and node.is_string:
        yield node.this
    elif isinstance(node, exp.Alias | exp.Paren | exp.Cast):
        yield from _outcomes(node.this)
    elif isinstance(node, exp.Case):
        for branch in node.args["ifs"]:
            yield from _outcomes(branch.args["true"])
        yield from _outcomes(node.args.get("default"))
    elif isinstance(node, exp.Coalesce):
        for argument in (node.this, *node.expressions):
            yield from _outcomes(argument)
