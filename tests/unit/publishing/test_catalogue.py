"""What is published is what the models say, and a model that says too little is refused by name."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing.catalogue import audiences_of, read_catalogue
from dagster_project.lib.publishing.units import unit_of

from .small_world import SmallWorld, model, models


def test_only_models_with_an_audience_in_published_schemas(world: SmallWorld) -> None:
    tables = read_catalogue(world.dbt_manifest)
    assert [table.full_name for table in tables] == ["audit.load", "marts.mart_account", "marts.mart_emission"]
    assert audiences_of(tables) == ["auditor", "government"]
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
