"""Running a gate: the suites of one layer, pushed down to SQL on a DuckDB file that is opened read-only.

Belongs here: everything that touches the Great Expectations library, so that another engine replaces one module.
Does not belong here: reading suites (suites), storing results (results), the verdict (verdict).

Importing great_expectations costs five to six seconds (its compiled dependencies and hundreds of own modules; none
can be left out without patching it), so it is imported inside functions, and `preload` lets a caller pay that while
dbt, a process of its own, is still at work.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.gates.results import CheckResult, qualified
from dagster_project.lib.gates.suites import SQL_EXPECTATION, Expected, Suite, load_suites

SAMPLE_ROWS = 5
AS_EXPECTED = "as expected"
OBSERVED_LENGTH = 300

# Great Expectations closes a connection before it fetches unless the engine runs without transactions.
ENGINE_SETTINGS = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None, "skip_autocommit_rollback": True}


def preload() -> threading.Thread:
    """Import Great Expectations in the background; a gate that starts earlier simply waits for the import."""
    thread = threading.Thread(target=_import_library, name="preload-great-expectations", daemon=True)
    thread.start()
    return thread


def run_gate(
    layer: str,
    database: Path,
    *,
    suites_dir: Path,
    run_id: str,
    checked_at: datetime,
    tables: Iterable[str] | None = None,
) -> list[CheckResult]:
    """Check the tables of a layer (all that have a suite, or the named ones) and return every result.

    A suite whose table is missing, or an expectation that cannot be evaluated, is a failed result, not an exception.
    """
    suites = load_suites(suites_dir, layer, tables)
    if not suites:
        return []
    if not database.exists():
        raise CarbonError(f"Gate {layer} found no database at {database}: run the layer before its gate.")
    results: list[CheckResult] = []
    with _open_read_only(database) as source:
        for suite in suites:
            results.extend(_SuiteRun(suite, run_id, checked_at).check(source))
    return results


class _SuiteRun:
    """One suite on its table: runs it, then turns Great Expectations' answers into results."""

    def __init__(self, suite: Suite, run_id: str, checked_at: datetime) -> None:
        self.suite, self.run_id, self.checked_at = suite, run_id, checked_at

    def check(self, source: Any) -> list[CheckResult]:
        batch = self._batch(source)
        if batch is None:
            return [self._result("table exists", "critical", False, "the table is missing", None)]
        try:
            return self._validated(batch)
        finally:
            # The library writes down the whole source whenever something is added to it, so what is done with is taken
            # out: a gate of a hundred tables otherwise spends a fifth of its time on that.
            source.assets.clear()

    def _validated(self, batch: Any) -> list[CheckResult]:
        import great_expectations as gx

        # Answers come back in another order; the position in meta leads back to the expectation.
        declared = [_as_gx(expected, position) for position, expected in enumerate(self.suite.expectations)]
        answers = batch.validate(
            gx.ExpectationSuite(name=f"{self.suite.layer}.{self.suite.table}", expectations=declared),
            result_format="BOOLEAN_ONLY",  # how many and which rows is asked for only where an expectation fails
        ).results
        by_position = {answer.expectation_config.meta["position"]: answer for answer in answers}
        return [self._judge(batch, each, by_position[n]) for n, each in enumerate(self.suite.expectations)]

    def _batch(self, source: Any) -> Any | None:
        from great_expectations.datasource.fluent.interfaces import TestConnectionError

        name = f"{self.suite.schema}.{self.suite.table}"
        try:
            asset = source.add_table_asset(name=name, table_name=self.suite.table, schema_name=self.suite.schema)
        except TestConnectionError:
            return None
        return asset.add_batch_definition_whole_table("whole table").get_batch()

    def _judge(self, batch: Any, expected: Expected, answer: Any) -> CheckResult:
        problem = _first_exception(answer.exception_info)
        if problem:
            return self._result(expected.name, expected.severity, False, f"could not be evaluated: {problem}", None)
        if answer.success:
            return self._result(expected.name, expected.severity, True, AS_EXPECTED, 0)
        config = answer.expectation_config
        counted = batch.validate(config.to_domain_obj(), result_format="BASIC").result
        observed, count = _observed(expected, counted)
        return self._result(expected.name, expected.severity, False, observed, count, self._sample(batch, config))

    def _sample(self, batch: Any, config: Any) -> tuple[str, ...]:
        """A few failing rows, asked for only after a failure: finding them costs another query."""
        is_sql = config.type == SQL_EXPECTATION
        wanted: dict[str, Any] = {
            "result_format": "COMPLETE" if is_sql else "SUMMARY",
            "partial_unexpected_count": SAMPLE_ROWS,
        }
        if not is_sql and self.suite.key:
            wanted["unexpected_index_column_names"] = list(self.suite.key)
        found = batch.validate(config.to_domain_obj(), result_format=wanted).result
        rows = found.get("details", {}).get("unexpected_rows") if is_sql else found.get("partial_unexpected_index_list")
        return tuple(self._show(row) for row in (rows or [])[:SAMPLE_ROWS])

    def _show(self, row: Mapping[str, Any]) -> str:
        return ", ".join(f"{name}={value}" for name, value in row.items() if name not in self.suite.secret_columns)

    def _result(
        self,
        expectation: str,
        severity: str,
        success: bool,
        observed: str,
        unexpected_count: int | None,
        sample: tuple[str, ...] = (),
    ) -> CheckResult:
        return CheckResult(
            layer=self.suite.layer,
            table=qualified(self.suite.layer, self.suite.schema, self.suite.table),
            expectation=expectation,
            severity=severity,
            success=success,
            observed=observed[:OBSERVED_LENGTH],
            unexpected_count=unexpected_count,
            run_id=self.run_id,
            checked_at=self.checked_at,
            sample=sample,
        )


