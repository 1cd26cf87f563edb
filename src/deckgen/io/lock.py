"""One command at a time changes a project: the others wait for it, and fail with a message if it takes too long.

The lock is one of the operating system (filelock), so that a killed process releases it. The lock file is in the user's folder,
not in the project, where it would be copied and committed. Without such a folder, or where the system has no locks (on some
network drives), nothing is locked; `edit.write_all` still compares bytes just before it replaces a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deckgen.diagnostics import UserFacingError

TIMEOUT = 20.0
"""Seconds that a command waits for another one; `roll` takes one second on a deck of a hundred slides."""


class LockedError(UserFacingError):
    """Another command is still changing the project after the time to wait; the message states that."""


@contextmanager
def project_lock(project: Path, folder: Path | None, timeout: float = TIMEOUT) -> Iterator[None]:
    """Keep other commands from changing a project.

    `folder` is the user's folder for this project, in which the lock file is; without one (None) nothing is locked. Raises
    LockedError if another command holds the lock for more than `timeout` seconds.
    """
    if folder is None:
        yield
        return
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- 20 ms, for commands that write only

    lock = FileLock(folder / "write.lock", timeout=timeout, mode=0o600, fallback_to_soft=False)
    try:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except Timeout as error:
        raise LockedError(
            f"another deckgen command is changing the project {project.name}; nothing was changed: try again when it has ended"
        ) from error
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        lock.release()
