"""Which rows of each table go to which audience, and what of it is content of the release.

    content      the table as it lies in the warehouse; those who get it whole have it in their file
    portion      what others get of it: rows of no person, rows of persons with the auditor's keys, a bank's rows, rows
                 that stand from earlier releases
The release's content digest is over content only, so it says what was computed: it depends neither on who was given
which rows, nor on what was published before. A table that only the public gets, and that stands once published, is
outside of it: its present state would tell those who know the published rows what has changed since.
Belongs here: this plan. Does not belong here: the SQL of each kind of portion, or writing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from dagster_project.lib.home import Home
from dagster_project.lib.publishing.banks import Bank, bank_portions, stage_banks
from dagster_project.lib.publishing.catalogue import AUDITOR, BANK, PUBLIC, Table
from dagster_project.lib.publishing.frozen import Standing, frozen_portions
from dagster_project.lib.publishing.measured import KnownMonths, MeasuredTable, measure
from dagster_project.lib.publishing.persons import (
    PersonSetting,
    auditor_relation,
    organisations_relation,
    stage_auditor_keys,
)
from dagster_project.lib.publishing.sqltext import name_sql
from dagster_project.lib.publishing.threads import in_two_threads


@dataclass(frozen=True)
class Plan:
    """Everything measured that a release consists of, before its descriptions."""

    measured: list[MeasuredTable]
    banks: list[Bank]
    has_persons: bool  # in the auditor's file
    warnings: tuple[str, ...]


def measure_content(
    connection: duckdb.DuckDBPyConnection,
    database: str,
    tables: list[Table],
    large_table_rows: int,
    known: KnownMonths | None = None,
) -> list[MeasuredTable]:
    """Content of the release, in the order of `tables`."""

    def job(table: Table) -> Callable[[duckdb.DuckDBPyConnection], MeasuredTable]:
        relation = name_sql(database, table.schema, table.name)
        return lambda cursor: measure(
            cursor, table, relation, _who_gets_it_whole(table), large_table_rows=large_table_rows, known=known
        )

    return in_two_threads(connection, [job(table) for table in tables if _is_content(table)])


def plan(
    connection: duckdb.DuckDBPyConnection,
    database: str,
    home: Home,
    tables: list[Table],
    *,
    content: list[MeasuredTable],
    standing: Standing | None,
    persons: PersonSetting,
    as_of: datetime,
    large_table_rows: int,
) -> Plan:
    has_persons, warning = stage_auditor_keys(connection, database, home, tables, persons)
    banks, bank_warning = stage_banks(connection, database, tables)
    measured = list(content)
    for table in tables:
        if table.persons is not None:
            measured += _portions_of_persons(connection, database, table, has_persons, large_table_rows)
    month = as_of.astimezone(home.settings().zone).strftime("%Y-%m")
    measured += frozen_portions(connection, database, tables, standing, month)
    measured += bank_portions(connection, database, tables, banks)
    return Plan(measured, banks, has_persons, tuple(text for text in (warning, bank_warning) if text))


def _is_content(table: Table) -> bool:
    return not (table.frozen and set(table.audiences) == {PUBLIC})


def _who_gets_it_whole(table: Table) -> tuple[str, ...]:
    if table.persons is not None:
        return ()
    others = {BANK, PUBLIC} if table.frozen else {BANK}
    return tuple(sorted(set(table.audiences) - others))


def _portions_of_persons(
    connection: duckdb.DuckDBPyConnection, database: str, table: Table, has_persons: bool, large_table_rows: int
) -> list[MeasuredTable]:
    portions = []
    audiences = set(table.audiences) - {BANK}
    if AUDITOR in audiences and has_persons:
        audiences -= {AUDITOR}
        relation = auditor_relation(database, table)
        portions.append(
            measure(connection, table, relation, (AUDITOR,), large_table_rows=large_table_rows, is_content=False)
        )
    if not table.is_of_persons and audiences:
        relation = organisations_relation(database, table)
        portions.append(
            measure(
                connection,
                table,
                relation,
                tuple(sorted(audiences)),
                large_table_rows=large_table_rows,
                is_content=False,
            )
        )
    return portions
