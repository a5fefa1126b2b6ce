"""The order of the measurements of meters, and the command. Not here: what is delivered, how it is measured, what is
asked; residents are measured in ``city``."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from benchmarks.city import measure_city
from benchmarks.deliveries import Plan, write_history, write_last_day
from benchmarks.measuring import MIB, measure_run, tree_bytes
from benchmarks.queries import floor_seconds, look_up_milliseconds
from benchmarks.report import layers_table, machine, runs_table, table
from dagster_project.demo.city_scale.plan import PERSONS
from dagster_project.lib.home import Home


def main() -> None:
    arguments = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="carbon-bench-", dir=arguments.work))
    chart = ""
    try:
        if arguments.city:
            city = measure_city(folder, arguments.persons, arguments.months, is_doubled=arguments.double)
            text, chart = "\n".join(city.report()), city.chart()
        else:
            text = "\n".join(measure(folder / "home", Plan.of_readings(arguments.readings, arguments.months)))
    finally:
        if arguments.keep:
            print(f"The home stays in {folder / 'home'}.")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")
    if arguments.chart and chart:
        arguments.chart.write_text(chart, encoding="utf-8")


def measure(root: Path, plan: Plan) -> Iterable[str]:
    """The report, line by line, as Markdown."""
    home = Home.open(root)
    history = write_history(home.landing, plan)
    full = measure_run("full build", root, history)
    day = write_last_day(home.landing, plan)
    runs = [full, measure_run("one more day", root, day), measure_run("nothing new", root, 0)]
    yield f"{date.today()}: {machine()}"
    yield f"{plan.accounts} accounts, {plan.months} months, {history + day:,} readings of 15 minutes."
    yield from ("", *runs_table(runs), "", *layers_table(runs), "")
    yield from table(
        ["query", "time"], [[name, f"{taken:.1f} ms"] for name, taken in look_up_milliseconds(root).items()]
    )
    yield from ("", f"The same monthly emission of power by one plain SQL statement: {floor_seconds(root):.2f} s.")
    sizes = ", ".join(
        f"{name} {tree_bytes(folder) / MIB:.0f} MiB"
        for name, folder in (("landing", home.landing), ("raw", home.raw), ("work", home.work))
    )
    yield f"On disk: {sizes}, one release {tree_bytes(home.current.resolve()) / MIB:.0f} MiB."


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--readings", type=int, default=3_500_000, help="about how many readings (default: 3500000)")
    parser.add_argument("--months", type=int, default=12, help="over how many months (default: 12)")
    parser.add_argument("--city", action="store_true", help="measure residents at the size of a city instead")
    parser.add_argument("--persons", type=int, default=PERSONS, help=f"of the city (default: {PERSONS})")
    parser.add_argument("--double", action="store_true", help="of the city: a day again after as much history more")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="of the city: draw the runs as SVG")
    parser.add_argument("--work", type=Path, metavar="DIR", help="a folder with room for it all (a city needs 40 GB)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the report here too, as Markdown")
    parser.add_argument("--keep", action="store_true", help="leave the home that was measured")
    arguments = parser.parse_args()
    if arguments.readings < 1 or not 1 <= arguments.months <= 24:
        parser.error("give at least one reading, over 1 to 24 months")
    if arguments.double and arguments.months > 12:
        parser.error("--double makes up to 24 months out of up to 12")
    return arguments


if __name__ == "__main__":
    main()
