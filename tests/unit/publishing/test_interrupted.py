"""A run that is killed while publishing leaves the old release or the whole new one, and the next run tidies up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.publishing import current_release, finish_interrupted, verify
from dagster_project.lib.publishing.releases import live_releases

from .small_world import SmallWorld

# Publishes in another process that dies, without any clean-up, when it reaches the named step.
_DIE_AT = """
import os, sys
from pathlib import Path
from publishing.small_world import SmallWorld
from dagster_project.lib.home import Home
from dagster_project.lib.publishing import publisher
setattr(publisher, sys.argv[3], lambda *_: os._exit(9))
world = SmallWorld(Home.open(sys.argv[1]), Path(sys.argv[2]), published=int(sys.argv[4]))
world.publish()
"""
_TESTS_UNIT = Path(__file__).parents[1]
_PROJECT = _TESTS_UNIT.parents[1]


def publish_and_die_at(world: SmallWorld, step: str) -> None:
    arguments = [str(world.home.root), str(world.dbt_manifest), step, str(world.published)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(_PROJECT), str(_TESTS_UNIT)])}
    died = subprocess.run([sys.executable, "-c", _DIE_AT, *arguments], env=environment, capture_output=True, text=True)
    assert died.returncode == 9, died.stderr
    world.published += 1


@pytest.mark.parametrize("step", ["write_files", "_seal", "_move_into_place"])
def test_killed_before_the_rename(world: SmallWorld, step: str) -> None:
    first = world.publish()
    publish_and_die_at(world, step)
    assert current_release(world.home).name == first.release
    assert len(list(world.home.published.glob(".staging-*"))) == 1
    assert verify(world.home).problems == []
    assert "left by a run that was interrupted" in finish_interrupted(world.home)[0]
    assert sorted(path.name for path in world.home.published.iterdir()) == [first.release, "current"]
    assert finish_interrupted(world.home) == []


@pytest.mark.parametrize("has_a_release_before", [True, False])
def test_killed_between_the_renames(world: SmallWorld, has_a_release_before: bool) -> None:
    before = world.publish().release if has_a_release_before else None
    publish_and_die_at(world, "switch_current")
    current = current_release(world.home)
    assert (current.name if current else None) == before
    said = finish_interrupted(world.home)
    assert len(said) == 1
    newest = live_releases(world.home)[-1]
    assert newest.name in said[0]
    assert current_release(world.home) == newest
    assert newest.manifest().previous == (newest.manifest().previous if before else None)
    assert verify(world.home).problems == []
    assert world.publish().previous == newest.name


def test_killed_before_old_releases_were_removed(world: SmallWorld) -> None:
    world.publish(keep=1)
    publish_and_die_at(world, "remove_old")
    assert finish_interrupted(world.home) == []
    assert len(live_releases(world.home)) == 2
    world.publish(keep=1)
    assert len(live_releases(world.home)) == 1
    assert verify(world.home).problems == []


def test_half_deleted_folders_and_links_are_removed(world: SmallWorld) -> None:
    world.publish()
    as_of = world.publish(as_of_build=True).path.parent
    for leftover in (world.home.published / ".removing-x", as_of / ".removing-y"):
        (leftover / "auditor").mkdir(parents=True)
        (leftover / "auditor" / "a.parquet").write_text("half")
    (world.home.published / ".current-abc").symlink_to("nowhere")
    assert len(finish_interrupted(world.home)) == 3
    assert list(world.home.published.rglob(".*")) == []


def test_an_as_of_build_is_never_made_current(world: SmallWorld) -> None:
    live = world.publish()
    world.publish(as_of_build=True)
    assert finish_interrupted(world.home) == []
    assert current_release(world.home).name == live.release


def test_a_lost_link_is_put_back_to_the_newest_release(world: SmallWorld) -> None:
    names = [world.publish(keep=2).release for _ in range(3)]
    world.home.current.unlink()
    assert verify(world.home).problems == [f"{world.home.current} is missing: no release is current"]
    finish_interrupted(world.home)
    assert current_release(world.home).name == names[-1]


def test_a_link_to_nowhere_is_one_sentence(world: SmallWorld) -> None:
    world.home.current.symlink_to("nowhere")
    with pytest.raises(CarbonError, match="names a release that is not there"):
        current_release(world.home)
    world.home.current.unlink()
    world.home.current.mkdir()
    with pytest.raises(CarbonError, match="is not a link to a release"):
        current_release(world.home)
