"""Checks of the ratings: schemes, rules, matrix, colours, credit score, reasons. Complaints as sentences.

Here: what would rate an account twice, not at all or the wrong way round. Not here: the form of the files.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product

from .seed_tables import Row, Tables

# The codes that models read by name.
PARAMETERS = {"DOMINANT_PRODUCT_SHARE", "MIN_OTHER_MEMBERS", "BUILDING_YELLOW_LIMIT"}
PARTS = {"basic", "account", "transition"}
DIMENSIONS = ("industry_advancement", "regional_contribution", "historical_decline")
MATRIX_SCHEME = "QUZHOU_3D4C"
Z_END, Z_STEP = Fraction(4), Fraction(1, 20)


def _known_on(rows: list[Row], day: str, thing: tuple[str, ...]) -> list[Row]:
    """The rows valid on a day ('' = before all days), of several publications of one thing the newest."""
    newest: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda row: row["published_on"]):
        if row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"]):
            newest[tuple(row[column] for column in thing)] = row
    return list(newest.values())


def _days(rows: list[Row]) -> set[str]:
    """The days on which the valid rows change."""
    return {row[column] for row in rows for column in ("valid_from", "valid_to")} | {""}


def _rules(tables: Tables) -> dict[tuple[str, str], list[Row]]:
    groups = defaultdict(list)
    for row in tables["rating_rule"].rows:
        groups[row["scheme_code"], row["indicator"]].append(row)
    return groups


def rules_tile(tables: Tables) -> list[str]:
    """On every day the levels of an indicator cover the number line, each value once, in the order of their ranks."""
    return [
        f"rating_rule {scheme}/{indicator} {day or 'at the start'}: {fault}"
        for (scheme, indicator), rules in _rules(tables).items()
        for day in sorted(_days(rules))
        for fault in _tiling_faults(_known_on(rules, day, ("level_code",)))
    ]


def _tiling_faults(rules: list[Row]) -> Iterator[str]:
    if not rules:
        return
    # An open lower end stands first, an open upper end last.
    ordered = sorted(rules, key=lambda row: (row["lower_bound"] != "", Fraction(row["lower_bound"] or 0)))
    if ordered[0]["lower_bound"] or ordered[-1]["upper_bound"]:
        yield "the outer levels must be open"
    for row in rules:
        if any(not row[f"{end}_bound"] and row[f"{end}_inclusive"] == "true" for end in ("lower", "upper")):
            yield f"level {row['level_code']} includes an end that is open"
    for one, after in pairwise(ordered):
        bounds = one["upper_bound"], after["lower_bound"]
        if "" in bounds or Fraction(bounds[0]) != Fraction(bounds[1]):
            yield f"levels {one['level_code']} and {after['level_code']} leave a gap or overlap"
        elif one["upper_inclusive"] == after["lower_inclusive"]:
            yield f"the bound {bounds[0]} must belong to one level"
    ranks, wanted = [int(row["rank"]) for row in ordered], list(range(1, len(ordered) + 1))
    if ranks not in (wanted, wanted[::-1]):
        yield f"ranks {ranks} do not follow the bounds"


def rules_agree_with_schemes(tables: Tables) -> list[str]:
    """Every indicator of a scheme has rules of its domain and no other has; a domain has one primary scheme."""
    schemes = {row["scheme_code"]: row for row in tables["scheme"].rows}
    named = {(code, indicator) for code, row in schemes.items() for indicator in row["indicator"].split("|")}
    ruled = set(_rules(tables))
    problems = [f"rating_rule {s}/{i}: no such indicator in scheme" for s, i in sorted(ruled - named)]
    problems += [f"scheme {s}: no rules for its indicator {i}" for s, i in sorted(named - ruled)]
    problems += [
        f"rating_rule {row['scheme_code']}/{row['level_code']}: of another domain than its scheme"
        for row in tables["rating_rule"].rows
        if row["domain"] != schemes.get(row["scheme_code"], row)["domain"]
    ]
    primary = Counter(row["domain"] for row in schemes.values() if row["is_primary"] == "true")
    return problems + [f"scheme: domain {domain} has {n} primary schemes" for domain, n in primary.items() if n > 1]


def colours(tables: Tables) -> list[str]:
    """Colours are codes with a screen colour and a severity of their own; `none` has severity 0."""
    rows = tables["colour"].rows
    problems = [
        f"colour {row['colour_code']}: {row['hex']} is no #RRGGBB"
        for row in rows
        if not re.fullmatch(r"#[0-9A-F]{6}", row["hex"])
    ]
    severities = {row["colour_code"]: int(row["severity_rank"]) for row in rows}
    if sorted(severities.values()) != list(range(len(severities))) or severities.get("none") != 0:
        problems.append("colour: severities must be 1, 2, 3 ... and 0 for none")
    return problems


def colours_follow_ranks(tables: Tables) -> list[str]:
    """A better level never has a worse colour, and every colour is in the list."""
    severities = {row["colour_code"]: int(row["severity_rank"]) for row in tables["colour"].rows}
    problems = []
    for (scheme, indicator), rules in _rules(tables).items():
        unknown = {row["colour"] for row in rules} - severities.keys()
        problems += [f"rating_rule {scheme}/{indicator}: no colour {colour}" for colour in sorted(unknown)]
        ranked = sorted(rules, key=lambda row: int(row["rank"]))
        shown = [severities[row["colour"]] for row in ranked if severities.get(row["colour"])]
        if shown != sorted(shown):
            problems.append(f"rating_rule {scheme}/{indicator}: a better level has a worse colour")
    return problems


def matrix(tables: Tables) -> list[str]:
    """The matrix has every combination of the colours of its dimensions; a better one never makes a worse account."""
    severities = {row["colour_code"]: int(row["severity_rank"]) for row in tables["colour"].rows}
    rules, rows = _rules(tables), list(tables["rating_matrix"].rows)
    shown = [sorted({row["colour"] for row in rules[MATRIX_SCHEME, name]}) for name in DIMENSIONS]
    columns = tuple(f"{name}_colour" for name in DIMENSIONS)
    problems = []
    for day in sorted(_days(rows)):
        known = _known_on(rows, day, columns)
        cases = {tuple(row[column] for column in columns): row["final_colour"] for row in known}
        problems += [f"rating_matrix: no row for {'/'.join(case)}" for case in product(*shown) if case not in cases]
        ranks = {tuple(severities.get(c, 0) for c in case): severities.get(end, 0) for case, end in cases.items()}
        problems += [
            f"rating_matrix: {case} gives {end}, better than a case that is nowhere worse"
            for case, end in ranks.items()
            for step in _one_worse(case)
            if ranks.get(step, end) < end
        ]
        problems += [f"rating_matrix: no colour in {case}" for case, end in ranks.items() if 0 in (*case, end)]
    return problems


def _one_worse(case: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The cases that have one colour one step worse; mid green (2) is in no case, so two steps are one there."""
    for n, rank in enumerate(case):
        yield (*case[:n], rank + (2 if rank == 1 else 1), *case[n + 1 :])


