"""Public rows stand: two releases subtracted say nothing about a month that both of them show."""

from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing import verify, warehouse_digest
from dagster_project.lib.publishing.manifest import FrozenEntry, read_manifest

from .residents_world import read, residents_models
from .small_world import SmallWorld, make_writable

MONTHS = "FROM marts.mart_community_month ORDER BY ALL"
DISCLOSED = "FROM marts.mart_disclosed ORDER BY ALL"
# What a withdrawal or erasure, and late data, do to months that have closed.
WITHDRAWAL = "UPDATE marts.mart_community_month SET persons = 11, reduction_g = 1100 WHERE region_code = 'R1'"
SUPPRESSED = "DELETE FROM marts.mart_community_month WHERE region_code = 'R2' AND period_start = DATE '2024-01-01'"
LATE = "INSERT INTO marts.mart_community_month VALUES ('R3', DATE '2024-02-01', 10, 1000)"
MARCH = "INSERT INTO marts.mart_community_month VALUES ('R1', DATE '2024-03-01', 10, 900)"
RECOLOURED = "UPDATE marts.mart_disclosed SET colour = 'yellow' WHERE account_id = 'A2'"


@pytest.fixture
def public(residents: SmallWorld) -> SmallWorld:
    """Only the public tables: the others are not what is tested here."""
    chosen = {
        name: node for name, node in residents_models().items() if node["config"]["meta"]["audience"] == ["public"]
    }
    residents.write_models(chosen)
    return residents


def frozen_of(release: Path, table: str) -> FrozenEntry | None:
    [entry] = [entry for entry in read_manifest(release).tables if entry.table == table]
    assert (entry.audience, entry.is_content) == (("public",), False)
    return entry.frozen


def test_a_published_month_stands_whatever_changes(public: SmallWorld) -> None:
    first = public.publish().path
    public.change(WITHDRAWAL, SUPPRESSED, LATE)
    second = public.publish().path
    assert read(second, "public", MONTHS) == read(first, "public", MONTHS)
    parquet = "FROM '{}/public/marts.mart_community_month.parquet' ORDER BY ALL"
    assert duckdb.sql(parquet.format(second)).fetchall() == read(first, "public", MONTHS)
    assert frozen_of(second, "mart_community_month") == FrozenEntry("month", "2024-02", first.name, None)
    assert verify(public.home).problems == []


def test_a_month_that_has_closed_since_is_added_to_those_that_stand(public: SmallWorld) -> None:
    first = public.publish().path
    public.change(WITHDRAWAL, MARCH)
    second = public.publish().path
    public.change("UPDATE marts.mart_community_month SET persons = 99")
    third = public.publish().path
    march = read(second, "public", "FROM marts.mart_community_month WHERE period_start = DATE '2024-03-01'")
    assert [row[2] for row in march] == [10]
    assert sorted(read(second, "public", MONTHS)) == sorted(read(first, "public", MONTHS) + march)
    assert read(third, "public", MONTHS) == read(second, "public", MONTHS)


def test_the_difference_of_two_releases_is_whole_months_only(public: SmallWorld) -> None:
    """The attack itself: subtract, after everything that could move a figure has happened in turn."""
    releases = [public.publish().path]
    for change in (WITHDRAWAL, SUPPRESSED, LATE, MARCH, RECOLOURED):
        public.change(change)
        releases.append(public.publish(keep=9).path)
    for before, after in pairwise(releases):
        shown = set(read(before, "public", MONTHS))
        known = {month for _, month, *_ in shown}
        assert {row for row in read(after, "public", MONTHS) if row[1] in known} == shown


def test_what_stands_is_not_told_by_a_digest_either(public: SmallWorld) -> None:
    first = public.publish()
    public.change(WITHDRAWAL, LATE)
    second = public.publish()
    before, after = (read_manifest(each.path) for each in (first, second))
    tables = [
        next(entry for entry in each.tables if entry.table == "mart_community_month").content_digest
        for each in (before, after)
    ]
    assert tables[0] == tables[1]
    assert first.content_digest == second.content_digest
    assert warehouse_digest(public.home, public.home.warehouse, public.dbt_manifest) == second.content_digest


