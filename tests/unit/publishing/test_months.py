"""Months of large tables that were not built again are not measured again; whatever else changed is."""

from pathlib import Path
from typing import Any

import pytest

from dagster_project.lib.publishing import measured, verify
from dagster_project.lib.publishing.digests import Measure
from dagster_project.lib.publishing.manifest import TableEntry, read_manifest

from .small_world import SmallWorld, models

LARGE = {"large_table_rows": 50}  # mart_emission has 60 rows in six months
ALL = [f"2024-0{month}" for month in range(1, 7)]
MARCH = "DATE '2024-03-01'"


@pytest.fixture
def built(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> "Built":
    return Built(world, monkeypatch)


class Built:
    """A world whose table mart_emission says, as the materialization by_month does, which build each month is of."""

    def __init__(self, world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        self.measured: list[str] = []
        original = measured.measures

        def measures(*arguments: Any, where: str = "true", **options: Any) -> dict[Any, Measure]:
            self.measured += [month for month in ALL if f"{month}-01' AND" in where]
            return original(*arguments, where=where, **options)

        monkeypatch.setattr(measured, "measures", measures)
        world.change(
            "CREATE SCHEMA meta",
            "CREATE TABLE meta.month_build (schema_name VARCHAR, table_name VARCHAR, month DATE, build_id VARCHAR, "
            "built_from VARCHAR)",
            "INSERT INTO meta.month_build SELECT DISTINCT 'marts', 'mart_emission', period_start, 'run-1', "
            "'builds' FROM marts.emission_base",
        )

    def publish(self, **options: Any) -> Path:
        self.measured.clear()
        return self.world.publish(**(LARGE | options)).path

    def build_again(self, *months: str, run: str = "run-2", built_from: str = "other builds") -> None:
        lines = (f"('marts', 'mart_emission', DATE '{month}-01', '{run}', '{built_from}')" for month in months)
        self.world.change(f"INSERT INTO meta.month_build VALUES {', '.join(lines)}")


def entry_of(release: Path) -> TableEntry:
    [entry] = [entry for entry in read_manifest(release).tables if entry.table == "mart_emission"]
    return entry


def test_only_months_that_were_built_again_are_measured(built: Built) -> None:
    first = built.publish()
    assert sorted(built.measured) == ALL
    built.world.change(f"UPDATE marts.emission_base SET row_count = 99 WHERE period_start = {MARCH}")
    built.build_again("2024-03", "2024-04")
    second = built.publish()
    assert built.measured == ["2024-03", "2024-04"]
    builds = {part.month: part.build_id for part in entry_of(second).parts or ()}
    assert builds["2024-03"] == builds["2024-04"] != builds["2024-01"] == builds["2024-06"]
    assert verify(built.world.home).problems == []
    changed = "government/marts.mart_emission/2024-03.parquet"
    assert not (first / changed).samefile(second / changed)
    # April was built again and came out as it was: measured, and linked.
    for month in ("04", "06"):
        path = f"auditor/marts.mart_emission/2024-{month}.parquet"
        assert (first / path).samefile(second / path)


def test_the_digest_is_that_of_measuring_everything(built: Built) -> None:
    built.publish()
    built.world.change(f"UPDATE marts.emission_base SET row_count = 99 WHERE period_start = {MARCH}")
    built.build_again("2024-03")
    with_known = built.world.publish(**LARGE)
    built.world.change("DROP TABLE meta.month_build")
    assert built.world.publish(**LARGE).content_digest == with_known.content_digest
    assert built.world.publish().content_digest == with_known.content_digest


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM meta.month_build",
        "DROP TABLE meta.month_build",
        "UPDATE meta.month_build SET build_id = 'run-9'",
        "INSERT INTO meta.month_build SELECT * REPLACE ('run-0' AS build_id, 'older' AS built_from) "
        "FROM meta.month_build",
        "INSERT INTO meta.month_build SELECT * FROM meta.month_build",
        "UPDATE meta.month_build SET table_name = 'another'",
        "UPDATE meta.month_build SET build_id = NULL",
        "UPDATE meta.month_build SET build_id = NULL, built_from = NULL",
    ],
)
def test_what_is_not_said_of_a_month_is_never_assumed(built: Built, change: str) -> None:
    built.publish()
    built.world.change(change)
    built.publish()
    assert sorted(built.measured) == ALL


def test_another_number_of_rows_is_measured_whatever_the_build_says(built: Built) -> None:
    built.publish()
    built.world.change(f"DELETE FROM marts.emission_base WHERE period_start = {MARCH} AND account_id = 'A1'")
    release = built.publish()
    assert built.measured == ["2024-03"]
    assert {part.month: part.rows for part in entry_of(release).parts or ()}["2024-03"] == 9


def test_other_columns_or_rules_or_code_are_measured(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    built.publish()
    nodes = models()
    nodes["emission"]["config"]["meta"]["digest_exclude"] = ["row_count"]
    built.world.write_models(nodes)
    built.publish()
    assert sorted(set(built.measured)) == ALL
    built.publish()
    assert built.measured == []
    del nodes["emission"]["columns"]["row_count"]
    nodes["emission"]["config"]["meta"]["digest_exclude"] = []
    built.world.write_models(nodes)
    built.publish()
    assert sorted(built.measured) == ALL


def test_a_manifest_from_before_the_builds_were_known_is_followed(built: Built) -> None:
    built.world.change("ALTER TABLE meta.month_build RENAME TO later")
    first = built.publish()
    assert b"build_id" not in (first / "manifest.json").read_bytes()
    assert b'"frozen"' not in (first / "manifest.json").read_bytes()
    built.world.change("ALTER TABLE meta.later RENAME TO month_build")
    built.publish()
    assert sorted(built.measured) == ALL
    assert verify(built.world.home).problems == []
