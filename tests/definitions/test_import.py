"""Importing the definitions only assembles: no network, no child process, no slow library, no warehouse."""

import os
import subprocess
import sys
from pathlib import Path

from dagster import Definitions

from dagster_project.lib.running.project import MANIFEST, PROJECT_ROOT

IMPORT = """
import sys

NETWORK = {"socket.connect", "socket.getaddrinfo"}
CHILD = {"subprocess.Popen", "os.exec", "os.posix_spawn"}
FORBIDDEN_ENDINGS = (".duckdb", ".parquet", ".csv", ".sql", ".yml")
seen = []

def watch(event, arguments):
    if event in NETWORK or (event in CHILD and "dbt" in str(arguments[:2])):
        seen.append((event, str(arguments[:2])))
    if event == "open" and str(arguments[0]).endswith(FORBIDDEN_ENDINGS) and PROJECT in str(arguments[0]):
        seen.append((event, str(arguments[0])))

PROJECT = sys.argv[1]
sys.addaudithook(watch)
import dagster_project.definitions
print([name for name in ("great_expectations", "dbt.cli.main") if name in sys.modules])
print(seen)
"""


def _import(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", IMPORT, str(PROJECT_ROOT)],
        capture_output=True,
        text=True,
        cwd=PROJECT_ROOT,
        env={**os.environ, **environment},
        check=False,
    )


def test_importing_does_nothing_else(definitions: Definitions, tmp_path: Path) -> None:
    done = _import(CARBON_HOME=str(tmp_path / "home"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == ["[]", "[]"]
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_environment_is_refused(definitions: Definitions) -> None:
    done = _import(CARBON_ENVIRONMENT="prod")
    assert done.returncode != 0
    assert "set it to one of development, test, production" in done.stderr


def test_automation_runs_in_production_only(definitions: Definitions) -> None:
    code = (
        "from dagster_project.definitions import defs\n"
        "print(*(each.default_status.value for each in [*defs.schedules, *defs.sensors]))"
    )
    for environment, status in (("production", "RUNNING"), ("development", "STOPPED")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            cwd=PROJECT_ROOT,
            env={**os.environ, "CARBON_ENVIRONMENT": environment},
            check=True,
        )
        assert set(done.stdout.split()) == {status}
    assert MANIFEST.exists()
