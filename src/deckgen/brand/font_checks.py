"""Whether a font file may be opened, and whether text can be set in it.

A file is opened only if it exists, is a regular file and is not too large, so that deckgen never waits for a pipe or device. A
file in a brand's folder is not trusted: it is first opened in a process with limits (`fonts.process`). Files of installed
packages are trusted like the code in them, and fonts that are installed like the programs that draw with them.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path, PureWindowsPath

import uharfbuzz as hb

from deckgen.fonts import process
from deckgen.fonts.face_tables import MAX_TABLES, WEB_FONTS
from deckgen.io.confined import OutsideError, locate_spelled
from deckgen.io.spelling import MisspelledError

MAX_BYTES = 40_000_000
"""The largest common fonts, those with all characters of Chinese, Japanese and Korean, have about 20 MB."""
_FONT_SIGNATURES = (b"\0\1\0\0", b"true", b"OTTO")
"""The first bytes of a font file (OpenType specification, "Organization of an OpenType Font")."""
_OTHER_SIGNATURES = {b"ttcf": "a collection of fonts", **WEB_FONTS}
_TABLE_RECORD = struct.Struct(">4sIII")
_REQUIRED_TABLES = frozenset({b"cmap", b"head", b"hhea", b"hmtx", b"maxp"})
_UNITS_PER_EM = (16, 16384)
"""The range of units per em that OpenType allows (table `head`)."""
_LINE_HEIGHTS = (0.2, 5.0)
"""The range of usable line heights, in em: that of Noto Nastaliq Urdu, the tallest common font, is 2.5."""
_LETTER_WIDTHS = (0.05, 3.0)
"""The range of usable mean widths of the letters A to Z, in em."""
_NAME_HINT = "name a .ttf or .otf file by its path inside that folder, with `/` and without `..`"
_NO_PACKAGE_HINT = "put the file there; if `package` is empty, all four faces must be in the brand's own folder"
DOWNLOAD_HINT = "download the file again from where the font is published, as .ttf or .otf"


class UnusableFontError(Exception):
    """A font file cannot be used; the message is the end of a sentence about the file, `hint` states what to do."""

    def __init__(self, message: str, hint: str = DOWNLOAD_HINT) -> None:
        super().__init__(message)
        self.hint = hint


def locate_file(
    name: str, package: Path | None, folder: Path, project: Path | None, missing_hint: str = _NO_PACKAGE_HINT
) -> Path:
    """Return the path of a regular file of at most `MAX_BYTES`; raises UnusableFontError if there is none of that name."""
    where = f"the package `{package.name}`" if package else f"the folder `{folder.name}` of the brand"
    way = PureWindowsPath(name)
    if way.anchor or way.drive or ":" in name or "\\" in name or ".." in way.parts:
        raise UnusableFontError(f"is not inside {where}", _NAME_HINT)
    path = (package or folder) / name
    if package is None:
        # Links are followed only inside the project. Links in a package are trusted like the package.
        root = project if project is not None and folder.is_relative_to(project) else folder
        try:
            path = locate_spelled(path, root)
        except OutsideError as outside:
            raise UnusableFontError(outside.reason, "put a copy of the file itself there") from None
        except MisspelledError:
            raise UnusableFontError(f"is not in {where}", missing_hint) from None
        except OSError:  # circular links: `stat` below will fail, too
            pass
    try:
        status = path.stat()
    except (OSError, ValueError):
        raise UnusableFontError(f"is not in {where}", _NAME_HINT if package else missing_hint) from None
    if not stat.S_ISREG(status.st_mode):
        raise UnusableFontError("is not a regular file", _NAME_HINT)
    if status.st_size > MAX_BYTES:
        message = f"has {status.st_size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read"
        raise UnusableFontError(message, "use a font with fewer characters")
    return path


def _file_stamp(path: Path) -> tuple[int, int, int]:
    """Return values that change when the file does, so that results cached with them are valid only for this version of it."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


