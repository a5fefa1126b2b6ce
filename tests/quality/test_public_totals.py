"""Published totals tell of nobody: the models' own SQL over hostile worlds, attacked by sums and differences.

What each cell is the total of is checked first, not believed.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from dagster_project.lib.running.project import DBT_PROJECT
from tests.dbt_rules.small_project import SmallProject

from .public_worlds import (
    CITY,
    COUNTIES,
    FEWEST_ENTERPRISES,
    FEWEST_PERSONS,
    GROUPS,
    LARGEST_SHARE_PCT,
    Enterprise,
    World,
    worlds,
)
from .subtraction import fewest, largest_part, left_over, signs_for

WORLDS = worlds(60, seed=20)
MARTS = ("mart_community_month", "mart_community_group", "mart_public_emission")
MACROS = (
    "privacy/rolled_up.sql",
    "residents/resident_groups.sql",
    "lending/holds_on.sql",
    "rating/parameter_of_year.sql",
)
Row = dict[str, Any]
Published = dict[str, list[Row]]


def _tables(folder: Path) -> None:
    """What the marts read, one file per table."""
    with duckdb.connect() as database:
        database.execute(
            "create table act (month date, region_code varchar, village_code varchar,"
            f" {', '.join(f'{group}_g decimal(33, 10)' for group in GROUPS)}, counted_records bigint)"
        )
        database.executemany(
            "insert into act values (?, ?, ?, ?, ?, ?, ?, ?)",
            [(world.month, p.region, p.village, *p.grams, p.records) for world in WORLDS for p in world.persons],
        )
        database.execute(
            "create table enterprise (account_id varchar, period_start date, county_code varchar,"
            " section_code varchar, division_code varchar, kg decimal(28, 10), energy_tce decimal(28, 13))"
        )
        database.executemany(
            "insert into enterprise values (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(f"{world.month}-{n}", world.month, e.county, e.section, e.division),
                    *(Decimal(e.emission).scaleb(-10), Decimal(e.energy).scaleb(-13)),
                )
                for world in WORLDS
                for n, e in enumerate(world.enterprises)
            ],
        )
        flags = ", ".join(f"{group}_g > 0 as has_{group}" for group in GROUPS)
        sums = ", ".join(f"sum({group}_g) as {group}_g" for group in GROUPS)
        total = " + ".join(f"{group}_g" for group in GROUPS)
        queries = {
            "fct_community_month": f"select month, region_code, village_code, {flags}, count(*) as persons,"
            f" sum(counted_records)::bigint as counted_records, sum({total}) as reduction_g, {sums},"
            " false as depends_on_proposal from act group by all"
            " union all by name select month, '' as region_code, '' as village_code, 0 as persons from act",
            "fct_region_account": "select account_id, period_start, '330000' as province_code, '330800' as city_code,"
            " county_code, true as is_counted from enterprise",
            "fct_account_period": "select account_id, 'year' as period_grain, period_start, kg as scope1_kg,"
            " 0::decimal(28, 10) as scope2_location_kg, energy_tce, true as has_known_emission,"
            " false as is_preliminary, false as depends_on_proposal from enterprise",
            "fct_account_year": "select account_id, period_start, nullif(section_code, '') as section_code,"
            " nullif(division_code, '') as division_code from enterprise",
            "resident_rule": "select rule_code, value::decimal(18, 6) as value, null::date as valid_from,"
            " null::date as valid_to, null::date as published_on from (values"
            f" ('K_PERSONS', {FEWEST_PERSONS}), ('K_ENTERPRISES', {FEWEST_ENTERPRISES}),"
            f" ('DOMINANCE_PCT', {LARGEST_SHARE_PCT})) as r (rule_code, value)",
            "region": "select unnest(['330000', '330800', '330802', '330803', '330822']) as region_code,"
            " unnest(['CN', '330000', '330800', '330800', '330800']) as parent_code,"
            " unnest(['province', 'city', 'county', 'county', 'county']) as level,"
            " null::varchar as name_zh, null::varchar as name_en",
            "industry_class": "select '30' as class_code, null::varchar as name_zh, null::varchar as name_en",
            "scenario_group": "select '' as scenario_group, null::varchar as name_zh, null::varchar as name_en",
        }
        for name, query in queries.items():
            database.execute(f"copy ({query}) to '{folder / name}.parquet' (format parquet)")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The rows of each mart over all worlds, made by the models' own SQL."""
    folder = tmp_path_factory.mktemp("public")
    _tables(folder)
    models = {name: (DBT_PROJECT / "models" / "marts" / "public" / f"{name}.sql").read_text("utf-8") for name in MARTS}
    stubs = {path.stem: f"select * from read_parquet('{path}')" for path in folder.glob("*.parquet")}
    macros = "\n".join((DBT_PROJECT / "macros" / path).read_text("utf-8") for path in MACROS)
    project = SmallProject(folder / "project", {**models, **stubs}, macros, {})
    project.build("attacked", dirty={}, loaded={}, full=True)
    found: Published = {}
    with duckdb.connect(folder / "project" / "small.duckdb", read_only=True) as database:
        for name in MARTS:
            answer = database.execute(f"select * from main.{name}")
            columns = [column[0] for column in answer.description or ()]
            found[name] = [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
    return found


def rows_of(published: Published, mart: str, world: World) -> list[Row]:
    return [row for row in published[mart] if row["period_start"] == world.month]


# --- Persons ---------------------------------------------------------------------------------------------------------


class Shares:
    """Who and what the totals of persons are made of: one share per person and group, in the order of the persons."""

    def __init__(self, world: World) -> None:
        known = [person for person in world.persons if person.region in (CITY, *COUNTIES)]
        self.region = np.array([person.region for person in known])
        self.village = np.array([person.village for person in known])
        self.grams = np.array([person.grams for person in known], dtype=np.int64).reshape(-1, len(GROUPS))
        self.records = np.array([person.records for person in known], dtype=np.int64)

    def cell(self, persons: np.ndarray, groups: Sequence[str] = GROUPS) -> np.ndarray:
        """Shares of these persons in these groups."""
        taken = np.array([group in groups for group in GROUPS])
        return (persons[:, None] & taken[None, :] & (self.grams > 0)).ravel()

    def persons_left(self, left: np.ndarray) -> np.ndarray:
        return left.reshape(len(left), -1, len(GROUPS)).any(axis=2).sum(axis=1)


def persons_in(shares: Shares, row: Row, rows: Sequence[Row]) -> np.ndarray:
    """Whom a row of mart_community_month is the total of; OTHER is who is in the parent and in no other child."""
    everybody = np.ones(len(shares.region), dtype=bool)
    if row["level"] == "city":
        return everybody
    if row["level"] == "county":
        if not row["is_other"]:
            return shares.region == row["region_code"]
        parent, siblings = everybody, [each for each in rows if each["level"] == "county" and not each["is_other"]]
    else:
        parent = shares.region == row["region_code"]
        if not row["is_other"]:
            return parent & (shares.village == row["village_code"])
        siblings = [each for each in children_of(row["region_code"], rows) if not each["is_other"]]
    for sibling in siblings:
        parent = parent & ~persons_in(shares, sibling, rows)
    return parent


def children_of(county: str, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["level"] == "village" and row["region_code"] == county]


def groups_in(row: Row, rows: Sequence[Row]) -> tuple[str, ...]:
    if not row["is_other"]:
        return (row["scenario_group"],)
    shown = {each["scenario_group"] for each in rows if each["region_code"] == row["region_code"]}
    return tuple(group for group in GROUPS if group not in shown)


@pytest.fixture(scope="module", params=range(len(WORLDS)), ids=lambda n: f"world {n}")
def attacked(request: pytest.FixtureRequest, published: Published) -> tuple[World, list[Row], list[Row]]:
    world = WORLDS[request.param]
    return (
        world,
        rows_of(published, "mart_community_month", world),
        rows_of(published, "mart_community_group", world),
    )


def test_every_cell_of_persons_is_the_total_that_it_says(attacked: tuple[World, list[Row], list[Row]]) -> None:
    world, months, groups = attacked
    shares = Shares(world)
    for row in months:
        persons = persons_in(shares, row, months)
        assert row["persons"] == persons.sum()
        assert row["counted_records"] == shares.records[persons].sum()
        assert row["reduction_kg"] * 1000 == Decimal(int(shares.grams[persons].sum()))
    for row in groups:
        persons = shares.region == row["region_code"]
        taken = [GROUPS.index(group) for group in groups_in(row, groups)]
        assert row["reduction_kg"] * 1000 == Decimal(int(shares.grams[persons][:, taken].sum()))


def test_children_that_are_shown_add_up_to_their_parent(attacked: tuple[World, list[Row], list[Row]]) -> None:
    _, months, groups = attacked
    by_county = {row["region_code"]: row for row in months if row["level"] == "county"}
    families = [
        *((row, [each for each in months if each["level"] == "county"]) for row in months if row["level"] == "city"),
        *((row, children_of(county, months)) for county, row in by_county.items()),
    ]
    for parent, children in families:
        for column in ("persons", "counted_records", "reduction_kg"):
            assert not children or sum(child[column] for child in children) == parent[column]
    for county in {row["region_code"] for row in groups}:
        shown = [row["reduction_kg"] for row in groups if row["region_code"] == county]
        assert sum(shown) == by_county[county]["reduction_kg"]


def test_no_sum_or_difference_of_persons_leaves_a_few(attacked: tuple[World, list[Row], list[Row]]) -> None:
    world, months, groups = attacked
    shares, rng = Shares(world), np.random.default_rng(world.month.toordinal())
    cells = {id(row): persons_in(shares, row, months) for row in months}
    blocks = [
        [row for row in months if row["level"] != "village"],
        *([row for row in months if row["region_code"] == county and row["level"] != "city"] for county in COUNTIES),
        months,
    ]
    for block in filter(None, blocks):
        left = left_over([cells[id(row)] for row in block], signs_for(len(block), rng))
        assert (fewest(left, lambda told: told.sum(axis=1)) or FEWEST_PERSONS) >= FEWEST_PERSONS
    for county in COUNTIES:
        if found := fewest_of_a_county(shares, county, months, groups, rng):
            assert found >= FEWEST_PERSONS


def fewest_of_a_county(
    shares: Shares, county: str, months: Sequence[Row], groups: Sequence[Row], rng: np.random.Generator
) -> int | None:
    """The fewest persons whose grams are left of the county, its villages and its groups, whatever is subtracted."""
    own = [row for row in months if row["region_code"] == county and row["level"] != "city"]
    cells = [shares.cell(persons_in(shares, row, months)) for row in own]
    here = shares.region == county
    cells += [shares.cell(here, groups_in(row, groups)) for row in groups if row["region_code"] == county]
    return fewest(left_over(cells, signs_for(len(cells), rng)), shares.persons_left) if cells else None


def test_worlds_show_what_they_should(published: Published) -> None:
    """Otherwise nothing would be attacked: villages, OTHER on each level, groups, and counties that hide theirs."""
    months, groups = published["mart_community_month"], published["mart_community_group"]
    assert {(row["level"], row["is_other"]) for row in months} == {
        ("city", False),
        *((level, other) for level in ("county", "village") for other in (False, True)),
    }
    assert {row["is_other"] for row in groups} == {False, True}
    with_groups = {(row["period_start"], row["region_code"]) for row in groups}
    counties = {(row["period_start"], row["region_code"]) for row in months if row["level"] == "county"}
    assert with_groups and counties - with_groups


Naive = Callable[[Shares, str], Iterator[np.ndarray]]


def every_cell(shares: Shares, county: str) -> Iterator[np.ndarray]:
    """No limit at all."""
    for village in set(shares.village):
        yield shares.cell((shares.region == county) & (shares.village == village))


def small_cells_left_out(shares: Shares, county: str) -> Iterator[np.ndarray]:
    """Small villages left out, and the county told: the difference is theirs."""
    yield shares.cell(shares.region == county)
    for village in set(shares.village):
        persons = (shares.region == county) & (shares.village == village)
        if persons.sum() >= FEWEST_PERSONS:
            yield shares.cell(persons)


def two_breakdowns(shares: Shares, county: str) -> Iterator[np.ndarray]:
    """Villages and groups that are all large enough, each breakdown by itself."""
    here = shares.region == county
    villages = [here & (shares.village == village) for village in set(shares.village)]
    groups = [here & (shares.grams[:, n] > 0) for n in range(len(GROUPS))]
    for cells in (villages, groups):
        if any(0 < cell.sum() < FEWEST_PERSONS for cell in cells):
            return
    yield from (shares.cell(village) for village in villages)
    yield from (shares.cell(here, (group,)) for group in GROUPS)


@pytest.mark.parametrize("naive", [every_cell, small_cells_left_out, two_breakdowns])
def test_attack_finds_a_person_where_less_is_done(naive: Naive) -> None:
    found = []
    for world in WORLDS:
        shares, rng = Shares(world), np.random.default_rng(1)
        for county in COUNTIES:
            if cells := list(naive(shares, county)):
                found.append(fewest(left_over(cells, signs_for(len(cells), rng)), shares.persons_left))
    assert min(count for count in found if count) == 1


# --- Enterprises -----------------------------------------------------------------------------------------------------

PATH = ("province", "city", "county", "section", "division")


def code(row: Row, level: str) -> str:
    return str(row[f"{level}_code"])


def place_of(enterprise: Enterprise) -> dict[str, str]:
    return {
        "province": "330000",
        "city": CITY,
        "county": enterprise.county,
        "section": enterprise.section,
        "division": enterprise.division,
    }


def enterprises_in(world: World, row: Row, rows: Sequence[Row]) -> np.ndarray:
    """Of whom a row of mart_public_emission is the total."""
    depth = PATH.index(row["level"])
    above, own = PATH[:depth], PATH[depth]
    shown = {
        code(each, own)
        for each in rows
        if each["level"] == own and not each["is_other"] and all(code(each, name) == code(row, name) for name in above)
    }
    return np.array(
        [
            all(place[name] == code(row, name) for name in above)
            and (place[own] not in shown if row["is_other"] else place[own] == code(row, own))
            for place in map(place_of, world.enterprises)
        ],
        dtype=bool,
    )


def families_of(rows: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Each parent that shows children, and these."""
    for parent in rows:
        depth = PATH.index(parent["level"]) + 1
        if parent["is_other"] or depth == len(PATH):
            continue
        children = [
            row
            for row in rows
            if row["level"] == PATH[depth] and all(code(row, name) == code(parent, name) for name in PATH[:depth])
        ]
        if children:
            yield parent, children


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: f"year {world.month}")
def test_no_sum_or_difference_of_enterprises_leaves_a_few_or_one_that_dominates(
    world: World, published: Published
) -> None:
    rows = rows_of(published, "mart_public_emission", world)
    rng = np.random.default_rng(world.month.toordinal())
    emission = np.array([each.emission for each in world.enterprises], dtype=float)
    energy = np.array([each.energy for each in world.enterprises], dtype=float)
    cells = {id(row): enterprises_in(world, row, rows) for row in rows}
    for row in rows:
        inside = [each for each, is_in in zip(world.enterprises, cells[id(row)], strict=True) if is_in]
        assert row["enterprises"] == len(inside)
        assert row["total_location_t"] == Decimal(sum(each.emission for each in inside)).scaleb(-13)
        assert row["energy_tce"] == Decimal(sum(each.energy for each in inside)).scaleb(-13)
    blocks = [[parent, *children] for parent, children in families_of(rows)]
    for parent, *children in blocks:
        for column in ("enterprises", "total_location_t", "energy_tce"):
            assert sum(child[column] for child in children) == parent[column]
    for block in filter(None, [*blocks, rows]):
        left = left_over([cells[id(row)] for row in block], signs_for(len(block), rng, samples=500))
        for amounts in (emission, energy):
            told = fewest(left, lambda told, amounts=amounts: (told & (amounts > 0)).sum(axis=1))  # type: ignore[misc]
            assert (told or FEWEST_ENTERPRISES) >= FEWEST_ENTERPRISES
            assert largest_part(left, amounts) * 100 <= LARGEST_SHARE_PCT + 1e-9


def test_years_show_what_they_should(published: Published) -> None:
    shown = {(row["level"], row["is_other"]) for row in published["mart_public_emission"]}
    assert shown >= {(level, False) for level in PATH} | {(level, True) for level in ("county", "section", "division")}
