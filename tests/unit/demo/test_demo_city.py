"""The invented city: as many accounts of as many kinds as promised, and everything that can happen to one happens."""

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.demo.buildings import buildings
from dagster_project.demo.city import accounts
from dagster_project.demo.draw import happens, weighted
from dagster_project.demo.enterprises import enterprises
from dagster_project.demo.recipes import Recipe, recipes
from tests.unit.demo.delivered import delivered, values

SEED = 2024
COUNTIES = {"330802", "330803", "330822", "330824", "330825", "330881"}
QUOTA_TYPES = {"office_government_a", "office_government_b", "office_commercial_a", "office_commercial_b"}


def test_as_many_accounts_as_the_city_has():
    industry = [account for account in accounts(SEED) if account.domain == "industry"]
    assert 580 <= len(industry) <= 620
    assert len([account for account in accounts(SEED) if account.domain == "building"]) + 5 == 150
    names = [account.account_id for account in accounts(SEED)]
    assert len(names) == len(set(names))
    titles = Counter(account.registry["account_name"] for account in enterprises(SEED))
    assert max(titles.values()) == 1
    assert all(title.startswith("示例") for title in titles)


def test_every_county_has_enterprises_and_buildings():
    for invented in (enterprises(SEED), buildings(SEED)):
        assert {account.registry["region_code"] for account in invented} == COUNTIES


def test_most_divisions_have_peers_and_some_have_too_few():
    members = Counter(a.registry["industry_code"] for a in accounts(SEED) if a.domain == "industry")
    assert sum(count > 6 for count in members.values()) >= 22
    assert {"10", "46", "77"} <= {division for division, count in members.items() if count <= 5}


def test_buildings_with_a_quota_and_without():
    types = Counter(account.building["building_type"] for account in buildings(SEED))
    assert types.keys() > QUOTA_TYPES
    assert sum(types[kind] for kind in QUOTA_TYPES) >= 70


def test_accounts_open_close_move_and_miss_months(landing: Path):
    invented = enterprises(SEED)
    assert any(a.first_month > min(b.first_month for b in invented) for a in invented)
    assert any(a.gaps for a in invented)
    rows = [row for row in delivered(landing, "account_registry") if not row["account_id"].startswith("DEMO-IND")]
    assert sum(row.get("closed_on") is not None for row in rows) >= 4
    moved = {row["account_id"]: row["region_code"] for row in rows if row.get("valid_from")}
    before = {row["account_id"]: row["region_code"] for row in rows if not row.get("valid_from")}
    assert len(moved) >= 4
    assert all(before[name] != county for name, county in moved.items())


def test_a_missing_month_is_missing_in_energy_only(landing: Path):
    account = next(a for a in enterprises(SEED) if a.gaps and a.account_id not in _metered())
    gap = f"{min(account.gaps) // 12}-{min(account.gaps) % 12 + 1:02d}-01"
    months = {
        source: {
            str(row["period_month"]) for row in delivered(landing, source) if row["account_id"] == account.account_id
        }
        for source in ("energy_consumption", "production_output")
    }
    assert gap in months["production_output"] - months["energy_consumption"]


def _metered() -> set[str]:
    return {line.row["account_id"] for line in recipes("meter_line")}


def test_economics_come_by_month_quarter_and_year_and_some_without_added_value(landing: Path):
    rows = list(delivered(landing, "enterprise_economics"))
    assert {str(row["period_months"]) for row in rows} == {"1", "3", "12"}
    added = {row["account_id"]: row["added_value_cny"] for row in rows if str(row["period_month"]).startswith("2024")}
    assert sum(value is None for value in added.values()) >= 3
    assert sum(value is not None and Decimal(str(value)) == 0 for value in added.values()) >= 2


