"""Farms, orchards, producers, fleets and forests of the demo: as many as promised, with the figures they stand for."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.demo.city import accounts
from dagster_project.demo.draw import allot
from dagster_project.demo.reasons import expected_rows
from dagster_project.demo.recipes import plans, recipes
from tests.unit.demo.delivered import delivered, values

SEED = 2024
COUNTIES = {"330802", "330803", "330822", "330824", "330825", "330881"}
CITY = "330800"
YEARS = ("2023", "2024")


def _of_year(rows: Iterable[dict[str, Any]], account: str, year: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["account_id"] == account and str(row["period_month"]).startswith(year)]


def _sum(rows: Iterable[dict[str, Any]], column: str = "quantity") -> Decimal:
    return sum((Decimal(str(row[column])) for row in rows), Decimal(0))


def test_as_many_accounts_of_each_domain_as_promised():
    assert Counter(account.domain for account in accounts(SEED)) >= Counter(
        {"agriculture": 180, "orchard": 66, "energy": 12, "transport": 40, "forestry": 18}
    )


@pytest.mark.parametrize("domain", ["agriculture", "orchard", "transport", "forestry"])
def test_every_county_has_some(domain: str):
    found = {account.registry["region_code"] for account in accounts(SEED) if account.domain == domain}
    assert found >= COUNTIES


def test_some_accounts_have_a_parent_that_reports_and_some_one_that_does_not(landing: Path):
    rows = [row for row in delivered(landing, "account_registry") if row.get("parent_account_id")]
    parents = {row.get("parent_account_id") for row in rows}
    reporting = values(landing, "energy_consumption", "account_id")
    assert parents & reporting and parents - reporting
    assert len([row for row in rows if row["domain"] == "building"]) == 4


def test_orchards_are_large_enough_and_cover_what_is_published(landing: Path):
    area = {row["account_id"]: row.get("orchard_area_mu") for row in delivered(landing, "farm_registry")}
    mu = [Decimal(text) for text in area.values() if text]
    assert (len(mu), sum(mu)) == (66, 6600)
    assert min(mu) >= 50


@pytest.mark.parametrize("year", YEARS)
def test_what_orchards_fix(landing: Path, year: str):
    rows = [
        row
        for row in delivered(landing, "farm_activity")
        if row["activity_code"] == "ORCHARD_FIXATION" and str(row["period_month"]).startswith(year)
    ]
    assert {(row["unit"], row.get("period_months")) for row in rows} == {("mu", "12")}
    assert _sum(rows) / 15 * 5 == 2200  # t, at 5 t per hectare and year


def test_farms_of_every_kind_use_every_path(landing: Path):
    assert values(landing, "farm_registry", "farm_type") == {"crop", "livestock", "orchard", "organic_fertiliser"}
    codes = values(landing, "farm_activity", "activity_code")
    assert codes >= {"RICE_SINGLE", "RICE_EARLY", "RICE_LATE", "SYNTHETIC_N", "MANURE_N", "STRAW_BURNT", "PLOUGHING"}
    assert codes >= {"STRAW_RETURN", "NO_TILL", "MANURE_DIGESTED_PIG", "ORGANIC_N_REPLACED", "ORCHARD_FIXATION"}
    units = {row["unit"] for row in delivered(landing, "farm_activity") if row["activity_code"] == "NO_TILL"}
    assert units == {"ha", "ha_year", "mu"}


def test_rice_is_reported_in_its_harvest_month_alone(landing: Path):
    months = defaultdict(set)
    for row in delivered(landing, "farm_activity"):
        months[row["activity_code"]].add(str(row["period_month"])[5:7])
    assert (months["RICE_EARLY"], months["RICE_SINGLE"], months["RICE_LATE"]) == ({"07"}, {"10"}, {"11"})


@pytest.mark.parametrize("year", YEARS)
def test_the_published_neutralisation_of_three_paths(landing: Path, year: str):
    rows = _of_year(delivered(landing, "farm_activity"), "DEMO-AGR-SANYIMEI", year)
    by_code = {code: _sum(row for row in rows if row["activity_code"] == code) for code in {"STRAW_RETURN", "NO_TILL"}}
    organic = _sum(row for row in rows if row["activity_code"] == "ORGANIC_N_REPLACED")
    straw_t = by_code["STRAW_RETURN"] * Decimal("1.1")
    other_t = by_code["NO_TILL"] * Decimal("1.1") + organic * Decimal("8.3") / 1000
    assert (round(straw_t, 2), round(other_t, 2)) == (Decimal("613.50"), Decimal("485.60"))


@pytest.mark.parametrize("year", YEARS)
def test_a_thousand_pigs_in_every_month(landing: Path, year: str):
    rows = _of_year(delivered(landing, "farm_activity"), "DEMO-AGR-PIG", year)
    assert [Decimal(str(row["quantity"])) for row in rows] == [1000] * 12


@pytest.mark.parametrize("year", YEARS)
def test_the_producer_of_the_worked_example(landing: Path, year: str):
    rows = _of_year(delivered(landing, "production_output"), "DEMO-PWR-CHP", year)
    made = {
        code: _sum(row for row in rows if row["product_code"] == code) for code in {r["product_code"] for r in rows}
    }
    assert (made["ELECTRICITY_GENERATED"], made["HEAT_SUPPLIED"]) == (500_000, 2_000_000)
    burnt = [
        row
        for row in _of_year(delivered(landing, "energy_consumption"), "DEMO-PWR-CHP", year)
        if row.get("energy_code") == "BITUMINOUS_COAL"
    ]
    factors = [row for row in delivered(landing, "account_factor") if row["account_id"] == "DEMO-PWR-CHP"]
    assert _sum(burnt) * Decimal(factors[0]["factor"]) == 605_000


def test_producers_of_every_unit_class_and_one_without(landing: Path):
    rows = [row for row in delivered(landing, "account_registry") if row["domain"] == "energy"]
    assert {row.get("unit_class") for row in rows} == {
        *("COAL_GT_300MW", "COAL_LE_300MW", "COAL_UNCONVENTIONAL", "GAS"),
        None,
    }


def test_shipments_of_one_leg_and_of_several_with_and_without_a_baseline(landing: Path):
    rows = list(delivered(landing, "freight_trip"))
    legs = Counter(row["shipment_id"] for row in rows)
    assert set(legs.values()) >= {1, 2, 3}
    assert {row["mode"] for row in rows} == {"road", "rail", "water", "handling"}
    firsts = [row for row in rows if str(row["leg_no"]) == "1" and legs[row["shipment_id"]] > 1]
    assert {row.get("baseline_mode") is None for row in firsts} == {True, False}
    assert any(row.get("vehicle_km") is not None for row in rows)


def test_carriers_name_registered_enterprises_as_shippers_and_one_unknown(landing: Path):
    shippers = values(landing, "freight_trip", "shipper_account_id")
    industry = {account.account_id for account in accounts(SEED) if account.domain == "industry"}
    assert shippers - industry == {"DEMO-IND-097"}
    assert len(shippers) > 20


def test_some_fleets_state_no_fuel(landing: Path):
    shipping = values(landing, "freight_trip", "account_id")
    assert len(shipping - values(landing, "energy_consumption", "account_id")) >= 6


def test_the_shift_of_the_worked_example(landing: Path):
    legs = [row for row in delivered(landing, "freight_trip") if row["shipment_id"] == "SHIFT-1"]
    actual = sum(Decimal(row["tonnes"]) * Decimal(row["distance_km"]) for row in legs if row["mode"] == "road") * 78
    actual += sum(Decimal(row["tonnes"]) * Decimal(row["distance_km"]) for row in legs if row["mode"] == "water") * 15
    baseline = Decimal(legs[0]["tonnes"]) * Decimal(legs[0]["baseline_distance_km"]) * 78
    assert (actual / 1000, baseline / 1000, (baseline - actual) / 1000) == (7740, 23400, 15660)


def test_plots_cover_the_forest_of_the_city(landing: Path):
    counted = {recipe.row["plot_id"] for recipe in recipes("forest_plot") if recipe.how["is_forest"]}
    written = {recipe.row["plot_id"] for recipe in recipes("forest_plot")}
    area = {
        row["plot_id"]: Decimal(row["area_ha"])
        for row in delivered(landing, "forest_plot")
        if row["plot_id"] in counted or row["plot_id"] not in written
    }
    assert (len(area), sum(area.values()) * 15) == (172, 30_000)


def test_surveys_of_every_event_and_plots_with_one_survey_only(landing: Path):
    rows = list(delivered(landing, "forest_survey"))
    assert {row.get("event") for row in rows} >= {"survey", "harvest", "fire", "pest"}
    surveys = Counter(row["plot_id"] for row in rows)
    assert sum(count == 1 for count in surveys.values()) >= 5
    assert any(row.get("stock_volume_m3_per_ha") and row.get("biomass_t_per_ha") for row in rows)


def test_the_fir_plot_grows_and_burns(landing: Path):
    rows = [row for row in delivered(landing, "forest_survey") if row["plot_id"] == "PLT-FIR-01"]
    stocks = {
        date.fromisoformat(row["surveyed_on"]): Decimal(row.get("stock_volume_m3_per_ha"))
        for row in rows
        if row.get("record_status") != "withdrawn" and row.get("stock_volume_m3_per_ha")
    }
    found = {day: stocks[day] for day in (date(2019, 1, 1), date(2024, 1, 1), date(2024, 7, 1))}
    assert list(found.values()) == [60, 85, 40]


def test_statistics_of_the_city_are_those_of_its_counties(landing: Path):
    rows = [row for row in delivered(landing, "city_indicator") if row["indicator_code"] == "GDP_CNY"]
    by_year: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        by_year[row["period_year"]][row["region_code"]] = Decimal(row["value"])
    for year in ("2021", "2022", "2023", "2024"):
        city = by_year[year].pop(CITY)
        assert abs(sum(by_year[year].values()) - city) <= len(COUNTIES)


def test_every_new_source_has_rows_that_wait_and_rows_that_are_refused():
    source_of = {plan.path: plan.source for plan in plans()}
    for kind in ("reject", "quarantine"):
        found = {source_of[path] for path, _, _ in expected_rows(kind)}
        assert found >= {"farm_registry", "farm_activity", "forest_plot", "forest_survey", "freight_trip"}, kind
        assert "city_indicator" in found, kind


@pytest.mark.parametrize(("total", "weights"), [(10, [1, 1, 1]), (7, [5]), (0, [2, 3]), (100, [0, 1, 9])])
def test_shares_add_up_to_the_total(total: int, weights: list[int]):
    shares = allot(total, weights)
    assert (len(shares), sum(shares)) == (len(weights), total)
    assert all(abs(share - total * weight / sum(weights)) < 1 for share, weight in zip(shares, weights, strict=True))
