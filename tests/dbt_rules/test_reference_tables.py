"""The dbt test of each reference table passes its real rows and names what is wrong with a bad one.

Here: the compiled SQL of `reference_table` over the real seeds in DuckDB, one bad row after the other. Not here: what
the seeds say (tests/reference).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import duckdb
import pytest

from tests.reference.seed_tables import Seed, read_seeds

SEEDS = read_seeds()
MAY_BE_EMPTY = {"valid_from", "published_on"}
ALWAYS_FILLED = ["source_document", "evidence"]
# A table that has no row yet, so that there is one to spoil.
MADE_ROWS = {
    "industry_benchmark": {
        "industry_code": "30",
        "indicator": "K",
        "year": "2024",
        "value": "1",
        "unit": "t/10k_cny",
        "source_document": "own example",
        "evidence": "proposal",
    }
}
# Ends of ranges, None = open.
RANGES = [(a, b) for a in (None, 1, 2) for b in (None, 2, 3) if a is None or b is None or a < b]


@dataclass(frozen=True)
class Bad:
    """One statement that spoils a table, and what its test must then say."""

    sql: str
    problem: str


class Warehouse:
    """The seeds as tables, and the compiled test of each."""

    def __init__(self, manifest: dict, statements: dict[str, str]) -> None:
        self._connection = duckdb.connect()
        nodes = [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]
        self._connection.execute(f"attach ':memory:' as {nodes[0]['database']}")
        for schema in sorted({f"{node['database']}.{node['schema']}" for node in nodes}):
            self._connection.execute(f"create schema {schema}")
        names = {node["unique_id"]: node["name"] for node in nodes}
        self.relations = {node["name"]: f"{node['database']}.{node['schema']}.{node['alias']}" for node in nodes}
        self.tests = {
            names[node["attached_node"]]: statements[node["unique_id"]]
            for node in manifest["nodes"].values()
            if node.get("attached_node") in names and node["test_metadata"]["name"] == "reference_table"
        }
        for name, relation in self.relations.items():
            self._load(SEEDS[name], relation)

    def _load(self, seed: Seed, relation: str) -> None:
        types = seed.config["column_types"]
        rows = seed.rows or [MADE_ROWS[seed.name]]
        cells = [[row.get(column) or None for column in seed.header] for row in rows]
        self._connection.execute(f"create table {relation} ({', '.join(f'{c} {types[c]}' for c in seed.header)})")
        self._connection.executemany(f"insert into {relation} values ({', '.join('?' * len(seed.header))})", cells)

    def problems(self, name: str, *changes: str) -> list[str]:
        """What the test of the table says after these changes, which are then taken back."""
        self._connection.execute("begin")
        try:
            for change in changes:
                self._connection.execute(change.format(table=self.relations[name]))
            return [row[0] for row in self._connection.execute(self.tests[name]).fetchall()]
        finally:
            self._connection.execute("rollback")


@pytest.fixture(scope="module")
def warehouse(compiled: dict, statements: dict[str, str]) -> Warehouse:
    return Warehouse(compiled, statements)


def first_row_with(**cells: str) -> str:
    written = ", ".join(f"{column} = {value}" for column, value in cells.items())
    return f"update {{table}} set {written} where rowid = (select min(rowid) from {{table}})"


def copied_first_row(**cells: str) -> str:
    replaced = ", ".join(f"{value} as {column}" for column, value in cells.items())
    return f"insert into {{table}} select * replace ({replaced}) from {{table}} order by rowid limit 1"


def bad_rows(seed: Seed) -> Iterator[Bad]:
    """One bad row for each thing that the YAML, or the test by itself, asks of the table."""
    rules = seed.rules
    exempt = MAY_BE_EMPTY | set(rules.get("may_be_empty", ()))
    for column in [*seed.key, *rules.get("filled", ()), *ALWAYS_FILLED]:
        if column not in exempt:
            yield Bad(first_row_with(**{column: "null"}), f"{column} is empty")
    for column in [*rules.get("accepted", ()), "evidence"]:
        yield Bad(first_row_with(**{column: "'99'"}), f"{column} 99 is none of ")
    for column, target in rules.get("refers_to", {}).items():
        yield Bad(first_row_with(**{column: "'99'"}), f"{column} 99 is no {target['field']} of ")
    same = {seed.key[0]: seed.key[0]}
    yield Bad(copied_first_row(**same), "more than one row of this key")
    if "valid_from" in seed.header:
        day = "date '2024-01-01'"
        yield Bad(first_row_with(valid_from=day, valid_to=day), "valid_to is not after valid_from")
        inside = "coalesce(valid_from + 1, valid_to - 1, date '2024-01-01')"
        yield Bad(copied_first_row(valid_from=inside), "valid_from to valid_to overlaps another row")
    if "lower_bound" in seed.header:
        inside = "coalesce(lower_bound + 0.001, upper_bound - 0.001)"
        yield Bad(
            copied_first_row(level_code="'99'", lower_bound=inside), "lower_bound to upper_bound overlaps another row"
        )


def test_every_seed_is_tested_once(compiled: dict, warehouse: Warehouse) -> None:
    tested = [
        node["attached_node"]
        for node in compiled["nodes"].values()
        if str(node.get("attached_node")).startswith("seed.")
    ]
    assert sorted(tested) == sorted(set(tested))
    assert warehouse.tests.keys() == SEEDS.keys()


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_real_rows_pass_and_bad_rows_are_named(warehouse: Warehouse, name: str) -> None:
    assert warehouse.problems(name) == []
    for bad in bad_rows(SEEDS[name]):
        assert bad.problem in "; ".join(warehouse.problems(name, bad.sql)), bad.sql


@pytest.mark.parametrize("name", sorted(name for name, seed in SEEDS.items() if "valid_from" in seed.key))
def test_parts_of_a_key_may_be_empty_where_the_table_says_so(warehouse: Warehouse, name: str) -> None:
    emptied = [c for c in SEEDS[name].key if c in MAY_BE_EMPTY | set(SEEDS[name].rules.get("may_be_empty", ()))]
    alone = "delete from {table} where rowid > (select min(rowid) from {table})"
    empty = [alone, *(first_row_with(**{column: "null"}) for column in emptied)]
    assert warehouse.problems(name, *empty) == []
    twice = copied_first_row(evidence="'proposal'")
    said = warehouse.problems(name, *empty, twice)
    assert len(said) == 2
    assert all(text.startswith("more than one row of this key") for text in said)


def test_all_that_is_wrong_with_a_row_is_said(warehouse: Warehouse) -> None:
    wrong = first_row_with(name_en="null", category="'steam'")
    said = warehouse.problems("energy_type", wrong)
    accepted = "solid_fuel, liquid_fuel, gas_fuel, electricity, heat, other"
    assert said == [f"name_en is empty; category steam is none of {accepted}"]


@pytest.mark.parametrize("number", [2, 3])
def test_overlaps_are_those_of_pairs(warehouse: Warehouse, number: int) -> None:
    """Two half-open ranges overlap where each begins before the other ends: told from all pairs."""
    for ranges in combinations(RANGES, number):
        values = ", ".join(f"({_day(start)}, {_day(end)})" for start, end in ranges)
        rows = (
            "create temp table kept as select * from {table} limit 1",
            "delete from {table}",
            "insert into {table} select k.* replace (r.a as valid_from, r.b as valid_to) "
            f"from kept as k cross join (values {values}) as r (a, b)",
        )
        said = " ".join(warehouse.problems("credit_weight", *rows))
        assert ("overlaps" in said) == any(_overlap(a, b) for a, b in combinations(ranges, 2)), ranges


def _day(number: int | None) -> str:
    return f"date '2024-01-0{number}'" if number else "cast(null as date)"


def _overlap(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    pairs = ((one[0], other[1]), (other[0], one[1]))
    return all(start is None or end is None or start < end for start, end in pairs)
