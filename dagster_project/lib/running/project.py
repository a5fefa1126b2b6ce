"""Where this project's own folders are (code, dbt project, seeds, suites). Paths of a home are in lib/home."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[3]
DBT_PROJECT = PROJECT_ROOT / "dbt_carbon"
SEEDS = PROJECT_ROOT / "seeds"
EXPECTATIONS = PROJECT_ROOT / "expectations"
MANIFEST = DBT_PROJECT / "target" / "manifest.json"
PARSED_PROJECT = MANIFEST.with_name("partial_parse.msgpack")


def dbt_executable() -> str:
    """The dbt beside this Python: the environment need not be activated, and another dbt on PATH is not taken."""
    beside = Path(sys.executable).parent / "dbt"
    return os.fspath(beside) if beside.exists() else (shutil.which("dbt") or "dbt")
