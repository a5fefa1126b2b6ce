"""The order of the measurements and their table. Not here: what is delivered, how it is measured, what is asked."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.deliveries import Plan, write_history, write_last_day
from benchmarks.measuring import MIB, Measured, measure_run, tree_bytes
from benchmarks.queries import floor_seconds, look_up_milliseconds
from dagster_project.lib.home import Home


def main() -> None:
    arguments = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="carbon-bench-"))
    try:
        text = "\n".join(measure(folder / "home", Plan.of_readings(arguments.readings, arguments.months)))
    finally:
        if arguments.keep:
            print(f"The home stays in {folder / 'home'}.")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


def measure(root: Path, plan: Plan) -> Iterable[str]:
    """The report, line by line, as Markdown."""
    home = Home.open(root)
    history = write_history(home.landing, plan)
    full = measure_run("full build", root, history)
    day = write_last_day(home.landing, plan)
    runs = [full, measure_run("one more day", root, day), measure_run("nothing new", root, 0)]
    yield f"{date.today()}: {_machine()}"
    yield f"{plan.accounts} accounts, {plan.months} months, {history + day:,} readings of 15 minutes."
    yield from ("", *_runs_table(runs), "", *_layers_table(runs), "")
    yield from _table(
        ["query", "time"], [[name, f"{taken:.1f} ms"] for name, taken in look_up_milliseconds(root).items()]
    )
    yield from ("", f"The same monthly emission of power by one plain SQL statement: {floor_seconds(root):.2f} s.")
    sizes = ", ".join(
        f"{name} {tree_bytes(folder) / MIB:.0f} MiB"
        for name, folder in (("landing", home.landing), ("raw", home.raw), ("work", home.work))
    )
    yield f"On disk: {sizes}, one release {tree_bytes(home.current.resolve()) / MIB:.0f} MiB."


def _runs_table(runs: Sequence[Measured]) -> Iterable[str]:
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
    return _table(["run", "new readings", "wall", "processor", "peak memory", "outcome"], rows)


def _layers_table(runs: Sequence[Measured]) -> Iterable[str]:
    layers = list(dict.fromkeys(layer for run in runs for layer in run.layers))
    rows = [[layer, *(_seconds(run.layers.get(layer)) for run in runs)] for layer in layers]
    rest = [_seconds(run.wall_seconds - sum(run.layers.values())) for run in runs]
    return _table(["seconds by layer", *(run.name for run in runs)], [*rows, ["starting, Dagster, waiting", *rest]])


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|---{'|---:' * (len(header) - 1)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.1f}"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, "
        f"DuckDB {duckdb.__version__}"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--readings", type=int, default=3_500_000, help="about how many readings (default: 3500000)")
    parser.add_argument("--months", type=int, default=12, help="over how many months (default: 12)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the report here too, as Markdown")
    parser.add_argument("--keep", action="store_true", help="leave the home that was measured")
    arguments = parser.parse_args()
    if arguments.readings < 1 or not 1 <= arguments.months <= 24:
        parser.error("give at least one reading, over 1 to 24 months")
    return arguments


if __name__ == "__main__":
    main()
