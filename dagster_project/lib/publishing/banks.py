"""The rows of each bank: of its own customers, and nobody else's.

Who is a bank's customer says marts.mart_bank_customer (consent `bank_sharing:<code>`, and for persons `account`, with a
behaviour, application or loan there). A row is a bank's own when every holder that it names (account_id, person_key) is
its customer and, where config.meta.bank_rows lists bank_code, that is its code. A bank without customers has no file.
Belongs here: the banks of a release, their names, their rows. Does not belong here: consent, or writing.

A bank's file is named after its code (letters, digits, _ and -, up to 32): bank_<code>.duckdb. Codes that differ in
case only would be one file on a disk that does not tell case: each of them gets bank_<code>.<first 8 hexadecimal digits
of its SHA-256> instead, so that nobody finds another bank's file under a name that was its own. A code of another form
gets no file.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.catalogue import BANK, Table
from dagster_project.lib.publishing.digests import NO_ROWS, TableDigest, fingerprints
from dagster_project.lib.publishing.manifest import NO_DIGEST
from dagster_project.lib.publishing.measured import SCRATCH, MeasuredTable, columns_of, has_table, measure
from dagster_project.lib.publishing.persons import PUBLISHABLE, publishable_sql
from dagster_project.lib.publishing.sqltext import name_sql

CUSTOMERS = "marts.mart_bank_customer"
_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_HOLDERS = {"account_id": "account", "person_key": "person"}


@dataclass(frozen=True)
class Bank:
    number: int
    code: str
    audience: str  # the name of its file


def audience_names(codes: Iterable[str]) -> dict[str, str]:
    """The name of each code's file; codes that cannot be part of a file name are left out."""
    usable = sorted({code for code in codes if _CODE.fullmatch(code)})
    alike = Counter(code.lower() for code in usable)
    return {code: f"{BANK}_{code}" + (_mark(code) if alike[code.lower()] > 1 else "") for code in usable}


def is_bank(audience: str) -> bool:
    return audience.startswith(f"{BANK}_")


def stage_banks(
    connection: duckdb.DuckDBPyConnection, database: str, tables: list[Table]
) -> tuple[list[Bank], str | None]:
    """The banks that get a file, with their customers put ready; and a warning when a bank's code forbids a file."""
    tables = [table for table in tables if BANK in table.audiences]
    if not tables:
        return [], None
    if not has_table(connection, database, CUSTOMERS):
        raise CarbonError(
            f"{tables[0].full_name} is for banks, and {CUSTOMERS}, which names their customers, is not there"
        )
    source = name_sql(database, *CUSTOMERS.split("."))
    codes = {code for (code,) in connection.execute(f"SELECT DISTINCT bank_code::VARCHAR FROM {source}").fetchall()}
    named = audience_names(code for code in codes if code is not None)
    banks = [Bank(number, code, named[code]) for number, code in enumerate(sorted(named))]
    connection.execute(f"CREATE TABLE {SCRATCH}.bank (bank_no INTEGER, bank_code VARCHAR)")
    for bank in banks:
        connection.execute(f"INSERT INTO {SCRATCH}.bank VALUES (?, ?)", [bank.number, bank.code])
    for column, holder_type in _HOLDERS.items():
        connection.execute(
            f"CREATE TABLE {SCRATCH}.customer_{holder_type} AS SELECT DISTINCT b.bank_no, c.{column} "
            f"FROM {source} AS c JOIN {SCRATCH}.bank AS b ON b.bank_code = c.bank_code "
            f"WHERE c.holder_type = '{holder_type}' AND {_may_be_a_customer(connection, database, column)}"
        )
    served = {
        number
        for (number,) in connection.execute(
            " UNION ".join(f"SELECT bank_no FROM {SCRATCH}.customer_{holder}" for holder in _HOLDERS.values())
        ).fetchall()
    }
    refused = len({code for code in codes if code is not None} - named.keys())
    warning = f"{refused} bank codes are no file names (letters, digits, _ and -, up to 32): no file for those banks"
    return [bank for bank in banks if bank.number in served], warning if refused else None


