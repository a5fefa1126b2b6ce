"""A Parquet delivery checked and written straight from where it lies: read once to check, once to write.

Identifiers of persons pass through this database, so it lies in memory and may spill nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.lib.contract.model import KEY_TYPE
from dagster_project.lib.files import is_full_disk
from dagster_project.lib.loading.checking import RowChecks, wanted_columns
from dagster_project.lib.loading.parquet_rows import ParquetRows
from dagster_project.lib.loading.person_keys import PersonKeys
from dagster_project.lib.loading.pseudonyms import Pseudonymiser
from dagster_project.lib.loading.writing import Counts, Scratch, Task

MEMORY_LIMIT = "2GB"


class FileScratch(Scratch):
    """Two views on the file: ``checked``, and ``written`` where rows have to be given keys."""

    def __init__(self, task: Task) -> None:
        super().__init__(task, MEMORY_LIMIT)

    def _connected(self, memory_limit: str) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(config={"memory_limit": memory_limit, "temp_directory": ""})

    def take(
        self,
        path: Path,
        header: Sequence[str],
        *,
        timezone: str,
        totals: Sequence[str],
        ask_for_key: Callable[[], bytes],
    ) -> Counts:
        """Check every row and count."""
        self._database.execute("set timezone = ?", [timezone])  # in which an instant is shown as text
        file = ParquetRows.of(self._database, path, header)
        self._file = file
        self._checks = RowChecks(self.contract, timezone, totals, file.stored_types())
        wanted = wanted_columns(self.contract, totals)
        with self._telling_unreadable():
            if self.contract.secret is None:
                self._view("checked", file.relation(wanted, {}, "false"))
            else:
                keys = Pseudonymiser(ask_for_key, self.contract.secret.namespace)
                self._make_views_of_persons(file, wanted, self.contract.secret.column, keys)
            return self._counted()

    def write_data(self) -> list[dict[str, Any]]:
        with self._telling_unreadable():
            return super().write_data()

    def write_rejects(self, *, all_of: str | None) -> str | None:
        with self._telling_unreadable():
            return super().write_rejects(all_of=all_of)

    def _make_views_of_persons(
        self, file: ParquetRows, wanted: Sequence[str], secret: str, keys: Pseudonymiser
    ) -> None:
        """To check a row it is enough to know whether it names a person; only to write it its key is looked up."""
        identifier = file.text(secret)
        persons = PersonKeys(self._database, keys, file.texts(secret), self._task.erased)
        any_key = f"case when {persons.is_known(identifier)} then cast(0 as {KEY_TYPE}) end"
        is_erased = persons.is_erased(identifier)
        self._view("checked", file.relation(wanted, {secret: any_key}, is_erased))
        key = {secret: "person_key.key"}
        self._view("written", file.relation(wanted, key, is_erased, join=persons.join(identifier)))
        self._rows = "written"

    def _view(self, name: str, relation: str) -> None:
        self._database.execute(f"create view {name} as {self._checks.checked_rows(relation)}")

    @contextmanager
    def _telling_unreadable(self) -> Iterator[None]:
        """What goes wrong while the file is read is its deliverer's matter; anything else is told without a value."""
        try:
            yield
        except duckdb.Error as error:
            failure = self._file.failure_of(error)
            is_of_resources = isinstance(error, duckdb.OutOfMemoryException) or is_full_disk(error)
            if self.contract.secret and failure is error and not is_of_resources:
                # The database names the value that it could not use, and it might be an identifier.
                kind = type(error).__name__
                raise RuntimeError(f"reading a file of persons failed ({kind}); the error is not shown") from None
            raise failure from None
