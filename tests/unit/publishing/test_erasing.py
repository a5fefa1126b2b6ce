"""Erased persons leave the published files of every kept release, and `carbon verify` accepts that and nothing else."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.errors import CarbonError
from dagster_project.lib.home import Home
from dagster_project.lib.publishing import erase_published, finish_interrupted, run_sql, verify
from dagster_project.lib.publishing.erasures import Erasure, read_erasures
from dagster_project.lib.publishing.releases import all_releases

from .residents_world import KEYS, PERSON_KEY, make_residents, read, values_in
from .small_world import SmallWorld, make_writable

AT = datetime(2024, 9, 1, tzinfo=UTC)
ERASED, OTHER = KEYS[1], KEYS[2]
LARGE = {"large_table_rows": 8}  # of mart_points_ledger the auditor gets 10 rows, so they are Parquet by month
TABLES = ("mart_personal_account", "mart_points_ledger", "mart_loan")


class Killed(BaseException):
    """Stands for a kill."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two live releases and a build as of a time, made once; tests work on copies."""
    root = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CARBON_PERSON_KEY", PERSON_KEY)
        environment.delenv("CARBON_AUDIT_EPOCH", raising=False)
        world = make_residents(root)
        world.publish(**LARGE)
        world.change("UPDATE marts.mart_account SET account_name = 'another' WHERE account_id = 'A1'")
        world.publish(**LARGE)
        world.publish(as_of_build=True)
    return root


