"""Published tables keep their contract, sources have their models, reasons have their text."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.lib.contract import SourceContract, read_contracts
from dagster_project.lib.running.project import SEEDS

from .contracts import (
    WITHOUT_UNIT,
    contract_violations,
    description_violations,
    exposure_violations,
    grain_violations,
    interface_violations,
    source_violations,
    unit_violations,
)
from .manifest import Column, Model, Project
from .reason_codes import reason_codes
from .test_unit_tests import written

INTERFACE: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("public_interface.yml").read_text(encoding="utf-8")
)
# Codes in a reason column that are no reasons to wait.
NOT_QUARANTINED = {"feedstock": "fct_activity_outcome names in the same column why an activity is excluded"}

# Models whose unit test states the checks of other sources than the one in their name.
CHECKED_IN = {"int_quarantine": ("building_registry", "farm_registry", "verification")}

ACCOUNT_ID = Column("account_id", "The account.", "string")
FACTOR_ID = Column("factor_id", "Its factor; empty where nothing is emitted.", "string")
SCOPE1 = Column("scope1_t", "Scope 1.", "decimal(28,13)")
KEY_TESTED_ELSEWHERE = {
    "fct_consent_span": "millions of rows, nearly all of one decision; its suite holds that no span is empty",
    "fct_person_version": "millions of rows, nearly all of one version; its suite counts those that are open",
    "base_electricity_meter": "all months of a high-volume source; its suite in the gate counts its rows load by load",
    "base_personal_behaviour": "ephemeral: there is no table",
    "stg_personal_behaviour": "ephemeral: there is no table",
    "int_personal_behaviour__checked": "six million rows a month; fct_behaviour_class counts them load by load",
    "fct_personal_behaviour": "a view: its rows are those of int_personal_behaviour__checked",
    "fct_rating_basis_dimension": "its rows are those of fct_rating_basis",
    "fct_rating_basis_efficiency": "its rows are those of fct_rating_basis",
}
MART = Model(
    "model.carbon.mart_account",
    "mart_account",
    "marts",
    "account",
    "marts",
    "mart_account",
    description="One row per account and factor.",
    is_contracted=True,
    meta={"grain": ["account_id", "factor_id"], "grain_may_be_empty": ["factor_id"], "audience": ["auditor"]},
    columns=(ACCOUNT_ID, FACTOR_ID, SCOPE1),
    is_key_tested=True,
)
BASE = Model("model.carbon.base_meter", "base_meter", "staging")
STAGED = Model("model.carbon.stg_meter", "stg_meter", "staging")
ROW_CLASS = Model("model.carbon.fct_row_class", "fct_row_class", "facts", reads=(BASE.unique_id,))
FILE = {"name": "auditor_file", "config": {"meta": {"audience": "auditor"}}, "depends_on": {"nodes": [MART.unique_id]}}


def project_of(
    *models: Model, sources: tuple[str, ...] = ("meter",), exposures: tuple[dict[str, Any], ...] = (FILE,)
) -> Project:
    project = Project(
        {
            "nodes": {},
            "sources": {name: {"name": name, "source_name": "raw"} for name in sources},
            "exposures": {exposure["name"]: exposure for exposure in exposures},
        }
    )
    project.models = {model.unique_id: model for model in models}
    return project


def seed_codes() -> set[str]:
    with (SEEDS / "quality" / "quarantine_reason.csv").open(encoding="utf-8", newline="") as file:
        return {row["reason_code"] for row in csv.DictReader(file)}


def test_every_model_says_its_grain_first(project: Project) -> None:
    assert [text for model in project.models.values() for text in description_violations(model)] == []


def test_published_tables_are_contracted(project: Project) -> None:
    assert project.published()
    assert [text for model in project.published() for text in contract_violations(model)] == []


def test_grains_are_tested(project: Project) -> None:
    assert [text for model in project.published() for text in grain_violations(model)] == []
    untested = {model.name for model in project.models.values() if not model.is_key_tested}
    assert untested == set(KEY_TESTED_ELSEWHERE)


def test_amounts_have_units(project: Project) -> None:
    assert [text for model in project.published() for text in unit_violations(model)] == []


def test_every_unit_exception_is_in_use(project: Project) -> None:
    assert set(WITHOUT_UNIT) <= {column.name for model in project.published() for column in model.columns}


def test_interface_is_kept(project: Project) -> None:
    assert list(interface_violations(project, INTERFACE)) == []


def test_every_audience_has_its_exposure(project: Project) -> None:
    assert project.exposures
    assert list(exposure_violations(project)) == []


def test_every_source_is_staged_and_classified(project: Project) -> None:
    assert project.raw_sources
    assert list(source_violations(project)) == []


def test_reasons_and_their_texts_match(project: Project, statements: dict[str, str]) -> None:
    models = project.upstream(project.model("fct_quarantine"))
    written = {code for model in models for code in reason_codes(statements[model.unique_id])}
    assert set(NOT_QUARANTINED) <= written
    assert written - set(NOT_QUARANTINED) == seed_codes()


def stored(contract: SourceContract, name: str) -> str:
    """The name of a column in the raw zone."""
    secret = contract.secret
    return secret.key_column if secret and name == secret.column else name


def checks_of(contract: SourceContract, contracts: dict[str, SourceContract]) -> dict[str, Any]:
    """What the macro of this name gives, worked out from the contracts."""
    masters = [
        (stored(contract, column.name), contracts[column.references])
        for column in contract.columns
        if column.references
    ]
    day = contract.column(contract.activity_date) if contract.activity_date else None
    return {
        "references": [
            {"column": name, "source": master.name, "entity": master.entity, "key": stored(master, master.key[0])}
            for name, master in masters
        ],
        "activity_on": None if day is None else day.local_on if day.kind == "ts" else day.name,
    }


def test_checks_that_unit_tests_state_are_those_of_the_contracts() -> None:
    contracts = read_contracts()
    stated = {
        test["model"]: test["overrides"]["macros"]["checks_of"]
        for test in written()
        if "checks_of" in test.get("overrides", {}).get("macros", {})
    }
    assert len(stated) >= 8
    for model, checks in stated.items():
        for source in CHECKED_IN.get(model, (model.removeprefix("int_").removesuffix("__checked"),)):
            assert checks == checks_of(contracts[source], contracts), f"{model}, {source}"


def test_what_is_checked_is_listed(project: Project) -> None:
    checked = {model.name for model in project.models.values() if model.name.endswith("__checked")}
    assert checked <= {model.name for model in project.reads_from(project.model("int_quarantine"))}


@pytest.mark.parametrize("description", ["", "All accounts.", "The register. One row per account."])
def test_late_grain_is_caught(description: str) -> None:
    assert list(description_violations(replace(MART, description=description)))


@pytest.mark.parametrize(
    "model",
    [
        replace(MART, is_contracted=False),
        replace(MART, meta={"grain": ["account_id"]}),
        replace(MART, meta={**MART.meta, "unpublished": "the publisher reads it"}),
        replace(MART, columns=()),
        replace(MART, columns=(replace(SCOPE1, description=""),)),
        replace(MART, columns=(replace(SCOPE1, data_type=""),)),
        replace(MART, columns=(replace(SCOPE1, data_type="hugeint"),)),
        replace(MART, columns=(replace(SCOPE1, data_type="double"),)),
        replace(MART, columns=(replace(SCOPE1, data_type="decimal(38,10)"),)),
    ],
)
def test_broken_contract_is_caught(model: Model) -> None:
    assert list(contract_violations(model))


@pytest.mark.parametrize(
    "model",
    [
        replace(MART, meta={"audience": ["auditor"]}),
        replace(MART, meta={"grain": ["account_id", "month"]}),
        replace(MART, meta={**MART.meta, "grain_may_be_empty": ["month"]}),
        replace(MART, is_key_tested=False),
        replace(MART, columns=(ACCOUNT_ID, replace(FACTOR_ID, description="Its factor."))),
        replace(MART, columns=(*MART.columns, Column("period_grain", "month or year.", "string"))),
    ],
)
def test_loose_grain_is_caught(model: Model) -> None:
    assert list(grain_violations(model))


@pytest.mark.parametrize("name", ["scope1", "quantity", "weight_stone", "amount"])
def test_amount_without_unit_is_caught(name: str) -> None:
    assert list(unit_violations(replace(MART, columns=(replace(SCOPE1, name=name),))))


def test_unit_may_stand_beside_or_in_meta() -> None:
    beside = (replace(SCOPE1, name="quantity"), replace(ACCOUNT_ID, name="unit"))
    assert list(unit_violations(replace(MART, columns=beside))) == []
    assert list(unit_violations(replace(MART, columns=(replace(SCOPE1, name="depth", meta={"unit": "m"}),)))) == []


@pytest.mark.parametrize(
    "interface", [{}, {"marts.mart_account": ["colour"]}, {"marts.mart_account": [], "marts.mart_loan": []}]
)
def test_broken_interface_is_caught(interface: dict[str, list[str]]) -> None:
    assert list(interface_violations(project_of(MART), interface))


@pytest.mark.parametrize(
    "exposures",
    [
        (),
        ({**FILE, "depends_on": {"nodes": []}},),
        (FILE, {**FILE, "name": "other", "config": {"meta": {"audience": "bank"}}}),
    ],
)
def test_wrong_exposure_is_caught(exposures: tuple[dict[str, Any], ...]) -> None:
    assert list(exposure_violations(project_of(MART, exposures=exposures)))


@pytest.mark.parametrize(
    "project_with_gap",
    [
        project_of(BASE, ROW_CLASS),
        project_of(STAGED, ROW_CLASS),
        project_of(BASE, STAGED, replace(ROW_CLASS, reads=())),
        project_of(BASE, STAGED, ROW_CLASS, sources=()),
    ],
)
def test_unstaged_source_is_caught(project_with_gap: Project) -> None:
    assert list(source_violations(project_with_gap))


def test_what_only_the_publisher_reads_says_so_and_is_promised_to_nobody() -> None:
    unread = replace(MART, meta={**MART.meta, "audience": [], "unpublished": "the publisher reads it"})
    assert list(contract_violations(unread)) == []
    assert list(interface_violations(project_of(unread), {})) == []
    assert list(interface_violations(project_of(unread), {"marts.mart_account": ["account_id"]}))


def test_good_cases_pass() -> None:
    project = project_of(MART, BASE, STAGED, ROW_CLASS)
    rules = (description_violations, contract_violations, grain_violations, unit_violations)
    assert [text for rule in rules for text in rule(MART)] == []
    assert list(interface_violations(project, {"marts.mart_account": ["account_id"]})) == []
    assert [*exposure_violations(project), *source_violations(project)] == []


@pytest.mark.parametrize(
    ("sql", "codes"),
    [
        ("select case when a = 'x' then 'no_factor' else 'no_gwp' end as reason_code from t", {"no_factor", "no_gwp"}),
        ("select b as reason_code from t union all select 'in_future' from u", {"in_future"}),
        ("with w as (select coalesce(a, 'no_value') as stopped_by from t) select stopped_by from w", {"no_value"}),
        ("select 'x' as other, a || 'y' as reason_code from t where reason_code = 'z'", set()),
    ],
)
def test_reason_codes_are_read_from_sql(sql: str, codes: set[str]) -> None:
    assert reason_codes(sql) == codes