def text_grades(tables: Tables) -> list[str]:
    """A scheme with text grades has one for each of its levels and for no other."""
    problems = []
    for scheme in sorted({row["scheme_code"] for row in tables["text_grade"].rows}):
        levels = {row["level_code"] for row in tables["rating_rule"].rows if row["scheme_code"] == scheme}
        graded = {row["level_code"] for row in tables["text_grade"].rows if row["scheme_code"] == scheme}
        problems += [f"text_grade {scheme}/{level}: grade and level disagree" for level in sorted(levels ^ graded)]
    return problems


def credit_score(tables: Tables) -> list[str]:
    """The weights of the parts add up to 1 on every day; a better colour scores more, and each final colour scores."""
    rows, problems = list(tables["credit_weight"].rows), []
    for day in sorted(_days(rows)):
        weights = {row["part"]: Fraction(row["weight"]) for row in _known_on(rows, day, ("part",))}
        if weights and (weights.keys() != PARTS or sum(weights.values()) != 1):
            problems.append(f"credit_weight: the weights must be of {', '.join(sorted(PARTS))} and add up to 1")
    severities = {row["colour_code"]: int(row["severity_rank"]) for row in tables["colour"].rows}
    scores = {row["colour"]: Fraction(row["score"]) for row in tables["credit_colour_score"].rows}
    final = {row["final_colour"] for row in tables["rating_matrix"].rows}
    problems += [f"credit_colour_score: no score of {colour}" for colour in sorted(final - scores.keys())]
    ordered = [scores[colour] for colour in sorted(scores, key=lambda colour: severities[colour])]
    if ordered != sorted(ordered, reverse=True) or not all(0 <= score <= 100 for score in ordered):
        problems.append("credit_colour_score: a better colour must score more, from 0 to 100")
    return problems


def probabilities(tables: Tables) -> list[str]:
    """The table runs from -4 to 4 in equal steps and holds the normal distribution to half of its last digit."""
    printed = {Fraction(row["z"]): row["probability"] for row in tables["z_probability"].rows}
    steps = int(2 * Z_END / Z_STEP)
    problems = [] if list(printed) == [n * Z_STEP - Z_END for n in range(steps + 1)] else ["z_probability: wrong steps"]
    for z, text in printed.items():
        exact = (1 + math.erf(float(z) / math.sqrt(2))) / 2
        if f"{exact:.6f}" != text:
            problems.append(f"z_probability {float(z)}: {text} instead of {exact:.6f}")
    return problems


def parameters(tables: Tables) -> list[str]:
    """Every parameter that a method reads is there."""
    present = {row["parameter_code"] for row in tables["method_parameter"].rows}
    return [f"method_parameter: {code} is read or stated, not both" for code in sorted(PARAMETERS ^ present)]


def reasons(tables: Tables) -> list[str]:
    """Every trigger and every part of the credit score has the reason that its codes make."""
    triggers = {f"trigger_{row['trigger_code'].lower()}" for row in tables["no_rating_trigger"].rows}
    wanted = triggers | {f"missing_{part}" for part in PARTS}
    present = {row["reason_code"] for row in tables["rating_reason"].rows}
    stated = {code for code in present if code.startswith(("trigger_", "missing_"))}
    return [f"rating_reason: {code} is needed or stated, not both" for code in sorted(wanted ^ stated)]
