"""The scratch database of the raw gate: views over the Parquet files of the loads that are new to this run.

Belongs here: making that database. Does not belong here: which loads changed (lib/inputs), checking (runner).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import duckdb

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.errors import GateFailed
from dagster_project.lib.gates.raw_suites import PARTITION_COLUMN

# (source, columns as the ledger recorded them [(name, SQL type), ...], absolute path)
LoadFile = tuple[str, Sequence[Sequence[str]], Path]


def build_raw_scratch(contracts: Mapping[str, SourceContract], load_files: Iterable[LoadFile], path: Path) -> list[str]:
    """Make the scratch database anew and return the sources to check (the `tables` of the raw gate).

    Those are the sources whose files hold at least one row: a delivery without data rows is no fault, and a source
    with nothing else leaves the gate nothing to look at.
    """
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    by_source = {source: list(files) for source, files in groupby(sorted(load_files, key=_order), key=lambda f: f[0])}
    with duckdb.connect(path) as connection:
        connection.execute("create schema raw")
        return [source for source, files in by_source.items() if _make_view(connection, contracts[source], files)]


def _order(file: LoadFile) -> tuple[str, str, str]:
    return file[0], _edition(file), str(file[2])


def _edition(file: LoadFile) -> str:
    return str([tuple(column) for column in file[1]])


def _make_view(connection: duckdb.DuckDBPyConnection, contract: SourceContract, files: list[LoadFile]) -> bool:
    """One view per source; false when its files hold no row."""
    editions = [list(same) for _, same in groupby(files, key=_edition)]
    selects = [_select(contract, edition) for edition in editions]
    try:
        connection.execute(f"create view raw.{contract.name} as " + " union all by name ".join(selects))
        row = connection.execute(f"select exists (select 1 from raw.{contract.name})").fetchone()
    except duckdb.Error as error:
        raise GateFailed(
            f"Gate raw stopped the run and nothing was published: the stored files of {contract.name} cannot be read "
            f"({' '.join(str(error).split())[:200]}); reload the source with `carbon reload {contract.name}`"
        ) from error
    return bool(row and row[0])


def _select(contract: SourceContract, edition: list[LoadFile]) -> str:
    """Rows of the files written under one edition of the contract; columns that came later are null.

    The files' own columns are taken as they are, so that a file that holds others than it should is seen.
    """
    recorded = {column[0] for column in edition[0][1]}
    later = [f"cast(null as {kind}) as {name}" for name, kind in contract.raw_schema if name not in recorded]
    paths = ", ".join("'" + str(file[2]).replace("'", "''") + "'" for file in edition)
    if contract.is_high_volume:
        columns, options = f"* exclude (month), month as {PARTITION_COLUMN}", "hive_types = {'month': date}"
        return (
            f"select {', '.join([columns, *later])} from read_parquet([{paths}], hive_partitioning = true, {options})"
        )
    return f"select {', '.join(['*', *later])} from read_parquet([{paths}], hive_partitioning = false)"
