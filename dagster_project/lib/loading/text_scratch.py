"""Rows of text (a CSV delivery) kept in a database beside the raw zone, checked on their way in.

They come with keys in place of identifiers of persons: this database lies on the disk, and may grow beyond the memory.
"""

from typing import Any

import duckdb

from dagster_project.lib.loading.checking import RowChecks
from dagster_project.lib.loading.person_keys import register_tombstones
from dagster_project.lib.loading.reading import RowStream
from dagster_project.lib.loading.writing import Counts, Scratch, Task
from dagster_project.lib.sql import quoted

MEMORY_LIMIT = "1GB"  # more is kept on disk, in the scratch folder


class TextScratch(Scratch):
    """Checks every row once and keeps it."""

    def __init__(self, task: Task) -> None:
        super().__init__(task, MEMORY_LIMIT)

    def _connected(self, memory_limit: str) -> duckdb.DuckDBPyConnection:
        config: dict[str, Any] = {"memory_limit": memory_limit, "temp_directory": str(self.folder / "spill")}
        return duckdb.connect(str(self.folder / "scratch.duckdb"), config=config)

    def take(self, stream: RowStream, checks: RowChecks) -> Counts:
        """Check and keep every row, and count."""
        self._checks = checks
        self._database.register("delivered", stream.reader())
        relation = f"(select *, {self._is_erased()} as _is_erased from delivered)"
        try:
            self._database.execute(f"create table checked as {checks.checked_rows(relation)}")
        except duckdb.Error:
            if stream.failure:
                raise stream.failure from None
            raise
        self._database.unregister("delivered")
        if stream.failure:
            raise stream.failure
        return self._counted()

    def _is_erased(self) -> str:
        secret = self.contract.secret
        if secret is None or not self._task.erased:
            return "false"
        register_tombstones(self._database, self._task.erased)
        return f"coalesce({quoted(secret.column)} in (select key from tombstone), false)"
