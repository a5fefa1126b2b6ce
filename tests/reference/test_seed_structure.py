"""The form of the seeds, and a bad fixture for each check of it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest

from . import structure_checks as checks
from .seed_tables import Tables, changed, extended, read_declarations

CHECKS = [checks.file_form, checks.shared_columns, checks.typed, checks.keys, checks.validity, checks.lists]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_seeds_are_well_formed(tables: Tables, check: Callable[[Tables], list[str]]) -> None:
    assert check(tables) == []


def test_csv_and_yaml_describe_each_other(tables: Tables) -> None:
    assert checks.described(tables, read_declarations()) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (b"unit_code", b"\xef\xbb\xbfunit_code", "byte order mark"),
        (b"\n", b"\r\n", "LF"),
        (b",convention,\n", b',convention,""\n', "unquoted"),
    ],
)
def test_bad_file_is_caught(tables: Tables, old: bytes, new: bytes, complaint: str) -> None:
    seed = tables["unit"]
    bad = replace(seed, content=seed.content.replace(old, new))
    assert complaint in " ".join(checks.file_form({"unit": bad}))


def test_blank_around_a_cell_is_caught(tables: Tables) -> None:
    assert checks.file_form(changed(tables, "unit", {"unit_code": "kwh"}, name_en=" kilowatt-hour"))


@pytest.mark.parametrize("part", ["columns", "column_types"])
@pytest.mark.parametrize("direction", ["forgotten", "invented"])
def test_undescribed_column_is_caught(tables: Tables, part: str, direction: str) -> None:
    declared = deepcopy(tables["gwp"].declared)
    if part == "columns" and direction == "forgotten":
        declared["columns"] = [column for column in declared["columns"] if column["name"] != "gwp100"]
    elif part == "columns":
        declared["columns"].append({"name": "gwp20", "description": "x"})
    elif direction == "forgotten":
        del declared["config"]["column_types"]["gwp100"]
    else:
        declared["config"]["column_types"]["gwp20"] = "decimal(9,4)"
    bad = {"gwp": replace(tables["gwp"], declared=declared)}
    assert any(part in problem for problem in checks.described(bad, {"gases/gwp": declared}))


def test_undescribed_table_is_caught(tables: Tables) -> None:
    one = {"gwp": tables["gwp"]}
    assert checks.described(one, {}) == ["gases/gwp: a CSV but not in the YAML beside it"]
    assert checks.described({}, {"gases/gwp": {}}) == ["gases/gwp: in a YAML file but no CSV"]


def test_missing_unit_and_description_are_caught(tables: Tables) -> None:
    declared = deepcopy(tables["gwp"].declared)
    column = next(column for column in declared["columns"] if column["name"] == "gwp100")
    del column["config"], column["description"]
    problems = checks.described({"gwp": replace(tables["gwp"], declared=declared)}, {"gases/gwp": declared})
    assert len(problems) == 2


def test_other_wording_of_a_shared_column_is_caught(tables: Tables) -> None:
    declared = deepcopy(tables["unit"].declared)
    declared["columns"][-1]["description"] = "another text"
    assert checks.shared_columns({**tables, "unit": replace(tables["unit"], declared=declared)})


@pytest.mark.parametrize("lost", ["note", "valid_to"])
def test_missing_shared_column_is_caught(tables: Tables, lost: str) -> None:
    header = tuple(column for column in tables["gwp"].header if column != lost)
    assert checks.shared_columns({"gwp": replace(tables["gwp"], header=header)})


@pytest.mark.parametrize(
    ("table", "where", "cells"),
    [
        ("fuel_factor", {"factor_set": "STEEL", "energy_code": "COKE"}, {"carbon_content_tc_per_tj": "29.5000000001"}),
        ("fuel_factor", {"factor_set": "STEEL", "energy_code": "COKE"}, {"carbon_content_tc_per_tj": "2.95e1"}),
        ("fuel_factor", {"factor_set": "STEEL", "energy_code": "COKE"}, {"is_biogenic": "no"}),
        ("gwp", {"gwp_set": "SAR", "gas": "SF6"}, {"gwp100": "239000"}),
        ("gwp", {"gwp_set": "SAR", "gas": "SF6"}, {"valid_from": "1995-1-1"}),
        ("gwp", {"gwp_set": "SAR", "gas": "SF6"}, {"source_year": "about 1995"}),
    ],
)
def test_cell_that_does_not_fit_is_caught(tables: Tables, table: str, where: dict, cells: dict) -> None:
    problems = checks.typed(changed(tables, table, where, **cells))
    assert len(problems) == 1
    assert f"{table}.{next(iter(cells))}" in problems[0]


@pytest.mark.parametrize(
    ("table", "where"), [("unit", {"unit_code": "kwh"}), ("gwp", {"gwp_set": "AR5", "gas": "N2O"})]
)
def test_duplicate_key_is_caught(tables: Tables, table: str, where: dict) -> None:
    assert len(checks.keys(extended(tables, table, where))) == 1


def test_missing_key_is_caught(tables: Tables) -> None:
    bad = replace(tables["gwp"], declared={**tables["gwp"].declared, "data_tests": []})
    assert checks.keys({"gwp": bad}) == ["gwp: declares no key"]


def test_validity_outside_the_key_is_caught(tables: Tables) -> None:
    declared = deepcopy(tables["gwp"].declared)
    declared["data_tests"][0]["reference_table"]["arguments"]["key"].remove("valid_from")
    assert "no valid_from in its key" in checks.validity({"gwp": replace(tables["gwp"], declared=declared)})[0]


def test_empty_validity_is_caught(tables: Tables) -> None:
    where = {"area_code": "330000", "series": "average", "vintage_year": "2023"}
    assert checks.validity(changed(tables, "grid_factor", where, valid_to="2023-01-01"))


@pytest.mark.parametrize("start", ["", "2023-12-31"])
def test_overlapping_validity_is_caught(tables: Tables, start: str) -> None:
    where = {"area_code": "330000", "series": "average", "vintage_year": "2023"}
    bad = extended(tables, "grid_factor", where, vintage_year="2024", valid_from=start, valid_to="")
    assert checks.validity(bad)


def test_adjoining_validity_is_allowed(tables: Tables) -> None:
    where = {"area_code": "330000", "series": "average", "vintage_year": "2023"}
    assert checks.validity(extended(tables, "grid_factor", where, valid_from="2024-01-01", valid_to="")) == []


def test_later_correction_of_the_same_year_is_allowed(tables: Tables) -> None:
    where = {"area_code": "330000", "series": "average", "vintage_year": "2023"}
    corrected = extended(tables, "grid_factor", where, kgco2_per_kwh="0.4975", published_on="2026-03-01")
    assert checks.validity(corrected) + checks.keys(corrected) == []


def test_overlapping_editions_of_the_standard_are_caught(tables: Tables) -> None:
    where = {"version": "GBT2589_2008", "energy_code": "WATER"}
    assert checks.validity(changed(tables, "standard_coal_coefficient", where, valid_to=""))


@pytest.mark.parametrize(
    "domains", ["industry, building", "industry||building", "industry|industry", "industry、building"]
)
def test_malformed_list_is_caught(tables: Tables, domains: str) -> None:
    assert checks.lists(changed(tables, "factor_set", {"factor_set": "STEEL"}, domains=domains))


def test_undeclared_list_is_caught(tables: Tables) -> None:
    assert checks.lists(changed(tables, "factor_set", {"factor_set": "STEEL"}, gwp_set="AR5|AR6"))


def test_key_of_several_parts_is_no_list(tables: Tables) -> None:
    declared = deepcopy(tables["farm_activity_code"].declared)
    column = next(column for column in declared["columns"] if column["name"] == "factor_key")
    assert checks.lists({"farm_activity_code": tables["farm_activity_code"]}) == []
    del column["config"]
    assert checks.lists({"farm_activity_code": replace(tables["farm_activity_code"], declared=declared)})
