"""Finds and checks the font files that a brand names: returns `FontFiles` that every later stage may open, or the issues.

Font files may be in the folder of a package that deckgen depends on (`fonts.packages`), or in the folder of the `_brand.yml` that
names them. A file is opened only if it exists, is a regular file and is not too large, so that deckgen never waits for a pipe or
device. A file in a brand's folder is not trusted: it is first opened in a process with limits (`fonts.process`). Files of
installed packages are trusted like the code in them.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PureWindowsPath
from typing import Literal

import uharfbuzz as hb

from deckgen.brand import schema
from deckgen.brand.types import FontFiles
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.fonts import packages, process
from deckgen.io.confined import OutsideError, locate_spelled
from deckgen.io.spelling import MisspelledError

FaceName = Literal["regular", "bold", "italic", "bold-italic"]
FACES: tuple[FaceName, ...] = ("regular", "bold", "italic", "bold-italic")
MAX_BYTES = 40_000_000
"""The largest common fonts, those with all characters of Chinese, Japanese and Korean, have about 20 MB."""
_FONT_SIGNATURES = (b"\0\1\0\0", b"true", b"OTTO")
"""The first bytes of a font file (OpenType specification, "Organization of an OpenType Font")."""
_OTHER_SIGNATURES = {b"ttcf": "a collection of fonts", b"wOFF": "a web font (WOFF)", b"wOF2": "a web font (WOFF2)"}
_TABLE_RECORD = struct.Struct(">4sIII")
_REQUIRED_TABLES = frozenset({b"cmap", b"head", b"hhea", b"hmtx", b"maxp"})
_MAX_TABLES = 100
_UNITS_PER_EM = (16, 16384)
"""The range of units per em that OpenType allows (table `head`)."""
_LINE_HEIGHTS = (0.2, 5.0)
"""The range of usable line heights, in em: that of Noto Nastaliq Urdu, the tallest common font, is 2.5."""
_LETTER_WIDTHS = (0.05, 3.0)
"""The range of usable mean widths of the letters A to Z, in em."""
_NAME_HINT = "name a .ttf or .otf file by its path inside that folder, with `/` and without `..`"
_NO_PACKAGE_HINT = "put the file there; if `package` is empty, all four faces must be in the brand's own folder"
_DOWNLOAD_HINT = "download the file again from where the font is published, as .ttf or .otf"


class _UnusableFontError(Exception):
    """A font file cannot be used; the message is the end of a sentence about the file, `hint` states what to do."""

    def __init__(self, message: str, hint: str = _DOWNLOAD_HINT) -> None:
        super().__init__(message)
        self.hint = hint


def find_font_files(
    faces: schema.Faces, folders: Mapping[FaceName, Path], project: Path | None, family: Origin = Origin()
) -> tuple[FontFiles | None, list[Issue]]:
    """Find the four faces of a family; if one cannot be used, return None and the issues, at the keys of `family`.

    `folders` are those of the brand files in which the faces are named. `project` is the folder that no path may lead out of
    (None for a brand that comes with deckgen).
    """
    package = None
    if faces.package is not None:
        package = packages.package_folder(faces.package, project)
        if package is None:
            return None, [_package_issue(faces.package, family)]
    files: dict[FaceName, Path] = {}
    issues = []
    for face in FACES:
        name = _file_name(faces, face)
        try:
            files[face] = _locate_file(name, package, folders[face], project)
            _check_file(files[face], faces.weights.get(face), *_file_stamp(files[face]))
        except _UnusableFontError as unusable:
            issues.append(
                make_issue("brand-font", f"the font file `{name}` {unusable}", family.at(face), unusable.hint)
            )
    if not issues and package is None:
        issues = list(_check_in_process(faces, files, family))
    if issues:
        return None, issues
    weights = {str(face): weight for face, weight in faces.weights.items()}
    regular, bold, italic, bold_italic = (files[face] for face in FACES)
    return FontFiles(faces.family, regular, bold, italic, bold_italic, weights), []


def _file_name(faces: schema.Faces, face: FaceName) -> str:
    name: str = getattr(faces, face.replace("-", "_"))
    return name


def _package_issue(name: str, family: Origin) -> Issue:
    if name in packages.PACKAGES:
        message, hint = f"the font package `{name}` is not installed", f"pip install {packages.PACKAGES[name]}"
        return make_issue("brand-font", message, family.at("package"), f"install it: {hint}")
    known = ", ".join(packages.PACKAGES)
    hint = f"name one of {known}, or put the font files into the brand's folder and leave `package` empty"
    return make_issue("brand-font", f"fonts cannot come from the package `{name}`", family.at("package"), hint)


def _locate_file(name: str, package: Path | None, folder: Path, project: Path | None) -> Path:
    """Return the path of a regular file of at most `MAX_BYTES`; raises _UnusableFontError if there is none of that name."""
    where = f"the package `{package.name}`" if package else f"the folder `{folder.name}` of the brand"
    way = PureWindowsPath(name)
    if way.anchor or way.drive or ":" in name or "\\" in name or ".." in way.parts:
        raise _UnusableFontError(f"is not inside {where}", _NAME_HINT)
    path = (package or folder) / name
    if package is None:
        # Links are followed only inside the project. Links in a package are trusted like the package.
        root = project if project is not None and folder.is_relative_to(project) else folder
        try:
            path = locate_spelled(path, root)
        except OutsideError as outside:
            raise _UnusableFontError(outside.reason, "put a copy of the file itself there") from None
        except MisspelledError:
            raise _UnusableFontError(f"is not in {where}", _NO_PACKAGE_HINT) from None
        except OSError:  # circular links: `stat` below will fail, too
            pass
    try:
        status = path.stat()
    except (OSError, ValueError):
        raise _UnusableFontError(f"is not in {where}", _NAME_HINT if package else _NO_PACKAGE_HINT) from None
    if not stat.S_ISREG(status.st_mode):
        raise _UnusableFontError("is not a regular file", _NAME_HINT)
    if status.st_size > MAX_BYTES:
        message = f"has {status.st_size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read"
        raise _UnusableFontError(message, "use a font with fewer characters")
    return path


def _file_stamp(path: Path) -> tuple[int, int, int]:
    """Return values that change when the file does, so that results cached with them are valid only for this version of it."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


