"""Folders → a call for every change in them, even after they were deleted and created again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from watchfiles import DefaultFilter, watch

_QUIET_MS = 5
"""Milliseconds without another change after which a change is reported: long enough for an editor to write a file. If that takes
longer, the rest is another change, and the errors of the file half written are not shown (`Session.refresh`)."""
_MAX_DELAY_MS = 90
"""Milliseconds after which it is reported although files go on changing."""
_CHECK_INTERVAL_MS = 400
"""Milliseconds between two checks whether the folders themselves are still the same ones."""


def watch_folders(roots: Sequence[Path], changed: Callable[[], None], stop: Event) -> None:
    """Call `changed` after each change below `roots` until `stop` is set.

    The system reports no changes of a folder that was deleted and created again, so the identities of the folders are compared,
    too. Where the system cannot watch (too many watches, a network drive), files are polled.
    """
    polling = False
    while not stop.is_set():
        identities = {root: _identity(root) for root in roots}
        existing = [root for root, identity in identities.items() if identity is not None]
        if not existing:
            stop.wait(_CHECK_INTERVAL_MS / 1000)
        try:
            _watch_until_replaced(existing, identities, changed, stop, polling)
        except (OSError, RuntimeError):
            # Either a folder was deleted while the watch was set up, or the system has no watches left; then poll from now on.
            polling = all(root.is_dir() for root in existing)
            stop.wait(_CHECK_INTERVAL_MS / 1000)
        if not stop.is_set():
            changed()


def _watch_until_replaced(
    existing: Sequence[Path],
    identities: dict[Path, tuple[int, int] | None],
    changed: Callable[[], None],
    stop: Event,
    polling: bool,
) -> None:
    """Watch until a root is replaced, created or deleted."""
    if not existing:
        return
    changes = watch(
        *existing, watch_filter=DefaultFilter(), step=_QUIET_MS, debounce=_MAX_DELAY_MS, rust_timeout=_CHECK_INTERVAL_MS,
        stop_event=stop, yield_on_timeout=True, raise_interrupt=False, force_polling=polling or None,
    )  # fmt: skip
    for batch in changes:
        if any(_identity(root) != identity for root, identity in identities.items()):
            return
        if batch:
            changed()


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino)
