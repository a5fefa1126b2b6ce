"""The dbt manifest is made when it is missing or stale and only then, and a broken project is one sentence."""

from pathlib import Path

import pytest

from dagster_project.lib.errors import WrongUse
from dagster_project.lib.running import manifest

MODEL = "select 1 as one\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dbt project of one model and one seed."""
    dbt, seeds = tmp_path / "dbt", tmp_path / "seeds"
    for folder in (dbt / "models", seeds):
        folder.mkdir(parents=True)
    (dbt / "dbt_project.yml").write_text("name: tiny\nversion: '1.0'\nprofile: tiny\nseed-paths: ['../seeds']\n")
    (dbt / "profiles.yml").write_text("tiny: {target: t, outputs: {t: {type: duckdb, path: ':memory:'}}}\n")
    (dbt / "models" / "m.sql").write_text(MODEL)
    (seeds / "s.csv").write_text("a\n1\n")
    monkeypatch.setattr(manifest, "DBT_PROJECT", dbt)
    monkeypatch.setattr(manifest, "SEEDS", seeds)
    monkeypatch.setattr(manifest, "MANIFEST", dbt / "target" / "manifest.json")
    manifest.load_manifest.cache_clear()
    yield tmp_path
    manifest.load_manifest.cache_clear()


def test_it_is_made_when_missing_and_again_when_a_model_changes(project: Path) -> None:
    assert manifest.ensure_manifest()
    assert "model.tiny.m" in manifest.load_manifest()["nodes"]
    assert not manifest.ensure_manifest()
    (project / "seeds" / "s.csv").write_text("a\n2\n")  # what is in a seed is not in the manifest
    assert not manifest.ensure_manifest()
    (project / "dbt" / "models" / "n.sql").write_text(MODEL)
    assert manifest.ensure_manifest()
    assert "model.tiny.n" in manifest.load_manifest()["nodes"]


def test_a_project_that_dbt_cannot_read_is_one_sentence_and_the_old_manifest_stays(project: Path) -> None:
    manifest.ensure_manifest()
    (project / "dbt" / "models" / "m.sql").write_text("select * from {{ ref('nowhere') }}\n")
    with pytest.raises(WrongUse, match="nowhere") as refusal:
        manifest.ensure_manifest()
    assert "\n" not in str(refusal.value)
    assert manifest.MANIFEST.exists()


def test_a_missing_manifest_is_said_in_one_sentence(project: Path) -> None:
    with pytest.raises(WrongUse, match="is missing: make it with"):
        manifest.load_manifest()
