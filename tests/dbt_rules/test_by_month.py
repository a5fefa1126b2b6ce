"""The materialization by_month: which months are rebuilt, under which contract, and what is written down about it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from .small_project import SmallProject

MODELS = {
    "monthly": "{{ config(materialized='by_month', month_column='month', volume_source=['records', 'slips'],"
    " also_dirty='odd_months') }}\n"
    "select cast({{ month_start() }} as date) as month, cast(count(*) as bigint) as records\n"
    "from (select * from read_csv('{{ env_var(\"RECORDS\") }}')) as r\n"
    "where {{ month_of('happened_on') }} = {{ month_start() }}",
    "yearly": "{{ config(materialized='by_month', month_column='year', volume_source='records', period='year',"
    " months_after=1) }}\n"
    "select cast({{ month_start() }} as date) as year, cast(count(*) as bigint) as records\n"
    "from (select * from read_csv('{{ env_var(\"RECORDS\") }}')) as r\n"
    "where {{ year_of('happened_on') }} = {{ month_start() }}",
}
MACROS = "{% macro odd_months() %}select date '2024-02-01' as month{% endmacro %}"
COLUMNS = [{"name": "month", "data_type": "date"}, {"name": "records", "data_type": "bigint"}]
JANUARY, FEBRUARY, MARCH, DECEMBER = (date(2024, month, 1) for month in (1, 2, 3, 12))


def properties(columns: list[dict[str, str]]) -> dict[str, Any]:
    contract = {"contract": {"enforced": True}}
    return {"models": [{"name": "monthly", "config": contract, "columns": columns}]}


def deliver(path: Path, *days: str) -> None:
    path.write_text("\n".join(["happened_on", *days]) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Built:
    """The project after both builds, and the months that each table had after the first."""

    project: SmallProject
    first_months: dict[str, list[date]]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.project.rows(sql)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built in full from three months of two sources, then once more after every month has changed."""
    folder = tmp_path_factory.mktemp("by_month")
    project = SmallProject(folder / "project", MODELS, MACROS, properties(COLUMNS))
    records = folder / "records.csv"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECORDS", str(records))
        loaded = {"records": [JANUARY, FEBRUARY], "slips": [MARCH], "others": [DECEMBER]}
        deliver(records, "2024-01-05", "2024-02-05", "2024-03-05", "2024-12-31")
        project.build("first", dirty={"records": [date(2023, 12, 1)]}, loaded=loaded, full=True)
        months = "select month from meta.month_build where build_id = 'first' and table_name = '{}' order by 1"
        first = {name: [month for (month,) in project.rows(months.format(name))] for name in MODELS}
        deliver(records, "2024-01-05", "2024-01-06", "2024-03-05", "2024-03-06", "2025-01-01")
        project.build("second", dirty={"slips": [MARCH], "records": [DECEMBER]}, loaded=loaded, full=False)
    return Built(project, first)


def test_full_build_makes_every_month_of_its_sources_and_of_the_dirty_ones(built: Built) -> None:
    assert built.first_months["monthly"] == [date(2023, 12, 1), JANUARY, FEBRUARY, MARCH]
    assert built.first_months["yearly"] == [date(2023, 1, 1), JANUARY]


def test_dirty_months_of_every_named_source_and_those_of_the_macro_are_rebuilt(built: Built) -> None:
    again = "select month from meta.month_build where build_id = 'second' and table_name = 'monthly' order by 1"
    assert built.rows(again) == [(FEBRUARY,), (MARCH,), (DECEMBER,)]
    # January has a record more by now and was not asked for.
    assert built.rows("select month, records from main.monthly where records > 0 order by 1") == [
        (JANUARY, 1),
        (MARCH, 2),
    ]


def test_dirty_month_makes_its_year_dirty_and_december_the_next_one_too(built: Built) -> None:
    again = "select month from meta.month_build where build_id = 'second' and table_name = 'yearly' order by 1"
    assert built.rows(again) == [(JANUARY,), (date(2025, 1, 1),)]
    assert built.rows("select year, records from main.yearly where records > 0 order by 1") == [
        (JANUARY, 4),
        (date(2025, 1, 1), 1),
    ]


def test_month_that_was_not_rebuilt_keeps_its_build(built: Built) -> None:
    builds = (
        "select month, build_id from meta.month_build where schema_name = 'main' and table_name = 'monthly' order by 1"
    )
    assert built.rows(builds) == [
        (date(2023, 12, 1), "first"),
        (JANUARY, "first"),
        (FEBRUARY, "second"),
        (MARCH, "second"),
        (DECEMBER, "second"),
    ]


def test_type_against_the_contract_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [COLUMNS[0], {"name": "records", "data_type": "decimal(18,6)"}]
    project = SmallProject(tmp_path / "project", MODELS, MACROS, properties(wrong))
    deliver(tmp_path / "records.csv", "2024-01-05")
    monkeypatch.setenv("RECORDS", str(tmp_path / "records.csv"))
    done = project.try_build("first", dirty={}, loaded={"records": [JANUARY]}, full=True)
    assert done.returncode == 1
    assert "records" in done.stdout and "BIGINT" in done.stdout
    with pytest.raises(duckdb.CatalogException):
        project.rows("select * from main.monthly")