def bank_portions(
    connection: duckdb.DuckDBPyConnection, database: str, tables: list[Table], banks: list[Bank]
) -> list[MeasuredTable]:
    """What each bank gets of each table that banks get. Each table is joined once, not once per bank."""
    portions: list[MeasuredTable] = []
    for table in [table for table in tables if banks and BANK in table.audiences]:
        source = name_sql(database, table.schema, table.name)
        if not table.bank_rows:
            everybody = tuple(sorted(bank.audience for bank in banks))
            portions.append(measure(connection, table, source, everybody, is_content=False))
            continue
        columns = columns_of(connection, table, source)
        staged = f"{SCRATCH}.{name_sql(f'bank_{table.schema}_{table.name}')}"
        connection.execute(f"CREATE TABLE {staged} AS {_rows_of_banks(table, source)}")
        portions.extend(_of_each_bank(connection, table, staged, columns, banks))
    return portions


def _of_each_bank(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    staged: str,
    columns: tuple[tuple[str, str], ...],
    banks: list[Bank],
) -> Iterable[MeasuredTable]:
    """Without digests: millions of rows in text cost more than writing them, and the hash of the file holds them."""
    found = fingerprints(connection, staged, table.column_names, by="bank_no")
    for bank in banks:
        measured = found.get(bank.number, NO_ROWS)
        relation = f"(SELECT * FROM {staged} WHERE bank_no = {bank.number})"
        yield MeasuredTable(
            table,
            relation,
            (bank.audience,),
            columns,
            TableDigest(measured.rows, NO_DIGEST),
            measured.fingerprint,
            is_content=False,
        )


def _rows_of_banks(table: Table, source: str) -> str:
    """Rows with the number of the bank that they are for.

    A row that names two holders needs both to be customers; one that names none, where holders are asked for, is
    nobody's.
    """
    columns = ", ".join(f"t.{name_sql(name)}" for name in table.column_names)
    by_bank = "bank_code" in (table.bank_rows or ())
    holders = [column for column in _HOLDERS if column in (table.bank_rows or ())]
    if not holders:
        return f"SELECT b.bank_no, {columns} FROM {source} AS t JOIN {SCRATCH}.bank AS b ON b.bank_code = t.bank_code"
    branches = []
    for named in _combinations(holders):
        first, *others = named
        joins = [f"JOIN {_customers(first)} AS c ON c.{first} = t.{first}"]
        joins += [
            f"JOIN {_customers(other)} AS o ON o.{other} = t.{other} AND o.bank_no = c.bank_no" for other in others
        ]
        if by_bank:
            joins.append(f"JOIN {SCRATCH}.bank AS b ON b.bank_no = c.bank_no AND b.bank_code = t.bank_code")
        absent = " AND ".join(f"t.{column} IS NULL" for column in holders if column not in named) or "true"
        branches.append(f"SELECT c.bank_no, {columns} FROM {source} AS t {' '.join(joins)} WHERE {absent}")
    return " UNION ALL ".join(branches)


def _combinations(holders: list[str]) -> list[list[str]]:
    return [holders] if len(holders) == 1 else [[holders[0]], [holders[1]], holders]


def _may_be_a_customer(connection: duckdb.DuckDBPyConnection, database: str, column: str) -> str:
    """mart_bank_customer demands consent to an account already; a person is asked for it here once more."""
    if column != "person_key":
        return f"c.{column} IS NOT NULL"
    if not has_table(connection, database, PUBLISHABLE):
        return "false"
    return f"c.person_key IN (SELECT person_key FROM {publishable_sql(database)})"


def _customers(column: str) -> str:
    return f"{SCRATCH}.customer_{_HOLDERS[column]}"


def _mark(code: str) -> str:
    return "." + hashlib.sha256(code.encode()).hexdigest()[:8]
