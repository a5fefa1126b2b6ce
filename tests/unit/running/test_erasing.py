"""A run erases before it prepares what it reads, and its summary names the delivered files that hold the person."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from dagster_project.lib import erasure
from dagster_project.lib.running import steps


def test_the_summary_names_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(erasure, "erase_persons", lambda home, *, at, run_id: asked.append(run_id))
    monkeypatch.setattr(erasure, "files_with_erased", lambda home, landing: ["personal_behaviour/a.parquet"])
    session = SimpleNamespace(
        home=None, landing=tmp_path, started_at=datetime.now(UTC), run_id="run-1", record=SimpleNamespace(warnings=[])
    )
    steps._erase(session)  # type: ignore[arg-type]
    assert asked == ["run-1"]
    sentence = "personal_behaviour/a.parquet still holds rows of erased persons: it is its deliverer's to remove"
    assert session.record.warnings == [sentence]
