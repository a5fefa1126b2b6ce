"""Rows of persons in published files: who may stand in one at all, and the keys that the auditor sees.

A row of a person is written only when the person consents (marts.mart_publishable_person). The auditor gets keys of an
audit epoch instead of the warehouse's: the same in all tables of one file, others in the next epoch, so that files of
two epochs cannot be joined by person. Each is the first 120 bits of HMAC-SHA-256(person key, 'audit:<epoch>:<key>').
Belongs here: these rows as SQL. Does not belong here: which audience gets them, or consent itself (a mart).
"""

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb

from dagster_project.lib.errors import CarbonError, WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.loading.pseudonyms import KEY_VARIABLE, has_person_key, person_key
from dagster_project.lib.publishing.catalogue import Table
from dagster_project.lib.publishing.measured import SCRATCH, has_table
from dagster_project.lib.publishing.sqltext import name_sql

EPOCH_VARIABLE = "CARBON_AUDIT_EPOCH"
PUBLISHABLE = "marts.mart_publishable_person"
# Up to so many rows of persons the auditor gets them unasked.
UNASKED_ROWS = 5_000_000

_EPOCH = re.compile(r"[A-Za-z0-9._-]{1,32}")
_BLOCK_BYTES = 64  # of SHA-256
_STAGED = f"{SCRATCH}.audit_person"


@dataclass(frozen=True)
class PersonSetting:
    """Whether the auditor gets rows of persons: asked for, or by their number; in which epoch their keys are made."""

    epoch: str
    is_asked_for: bool = False


def setting_of(as_of: datetime, zone: ZoneInfo, *, is_asked_for: bool) -> PersonSetting:
    """The epoch is what the environment says, else the quarter of as_of, such as 2025Q4."""
    stated = os.environ.get(EPOCH_VARIABLE, "").strip()
    if stated and not _EPOCH.fullmatch(stated):
        raise WrongUse(f"{EPOCH_VARIABLE} is not an epoch: up to 32 letters, digits, dots, dashes and underscores")
    local = as_of.astimezone(zone)
    return PersonSetting(stated or f"{local.year}Q{(local.month + 2) // 3}", is_asked_for)


def stage_auditor_keys(
    connection: duckdb.DuckDBPyConnection, database: str, home: Home, tables: list[Table], setting: PersonSetting
) -> tuple[bool, str | None]:
    """Prepare the auditor's keys. Whether the auditor's file holds persons, and a warning when it could not.

    Without rows of persons no key is asked for. A missing key is an error only when persons were asked for; a wrong
    one always is.
    """
    tables = [table for table in tables if table.persons and "auditor" in table.audiences]
    rows = sum(_rows_of_persons(connection, database, table) for table in tables)
    if not rows or (rows >= UNASKED_ROWS and not setting.is_asked_for):
        return False, None
    if not has_person_key(home):
        if setting.is_asked_for:
            raise WrongUse(f"the auditor's keys of persons are made with the person key: set {KEY_VARIABLE}")
        return False, f"the auditor's file holds no rows of persons: {KEY_VARIABLE} is not set"
    require_publishable(connection, database, tables)
    _make_hmac(connection, person_key(home))
    connection.execute(
        f"CREATE TABLE {_STAGED} AS SELECT person_key, carbon_audit_number(h) AS audit_key FROM ("
        f"SELECT person_key, carbon_audit_hmac('{setting.epoch}', person_key) AS h FROM ("
        f"SELECT DISTINCT person_key FROM {publishable_sql(database)} WHERE person_key IS NOT NULL))"
    )
    _stage_texts(connection, database, [table for table in tables if table.rekeyed], setting.epoch)
    return True, None


