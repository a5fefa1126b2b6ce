"""The dbt that a run starts as its child: one process that answers one call after another until its input ends.

Starting dbt and reading the parsed project takes as long as many a call, so it is done once and beside the loading of
deliveries. Between two calls the warehouse file is closed, so that the gates can read it.
dbt parses the project anew for every warehouse file, because the file's path is part of the profile; with some two
hundred models that takes longer than many runs. What `ensure_manifest` left beside the manifest is handed to it
instead.
Not here: making it (manifest), and the side of the run (dbt_child).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.lib.files import write_atomically
from dagster_project.lib.running.dbt_results import RUN_RESULTS
from dagster_project.lib.running.manifest import is_current
from dagster_project.lib.running.project import PARSED_PROJECT

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunner, dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest


REGISTERED = "CARBON_REGISTERED"  # tells register_delivered that this process has made the views already
_CHOSEN = "chosen-for-this-call"


def parsed_project() -> Manifest | None:
    """The parsed project; None, and dbt must parse it, when files have changed or this dbt cannot read it."""
    if not is_current():
        return None
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    try:
        found: Manifest = Manifest.from_msgpack(PARSED_PROJECT.read_bytes(), decoder=extended_mashumuro_decoder)
    except Exception:  # a missing file or one of another version: whatever is wrong, parsing anew is right
        return None
    found.build_flat_graph()  # what macros see as `graph`; it is not stored
    return found


def main() -> None:
    """A call is a line of JSON, and so is its answer.

    `arguments`: of dbt; `nodes`: the ids of what to build and test; `target`: the folder for the results.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever dbt prints is for the log
    from dbt.cli.main import dbtRunner

    project = parsed_project()
    for line in sys.stdin:
        call = json.loads(line)
        if project is None:
            parsed: Any = dbtRunner().invoke(["parse", *call["places"]])
            project = parsed.result
        if project is None:
            answer = {"success": False, "error": _error(parsed)}
        else:
            _choose(project, call["nodes"])
            answer = _answer(dbtRunner(manifest=project), call)
        print(json.dumps(answer), file=answers, flush=True)


def _choose(project: Manifest, wanted: Iterable[str]) -> None:
    """Mark what is to be built: dbt looks through the whole project once for every name that it is told."""
    chosen = set(wanted)
    for unique_id, node in project.nodes.items():
        tags = [tag for tag in node.tags if tag != _CHOSEN]
        node.tags = [*tags, _CHOSEN] if unique_id in chosen else tags


def _answer(runner: dbtRunner, call: dict[str, Any]) -> dict[str, Any]:
    result = runner.invoke([*call["arguments"], *call["places"], "--select", f"tag:{_CHOSEN}"])
    _close_file()
    os.environ[REGISTERED] = "1" if result.success else ""
    write_atomically(Path(call["target"]) / RUN_RESULTS, json.dumps({"results": _outcomes(result)}))
    return {"success": bool(result.success), "error": _error(result)}


def _error(result: dbtRunnerResult) -> str:
    return "" if result.exception is None else str(result.exception) or type(result.exception).__name__


def _outcomes(result: dbtRunnerResult) -> list[dict[str, Any]]:
    """The part of dbt's run results that somebody reads; dbt's own file would repeat all compiled SQL."""
    return [
        {
            "unique_id": each.node.unique_id,
            "status": str(each.status),
            "message": each.message,
            "failures": each.failures,
            "execution_time": each.execution_time,
        }
        for each in getattr(result.result, "results", ())
    ]


def _close_file() -> None:
    """dbt-duckdb keeps the file open for the next call of the process; nobody else could read it meanwhile."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager._ENV = None


if __name__ == "__main__":
    main()
