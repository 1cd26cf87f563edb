"""Folders → a call for every change under them, also across their own deletion and return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from watchfiles import DefaultFilter, watch

_STEP = 5
"""Milliseconds of quiet after which a change is told: long enough for an editor to write a file out. Should it take longer,
the rest is a change of its own, and what was wrong with the half is not shown (`Session.refresh`)."""
_LONGEST = 90
"""Milliseconds after which it is told although files go on changing."""
_LOOK = 400
"""Milliseconds between two looks at whether the folders themselves are still the same ones."""


def follow(roots: Sequence[Path], changed: Callable[[], None], stop: Event) -> None:
    """Call `changed` after each change below `roots` until `stop` is set.

    A folder that is deleted and made again is another one, of which the system tells nothing: so their identities are
    compared, too. Where the system cannot watch (too many watches, a network drive), files are looked at in turn.
    """
    polling = False
    while not stop.is_set():
        marks = {root: _identity(root) for root in roots}
        there = [root for root, mark in marks.items() if mark is not None]
        if not there:
            stop.wait(_LOOK / 1000)
        try:
            _follow(there, marks, changed, stop, polling)
        except (OSError, RuntimeError):
            # Gone while the watch was set up, or the system's watches are used up: the second time, by looking.
            polling = all(root.is_dir() for root in there)
            stop.wait(_LOOK / 1000)
        if not stop.is_set():
            changed()


def _follow(
    there: Sequence[Path],
    marks: dict[Path, tuple[int, int] | None],
    changed: Callable[[], None],
    stop: Event,
    polling: bool,
) -> None:
    """Watch until a root is another one, or came or went."""
    if not there:
        return
    changes = watch(
        *there, watch_filter=DefaultFilter(), step=_STEP, debounce=_LONGEST, rust_timeout=_LOOK, stop_event=stop,
        yield_on_timeout=True, raise_interrupt=False, force_polling=polling or None,
    )  # fmt: skip
    for found in changes:
        if any(_identity(root) != mark for root, mark in marks.items()):
            return
        if found:
            changed()


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)
