"""Two things at a time on one DuckDB instance. Not here: what they are."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TypeVar

import duckdb

_THREADS = 2  # DuckDB itself uses every core for a large table; small ones leave all but one idle
_PAUSE_SECONDS = 0.05

Result = TypeVar("Result")


def in_two_threads(
    connection: duckdb.DuckDBPyConnection, jobs: Iterable[Callable[[duckdb.DuckDBPyConnection], Result]]
) -> list[Result]:
    """Run jobs, each with a cursor of its own; the results in order.

    The first failure, or an interrupt of this thread, ends the others: a query that runs is interrupted, what waits is
    not begun, and nothing still runs when it is raised.
    """
    cursors: list[duckdb.DuckDBPyConnection] = []
    running: list[Future[Result]] = []

    def run(job: Callable[[duckdb.DuckDBPyConnection], Result], cursor: duckdb.DuckDBPyConnection) -> Result:
        with cursor:
            return job(cursor)

    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            for job in jobs:
                cursors.append(connection.cursor())
                running.append(pool.submit(run, job, cursors[-1]))
            done, _ = wait(running, return_when=FIRST_EXCEPTION)
            for each in done:
                each.result()
        except BaseException:
            _end(running, cursors)
            raise
    return [each.result() for each in running]


def _end(running: list[Future[Result]], cursors: list[duckdb.DuckDBPyConnection]) -> None:
    """Cancel what waits, and interrupt what runs until it has ended: an interrupt before a query begins is lost."""
    for each in running:
        each.cancel()
    while wait(running, timeout=_PAUSE_SECONDS).not_done:
        for cursor in cursors:
            with suppress(duckdb.Error):  # it has ended, and is closed
                cursor.interrupt()
