"""The verdict of a gate: which results stop the run, and the one sentence that says so.

Belongs here: the meaning of failed results. Does not belong here: running checks (runner).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dagster_project.lib.errors import GateFailed
from dagster_project.lib.gates.results import CheckResult

# What a user can do, by layer. A delivery cannot fail a gate, so a failure is a damaged file, a tampered
# table or a defect of the pipeline; a full refresh tells the first two from the third.
ADVICE = {
    "raw": "reload the source with `carbon reload SOURCE`, and if it fails again report it as a defect",
}
DEFAULT_ADVICE = "run again with --full-refresh, and if it fails again report it as a defect"


def failures(results: Iterable[CheckResult]) -> list[CheckResult]:
    """The results that stop the run: critical and not successful."""
    return [result for result in results if result.severity == "critical" and not result.success]


def warnings(results: Iterable[CheckResult]) -> list[CheckResult]:
    """Failed results that are shown and stop nothing."""
    return [result for result in results if result.severity != "critical" and not result.success]


def gate_message(failed: Sequence[CheckResult]) -> str:
    """One sentence for the user; the first failure stands for all, the rest are counted."""
    first = failed[0]
    others = f" (and {_counted(len(failed) - 1, 'more failed check')})" if len(failed) > 1 else ""
    example = f" such as {first.sample[0]}" if first.sample else ""
    return (
        f"Gate {first.layer} stopped the run and nothing was published: table {first.table}, "
        f"expectation '{first.expectation}', {_extent(first)}{example}{others}; "
        f"{ADVICE.get(first.layer, DEFAULT_ADVICE)}."
    )


def raise_if_failed(results: Iterable[CheckResult]) -> None:
    failed = failures(results)
    if failed:
        raise GateFailed(gate_message(failed))


def _extent(result: CheckResult) -> str:
    if result.unexpected_count:
        return _counted(result.unexpected_count, "row")
    return result.observed


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
