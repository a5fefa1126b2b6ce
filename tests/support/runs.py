"""Runs the `carbon` command as a user would, in a process of its own, and reads what it published.

Belongs here: starting, waiting for and killing runs; reading releases. Does not belong here: deliveries and judgements.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

# Nobody's settings may leak into a test run.
_FOREIGN = ("CARBON_HOME", "DAGSTER_HOME", "CARBON_PERSON_KEY", "CARBON_PERSON_KEY_FILE", "CARBON_ENVIRONMENT")


@dataclass(frozen=True)
class Outcome:
    """How one command ended."""

    exit_code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def carbon(*arguments: str | Path, env: Mapping[str, str] | None = None, expect: int | None = 0) -> Outcome:
    """Run one command to its end. `expect` is the exit code that the test relies on; None takes any."""
    done = subprocess.run(_command(arguments), capture_output=True, text=True, env=_environment(env), check=False)
    outcome = Outcome(done.returncode, done.stdout, done.stderr)
    if expect is not None:
        assert outcome.exit_code == expect, f"{arguments}: exit {outcome.exit_code}\n{outcome.out}\n{outcome.err}"
        assert "Traceback" not in outcome.err, outcome.err
    return outcome


def start(*arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start a command and leave it running; the caller ends it."""
    return subprocess.Popen(
        _command(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environment(env)
    )


def manifest(home: Path, release: str = "current") -> dict[str, Any]:
    return json.loads((home / "published" / release / "manifest.json").read_text(encoding="utf-8"))


def rows(home: Path, query: str, *, release: str = "current", audience: str = "auditor") -> list[tuple[Any, ...]]:
    """The answer of a query on a published file."""
    path = (home / "published" / release / f"{audience}.duckdb").resolve()
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def value(home: Path, query: str, *, release: str = "current") -> Any:
    """The one value that a query on the auditor's file gives."""
    ((only,),) = rows(home, query, release=release)
    return only


def _command(arguments: tuple[str | Path, ...]) -> list[str]:
    return [sys.executable, "-m", "dagster_project.cli.main", *(str(argument) for argument in arguments)]


def _environment(env: Mapping[str, str] | None) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if name not in _FOREIGN}
    return {**kept, **(env or {})}
