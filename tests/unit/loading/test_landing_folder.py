"""What may lie in a landing folder: links and odd things are refused, unfinished files wait, nothing is lost."""

import os
from pathlib import Path
from typing import Any

import pytest

from dagster_project.lib.loading import unknown_sources
from dagster_project.lib.loading.text_scratch import TextScratch

from .world import World

CONTENT = "station_id,read_at,level\nS1,2024-02-01T08:00:00,1\n"


def test_unfinished_and_hidden_files_are_ignored(world: World) -> None:
    for name in ("a.csv.part", "a.csv.tmp", ".a.csv", "B.PART", "a.csv.manifest.json"):
        world.deliver(CONTENT, name)
    assert world.load() == []


def test_a_link_is_refused_and_never_followed(world: World) -> None:
    outside = world.folder / "outside.csv"
    outside.write_text(CONTENT)
    (world.source_folder / "a.csv").symlink_to(outside)
    (outcome,) = world.load()
    assert (outcome.status, outcome.load_id) == ("rejected", None)
    assert outcome.message == "a.csv is a symbolic link, which is refused: deliver the file itself"
    assert world.rows() == []


def test_a_linked_source_folder_is_refused(world: World) -> None:
    elsewhere = world.folder / "elsewhere"
    world.source_folder.rename(elsewhere)
    (elsewhere / "a.csv").write_text(CONTENT)
    world.source_folder.symlink_to(elsewhere)
    (outcome,) = world.load()
    assert "is a symbolic link, which is refused" in (outcome.message or "")
    assert world.rows() == []


def test_folders_and_pipes_are_refused(world: World) -> None:
    (world.source_folder / "2024").mkdir()
    os.mkfifo(world.source_folder / "a.csv")
    folder, pipe = world.load()
    assert folder.message == "2024 is a folder: deliveries lie directly in the folder of their source"
    assert pipe.message == "a.csv is not an ordinary file, which is refused"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused(world: World) -> None:
    world.deliver(CONTENT).chmod(0)
    assert "cannot be opened (Permission denied)" in (world.load()[0].message or "")


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_run(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = world.deliver(CONTENT)
    original = TextScratch.take

    def take_while_the_file_grows(held: TextScratch, *rows: Any) -> object:
        counts = original(held, *rows)
        with path.open("a") as stream:
            stream.write("S2,2024-02-01T08:00:00,2\n")
        return counts

    with monkeypatch.context() as patched:
        patched.setattr(TextScratch, "take", take_while_the_file_grows)
        (outcome,) = world.load()
    assert (outcome.status, outcome.load_id) == ("rejected", None)
    assert "changed while it was read" in (outcome.message or "")
    assert world.rows() == []
    assert world.load()[0].rows_loaded == 2


def test_odd_file_names_are_shown_on_one_line(world: World) -> None:
    name = "a\nb\x1b[31m.csv"
    world.deliver(CONTENT, name)
    raw = os.fsencode(world.source_folder) + b"/\xff.csv"
    Path(os.fsdecode(raw)).write_text(CONTENT + "S2,2024-02-01T08:00:00,2\n")
    assert {outcome.file_name for outcome in world.load()} == {"a\\x0ab\\x1b[31m.csv", "\\xff.csv"}
    assert [outcome.status for outcome in world.load()] == ["unchanged", "unchanged"]


def test_one_bad_file_does_not_stop_the_others(world: World) -> None:
    world.deliver("x", "a.xlsx")
    world.deliver("", "b.csv")
    world.deliver(CONTENT, "c.csv")
    assert [outcome.status for outcome in world.load()] == ["rejected", "rejected", "loaded"]


def test_a_folder_that_no_contract_names_is_told(world: World) -> None:
    (world.home.landing / "river_levels").mkdir()
    (world.home.landing / "stray.csv").write_text("")
    assert unknown_sources(world.home.landing, ["river_level"]) == ["river_levels", "stray.csv"]
    assert unknown_sources(world.home.root / "nowhere", []) == []


def test_a_source_without_a_folder_has_no_deliveries(world: World) -> None:
    world.source_folder.rmdir()
    assert world.load() == []
