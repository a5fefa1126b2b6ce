"""Fixtures of the publishing tests."""

from pathlib import Path

import pytest

from .residents_world import PERSON_KEY, make_residents
from .small_world import SmallWorld, make_world


@pytest.fixture
def world(tmp_path: Path) -> SmallWorld:
    return make_world(tmp_path)


@pytest.fixture
def residents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallWorld:
    monkeypatch.setenv("CARBON_PERSON_KEY", PERSON_KEY)
    monkeypatch.delenv("CARBON_PERSON_KEY_FILE", raising=False)
    monkeypatch.delenv("CARBON_AUDIT_EPOCH", raising=False)
    return make_residents(tmp_path)
