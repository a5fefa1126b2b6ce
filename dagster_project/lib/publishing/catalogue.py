"""What is published to whom, read from dbt's manifest.json.

Belongs here: the reading of published models (schemas marts and audit, `config.meta.audience`) and the check that
each is described well enough to be published. Does not belong here: the data, or the writing of files.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.lib.errors import CarbonError

PUBLISHED_SCHEMAS = ("marts", "audit")
# Written by the publisher itself (descriptions.py).
_RESERVED = ("audit.validation_result", "audit.data_dictionary")
# An audience becomes a file name, so its form is closed: government, public, auditor, bank_<code>.
_AUDIENCE_FORM = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True)
class Column:
    name: str
    description: str
    title: str | None = None
    unit: str | None = None  # stated by the model; otherwise the name's suffix says it


@dataclass(frozen=True)
class Table:
    """One published table. `grain` names the columns that identify a row; rows are written in their order."""

    schema: str
    name: str
    description: str
    audiences: tuple[str, ...]
    grain: tuple[str, ...]
    columns: tuple[Column, ...]
    digest_exclude: tuple[str, ...] = ()
    digest_replace: Mapping[str, str] = field(default_factory=dict)
    month_column: str | None = None

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def read_catalogue(manifest_path: Path) -> list[Table]:
    """Every table with an audience, sorted by schema and name."""
    try:
        nodes = json.loads(manifest_path.read_bytes())["nodes"].values()
    except FileNotFoundError:
        raise CarbonError(f"dbt's manifest is missing at {manifest_path}: run `dbt parse` first") from None
    except (ValueError, KeyError, TypeError):
        raise CarbonError(f"{manifest_path} is not a manifest that dbt wrote: run `dbt parse` again") from None
    tables = [_table(node) for node in nodes if _is_published(node)]
    return sorted(tables, key=lambda table: (table.schema, table.name))


def audiences_of(tables: Iterable[Table]) -> list[str]:
    return sorted({audience for table in tables for audience in table.audiences})


def _is_published(node: Mapping[str, Any]) -> bool:
    return (
        node.get("resource_type") == "model"
        and node.get("schema") in PUBLISHED_SCHEMAS
        and bool(_meta(node).get("audience"))
    )


def _table(node: Mapping[str, Any]) -> Table:
    meta = _meta(node)
    columns = tuple(_column(column) for column in node.get("columns", {}).values())
    month_column = meta.get("month_column")
    if month_column is None and any(column.name == "period_start" for column in columns):
        month_column = "period_start"
    table = Table(
        schema=node["schema"],
        name=node.get("alias") or node["name"],
        description=_one_line(node.get("description")),
        audiences=tuple(sorted(meta["audience"])),
        grain=tuple(meta.get("grain") or ()),
        columns=columns,
        digest_exclude=tuple(sorted(meta.get("digest_exclude") or ())),
        digest_replace=dict(sorted((meta.get("digest_replace") or {}).items())),
        month_column=month_column,
    )
    _require_complete(table, node.get("original_file_path", "its YAML file"))
    return table


def _column(column: Mapping[str, Any]) -> Column:
    meta = _meta(column)
    return Column(
        name=column["name"],
        description=_one_line(column.get("description")),
        title=meta.get("title_zh") or meta.get("title"),
        unit=meta.get("unit"),
    )


def _require_complete(table: Table, where: str) -> None:
    """Nobody should have to guess a grain or a column: a table that does not state them is not published."""
    problem = _first_gap(table)
    if problem:
        raise CarbonError(f"{table.full_name} cannot be published: {problem} ({where})")


def _first_gap(table: Table) -> str | None:
    known = set(table.column_names)
    if table.full_name in _RESERVED:
        return "the publisher writes the table of that name"
    if not table.description:
        return "it has no description"
    if not known:
        return "it lists no columns, so it has no contract"
    if not table.grain:
        return "config.meta.grain does not name the columns that identify a row"
    for column in table.columns:
        if not column.description:
            return f"column {column.name} has no description"
    for audience in table.audiences:
        if not _AUDIENCE_FORM.fullmatch(audience):
            return f"audience {audience!r} is not a lower-case name"
    named = {
        "grain": table.grain,
        "digest_exclude": table.digest_exclude,
        "digest_replace": table.digest_replace,
        "month_column": (table.month_column,) if table.month_column else (),
    }
    for setting, names in named.items():
        for name in names:
            if name not in known:
                return f"config.meta.{setting} names {name}, which is not a column of it"
    return None


def _meta(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """dbt 1.11 keeps meta under config; the older top-level place is empty then."""
    return (node.get("config") or {}).get("meta") or {}


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
