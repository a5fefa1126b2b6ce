"""A home is one folder with an identity that never changes silently."""

import json
from pathlib import Path

import pytest

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.files import write_atomically
from dagster_project.lib.home import Home


def test_opening_makes_the_folders_once(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    identity = home.settings()
    assert all(folder.is_dir() for folder in home.folders)
    assert (identity.format_version, identity.mode, identity.timezone) == (1, None, "Asia/Shanghai")
    assert Home.open(home.root).settings() == identity
    assert home.update_settings(mode="live").home_id == identity.home_id
    assert Home.open(home.root, create=False).settings().mode == "live"


def test_what_cannot_be_a_home_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="is not a home"):
        Home.open(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongUse, match="is a file"):
        Home.open(tmp_path / "file")
    with pytest.raises(WrongUse, match="is a file"):
        Home.open(tmp_path / "file" / "home")
    with pytest.raises(WrongUse, match="cannot be used as a home"):
        Home.open(tmp_path / ("a" * 300))


@pytest.mark.parametrize("name", ["a?b", "a#b", "a$b", "a%41b", "a\nb"])
def test_a_path_that_storage_addresses_would_read_differently_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongUse, match="cannot be a home: its path holds"):
        Home.open(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_spaces_quotes_brackets_and_chinese_are_fine_in_a_path(tmp_path: Path) -> None:
    assert Home.open(tmp_path / "家 [1] 'a' \"b\" {{c}};&").home_json.is_file()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"format_version": 2}, "format 2"), ({"timezone": "Mars/Olympus"}, "time zone"), ({"timezone": 8}, "time zone")],
)
def test_a_home_of_another_kind_is_refused(tmp_path: Path, change: dict[str, object], sentence: str) -> None:
    home = Home.open(tmp_path)
    home.home_json.write_text(json.dumps(json.loads(home.home_json.read_text()) | change))
    with pytest.raises(WrongUse, match=sentence):
        Home.open(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", "{"])
def test_a_damaged_identity_is_refused(tmp_path: Path, text: str) -> None:
    home = Home.open(tmp_path)
    home.home_json.write_text(text)
    with pytest.raises(WrongUse, match="damaged"):
        home.settings()


def test_a_setting_that_makes_no_sense_is_not_written(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    with pytest.raises(WrongUse):
        home.update_settings(timezone="nowhere")
    assert home.settings().timezone == "Asia/Shanghai"


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, "old")

    def fail(*_: object) -> None:
        raise OSError(5, "input/output error")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="input/output"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
