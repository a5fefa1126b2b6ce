"""Every attribute that loan rules may compare either has a value or fails as not known: none is forgotten."""

import csv
import re
from typing import Any

from dagster_project.lib.running.project import DBT_PROJECT, SEEDS

from .test_unit_tests import written

FOLDER = DBT_PROJECT / "models" / "facts" / "lending"
# Attributes that no delivery tells yet: what a registry of units would know.
NOT_TOLD_YET = {"free_unit_t", "double_claim_count"}


def listed() -> set[str]:
    with (SEEDS / "lending" / "loan_attribute.csv").open(encoding="utf-8", newline="") as file:
        return {row["attribute"] for row in csv.DictReader(file)}


def given_rows(test: dict[str, Any], relation: str) -> list[dict[str, str]]:
    """The rows of one input of a unit test that are written as CSV."""
    [text] = [given["rows"] for given in test["given"] if given["input"] == f"ref('{relation}')"]
    return list(csv.DictReader(text.splitlines()))


def test_each_attribute_is_tried_without_a_value() -> None:
    [test] = [test for test in written() if test["name"] == "what_is_not_known_never_passes"]
    assert {row["attribute"] for row in given_rows(test, "loan_rule")} == listed()


def computed(model: str) -> set[str]:
    """The attributes that a model names in its list: of organisations each is a row, of persons a value."""
    sql = (FOLDER / f"{model}.sql").read_text(encoding="utf-8")
    return set(re.findall(r"^ {8,}\('(\w+)', ", sql, flags=re.MULTILINE))


def test_what_is_computed_is_listed_and_the_rest_is_named() -> None:
    of_persons = computed("fct_person_loan_decision")
    assert len(of_persons) >= 7
    assert computed("fct_borrower_attribute") | of_persons == listed() - NOT_TOLD_YET


def test_what_rules_for_persons_compare_is_computed_for_persons() -> None:
    with (SEEDS / "lending" / "loan_product.csv").open(encoding="utf-8", newline="") as file:
        products = {row["product_code"] for row in csv.DictReader(file) if row["borrower_type"] == "person"}
    with (SEEDS / "lending" / "loan_rule.csv").open(encoding="utf-8", newline="") as file:
        compared = {row["attribute"] for row in csv.DictReader(file) if row["product_code"] in products}
    assert compared
    assert compared <= computed("fct_person_loan_decision")
