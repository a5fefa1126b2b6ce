"""The demo through the real loader: what is meant to be refused is refused, for the reason meant, and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dagster_project.demo.key import ensure_demo_key
from dagster_project.demo.reasons import EXPECTED_FILE_REJECTIONS, EXPECTED_REJECT_REASONS, expected_rows
from dagster_project.demo.recipes import plans
from dagster_project.lib.contract import SourceContract
from dagster_project.lib.home import Home
from dagster_project.lib.loading import LoadOutcome, load_source

STARTED_AT = datetime(2026, 1, 15, tzinfo=UTC)
# Every reason code of a row that the loader knows, and the one of a load that was refused as a whole.
ALL_REJECT_REASONS = {
    "missing_required",
    "not_a_number",
    "not_an_int",
    "not_a_date",
    "not_a_timestamp",
    "not_a_bool",
    "overflow",
    "out_of_range",
    "not_in_set",
    "pattern_mismatch",
    "wrong_column_count",
    "not_exactly_one",
    "load_rejected",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.open(tmp_path_factory.mktemp("home"))
    ensure_demo_key(home)
    return home


@pytest.fixture(scope="module")
def outcomes(home: Home, landing: Path, contracts: dict[str, SourceContract]) -> dict[str, LoadOutcome]:
    """What became of each file, by its path below the landing folder."""
    found = [
        outcome
        for contract in contracts.values()
        for outcome in load_source(home, contract, landing, run_id="test", started_at=STARTED_AT)
    ]
    return {f"{outcome.source}/{outcome.file_name}": outcome for outcome in found}


@pytest.fixture(scope="module")
def rejects(home: Home, outcomes: dict[str, LoadOutcome]) -> set[tuple[str, int, str]]:
    """File, line and reason code of every rejected row."""
    path_of = {outcome.load_id: path for path, outcome in outcomes.items() if outcome.status != "unchanged"}
    rows = [row for path in sorted(home.audit.glob("reject/*.parquet")) for row in pq.read_table(path).to_pylist()]
    return {(path_of[row["load_id"]], row["line_no"], row["reason_code"]) for row in rows}


def _with_status(outcomes: dict[str, LoadOutcome], status: str) -> set[str]:
    return {path for path, outcome in outcomes.items() if outcome.status == status}


def test_the_files_meant_to_be_refused_are_refused_and_no_other(outcomes: dict[str, LoadOutcome]):
    assert _with_status(outcomes, "rejected") == EXPECTED_FILE_REJECTIONS.keys()
    assert _with_status(outcomes, "unchanged") == {plan.path for plan in plans() if plan.breakage_kind == "copy_of"}
    assert all(outcomes[path].message for path in EXPECTED_FILE_REJECTIONS)


def test_an_unfinished_file_is_ignored(outcomes: dict[str, LoadOutcome]):
    unfinished = {plan.path for plan in plans() if plan.file.endswith(".part")}
    assert unfinished
    assert not unfinished & outcomes.keys()
    assert unfinished | outcomes.keys() == {plan.path for plan in plans()}


def test_each_broken_row_is_rejected_for_its_reason_and_no_other_row_is(rejects: set[tuple[str, int, str]]):
    assert rejects == expected_rows("reject")


def test_every_reason_of_the_loader_shows(rejects: set[tuple[str, int, str]]):
    assert {code for _, _, code in rejects} == EXPECTED_REJECT_REASONS == ALL_REJECT_REASONS


def test_rounding_and_drift_show(outcomes: dict[str, LoadOutcome]):
    rounded = {path: outcome.rounded_values for path, outcome in outcomes.items() if outcome.rounded_values}
    assert rounded == {
        "energy_consumption/energy_broken_rows.csv": 2,
        "electricity_meter/meter_broken_rows.csv": 1,
    }
    assert {path: outcome.drift for path, outcome in outcomes.items() if outcome.drift} == {
        "energy_consumption/energy_with_remark.csv": ("remark",)
    }


def test_every_row_is_loaded_rejected_or_erased(outcomes: dict[str, LoadOutcome]):
    for path, outcome in outcomes.items():
        assert outcome.rows_delivered == outcome.rows_loaded + outcome.rows_rejected + outcome.rows_erased, path
    assert sum(outcome.rows_loaded for outcome in outcomes.values()) > 60_000