def _as_gx(expected: Expected, position: int) -> dict[str, Any]:
    return {
        "type": expected.type,
        "kwargs": dict(expected.kwargs),
        "severity": expected.severity,
        "meta": {"position": position},
    }


def _observed(expected: Expected, answer: Mapping[str, Any]) -> tuple[str, int | None]:
    if expected.type == SQL_EXPECTATION:
        return f"{answer['observed_value']} unexpected rows", int(answer["observed_value"])
    if "unexpected_count" in answer:
        count = int(answer["unexpected_count"] or 0)  # null where the table is empty
        return f"{count} of {answer['element_count']} rows unexpected", count
    mismatched = answer.get("details", {}).get("mismatched")
    if mismatched:
        return "; ".join(f"{what} {', '.join(map(str, names))}" for what, names in mismatched.items()), None
    return str(answer.get("observed_value")), None


def _first_exception(info: Mapping[str, Any]) -> str | None:
    """The message of an expectation that raised; the library nests it by metric or leaves it flat."""
    entries = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if entry.get("raised_exception"):
            message = str(entry.get("exception_message") or "no message").split("[SQL:")[0]
            return " ".join(message.split())
    return None


@contextmanager
def _open_read_only(database: Path) -> Iterator[Any]:
    """A data source over the file. Both of its engines are disposed, or the file would stay locked."""
    context = _quiet_context()
    source = None
    try:
        source = context.data_sources.add_sql(
            name="warehouse",
            connection_string=f"duckdb:///{database}?access_mode=read_only",
            kwargs=dict(ENGINE_SETTINGS),
        )
        yield source
    except _connection_error() as error:
        reason = " ".join(str(error).split())[:OBSERVED_LENGTH]
        raise CarbonError(
            f"Database {database} cannot be opened for reading ({reason}): end whatever holds it."
        ) from error
    finally:
        if source is not None:
            source.get_engine().dispose()
            source.get_execution_engine().engine.dispose()


def _quiet_context() -> Any:
    """An ephemeral context: nothing on disk, no progress bars, no usage statistics, no log lines."""
    gx = _import_library()
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


def _connection_error() -> type[Exception]:
    from great_expectations.datasource.fluent.interfaces import TestConnectionError

    return TestConnectionError


@cache
def _import_library() -> Any:
    import great_expectations

    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    atexit.register(_mute_stderr)
    return great_expectations


def _mute_stderr() -> None:
    """Once both libraries are loaded DuckDB's bindings list leaked objects on stderr after Python has ended.

    The lines are harmless and nobody's to act on, so the last thing this process does is to close its stderr to them.
    """
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
