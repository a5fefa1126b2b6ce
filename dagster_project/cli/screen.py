"""The user's terminal during a run: everything that libraries print goes to the run's log, only our words come through.

Dagster, dbt and Great Expectations write to the standard streams, some of it from native code at exit, so the file
descriptors themselves are turned over to the log.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_CLEAR_LINE = "\r\x1b[K"


class Screen:
    """The terminal as it was before the streams were turned over."""

    def __init__(self, out: TextIO, error: TextIO, log: Path) -> None:
        self.out, self.error, self.log = out, error, log
        self._is_terminal = out.isatty()
        self._began = time.monotonic()

    def show_progress(self, doing: str) -> None:
        """One line that says what is being done; only where somebody watches."""
        if self._is_terminal:
            self.out.write(f"{_CLEAR_LINE}{time.monotonic() - self._began:5.0f} s  {doing} …")
            self.out.flush()

    def end_progress(self) -> None:
        if self._is_terminal:
            self.out.write(_CLEAR_LINE)
            self.out.flush()


@contextmanager
def log_everything(log: Path) -> Iterator[Screen]:
    """Send the standard streams to the log, and give back the terminal to write on.

    They stay with the log afterwards: what native libraries print when the process ends is not for the user.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    error = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace")
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    screen = Screen(out, error, log)
    try:
        yield screen
    except BaseException:  # whoever reports it needs the terminal
        os.dup2(out.fileno(), 1)
        os.dup2(error.fileno(), 2)
        raise
    finally:
        screen.end_progress()
        out.flush()
        error.flush()
