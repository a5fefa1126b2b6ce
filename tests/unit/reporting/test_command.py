"""`carbon report` writes one file, or says in one sentence why it cannot."""

import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.cli.main import main
from dagster_project.lib.home import Home

from .small_release import BARE, HOSTILE, RICH


def _refusal(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1, said.err
    return said.err


def test_it_writes_where_it_is_told(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "report.html"
    assert main(["report", RICH, "--year", "2024", "--home", str(home.root), "--out", str(target)]) == 0
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert f"Wrote {target}" in capsys.readouterr().out


def test_an_account_is_no_path(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for account in (RICH, HOSTILE):
        assert main(["report", account, "--year", "2024", "--home", str(home.root)]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names[0] == f"carbon-report-{RICH}-2024.html"
    assert names[1].startswith("carbon-report-ENT-_003-")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["NOBODY", "--year", "2024"], "there is no account 'NOBODY' in the release"),
        (["../../etc", "--year", "2024"], "there is no account '../../etc' in the release"),
        ([RICH, "--year", "2019"], f"has nothing on account '{RICH}' in 2019: it has 2023, 2024"),
        ([BARE, "--year", "0"], "0 is not a year"),
        ([RICH, "--year", "2024", "--release", "1999"], "there is no release '1999'"),
        ([RICH, "--year", "2024", "--audience", "public"], "has no audience 'public'; it has: auditor, government"),
        ([RICH, "--year", "2024", "--out", "/no/such/folder/x.html"], "/no/such/folder is not a folder"),
        ([RICH, "--year", "2024", "--out", "/"], "is a folder"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    home: Home, arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *arguments, "--home", str(home.root)]) == 2
    assert sentence in _refusal(capsys)


def test_nothing_is_written_among_the_releases(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    target = home.current / "report.html"
    assert main(["report", RICH, "--year", "2024", "--home", str(home.root), "--out", str(target)]) == 2
    assert "which never change" in _refusal(capsys)
    assert not target.exists()


def test_before_the_first_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = Home.open(tmp_path / "home")
    assert main(["report", RICH, "--year", "2024", "--home", str(empty.root)]) == 2
    assert "nothing has been published" in _refusal(capsys)


def test_no_other_command_waits_for_the_drawing_library() -> None:
    code = (
        "import sys, dagster_project.cli.main as cli, dagster_project.lib.publishing\n"
        "cli.build_parser()\n"
        "print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
