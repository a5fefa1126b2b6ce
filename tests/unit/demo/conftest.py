"""One written demo for the tests of this folder."""

from pathlib import Path

import pytest

from dagster_project.demo import write_demo
from dagster_project.lib.contract import SourceContract, read_contracts


@pytest.fixture(scope="session")
def contracts() -> dict[str, SourceContract]:
    return read_contracts()


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "landing"
    write_demo(folder)
    return folder
