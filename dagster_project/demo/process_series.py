"""Process activities of the accounts: materials used, by-products, what is destroyed, the flows of a mass balance."""

from __future__ import annotations

from dagster_project.demo.draw import draws
from dagster_project.demo.lines import Line, period_row, periods
from dagster_project.demo.recipes import Plan, Row

# Works with a laboratory state the oxides of their clinker, in millionths.
CAO_RANGE = (642_000, 662_000)
MGO_RANGE = (14_000, 24_000)
CLINKER = "CLINKER_ETS_2024"
LABORATORY_SHARE_PCT = 50


def process_rows(plan: Plan, seed: int) -> list[Row]:
    """The rows of the series that the plan asks for, account by account."""
    return [
        {**period_row(line, start, seed), **_oxides(line, start, seed)}
        for line, start in periods("process", plan, seed)
    ]


def _oxides(line: Line, start: int, seed: int) -> Row:
    name = line.account.account_id
    has_laboratory = draws(seed, name, "oxides").randrange(100) < LABORATORY_SHARE_PCT
    if line.recipe.row["process_code"] != CLINKER or not has_laboratory:
        return {}
    rng = draws(seed, name, "oxides", start)
    return {"cao_fraction": f"0.{rng.randint(*CAO_RANGE):06d}", "mgo_fraction": f"0.{rng.randint(*MGO_RANGE):06d}"}
