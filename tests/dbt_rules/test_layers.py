"""Folder = layer: no model reads past its neighbours, and names, schemas and dbt calls follow the folders."""

from dataclasses import replace
from typing import Any

import pytest

from dagster_project.lib.running.dbt_selection import GROUPS

from .layers import CALLS, call_violations, place_violations, violations
from .manifest import Model, Project

STAGED = Model(
    "model.carbon.stg_meter", "stg_meter", "staging", "energy", "staging", "stg_meter", ("model.carbon.base_meter",)
)
DELIVERED = Model(
    "model.carbon.base_meter", "base_meter", "staging", "energy", "staging", "base_meter", ("source.carbon.raw.meter",)
)
ACTIVITY = Model(
    "model.carbon.int_activity", "int_activity", "intermediate", "activity", "intermediate", "int_activity"
)
ACCOUNT = Model("model.carbon.dim_account", "dim_account", "dimensions", None, "dimensions", "dim_account")
EMISSION = Model("model.carbon.fct_emission", "fct_emission", "facts", None, "facts", "fct_emission")
LOAD = Model("model.carbon.fct_load", "fct_load", "facts", None, "facts", "fct_load")
MONTH = Model(
    "model.carbon.int_month_as_of", "int_month_as_of", "intermediate", "time", "intermediate", "int_month_as_of"
)
MART = Model("model.carbon.mart_account", "mart_account", "marts", "account", "marts", "mart_account")
AUDIT = Model("model.carbon.audit_load", "audit_load", "marts", "audit", "audit", "load")
MODELS = (DELIVERED, STAGED, ACTIVITY, ACCOUNT, EMISSION, LOAD, MONTH, MART, AUDIT)


def project_of(*models: Model) -> Project:
    """A small project; a model given here stands in for the one of the same name."""
    empty: dict[str, Any] = {"nodes": {}, "sources": {}, "macros": {}, "exposures": {}}
    project = Project(empty)
    project.models = {model.unique_id: model for model in (*MODELS, *models)}
    return project


def reading(model: Model, *unique_ids: str) -> Project:
    return project_of(replace(model, reads=unique_ids))


FORBIDDEN = [
    (MART, STAGED.unique_id),
    (MART, DELIVERED.unique_id),
    (MART, ACTIVITY.unique_id),
    (MART, MONTH.unique_id),
    (MART, "source.carbon.raw.meter"),
    (MART, "source.carbon.inputs.run"),
    (AUDIT, "source.carbon.inputs.load"),
    (EMISSION, "source.carbon.raw.meter"),
    (EMISSION, "source.carbon.inputs.load"),
    (EMISSION, MART.unique_id),
    (LOAD, "source.carbon.inputs.reject"),
    (ACCOUNT, EMISSION.unique_id),
    (ACTIVITY, EMISSION.unique_id),
    (ACTIVITY, "source.carbon.raw.meter"),
    (STAGED, "source.carbon.raw.meter"),
    (STAGED, ACCOUNT.unique_id),
    (STAGED, MONTH.unique_id),
    (STAGED, "source.carbon.inputs.run"),
    (DELIVERED, "source.carbon.raw.other"),
    (DELIVERED, ACTIVITY.unique_id),
    (DELIVERED, STAGED.unique_id),
]
ALLOWED = [
    (DELIVERED, "source.carbon.raw.meter"),
    (DELIVERED, "source.carbon.inputs.load"),
    (DELIVERED, MONTH.unique_id),
    (DELIVERED, "seed.carbon.unit"),
    (STAGED, DELIVERED.unique_id),
    (MONTH, "source.carbon.inputs.run"),
    (ACTIVITY, STAGED.unique_id),
    (ACTIVITY, ACCOUNT.unique_id),
    (ACCOUNT, ACTIVITY.unique_id),
    (EMISSION, ACTIVITY.unique_id),
    (EMISSION, DELIVERED.unique_id),
    (EMISSION, "source.carbon.inputs.run"),
    (LOAD, "source.carbon.inputs.load"),
    (MART, EMISSION.unique_id),
    (MART, ACCOUNT.unique_id),
    (MART, "seed.carbon.unit"),
    (AUDIT, MART.unique_id),
]
MISPLACED = [
    replace(MART, name="account"),
    replace(MART, name="audit_account", alias="account"),
    replace(MART, schema="public"),
    replace(MART, alias="account"),
    replace(AUDIT, schema="marts"),
    replace(AUDIT, name="mart_load"),
    replace(EMISSION, layer="dimensions", schema="dimensions"),
    replace(EMISSION, layer="fact"),
    replace(STAGED, schema="facts"),
]


def ids(cases: list[tuple[Model, str]]) -> list[str]:
    return [f"{model.name} reads {read}" for model, read in cases]


def test_project_keeps_its_layers(project: Project) -> None:
    assert project.models
    assert list(violations(project)) == []


def test_no_model_waits_for_a_later_call(project: Project) -> None:
    assert list(call_violations(project)) == []


def test_calls_are_those_of_the_pipeline() -> None:
    assert tuple(GROUPS.values()) == CALLS


@pytest.mark.parametrize(("model", "read"), FORBIDDEN, ids=ids(FORBIDDEN))
def test_forbidden_edge_is_caught(model: Model, read: str) -> None:
    assert [text for text in violations(reading(model, read)) if text.startswith(f"{model.name} (")]


@pytest.mark.parametrize(("model", "read"), ALLOWED, ids=ids(ALLOWED))
def test_allowed_edge_passes(model: Model, read: str) -> None:
    assert list(violations(reading(model, read))) == []


@pytest.mark.parametrize(
    "model", MISPLACED, ids=lambda model: f"{model.layer}.{model.schema}.{model.name}.{model.alias}"
)
def test_misplaced_model_is_caught(model: Model) -> None:
    assert list(place_violations(model))


def test_well_placed_models_pass() -> None:
    assert [text for model in MODELS for text in place_violations(model)] == []


def test_waiting_for_a_later_call_is_caught() -> None:
    assert list(call_violations(reading(ACCOUNT, EMISSION.unique_id)))
    assert list(call_violations(reading(ACCOUNT, ACTIVITY.unique_id))) == []
