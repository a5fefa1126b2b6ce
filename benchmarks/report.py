"""What all measurements print: the machine, tables as Markdown, a chart of bars as SVG. No measuring here."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from html import escape
from itertools import accumulate

import duckdb

from benchmarks.measuring import MIB, Measured

COLOURS = ("#2f6f9f", "#d98e32", "#5b9a68", "#9a6fb0", "#c1554e", "#8b98a3", "#6b5b4b", "#b7a23a")
WIDTH, BAR, GAP, LEFT, TOP = 760, 26, 16, 210, 44


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|---{'|---:' * (len(header) - 1)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def runs_table(runs: Sequence[Measured], what: str = "readings") -> Iterable[str]:
    rows = [
        [
            run.name,
            f"{run.readings:,}",
            f"{run.wall_seconds:.1f} s",
            f"{run.cpu_seconds:.1f} s",
            f"{run.peak_bytes / MIB:,.0f} MiB" if run.peak_bytes else "-",
            run.outcome,
        ]
        for run in runs
    ]
    return table(["run", f"new {what}", "wall", "processor", "peak memory", "outcome"], rows)


def layers_table(runs: Sequence[Measured]) -> Iterable[str]:
    layers = list(dict.fromkeys(layer for run in runs for layer in run.layers))
    rows = [[layer, *(_seconds(run.layers.get(layer)) for run in runs)] for layer in layers]
    rest = [_seconds(run.wall_seconds - sum(run.layers.values())) for run in runs]
    return table(["seconds by layer", *(run.name for run in runs)], [*rows, ["starting, Dagster, waiting", *rest]])


def tools_table(runs: Sequence[Measured]) -> Iterable[str]:
    """Where the time goes by tool; dbt's statements are a part of dbt."""
    tools = list(dict.fromkeys(tool for run in runs for tool in run.tools))
    rows = [[tool, *(_seconds(run.tools.get(tool)) for run in runs)] for tool in tools]
    statements = [_seconds(run.dbt_seconds) for run in runs]
    rest = [_seconds(run.wall_seconds - sum(run.tools.values())) for run in runs]
    return table(
        ["seconds by tool", *(run.name for run in runs)],
        [*rows, ["starting, Dagster, waiting", *rest], ["of dbt: running models and tests", *statements]],
    )


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, "
        f"DuckDB {duckdb.__version__}"
    )


def bar_chart(title: str, bars: Sequence[tuple[str, dict[str, float]]]) -> str:
    """Bars of seconds lying on their side, each stacked by part, with a legend; an SVG file on its own."""
    parts = list(dict.fromkeys(part for _, stack in bars for part in stack))
    longest = max((sum(stack.values()) for _, stack in bars), default=0) or 1
    scale = (WIDTH - LEFT - 90) / longest
    height = TOP + len(bars) * (BAR + GAP) + 22 * ((len(parts) + 3) // 4) + 16
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        ' font-family="sans-serif" font-size="12">',
        f'<text x="12" y="24" font-size="15">{escape(title)}</text>',
    ]
    for number, (name, stack) in enumerate(bars):
        y = TOP + number * (BAR + GAP)
        lines.append(f'<text x="{LEFT - 8}" y="{y + 17}" text-anchor="end">{escape(name)}</text>')
        starts = accumulate(stack.values(), initial=0.0)
        for start, (part, seconds) in zip(starts, stack.items(), strict=False):
            lines.append(
                f'<rect x="{LEFT + start * scale:.1f}" y="{y}" width="{seconds * scale:.1f}" height="{BAR}"'
                f' fill="{_colour(parts, part)}"><title>{escape(part)}: {seconds:.1f} s</title></rect>'
            )
        total = sum(stack.values())
        lines.append(f'<text x="{LEFT + total * scale + 6:.1f}" y="{y + 17}">{total:.1f} s</text>')
    for number, part in enumerate(parts):
        x, y = 12 + 185 * (number % 4), TOP + len(bars) * (BAR + GAP) + 22 * (number // 4)
        lines.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{_colour(parts, part)}"/>')
        lines.append(f'<text x="{x + 18}" y="{y + 11}">{escape(part)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _colour(parts: Sequence[str], part: str) -> str:
    return COLOURS[parts.index(part) % len(COLOURS)]


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.1f}"
