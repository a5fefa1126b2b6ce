"""What a run did, as a table for people. The same facts for programs are HOME/run.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table

_PLAIN_WIDTH = 140  # of lines that go to a file or a pipe
_SHOWN_PROBLEMS = 20
_OUTCOMES = {
    "published": "Published release {release}: {path} holds one DuckDB file per audience, Parquet and manifest.json.",
    "nothing_new": "Nothing new to publish: release {release} has the same deliveries, reference data, code and day.",
}


def print_summary(record: Mapping[str, Any], out: TextIO) -> None:
    console = Console(
        file=out, width=None if out.isatty() else _PLAIN_WIDTH, highlight=False, soft_wrap=not out.isatty()
    )
    if record["layers"]:
        console.print(_layers(record["layers"]))
    _print_standing(console, record["layers"])
    _print_problems(console, record)
    if record["state"] == "succeeded":
        sentence = _OUTCOMES.get(record["outcome"], record["message"] or "")
        console.print(sentence.format(release=record["release"], path=record["release_path"]), markup=False)


def _layers(layers: list[Mapping[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("layer")
    for heading in ("rows in", "rows out", "rejected", "quarantined", "checks passed", "warned", "failed", "seconds"):
        table.add_column(heading, justify="right")
    for layer in layers:
        table.add_row(
            layer["layer"],
            *(_count(layer[name]) for name in ("rows_in", "rows_out", "rejected", "quarantined")),
            *(_count(layer[name]) for name in ("checks_passed", "checks_warned", "checks_failed")),
            f"{layer['seconds']:.1f}",
        )
    return table


def _count(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def _print_standing(console: Console, layers: list[Mapping[str, Any]]) -> None:
    """Checks of tables that did not change were not run again; a run that says fewer checks must say why."""
    stood = sum(layer.get("checks_stood", 0) for layer in layers)
    if stood:
        run = sum(layer[f"checks_{how}"] for layer in layers for how in ("passed", "warned", "failed"))
        console.print(f"checks {run:,} run, {stood:,} stand (their tables did not change)")


def _print_problems(console: Console, record: Mapping[str, Any]) -> None:
    """Files with something rejected, and warnings: named, because nothing else stops for them."""
    refused = [load for load in record["loads"] if load["status"] == "rejected" or load["rows_rejected"]]
    lines = [_refusal(load) for load in refused if load["is_new"] or load["status"] == "rejected"]
    lines += [f"warning: {text}" for text in record["warnings"]]
    for line in lines[:_SHOWN_PROBLEMS]:
        console.print(line, markup=False)
    if len(lines) > _SHOWN_PROBLEMS:
        console.print(f"and {len(lines) - _SHOWN_PROBLEMS} more; see run.json in the home", markup=False)


def _refusal(load: Mapping[str, Any]) -> str:
    verb = "file rejected: " if load["status"] == "rejected" else ""
    again = "" if load["is_new"] else " (as in an earlier run)"
    return f"{load['source']}/{load['file_name']}: {verb}{load['message']}{again}"
