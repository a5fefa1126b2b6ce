"""A query on a release answers, or says in one sentence why it cannot; it never writes and never looks elsewhere."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.lib.errors import CarbonError, OutOfResources, WrongUse
from dagster_project.lib.publishing import run_sql, sql, verify

from .small_world import SmallWorld


def test_a_query_runs_on_the_current_release(world: SmallWorld) -> None:
    first = world.publish()
    world.change("DELETE FROM marts.mart_account WHERE account_id <> 'A1'")
    second = world.publish()
    query = "SELECT count(*) AS accounts FROM marts.mart_account"
    answer = run_sql(world.home, query)
    assert (answer.release, answer.audience) == (second.release, "auditor")
    assert (answer.columns, answer.rows, answer.has_more) == (["accounts"], [(1,)], False)
    assert run_sql(world.home, query, audience="government", release=first.release).rows == [(40,)]


def test_the_audience_limits_what_is_seen(world: SmallWorld) -> None:
    world.publish()
    assert len(run_sql(world.home, "FROM audit.load").rows) == 3
    with pytest.raises(WrongUse, match="Table with name load does not exist"):
        run_sql(world.home, "FROM audit.load", audience="government")
    with pytest.raises(WrongUse, match="has no audience 'public'; it has: auditor, government"):
        run_sql(world.home, "SELECT 1", audience="public")


def test_large_tables_are_read_like_others(world: SmallWorld) -> None:
    world.publish(large_table_rows=50)
    assert run_sql(world.home, "SELECT count(*), count(DISTINCT period_start) FROM marts.mart_emission").rows == [
        (60, 6)
    ]


def test_only_so_many_rows(world: SmallWorld) -> None:
    world.publish()
    answer = run_sql(world.home, "FROM marts.mart_account", max_rows=7)
    assert (len(answer.rows), answer.has_more) == (7, True)
    assert not run_sql(world.home, "FROM marts.mart_account", max_rows=40).has_more


@pytest.mark.parametrize("query", ["DESCRIBE marts.mart_account", "SHOW TABLES", "SUMMARIZE marts.mart_account"])
def test_looking_around_is_allowed(world: SmallWorld, query: str) -> None:
    world.publish()
    assert len(run_sql(world.home, query).rows) >= 4


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nope FROM marts.mart_account", 'Referenced column "nope" not found'),
        ("SELECT * FROM marts.mart_acount", 'Did you mean "mart_account"'),
        ("SELECT account_name::INTEGER FROM marts.mart_account", "Could not convert"),
        ("", "write one query: there are 0"),
        ("SELECT 1; SELECT 2", "write one query: there are 2"),
        ("DROP TABLE marts.mart_account", "only SELECT"),
        ("INSERT INTO marts.mart_account VALUES (1)", "only SELECT"),
        ("CREATE TABLE x AS SELECT 1", "only SELECT"),
        ("ATTACH 'x.duckdb'", "only SELECT"),
        ("SET enable_external_access = true", "only SELECT"),
        ("EXPLAIN ANALYZE COPY marts.mart_account TO 'x.csv'", "only SELECT"),
    ],
)
def test_a_query_that_cannot_run_is_one_sentence(world: SmallWorld, query: str, sentence: str) -> None:
    world.publish()
    with pytest.raises(WrongUse, match=sentence) as raised:
        run_sql(world.home, query)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "query",
    [
        "FROM read_csv('{elsewhere}')",
        "FROM read_text('{elsewhere}')",
        "FROM glob('{folder}/*')",
        "FROM '{elsewhere}'",
        "FROM read_parquet('{release}/government/marts.mart_account.parquet')",
        "FROM read_parquet('{release}/auditor/../government/marts.mart_account.parquet')",
        "FROM read_text('{release}/manifest.json')",
    ],
)
def test_a_query_cannot_look_elsewhere(world: SmallWorld, tmp_path: Path, query: str) -> None:
    release = world.publish().path
    elsewhere = tmp_path / "secret.csv"
    elsewhere.write_text("a\n1\n")
    with pytest.raises(WrongUse, match=r"reaches outside the release"):
        run_sql(world.home, query.format(elsewhere=elsewhere, folder=tmp_path, release=release))


@pytest.mark.parametrize("query", ["COPY marts.mart_account TO '{target}'", "COPY (SELECT 1) TO '{target}'"])
def test_a_query_cannot_write_into_the_release(world: SmallWorld, query: str) -> None:
    target = world.publish().path / "auditor" / "forged.csv"
    with pytest.raises(WrongUse, match="only SELECT"):
        run_sql(world.home, query.format(target=target))
    assert not target.exists()
    assert verify(world.home).ok


def test_before_the_first_release(world: SmallWorld) -> None:
    with pytest.raises(WrongUse, match="nothing has been published"):
        run_sql(world.home, "SELECT 1")


def test_a_damaged_file_is_one_sentence(world: SmallWorld) -> None:
    path = world.publish().path / "auditor.duckdb"
    path.chmod(0o644)
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(CarbonError, match=r"cannot be opened .*: run `carbon verify`"):
        run_sql(world.home, "FROM marts.mart_account")


def test_used_up_memory_is_exit_code_4(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()

    original = sql._open

    def open_with_little_memory(connection: duckdb.DuckDBPyConnection, *rest: Any) -> None:
        connection.execute("SET memory_limit = '10MB'")
        connection.execute("SET max_temp_directory_size = '0B'")
        original(connection, *rest)

    monkeypatch.setattr(sql, "_open", open_with_little_memory)
    with pytest.raises(OutOfResources):
        run_sql(world.home, "SELECT list(i::VARCHAR) FROM range(3000000) AS r (i)")
