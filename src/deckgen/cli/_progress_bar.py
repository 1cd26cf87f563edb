"""A progress bar on the terminal for commands that take a while."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deckgen.build.progress import Progress

PROGRESS_DELAY = 0.5
"""Seconds before a progress bar appears."""
_PROGRESS_INTERVAL = 0.1
"""Seconds between two updates of it."""


@contextmanager
def progress_bar(name: str) -> Iterator[Progress]:
    """Show a progress bar on a terminal; anywhere else, show nothing."""
    from deckgen.build.progress import ignore_progress

    bar = _DelayedProgressBar(name) if sys.stderr.isatty() else None
    try:
        yield bar.advance if bar else ignore_progress
    finally:
        if bar:
            bar.stop()


class _DelayedProgressBar:
    """A bar that appears after half a second: most builds are done by then, and importing rich would add a tenth to them.

    It is drawn ten times a second as the work advances, not by a thread of its own.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._next_update = time.monotonic() + PROGRESS_DELAY
        self._bar: Any = None

    def advance(self, stage: str, done: int, total: int) -> None:
        """Show what is being done."""
        if (now := time.monotonic()) < self._next_update:
            return
        self._next_update = now + _PROGRESS_INTERVAL
        if self._bar is None:
            self._bar = self._start()
        self._bar.update(self._bar.task_ids[0], description=stage, completed=done, total=total, refresh=True)

    def _start(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (
            TextColumn("{task.fields[deck]}", markup=False),
            BarColumn(),
            TextColumn("{task.description}", markup=False),
        )
        bar = Progress(
            *columns,
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        bar.add_task("starting", total=None, deck=self._name)
        bar.start()
        return bar

    def stop(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()
