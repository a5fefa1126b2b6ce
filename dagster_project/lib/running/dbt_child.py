"""The run's side of its dbt child: starting it, asking it, ending it. Not here: the child's side (dbt_program)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dagster_project.lib.running.dbt_results import RUN_RESULTS
from dagster_project.lib.running.manifest import QUIET_DBT
from dagster_project.lib.running.processes import DBT_PROGRAM
from dagster_project.lib.running.project import DBT_PROJECT

_PATIENCE_SECONDS = 30.0
_TOLD_CHARACTERS = 2000
# No file of logs, and no artefacts: the manifest is there already, and the results are written by the child itself.
_FLAGS = (
    "--no-use-colors",
    "--no-version-check",
    "--no-send-anonymous-usage-stats",
    "--no-write-json",
    *("--log-level", "warn", "--log-level-file", "none"),
)


@dataclass(frozen=True)
class Answer:
    """How a call ended; what it built is in the results file."""

    success: bool
    error: str


class DbtChild:
    """One dbt process for the length of a run. It holds the warehouse file only while it works at a call."""

    def __init__(self, environment: Mapping[str, str], target: Path, log: Path) -> None:
        self._target, self._log = target, log
        target.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", DBT_PROGRAM],
                cwd=DBT_PROJECT,
                env={**os.environ, **QUIET_DBT, **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def call(self, arguments: Sequence[str], nodes: Collection[str]) -> Answer:
        """One dbt command over these nodes of the project; returns when it has ended and the file is closed."""
        assert self._process.stdin is not None and self._process.stdout is not None
        (self._target / RUN_RESULTS).unlink(missing_ok=True)  # the last call's must not be taken for this one's
        project, target = os.fspath(DBT_PROJECT), os.fspath(self._target)
        places = ["--project-dir", project, "--profiles-dir", project, "--target-path", target]
        call = {"arguments": [*_FLAGS, *arguments], "places": places, "nodes": sorted(nodes), "target": target}
        try:
            print(json.dumps(call), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        except BaseException:
            self.end()  # no step may end while its dbt still holds the file
            raise
        if not line:
            return Answer(False, self._last_words())
        return Answer(**json.loads(line))

    def end(self) -> None:
        """Close its input, upon which it ends; an interrupted one is stopped."""
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(timeout=_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _last_words(self) -> str:
        code = self._process.wait()
        said = self._log.read_text(encoding="utf-8", errors="replace")[-_TOLD_CHARACTERS:] if self._log.exists() else ""
        return f"dbt ended with {code}: {said.strip() or 'it said nothing'}"
