"""What the benchmarks print and read: tables, the chart, durations of steps, dbt's own times."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.floor.run import filled
from benchmarks.measuring import Measured
from benchmarks.report import bar_chart, runs_table, table, tools_table
from benchmarks.tools import DbtWatch, seconds_by_tool, seconds_of

RUN = Measured("one day", 210_000, 12.5, 20.0, 3 * 2**30, "published", {"raw": 2.0}, {"load": 2.0, "dbt": 8.0}, 6.5)


def test_a_table_is_markdown():
    assert list(table(["a", "b"], [["x", "1"]])) == ["| a | b |", "|---|---:|", "| x | 1 |"]


def test_runs_and_tools_add_up_to_the_wall():
    assert list(runs_table([RUN], "records"))[2] == ("| one day | 210,000 | 12.5 s | 20.0 s | 3,072 MiB | published |")
    lines = list(tools_table([RUN]))
    assert "| starting, Dagster, waiting | 2.5 |" in lines
    assert lines[-1] == "| of dbt: running models and tests | 6.5 |"


def test_the_chart_is_svg_with_bars_in_proportion():
    root = ElementTree.fromstring(bar_chart("a < b", [("floor", {"sql": 10.0}), ("line", {"load": 5.0, "dbt": 10.0})]))
    bars = [box for box in root.iter("{http://www.w3.org/2000/svg}rect") if box.get("height") == "26"]
    widths = [float(bar.get("width", "0")) for bar in bars]
    assert widths == [pytest.approx(2 * widths[1], abs=0.2), widths[1], pytest.approx(widths[0], abs=0.2)]
    assert float(bars[2].get("x", "0")) == pytest.approx(float(bars[1].get("x", "0")) + widths[1], abs=0.2)


@pytest.mark.parametrize(
    ("text", "seconds"), [("255ms", 0.255), ("1.97s", 1.97), ("2m5s", 125), ("1h3m", 3780), ("3m", 180)]
)
def test_durations_of_steps(text: str, seconds: float):
    assert seconds_of(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "soon"])
def test_what_is_no_duration_is_said(text: str):
    with pytest.raises(ValueError, match="is not a duration"):
        seconds_of(text)


def test_steps_belong_to_tools(tmp_path: Path):
    log = tmp_path / "run.log"
    steps = {"raw__a": "250ms", "raw__b": "1.5s", "gate_raw": "2s", "dbt_facts": "1m1s", "publish": "3s", "x": "1s"}
    log.write_text(
        "".join(f'... STEP_SUCCESS - Finished execution of step "{name}" in {took}.\n' for name, took in steps.items())
        + "another line\n"
    )
    assert seconds_by_tool(log) == {"load": 1.75, "gates": 2.0, "dbt": 61.0, "publish": 3.0, "other steps": 1.0}


def test_each_dbt_call_is_counted_once(tmp_path: Path):
    results = tmp_path / "run_results.json"
    results.write_text(json.dumps({"elapsed_time": 100}))  # of the run before
    watch = DbtWatch(results)
    watch.look()
    for number, elapsed in enumerate((4.5, 2.0), start=1):
        results.write_text(json.dumps({"elapsed_time": elapsed}))
        os.utime(results, ns=(0, number))
        watch.look()
        watch.look()
    results.write_text(json.dumps({"results": []}))  # dbt has not finished it
    watch.look()
    assert watch.seconds == 6.5


def test_names_in_the_floor_are_filled_and_none_is_left_out():
    assert filled("select {what} from {place}", {"what": "1", "place": "t"}) == "select 1 from t"
    with pytest.raises(KeyError):
        filled("{nobody}", {})