@lru_cache(maxsize=64)
def _reason_against(path: Path, weight: float | None, index: int | None, *_stamp: int) -> str | None:
    """Return why text cannot be set in a font file; None if it can."""
    data = path.read_bytes()
    start = 0 if index is None else int.from_bytes(data[12 + 4 * index : 16 + 4 * index], "big")
    return _reason_against_tables(data, start) or _reason_against_metrics(data, index or 0, weight)


def check_file(path: Path, weight: float | None = None, index: int | None = None) -> None:
    """Check one face of a file that may be opened; `index` is its position in a collection. Raises UnusableFontError."""
    try:
        reason = _reason_against(path, weight, index, *_file_stamp(path))
    except OSError as failure:
        raise UnusableFontError(f"cannot be read: {failure.strerror}", "check the permissions of the file") from None
    if reason:
        raise UnusableFontError(reason)


def _reason_against_tables(data: bytes, start: int) -> str | None:
    """Return what is wrong with the table directory at `start`, or None: HarfBuzz and FreeType ignore some errors in it."""
    signature, records = data[start : start + 4], start + 12
    if signature not in _FONT_SIGNATURES:
        return f"is {_OTHER_SIGNATURES.get(signature, 'not a font')}; a TrueType or OpenType font is expected"
    count = int.from_bytes(data[start + 4 : start + 6], "big")
    if not 0 < count <= MAX_TABLES or len(data) < records + count * _TABLE_RECORD.size:
        return "is damaged: its list of tables is cut off"
    tables = {
        tag: (offset, size)
        for tag, _, offset, size in _TABLE_RECORD.iter_unpack(data[records : records + count * _TABLE_RECORD.size])
    }
    if any(offset + size > len(data) for offset, size in tables.values()):
        return "is damaged: it ends before the end of its tables"
    missing = sorted(tag.decode() for tag in _REQUIRED_TABLES - tables.keys())
    return f"cannot be used for text: the table `{missing[0]}` is missing" if missing else None


def _reason_against_metrics(data: bytes, index: int, weight: float | None) -> str | None:
    """Return why text cannot be measured with a font; None if it can."""
    face = hb.Face(hb.Blob(data), index)
    if not face.glyph_count or not face.unicodes:
        return "has no characters"
    if not _UNITS_PER_EM[0] <= face.upem <= _UNITS_PER_EM[1]:
        return f"is damaged: it has {face.upem} units to the em"
    font = hb.Font(face)
    if weight is not None:
        font.set_variations({"wght": weight})
    extents = font.get_font_extents("ltr")
    height = (extents.ascender - extents.descender + extents.line_gap) / face.upem
    if not _LINE_HEIGHTS[0] <= height <= _LINE_HEIGHTS[1]:
        return f"cannot be used for text: its lines are {height:.3g} times as high as its letters"
    letters = [glyph for letter in range(ord("A"), ord("Z") + 1) if (glyph := font.get_nominal_glyph(letter))]
    widths = [font.get_glyph_h_advance(glyph) / face.upem for glyph in letters]
    if widths and not _LETTER_WIDTHS[0] <= (mean := sum(widths) / len(widths)) <= _LETTER_WIDTHS[1]:
        return f"cannot be used for text: its letters are {mean:.3g} times as wide as high"
    return None


def first_refused(paths: Sequence[Path]) -> tuple[int, str] | None:
    """Open files of a brand's folder in a process with limits; return the index of the first that is refused, and why."""
    return _first_refused(tuple((path, _file_stamp(path)) for path in paths))


@lru_cache(maxsize=16)
def _first_refused(files: tuple[tuple[Path, tuple[int, int, int]], ...]) -> tuple[int, str] | None:
    """Return the index of the first file that is refused, and why; cached, because a preview loads a brand again and again."""
    return process.find_refused([path for path, _ in files])
