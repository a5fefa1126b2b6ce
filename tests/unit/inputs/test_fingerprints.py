"""The digests of the project change with what decides a result, and with nothing else."""

from pathlib import Path

import pytest

from dagster_project.lib.fingerprints import code_digest, seed_digest

FILES = {
    "dagster_project/lib/a.py": "code",
    "dbt_carbon/dbt_project.yml": "code",
    "dbt_carbon/models/staging/a.sql": "code",
    "dbt_carbon/models/staging/a.yml": "code",
    "dbt_carbon/macros/a.sql": "code",
    "expectations/raw/a.json": "code",
    "seeds/a/a.csv": "seed",
    "seeds/a/a.yml": "seed",
    "dbt_carbon/target/a.json": "",
    "dagster_project/__pycache__/a.py": "",
    "dagster_project/.hidden.py": "",
    "README.md": "",
    "tests/test_a.py": "",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one")
    return tmp_path


@pytest.mark.parametrize(("name", "kind"), FILES.items())
def test_each_file_counts_where_it_should(root: Path, name: str, kind: str) -> None:
    before = code_digest(root), seed_digest(root)
    (root / name).write_text("two")
    changed = [now != then for now, then in zip((code_digest(root), seed_digest(root)), before, strict=True)]
    assert changed == [kind == "code", kind == "seed"]


def test_a_name_counts_as_well(root: Path) -> None:
    before = code_digest(root)
    path = root / "dbt_carbon/macros/a.sql"
    path.rename(path.with_name("b.sql"))
    assert code_digest(root) != before
