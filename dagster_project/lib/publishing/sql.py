"""`carbon sql`: one query on one audience file of a release, read-only and with no way out of it.

Belongs here: running the query and saying in one sentence why it cannot run.
Does not belong here: printing the answer.
"""

from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from dagster_project.lib.errors import CarbonError, WrongUse
from dagster_project.lib.files import resources_guarded
from dagster_project.lib.home import Home
from dagster_project.lib.publishing.catalogue import PUBLISHED_SCHEMAS
from dagster_project.lib.publishing.layout import part_parquet
from dagster_project.lib.publishing.manifest import Manifest
from dagster_project.lib.publishing.releases import Release, resolve_release
from dagster_project.lib.publishing.sqltext import name_sql
from dagster_project.lib.sql import literal

DEFAULT_AUDIENCE = "auditor"
_FILE = "published_file"


@dataclass(frozen=True)
class QueryResult:
    release: str
    audience: str
    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    has_more: bool  # more rows than asked for


def run_sql(
    home: Home,
    query: str,
    *,
    audience: str = DEFAULT_AUDIENCE,
    release: str | None = None,
    max_rows: int | None = None,
) -> QueryResult:
    """The answer of one SELECT (or DESCRIBE, SHOW, SUMMARIZE) on the current release, or on the one named."""
    _require_one_select(query)
    found = resolve_release(home, release)
    with resources_guarded(found.path), TemporaryDirectory() as temporary, duckdb.connect() as connection:
        # Not in the reader's own folder, which is where an in-memory database would otherwise spill.
        connection.execute(f"SET temp_directory = {literal(temporary)}")
        _open(connection, found, audience)
        try:
            answer = connection.execute(query)
            rows = answer.fetchall() if max_rows is None else answer.fetchmany(max_rows + 1)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise WrongUse(_sentence(error)) from None
        described = answer.description or []
    return QueryResult(
        release=found.name,
        audience=audience,
        columns=[column[0] for column in described],
        types=[str(column[1]) for column in described],
        rows=rows if max_rows is None else rows[:max_rows],
        has_more=max_rows is not None and len(rows) > max_rows,
    )


def _require_one_select(query: str) -> None:
    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise WrongUse(_sentence(error)) from None
    if len(statements) != 1:
        raise WrongUse(f"write one query: there are {len(statements)} statements")
    # Only a SELECT cannot write: COPY could put a file among those of a release.
    if statements[0].type != duckdb.StatementType.SELECT:
        raise WrongUse("only SELECT, DESCRIBE, SHOW and SUMMARIZE can be run on a release: it never changes")


def _open(connection: duckdb.DuckDBPyConnection, release: Release, audience: str) -> None:
    manifest = release.manifest()
    known = sorted({name for table in manifest.tables for name in table.audience})
    if audience not in known:
        raise WrongUse(f"release {release.name} has no audience {audience!r}; it has: {', '.join(known)}")
    file = release.path / f"{audience}.duckdb"
    try:
        connection.execute(f"ATTACH {literal(file)} AS {_FILE} (READ_ONLY)")
        _make_views(connection, release, manifest, audience)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise CarbonError(f"{file} cannot be opened ({_first_line(error)}): run `carbon verify`") from error
    # So that SHOW TABLES lists them, and a name without its schema is found.
    connection.execute("SET search_path = 'memory.marts,memory.audit'")
    # From here on the query may read this audience's files (large tables are Parquet) and nothing else.
    connection.execute(f"SET allowed_directories = [{literal(f'{release.path / audience}/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _make_views(connection: duckdb.DuckDBPyConnection, release: Release, manifest: Manifest, audience: str) -> None:
    """`marts.x` means the same whether x is a table of the file or, being large, Parquet by month beside it."""
    for schema in PUBLISHED_SCHEMAS:
        connection.execute(f"CREATE SCHEMA {name_sql(schema)}")
    for table in (table for table in manifest.tables if audience in table.audience):
        source = name_sql(_FILE, table.schema, table.table)
        if table.parts is not None:
            files = [release.path / part_parquet(audience, table.full_name, part.month) for part in table.parts]
            source = f"read_parquet([{', '.join(literal(file) for file in files)}])"
        connection.execute(f"CREATE VIEW {name_sql(table.schema, table.table)} AS SELECT * FROM {source}")


def _sentence(error: duckdb.Error) -> str:
    if isinstance(error, duckdb.PermissionException):
        return "the query reaches outside the release: files and network are closed to it"
    return f"the query cannot be run: {_first_line(error)}"


def _first_line(error: duckdb.Error) -> str:
    """DuckDB's message up to its picture of the query, hints included, on one line."""
    message = str(error).split("\n\nLINE ")[0]
    return "; ".join(line.strip().rstrip("!.;") for line in message.splitlines() if line.strip())
