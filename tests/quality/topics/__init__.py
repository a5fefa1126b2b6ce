"""Good and bad tables of one topic each (ratings, lending, ...): modules with TABLES (SQL) and BAD_TABLES.

Belongs here: rows for the tables of that topic. The tables that every topic builds on stand in good_tables.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def topics() -> list[ModuleType]:
    """Every module of this folder, in the order of names."""
    return [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