def test_measures_of_every_status_mode_and_provider(landing: Path):
    assert values(landing, "reduction_measure", "status") == {"planned", "operating", "ended"}
    assert len(values(landing, "reduction_measure", "mode")) == 5
    assert len(recipes("provider")) == 26
    assert {recipe.how["provider"] for recipe in recipes("provider")} <= values(
        landing, "reduction_measure", "provider"
    )
    rows = list(delivered(landing, "reduction_measure"))
    assert any(row["stated_reduction_t"] and not row["reduction_t"] for row in rows)
    assert any(row["stated_reduction_t"] and row["reduction_t"] for row in rows)


def test_processes_of_every_kind(landing: Path):
    assert values(landing, "process_activity", "flow") == {"use", "input", "product", "waste"}
    codes = values(landing, "process_activity", "process_code")
    assert codes >= {"CLINKER_ETS_2024", "NITRIC_ACID_DUAL_PRESSURE", "HFC23_BYPRODUCT", "HFC23_DESTROYED", "CARBIDE"}
    for column in ("purity", "carbon_content_tc_per_t", "cao_fraction", "mgo_fraction"):
        assert values(landing, "process_activity", column), column


def test_certificates_retired_and_not_and_in_excess(landing: Path):
    rows = list(delivered(landing, "green_certificate"))
    assert {row["kind"] for row in rows} == {"GEC", "green_trade", "PPA"}
    assert {row["retired_on"] is None for row in rows if row["kind"] == "GEC"} == {True, False}


def test_products_with_and_without_condition_and_own_energy(landing: Path):
    steel = [row for row in delivered(landing, "production_output") if row["product_code"] == "EAF"]
    assert {row["condition"] is None for row in steel} == {True, False}
    rows = list(delivered(landing, "production_output"))
    for column in ("energy_tce", "electricity_kwh", "condition_value", "output_value_cny"):
        assert {row.get(column) is None for row in rows} == {True, False}, column


def test_banks_lend_to_registered_accounts_and_balances_fall(landing: Path):
    banks = values(landing, "bank_registry", "bank_code")
    assert len(banks) == 6
    contracts = {row["loan_id"]: row for row in delivered(landing, "loan_contract") if row["loan_id"].count("-") > 1}
    assert {row["bank_code"] for row in contracts.values()} == banks
    balances = [row for row in delivered(landing, "loan_balance") if row["loan_id"] in contracts]
    assert {row["loan_id"] for row in balances} >= contracts.keys() - {
        name for name, row in contracts.items() if str(row["matures_on"]) < "2023-02"
    }
    for row in balances:
        assert (
            0 < Decimal(str(row["outstanding_cny"])) <= Decimal(str(contracts[row["loan_id"]]["contract_amount_cny"]))
        )


def test_consents_are_given_and_taken_back(landing: Path):
    decisions = Counter((row["purpose"], row["decision"]) for row in delivered(landing, "consent_event"))
    assert decisions[("credit_reporting", "granted")] > 400
    assert decisions[("credit_reporting", "withdrawn")] >= 5
    assert any(purpose.startswith("bank_sharing:") for purpose, _ in decisions)


def test_credit_events_some_cleared_and_scores_some_missing(landing: Path):
    rows = list(delivered(landing, "credit_event"))
    assert {row["cleared_on"] is None for row in rows} == {True, False}
    parts = Counter(row["account_id"] for row in delivered(landing, "credit_score"))
    assert set(parts.values()) > {2, 3, 4}


@pytest.mark.parametrize("seed", [2024, 1])
def test_draws_depend_on_seed_and_name_only(seed: int):
    assert happens(seed, "loan", "A") == happens(seed, "loan", "A")
    assert {happens(seed, "loan", str(number)) for number in range(50)} == {True, False}


def test_a_share_that_no_recipe_states_is_said():
    with pytest.raises(LookupError, match="no share nonsense"):
        happens(1, "nonsense", "A")


def test_weights_decide_how_often():
    options = [Recipe({"weight": "3"}, {"name": "often"}), Recipe({"weight": "0"}, {"name": "never"})]
    assert {weighted(random.Random(number), options).row["name"] for number in range(30)} == {"often"}
