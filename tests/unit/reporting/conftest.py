"""Fixtures of the report tests: one published release serves them all; no test changes it."""

import pytest

from dagster_project.lib.home import Home

from .small_release import make_release


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_release(tmp_path_factory.mktemp("report"))
