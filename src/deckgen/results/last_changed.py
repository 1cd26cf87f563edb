"""Content files → the date on which each last changed: git's for a file that is as committed, else the file system's.

Nothing of the repository can run a command or make us wait (see `history` and `repository`): git has some seconds in all, after
which dates are those of the file system.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Self

from deckgen.io.programs import find_program
from deckgen.reader import MAX_BYTES
from deckgen.results.history import History, HistoryError
from deckgen.results.repository import Repository, RepositoryError, find_repository

SECONDS = 5.0
"""What git may take in all, by the clock; the history of this project, 180 commits, takes 0.03."""


class ChangeDates:
    """The dates of files in one run, which may ask for the files of many decks; a context manager, which ends git.

    `remark` says why dates are the file system's though there is a repository; empty otherwise.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        """Take the seconds that git may take in all."""
        self.remark = ""
        self._given = self._left = seconds
        self._histories: dict[Path, tuple[Repository, History] | None] = {}

    def __enter__(self) -> Self:
        """Give the dates; git is started once it is needed."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """End git."""
        for opened in self._histories.values():
            if opened is not None:
                opened[1].close()

    def of(self, project: Path, paths: Iterable[Path]) -> dict[Path, str]:
        """Give the date of each file of a project as `YYYY-MM-DD`; `?` for a file that is not there. Never raises."""
        paths = list(paths)
        if project not in self._histories:
            self._histories[project] = self._opened(project)
        opened = self._histories[project]
        committed = self._committed(*opened, paths) if opened else {}
        return {path: committed.get(path) or _modified(path) for path in paths}

    def _opened(self, project: Path) -> tuple[Repository, History] | None:
        git = find_program("git", untrusted=project)
        if git is None:
            return None
        try:
            repository = find_repository(project)
            if repository is None:
                return None
            return repository, History(git, repository, project.relative_to(repository.root).as_posix())
        except RepositoryError as fault:
            self._remark(str(fault))
        except OSError:
            self._remark(f"{git} cannot be started")
        return None

    def _committed(self, repository: Repository, history: History, paths: Sequence[Path]) -> dict[Path, str]:
        """Give the dates of the files that are as committed, within the time that is left."""
        started = time.monotonic()
        timer = Timer(max(0, self._left), history.kill)
        timer.daemon = True
        timer.start()
        try:
            blobs = history.blobs()
            names = {path: name for path in paths if (name := _unchanged(path, repository, blobs))}
            dates = history.dates(names.values())
        except HistoryError:
            names, dates = dict.fromkeys(paths, ""), {}
        finally:
            timer.cancel()
            self._left -= time.monotonic() - started
        if self._left <= 0:
            self._remark(f"git took more than {self._given:g} seconds")
        elif len(dates) < len(set(names.values())):
            self._remark(f"the history in {repository.root} cannot be read as a whole")
        return {path: dates[name] for path, name in names.items() if name in dates}

    def _remark(self, reason: str) -> None:
        # A name of a file may hold what a terminal takes for a command.
        reason = "".join(char if char.isprintable() else "?" for char in reason)
        self.remark = self.remark or f"{reason}: some dates are those of the file system"


def _unchanged(path: Path, repository: Repository, blobs: Mapping[str, str]) -> str:
    """Give the name of a file in its repository where it is as committed; empty where it is not.

    Line ends may differ: git converts them on Windows (core.autocrlf). What another filter would convert counts as changed.
    """
    try:
        name = path.relative_to(repository.root).as_posix()
        blob = blobs.get(name)
        data = _content(path) if blob else None
    except (OSError, ValueError):
        return ""
    if data is None:
        return ""
    return name if blob in {_blob(data, repository), _blob(data.replace(b"\r\n", b"\n"), repository)} else ""


def _content(path: Path) -> bytes | None:
    """Read a regular file no larger than a content file may be; None for anything else."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        data = file.read(MAX_BYTES + 1) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    return data if data is not None and len(data) <= MAX_BYTES else None


def _blob(data: bytes, repository: Repository) -> str:
    """Name a content as git does: the hash of a header and the bytes (git-hash-object(1))."""
    return hashlib.new(repository.hash_name, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _modified(path: Path) -> str:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone().date().isoformat()
    except (OSError, ValueError, OverflowError):
        return "?"