def test_a_frozen_table_stands_until_a_month_closes(public: SmallWorld) -> None:
    first = public.publish().path
    public.change(RECOLOURED)
    second = public.publish().path
    assert read(second, "public", DISCLOSED) == read(first, "public", DISCLOSED)
    assert frozen_of(second, "mart_disclosed") == FrozenEntry("table", "2024-02", first.name, None)
    public.change(MARCH)
    third = public.publish().path
    assert read(third, "public", DISCLOSED) == [("A1", "green"), ("A2", "yellow")]
    assert frozen_of(third, "mart_disclosed") == FrozenEntry("table", "2024-03", None, "month 2024-03 has closed")
    public.change("DELETE FROM marts.mart_disclosed")
    assert read(public.publish().path, "public", DISCLOSED) == read(third, "public", DISCLOSED)


def test_without_months_the_month_of_as_of_closes_a_table(public: SmallWorld) -> None:
    public.write_models({"disclosed": residents_models()["mart_disclosed"]})
    first = public.publish().path
    public.change(RECOLOURED)
    assert read(public.publish().path, "public", DISCLOSED) == read(first, "public", DISCLOSED)
    assert frozen_of(first, "mart_disclosed") == FrozenEntry("table", "2024-07", None, None)


def test_where_no_month_has_closed_a_table_is_renewed_once_a_month(public: SmallWorld) -> None:
    """A city without residents: its tables by month are empty, and the others must not stand for ever."""
    public.change("DELETE FROM marts.mart_community_month")
    first = public.publish().path
    public.change(RECOLOURED)
    assert read(public.publish().path, "public", DISCLOSED) == read(first, "public", DISCLOSED)
    public.published = 27
    public.change("INSERT INTO marts.mart_disclosed VALUES ('A3', 'green')")
    assert len(read(public.publish().path, "public", DISCLOSED)) == 2  # still July
    public.change(MARCH)
    assert len(read(public.publish().path, "public", DISCLOSED)) == 3


def test_changed_columns_renew_a_table_and_the_manifest_says_so(public: SmallWorld) -> None:
    public.publish()
    public.change(WITHDRAWAL, "ALTER TABLE marts.mart_community_month ALTER persons TYPE BIGINT")
    release = public.publish().path
    assert {row[2] for row in read(release, "public", "FROM marts.mart_community_month WHERE region_code = 'R1'")} == {
        11
    }
    renewed = frozen_of(release, "mart_community_month")
    assert renewed == FrozenEntry("month", "2024-02", None, "its columns have changed")
    public.change("UPDATE marts.mart_community_month SET persons = 10")
    assert frozen_of(public.publish().path, "mart_community_month").kept_from == release.name


def test_a_new_table_comes_whole(public: SmallWorld) -> None:
    nodes = residents_models()
    public.write_models({"disclosed": nodes["mart_disclosed"]})
    public.publish()
    public.write_models({name: nodes[name] for name in ("mart_disclosed", "mart_community_month")})
    release = public.publish().path
    assert len(read(release, "public", MONTHS)) == 4
    assert frozen_of(release, "mart_community_month").renewed == "it was not in the release before"


def test_a_build_as_of_a_time_follows_no_release(public: SmallWorld) -> None:
    public.publish()
    public.change(WITHDRAWAL)
    beside = public.publish(as_of_build=True).path
    assert {row[2] for row in read(beside, "public", "FROM marts.mart_community_month WHERE region_code = 'R1'")} == {
        11
    }
    # Nor does it stand: the next live release follows the live one.
    after = public.publish().path
    assert {row[2] for row in read(after, "public", MONTHS)} == {12}


def test_a_forged_public_file_is_not_carried_on(public: SmallWorld) -> None:
    release = public.publish().path
    make_writable(release)
    with duckdb.connect(str(release / "public.duckdb")) as connection:
        connection.execute("UPDATE marts.mart_community_month SET persons = 1000")
    with pytest.raises(CarbonError, match="is not what its manifest says: run `carbon verify`"):
        public.publish()
    (release / "public.duckdb").unlink()
    with pytest.raises(CarbonError, match=r"public\.duckdb, whose rows have to stand, cannot be opened"):
        public.publish()
