"""The report reads only columns that the marts promise: a renamed one would silently become 'not known'."""

from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from dagster_project.lib.reporting import rows
from dagster_project.lib.reporting.domains import DOMAINS, Domain
from dagster_project.lib.running.project import DBT_PROJECT

from .small_release import TABLES

KINDS = [kind for kind in vars(rows).values() if isinstance(kind, type) and hasattr(kind, "table")]


def _promised() -> dict[str, set[str]]:
    models = [model for file in _yaml_files() for model in yaml.safe_load(file.read_text()).get("models", [])]
    return {_published_name(model["name"]): {column["name"] for column in model["columns"]} for model in models}


def _yaml_files() -> list[Path]:
    return sorted((DBT_PROJECT / "models" / "marts").glob("*/_*__models.yml"))


def _published_name(model: str) -> str:
    return f"audit.{model.removeprefix('audit_')}" if model.startswith("audit_") else f"marts.{model}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
def test_columns_are_promised_and_tried(kind: type[rows.Row]) -> None:
    read = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    assert read <= _promised()[kind.table]
    assert read <= set(TABLES[kind.table][0][0]), "the tests' own release lacks a column"


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.table)
def test_columns_of_a_domain_are_promised_and_tried(domain: Domain) -> None:
    assert domain.promised | {"account_id", "period_grain", "period_start"} <= _promised()[domain.table]
    assert domain.promised <= set(TABLES[domain.table][0][0]), "the tests' own release lacks a column"
