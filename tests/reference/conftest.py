"""Fixtures of the reference tests."""

from __future__ import annotations

import pytest

from .seed_tables import Tables, read_seeds


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The real seeds; tests that need a fault change a copy."""
    return read_seeds()
