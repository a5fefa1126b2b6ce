"""Invents the forestry accounts of the demo city, their plots and what surveys found on them.

``forest_group.csv`` names the accounts and how many plots each has, ``forest_species.csv`` what grows there and how
fast, ``forest_schedule.csv`` the years of the surveys. A plot that was cut, burnt or struck by pests has an event row
with the stock after it, and grows on from there. Stocks are counted in whole thousandths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from dagster_project.demo.accounts import Account
from dagster_project.demo.draw import allot, draws, happens, weighted
from dagster_project.demo.groups import account_id, county, title
from dagster_project.demo.months import month_of
from dagster_project.demo.recipes import LIST_SEPARATOR, Plan, Recipe, Row, recipes

CITY_HA = 2000  # 30 000 mu, the written plots among them
SQUARE_METRES = 10_000
OLDEST, YOUNGEST = 1958, 2012
DAYS_OF_A_YEAR = 365
STEP = 1000
SURVEYORS = ("示例林业调查队", "示例林业技术推广站", "示例测绘有限公司")


@dataclass(frozen=True)
class _Plot:
    row: Row
    species: Recipe
    surveyed_on: tuple[date, ...]
    event_on: date | None


@cache
def forest_accounts(seed: int) -> tuple[Account, ...]:
    """The invented owners of forests, group by group."""
    return tuple(_owner(group, number, seed) for group, number in _members())


def plot_rows(plan: Plan, seed: int) -> list[Row]:
    """The descriptions of all invented plots."""
    return [dict(plot.row) for plot in _plots(seed)]


def survey_rows(plan: Plan, seed: int) -> list[Row]:
    """The surveys and events of the months that the plan covers; the first plan has no start."""
    first = month_of(plan.covers_from) if plan.covers_from else 0
    last = month_of(plan.covers_to)
    return [
        row for plot in _plots(seed) for row in _surveys(plot, seed) if first <= month_of(row["surveyed_on"]) <= last
    ]


def _members() -> list[tuple[Recipe, int]]:
    return [(group, number) for group in recipes("forest_group") for number in range(1, group.number("count") + 1)]


def _owner(group: Recipe, number: int, seed: int) -> Account:
    name = account_id(group, number)
    rng = draws(seed, name)
    return Account(
        registry={
            "account_id": name,
            "account_name": title(group, number),
            "domain": "forestry",
            "region_code": county(group, number),
            "industry_code": group.row["industry_code"],
            "opened_on": f"{rng.randint(OLDEST, YOUNGEST)}-{rng.randint(1, 12):02d}-01",
        },
        trade=group.how["trade"],
        size_per_mille=group.number("plots") * 100,
        is_invented=True,
    )


@cache
def _plots(seed: int) -> tuple[_Plot, ...]:
    """Every plot of every owner; together with the written ones they cover the forest of the city exactly."""
    named = [
        (account_id(group, number), place)
        for group, number in _members()
        for place in range(1, group.number("plots") + 1)
    ]
    written = sum(int(recipe.row["area_ha"].partition(".")[0]) for recipe in _written_plots())
    weights = [draws(seed, name, "area", place).randint(25, 160) for name, place in named]
    areas = allot((CITY_HA - written) * SQUARE_METRES, weights)
    return tuple(_plot(name, place, area, seed) for (name, place), area in zip(named, areas, strict=True))


def _written_plots() -> list[Recipe]:
    """The plots written by hand that are meant to count."""
    return [recipe for recipe in recipes("forest_plot") if recipe.how["is_forest"]]


def _plot(owner: str, place: int, square_metres: int, seed: int) -> _Plot:
    name = f"PLT-{owner.removeprefix('DEMO-')}-{place:02d}"
    rng = draws(seed, name)
    species = weighted(rng, recipes("forest_species"))
    years = weighted(rng, recipes("forest_schedule")).how["years"].split(LIST_SEPARATOR)
    surveyed_on = tuple(date(int(year), rng.randint(3, 11), rng.randint(1, 28)) for year in years)
    planted = date(rng.randint(1975, 2008), 3, 12)
    row = {
        "plot_id": name,
        "account_id": owner,
        "area_ha": f"{square_metres // SQUARE_METRES}.{square_metres % SQUARE_METRES:04d}",
        "species_code": species.row["species_code"],
        "planted_on": planted.isoformat(),
        "methodology_code": "AR-CM-003-V01" if species.how["is_managed"] else "AR-CM-001-V01",
        "village": f"示例{rng.choice(recipes('word')).how['word']}村",
    }
    if rng.randrange(100) < 70:
        row["eligible_on"] = f"{rng.randint(2016, 2022)}-01-01"
    is_struck = len(surveyed_on) > 1 and happens(seed, "forest_event", name)
    return _Plot(row, species, surveyed_on, _between(surveyed_on[-2], surveyed_on[-1], rng) if is_struck else None)


def _between(first: date, last: date, rng: Random) -> date:
    return first + timedelta(days=rng.randrange(30, (last - first).days - 30))


def _surveys(plot: _Plot, seed: int) -> Iterator[Row]:
    """What was found, in the order of time; a little growth more or less from one survey to the next."""
    rng = draws(seed, plot.row["plot_id"], "surveys")
    how = plot.species
    stock = rng.randint(how.number("stock_from") * STEP, how.number("stock_to") * STEP)
    yearly = rng.randint(how.number("growth_from") * STEP, how.number("growth_to") * STEP) // 10
    surveyor = rng.choice(SURVEYORS)
    before = plot.surveyed_on[0]
    for day in sorted({*plot.surveyed_on, *([plot.event_on] if plot.event_on else [])}):
        stock += yearly * (day - before).days * rng.randint(88, 112) // (DAYS_OF_A_YEAR * 100)
        before, event = day, "survey"
        if day == plot.event_on:
            kind = weighted(rng, recipes("forest_event"))
            event = kind.how["event"]
            stock = stock * rng.randint(kind.number("left_pct_from"), kind.number("left_pct_to")) // 100
        yield {
            "plot_id": plot.row["plot_id"],
            "surveyed_on": day.isoformat(),
            **_stock(how, stock),
            "event": event,
            "surveyor": surveyor,
        }


def _stock(how: Recipe, stock: int) -> Row:
    """Volume, or biomass where the species is measured so, or both."""
    biomass = stock * how.number("kg_per_m3", STEP) // STEP
    values = {"stock_volume_m3_per_ha": stock, "biomass_t_per_ha": biomass}
    measured = how.how["measures"].split(LIST_SEPARATOR)
    return {name: f"{values[name] // STEP}.{values[name] % STEP:03d}" for name in measured}
