"""Jobs in two threads: results in order, and no job outlives a failure or an interrupt."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import duckdb
import pytest

from dagster_project.lib.publishing.threads import in_two_threads

# Would take minutes: only an interrupt ends it in time.
ENDLESS = "SELECT sum(a.i * b.i) FROM range(10000000) AS a (i), range(10000000) AS b (i)"


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def test_results_come_in_order(connection: duckdb.DuckDBPyConnection) -> None:
    def job(number: int) -> object:
        return lambda cursor: cursor.execute("SELECT ?::INTEGER", [number]).fetchall()[0][0]

    assert in_two_threads(connection, [job(number) for number in range(20)]) == list(range(20))
    assert in_two_threads(connection, []) == []


def test_a_failure_ends_what_runs_and_what_waits(connection: duckdb.DuckDBPyConnection) -> None:
    begun: list[int] = []
    running = threading.Event()

    def endless(cursor: duckdb.DuckDBPyConnection) -> None:
        running.set()
        cursor.execute(ENDLESS)

    def fail(_: object) -> None:
        assert running.wait(10)
        raise ValueError("the first failure")

    def short(_: object) -> None:
        begun.append(1)
        time.sleep(0.02)

    with pytest.raises(ValueError, match="the first failure"):
        in_two_threads(connection, [endless, fail, *[short] * 1000])
    assert len(begun) < 1000


def test_an_interrupt_ends_what_runs(connection: duckdb.DuckDBPyConnection) -> None:
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        in_two_threads(connection, [lambda cursor: cursor.execute(ENDLESS)] * 5)
    assert not [each for each in threading.enumerate() if each.name.startswith("ThreadPoolExecutor")]