@pytest.fixture
def three(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallWorld:
    monkeypatch.setenv("CARBON_PERSON_KEY", PERSON_KEY)
    subprocess.run(["cp", "-a", f"{published}/.", tmp_path], check=True)  # links between releases stay links
    return SmallWorld(Home.open(tmp_path / "home"), tmp_path / "manifest.json", published=3)


def erase(world: SmallWorld, *persons: int) -> list[Erasure]:
    return erase_published(world.home, persons or (ERASED,), at=AT, run_id="run-9")


def releases(world: SmallWorld) -> list[Path]:
    return [release.path for release in all_releases(world.home)]


def test_the_person_is_in_no_release_and_everybody_else_is(three: SmallWorld) -> None:
    before = {path: values_in(path) for path in releases(three)}
    auditor_keys = {
        str(key)
        for path in before
        for (key,) in read(path, "auditor", "FROM marts.mart_personal_account SELECT person_key")
    }
    entries = erase(three)
    assert [entry.release for entry in entries] == [path.name for path in releases(three)]
    for path in releases(three):
        values = values_in(path)
        assert values.keys() == before[path].keys()
        assert not any(str(ERASED) in found for found in values.values())
        for name, found in values.items():
            if name.startswith("bank_"):
                assert before[path][name] & {str(key) for key in KEYS.values()} - {str(ERASED)} <= found
            if name.startswith("auditor"):
                assert not found & auditor_keys
        loans = "SELECT count(*), count(account_id), count(person_key) FROM marts.mart_loan"
        assert run_sql(three.home, loans, release=path.name).rows == [(5, 4, 0)], "loans of organisations stay"
    assert verify(three.home).problems == []
    assert three.publish().kind == "published"
    assert verify(three.home).problems == []


def test_files_keep_their_comments_their_protection_and_their_readers(three: SmallWorld) -> None:
    comments = (
        "SELECT table_name, comment FROM duckdb_tables() UNION ALL "
        "SELECT column_name, comment FROM duckdb_columns() ORDER BY ALL"
    )
    before = [read(path, "bank_ICBC", comments) for path in releases(three)]
    erase(three)
    assert [read(path, "bank_ICBC", comments) for path in releases(three)] == before
    for path in releases(three):
        assert all(file.stat().st_mode & 0o777 == 0o444 for file in path.rglob("*.duckdb"))
        for table in TABLES:
            assert run_sql(three.home, f"SELECT count(*) FROM {table}", release=path.name).rows
    assert not list(three.home.published.glob(".*-*"))


def test_what_holds_nothing_of_the_person_is_left_as_it_is(three: SmallWorld) -> None:
    files = {path: path.stat().st_ino for folder in releases(three) for path in folder.rglob("*") if path.is_file()}
    entries = erase(three, KEYS[4])  # a customer of one bank
    changed = {path for path in files if path.stat().st_ino != files[path]}
    named = {three.home.published / entry.folder / file.path for entry in entries for file in entry.files}
    assert changed == named
    assert not any(path.name in ("bank_ICBC.duckdb", "government.duckdb", "manifest.json") for path in changed)
    assert erase(three, 7) == [], "nobody has this key, and the auditor's file holds no persons any more"


def test_a_month_that_releases_share_is_written_once(three: SmallWorld) -> None:
    months = [next((path / "auditor").glob("marts.mart_points_ledger/*.parquet")) for path in releases(three)[:2]]
    assert months[0].stat().st_ino == months[1].stat().st_ino
    erase(three)
    assert months[0].stat().st_ino == months[1].stat().st_ino
    assert duckdb.sql(f"FROM '{months[0]}'").fetchall() == []


def test_a_change_without_an_entry_is_tampering(three: SmallWorld) -> None:
    entries = erase(three)
    file = releases(three)[0] / "bank_ICBC.duckdb"
    make_writable(releases(three)[0])
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert [str(file) in problem for problem in verify(three.home).problems] == [True]
    file.write_bytes(content)
    assert verify(three.home).problems == []
    last = sorted((three.home.published / "erasures").iterdir())[-1]
    kept = last.read_bytes()
    last.unlink()
    assert any("SHA-256" in problem or "bytes" in problem for problem in verify(three.home).problems)
    last.write_bytes(kept)
    assert [entry.number for entry in read_erasures(three.home)] == [entry.number for entry in entries]


@pytest.mark.parametrize("field", ["erased_at", "previous", "number", "files", "format"])
def test_a_changed_entry_is_found(three: SmallWorld, field: str) -> None:
    erase(three)
    second = three.home.published / "erasures" / "000002.json"
    content = json.loads(second.read_text())
    content[field] = {"files": [], "number": 3, "format": 7}.get(field, "ab" * 32)
    second.write_text(json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n")
    assert any("erasure" in problem for problem in verify(three.home).problems)


def test_an_entry_of_another_file_is_found(three: SmallWorld) -> None:
    """Who writes a whole new chain has to name what the manifests say of each file."""
    (first, *_) = erase(three)
    path = three.home.published / "erasures" / "000001.json"
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    content = json.loads(first.to_bytes())
    content["files"][0]["sha256_before"] = "0" * 64
    path.write_text(json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n")
    assert any("is of another" in problem for problem in verify(three.home).problems)


def test_a_release_that_cannot_be_read_is_named(three: SmallWorld) -> None:
    file = releases(three)[0] / "bank_ICBC.duckdb"
    file.chmod(0o644)
    file.write_bytes(b"x" * 100)
    with pytest.raises(CarbonError, match="nobody can be erased from it"):
        erase(three)
    finish_interrupted(three.home)
    assert not list(three.home.published.glob(".*-*"))


def counted(monkeypatch: pytest.MonkeyPatch, kill_at: int) -> Iterator[int]:
    """Count renames and removals of folders; the one with this number does not happen any more."""
    steps = iter(range(1, 1000))

    def stepped(original: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            if next(steps) == kill_at:
                raise Killed
            return original(*arguments, **options)

        return step

    monkeypatch.setattr(Path, "replace", stepped(Path.replace))
    monkeypatch.setattr(shutil, "rmtree", stepped(shutil.rmtree))
    return steps


def test_a_kill_at_any_step_is_finished_by_the_next_run(
    three: SmallWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first, _, as_of = releases(three)
    shutil.rmtree(first)  # one release has all the steps
    shutil.rmtree(as_of)
    safe = tmp_path / "safe"
    shutil.copytree(three.home.published, safe, symlinks=True)
    with monkeypatch.context() as patched:
        steps = counted(patched, kill_at=0)
        erase(three)
        last = next(steps)
    assert last > 8
    for kill_at in range(1, last):
        shutil.rmtree(three.home.published)
        shutil.copytree(safe, three.home.published, symlinks=True)
        with monkeypatch.context() as patched:
            counted(patched, kill_at)
            with pytest.raises(Killed):
                erase(three)
        finish_interrupted(three.home)
        erase(three)
        (path,) = releases(three)
        assert not any(str(ERASED) in found for found in values_in(path).values()), kill_at
        assert len(read_erasures(three.home)) == 1, kill_at
        assert not list(three.home.published.glob(".*-*")), kill_at
        assert [problem for problem in verify(three.home, path.name).problems if "SHA" in problem] == [], kill_at
