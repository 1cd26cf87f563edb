"""Write bytes to a file completely or not at all; create its folder if necessary; report every error as a sentence.

A deck that was edited by hand is kept next to the new file, under another name.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import stat
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from deckgen.diagnostics import UserFacingError
from deckgen.io import atomic
from deckgen.io.confined import OutsideError, file_kind, locate
from deckgen.io.portable_names import UnportableNameError, require_portable

_MAX_TRIES = 5


class OutputFileError(UserFacingError):
    """The file of a deck cannot be written; the message states the reason in a sentence."""


def save(
    data: bytes,
    path: str | os.PathLike[str],
    is_edited: Callable[[Path], bool] = lambda _: False,
    is_deck: Callable[[Path], bool] = lambda _: True,
    root: Path | None = None,
) -> Path | None:
    """Replace the file at `path` by `data` in one step; return the copy of the old file, or None if no copy was kept.

    The data is written to a temporary file in the same folder, flushed to the disk, and then moved: if anything fails, the old
    file stays as it was and no incomplete file is left. If `path` is a symbolic link, the file to which it points is replaced;
    it must not point outside `root`, if that is given. If `is_edited` returns true for the old file, that file is kept as
    `…-edited.pptx`, `…-edited-2.pptx` and so on.

    Raises OutputFileError, with a sentence that names the file, if the folder or the file cannot be written, if a program has the
    file open, or if `resolve_target` refuses the path.
    """
    target = resolve_target(Path(path), is_deck, root)
    staged: atomic.StagedFile | None = None
    kept_copy: Path | None = None
    is_new_copy = False
    try:
        _refuse_if_open(target, Path(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = atomic.stage(target, data)
        kept_copy, is_new_copy = _keep_edited(target, is_edited)
        staged.commit()
        is_new_copy = False
    except OSError as error:
        raise OutputFileError(_error_message(error, Path(path))) from error
    finally:
        if staged is not None:
            staged.discard()
        if is_new_copy and kept_copy:
            # Delete it only if the old file has not been replaced: an interrupt may come after the move.
            with contextlib.suppress(OSError):
                if _has_same_content(kept_copy, target):
                    kept_copy.unlink()
    return kept_copy


def resolve_target(path: Path, is_deck: Callable[[Path], bool], root: Path | None = None) -> Path:
    """Return the file that is created or replaced when a deck is built to `path`, with all symbolic links followed.

    Raises OutputFileError if some system cannot have its name, if that does not end in .pptx, if it is not a regular file, if it
    is neither empty nor a presentation according to `is_deck`, or if it is outside `root`.
    """
    try:
        require_portable(path)
        target = Path(os.path.realpath(path)) if root is None else locate(path, root)
        if not {path.suffix.casefold(), target.suffix.casefold()} <= {".pptx"}:
            raise OutputFileError(f"{path} cannot be written: a deck is built into a file that ends in .pptx")
        status = target.lstat()
        if stat.S_ISDIR(status.st_mode):
            raise OutputFileError(f"{path} cannot be written: it is a folder")
        if not stat.S_ISREG(status.st_mode):
            raise OutputFileError(f"{path} is not replaced: it is {file_kind(status.st_mode)}; name another file")
        if status.st_size and not is_deck(target):
            raise OutputFileError(
                f"{path} is not replaced: it is not a PowerPoint file; move it away, or name another file"
            )
    except UnportableNameError as error:
        raise OutputFileError(f"nothing is written: {error}") from error
    except OutsideError as error:
        raise OutputFileError(
            f"{path} is not written: it {error.reason}; move it away, or name another file with -o"
        ) from error
    except (FileNotFoundError, NotADirectoryError):
        return target
    except OSError as error:
        raise OutputFileError(_error_message(error, path)) from error
    return target


def _refuse_if_open(target: Path, path: Path) -> None:
    """Raise OutputFileError if a lock file shows that PowerPoint or LibreOffice has the file open.

    `path` is the name of the file in messages.

    On Windows, an open file cannot be replaced anyway. On other systems it can, but the user who has it open would overwrite
    the new deck on saving.
    """
    if not target.exists():
        return
    for lock in (target.with_name(f"~${target.name}"), target.with_name(f".~lock.{target.name}#")):
        if lock.exists():
            message = f"{path} is open in another program: close it there and build again"
            raise OutputFileError(f"{message} (if it is not, delete the file {lock.name} that a crash left next to it)")


def _keep_edited(target: Path, is_edited: Callable[[Path], bool]) -> tuple[Path | None, bool]:
    """Keep a copy of the old file if it was edited; return the copy, and whether it is new."""
    for _ in range(_MAX_TRIES):
        if not target.is_file():
            return None, False
        before = target.stat()
        if not is_edited(target):
            if _is_unchanged(target, before):
                return None, False
            continue  # somebody saved it while it was checked
        if (copy := _new_copy(target, before)) is not None:
            return copy
    raise OSError("another program keeps changing it")


def _new_copy(target: Path, before: os.stat_result) -> tuple[Path, bool] | None:
    """Copy the file to the next free name; return the copy, and whether it is new. None if the file is no longer as `before`.

    Not a hard link, which not every file system has. Two builds that copy the same edited file may take the same name.
    """
    copy = next(path for path in _backup_paths(target) if not os.path.lexists(path) or _has_same_content(path, target))
    if os.path.lexists(copy):
        return copy, False
    staged = atomic.stage(copy, target.read_bytes(), permissions_of=target)
    try:
        if not _is_unchanged(target, before) or os.path.lexists(copy):
            return None
        os.utime(staged.path, ns=(before.st_atime_ns, before.st_mtime_ns))
        staged.commit()
    finally:
        staged.discard()
    return copy, True


def _is_unchanged(path: Path, before: os.stat_result) -> bool:
    """Return whether a file has the size and the modification time that it had before."""
    now = path.stat()
    return (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def _backup_paths(target: Path) -> Iterator[Path]:
    yield target.with_name(f"{target.stem}-edited{target.suffix}")
    for number in count(2):
        yield target.with_name(f"{target.stem}-edited-{number}{target.suffix}")


def _has_same_content(one: Path, other: Path) -> bool:
    if not all(stat.S_ISREG(path.lstat().st_mode) for path in (one, other)):
        return False
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def _error_message(error: OSError, path: Path) -> str:
    if isinstance(error, PermissionError) and path.is_file() and os.access(path.parent, os.W_OK):
        return f"{path} cannot be replaced: it is open in another program or protected; close it there and build again"
    if isinstance(error, PermissionError):
        return f"{path} cannot be written: there is no permission to write in its folder"
    if path.is_dir():
        return f"{path} cannot be written: it is a folder"
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return f"{path} cannot be written: a part of its path is a file, not a folder"
    return f"{path} cannot be written: {error.strerror or error}"
