"""Bytes → a file: whole or not at all, the folder made if need be, every fault a sentence.

What somebody edited by hand is kept beside the new file under a name of its own.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from deckgen.io import atomic
from deckgen.io.confined import OutsideError, kind_of, locate
from deckgen.writer.errors import WriterError

_TRIES = 5


def save(
    data: bytes,
    path: str | os.PathLike[str],
    edited: Callable[[Path], bool] = lambda _: False,
    is_deck: Callable[[Path], bool] = lambda _: True,
    root: Path | None = None,
) -> Path | None:
    """Put `data` at `path`, replacing what stands there in one step; the old file, if it was kept, else None.

    It is written beside its place, flushed to the disk and then moved: whatever goes wrong, the old file stays whole
    and nothing half-written is left. A link is followed, so that the file it leads to is replaced; out of `root`, where that is
    given, none may lead. Where `edited` says of the old file that it was edited, that is kept as `…-edited.pptx`,
    `…-edited-2.pptx` … WriterError, with a sentence that names the file, where the folder or the file cannot be written, a
    program has the file open, or `target_of` refuses the place.
    """
    target = target_of(Path(path), is_deck, root)
    beside: Path | None = None
    kept: Path | None = None
    made = False
    try:
        _refuse_if_open(target, Path(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.sweep(target)
        beside = atomic.stage(target, data)
        atomic.keep_mode(target, beside)
        kept, made = _kept(target, edited)
        beside.replace(target)
        made = False
        atomic.flush_folder(target.parent)
    except OSError as fault:
        raise WriterError(_told(fault, Path(path))) from fault
    finally:
        if beside is not None:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        if made and kept:
            # Only while the old file still stands in its own place: an interrupt may come after the move.
            with contextlib.suppress(OSError):
                if _same(kept, target):
                    kept.unlink()
    return kept


def target_of(path: Path, is_deck: Callable[[Path], bool], root: Path | None = None) -> Path:
    """Give the file that a deck built to `path` replaces or makes, behind all links.

    WriterError where that is not named .pptx, is no regular file, is none that `is_deck` takes for a presentation (an empty
    file is taken), or lies outside `root`.
    """
    try:
        target = Path(os.path.realpath(path)) if root is None else locate(path, root)
        if not {path.suffix.casefold(), target.suffix.casefold()} <= {".pptx"}:
            raise WriterError(f"{path} cannot be written: a deck is built into a file that ends in .pptx")
        found = target.lstat()
        if stat.S_ISDIR(found.st_mode):
            raise WriterError(f"{path} cannot be written: it is a folder")
        if not stat.S_ISREG(found.st_mode):
            raise WriterError(f"{path} is not replaced: it is {kind_of(found.st_mode)}; name another file")
        if found.st_size and not is_deck(target):
            raise WriterError(f"{path} is not replaced: it is no PowerPoint file; move it away, or name another file")
    except OutsideError as fault:
        raise WriterError(
            f"{path} is not written: it {fault.reason}; move it away, or name another file with -o"
        ) from fault
    except (FileNotFoundError, NotADirectoryError):
        return target
    except OSError as fault:
        raise WriterError(_told(fault, path)) from fault
    return target


def _refuse_if_open(target: Path, named: Path) -> None:
    """Stop where PowerPoint or LibreOffice say, by a file beside it, that they have the file open.

    On Windows the file could not be replaced anyway; elsewhere it could, and the one who has it open would overwrite
    the new deck when saving.
    """
    if not target.exists():
        return
    for lock in (target.with_name(f"~${target.name}"), target.with_name(f".~lock.{target.name}#")):
        if lock.exists():
            message = f"{named} is open in another program: close it there and build again"
            raise WriterError(f"{message} (if it is not, delete the file {lock.name} that a crash left beside it)")


def _kept(target: Path, edited: Callable[[Path], bool]) -> tuple[Path | None, bool]:
    """Give the file under which an edited old one is kept, and whether it was made now."""
    for _ in range(_TRIES):
        if not target.is_file():
            return None, False
        before = target.stat()
        if not edited(target):
            if _unchanged(target, before):
                return None, False
            continue  # somebody saved it while it was looked at
        free = next(name for name in _names(target) if not os.path.lexists(name) or _same(name, target))
        if os.path.lexists(free):
            return free, False
        try:
            _second_name(target, free)
        except FileExistsError:
            continue
        if _unchanged(free, before):
            return free, True
        # Another build replaced the file in between: what was kept is not what was looked at.
        free.unlink()
    raise OSError("it is being changed again and again")


def _unchanged(path: Path, before: os.stat_result) -> bool:
    """Tell whether a file is still what it was when it was looked at."""
    now = path.stat()
    return (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def _names(target: Path) -> Iterator[Path]:
    yield target.with_name(f"{target.stem}-edited{target.suffix}")
    for number in count(2):
        yield target.with_name(f"{target.stem}-edited-{number}{target.suffix}")


def _same(one: Path, other: Path) -> bool:
    if not all(stat.S_ISREG(path.lstat().st_mode) for path in (one, other)):
        return False
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def _second_name(target: Path, name: Path) -> None:
    """Give a file a second name without ever taking the first from it; a copy where a file cannot have two."""
    try:
        os.link(target, name)
    except FileExistsError:
        raise
    except OSError:
        with name.open("xb"):
            pass
        beside = name.with_name(atomic.staged_name(target.name))
        try:
            shutil.copy2(target, beside)
            beside.replace(name)
        except OSError:
            name.unlink(missing_ok=True)
            beside.unlink(missing_ok=True)
            raise


def _told(fault: OSError, path: Path) -> str:
    if isinstance(fault, PermissionError) and path.is_file() and os.access(path.parent, os.W_OK):
        return f"{path} cannot be replaced: it is open in another program or protected; close it there and build again"
    if isinstance(fault, PermissionError):
        return f"{path} cannot be written: there is no permission to write in its folder"
    if path.is_dir():
        return f"{path} cannot be written: it is a folder"
    if isinstance(fault, (FileExistsError, NotADirectoryError)):
        return f"{path} cannot be written: a part of its path is a file, not a folder"
    return f"{path} cannot be written: {fault.strerror or fault}"
