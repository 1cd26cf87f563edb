"""Decks of which nothing changed since they were built: what came of the build is kept beside all that it was made of.

A deck is made of files: its folder, the brands, the fonts of its brand, and deckgen with the packages it works with. While all of
these are as they were and the file that was built is, too, a build would give the same bytes and say the same; so what it said is
said again. What cannot be told for certain is not kept: a deck with links in its folder, with pictures that are not there yet or
lie elsewhere, with characters that no font of this machine has, and one that was edited while it was built. Whoever needs it may
delete the folder of entries at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from deckgen.diagnostics import Diagnostic
from deckgen.project import CACHE, brand_roots, find_project, installed
from deckgen.shelf import Shelf

_ELSEWHERE = {"chart-font", "missing-picture"}
"""What is told of the machine, or of a file that may be looked for elsewhere, rather than of the files looked at."""


class Said(Struct, frozen=True):
    """What a build came to: what was found (with the texts it is shown in), and what the summary says.

    `path` is the file as it was asked for, `digest` that of the bytes written into it.
    """

    path: str
    digest: str
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    pages: int
    smallest: Mapping[str, int]
    fonts: int


class _Entry(Struct, frozen=True):
    """A build: a digest of what went in, where the file that came out really lies, the stamps of the fonts it was set in."""

    made_of: str
    file: str
    faces: tuple[tuple[str, int, int], ...]
    said: Said


class Deck:
    """A deck to build in one way, which `options` name, and what it is made of at this moment.

    `brands` keeps the digests of the folders of brands for other decks that are built with this one.
    """

    def __init__(self, folder: Path, options: Sequence[object], brands: dict[Path, str]) -> None:
        self._folder = folder = folder.resolve()
        self._project = project = find_project(folder.parent) or folder.parent
        name = hashlib.sha256(repr((str(folder), *map(repr, options))).encode()).hexdigest()[:32]
        self._name, self._shelf = name, Shelf(project / CACHE / "built", ".json")
        self._made_of = made_of(folder, project, brands)

    def said(self) -> Said | None:
        """Give what the last build said, if this one could only do the same."""
        if self._made_of is None:
            return None
        try:
            entry = msgspec.json.decode(self._shelf.get(self._name) or b"", type=_Entry)
            same = entry.made_of == self._made_of and entry.faces == _stamps(Path(name) for name, _, _ in entry.faces)
            there = same and os.path.realpath(entry.said.path) == entry.file
            return entry.said if there and _digest(Path(entry.file)) == entry.said.digest else None
        except (OSError, ValueError):
            return None

    def keep(self, said: Said, faces: Iterable[Path]) -> None:
        """Keep what a build said that began and ended with what this deck was made of; an entry is whole or not there."""
        if self._made_of is None or any(d.code in _ELSEWHERE for d in said.diagnostics):
            return
        if made_of(self._folder, self._project, {}) != self._made_of:
            return
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            entry = _Entry(self._made_of, os.path.realpath(said.path), _stamps(faces), said)
            self._shelf.put(self._name, msgspec.json.encode(entry))
            self._shelf.tidy()


def made_of(folder: Path, project: Path, brands: dict[Path, str]) -> str | None:
    """Give a digest of all files that a deck is made of but its fonts; None where that cannot be told for certain."""
    try:
        for root in brand_roots(project):
            if root not in brands:
                brands[root] = _tree(root) if root.is_dir() else ""
        parts = [_tree(folder), *(brands[root] for root in brand_roots(project)), _program()]
    except (OSError, ValueError, RuntimeError, _Unsure):
        return None
    parts.append(os.environ.get("SOURCE_DATE_EPOCH", ""))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class _Unsure(Exception):  # noqa: N818 -- no error: there is just nothing to be said
    """A deck may be made of more than lies in its folder."""


def _tree(folder: Path) -> str:
    """Digest names and bytes of all files in and under a folder, and the names of its folders. _Unsure where one is a link."""
    found = hashlib.sha256()
    for path in _inside(folder):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise _Unsure
        found.update(f"{path.relative_to(folder)} {'' if path.is_dir() else _digest(path)}\n".encode())
    return found.hexdigest()


def _raise(fault: OSError) -> None:
    raise fault


def _inside(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder, onerror=_raise):
        folders.sort()
        yield from (Path(at, name) for name in (*folders, *sorted(files)))


@lru_cache(maxsize=1)
def _program() -> str:
    """Tell deckgen, Python and all installed packages: by size and time, and by the names that have versions in them.

    As they were when the process began to work, whose code does not change with them.
    """
    return repr(
        (sys.version, [os.path.realpath(p) for p in sys.path], sorted(_own(Path(__file__).parent)), installed())
    )


def _own(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """Give the stamps of all files in and under a folder but byte code, in a quarter of the time that `Path` takes."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _own(entry.path)
            else:
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns


def _stamps(paths: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    found = ((str(path), path.stat()) for path in paths)
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
