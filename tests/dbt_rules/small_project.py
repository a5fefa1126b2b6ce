"""A dbt project of a few models with the engine macros of the real one, for what a materialization must hold.

Belongs here: making the project, its inputs and the dbt call. Does not belong here: what the models are.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml
from pyarrow import parquet

from dagster_project.lib.input_files import TABLES
from dagster_project.lib.running.manifest import QUIET_DBT
from dagster_project.lib.running.project import DBT_PROJECT, dbt_executable

_READ_INPUTS = ("run", "dirty_month", "load_file", "load_schema")


class SmallProject:
    """Models and macros by name; `records` is the one delivered source."""

    def __init__(self, folder: Path, models: Mapping[str, str], macros: str, properties: Mapping[str, Any]) -> None:
        self.folder = folder
        (folder / "models").mkdir(parents=True)
        (folder / "inputs").mkdir()
        shutil.copytree(DBT_PROJECT / "macros" / "engine", folder / "macros")
        shutil.copy(DBT_PROJECT / "profiles.yml", folder)
        (folder / "macros" / "own.sql").write_text(macros, encoding="utf-8")
        project = {
            "name": "carbon",
            "version": "1.0",
            "profile": "carbon",
            "on-run-start": ["{{ register_delivered() }}"],
            "models": {"+materialized": "view"},
        }
        (folder / "dbt_project.yml").write_text(yaml.safe_dump(project), encoding="utf-8")
        sources = [{"name": "inputs", "schema": "inputs", "tables": [{"name": name} for name in _READ_INPUTS]}]
        (folder / "models" / "all.yml").write_text(
            yaml.safe_dump({"version": 2, "sources": sources, **properties}), encoding="utf-8"
        )
        for name, sql in models.items():
            (folder / "models" / f"{name}.sql").write_text(sql, encoding="utf-8")

    def build(
        self, run_id: str, *, dirty: Mapping[str, Iterable[date]], loaded: Mapping[str, Iterable[date]], full: bool
    ) -> None:
        """One dbt call over these dirty months and the months of all loads."""
        done = self.try_build(run_id, dirty=dirty, loaded=loaded, full=full)
        assert done.returncode == 0, done.stdout + done.stderr

    def try_build(
        self, run_id: str, *, dirty: Mapping[str, Iterable[date]], loaded: Mapping[str, Iterable[date]], full: bool
    ) -> subprocess.CompletedProcess[str]:
        self._write("run", [{"run_id": run_id}])
        self._write("dirty_month", [{"source": name, "month": day} for name, days in dirty.items() for day in days])
        self._write("load_file", [{"source": name, "month": day} for name, days in loaded.items() for day in days])
        self._write("load_schema", [])
        places = {
            "DBT_PROFILES_DIR": self.folder,
            "CARBON_WAREHOUSE": self.folder / "small.duckdb",
            "CARBON_INPUTS": self.folder / "inputs",
            "CARBON_TEMP": self.folder / "temp",
        }
        return subprocess.run(
            [dbt_executable(), "--quiet", "run", *(["--full-refresh"] if full else [])],
            cwd=self.folder,
            env={**os.environ, **QUIET_DBT, **{name: os.fspath(path) for name, path in places.items()}},
            capture_output=True,
            text=True,
            check=False,
        )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.folder / "small.duckdb", read_only=True) as database:
            return database.execute(sql).fetchall()

    def _write(self, name: str, rows: list[dict[str, Any]]) -> None:
        schema = pa.schema(list(TABLES[name].items()))
        filled = [{column: row.get(column) for column in schema.names} for row in rows]
        parquet.write_table(pa.Table.from_pylist(filled, schema=schema), self.folder / "inputs" / f"{name}.parquet")
