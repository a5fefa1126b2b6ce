"""Column lineage from compiled SQL, and what is read of built tables."""

from pathlib import Path

import duckdb

from dagster_project.lib.running.lineage import column_lineage
from dagster_project.lib.running.table_facts import read_table_facts

ACTIVITY = ("staging", "activity")
FACTOR = ("reference", "factor")
SOURCES = {
    ACTIVITY: {"account_id": "VARCHAR", "quantity": "DECIMAL(18,6)", "day": "DATE"},
    FACTOR: {"code": "VARCHAR", "factor": "DECIMAL(19,10)", "valid_from": "DATE"},
}
SQL = """
with a as (select account_id, quantity * 2 as twice, day from "warehouse"."staging"."activity"),
f as (select * from "warehouse"."reference"."factor")
select a.account_id, sum(a.twice * f.factor) as gas_kg, count(*) as row_count
from a left join f on f.code = a.account_id and a.day >= f.valid_from
group by all
"""


def test_each_column_names_the_columns_it_is_computed_from() -> None:
    assert column_lineage(SQL, SOURCES) == {
        "account_id": [("staging", "activity", "account_id")],
        "gas_kg": [("reference", "factor", "factor"), ("staging", "activity", "quantity")],
        "row_count": [],
    }


def test_sql_beyond_the_parser_has_no_lineage_and_stops_nothing() -> None:
    assert column_lineage("this is ((( no query", SOURCES) == {}


def test_tables_are_counted_and_views_are_not_run(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create schema facts; create table facts.t as select 1 as a, 'x' as b from range(3)")
        connection.execute("create view facts.v as select error('views are not run') as c")
    facts = read_table_facts(path, [("facts", "t"), ("facts", "v"), ("facts", "missing")])
    assert facts.keys() == {("facts", "t"), ("facts", "v")}
    assert facts["facts", "t"].rows == 3
    assert facts["facts", "t"].columns == {"a": "INTEGER", "b": "VARCHAR"}
    assert facts["facts", "v"].rows is None
    duckdb.connect(path).close()  # it was closed: a writer may have it