@lru_cache(maxsize=64)
def _reason_against(path: Path, weight: float | None, *_stamp: int) -> str | None:
    """Return why text cannot be set in a font file; None if it can."""
    data = path.read_bytes()
    return _reason_against_tables(data) or _reason_against_metrics(data, weight)


def _check_file(path: Path, weight: float | None, *stamp: int) -> None:
    try:
        reason = _reason_against(path, weight, *stamp)
    except OSError as failure:
        raise _UnusableFontError(f"cannot be read: {failure.strerror}", "check the permissions of the file") from None
    if reason:
        raise _UnusableFontError(reason)


def _reason_against_tables(data: bytes) -> str | None:
    """Return what is wrong with the table directory of a font file, or None: HarfBuzz and FreeType ignore some errors in it."""
    if data[:4] not in _FONT_SIGNATURES:
        return f"is {_OTHER_SIGNATURES.get(data[:4], 'not a font')}; a TrueType or OpenType font is expected"
    count = int.from_bytes(data[4:6], "big")
    if not 0 < count <= _MAX_TABLES or len(data) < 12 + count * _TABLE_RECORD.size:
        return "is damaged: its list of tables is cut off"
    tables = {
        tag: (offset, size)
        for tag, _, offset, size in _TABLE_RECORD.iter_unpack(data[12 : 12 + count * _TABLE_RECORD.size])
    }
    if any(offset + size > len(data) for offset, size in tables.values()):
        return "is damaged: it ends before the end of its tables"
    missing = sorted(tag.decode() for tag in _REQUIRED_TABLES - tables.keys())
    return f"cannot be used for text: the table `{missing[0]}` is missing" if missing else None


def _reason_against_metrics(data: bytes, weight: float | None) -> str | None:
    """Return why text cannot be measured with a font; None if it can."""
    face = hb.Face(hb.Blob(data))
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


def _check_in_process(faces: schema.Faces, files: Mapping[FaceName, Path], family: Origin) -> Iterator[Issue]:
    """Open files of a brand's folder in a process with limits; report the first that is refused."""
    paths = list(dict.fromkeys(files.values()))
    refused = _first_refused(tuple((path, _file_stamp(path)) for path in paths))
    if refused is not None:
        number, reason = refused
        face = next(face for face, path in files.items() if path == paths[number])
        message = f"the font file `{_file_name(faces, face)}` {reason}"
        yield make_issue("brand-font", message, family.at(face), _DOWNLOAD_HINT)


@lru_cache(maxsize=16)
def _first_refused(files: tuple[tuple[Path, tuple[int, int, int]], ...]) -> tuple[int, str] | None:
    """Return the index of the first file that is refused, and why; cached, because a preview loads a brand again and again."""
    return process.find_refused([path for path, _ in files])
