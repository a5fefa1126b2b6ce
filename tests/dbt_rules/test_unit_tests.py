"""dbt's unit tests all ran and passed, each catches a fault of its model, and what they assume of contracts is true."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.lib.contract import SourceContract, read_contracts
from dagster_project.lib.running.project import DBT_PROJECT

from .unit_test_faults import FAULTS
from .unit_test_runs import Bench

UNIT_TEST_FILES = sorted((DBT_PROJECT / "models").rglob("_*__unit_tests.yml"))
AT_LEAST = 60
# Layers whose models compute, and those of their models that pass rows on as they are.
COMPUTING_LAYERS = ("intermediate", "dimensions", "facts", "marts")
PASSED_ON = {
    "int_month_as_of": "a calendar",
    "int_credit_score__checked": "checked_records, as in int_consent_event__checked",
    "int_forest_plot__checked": "checked_records, as in int_consent_event__checked",
    "int_personal_allowance__checked": "checked_records, as in int_loan_contract__checked",
    "int_loan_application__checked": "checked_records, as in int_loan_contract__checked",
    "dim_month": "the calendar again",
    "dim_as_of": "the inputs of the run",
    "dim_building": "registered buildings",
    "dim_farm": "registered farms",
    "fct_activity_load": "two lists in one",
    "fct_factor_request": "distinct requests",
    "fct_load": "the ledger",
    "fct_missing_delivery": "the ledger",
    "fct_rating_basis": "the bases of all schemes in one list",
    "fct_reject": "the ledger",
    "fct_warning": "int_warning with its texts",
    "int_warning": "every base model at once; the demo shows its warnings, end to end",
    "mart_account": "dim_account",
    "mart_bank_customer": "fct_bank_customer",
    "mart_account_colour": "fct_account_colour with its texts",
    "mart_account_rating": "the ratings of all schemes in one list, with their texts",
    "mart_city_indicator": "fct_city_indicator with its texts",
    "mart_fleet_account": "fct_rating_basis_transport beside its rating",
    "mart_freight_leg": "fct_freight_leg",
    "mart_freight_shift": "fct_freight_shipment with its texts",
    "mart_peer_group": "fct_peer_group",
    "mart_peer_member": "fct_peer_member",
    "mart_financed_emission": "fct_financed_emission with its texts",
    "mart_forest_account": "fct_forest_year with its names",
    "mart_loan": "fct_loan",
    "mart_loan_book": "fct_loan_month",
    "mart_loan_rule_result": "fct_loan_rule_result",
    "mart_personal_month": "fct_personal_month with the unit of its factor",
    "mart_personal_year": "fct_person_year",
    "mart_points_balance": "fct_points_balance",
    "mart_suspected_behaviour": "fct_behaviour_verdict beside its record",
    "audit_factor": "fct_factor_choice",
    "audit_load": "fct_load",
    "audit_missing_delivery": "fct_missing_delivery",
    "audit_quarantine": "fct_quarantine with its texts",
    "audit_reject": "fct_reject",
    "audit_warning": "fct_warning",
}


def written() -> list[dict[str, Any]]:
    return [test for path in UNIT_TEST_FILES for test in yaml.safe_load(path.read_text(encoding="utf-8"))["unit_tests"]]


@pytest.mark.slow
def test_unit_tests_pass_and_each_fault_is_caught(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.prepare()
    names = {test["name"] for test in written()}

    results = bench.unit_tests()
    assert {name: status for name, status in results.items() if status != "pass"} == {}
    assert set(results) == names
    assert len(results) >= AT_LEAST

    bench.break_models(FAULTS)
    results = bench.unit_tests(*(fault.caught_by for fault in FAULTS))
    assert {fault.path: fault.caught_by for fault in FAULTS if results[fault.caught_by] == "pass"} == {}


def test_every_model_that_computes_has_a_unit_test() -> None:
    tested = {test["model"] for test in written()}
    models = {path.stem for layer in COMPUTING_LAYERS for path in (DBT_PROJECT / "models" / layer).rglob("*.sql")}
    assert models - tested - set(PASSED_ON) == set()
    assert set(PASSED_ON) & tested == set()
    assert set(PASSED_ON) - models == set()


def test_names_are_unique_and_descriptions_say_what_is_worked_out() -> None:
    names = [test["name"] for test in written()]
    assert len(names) == len(set(names))
    assert [test["name"] for test in written() if len(test.get("description", "")) < 80] == []


def contract_disagreements(stated: dict[str, Any], contract: SourceContract) -> Iterator[str]:
    """What a unit test says of a contract and the contract does not; columns may be left out, keys may not."""
    meta = stated["config"]["meta"]
    for name, actual in (
        ("key", list(contract.key)),
        ("volume", contract.volume),
        ("month_column", contract.month_column),
    ):
        if meta.get(name) != actual:
            yield f"{contract.name}: {name} is {actual}, not {meta.get(name)}"
    for name, column in stated["columns"].items():
        if name not in contract.column_names:
            yield f"{contract.name}.{name}: no such column"
            continue
        actual_column = contract.column(name)
        if column["data_type"] != actual_column.data_type:
            yield f"{contract.name}.{name}: is {actual_column.data_type}, not {column['data_type']}"
        if column["config"]["meta"].get("default") != actual_column.default:
            yield f"{contract.name}.{name}: the default is {actual_column.default}"
    for name in {*contract.key, "record_status"} - set(stated["columns"]):
        yield f"{contract.name}.{name}: is missing"


def stated_contracts() -> list[tuple[str, dict[str, Any]]]:
    return [
        (test["model"].removeprefix("base_"), test["overrides"]["macros"]["contract_of"])
        for test in written()
        if "contract_of" in test.get("overrides", {}).get("macros", {})
    ]


def test_contracts_that_unit_tests_state_are_the_real_ones() -> None:
    contracts = read_contracts()
    stated = stated_contracts()
    assert stated
    assert [each for name, fields in stated for each in contract_disagreements(fields, contracts[name])] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("config", "meta", "key"), ["account_id"]),
        (("config", "meta", "volume"), "other"),
        (("config", "meta", "month_column"), "elsewhere"),
        (("columns", "record_status", "config", "meta", "default"), "withdrawn"),
        (("columns", "record_status", "data_type"), "int"),
        (("columns", "moon_phase"), {"name": "moon_phase", "data_type": "text", "config": {"meta": {}}}),
    ],
)
def test_a_wrongly_stated_contract_is_caught(path: tuple[str, ...], value: object) -> None:
    name, stated = stated_contracts()[0]
    inner = stated
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    assert list(contract_disagreements(stated, read_contracts()[name]))
