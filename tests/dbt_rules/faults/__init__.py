"""Deliberate faults of one topic each: modules with FAULTS, tried together with those of unit_test_faults."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def topics() -> list[ModuleType]:
    """Every module of this folder, in the order of names."""
    return [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
