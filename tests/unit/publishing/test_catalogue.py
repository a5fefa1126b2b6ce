"""What is published is what the models say, and a model that says too little is refused by name."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.catalogue import chinese_title, read_catalogue
from dagster_project.lib.publishing.units import unit_of

from .residents_world import residents_models
from .small_world import SmallWorld, model, models


def test_only_models_with_an_audience_in_published_schemas(world: SmallWorld) -> None:
    tables = read_catalogue(world.dbt_manifest)
    assert [table.full_name for table in tables] == ["audit.load", "marts.mart_account", "marts.mart_emission"]
    assert {audience for table in tables for audience in table.audiences} == {"auditor", "government"}
    load, account, emission = tables
    assert load.digest_exclude == ("loaded_at",)
    assert load.digest_replace == {"known_at": "CASE WHEN is_known_at_stated THEN known_at END"}
    assert account.columns[1].title == "账户名称"
    assert account.description == "One row per thing of mart_account. More words."
    assert (account.month_column, emission.month_column) == (None, "period_start")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda m: m.update(description=""), "has no description"),
        (lambda m: m["columns"].clear(), "no contract"),
        (lambda m: m["config"]["meta"].update(grain=[]), "grain does not name"),
        (lambda m: m["config"]["meta"].update(grain=["nope"]), "grain names nope"),
        (lambda m: m["config"]["meta"].update(digest_exclude=["nope"]), "digest_exclude names nope"),
        (lambda m: m["config"]["meta"].update(digest_replace={"nope": "1"}), "digest_replace names nope"),
        (lambda m: m["config"]["meta"].update(month_column="nope"), "month_column names nope"),
        (lambda m: m["columns"]["opened_on"].update(description=" "), "column opened_on has no description"),
        (lambda m: m["config"]["meta"].update(audience=["../x"]), "audience '../x'"),
    ],
)
def test_an_incomplete_model_is_named(
    world: SmallWorld, spoil: Callable[[dict[str, Any]], None], sentence: str
) -> None:
    spoiled = copy.deepcopy(models()["account"])
    spoil(spoiled)
    world.write_models({"account": spoiled})
    with pytest.raises(CarbonError, match=r"marts\.mart_account cannot be published: .*" + sentence):
        read_catalogue(world.dbt_manifest)


@pytest.mark.parametrize(
    ("table", "meta", "sentence"),
    [
        ("mart_personal_account", {"persons": None}, "person_key, which config.meta.persons does not name"),
        ("mart_personal_account", {"persons": "nope"}, "persons names nope, which is not a column"),
        ("mart_personal_account", {"bank_rows": None}, "bank_rows belongs to the audience bank"),
        ("mart_personal_account", {"audience": ["auditor"]}, "bank_rows belongs to the audience bank"),
        ("mart_personal_account", {"bank_rows": []}, "bank_rows leaves out person_key"),
        ("mart_personal_account", {"bank_rows": ["reduction_g"]}, "bank_rows names reduction_g, which is not one of"),
        ("mart_personal_account", {"bank_rows": ["nope"]}, "bank_rows names nope, which is not a column"),
        ("mart_personal_account", {"rekeyed": ["nope"]}, "rekeyed names nope, which is not a column"),
        ("mart_loan", {"bank_rows": ["bank_code", "person_key"]}, "bank_rows leaves out account_id"),
        ("mart_account", {"rekeyed": ["account_name"]}, "rekeyed is of tables of persons"),
        ("mart_account", {"frozen": "table"}, "frozen is of the audience public"),
        ("mart_community_month", {"frozen": "year"}, "frozen is 'year', which is not one of month, table"),
        ("mart_disclosed", {"frozen": "month"}, "frozen is month, and it has no month_column"),
        ("mart_disclosed", {"audience": ["bank_ICBC"]}, "audience 'bank_ICBC' is not one of government, public"),
    ],
)
def test_a_model_that_does_not_say_whose_its_rows_are_is_refused(
    world: SmallWorld, table: str, meta: dict[str, Any], sentence: str
) -> None:
    node = residents_models()[table]
    node["config"]["meta"].update(meta)
    world.write_models({table: node})
    with pytest.raises(CarbonError, match=rf"marts\.{table} cannot be published: .*{sentence}"):
        read_catalogue(world.dbt_manifest)


def test_what_the_models_say_of_persons_banks_and_the_public(world: SmallWorld) -> None:
    world.write_models(residents_models())
    tables = {table.name: table for table in read_catalogue(world.dbt_manifest)}
    assert tables["mart_personal_account"].is_of_persons
    assert not tables["mart_loan"].is_of_persons  # government gets it, so it has rows of organisations
    assert tables["mart_loan"].bank_rows == ("bank_code", "account_id", "person_key")
    assert tables["mart_term"].bank_rows == ()
    assert (tables["mart_community_month"].frozen, tables["mart_disclosed"].frozen) == ("month", "table")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("One row per loan (贷款合同). 由银行交付。", "贷款合同"),
        ("PM2.5浓度 of a day.", "浓度"),
        ("二维能效对标较差企业清单", "二维能效对标较差企业清单"),
        ("No Chinese.", None),
        (None, None),
    ],
)
def test_a_title_is_the_first_chinese_of_a_description(text: str | None, title: str | None) -> None:
    assert chinese_title(text) == title


def test_the_publishers_own_tables_are_reserved(world: SmallWorld) -> None:
    world.write_models({"x": model("audit", "validation_result", {"x": "X."}, audience=["auditor"], grain=["x"])})
    with pytest.raises(CarbonError, match="the publisher writes"):
        read_catalogue(world.dbt_manifest)


def test_a_missing_or_foreign_manifest_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CarbonError, match="is missing at"):
        read_catalogue(tmp_path / "manifest.json")
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(CarbonError, match="is not a manifest that dbt wrote"):
        read_catalogue(tmp_path / "manifest.json")


@pytest.mark.parametrize(
    ("name", "data_type", "unit"),
    [
        ("scope1_t", "DECIMAL(28,10)", "t"),
        ("energy_tce", "DECIMAL(28,10)", "tce"),
        ("electricity_kwh", "DECIMAL(18,6)", "kWh"),
        ("max_amount_cny", "DECIMAL(18,2)", "CNY"),
        ("rate_discount_bp", "INTEGER", "bp"),
        ("confidence_pct", "DECIMAL(9,4)", "%"),
        ("emission_kgco2e_per_m2", "DECIMAL(19,10)", "kgCO2e/m2"),
        ("exported_kwh_per_month", "DECIMAL(19,10)", "kWh/month"),
        ("row_count", "BIGINT", None),
        ("format", "BIGINT", None),
        ("account_t", "VARCHAR", None),
        ("rows_per_month", "BIGINT", None),
    ],
)
def test_units_come_from_names(name: str, data_type: str, unit: str | None) -> None:
    assert unit_of(name, data_type) == unit
