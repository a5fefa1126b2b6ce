"""The command line: what is wrong is said in one sentence on stderr, with the right exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.cli.main import build_parser, main
from dagster_project.lib.errors import GateFailed
from dagster_project.lib.home import Home
from dagster_project.lib.running import lock

COMMANDS = ("run", "rebuild", "demo", "status", "reload", "revoke", "sql", "trace", "report", "verify")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return Home.open(tmp_path / "home").root


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    assert captured.err.endswith("\n")
    assert captured.err.count("\n") == 1, captured.err
    return captured.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        build_parser().parse_args([command, "--help"])
    assert end.value.code == 0
    text = capsys.readouterr().out
    assert f"carbon {command}" in text.split("examples:")[1]
    assert "--home" in text


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["run", "--fast"],
        ["run", "--wait", "soon"],
        ["run", "--wait", "-1"],
        ["run", "--wait", "inf"],
        ["run", "--engine", "abacus"],
        ["trace", "A", "--year", "last"],
        ["trace", "A"],
        ["revoke", "a.b"],
        ["sql"],
    ],
)
def test_wrong_arguments_are_one_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "--help" in _said(capsys)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sql", "select 1"], "nothing has been published"),
        (["verify"], "nothing has been published"),
        (["reload", "no_such_source"], "there is no source 'no_such_source'"),
        (["revoke", "a.b", "--reason", "x"], "there is no load a.b"),
        (["demo", "--scale", "planet"], "scale planet"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    home: Path, arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--home", str(home)]) == 2
    assert sentence in _said(capsys)


@pytest.mark.parametrize("command", [["status"], ["verify"], ["sql", "select 1"], ["reload", "verification"]])
def test_a_folder_that_is_no_home_is_not_made_one(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--home", str(tmp_path / "nowhere")]) == 2
    assert "is not a home" in _said(capsys)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("command", [["reload", "verification"], ["revoke", "a.b", "--reason", "x"]])
def test_commands_that_write_respect_the_lock(
    home: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with lock.hold(home / "run.lock", run_id="other"):
        assert main([*command, "--home", str(home)]) == 3
    assert "held by run other" in _said(capsys)


def test_an_unforeseen_error_is_one_sentence_that_names_the_log(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr("dagster_project.lib.running.status.status_of", fail)
    assert main(["status", "--home", str(home)]) == 1
    said = _said(capsys)
    assert "ZeroDivisionError: nobody foresaw this" in said
    log = Path(said.split("details are in ")[1].strip())
    assert "Traceback" in log.read_text()
    log.unlink()


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (GateFailed("g"), 1), (MemoryError(), 4)])
def test_exit_codes(
    home: Path, error: BaseException, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("dagster_project.lib.running.status.status_of", fail)
    assert main(["status", "--home", str(home)]) == code
    _said(capsys)


def test_status_of_a_new_home(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--home", str(home), "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["mode"], status["current_release"], status["running"], status["last_run"]) == (None,) * 4
    assert main(["status", "--home", str(home)]) == 0
    assert "nothing has run yet" in capsys.readouterr().out


def _carbon(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dagster_project.cli.main", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_run_in_a_busy_home_is_turned_away(home: Path) -> None:
    with lock.hold(home / "run.lock", run_id="other"):
        done = _carbon("run", "--home", str(home), "--wait", "0.2")
    assert (done.returncode, done.stdout) == (3, "")
    assert "is held by run other" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--as-of", "soon"], "is not a time"),
        (["--as-of", "2999-01-01"], "is in the future"),
        (["--months", "2024-13"], "is not a range of months"),
        (["--landing", "/does/not/exist"], "does not exist"),
    ],
)
def test_a_wrong_run_is_one_sentence(home: Path, arguments: list[str], sentence: str) -> None:
    done = _carbon("run", "--home", str(home), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_home_comes_from_the_environment(home: Path) -> None:
    done = _carbon("status", CARBON_HOME=str(home))
    assert done.returncode == 0
    assert str(home) in done.stdout


def test_asking_for_help_imports_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "from dagster_project.cli.main import build_parser\n"
        "build_parser()\n"
        "print([name for name in sys.argv[1:] if name in sys.modules])"
    )
    heavy = [
        "dagster",
        "dbt",
        "duckdb",
        "pandas",
        "pyarrow",
        "great_expectations",
        "jinja2",
        "matplotlib",
        "rich",
        "yaml",
    ]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
