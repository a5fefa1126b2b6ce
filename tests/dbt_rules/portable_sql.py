"""What compiled SQL may say, so that it means the same on DuckDB and Spark. One function per rule yields what it found.

Belongs here: rules over the text of one statement. Does not belong here: which statements there are (conftest), the
words themselves (portable_words.yml), rules that need the types of columns (typed_sql), or the code of models.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import sqlglot
import yaml
from sqlglot import Token, TokenType, exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError

_WORDS = yaml.safe_load(Path(__file__).with_name("portable_words.yml").read_text(encoding="utf-8"))
FUNCTIONS = frozenset(_WORDS["functions"].split())
CONSTRUCTS = frozenset(_WORDS["constructs"].split())
INSTEAD: dict[str, str] = _WORDS["instead"]
_NOT_FUNCTIONS = frozenset(_WORDS["not_functions"].split())
_SPARK_RESERVED = frozenset(_WORDS["spark_reserved"].split())
_TYPES = re.compile(r"string|int|integer|bigint|decimal\(\d+,\d+\)|date|timestamp|boolean")
_MOST_STEPS = 100
_TRUNCATED_PARTS = {"year", "quarter", "month", "day"}
_DIFFERENCE_PARTS = {"year", "day"}
_EXTRACTED_PARTS = {"YEAR", "QUARTER", "MONTH", "DAY"}


class _NullsSmall(DuckDB):
    NULL_ORDERING = "nulls_are_small"


class _NullsLarge(DuckDB):
    NULL_ORDERING = "nulls_are_large"


@dataclass(frozen=True)
class Finding:
    rule: str
    what: str


class Statement:
    """One statement as tokens and as a tree."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.tokens: list[Token] = sqlglot.tokenize(sql, dialect=_NullsSmall)
        self.tree: exp.Expr = sqlglot.parse_one(sql, dialect=_NullsSmall)

    @cached_property
    def twin(self) -> exp.Expr:
        """The same tree, read with another default for nulls: what differs was not said."""
        return sqlglot.parse_one(self.sql, dialect=_NullsLarge)

    def pairs(self) -> Iterator[tuple[Token, Token]]:
        return zip(self.tokens, self.tokens[1:], strict=False)


Rule = Callable[[Statement], Iterator[str]]
RULES: dict[str, Rule] = {}


def rule(check: Rule) -> Rule:
    RULES[check.__name__] = check
    return check


def findings(sql: str) -> list[Finding]:
    """Everything in one statement that does not mean the same on both engines."""
    try:
        statement = Statement(sql)
    except SqlglotError as error:
        return [Finding("readable", str(error).splitlines()[0])]
    return [Finding(name, what) for name, check in RULES.items() for what in check(statement)]


@rule
def known_function(statement: Statement) -> Iterator[str]:
    """Only functions that mean the same on both engines; engine macros show as engine__<name>."""
    column_lists = {
        alias.name.lower() for alias in statement.tree.find_all(exp.TableAlias) if alias.args.get("columns")
    }
    for token, following in statement.pairs():
        name = token.text.lower()
        if following.token_type != TokenType.L_PAREN or not re.fullmatch(r"[a-z_]\w*", name):
            continue
        if token.token_type in (TokenType.IDENTIFIER, TokenType.STRING):
            continue
        if name not in FUNCTIONS | _NOT_FUNCTIONS | column_lists and not name.startswith("engine__"):
            yield f"{name}()" + (f", write {INSTEAD[name]}" if name in INSTEAD else "")


@rule
def known_construct(statement: Statement) -> Iterator[str]:
    """No syntax that only one engine has: lists, structs, lambdas, intervals, QUALIFY, PIVOT, ASOF, and what comes."""
    for node in statement.tree.walk():
        if type(node).__name__ not in CONSTRUCTS:
            yield f"{type(node).__name__}: {text_of(node)}"
    for select in statement.tree.find_all(exp.Select):
        if select.args.get("qualify"):
            yield "qualify"
    for star in statement.tree.find_all(exp.Star):
        if any(star.args.values()):
            yield f"star with exclude, replace or rename: {text_of(star)}"
    for join in statement.tree.find_all(exp.Join):
        method = join.args.get("method")
        if method and str(method).upper() != "NATURAL":
            yield f"{method} join"
    for distinct in statement.tree.find_all(exp.Distinct):
        if distinct.args.get("on"):
            yield "distinct on"
    for operation in statement.tree.find_all(exp.SetOperation):
        if operation.args.get("by_name"):
            yield "union by name"


