"""The seeds are the reference tables they were taken from, cell by cell (where those are at hand)."""

from __future__ import annotations

import pytest

from .seed_tables import REFERENCE, SEEDS, Row, Tables, changed, read_csv

NAMES = sorted(path.stem for path in SEEDS.glob("*/*.csv"))
# Tables of topics that the warehouse does not compute yet, and examples that only tests read.
NOT_CARRIED = {
    "building_material_factor",
    "electricity_footprint_factor",
    "financed_emission_example",
    "oracle",
    "system_figure",
    "unit_scheme",
}
# Tables of our own: nothing to compare them with. A table that is not named here must equal its source.
OWN = {
    "abuse_rule_behaviour",
    "activity_unit_rule",
    "certificate_kind",
    "city_indicator_definition",
    "domain_reporting",
    "energy_limit_unit",
    "energy_output",
    "ets_unit_class",
    "farm_activity_group",
    "intensity_indicator",
    "method_parameter",
    "molar_ratio",
    "points_reward",
    "quarantine_reason",
    "rating_reason",
    "resident_rule",
    "scenario_group",
    "unit_scaling",
    "warning_reason",
}


def differences(name: str, rows: tuple[Row, ...], source: tuple[Row, ...]) -> list[str]:
    """Cells that differ, and a difference in the number of rows."""
    found = [] if len(rows) == len(source) else [f"{name}: {len(rows)} rows, the source has {len(source)}"]
    return found + [
        f"{name} line {line}, {column}: '{row.get(column)}' instead of '{cell}'"
        for line, (row, original) in enumerate(zip(rows, source, strict=False), start=2)
        for column, cell in original.items()
        if row.get(column) != cell
    ]


@pytest.mark.parametrize("name", sorted(set(NAMES) - OWN))
def test_seed_equals_its_source(tables: Tables, name: str) -> None:
    if not REFERENCE.exists():
        pytest.skip(f"no folder {REFERENCE}; set CARBON_REFERENCE_DIR to compare")
    header, source = read_csv((REFERENCE / f"{name}.csv").read_bytes())
    assert tables[name].header == header
    assert differences(name, tables[name].rows, source) == []


def test_no_other_table_is_left_out() -> None:
    """The other direction: each table of the reference is a seed or known to be left out, and none of it is our own."""
    if not REFERENCE.exists():
        pytest.skip(f"no folder {REFERENCE}; set CARBON_REFERENCE_DIR to compare")
    offered = {path.stem for path in REFERENCE.glob("*.csv")}
    assert offered - set(NAMES) == NOT_CARRIED
    assert set(NAMES) - offered == OWN


def test_changed_cell_is_caught(tables: Tables) -> None:
    bad = changed(tables, "heat_factor", {"heat_code": "HEAT_DEFAULT"}, value="0.110")
    found = differences("heat_factor", bad["heat_factor"].rows, tables["heat_factor"].rows)
    assert found == ["heat_factor line 2, value: '0.110' instead of '0.11'"]


def test_lost_row_is_caught(tables: Tables) -> None:
    assert differences("gwp", tables["gwp"].rows[:-1], tables["gwp"].rows) == ["gwp: 92 rows, the source has 93"]
