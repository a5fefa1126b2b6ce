"""What a dbt call that failed says to the user: one sentence with model or test and rows. Not here: running dbt."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dagster_project.lib.errors import CarbonError, GateFailed, OutOfResources

Outcomes = Mapping[str, Mapping[str, Any]]  # by id of the node: status, message, failures, execution_time

RUN_RESULTS = "run_results.json"
PASSED, WARNED = "pass", "warn"
_ADVICE = "run again with --full-refresh, and if it fails again report it as a defect"
_MEMORY_SIGNS = ("Out of Memory Error", "OutOfMemoryException", "MemoryError", "failed to allocate")
_DISK_SIGNS = ("No space left on device", "Disk quota exceeded", "max_temp_directory_size")
_DATABASE_HEADING = re.compile(r"^\s*(Database|Runtime|Compilation) Error in .*$", re.MULTILINE)
_MESSAGE_LENGTH = 300


def outcomes(target: Path) -> Outcomes:
    """What became of every node of the last call; nothing where dbt ended before it wrote any."""
    return {outcome["unique_id"]: outcome for outcome in _outcomes(target)}


def failure(layer: str, target: Path, nodes: Mapping[str, Any], log: str) -> CarbonError:
    """The error of a dbt call: the first model that failed, else the first test, else what dbt last said."""
    found = _outcomes(target)
    for outcome in found:
        if outcome["status"] == "error" and not _is_test(outcome):
            return _of_model(layer, outcome)
    failed = [outcome for outcome in found if outcome["status"] in ("fail", "error") and _is_test(outcome)]
    if failed:
        return _of_test(layer, failed, nodes)
    return _out_of_resources(layer, log) or GateFailed(
        f"dbt stopped in layer {layer} and nothing was published: {_shortened(log)}; {_ADVICE}"
    )


def _of_model(layer: str, outcome: Mapping[str, Any]) -> CarbonError:
    name = outcome["unique_id"].rsplit(".", 1)[-1]
    message = str(outcome.get("message") or "no message")
    return _out_of_resources(f"{layer} (model {name})", message) or GateFailed(
        f"dbt stopped in layer {layer} and nothing was published: "
        f"model {name} failed ({_shortened(message)}); {_ADVICE}"
    )


def _of_test(layer: str, failed: list[Mapping[str, Any]], nodes: Mapping[str, Any]) -> CarbonError:
    first = failed[0]
    node = nodes.get(first["unique_id"], {})
    name = node.get("name") or first["unique_id"].split(".")[2]
    if first["status"] == "error":
        message = str(first.get("message") or "no message")
        out = _out_of_resources(f"{layer} (test {name})", message)
        if out:
            return out
        extent = f"could not be evaluated ({_shortened(message)})"
    else:
        rows = first.get("failures") or 0
        extent = f"failed with {rows} row{'s' if rows != 1 else ''}"
    model = (node.get("attached_node") or "").rsplit(".", 1)[-1]
    of_model = f" of {model}" if model else ""
    others = f" (and {len(failed) - 1} more failed tests)" if len(failed) > 1 else ""
    return GateFailed(
        f"dbt test {name}{of_model} in layer {layer} {extent}{others}, so nothing was published; {_ADVICE}"
    )


def _out_of_resources(where: str, message: str) -> OutOfResources | None:
    if any(sign in message for sign in _DISK_SIGNS):
        return OutOfResources(
            f"the disk is full: dbt found no space left in layer {where}; the release published before is untouched"
        )
    if any(sign in message for sign in _MEMORY_SIGNS):
        return OutOfResources(
            f"memory gave out in dbt, layer {where}; the release published before is untouched: "
            "give the run more with CARBON_MEMORY_LIMIT or a larger machine"
        )
    return None


def _outcomes(target: Path) -> list[Mapping[str, Any]]:
    try:
        results: list[Mapping[str, Any]] = json.loads((target / RUN_RESULTS).read_text(encoding="utf-8"))["results"]
    except (OSError, ValueError, KeyError):  # dbt ended before it wrote any
        return []
    return results


def _is_test(outcome: Mapping[str, Any]) -> bool:
    return outcome["unique_id"].startswith(("test.", "unit_test."))


def _shortened(message: str) -> str:
    text = " ".join(_DATABASE_HEADING.sub("", message).split())
    return text if len(text) <= _MESSAGE_LENGTH else text[: _MESSAGE_LENGTH - 1] + "…"
