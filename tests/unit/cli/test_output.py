"""What a run prints: the table of layers, what was rejected, and nothing of what libraries print."""

import io
import subprocess
import sys
from pathlib import Path

from dagster_project.cli.release_commands import _print_table
from dagster_project.cli.summary import print_summary
from dagster_project.lib.running.record import RunRecord

ESCAPING = """
import sys
from pathlib import Path
from dagster_project.cli.screen import log_everything

with log_everything(Path(sys.argv[1])):
    raise ValueError("odd")
"""

NOISY = """
import os, sys
from pathlib import Path
from dagster_project.cli.screen import log_everything
with log_everything(Path(sys.argv[1])) as screen:
    print("a library on stdout")
    os.write(2, b"native code on stderr\\n")
    screen.show_progress("no terminal, no progress line")
    print("our word", file=screen.out)
    print("our refusal", file=screen.error)
os.write(2, b"native code at exit\\n")
"""


def _summary(record: RunRecord) -> list[str]:
    out = io.StringIO()
    print_summary(record.as_json(), out)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def _record() -> RunRecord:
    record = RunRecord(Path("run.json"), "run-1")
    raw = record.layer("raw")
    raw.rows_in, raw.rows_out, raw.rejected, raw.seconds = 12345, 12340, 5, 1.25
    record.layer("facts").checks_warned = 1
    return record


def _load(**changes: object) -> dict:
    load = {"source": "energy", "file_name": "a.csv", "status": "loaded", "is_new": True, "rows_delivered": 9}
    return {**load, "rows_loaded": 4, "rows_rejected": 5, "message": "5 of 9 rows were rejected", **changes}


def test_the_table_has_a_line_per_layer() -> None:
    record = _record()
    record.state, record.outcome = "succeeded", "published"
    record.release, record.release_path = "r-1", "/home/published/r-1"
    lines = _summary(record)
    assert lines[0].startswith(
        "layer  rows in  rows out  rejected  quarantined  checks passed  warned  failed  seconds"
    )
    assert lines[1].split() == ["raw", "12,345", "12,340", "5", "-", "0", "0", "0", "1.2"]
    assert lines[2].split() == ["facts", "-", "-", "-", "-", "0", "1", "0", "0.0"]
    assert lines[-1].startswith("Published release r-1: /home/published/r-1 holds")


def test_checks_that_stand_are_counted_apart() -> None:
    record = _record()
    assert not any("stand" in line for line in _summary(record))
    record.layer("facts").checks_passed, record.layer("facts").checks_stood = 119, 1250
    assert "checks 120 run, 1,250 stand (their tables did not change)" in _summary(record)


def test_rejected_files_and_rows_are_named() -> None:
    record = _record()
    record.loads = [
        _load(),
        _load(file_name="b.csv", status="rejected", message="no header"),
        _load(file_name="c.csv", status="rejected", message="no header", is_new=False),
        _load(file_name="d.csv", rows_rejected=0, message=None),
    ]
    record.warnings = ["[red] is no markup here"]
    assert _summary(record)[3:] == [
        "energy/a.csv: 5 of 9 rows were rejected",
        "energy/b.csv: file rejected: no header",
        "energy/c.csv: file rejected: no header (as in an earlier run)",
        "warning: [red] is no markup here",
    ]


def test_many_problems_are_counted_not_listed() -> None:
    record = _record()
    record.warnings = [f"warning {number}" for number in range(100)]
    lines = _summary(record)
    assert len(lines) < 30
    assert lines[-1] == "and 80 more; see run.json in the home"


def test_a_table_of_rows_keeps_long_values_and_shows_nulls_as_nothing(capsys) -> None:
    long = "x" * 500
    _print_table(["a", "b"], [(1, long), (None, "[bold]")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["1", long]
    assert lines[2].split() == ["[bold]"]


def test_an_error_that_escapes_is_still_told(tmp_path: Path) -> None:
    """Whatever fails while the streams go to the log must be seen: exit code 1 without a word helps nobody."""
    done = subprocess.run([sys.executable, "-c", ESCAPING, str(tmp_path / "log")], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "ValueError: odd"


def test_only_our_words_reach_the_terminal(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "run.log"
    done = subprocess.run([sys.executable, "-c", NOISY, str(log)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("our word\n", "our refusal\n")
    for noise in ("a library on stdout", "native code on stderr", "native code at exit"):
        assert noise in log.read_text()
