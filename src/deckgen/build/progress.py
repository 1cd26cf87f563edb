"""How a stage reports what it is doing: a callback, and one that ignores the reports."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with the name of the stage, the number of its steps that are done, and the number of all its steps."""


def ignore_progress(_stage: str, _done: int, _total: int) -> None:
    """Report no progress."""
