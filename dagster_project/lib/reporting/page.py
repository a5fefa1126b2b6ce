"""The page: charts drawn, the template filled. Everything delivered is escaped by the template engine."""

import shlex
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dagster_project.lib.publishing.manifest import sha256_of_manifest
from dagster_project.lib.reporting import figures, names, rows
from dagster_project.lib.reporting.charts import Bar, Series, stacked_months, year_bars
from dagster_project.lib.reporting.read import Published
from dagster_project.lib.reporting.view import View

# Beside each other in grey as well: dark to light, and hatched where the neighbour is near.
STACK = (
    ("scope1_combustion_t", "#24506b", "", "范围一 燃烧", "scope 1, combustion"),
    ("scope1_process_t", "#c0713a", "///", "范围一 过程", "scope 1, process"),
    ("scope1_agriculture_t", "#8a9a3b", "\\\\\\", "范围一 农业活动", "scope 1, agriculture"),
    ("scope1_other_t", "#7f6a93", "...", "范围一 其他", "scope 1, other"),
    ("scope2_location_t", "#9cc3d5", "", "范围二 外购电力与热力（位置法）", "scope 2, power and heat (location)"),
)
COLOUR_HEX = {  # as in seeds/ratings/colour.csv; "none" is paler, so that it is no colour on paper either
    "dark_green": "#1b7f3b",
    "mid_green": "#4caf50",
    "light_green": "#a5d6a7",
    "yellow": "#f9c80e",
    "red": "#d7263d",
    "none": "#c4ccd2",
}


def render_page(published: Published, *, chart_cache: Path) -> str:
    view = View(published)
    template = _environment().get_template("report.html.j2")
    return template.render(
        view=view,
        data=published,
        manifest=published.manifest,
        manifest_sha256=sha256_of_manifest(published.manifest),
        rows=rows,
        stack=[part for part in STACK if any(_amounts(published.months, part[0]))],
        months_chart=_months_chart(view, chart_cache),
        years_chart=_years_chart(view, chart_cache),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dagster_project.lib.reporting", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "figure": figures.figure,
        "exact": figures.exact,
        "signed_pct": figures.signed_pct,
        "day": figures.day,
        "unit_text": figures.unit_text,
        "shell": shlex.quote,
    }
    environment.globals |= {
        "name_of": names.name_of,
        "activity_name": names.activity_name,
        "industry_name": names.industry_name,
    }
    return environment


def _months_chart(view: View, cache: Path) -> Markup | None:
    months = view.data.months
    if not any(row.total_location_t for row in months):
        return None
    stack = [
        Series(_by_month(months, column), colour, hatch)
        for column, colour, hatch, _, _ in STACK
        if any(_amounts(months, column))
    ]
    known = {row.period_start.month: float(row.total_location_t or 0) for row in view.data.months_before}
    return stacked_months(
        stack,
        [known.get(month) for month in range(1, 13)],
        described=f"{view.year} 年各月排放，吨 CO2e · emissions by month of {view.year}, t CO2e",
        key="months",
        cache=cache,
    )


def _years_chart(view: View, cache: Path) -> Markup | None:
    bars = [
        Bar(
            str(year),
            float(emission.total_location_t or 0),
            COLOUR_HEX.get((colour and colour.colour) or "none", COLOUR_HEX["none"]),
            is_emphasised=year == view.year,
        )
        for year, colour, emission in view.history
        if emission
    ]
    if not any(bar.value for bar in bars):
        return None
    described = "各年排放与颜色，吨 CO2e · emissions and colour by year, t CO2e"
    return year_bars(bars, described=described, key="years", cache=cache)


def _by_month(months: Sequence[rows.Emission], column: str) -> list[float]:
    known = dict(zip((row.period_start.month for row in months), _amounts(months, column), strict=True))
    return [float(known.get(month, 0)) for month in range(1, 13)]


def _amounts(months: Sequence[rows.Emission], column: str) -> list[Decimal]:
    return [getattr(row, column) or Decimal(0) for row in months]
