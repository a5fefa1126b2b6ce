"""dbt's manifest: made before the definitions load, read by them. Not here: building models (dbt_build)."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.files import write_atomically
from dagster_project.lib.running.project import DBT_PROJECT, MANIFEST, PARSED_PROJECT, SEEDS, dbt_executable

_STAMP_FILE = MANIFEST.with_name("manifest.stamp")
_IGNORED_FOLDERS = {"target", "logs", "dbt_packages"}
_DBT_SUFFIXES = {".sql", ".yml", ".yaml", ".md", ".csv", ".py"}

# dbt must neither call home nor write beside its target folder.
QUIET_DBT = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DBT_USE_COLORS": "false",
    "DBT_VERSION_CHECK": "false",
    "DO_NOT_TRACK": "1",
}


def ensure_manifest() -> bool:
    """Make target/manifest.json when it is missing or older than what it was made of; True when it was made."""
    if is_current():
        return False
    wanted = _stamp()
    _parse()
    write_atomically(_STAMP_FILE, wanted)
    load_manifest.cache_clear()
    return True


def is_current() -> bool:
    """Whether what dbt parsed is still what the project's files say."""
    return MANIFEST.exists() and _STAMP_FILE.exists() and _STAMP_FILE.read_text(encoding="utf-8") == _stamp()


@cache
def load_manifest() -> dict[str, Any]:
    """The manifest as dbt wrote it. Runs nothing: a missing one is the caller's mistake."""
    try:
        manifest: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WrongUse(
            f"the dbt manifest {MANIFEST} is missing: make it with `carbon run` or `make manifest`"
        ) from None
    return manifest


def _stamp() -> str:
    """A fingerprint of every file that dbt parses. Of a seed only name and header matter to the manifest."""
    digest = hashlib.sha256()
    for root in (DBT_PROJECT, SEEDS):
        for path in sorted(root.rglob("*")):
            if path.suffix not in _DBT_SUFFIXES or _IGNORED_FOLDERS & set(path.relative_to(root).parts):
                continue
            digest.update(os.fsencode(path.relative_to(root)) + b"\0")
            if path.suffix != ".csv":
                digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _parse() -> None:
    """Run `dbt parse` as a child process: it needs no warehouse, and dbt inside this process would keep state."""
    MANIFEST.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MANIFEST.parent) as folder:
        environment = {
            **os.environ,
            **QUIET_DBT,
            "DBT_PROFILES_DIR": os.fspath(DBT_PROJECT),
            "DBT_TARGET_PATH": folder,
            "DBT_LOG_PATH": folder,
        }
        done = subprocess.run(
            [dbt_executable(), "--quiet", "parse"],
            cwd=DBT_PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            reason = " ".join((done.stdout + done.stderr).split())
            raise WrongUse(f"the dbt project cannot be read: {reason[:600]}")
        for made in (MANIFEST, PARSED_PROJECT):
            Path(folder, made.name).replace(made)
