"""What is published to whom, read from dbt's manifest.json.

Belongs here: the reading of published models (schemas marts and audit, `config.meta`) and the check that each is
described well enough to be published. Does not belong here: the data, or the writing of files.

    audience     who gets it: government, public, auditor, bank (each bank its own rows)
    persons      the column that names a person: rows in which it is filled are of persons
    rekeyed      other columns that would tell a person over audit epochs (an entry's id made from the key)
    bank_rows    how rows become a bank's own: by bank_code, account_id, person_key; empty: nobody's rows
    frozen       of the audience public: `month`, or `table` (see frozen.py)
    title_zh     the Chinese title; otherwise the first Chinese words of the description
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.lib.errors import CarbonError

PUBLISHED_SCHEMAS = ("marts", "audit")
# Written by the publisher itself (descriptions.py).
_RESERVED = ("audit.validation_result", "audit.data_dictionary")
GOVERNMENT, PUBLIC, AUDITOR, BANK = "government", "public", "auditor", "bank"
AUDIENCES = (GOVERNMENT, PUBLIC, AUDITOR, BANK)
# Columns that say whose a row is. A bank's file may not hold a row whose owner was not asked for.
HOLDERS = ("account_id", "person_key")
_BANK_ROWS = ("bank_code", *HOLDERS)
_FROZEN = ("month", "table")
_CHINESE = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z·、]+")


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
    title: str | None = None
    persons: str | None = None
    rekeyed: tuple[str, ...] = ()
    bank_rows: tuple[str, ...] | None = None
    frozen: str | None = None

    @property
    def is_of_persons(self) -> bool:
        """Whether it is of persons as a whole; what government or the public gets too has other rows beside theirs."""
        return self.persons is not None and not {GOVERNMENT, PUBLIC} & set(self.audiences)

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
        title=meta.get("title_zh") or chinese_title(node.get("description")),
        persons=meta.get("persons"),
        rekeyed=tuple(meta.get("rekeyed") or ()),
        bank_rows=None if meta.get("bank_rows") is None else tuple(meta["bank_rows"]),
        frozen=meta.get("frozen"),
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
        if audience not in AUDIENCES:
            return f"audience {audience!r} is not one of {', '.join(AUDIENCES)}"
    return _unknown_column(table, known) or _gap_of_privacy(table, known)


def _unknown_column(table: Table, known: set[str]) -> str | None:
    named = {
        "grain": table.grain,
        "persons": (table.persons,) if table.persons else (),
        "rekeyed": table.rekeyed,
        "bank_rows": table.bank_rows or (),
        "digest_exclude": table.digest_exclude,
        "digest_replace": table.digest_replace,
        "month_column": (table.month_column,) if table.month_column else (),
    }
    for setting, names in named.items():
        for name in names:
            if name not in known:
                return f"config.meta.{setting} names {name}, which is not a column of it"
    return None


def _gap_of_privacy(table: Table, known: set[str]) -> str | None:
    """What would let a row reach somebody whom nobody meant: the model has to say whose its rows are."""
    if "person_key" in known and table.persons is None:
        return "it has a column person_key, which config.meta.persons does not name"
    if table.rekeyed and table.persons is None:
        return "config.meta.rekeyed is of tables of persons, and config.meta.persons names no column"
    if (table.bank_rows is not None) != (BANK in table.audiences):
        return f"config.meta.bank_rows belongs to the audience {BANK}: one is there without the other"
    for column in table.bank_rows or ():
        if column not in _BANK_ROWS:
            return f"config.meta.bank_rows names {column}, which is not one of {', '.join(_BANK_ROWS)}"
    holders = {*HOLDERS, *([table.persons] if table.persons else [])} & known
    for column in sorted(holders - set(table.bank_rows or ()) if table.bank_rows is not None else ()):
        return f"config.meta.bank_rows leaves out {column}, which says whose a row is"
    if table.frozen is not None and table.frozen not in _FROZEN:
        return f"config.meta.frozen is {table.frozen!r}, which is not one of {', '.join(_FROZEN)}"
    if table.frozen is not None and (PUBLIC not in table.audiences or table.persons):
        return f"config.meta.frozen is of the audience {PUBLIC} and of tables without persons"
    if table.frozen == "month" and table.month_column is None:
        return "config.meta.frozen is month, and it has no month_column"
    return None


def chinese_title(text: str | None) -> str | None:
    """The first Chinese words of a text, which by our convention are its title."""
    found = _CHINESE.search(text or "")
    return found.group() if found else None


def _meta(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """dbt 1.11 keeps meta under config; the older top-level place is empty then."""
    return (node.get("config") or {}).get("meta") or {}


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
