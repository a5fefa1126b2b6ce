"""dbt loads the seeds as they are printed: same rows, declared types, empty cells as null.

Here: the way from CSV to table on DuckDB, in a throwaway project. Not here: the data tests of the YAML, which the
project itself runs whenever it builds.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from .seed_tables import SEEDS, Seed, Tables, read_seeds

DUCKDB_NAMES = {"string": "VARCHAR", "int": "INTEGER", "boolean": "BOOLEAN", "date": "DATE"}
SCHEMA_MACRO = (
    "{% macro generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or target.schema }}{% endmacro %}"
)


def _throwaway_project(folder: Path, seeds: Path) -> Path:
    """A dbt project over a copy of the seeds: dbt writes beside what it reads, so it never gets the originals."""
    for path in seeds.glob("*/*.csv"):
        target = folder / "seeds" / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    entries = [{"name": seed.name, "config": seed.config} for seed in read_seeds(seeds).values()]
    project = folder / "dbt"
    (project / "macros").mkdir(parents=True)
    (project / "macros" / "schema.sql").write_text(SCHEMA_MACRO, encoding="utf-8")
    _write_yaml(folder / "seeds" / "_seeds.yml", {"version": 2, "seeds": entries})
    settings = {"name": "throwaway", "version": "1.0", "profile": "throwaway", "seed-paths": ["../seeds"]}
    _write_yaml(project / "dbt_project.yml", {**settings, "flags": {"send_anonymous_usage_stats": False}})
    target = {"type": "duckdb", "path": str(folder / "warehouse.duckdb"), "threads": 1}
    _write_yaml(project / "profiles.yml", {"throwaway": {"target": "dev", "outputs": {"dev": target}}})
    return project


def _write_yaml(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _seed(folder: Path, seeds: Path = SEEDS) -> subprocess.CompletedProcess[str]:
    """Runs `dbt seed` over a copy of the folder."""
    project = _throwaway_project(folder, seeds)
    dbt = Path(sys.executable).with_name("dbt")
    command = [str(dbt), "seed", "--project-dir", str(project), "--profiles-dir", str(project)]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    done = _seed(folder)
    assert done.returncode == 0, done.stdout
    return folder / "warehouse.duckdb"


def _table(warehouse: Path, name: str) -> tuple[dict[str, str], list[tuple]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        described = connection.execute(f"describe reference.{name}").fetchall()
        return {row[0]: row[1] for row in described}, connection.execute(f"from reference.{name}").fetchall()


def _printed_as(value: object, cell: str) -> bool:
    """True where the loaded value is the printed cell; an empty cell is null."""
    if value is None or not cell:
        return value is None and not cell
    if isinstance(value, Decimal):
        return value == Decimal(cell)
    if isinstance(value, bool):
        return str(value).lower() == cell
    return str(value) == cell


def differences(seed: Seed, loaded: list[tuple]) -> list[str]:
    found = [] if len(loaded) == len(seed.rows) else [f"{seed.name}: {len(loaded)} rows instead of {len(seed.rows)}"]
    return found + [
        f"{seed.name} line {line}, {column}: {value!r} instead of '{row[column]}'"
        for line, (values, row) in enumerate(zip(loaded, seed.rows, strict=False), start=2)
        for column, value in zip(seed.header, values, strict=True)
        if not _printed_as(value, row[column])
    ]


@pytest.mark.parametrize("name", sorted(read_seeds()))
def test_loaded_table_is_the_csv(tables: Tables, warehouse: Path, name: str) -> None:
    types, loaded = _table(warehouse, name)
    declared = tables[name].config["column_types"]
    assert types == {c: DUCKDB_NAMES.get(declared[c], declared[c].upper()) for c in tables[name].header}
    assert differences(tables[name], loaded) == []


def test_rounded_value_and_lost_null_are_caught(tables: Tables, warehouse: Path) -> None:
    loaded = _table(warehouse, "fuel_bridge")[1]
    rounded = [(*row[:3], Decimal(1), "", *row[5:]) for row in loaded]
    assert len(differences(tables["fuel_bridge"], rounded)) == 5


def test_text_in_a_number_stops_the_load(tmp_path: Path) -> None:
    seeds = tmp_path / "bad"
    (seeds / "quality").mkdir(parents=True)
    for path in (SEEDS / "quality").iterdir():
        text = re.sub(r"^5,40,", "5,about 40,", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (seeds / "quality" / path.name).write_text(text, encoding="utf-8")
    done = _seed(tmp_path / "project", seeds)
    assert done.returncode != 0
    assert "about 40" in done.stdout
