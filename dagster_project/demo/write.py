"""Writes the demo deliveries into a landing folder: gathers rows by plan, encodes them, adds the sidecars.

What is delivered stands in the recipes, how a file is spoilt in ``broken``; this module knows neither.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.demo.broken import spoil_content, spoil_sidecar, spoilt_columns, text_encoding
from dagster_project.demo.city_scale import CityPlan, CityWriter
from dagster_project.demo.city_scale.plan import PERSONS
from dagster_project.demo.city_scale.write import Said
from dagster_project.demo.encode import csv_bytes, gzip_bytes, parquet_bytes, used_columns
from dagster_project.demo.fill import fill_unknown_columns
from dagster_project.demo.later import later_plans, later_rows, years_later
from dagster_project.demo.months import LAST_YEAR, YEAR
from dagster_project.demo.recipes import Plan, Row, recipes
from dagster_project.demo.series import is_of_persons, series_rows
from dagster_project.lib.contract import SourceContract, read_contracts
from dagster_project.lib.errors import WrongUse
from dagster_project.lib.files import write_atomically

SCALES = ("small", "city")
SIDECAR_SUFFIX = ".manifest.json"

DemoFile = tuple[Plan, int, bytes, bytes | None]  # plan, number of rows, content, sidecar


@dataclass(frozen=True)
class DemoSummary:
    """What was written: files by path below the landing folder, rows per source, and the days of delivery."""

    files: tuple[str, ...]
    rows: dict[str, int] = field(default_factory=dict)
    deliveries: tuple[str, ...] = ()


def write_demo(
    home_landing: Path,
    *,
    scale: str = "small",
    seed: int = 2024,
    last_year: int = LAST_YEAR,
    contracts: Mapping[str, SourceContract] | None = None,
    persons: int = PERSONS,
    months: int = YEAR,
    said: Said = lambda done, of, path: None,
) -> DemoSummary:
    """Write the demo deliveries of the two years up to ``last_year``; other files are left alone.

    The same scale, seed and year give the same bytes. A city has the organisations of the small demo, and as many
    residents and months up to the end of ``last_year`` as asked for; ``said`` is told before each of its files.
    """
    if scale not in SCALES:
        raise WrongUse(f"the demo has no scale {scale}, only {' and '.join(SCALES)}")
    years = years_later(last_year)
    city = CityPlan(last_year * YEAR + YEAR - 1, months, persons) if scale == "city" else None
    files = demo_files(
        read_contracts() if contracts is None else contracts, seed, years, organisations_only=city is not None
    )
    try:
        written = _write_files(home_landing, files)
        if city is not None:
            written |= CityWriter(home_landing, city, said).write()
    except (OSError, duckdb.IOException) as error:
        why = error.strerror if isinstance(error, OSError) else "the disk is full or refuses"
        raise WrongUse(f"the demo cannot be written to {home_landing}: {why}; choose another --home") from None
    rows: Counter[str] = Counter()
    for name, count in written.items():
        rows[name.partition("/")[0]] += count
    return DemoSummary(
        files=tuple(written),
        rows=dict(sorted(rows.items())),
        deliveries=tuple(sorted({plan.delivered_at[:10] for plan, *_ in files})),
    )


def _write_files(landing: Path, files: Sequence[DemoFile]) -> dict[str, int]:
    """Rows by path of the file."""
    written = {}
    for plan, count, content, sidecar in files:
        path = landing / plan.path
        path.parent.mkdir(parents=True, exist_ok=True)
        # The sidecar first: whoever watches the folder never sees a file without what is stated about it.
        if sidecar is not None:
            write_atomically(path.with_name(path.name + SIDECAR_SUFFIX), sidecar)
        write_atomically(path, content)
        written[plan.path] = count
    return written


def demo_files(
    contracts: Mapping[str, SourceContract], seed: int, years: int = 0, *, organisations_only: bool = False
) -> list[DemoFile]:
    """Plan, number of rows, content and sidecar of every file of the demo, in the order of arrival."""
    plans = [plan for plan in later_plans(years) if not (organisations_only and is_of_persons(plan))]
    rows = _rows_by_delivery(plans, contracts, seed, years)
    contents = {plan.delivery: _content(contracts[plan.source], plan, rows[plan.delivery]) for plan in plans}
    files = []
    for plan in plans:
        content = contents[plan.breakage_detail if plan.breakage_kind == "copy_of" else plan.delivery]
        stated = _sidecar(contracts[plan.source], plan, rows[plan.delivery], content)
        files.append((plan, len(rows[plan.delivery]), content, stated))
    return files


def _rows_by_delivery(
    plans: Sequence[Plan], contracts: Mapping[str, SourceContract], seed: int, years: int
) -> dict[str, list[Row]]:
    """The rows of every delivery: what the recipes state word for word, then the series."""
    by_source: dict[str, dict[str, list[Row]]] = {}
    for plan in plans:
        contract = contracts[plan.source]
        written = [dict(recipe.row) for recipe in recipes(plan.source) if recipe.how["delivery"] == plan.delivery]
        rows = later_rows(contract, written, years)
        if plan.series:
            rows = rows + series_rows(contract, plan, seed, years)
        by_source.setdefault(plan.source, {})[plan.delivery] = rows
    for source, deliveries in by_source.items():
        fill_unknown_columns(contracts[source], deliveries, seed)
    rows_of = {delivery: rows for deliveries in by_source.values() for delivery, rows in deliveries.items()}
    copies = {plan.delivery: plan.breakage_detail for plan in plans if plan.breakage_kind == "copy_of"}
    return rows_of | {copy: rows_of[original] for copy, original in copies.items()}


def _content(contract: SourceContract, plan: Plan, rows: list[Row]) -> bytes:
    columns, rows = spoilt_columns(plan, used_columns(contract, rows), rows)
    if ".parquet" in plan.file:
        return spoil_content(plan, parquet_bytes(contract, columns, rows))
    content = csv_bytes(columns, rows, plan.dialect, text_encoding(plan))
    return spoil_content(plan, gzip_bytes(content) if ".gz" in plan.file else content)


def _sidecar(contract: SourceContract, plan: Plan, rows: list[Row], content: bytes) -> bytes | None:
    if plan.sidecar == "none":
        return None
    stated: dict[str, Any] = {"delivered_at": plan.delivered_at}
    if plan.sidecar == "full":
        stated |= {"row_count": len(rows), "sha256": hashlib.sha256(content).hexdigest()}
    if plan.control_totals:
        stated["control_totals"] = {name: _total(contract, name, rows) for name in plan.control_totals}
    return (json.dumps(spoil_sidecar(plan, stated), indent=2) + "\n").encode()


def _total(contract: SourceContract, name: str, rows: list[Row]) -> str:
    total = sum((Decimal(row[name]) for row in rows if name in row), Decimal(0))
    return f"{total.quantize(Decimal(1).scaleb(-contract.column(name).scale)):f}"
