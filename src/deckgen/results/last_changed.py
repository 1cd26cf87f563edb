"""Content files → the date on which each last changed: that of its last commit, or of the file system if it is changed since.

The repository cannot make us run a command or wait (see `history` and `repository`): git has a few seconds for all files of a
run. After that, dates are those of the file system.
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

TIME_LIMIT = 5.0
"""Seconds of elapsed time for all git queries of a run; the history of this project, 180 commits, takes 0.03."""


class ChangeDates:
    """The dates of files, for all decks of one run; a context manager that terminates git at its end.

    `remark` is the reason why some dates are those of the file system although there is a repository; empty otherwise.
    """

    def __init__(self, seconds: float = TIME_LIMIT) -> None:
        """Set the time limit, in seconds of elapsed time, for all git queries together."""
        self.remark = ""
        self._time_limit = self._time_left = seconds
        self._histories: dict[Path, tuple[Repository, History] | None] = {}

    def __enter__(self) -> Self:
        """Return the dates; git is started only when it is needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Terminate git."""
        for found in self._histories.values():
            if found is not None:
                found[1].close()

    def dates_of(self, project: Path, paths: Iterable[Path]) -> dict[Path, str]:
        """Return the date of each file of a project as `YYYY-MM-DD`; `?` for a missing file. Never raises."""
        paths = list(paths)
        if project not in self._histories:
            self._histories[project] = self._open_history(project)
        found = self._histories[project]
        commit_dates = self._commit_dates(*found, paths) if found else {}
        return {path: commit_dates.get(path) or _modification_date(path) for path in paths}

    def _open_history(self, project: Path) -> tuple[Repository, History] | None:
        """Start git in the repository of a project; None if there is no git or no repository that it may read."""
        git = find_program("git", untrusted=project)
        if git is None:
            return None
        try:
            repository = find_repository(project)
            if repository is None:
                return None
            return repository, History(git, repository, project.relative_to(repository.root).as_posix())
        except RepositoryError as error:
            self._set_remark(str(error))
        except OSError:
            self._set_remark(f"{git} cannot be started")
        return None

    def _commit_dates(self, repository: Repository, history: History, paths: Sequence[Path]) -> dict[Path, str]:
        """Return the dates of the files that are unchanged since their last commit, as far as the time allows."""
        started = time.monotonic()
        timer = Timer(max(0, self._time_left), history.kill)
        timer.daemon = True
        timer.start()
        try:
            blobs = history.blobs()
            names = {path: name for path in paths if (name := _name_if_unchanged(path, repository, blobs))}
            dates = history.dates(names.values())
        except HistoryError:
            names, dates = dict.fromkeys(paths, ""), {}
        finally:
            timer.cancel()
            self._time_left -= time.monotonic() - started
        if self._time_left <= 0:
            self._set_remark(f"git took more than {self._time_limit:g} seconds")
        elif len(dates) < len(set(names.values())):
            self._set_remark(f"the history in {repository.root} cannot be read completely")
        return {path: dates[name] for path, name in names.items() if name in dates}

    def _set_remark(self, reason: str) -> None:
        # The name of a file may contain a control sequence of the terminal.
        reason = "".join(char if char.isprintable() else "?" for char in reason)
        self.remark = self.remark or f"{reason}: some dates are those of the file system"


def _name_if_unchanged(path: Path, repository: Repository, blobs: Mapping[str, str]) -> str:
    """Return the path of a file in its repository if it is unchanged since the last commit; else an empty string.

    Line breaks may differ: git converts them on Windows (core.autocrlf). A file that another filter converts counts as changed.
    """
    try:
        name = path.relative_to(repository.root).as_posix()
        blob = blobs.get(name)
        data = _read_regular_file(path) if blob else None
    except (OSError, ValueError):
        return ""
    if data is None:
        return ""
    return name if blob in {_blob_name(data, repository), _blob_name(data.replace(b"\r\n", b"\n"), repository)} else ""


def _read_regular_file(path: Path) -> bytes | None:
    """Read a regular file that is not too large for a content file; None for any other file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        data = file.read(MAX_BYTES + 1) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    return data if data is not None and len(data) <= MAX_BYTES else None


def _blob_name(data: bytes, repository: Repository) -> str:
    """Return the name that git gives to a content: the hash of a header and the bytes (git-hash-object(1))."""
    return hashlib.new(repository.hash_name, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _modification_date(path: Path) -> str:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone().date().isoformat()
    except (OSError, ValueError, OverflowError):
        return "?"
