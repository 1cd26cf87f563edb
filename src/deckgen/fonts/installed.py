"""The fonts that are installed on this machine, by the names of their families.

Font files are looked up in the folders in which the systems keep fonts, and on systems with fontconfig also where that finds
them. The list is read again as soon as a file in these folders changes.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from deckgen.fonts.face_tables import SUFFIXES, FaceDescription, UnreadableFontError, describe_faces, folded
from deckgen.io.programs import find_program

_MAX_FILES = 20_000
_MAX_DEPTH = 6
"""Folders of fonts are at most so deep: Debian's have three levels, TeX's five."""
_FONTCONFIG_SECONDS = 10


def font_folders() -> list[Path]:
    """Return the folders in which this system keeps fonts, those of the user first; they need not exist."""
    home = Path.home()
    if sys.platform == "win32":
        local, system = os.environ.get("LOCALAPPDATA", ""), os.environ.get("WINDIR", r"C:\Windows")
        return [*([Path(local, "Microsoft", "Windows", "Fonts")] if local else []), Path(system, "Fonts")]
    if sys.platform == "darwin":
        return [
            home / "Library/Fonts",
            Path("/Library/Fonts"),
            Path("/Network/Library/Fonts"),
            Path("/System/Library/Fonts"),
        ]
    data = os.environ.get("XDG_DATA_HOME") or home / ".local/share"
    shared = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return [Path(data, "fonts"), home / ".fonts", *(Path(folder, "fonts") for folder in shared if folder)]


def fontconfig_files() -> frozenset[str]:
    """Return the paths of the font files that fontconfig knows; none on systems without it."""
    program = find_program("fc-list") if sys.platform not in {"win32", "darwin"} else None
    if program is None:
        return frozenset()
    import subprocess  # noqa: PLC0415 -- only brands whose font is neither a file nor in a package look here

    with suppress(OSError, subprocess.SubprocessError):
        command = [program, "--format", "%{file}\n"]
        done = subprocess.run(command, capture_output=True, timeout=_FONTCONFIG_SECONDS, check=True)
        return frozenset(os.fsdecode(done.stdout).splitlines())
    return frozenset()


def installed_faces(family: str) -> list[FaceDescription]:
    """Return the installed faces of a family; a file of the same name in a folder of the user comes first."""
    return list(_faces_by_family(_file_stamps()).get(folded(family), ()))


def families() -> list[list[FaceDescription]]:
    """Return the installed faces of every family; those of Noto Sans first, then by name."""
    by_family = _faces_by_family(_file_stamps())
    return [by_family[name] for name in sorted(by_family, key=lambda name: (not name.startswith("noto sans"), name))]


def listing_digest() -> str:
    """Return a digest of the list of installed font files: it changes when one is added, removed or replaced."""
    return hashlib.sha256(repr(_file_stamps()).encode(errors="surrogateescape")).hexdigest()


_Stamp = tuple[str, int, int]
"""The path of a file, its size, and the time of its last change in ns."""


def _file_stamps() -> tuple[_Stamp, ...]:
    stamps = dict.fromkeys(stamp for folder in font_folders() for stamp in _stamps_below(folder, _MAX_DEPTH))
    known = {path for path, _, _ in stamps}
    for path in sorted(fontconfig_files() - known):
        if Path(path).suffix.lower() in SUFFIXES:
            with suppress(OSError):
                status = os.stat(path)  # noqa: PTH116 -- as below
                stamps[path, status.st_size, status.st_mtime_ns] = None
    return tuple(stamps)[:_MAX_FILES]


def _stamps_below(folder: Path | str, depth: int) -> Iterator[_Stamp]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            with suppress(OSError):
                if entry.is_dir():
                    if depth:
                        yield from _stamps_below(entry.path, depth - 1)
                elif os.path.splitext(entry.name)[1].lower() in SUFFIXES and entry.is_file():  # noqa: PTH122 -- `Path` takes ten times as long
                    status = entry.stat()
                    yield entry.path, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=2)
def _faces_by_family(stamps: tuple[_Stamp, ...]) -> Mapping[str, list[FaceDescription]]:
    found: dict[str, list[FaceDescription]] = {}
    for path, _, _ in stamps:
        with suppress(UnreadableFontError):
            for face in describe_faces(Path(path)):
                for family in face.families:
                    found.setdefault(family, []).append(face)
    return found
