"""The one place where names and values become parts of SQL text; everything else binds parameters."""

from pathlib import Path


def quoted(name: str) -> str:
    """A column or table name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | Path) -> str:
    """A text or path as a literal, where the engine accepts no parameter."""
    text = str(value)
    return "'" + text.replace("'", "''") + "'"
