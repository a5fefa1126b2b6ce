"""What a failed dbt call says: the model or test, the rows, and the exit code."""

import json
from pathlib import Path

import pytest

from dagster_project.lib.errors import GateFailed, OutOfResources
from dagster_project.lib.running.dbt_results import failure

TEST_ID = "test.carbon.not_null_fct_emission_gas.abc123"
NODES = {TEST_ID: {"name": "not_null_fct_emission_gas", "attached_node": "model.carbon.fct_emission"}}


def _failure(folder: Path, *results: dict, log: str = "") -> Exception:
    (folder / "run_results.json").write_text(json.dumps({"results": list(results)}))
    return failure("facts", folder, NODES, log)


def _result(unique_id: str, status: str, message: str | None = None, failures: int | None = None) -> dict:
    return {"unique_id": unique_id, "status": status, "message": message, "failures": failures}


def test_a_failed_test_names_test_model_and_rows(tmp_path: Path) -> None:
    error = _failure(tmp_path, _result("model.carbon.a", "success"), _result(TEST_ID, "fail", "Got 7 results", 7))
    assert isinstance(error, GateFailed)
    assert "not_null_fct_emission_gas of fct_emission in layer facts failed with 7 rows," in str(error)


def test_a_failed_model_comes_before_the_tests(tmp_path: Path) -> None:
    message = "Runtime Error in model fct_emission (models/facts/fct_emission.sql)\n  Conversion Error: no number"
    error = _failure(
        tmp_path, _result(TEST_ID, "fail", None, 1), _result("model.carbon.fct_emission", "error", message)
    )
    assert "model fct_emission failed (Conversion Error: no number)" in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    "message",
    [
        "Runtime Error\n  Out of Memory Error: failed to allocate data of size 32.0 KiB (7.4 GiB/7.4 GiB used)",
        "Runtime Error\n  IO Error: Could not write file: No space left on device",
    ],
)
def test_disk_and_memory_are_told_apart_from_failures(tmp_path: Path, message: str) -> None:
    for each in ("model.carbon.fct_emission", TEST_ID):
        error = _failure(tmp_path, _result(each, "error", message))
        assert isinstance(error, OutOfResources)
        assert error.exit_code == 4


def test_dbt_that_ended_without_results_says_what_it_last_said(tmp_path: Path) -> None:
    error = failure("facts", tmp_path, NODES, "Compilation Error in model x\n  'nowhere' is undefined")
    assert "'nowhere' is undefined" in str(error)
    assert error.exit_code == 1
