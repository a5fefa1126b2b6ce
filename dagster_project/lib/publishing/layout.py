"""Where the tables of a release lie, for those who write them and those who read them.

    <release>/<audience>.duckdb
    <release>/<audience>/<schema>.<table>.parquet
    <release>/<audience>/<schema>.<table>/<month>.parquet     large tables, which the DuckDB file does not hold

A bank has the DuckDB file only. Does not belong here: writing or reading.
"""

from pathlib import Path

from dagster_project.lib.publishing.manifest import TableEntry
from dagster_project.lib.publishing.sqltext import name_sql
from dagster_project.lib.sql import literal


def table_parquet(audience: str, full_name: str) -> str:
    return f"{audience}/{full_name}.parquet"


def part_parquet(audience: str, full_name: str, month: str) -> str:
    return f"{audience}/{full_name}/{month}.parquet"


def published_relation(database: str, release: Path, audience: str, entry: TableEntry) -> str:
    """What may follow FROM to read a published table; `database` is the name under which its file is attached."""
    if entry.parts is None:
        return name_sql(database, entry.schema, entry.table)
    files = [release / part_parquet(audience, entry.full_name, part.month) for part in entry.parts]
    return f"read_parquet([{', '.join(literal(file) for file in files)}])"