def auditor_relation(database: str, table: Table) -> str:
    """The rows of `table` with the epoch's keys; rows of a mixed table that are of no person stand as they are."""
    assert table.persons is not None
    rekeyed = {table.persons: "k.audit_key", **{name: f"r{i}.audit_text" for i, name in enumerate(table.rekeyed)}}
    columns = ", ".join(
        f"{rekeyed[name]} AS {name_sql(name)}" if name in rekeyed else f"t.{name_sql(name)}"
        for name in table.column_names
    )
    source = name_sql(database, table.schema, table.name)
    texts = " ".join(
        f"LEFT JOIN {_texts(table)} AS r{i} ON r{i}.original = t.{name_sql(name)}"
        for i, name in enumerate(table.rekeyed)
    )
    persons = f"SELECT {columns} FROM {source} AS t JOIN {_STAGED} AS k ON k.person_key = t.{name_sql(table.persons)}"
    if table.is_of_persons:
        return f"({persons} {texts})"
    return f"({persons} {texts} UNION ALL SELECT * FROM {organisations_relation(database, table)})"


def organisations_relation(database: str, table: Table) -> str:
    """The rows of a mixed table that are of no person."""
    assert table.persons is not None
    columns = ", ".join(name_sql(name) for name in table.column_names)
    source = name_sql(database, table.schema, table.name)
    return f"(SELECT {columns} FROM {source} WHERE {name_sql(table.persons)} IS NULL)"


def require_publishable(connection: duckdb.DuckDBPyConnection, database: str, tables: list[Table]) -> None:
    if tables and not has_table(connection, database, PUBLISHABLE):
        raise CarbonError(
            f"{tables[0].full_name} holds persons, and {PUBLISHABLE}, which says who consents, is not there"
        )


def publishable_sql(database: str) -> str:
    return name_sql(database, *PUBLISHABLE.split("."))


def _rows_of_persons(connection: duckdb.DuckDBPyConnection, database: str, table: Table) -> int:
    assert table.persons is not None
    relation = name_sql(database, table.schema, table.name)
    try:
        return int(connection.execute(f"SELECT count({name_sql(table.persons)}) FROM {relation}").fetchall()[0][0])
    except (duckdb.CatalogException, duckdb.BinderException):
        return 0  # measuring the table says what is wrong with it


def _make_hmac(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """HMAC-SHA-256 as a macro (RFC 2104). The key is a variable of this connection: no text of a statement holds it."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK_BYTES else key).ljust(_BLOCK_BYTES, b"\0")
    for name, byte in (("carbon_inner", 0x36), ("carbon_outer", 0x5C)):
        connection.execute(f"SET VARIABLE {name} = ?::BLOB", [bytes(each ^ byte for each in block)])
    connection.execute(
        "CREATE TEMP MACRO carbon_audit_hmac(epoch, original) AS sha256(getvariable('carbon_outer') || unhex(sha256("
        "getvariable('carbon_inner') || encode('audit:' || epoch || ':' || original::VARCHAR))))"
    )
    # 30 hexadecimal digits are 120 bits; two numbers of 60 bits each make them one.
    connection.execute(
        "CREATE TEMP MACRO carbon_audit_number(h) AS (('0x' || substr(h, 1, 15))::UBIGINT::HUGEINT"
        " * 1152921504606846976 + ('0x' || substr(h, 16, 15))::UBIGINT)::DECIMAL(38, 0)"
    )


def _stage_texts(connection: duckdb.DuckDBPyConnection, database: str, tables: list[Table], epoch: str) -> None:
    """The new text of each value of a `rekeyed` column, of rows that will be written."""
    for table in tables:
        source = name_sql(database, table.schema, table.name)
        values = " UNION ".join(
            f"SELECT t.{name_sql(name)}::VARCHAR AS original FROM {source} AS t "
            f"JOIN {_STAGED} AS k ON k.person_key = t.{name_sql(table.persons or '')} "
            f"WHERE t.{name_sql(name)} IS NOT NULL"
            for name in table.rekeyed
        )
        connection.execute(
            f"CREATE TABLE {_texts(table)} AS SELECT original, "
            f"substr(carbon_audit_hmac('{epoch}', original), 1, 30) AS audit_text FROM ({values})"
        )


def _texts(table: Table) -> str:
    return f"{SCRATCH}.{name_sql(f'audit_text_{table.schema}_{table.name}')}"
