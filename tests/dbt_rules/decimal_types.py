"""What the text of an expression alone tells of its decimal type: casts, products of casts, quotients.

Not here: types of columns, which a single statement does not tell.
"""

import re
from dataclasses import dataclass

from sqlglot import exp

# Columns that hold fractions by the naming rule: a quantity or an amount with its unit at the end.
_AMOUNT = re.compile(r"(.*_)?(quantity|t|kg|g|kwh|gj|tce|cny|pct|m2|ha|km)")


@dataclass(frozen=True)
class Decimal:
    precision: int
    scale: int


def decimal_of(node: exp.Expr) -> Decimal | None:
    """Type of the expression, or None when its text does not tell."""
    node = node.unnest()
    if isinstance(node, exp.Cast):
        return _stated(node.to)
    if isinstance(node, exp.Neg | exp.Abs):
        return decimal_of(node.this)
    if isinstance(node, exp.Sum):
        summed = decimal_of(node.this)
        return Decimal(38, summed.scale) if summed else None
    if isinstance(node, exp.Mul):
        left, right = decimal_of(node.this), decimal_of(node.expression)
        return Decimal(left.precision + right.precision, left.scale + right.scale) if left and right else None
    if isinstance(node, exp.Anonymous) and node.name == "engine__quotient":
        scale, precision = (int(argument.name) for argument in node.expressions[-2:])
        return Decimal(precision, scale)
    return None


def is_fraction(node: exp.Expr) -> bool:
    """True when the expression holds decimal places, as far as its text tells."""
    node = node.unnest()
    known = decimal_of(node)
    if known:
        return known.scale > 0
    if isinstance(node, exp.Literal):
        return not node.is_string and "." in node.name
    if isinstance(node, exp.Column):
        return bool(_AMOUNT.fullmatch(node.name.lower()))
    if isinstance(node, exp.Add | exp.Sub | exp.Mul):
        return is_fraction(node.this) or is_fraction(node.expression)
    if isinstance(node, exp.Sum | exp.Max | exp.Min | exp.Abs | exp.Neg):
        return is_fraction(node.this)
    return False


def _stated(kind: exp.DataType) -> Decimal | None:
    numbers = [int(parameter.name) for parameter in kind.expressions]
    return Decimal(numbers[0], numbers[1]) if kind.is_type("decimal") and len(numbers) == 2 else None
