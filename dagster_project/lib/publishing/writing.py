"""All files of a release, written by two threads.

Files that share tables begin as copies of one that holds just these: most tables are for several audiences, and writing
one costs more than copying it. Nothing is ever taken out of a file, so none holds what its audience may not see, not
even in its free pages.
Belongs here: the order of the writing. Does not belong here: how a file is written (audience).
"""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import duckdb

from dagster_project.lib.publishing.audience import LinkableParts, open_file, write_file, write_parquet, write_parts
from dagster_project.lib.publishing.banks import is_bank
from dagster_project.lib.publishing.layout import table_parquet
from dagster_project.lib.publishing.measured import MeasuredTable
from dagster_project.lib.publishing.threads import in_two_threads


def write_files(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: Sequence[MeasuredTable], linkable: LinkableParts
) -> None:
    """Write the files of every audience that any table names."""
    audiences = sorted({audience for measured in tables for audience in measured.audiences})
    of = {audience: [each for each in tables if audience in each.audiences] for audience in audiences}
    for audience in audiences:
        if not is_bank(audience):
            (folder / audience).mkdir()
    shared, sharing = _shared(tables)
    if sharing:
        write_file(connection, folder / f"{sharing[0]}.duckdb", sharing[0], shared)
        for audience in sharing[1:]:
            shutil.copyfile(folder / f"{sharing[0]}.duckdb", folder / f"{audience}.duckdb")

    def file_job(audience: str) -> Callable[[duckdb.DuckDBPyConnection], object]:
        done = shared if audience in sharing else []
        own = [each for each in of[audience] if not any(each is other for other in done)]

        def job(cursor: duckdb.DuckDBPyConnection) -> None:
            write_file(cursor, folder / f"{audience}.duckdb", audience, own)
            if is_bank(audience):
                return
            with open_file(cursor, folder, audience):
                write_parquet(cursor, folder, audience, [each for each in own if each.parts is None])
            for each in of[audience]:
                if each.parts is not None:
                    write_parts(cursor, folder, audience, each, linkable)

        return job

    in_two_threads(connection, [file_job(audience) for audience in audiences])
    if sharing:
        _write_shared_parquet(connection, folder, shared, sharing)


def _write_shared_parquet(
    connection: duckdb.DuckDBPyConnection, folder: Path, shared: Sequence[MeasuredTable], sharing: Sequence[str]
) -> None:
    first = sharing[0]
    with open_file(connection, folder, first):
        in_two_threads(
            connection, [partial(write_parquet, folder=folder, audience=first, tables=[each]) for each in shared]
        )
    for measured in shared:
        written = folder / table_parquet(first, measured.table.full_name)
        for audience in sharing[1:]:
            shutil.copyfile(written, folder / table_parquet(audience, measured.table.full_name))


def _shared(tables: Sequence[MeasuredTable]) -> tuple[list[MeasuredTable], tuple[str, ...]]:
    """The tables that the same audiences get most often, and these audiences; nothing when nobody shares."""
    together = Counter(
        each.audiences
        for each in tables
        if len(each.audiences) > 1 and each.parts is None and not is_bank(each.audiences[0])
    )
    if not together:
        return [], ()
    sharing = together.most_common(1)[0][0]
    return [each for each in tables if each.parts is None and set(sharing) <= set(each.audiences)], sharing
