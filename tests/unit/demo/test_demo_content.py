"""What the demo holds: deliveries over time, corrections that correct something, sidecars that tell the truth."""

import csv
import hashlib
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.demo.recipes import Plan, percentages, plans, recipes
from dagster_project.lib.contract import SourceContract
from tests.support.deliveries import read_rows

LYING = {"wrong_row_count", "wrong_total"}
UNREADABLE = {"encoding", "cut_off"}
EXACT_TRADES = {"sugar_alcohol", "exact"}  # all their lines are written for one account each
TRADES_WITHOUT_ENERGY = {"holding", "forest", "shipper", "forwarder", "small_carrier"}
TOPICS = ("energy", "process", "product", "farm")
GROUPS = ("enterprise_group", "building_group", "farm_group", "fleet_group", "forest_group")
SIMPLE_KEY = ("account_id", "period_month", "energy_code", "end_use")


def _plan(delivery: str) -> Plan:
    return next(plan for plan in plans() if plan.delivery == delivery)


def _energy_key(row: dict) -> tuple[str, ...]:
    return tuple(str(row.get(part) or "fuel") for part in SIMPLE_KEY)


def _keys_before(landing: Path, delivery: str) -> set[tuple[str, ...]]:
    until = _plan(delivery).delivered_at
    earlier = [plan for plan in plans() if plan.source == "energy_consumption" and plan.delivered_at < until]
    readable = [plan for plan in earlier if not plan.breakage]
    return {_energy_key(row) for plan in readable for row in read_rows(landing / plan.path)}


def test_nothing_is_of_the_future_and_deliveries_spread_over_time():
    moments = [plan.delivered_at for plan in plans()]
    assert moments == sorted(moments)
    assert max(moments) < "2025-04-01"  # all of a year has arrived by April
    assert len({moment[:10] for moment in moments}) >= 6


def test_sidecars_agree_with_their_files_unless_meant_not_to(landing: Path):
    for plan in plans():
        path = landing / plan.path
        sidecar = path.with_name(f"{path.name}.manifest.json")
        assert sidecar.exists() == (plan.sidecar != "none")
        if plan.sidecar == "none" or plan.breakage_kind in UNREADABLE:
            continue
        stated = json.loads(sidecar.read_text())
        rows = read_rows(path)
        agrees = stated.get("row_count", len(rows)) == len(rows)
        for column, total in stated.get("control_totals", {}).items():
            agrees &= Decimal(total) == sum((Decimal(str(row[column] or 0)) for row in rows), Decimal(0))
        assert agrees == (plan.breakage_kind not in LYING), plan.path
        assert stated.get("sha256") in (None, hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize("delivery", ["energy_corrected", "energy_withdrawn"])
def test_corrections_and_withdrawals_concern_records_delivered_before(landing: Path, delivery: str):
    before = _keys_before(landing, delivery)
    keys = {_energy_key(row) for row in read_rows(landing / _plan(delivery).path)}
    assert keys
    assert keys <= before
    assert ("DEMO-IND-001", "2031-01-01", "ELECTRICITY", "fuel") not in before  # the check can fail


def test_the_series_hold_each_record_once(landing: Path):
    series = [plan for plan in plans() if plan.source == "energy_consumption" and plan.series]
    keys = Counter(_energy_key(row) for plan in series for row in read_rows(landing / plan.path))
    assert max(keys.values()) == 1


def test_the_account_of_the_documentation_reports_every_month(landing: Path):
    series = [plan for plan in plans() if plan.source == "energy_consumption" and plan.series]
    rows = [row for plan in series for row in read_rows(landing / plan.path) if row["account_id"] == "DEMO-IND-001"]
    months = Counter(row["energy_code"] for row in rows)
    assert months == {"BITUMINOUS_COAL": 24, "DIESEL": 24, "ELECTRICITY": 24}


def test_meters_stay_small_and_keep_every_kind_of_reading(landing: Path):
    paths = [landing / plan.path for plan in plans() if plan.source == "electricity_meter"]
    rows = [row for path in paths for row in read_rows(path)]
    assert len(rows) < 150_000
    assert {int(row["interval_minutes"]) for row in rows} >= {15, 60}
    assert {row["quality"] for row in rows} == {"measured", "estimated"}
    assert {row["meter_role"] for row in rows} >= {None, "main", "sub"}
    for column in ("export_kwh", "self_generated_kwh", "green_power_kwh"):
        assert any(Decimal(str(row[column] or 0)) > 0 for row in rows), column
    assert {path.name.partition(".")[2] for path in paths} == {"csv", "csv.gz", "parquet"}


def test_a_late_account_a_missing_account_and_a_move_exist(landing: Path):
    first = {
        row["account_id"] for name in ("registry_2023", "city_2023") for row in read_rows(landing / _plan(name).path)
    }
    late = read_rows(landing / _plan("registry_late").path)
    reporting = {row["account_id"] for row in read_rows(landing / _plan("energy_2023q1").path)}
    assert reporting - first == {"DEMO-IND-041", "DEMO-IND-099"}
    assert {row["account_id"] for row in late if row["valid_from"] is None} == {"DEMO-IND-041"}
    assert {row["account_id"] for row in late if row["valid_from"]} <= first


def test_the_same_bytes_arrive_under_two_names(landing: Path):
    copies = [plan for plan in plans() if plan.breakage_kind == "copy_of"]
    assert copies
    for plan in copies:
        assert (landing / plan.path).read_bytes() == (landing / _plan(plan.breakage_detail).path).read_bytes()


def test_every_row_recipe_belongs_to_a_delivery(contracts: dict[str, SourceContract]):
    deliveries = {plan.delivery for plan in plans()}
    for source in contracts:
        assert {recipe.how["delivery"] for recipe in recipes(source)} <= deliveries


def test_every_trade_of_an_account_has_lines_and_every_profile_exists():
    trades = {recipe.how["trade"] for recipe in recipes("trade_energy")}
    groups = [*recipes("account_registry"), *(recipe for name in GROUPS for recipe in recipes(name))]
    assert {recipe.how["trade"] for recipe in groups} - {"", *EXACT_TRADES, *TRADES_WITHOUT_ENERGY} == trades
    for topic in TOPICS:
        assert {recipe.how["trade"] for recipe in recipes(f"trade_{topic}")} <= trades
    tables = [f"trade_{topic}" for topic in TOPICS] + [f"{topic}_line" for topic in TOPICS]
    for recipe in (recipe for table in tables for recipe in recipes(table)):
        assert sum(percentages(recipe.how["profile"], "month")) == 1200, recipe.how["profile"]
    with pytest.raises(LookupError, match="no month profile"):
        percentages("nowhere", "month")


def test_every_share_species_and_route_that_is_named_exists():
    shares = {recipe.how["what"] for recipe in recipes("share")}
    assert {recipe.how["share"] for recipe in recipes("trade_farm")} - {""} <= shares
    routes = {recipe.how["route"] for recipe in recipes("freight_route")}
    assert routes == {recipe.how["route"] for recipe in recipes("freight_leg")}
    assert {recipe.how["trade"] for recipe in recipes("freight_route")} == {
        recipe.how["trade"] for recipe in recipes("fleet_trade")
    }


def test_recipe_files_are_plain_tables():
    folder = Path(__file__).parents[3] / "dagster_project" / "demo" / "data"
    for path in folder.glob("*.csv"):
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        assert {len(row) for row in rows} == {len(rows[0])}, path.name
