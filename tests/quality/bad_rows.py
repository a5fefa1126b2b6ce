"""How a good table becomes a bad one: the words that bad_tables and the topics are written in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bad:
    """One bad table: the expectation that must catch it, and the change that makes it bad."""

    expectation: str
    change: str
    also: tuple[str, ...] = ()


def changed(expectation: str, assignment: str, where: str, *also: str) -> Bad:
    return Bad(expectation, f"update {{table}} set {assignment} where {where}", also)


def repeated(expectation: str, where: str, *also: str) -> Bad:
    return Bad(expectation, f"insert into {{table}} select * from {{table}} where {where}", also)


def removed(expectation: str, where: str, *also: str) -> Bad:
    return Bad(expectation, f"delete from {{table}} where {where}", also)


def added(expectation: str, values: str, where: str = "true") -> Bad:
    """One more row: the first that `where` finds, with other values."""
    return Bad(expectation, f"insert into {{table}} select * replace ({values}) from {{table}} where {where} limit 1")
