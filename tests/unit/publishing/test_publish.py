"""A release holds what the warehouse holds, appears whole, and appears only when something is new."""

import errno
import hashlib
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.errors import CarbonError, OutOfResources, WrongUse
from dagster_project.lib.publishing import audience as audience_module
from dagster_project.lib.publishing import current_release, publisher, resolve_release, verify, warehouse_digest
from dagster_project.lib.publishing.manifest import Previous, read_manifest
from dagster_project.lib.publishing.releases import live_releases

from .small_world import RUN, SmallWorld, models


def rows(file: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_release_holds_the_tables_of_each_audience(world: SmallWorld) -> None:
    outcome = world.publish()
    assert (outcome.kind, outcome.previous, outcome.release) == ("published", None, "20240701T083000Z-00000001")
    assert world.home.current.readlink() == Path(outcome.release)
    extra = {("audit", "data_dictionary"), ("audit", "validation_result")}
    marts = {("marts", "mart_account"), ("marts", "mart_emission")}
    expected = {"government": extra | marts, "auditor": extra | marts | {("audit", "load")}}
    for audience, tables in expected.items():
        file = outcome.path / f"{audience}.duckdb"
        assert set(rows(file, "SELECT schema_name, table_name FROM duckdb_tables()")) == tables
        assert rows(file, "SELECT count(*) FROM duckdb_views() WHERE NOT internal") == [(0,)]
        assert {path.name for path in (outcome.path / audience).iterdir()} == {f"{s}.{t}.parquet" for s, t in tables}
    assert verify(world.home).problems == []


def test_the_manifest_says_what_the_release_was_made_from(world: SmallWorld) -> None:
    first, second = world.publish(), world.publish(as_of_build=True)
    manifest = read_manifest(second.path)
    assert (manifest.mode, manifest.moves_current, manifest.as_of) == ("as-of", False, "2024-07-02T08:30:00Z")
    assert (manifest.run_id, manifest.code_version, manifest.seed_digest) == (RUN, "0.1.0", "5eed")
    assert manifest.checks == {"passed": 12, "failed": 0, "warned": 1, "by_layer": {}}
    [load] = manifest.loads
    assert (load.load_id, load.attempt, load.known_at) == ("account_registry.1", 1, "2024-07-01T08:30:00Z")
    before = hashlib.sha256((first.path / "manifest.json").read_bytes()).hexdigest()
    assert manifest.previous == Previous(first.release, before)
    rows_by_table = {(table.full_name, table.audience): (table.rows, table.is_content) for table in manifest.tables}
    assert rows_by_table[("marts.mart_account", ("auditor", "government"))] == (40, True)
    assert rows_by_table[("audit.validation_result", ("auditor", "government"))] == (2, False)
    assert rows_by_table[("audit.data_dictionary", ("government",))][1] is False


def test_the_content_is_the_warehouses(world: SmallWorld) -> None:
    path = world.publish().path
    columns = "account_id, account_name, opened_on, is_active"
    there = rows(world.home.warehouse, f"SELECT {columns} FROM marts.mart_account ORDER BY account_id")
    # No ORDER BY here: the files lie in the order of the grain, and a column outside the contract is not in them.
    assert rows(path / "government.duckdb", "SELECT * FROM marts.mart_account") == there
    parquet = path / "government" / "marts.mart_account.parquet"
    assert duckdb.sql(f"SELECT * FROM read_parquet('{parquet}')").fetchall() == there
    assert rows(path / "auditor.duckdb", "SELECT DISTINCT run_id FROM audit.validation_result") == [(RUN,)]


def test_files_open_in_older_versions(world: SmallWorld) -> None:
    path = world.publish().path
    for audience in ("government", "auditor"):
        tags = rows(
            path / f"{audience}.duckdb", f"SELECT tags FROM duckdb_databases() WHERE database_name='{audience}'"
        )
        assert tags == [({"storage_version": "v1.4.0+"},)]


def test_files_of_a_release_are_write_protected(world: SmallWorld) -> None:
    world.publish(large_table_rows=50)
    path = world.publish(large_table_rows=50).path
    assert {file.stat().st_mode & 0o777 for file in path.rglob("*") if file.is_file()} == {0o444}


def test_the_dictionary_and_the_comments_describe_every_column(world: SmallWorld) -> None:
    path = world.publish().path
    for audience in ("government", "auditor"):
        file = path / f"{audience}.duckdb"
        columns = "SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns()"
        stored = rows(file, f"{columns} WHERE NOT internal")
        # Both directions: each column is in the dictionary, and the dictionary lists nothing else.
        dictionary = "SELECT schema_name, table_name, column_name, data_type, description FROM audit.data_dictionary"
        assert sorted(stored) == sorted(rows(file, dictionary))
        assert all(comment for *_, comment in stored)
        assert all(comment for (comment,) in rows(file, "SELECT comment FROM duckdb_tables()"))
    known = rows(path / "auditor.duckdb", "SELECT column_name, unit, title FROM audit.data_dictionary")
    assert ("total_location_t", "t", None) in known
    assert ("energy_kgco2e_per_m2", "kgCO2e/m2", None) in known
    assert ("account_name", None, "账户名称") in known
    whole = "SELECT table_name, column_name, title, table_title_zh, is_grain, audience FROM audit.data_dictionary"
    described = rows(path / "auditor.duckdb", whole)
    assert ("mart_account", "account_id", "账户编号", None, True, "auditor") in described
    assert ("mart_account", "opened_on", None, None, False, "auditor") in described
    assert ("data_dictionary", "unit", "单位", "数据字典", False, "auditor") in described


def test_the_same_content_has_the_same_digest(world: SmallWorld) -> None:
    first = world.publish()
    assert warehouse_digest(world.home, world.home.warehouse, world.dbt_manifest) == first.content_digest
    world.change(
        "CREATE OR REPLACE TABLE marts.mart_account AS SELECT * FROM marts.mart_account ORDER BY opened_on",
        "UPDATE audit.load SET loaded_at = now()::TIMESTAMP, "
        "known_at = CASE WHEN is_known_at_stated THEN known_at ELSE now()::TIMESTAMP END",
    )
    second = world.publish()
    assert second.release != first.release
    assert second.content_digest == first.content_digest
    assert second.previous == first.release
    world.change("UPDATE marts.mart_account SET account_name = '' WHERE account_name IS NULL")
    assert world.publish().content_digest != first.content_digest


def test_check_results_are_evidence_and_not_content(world: SmallWorld) -> None:
    first = world.publish()
    results = world.home.audit / "validation_result" / f"{RUN}.parquet"
    duckdb.sql(f"COPY (SELECT * REPLACE (false AS success) FROM '{results}') TO '{results}.new' (FORMAT parquet)")
    Path(f"{results}.new").replace(results)
    second = world.publish()
    assert second.content_digest == first.content_digest
    assert rows(second.path / "auditor.duckdb", "SELECT DISTINCT success FROM audit.validation_result") == [(False,)]
    assert verify(world.home).ok


def test_nothing_new_publishes_nothing(world: SmallWorld) -> None:
    first = world.publish("ab" * 32)
    before = sorted(world.home.published.rglob("*"))
    again = world.publish("ab" * 32)
    assert (again.kind, again.release, again.content_digest) == ("nothing_new", first.release, first.content_digest)
    assert sorted(world.home.published.rglob("*")) == before


def test_inputs_of_an_older_release_are_published_again(world: SmallWorld) -> None:
    """Only the current release counts: going back to earlier inputs is a change."""
    first = world.publish("aa" * 32)
    world.publish("bb" * 32)
    world.published = 0
    third = world.publish("aa" * 32)
    assert third.kind == "published"
    assert third.release == f"{first.release}-2"
    assert verify(world.home).ok


def test_only_the_newest_releases_are_kept(world: SmallWorld) -> None:
    names = [world.publish(keep=2).release for _ in range(4)]
    assert [release.name for release in live_releases(world.home)] == names[2:]
    assert list(world.home.published.glob(".*")) == []
    # The chain stays whole: the manifests of removed releases are kept.
    assert {path.stem for path in (world.home.published / "manifests").iterdir()} == set(names[:2])
    assert verify(world.home).problems == []
    with pytest.raises(WrongUse, match="at least one"):
        world.publish(keep=0)


def test_a_reader_of_an_old_release_is_not_disturbed(world: SmallWorld) -> None:
    path = world.publish(keep=1).path
    query = "SELECT account_id, sum(total_location_t) FROM marts.mart_emission GROUP BY account_id ORDER BY account_id"
    with duckdb.connect(str(path / "auditor.duckdb"), read_only=True) as reader:
        reader.execute("SELECT count(*) FROM marts.mart_account").fetchall()
        world.change("DELETE FROM marts.emission_base WHERE row_count > 5")
        world.publish(keep=1)
        world.publish(keep=1)
        assert not path.exists()
        assert len(reader.execute(query).fetchall()) == 10
        assert reader.execute("SELECT count(*) FROM marts.mart_emission").fetchall() == [(60,)]


def test_an_as_of_build_leaves_current_alone(world: SmallWorld) -> None:
    live = world.publish()
    built = world.publish("cc" * 32, as_of_build=True)
    assert built.path.parent == world.home.published / "asof"
    assert resolve_release(world.home).name == live.release
    assert resolve_release(world.home, built.release[:15]).path == built.path
    assert world.publish("cc" * 32, as_of_build=True).kind == "nothing_new"
    assert world.publish().previous == live.release
    assert verify(world.home).problems == []


def test_in_an_as_of_home_the_as_of_release_is_current(world: SmallWorld) -> None:
    first = world.publish(as_of_build=True, moves_current=True)
    second = world.publish(as_of_build=True, moves_current=True)
    assert current_release(world.home).path == second.path == world.home.published / "asof" / second.release
    assert second.previous == first.release
    assert verify(world.home).problems == []


def test_releases_are_found_by_the_start_of_their_name(world: SmallWorld) -> None:
    with pytest.raises(WrongUse, match="nothing has been published"):
        resolve_release(world.home)
    first, second = world.publish(), world.publish()
    assert resolve_release(world.home, first.release[:10]).path == first.path
    assert resolve_release(world.home, "current").path == second.path
    with pytest.raises(WrongUse, match="could be any of"):
        resolve_release(world.home, "2024")
    for unknown in ("2031", "../..", "", "asof", "current/.."):
        with pytest.raises(WrongUse, match="there is no release"):
            resolve_release(world.home, unknown)


@pytest.mark.parametrize(
    "failure",
    [OSError(errno.ENOSPC, "No space left on device"), duckdb.OutOfMemoryException("Out of Memory Error")],
)
def test_running_out_leaves_the_old_release(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    first = world.publish()

    def fail(*_: object) -> None:
        raise failure

    with monkeypatch.context() as patched:
        patched.setattr(audience_module, "_comments", fail)
        with pytest.raises(OutOfResources) as raised:
            world.publish()
    assert raised.value.exit_code == 4
    assert resolve_release(world.home).path == first.path
    assert list(world.home.published.glob(".*")) == []
    assert verify(world.home).ok


def test_a_write_that_goes_wrong_is_noticed(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    original = publisher.measure_content

    def measure_then_change(connection: duckdb.DuckDBPyConnection, *rest: object) -> object:
        measured = original(connection, *rest)
        # The relation is another table by the time it is written.
        object.__setattr__(measured[1], "relation", f"({measured[1].select} LIMIT 3)")
        return measured

    monkeypatch.setattr(publisher, "measure_content", measure_then_change)
    with pytest.raises(CarbonError, match=r"marts\.mart_account for auditor differs from the warehouse"):
        world.publish()
    assert current_release(world.home) is None


def test_what_cannot_be_published_is_one_sentence(world: SmallWorld) -> None:
    with pytest.raises(CarbonError, match="check results of this run are missing"):
        world.publish(run_id="another")
    nodes = models()
    nodes["account"]["columns"]["nope"] = {"name": "nope", "description": "Not there.", "config": {"meta": {}}}
    world.write_models(nodes)
    with pytest.raises(CarbonError, match=r"marts\.mart_account in the warehouse is not what dbt's manifest says"):
        world.publish()
    world.home.warehouse.unlink()
    with pytest.raises(CarbonError, match="there is no warehouse"):
        world.publish()
    assert list(world.home.published.iterdir()) == []


class TestLargeTables:
    def test_they_are_parquet_by_month_and_not_in_the_file(self, world: SmallWorld) -> None:
        path = world.publish(large_table_rows=50).path
        months = {f"2024-{month:02}.parquet" for month in range(1, 7)}
        for audience in ("government", "auditor"):
            assert {file.name for file in (path / audience / "marts.mart_emission").iterdir()} == months
            assert ("mart_emission",) not in rows(path / f"{audience}.duckdb", "SELECT table_name FROM duckdb_tables()")
            dictionary = "SELECT count(*) FROM audit.data_dictionary WHERE table_name = 'mart_emission'"
            assert rows(path / f"{audience}.duckdb", dictionary) == [(5,)]
        assert verify(world.home).problems == []

    def test_their_digest_is_the_same(self, world: SmallWorld) -> None:
        assert world.publish().content_digest == world.publish(large_table_rows=50).content_digest

    def test_unchanged_months_are_linked(self, world: SmallWorld) -> None:
        first = world.publish(large_table_rows=50).path
        world.change("UPDATE marts.emission_base SET row_count = 99 WHERE period_start = DATE '2024-03-01'")
        second = world.publish(large_table_rows=50).path
        linked = {
            month.name
            for month in (second / "auditor" / "marts.mart_emission").iterdir()
            if month.samefile(first / "auditor" / "marts.mart_emission" / month.name)
        }
        assert linked == {f"2024-{month:02}.parquet" for month in (1, 2, 4, 5, 6)}
        assert verify(world.home).problems == []

    def test_a_month_is_written_anew_when_only_an_excluded_column_changed(self, world: SmallWorld) -> None:
        nodes = models()
        nodes["emission"]["config"]["meta"]["digest_exclude"] = ["row_count"]
        world.write_models(nodes)
        first = world.publish(large_table_rows=50)
        world.change("UPDATE marts.emission_base SET row_count = 99 WHERE period_start = DATE '2024-03-01'")
        second = world.publish(large_table_rows=50)
        assert second.content_digest == first.content_digest
        march = "government/marts.mart_emission/2024-03.parquet"
        assert not (second.path / march).samefile(first.path / march)
        assert verify(world.home).problems == []

    def test_without_a_month_they_are_one_part(self, world: SmallWorld) -> None:
        path = world.publish(large_table_rows=30).path
        assert [file.name for file in (path / "auditor" / "marts.mart_account").iterdir()] == ["no_month.parquet"]
        assert verify(world.home).problems == []
