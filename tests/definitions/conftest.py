"""The assembled definitions, loaded once."""

import pytest
from dagster import Definitions

from dagster_project.lib.running.manifest import ensure_manifest


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    ensure_manifest()
    from dagster_project.definitions import defs

    return defs
