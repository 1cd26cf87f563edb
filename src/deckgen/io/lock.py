"""One command at a time changes a project: the others wait for it, and are told where it takes too long.

The lock is the system's own (filelock), which a process that is killed gives back by ending. It lies in the user's folder, not
in the project, where it would be copied and committed. Where the system has no locks, on some network drives, or there is no
such folder, nothing is locked: `edit.write_all` compares bytes just before it replaces a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deckgen.diagnostics import UserFacingError

PATIENCE = 20.0
"""Seconds that a command waits for another one; `roll` takes a second on a deck of a hundred slides."""


class LockedError(UserFacingError):
    """Another command has been changing the project for longer than anybody waits; the message says so."""


@contextmanager
def project_lock(project: Path, folder: Path | None, patience: float = PATIENCE) -> Iterator[None]:
    """Keep other commands from changing a project; `folder` is that of the user for the project, None where there is none.

    Raises LockedError after so many seconds.
    """
    if folder is None:
        yield
        return
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- 20 ms, for commands that write only

    lock = FileLock(folder / "write.lock", timeout=patience, mode=0o600, fallback_to_soft=False)
    try:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except Timeout as fault:
        raise LockedError(
            f"another deckgen command is changing the project {project.name}; nothing was changed: try again when it has ended"
        ) from fault
    except (OSError, NotImplementedError):
        yield
        return
    try:
        yield
    finally:
        lock.release()
