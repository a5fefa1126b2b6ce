"""`carbon verify` names what was changed, wherever it was changed."""

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.files import sha256_of
from dagster_project.lib.publishing import verify
from dagster_project.lib.publishing.manifest import read_manifest
from dagster_project.lib.publishing.releases import live_releases

from .small_world import SmallWorld, make_writable


def flip_a_byte(path: Path, position: int) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[position] ^= 0x01
    path.write_bytes(content)


def rewrite_manifest(folder: Path, **changes: object) -> None:
    """What a forger does who knows the form: a manifest with a matching seal."""
    manifest = replace(read_manifest(folder), **changes).sealed()
    make_writable(folder)
    (folder / "manifest.json").write_bytes(manifest.to_bytes())


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_byte_in_any_file_is_found_and_named(world: SmallWorld, seed: int) -> None:
    folder = world.publish(large_table_rows=50).path
    chosen = random.Random(seed)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        position = chosen.randrange(path.stat().st_size)
        flip_a_byte(path, position)
        problems = verify(world.home).problems
        assert len(problems) == 1, (path, position, problems)
        assert problems[0].startswith(f"{path} was changed after it was published")
        assert "\n" not in problems[0]
        flip_a_byte(path, position)
    assert verify(world.home).ok


def test_missing_added_and_cut_files(world: SmallWorld) -> None:
    folder = world.publish().path
    make_writable(folder)
    size = (folder / "auditor.duckdb").stat().st_size
    (folder / "government" / "marts.mart_account.parquet").unlink()
    (folder / "auditor" / "more.parquet").write_text("more")
    with (folder / "auditor.duckdb").open("ab") as stream:
        stream.write(b"x")
    report = verify(world.home)
    assert [problem.removeprefix(str(folder)) for problem in report.problems] == [
        f"/auditor.duckdb has {size + 1} bytes instead of {size}: it was changed",
        "/auditor/more.parquet is not in the manifest: it was added after the release was published",
        "/government/marts.mart_account.parquet is missing",
    ]


def test_a_missing_manifest_is_named(world: SmallWorld) -> None:
    folder = world.publish().path
    (folder / "manifest.json").unlink()
    assert verify(world.home).problems == [f"{folder / 'manifest.json'} is missing"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"format": 1}', b'{"format": 2}', b"\xff\xfe"])
def test_a_manifest_of_another_form_is_named(world: SmallWorld, content: bytes) -> None:
    folder = world.publish().path
    make_writable(folder)
    (folder / "manifest.json").write_bytes(content)
    [problem] = verify(world.home).problems
    assert problem.startswith(f"{folder / 'manifest.json'} was changed after it was published")


def test_a_reformatted_manifest_is_a_changed_one(world: SmallWorld) -> None:
    folder = world.publish().path
    make_writable(folder)
    content = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps(content))
    assert "does not match its seal" in verify(world.home).problems[0]


def test_content_that_matches_its_hash_but_not_its_digest(world: SmallWorld) -> None:
    folder = world.publish().path
    make_writable(folder)
    file = folder / "government.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE marts.mart_account SET account_name = 'forged' WHERE account_id = 'A1'")
        connection.execute("CREATE TABLE marts.added AS SELECT 1 AS x")
        connection.execute("DROP TABLE marts.mart_emission")
    manifest = read_manifest(folder)
    files = tuple(
        replace(entry, bytes=file.stat().st_size, sha256=sha256_of(file)) if entry.path == file.name else entry
        for entry in manifest.files
    )
    rewrite_manifest(folder, files=files)
    assert verify(world.home).problems == [
        f"{file} lacks table marts.mart_emission, which the manifest lists",
        f"{file} has table marts.added, which the manifest does not list",
        f"{file}: the content of marts.mart_account is not what the manifest says",
    ]


def test_tables_that_do_not_add_up_to_the_release(world: SmallWorld) -> None:
    folder = world.publish().path
    tables = tuple(table for table in read_manifest(folder).tables if table.table != "mart_emission")
    rewrite_manifest(folder, tables=tables)
    problems = verify(world.home).problems
    assert problems[0] == f"release {folder.name}: its tables do not add up to its content digest"
    assert f"{folder / 'auditor.duckdb'} has table marts.mart_emission, which the manifest does not list" in problems


def test_a_replaced_manifest_breaks_the_chain(world: SmallWorld) -> None:
    first, second = world.publish(), world.publish()
    rewrite_manifest(first.path, code_version="another")
    expected = (
        f"the chain is broken: the manifest of {first.release} is not the one that release {second.release} follows"
    )
    assert verify(world.home).problems == [expected]
    assert verify(world.home, second.release).problems == [expected]
    assert verify(world.home, first.release).ok


def test_a_removed_link_of_the_chain_is_noticed(world: SmallWorld) -> None:
    releases = [world.publish() for _ in range(3)]
    shutil.rmtree(releases[1].path)
    problems = verify(world.home).problems
    assert f"follows {releases[1].release}, which is not there" in problems[0]
    assert f"release {releases[0].release} is not in the chain" in problems[1]


def test_the_kept_manifests_of_removed_releases_are_checked(world: SmallWorld) -> None:
    names = [world.publish(keep=1).release for _ in range(3)]
    kept = world.home.published / "manifests" / f"{names[0]}.json"
    flip_a_byte(kept, 100)
    [problem] = verify(world.home).problems
    assert problem.startswith(f"{kept} was changed after it was published")


def test_a_release_from_elsewhere_is_not_in_the_chain(world: SmallWorld) -> None:
    first = world.publish()
    world.publish()
    copy = first.path.with_name("20200101T000000Z-deadbeef")
    shutil.copytree(first.path, copy)
    problems = verify(world.home).problems
    assert f"{copy / 'manifest.json'} is the manifest of another release, {first.release}" in problems
    assert any(problem.startswith(f"release {copy.name} is not in the chain") for problem in problems)


def test_verify_says_what_it_checked(world: SmallWorld) -> None:
    world.publish()
    name = world.publish().release
    report = verify(world.home, name)
    assert (report.releases, report.files, report.tables, report.ok) == ([name], 11, 9, True)
    assert verify(world.home).releases == [release.name for release in live_releases(world.home)]


def test_verify_changes_nothing(world: SmallWorld) -> None:
    world.publish()
    before = {path: path.lstat().st_mtime_ns for path in world.home.published.rglob("*")}
    verify(world.home)
    assert {path: path.lstat().st_mtime_ns for path in world.home.published.rglob("*")} == before
