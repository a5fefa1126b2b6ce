"""The dbt project as the rules see it, compiled once per test session, whatever the number of its processes."""

import json
import shutil

import pytest
from filelock import FileLock

from .empty_warehouse import EmptyWarehouse
from .manifest import Project
from .portable_project import compile_portable, written_sql


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict:
    """The manifest of the project with engine macros as markers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "portable_project"
    with FileLock(f"{folder}.lock"):
        done = folder / "done"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            compile_portable(folder)
            done.touch()
    return json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def project(compiled: dict) -> Project:
    return Project(compiled)


@pytest.fixture(scope="session")
def statements(compiled: dict) -> dict[str, str]:
    """The SQL of every model and test, by unique id."""
    return written_sql(compiled)


@pytest.fixture(scope="session")
def empty_warehouse(compiled: dict, statements: dict[str, str]) -> EmptyWarehouse:
    """Every table of the project, without rows."""
    return EmptyWarehouse.of_project(compiled, statements)
