"""Checks of the loan products, their rules and terms, and of policy tables. Complaints as sentences.

Here: what would lend on wrong terms or lose a rule. Not here: how a borrower is judged.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Set
from fractions import Fraction

from .seed_tables import Row, Tables

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
LOWEST_AND_HIGHEST = ("rate_discount_bp", "line_uplift_pct")
LIST_RULES = {"MIN_MEMBERS", "GREEN_SHARE_MAX"}
ALERT_RULES = {"OVER_CONSUMPTION"}


def _severities(tables: Tables) -> dict[str, int]:
    return {row["colour_code"]: int(row["severity_rank"]) for row in tables["colour"].rows}


def products(tables: Tables) -> list[str]:
    """Borrowers are of a listed type; an amount has a basis, and a fixed one is the maximum itself."""
    types = {row["borrower_type"] for row in tables["borrower_type"].rows}
    problems = []
    for row in tables["loan_product"].rows:
        name = f"loan_product {row['product_code']}"
        if row["borrower_type"] not in types:
            problems.append(f"{name}: nobody is a {row['borrower_type']}")
        if bool(row["max_amount_basis"]) != bool(row["max_amount_value"]):
            problems.append(f"{name}: a basis needs a value and a value a basis")
        fixed = row["max_amount_value"] if row["max_amount_basis"] == "fixed" else ""
        if row["max_amount_cny"] != fixed:
            problems.append(f"{name}: the maximum is the value of a fixed basis")
        if row["max_amount_basis"] == "share_of_collateral" and not 0 < Fraction(row["max_amount_value"]) <= 1:
            problems.append(f"{name}: {row['max_amount_value']} is no share")
    return problems


def rules(tables: Tables) -> list[str]:
    """A rule belongs to a product, compares an attribute of the list, and its value suits its operator."""
    codes = {row["product_code"] for row in tables["loan_product"].rows}
    attributes = {row["attribute"] for row in tables["loan_attribute"].rows}
    colours = _severities(tables).keys()
    problems = []
    for row in tables["loan_rule"].rows:
        name = f"loan_rule {row['product_code']}/{row['rule_code']}"
        if row["product_code"] not in codes or row["attribute"] not in attributes:
            problems.append(f"{name}: unknown product or attribute")
        if row["effect"] not in ("eligibility", "discount"):
            problems.append(f"{name}: {row['effect']} is no effect")
        if not _suits(row, colours):
            problems.append(f"{name}: {row['operator']} cannot compare with {row['value']}")
    return problems


def _suits(row: Row, colours: Set[str]) -> bool:
    """A colour is compared with colours, anything else with a number, true or false."""
    if row["attribute"].endswith("colour"):
        is_list = row["operator"] in ("in", "not_in")
        return (is_list or row["operator"] == "eq") and set(row["value"].split("|")) <= colours
    if row["operator"] == "eq" and row["value"] in ("true", "false"):
        return True
    return row["operator"] in ("eq", "gt", "gte", "lt", "lte") and bool(NUMBER.fullmatch(row["value"]))


def attributes(tables: Tables) -> list[str]:
    """An attribute names its mart with the column, or its source in the note; each is compared by a rule."""
    compared = {row["attribute"] for row in tables["loan_rule"].rows}
    problems = []
    for row in tables["loan_attribute"].rows:
        if bool(row["mart"]) != bool(row["column_name"]) or not (row["mart"] or row["note"].startswith("source: ")):
            problems.append(f"loan_attribute {row['attribute']}: names neither mart and column nor a source")
        if row["attribute"] not in compared:
            problems.append(f"loan_attribute {row['attribute']}: no rule compares it")
    return problems


def terms(tables: Tables) -> list[str]:
    """Terms are ranges of listed colours; a product shows their lowest, their highest and the worst colour."""
    severities = _severities(tables)
    by_product: dict[str, list[Row]] = defaultdict(list)
    problems = []
    for row in tables["loan_term"].rows:
        by_product[row["product_code"]].append(row)
        for low in LOWEST_AND_HIGHEST:
            ends = row[low], row[f"{low}_max"]
            if bool(ends[0]) != bool(ends[1]) or (ends[0] and not 0 <= Fraction(ends[0]) <= Fraction(ends[1])):
                problems.append(f"loan_term {row['product_code']}/{row['colour']}: {low} is no range")
    known = {row["product_code"] for row in tables["loan_product"].rows}
    problems += [f"loan_term {code}: no such product" for code in sorted(by_product.keys() - known)]
    for product in tables["loan_product"].rows:
        problems += _span_faults(product, by_product[product["product_code"]], severities)
    return problems + _unfair_terms(by_product, severities)


def _span_faults(product: Row, own_terms: list[Row], severities: dict[str, int]) -> list[str]:
    name, problems = f"loan_product {product['product_code']}", []
    for low in LOWEST_AND_HIGHEST:
        for column, pick in ((low, min), (f"{low}_max", max)):
            values = [Fraction(row[column]) for row in own_terms if row[column]]
            wanted, stated = (pick(values) if values else None), product[column]
            if wanted != (Fraction(stated) if stated else None):
                problems.append(f"{name}: {column} is not that of its terms")
    named = [row["colour"] for row in own_terms if severities.get(row["colour"])]
    worst = max(named, key=severities.__getitem__, default="")
    if product["min_colour"] != worst:
        problems.append(f"{name}: min_colour is {product['min_colour']}, its terms reach down to {worst}")
    return problems


def _unfair_terms(by_product: dict[str, list[Row]], severities: dict[str, int]) -> list[str]:
    """A better colour never has worse terms, and a term for any colour stands alone."""
    problems = []
    for code, own_terms in by_product.items():
        ordered = sorted(own_terms, key=lambda row: severities.get(row["colour"], 0))
        discounts = [Fraction(row["rate_discount_bp"]) for row in ordered]
        if discounts != sorted(discounts, reverse=True):
            problems.append(f"loan_term {code}: a better colour has a smaller discount")
        if len(own_terms) > 1 and any(row["colour"] == "none" for row in own_terms):
            problems.append(f"loan_term {code}: a term whatever the colour beside terms by colour")
    return problems


def data_quality(tables: Tables) -> list[str]:
    """Scores run from 1 to 5, and a later option is never better."""
    scores: dict[str, list[int]] = defaultdict(list)
    for row in sorted(tables["pcaf_data_quality"].rows, key=lambda row: row["option_code"]):
        scores[row["asset_class"]].append(int(row["score"]))
    return [
        f"pcaf_data_quality {asset_class}: scores must rise from 1 to at most 5"
        for asset_class, values in scores.items()
        if values != sorted(values) or values[0] != 1 or values[-1] > 5
    ]


def policies(tables: Tables) -> list[str]:
    """Each colour of the final ratings has one measure; the rules that models read by name are there."""
    final = {row["final_colour"] for row in tables["rating_matrix"].rows}
    measures = Counter(row["colour"] for row in tables["policy_measure"].rows)
    problems = [f"policy_measure: {measures[colour]} for {colour}" for colour in sorted(final) if measures[colour] != 1]
    problems += [f"policy_measure: no rating gives {colour}" for colour in sorted(measures.keys() - final)]
    for name, wanted in (("list_rule", LIST_RULES), ("alert_rule", ALERT_RULES)):
        present = {row["rule_code"] for row in tables[name].rows}
        problems += [f"{name}: {code} is read or stated, not both" for code in sorted(wanted ^ present)]
    return problems


def energy_prices(tables: Tables) -> list[str]:
    """A price is above zero, of a listed energy, per listed unit."""
    energies = {row["energy_code"] for row in tables["energy_type"].rows}
    units = {f"cny_per_{row['unit_code']}" for row in tables["unit"].rows}
    return [
        f"energy_price {row['energy_code']}: unknown energy or unit, or no price"
        for row in tables["energy_price"].rows
        if row["energy_code"] not in energies or row["unit"] not in units or Fraction(row["price_cny"]) <= 0
    ]
