"""A load becomes visible at one moment: whatever stops the loader, and whenever, a reader sees all of it or nothing."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.lib.contract import read_contract_file
from dagster_project.lib.errors import OutOfResources
from dagster_project.lib.files import is_full_disk
from dagster_project.lib.loading import clean_up, ledger
from dagster_project.lib.loading.writing import Scratch

from .world import COLUMNS, World, contract_text

HEADER = "station_id,read_at,level"
CONTENT = f"{HEADER}\nS1,2024-01-31T08:00:00,1\nS1,2024-02-29T08:00:00,1\nS2,2024-02-01T08:00:00,x\n"


class Killed(BaseException):
    """Stands for a kill: nothing that handles errors may catch it."""


@pytest.fixture
def monthly(world: World) -> World:
    world.meta = "volume: high\n            month_column: read_at"
    return world


def kill_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Make the given rename (0: the first) the last thing that does not happen any more; returns how many came."""
    renames = 0
    original = Path.replace

    def replace(path: Path, target: Path) -> Path:
        nonlocal renames
        renames += 1
        if renames > step:
            raise Killed
        return original(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(Scratch, "close", lambda held: held._database.close())
    return lambda: renames


@pytest.mark.parametrize("step", range(5))
def test_a_kill_at_any_step_leaves_nothing_half_visible(
    monthly: World, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monthly.deliver(CONTENT)
    with monkeypatch.context() as patched:
        renames = kill_at(step, patched)
        if step < 4:  # two data files, the rejects, the ledger
            with pytest.raises(Killed):
                monthly.load()
        else:
            monthly.load()
            assert renames() == 4
    visible = monthly.rows("station_id")
    assert visible == ([] if step < 4 else [("S1",), ("S1",)])
    left = clean_up(monthly.home)
    assert any(path.startswith("raw/_staging/") for path in left)
    assert monthly.rows("station_id") == visible
    assert_only_the_ledger_s_files(monthly)
    assert monthly.load()[0].status == ("loaded" if step < 4 else "unchanged")
    assert (len(monthly.rows()), monthly.rejects("line_no")) == (2, [(4,)])
    assert clean_up(monthly.home) == []


def assert_only_the_ledger_s_files(world: World) -> None:
    known = ledger.read(world.home)
    files = {path.relative_to(world.home.raw).as_posix() for path in world.home.raw.rglob("*.parquet")}
    rejects = {path.relative_to(world.home.audit).as_posix() for path in world.home.audit.rglob("*.parquet")}
    assert (files, rejects) == (known.files_named(), known.reject_files_named())
    assert list(world.home.raw_staging.iterdir()) == []


def test_the_ledger_describes_its_files(monthly: World) -> None:
    monthly.loaded(CONTENT)
    (load,) = ledger.read(monthly.home).loads.values()
    revision = load.revision() or {}
    for file in revision["files"]:
        path = monthly.home.raw / file["path"]
        assert path.stat().st_size == file["bytes"]
        assert duckdb.sql(f"select count(*) from '{path}'").fetchall() == [(file["rows"],)]
    path = monthly.home.raw / revision["files"][0]["path"]
    described = duckdb.sql(f"describe from read_parquet('{path}', hive_partitioning = false)").fetchall()
    assert [[name, sql_type] for name, sql_type, *_ in described] == revision["schema"]


def test_leftovers_go_and_named_files_stay(world: World) -> None:
    world.loaded(CONTENT)
    strays = [
        world.home.raw / "river_level" / "river_level.0000.1.parquet",
        world.home.raw / "other" / "x.parquet",
        world.home.raw_staging / "river_level.0000" / "scratch.duckdb",
        world.home.raw_staging / "file",
        world.home.audit / "reject" / "x.parquet",
        world.home.ledger / ".x.json.1.tmp",
    ]
    for stray in strays:
        stray.parent.mkdir(parents=True, exist_ok=True)
        stray.write_text("left")
    other = world.home.audit / "validation_result" / "r.parquet"
    other.parent.mkdir()
    other.write_text("not of the loader")
    removed = clean_up(world.home)
    assert len(removed) == len(strays)
    assert not any(stray.exists() for stray in strays)
    assert other.exists()
    assert (len(world.rows()), len(world.rejects())) == (2, 1)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        duckdb.IOException("Could not write file: No space left on device"),
        duckdb.OutOfMemoryException("could not allocate block"),
        MemoryError(),
    ],
)
def test_a_full_disk_or_memory_is_one_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    world.deliver(CONTENT)

    def fail(*_: Any) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr("dagster_project.lib.loading.writing.move_into_place", fail)
        with pytest.raises(OutOfResources, match=r"gave out|disk is full") as raised:
            world.load()
    assert "\n" not in str(raised.value)
    assert (world.rows(), list(world.home.raw_staging.iterdir())) == ([], [])
    assert world.load()[0].status == "loaded"


def test_a_file_name_cannot_pretend_a_full_disk(world: World) -> None:
    outcome = world.loaded("x", "No space left on device.xlsx")
    assert outcome.status == "rejected"
    assert not is_full_disk(ValueError("No space left on device"))


def test_a_new_source_is_a_new_contract_and_nothing_else(world: World) -> None:
    path = world.folder / "_invented__sources.yml"
    path.write_text(contract_text(COLUMNS).replace("river_level", "invented_source"))
    (contract,) = read_contract_file(path)
    assert contract.name == "invented_source"
