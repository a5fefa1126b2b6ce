"""Totals of a month are built once it has closed, and again when what was known by then turns out to be another."""

from datetime import date
from pathlib import Path

import pytest

from dagster_project.lib.running.project import DBT_PROJECT

from .small_project import SmallProject

MODELS = {
    "fct_month_close": "select * from read_csv('{{ env_var(\"CLOSES\") }}', header=true)",
    "fct_community_month": "-- depends_on: {{ ref('fct_month_close') }}\n"
    "{{ config(materialized='by_month', month_column='month', volume_source='records',"
    " also_dirty='months_of_another_close') }}\n"
    "select month, closed_at, register_digest from {{ ref('fct_month_close') }}"
    " where month = {{ month_start() }} and is_closed",
}
HEAD = "month,closed_at,is_closed,register_digest"
MARCH_OPEN = "2024-03-01,2024-04-16 00:00:00,false,b"
FIRST = ("2024-01-01,2024-02-16 00:00:00,true,a", "2024-02-01,2024-03-16 00:00:00,true,b", MARCH_OPEN)
# January closed later than was thought, February knows one load more, March is still open; April has closed since.
SECOND = (
    "2024-01-01,2024-02-20 00:00:00,true,a",
    "2024-02-01,2024-03-16 00:00:00,true,c",
    MARCH_OPEN,
    "2024-04-01,2024-05-16 00:00:00,true,d",
    "2024-05-01,2024-06-16 00:00:00,true,d",
)


def test_months_that_closed_or_know_more_are_built_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    macro = (DBT_PROJECT / "macros" / "residents" / "months_of_another_close.sql").read_text(encoding="utf-8")
    project = SmallProject(tmp_path / "project", MODELS, macro, {})
    closes = tmp_path / "closes.csv"
    monkeypatch.setenv("CLOSES", str(closes))
    months = "select distinct strftime(month, '%m') from meta.month_build where build_id = '{}' order by 1"
    built = {}
    for run, rows in (("first", FIRST), ("second", SECOND), ("third", SECOND), ("fourth", SECOND[:-1])):
        closes.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        loaded = {"records": [date(2024, n, 1) for n in (1, 2, 3)]} if run == "first" else {}
        project.build(run, dirty={}, loaded=loaded, full=run == "first")
        built[run] = [month for (month,) in project.rows(months.format(run))]
    # A month that is no longer closed, or whose records are gone, loses its totals.
    assert built == {"first": ["01", "02", "03"], "second": ["01", "02", "04", "05"], "third": [], "fourth": ["05"]}
    assert project.rows("select count(*) from main.fct_community_month where month = date '2024-05-01'") == [(0,)]
