"""Runs dbt's unit tests over a warehouse without rows.

Belongs here: the empty inputs, the dbt calls, reading their results. Does not belong here: what must hold of them
(test_unit_tests) and the faults that are tried (unit_test_faults). dbt takes the types of given rows from the tables
of the warehouse, so these must exist; nothing has to be in them.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import parquet

from dagster_project.lib.input_files import REJECT_COLUMNS, TABLES
from dagster_project.lib.running.manifest import QUIET_DBT
from dagster_project.lib.running.project import DBT_PROJECT, SEEDS, dbt_executable

from .fault import Fault


class Bench:
    """A copy of the dbt project in `folder`, its empty inputs and its warehouse."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / DBT_PROJECT.name
        shutil.copytree(DBT_PROJECT, self.project, ignore=shutil.ignore_patterns("target", "logs"))
        shutil.copytree(SEEDS, folder / SEEDS.name)
        (folder / "inputs").mkdir()
        _write_empty_inputs(folder / "inputs")

    def prepare(self) -> None:
        """Make every table of the warehouse, without rows but for the seeds."""
        done = self._dbt("build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
        assert done.returncode == 0, done.stdout + done.stderr

    def unit_tests(self, *names: str) -> dict[str, str]:
        """Run the named unit tests, or all: status by name, with the difference where there is one."""
        results = self.folder / "target" / "run_results.json"
        results.unlink()
        self._dbt("test", "--select", *(names or ["test_type:unit"]))
        return {
            entry["unique_id"].rpartition(".")[2]: _status(entry)
            for entry in json.loads(results.read_text(encoding="utf-8"))["results"]
            if entry["unique_id"].startswith("unit_test.")
        }

    def break_models(self, faults: Iterable[Fault]) -> None:
        """Put every fault into the copy; each must find its place exactly once."""
        for fault in faults:
            path = self.project / fault.path
            content = path.read_text(encoding="utf-8")
            assert content.count(fault.right) == 1, (
                f"{fault.path}: {fault.right!r} is there {content.count(fault.right)} times"
            )
            path.write_text(content.replace(fault.right, fault.wrong), encoding="utf-8")

    def _dbt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [dbt_executable(), "--quiet", *arguments],
            cwd=self.project,
            env={**os.environ, **QUIET_DBT, **self._places()},
            capture_output=True,
            text=True,
            check=False,
        )

    def _places(self) -> Mapping[str, str]:
        names = {
            "DBT_PROFILES_DIR": self.project,
            "DBT_TARGET_PATH": self.folder / "target",
            "DBT_LOG_PATH": self.folder / "logs",
            "CARBON_WAREHOUSE": self.folder / "empty.duckdb",
            "CARBON_INPUTS": self.folder / "inputs",
            "CARBON_TEMP": self.folder / "temp",
        }
        return {name: os.fspath(path) for name, path in names.items()}


def _write_empty_inputs(folder: Path) -> None:
    for name, columns in TABLES.items():
        parquet.write_table(pa.schema(list(columns.items())).empty_table(), folder / f"{name}.parquet")
    with duckdb.connect() as database:
        database.execute(f"create table reject ({REJECT_COLUMNS})")
        database.execute(f"copy reject to '{folder / 'reject.parquet'}' (format parquet)")


def _status(entry: Mapping[str, str]) -> str:
    return entry["status"] if entry["status"] == "pass" else f"{entry['status']}: {entry['message']}"
