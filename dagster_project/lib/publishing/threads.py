"""Two things at a time on one DuckDB instance. Not here: what they are."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import duckdb

_THREADS = 2  # DuckDB itself uses every core for a large table; small ones leave all but one idle

Result = TypeVar("Result")


def in_two_threads(
    connection: duckdb.DuckDBPyConnection, jobs: Iterable[Callable[[duckdb.DuckDBPyConnection], Result]]
) -> list[Result]:
    """Run jobs, each with a cursor of its own; the results in order, or the first failure once all have ended."""

    def run(job: Callable[[duckdb.DuckDBPyConnection], Result], cursor: duckdb.DuckDBPyConnection) -> Result:
        with cursor:
            return job(cursor)

    with ThreadPoolExecutor(_THREADS) as pool:
        running = [pool.submit(run, job, connection.cursor()) for job in jobs]
    return [each.result() for each in running]
