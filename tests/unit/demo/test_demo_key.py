"""The key of a demo home: made once, for nobody else to read, and beaten by the environment."""

import stat
from io import StringIO
from pathlib import Path

import pytest

from dagster_project.cli.home_commands import show_bar
from dagster_project.cli.main import main
from dagster_project.demo.key import ensure_demo_key
from dagster_project.lib.errors import WrongUse
from dagster_project.lib.home import Home
from dagster_project.lib.loading.pseudonyms import DEMO_KEY_NAME, person_key


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("CARBON_PERSON_KEY", raising=False)
    monkeypatch.delenv("CARBON_PERSON_KEY_FILE", raising=False)
    return Home.open(tmp_path / "home")


def test_a_key_is_made_once_with_a_note_beside(home: Home):
    path = home.root / DEMO_KEY_NAME
    said = ensure_demo_key(home)
    key = path.read_bytes()
    assert str(path) in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "演示用个人密钥" in path.with_name("person.key.txt").read_text()
    assert ensure_demo_key(home) == said
    assert path.read_bytes() == key
    assert person_key(home) == key.strip()
    assert key.decode().strip() not in said + path.with_name("person.key.txt").read_text()


def test_the_environment_wins(home: Home, monkeypatch: pytest.MonkeyPatch):
    ensure_demo_key(home)
    monkeypatch.setenv("CARBON_PERSON_KEY", "a key for tests only")
    assert person_key(home) == b"a key for tests only"


def test_no_key_is_made_where_one_is_known(home: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CARBON_PERSON_KEY", "a key for tests only")
    assert "CARBON_PERSON_KEY" in ensure_demo_key(home)
    person_key(home)
    monkeypatch.delenv("CARBON_PERSON_KEY")
    assert "another secret" in ensure_demo_key(home)
    assert not (home.root / DEMO_KEY_NAME).exists()


def test_a_file_that_the_demo_did_not_make_is_no_key(home: Home):
    path = home.root / DEMO_KEY_NAME
    path.write_text("some other secret\n")
    path.chmod(0o600)
    with pytest.raises(WrongUse, match="a source of persons has something to load"):
        person_key(home)


def test_a_key_that_others_can_read_is_refused(home: Home):
    ensure_demo_key(home)
    (home.root / DEMO_KEY_NAME).chmod(0o644)
    with pytest.raises(WrongUse, match="can be read by others"):
        person_key(home)


def test_the_command_makes_it_and_sizes_are_for_a_city(home: Home, capsys: pytest.CaptureFixture[str]):
    arguments = ["demo", "--home", str(home.root)]
    assert main([*arguments, "--persons", "500"]) == 2
    assert "add --scale city" in capsys.readouterr().err
    assert main([*arguments, "--scale", "city", "--persons", "500", "--months", "1"]) == 0
    assert "person.key" in capsys.readouterr().out
    assert (home.root / DEMO_KEY_NAME).exists()


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_fills_up_where_somebody_watches(monkeypatch: pytest.MonkeyPatch):
    terminal, pipe = _Terminal(), StringIO()
    monkeypatch.setattr("sys.stderr", terminal)
    show_bar(3, 6, "person_registry/persons.parquet")
    show_bar(6, 6, "")
    first, second = terminal.getvalue().split("\r\x1b[K")[1:]
    assert first.count("█") == first.count("░") == 15
    assert first.endswith(" 3/6 person_registry/persons.parquet")
    assert second == ""
    monkeypatch.setattr("sys.stderr", pipe)
    show_bar(3, 6, "person_registry/persons.parquet")
    assert pipe.getvalue() == ""