@rule
def nulls_are_placed(statement: Statement) -> Iterator[str]:
    """Every order says nulls first or nulls last: the defaults differ. Ordered-set aggregates leave nulls out."""
    twins = statement.twin.find_all(exp.Ordered)
    for ordered, twin in zip(statement.tree.find_all(exp.Ordered), twins, strict=True):
        if ordered.args.get("nulls_first") != twin.args.get("nulls_first") and not ordered.find_ancestor(
            exp.WithinGroup
        ):
            yield f"order by {text_of(ordered.this)}"


@rule
def plain_names(statement: Statement) -> Iterator[str]:
    """No quoted names and none of the words that Spark reserves."""
    for identifier in statement.tree.find_all(exp.Identifier):
        if identifier.quoted:
            yield f'"{identifier.name}" is quoted'
        elif identifier.name.lower() in _SPARK_RESERVED:
            yield f"{identifier.name} is reserved"


@rule
def plain_literals(statement: Statement) -> Iterator[str]:
    """No backslash in a text: Spark reads it as an escape."""
    for token in statement.tokens:
        if token.token_type == TokenType.STRING and "\\" in token.text:
            yield f"'{token.text}'"


@rule
def no_division(statement: Statement) -> Iterator[str]:
    """No / and no //: DuckDB divides decimals as doubles. The macro quotient() is exact."""
    for node in statement.tree.find_all(exp.Div, exp.IntDiv):
        yield text_of(node)


@rule
def known_type(statement: Statement) -> Iterator[str]:
    """Types that both engines name alike, decimals with precision and scale; binary fractions and HUGEINT never."""
    for name in _type_names(statement.tokens):
        if not _TYPES.fullmatch(name):
            yield name


@rule
def date_parts(statement: Statement) -> Iterator[str]:
    """Parts of a date that both engines count alike; a truncated date is cast to date."""
    for call in statement.tree.find_all(exp.Anonymous):
        part = call.expressions[0].name if call.expressions else ""
        if call.name == "engine__datediff" and part not in _DIFFERENCE_PARTS:
            yield f"difference in {part}"
        if call.name == "engine__date_trunc":
            if part not in _TRUNCATED_PARTS:
                yield f"truncated to {part}"
            if not (isinstance(call.parent, exp.Cast) and call.parent.to.is_type("date")):
                yield f"not cast to date: {text_of(call)}"
    for call in statement.tree.find_all(exp.Extract):
        if call.this.name.upper() not in _EXTRACTED_PARTS:
            yield text_of(call)


@rule
def bounded_recursion(statement: Statement) -> Iterator[str]:
    """A recursive query says where it ends, within 100 steps: Spark stops there with an error, DuckDB never does."""
    for cte in statement.tree.find_all(exp.CTE):
        for step in cte.this.find_all(exp.Select):
            is_step = any(table.name == cte.alias and not table.db for table in step.find_all(exp.Table))
            if is_step and not any(_is_bound(node) for node in step.find_all(exp.LT, exp.LTE)):
                yield cte.alias


@rule
def no_trailing_comma(statement: Statement) -> Iterator[str]:
    """DuckDB overlooks a comma after the last column, Spark does not."""
    for token, following in statement.pairs():
        if token.token_type == TokenType.COMMA and following.token_type in (TokenType.FROM, TokenType.R_PAREN):
            yield f", {following.text}"


def _is_bound(comparison: exp.LT | exp.LTE) -> bool:
    limit = comparison.expression
    return isinstance(limit, exp.Literal) and limit.is_int and int(limit.name) <= _MOST_STEPS


def _type_names(tokens: list[Token]) -> Iterator[str]:
    """What stands after AS inside cast() and try_cast(), and after two colons, without blanks."""
    for index, token in enumerate(tokens):
        if token.token_type == TokenType.DCOLON:
            yield _type_at(tokens, index + 1)
        elif (
            token.text.lower() in ("cast", "try_cast")
            and tokens[index + 1 : index + 2]
            and tokens[index + 1].text == "("
        ):
            yield _type_at(tokens, _type_start(tokens, index + 2))


def _type_start(tokens: list[Token], start: int) -> int:
    """The place after the AS that belongs to the parenthesis open at `start`."""
    depth = 0
    for index in range(start, len(tokens)):
        if depth == 0 and tokens[index].token_type == TokenType.ALIAS:
            return index + 1
        depth += {"(": 1, ")": -1}.get(tokens[index].text, 0)
    raise AssertionError("a cast without a type was parsed")


def _type_at(tokens: list[Token], start: int) -> str:
    """A type: one word, with the parenthesis that follows it, if one does."""
    text = tokens[start].text.lower()
    if tokens[start + 1 : start + 2] and tokens[start + 1].text == "(":
        for token in tokens[start + 1 :]:
            text += token.text
            if token.text == ")":
                break
    return text


def text_of(node: exp.Expr) -> str:
    """An expression on one line, short enough for a message."""
    return " ".join(node.sql(dialect="duckdb").split())[:120]
