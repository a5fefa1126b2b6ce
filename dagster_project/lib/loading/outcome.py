"""What became of one delivered file, and the refusal of a whole file; how either comes about is decided elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Status = Literal["loaded", "unchanged", "rejected"]


@dataclass(frozen=True)
class LoadOutcome:
    """One line of the run's summary. A load that has no load id was never read (a link, a folder, a changing file)."""

    source: str
    file_name: str
    status: Status
    load_id: str | None = None
    rows_delivered: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    rows_erased: int = 0  # of persons who asked to be erased: not written
    rounded_values: int = 0
    message: str | None = None
    warnings: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    known_at: datetime | None = None
    attempt: int | None = None  # number of the ledger event that this outcome wrote; None: it wrote none

    @property
    def is_new(self) -> bool:
        """Whether the ledger has learnt something."""
        return self.attempt is not None


class FileRejected(Exception):  # noqa: N818
    """A whole file cannot be loaded; the text is the sentence that tells the deliverer why, without any value."""

    def __init__(self, sentence: str, *, retry_after: datetime | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after  # time alone heals it: not before this moment


class FileNotReadNow(Exception):  # noqa: N818
    """A file that could not be identified by its bytes, so the ledger cannot name it; the next run tries again."""
