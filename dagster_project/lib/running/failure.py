"""What an error means to the user: one sentence and an exit code. Not here: writing it down (session) or showing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dagster_project.lib.errors import CarbonError, OutOfResources
from dagster_project.lib.files import is_full_disk

DEFECT_EXIT_CODE = 1  # like a gate: the run was stopped and nothing was published
INTERRUPTED_EXIT_CODE = 130  # what a shell reports of a program that was interrupted
INTERRUPTED = "the run was interrupted; nothing was published"
_UNTOUCHED = "the release published before is untouched"


@dataclass(frozen=True)
class Failure:
    """Why something stopped. A defect is ours: it also needs its traceback kept."""

    sentence: str
    exit_code: int
    is_defect: bool = False


def failure_of(error: BaseException) -> Failure:
    """Errors of ours as they are; disk or memory that gave out in whichever library; an interrupt; else a defect."""
    for each in _with_causes(error):
        known = _known(each)
        if known is not None:
            return Failure(str(known), known.exit_code)
    if not isinstance(error, Exception):  # KeyboardInterrupt, and what Dagster makes of it
        return Failure(INTERRUPTED, INTERRUPTED_EXIT_CODE)
    text = " ".join(str(error).split())[:200]
    return Failure(f"unexpected error ({type(error).__name__}: {text})", DEFECT_EXIT_CODE, is_defect=True)


def _known(error: BaseException) -> CarbonError | None:
    if isinstance(error, CarbonError):
        return error
    if is_full_disk(error):
        return OutOfResources(f"the disk is full; {_UNTOUCHED}: free some space and run again")
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return OutOfResources(f"memory gave out; {_UNTOUCHED}: give the run more with CARBON_MEMORY_LIMIT")
    return None


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those it was raised from: libraries, Dagster first of all, wrap what they caught."""
    each: BaseException | None = error
    while each is not None:
        yield each
        each = each.__cause__
