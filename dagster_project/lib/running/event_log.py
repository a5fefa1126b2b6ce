"""Dagster's event log in SQLite, with its connections kept open for the length of a run.

Dagster makes an engine and a connection for every event and reads every statement anew; a run writes some thousands of
events, and half of their cost was that. The files are Dagster's own, in its own format: the UI reads them as ever.
Not here: which storage a home uses (instance).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

_BUSY_TIMEOUT_SECONDS = 60


class PooledSqliteEventLogStorage(SqliteEventLogStorage):
    """One engine for each file: that of the index and that of each run this process writes."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(*arguments, **settings)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> PooledSqliteEventLogStorage:
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engines.get(shard)
            if engine is None:
                engine = self._engines[shard] = self._opened(shard)
            with engine.connect() as connection, connection.begin():
                yield connection

    def _opened(self, shard: str) -> Engine:
        engine = create_engine(
            self.conn_string_for_shard(shard),
            poolclass=QueuePool,
            pool_size=1,
            connect_args={"timeout": _BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
        )
        event.listen(engine, "connect", _without_waiting_for_the_disk)
        self._initdb(engine)
        self._initialized_dbs.add(shard)
        return engine

    def dispose(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    # Events are what the UI shows, not what a release holds: after a power cut the last of them may be missing.
    connection.execute("pragma synchronous = normal")
