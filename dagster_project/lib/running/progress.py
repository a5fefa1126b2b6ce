"""Telling whoever watches what a run is at. Not here: how it is shown (cli/console)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str], None]


def _nobody(text: str) -> None:
    """A run in the Dagster UI or a test has no terminal."""


_listener: Listener = _nobody


def report(text: str) -> None:
    _listener(text)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Send reports of this process to the listener."""
    global _listener
    before, _listener = _listener, listener
    try:
        yield
    finally:
        _listener = before
