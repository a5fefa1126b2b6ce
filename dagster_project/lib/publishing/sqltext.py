"""Qualified names and lists of names as SQL text, on top of the project's quoting.

Belongs here: putting quoted names together. Does not belong here: quoting itself (lib/sql), or any statement.
"""

from collections.abc import Iterable

from dagster_project.lib.sql import quoted


def name_sql(*parts: str) -> str:
    """A quoted, possibly qualified name: `name_sql("marts", "mart_account")` gives `"marts"."mart_account"`."""
    return ".".join(quoted(part) for part in parts)


def names_sql(names: Iterable[str]) -> str:
    """A comma-separated list of quoted names, for a SELECT list or an ORDER BY."""
    return ", ".join(quoted(name) for name in names)
