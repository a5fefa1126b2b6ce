"""The two tables that the publisher itself adds to an audience file: check results and the data dictionary.

Belongs here: their columns, their descriptions and their content. Does not belong here: how a table is written.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.catalogue import Column, Table, chinese_title
from dagster_project.lib.publishing.measured import SCRATCH, MeasuredTable, measure
from dagster_project.lib.publishing.sqltext import name_sql
from dagster_project.lib.publishing.units import unit_of
from dagster_project.lib.sql import literal

_RESULT_TYPES = {
    "layer": "VARCHAR",
    "table": "VARCHAR",
    "expectation": "VARCHAR",
    "severity": "VARCHAR",
    "success": "BOOLEAN",
    "observed": "VARCHAR",
    "unexpected_count": "BIGINT",
    "run_id": "VARCHAR",
    "checked_at": "TIMESTAMP",
}
VALIDATION_RESULT = Table(
    schema="audit",
    name="validation_result",
    description="One row per expectation and run: what each quality check of the run that made this release found. "
    "质量检查结果",
    audiences=("auditor", "government"),
    title="质量检查结果",
    grain=("layer", "table", "expectation", "severity", "run_id", "observed"),
    columns=(
        Column("layer", "Layer that was checked: raw, staging, facts or marts.", "层级"),
        Column("table", "Table that was checked.", "表"),
        Column("expectation", "Expectation or dbt test, with the column it is about.", "检查项"),
        Column("severity", "critical or error stops the run; warning and info do not.", "严重程度"),
        Column("success", "True when the expectation was met.", "是否通过"),
        Column("observed", "What was observed, as text.", "观测值"),
        Column("unexpected_count", "Number of rows that did not meet the expectation.", "不符行数"),
        Column("run_id", "Run that checked.", "运行编号"),
        Column("checked_at", "Time of the check, UTC.", "检查时间"),
    ),
)
_DICTIONARY_TYPES = {
    "schema_name": "VARCHAR",
    "table_name": "VARCHAR",
    "column_index": "INTEGER",
    "column_name": "VARCHAR",
    "data_type": "VARCHAR",
    "description": "VARCHAR",
    "unit": "VARCHAR",
    "title": "VARCHAR",
    "table_title_zh": "VARCHAR",
    "is_grain": "BOOLEAN",
    "audience": "VARCHAR",
}


def validation_result(connection: duckdb.DuckDBPyConnection, results_file: Path) -> MeasuredTable:
    """The check results that the gates left for this run, in the published form."""
    if not results_file.is_file():
        raise CarbonError(f"the check results of this run are missing ({results_file}): nothing is published unchecked")
    columns = ", ".join(f"{name_sql(name)}::{kind} AS {name_sql(name)}" for name, kind in _RESULT_TYPES.items())
    relation = f"(SELECT {columns} FROM read_parquet({literal(results_file)}))"
    return measure(connection, VALIDATION_RESULT, relation, VALIDATION_RESULT.audiences, is_content=False)


def data_dictionary(
    connection: duckdb.DuckDBPyConnection, audience: str, names: tuple[str, ...], tables: Iterable[MeasuredTable]
) -> MeasuredTable:
    """Every column of every table in the file of an audience, the dictionary's own included.

    `names` are the files that get it: that of the audience, or those of all banks, which hold the same tables.
    """
    dictionary = _dictionary_table(audience)
    rows = [row for measured in tables for row in _rows(measured.table, dict(measured.columns), audience)]
    rows += _rows(dictionary, _DICTIONARY_TYPES, audience)
    staged = name_sql(SCRATCH, "main", f"data_dictionary_{audience}")
    lists = ", ".join(f"unnest(?::{kind}[]) AS {name_sql(name)}" for name, kind in _DICTIONARY_TYPES.items())
    connection.execute(f"CREATE TABLE {staged} AS SELECT {lists}", [list(column) for column in zip(*rows, strict=True)])
    return measure(connection, dictionary, staged, names, is_content=False)


def _rows(table: Table, types: dict[str, str], audience: str) -> list[tuple[str | int | bool | None, ...]]:
    return [
        (
            table.schema,
            table.name,
            index,
            column.name,
            types[column.name],
            column.description,
            column.unit or unit_of(column.name, types[column.name]),
            column.title or chinese_title(column.description),
            table.title,
            column.name in table.grain,
            audience,
        )
        for index, column in enumerate(table.columns, start=1)
    ]


def _dictionary_table(audience: str) -> Table:
    return Table(
        schema="audit",
        name="data_dictionary",
        description="One row per table and column of this file: what it holds, its type and its unit. 数据字典",
        audiences=(audience,),
        grain=("schema_name", "table_name", "column_index"),
        title="数据字典",
        columns=(
            Column("schema_name", "Schema of the table.", "模式"),
            Column("table_name", "Table.", "表"),
            Column("column_index", "Place of the column in its table, from 1.", "列序"),
            Column("column_name", "Column.", "列"),
            Column("data_type", "Type of the column in DuckDB.", "数据类型"),
            Column("description", "What the column holds.", "说明"),
            Column("unit", "Unit of a number, as its name states it; null where it has none.", "单位"),
            Column("title", "Title of the column in Chinese, where there is one.", "中文名"),
            Column("table_title_zh", "Title of the table in Chinese, where there is one.", "表中文名"),
            Column("is_grain", "True for the columns that together name one row of the table.", "是否主键"),
            Column("audience", "Whose file this is: government, public, auditor or bank.", "受众"),
        ),
    )
