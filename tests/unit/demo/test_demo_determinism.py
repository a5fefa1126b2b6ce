"""Writing the demo: the same bytes each time, other people's files left alone, wrong use in one sentence."""

from pathlib import Path

import pytest

from dagster_project.demo import write_demo
from dagster_project.lib.errors import WrongUse


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_beside_the_files_of_others(landing: Path, tmp_path: Path):
    own, other = (tmp_path / "account_registry" / name for name in ("accounts_2023.csv", "ours.csv"))
    other.parent.mkdir(parents=True)
    own.write_text("old")
    other.write_text("kept")
    summary = write_demo(tmp_path)
    assert other.read_text() == "kept"
    other.unlink()
    written = _bytes_of(tmp_path)
    assert written == _bytes_of(landing)
    assert sorted(summary.files) == sorted(name for name in written if not name.endswith(".manifest.json"))
    assert len(summary.deliveries) >= 6
    assert sum(summary.rows.values()) > summary.rows["electricity_meter"] > 0


def test_another_seed_gives_other_quantities(landing: Path, tmp_path: Path):
    write_demo(tmp_path, seed=1)
    first, second = _bytes_of(landing), _bytes_of(tmp_path)
    assert first.keys() == second.keys()
    assert first["energy_consumption/energy_2023Q1.csv"] != second["energy_consumption/energy_2023Q1.csv"]


def test_a_scale_that_does_not_exist_is_wrong_use(tmp_path: Path):
    with pytest.raises(WrongUse, match="only small and city"):
        write_demo(tmp_path, scale="nation")
    assert not list(tmp_path.iterdir())


def test_a_landing_folder_that_is_a_file_is_wrong_use(tmp_path: Path):
    (tmp_path / "landing").write_text("a file")
    with pytest.raises(WrongUse, match="cannot be written"):
        write_demo(tmp_path / "landing")
