"""The font files that a brand names → `FontFiles` that every later stage may open, or what is wrong with them.

Files are taken from two places: the folder of a package that deckgen depends on (`fonts.packages`), and the folder of the
`_brand.yml` that names them. Whether a file stands there, is a regular file and not too large is asked before it is opened, so
that no pipe or device is waited for. A file of a brand's folder may come from a stranger: it is tried in a process with limits
(`fonts.process`) before this process opens it. Files of installed packages are trusted as the code in them is.
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
from deckgen.brand.checks import Fault
from deckgen.brand.types import FontFiles
from deckgen.fonts import packages, process
from deckgen.io.confined import OutsideError, locate

FaceName = Literal["regular", "bold", "italic", "bold-italic"]
FACES: tuple[FaceName, ...] = ("regular", "bold", "italic", "bold-italic")
MOST_BYTES = 40_000_000
"""The largest fonts in use, those of Chinese, Japanese and Korean with all their characters, have about 20 MB."""
_OUTLINES = (b"\0\1\0\0", b"true", b"OTTO")
"""What a font file begins with (OpenType specification, "Organization of an OpenType Font")."""
_OTHERS = {b"ttcf": "a collection of fonts", b"wOFF": "a web font (WOFF)", b"wOF2": "a web font (WOFF2)"}
_TABLE = struct.Struct(">4sIII")
_NEEDED = frozenset({b"cmap", b"head", b"hhea", b"hmtx", b"maxp"})
_MOST_TABLES = 100
_UPEM = (16, 16384)
"""Units to the em that OpenType allows (table `head`)."""
_LINE = (0.2, 5.0)
"""The line height, in em, within which a font can be set: that of Noto Nastaliq Urdu, the tallest in wide use, is 2.5."""
_LETTER = (0.05, 3.0)
"""The mean width of the letters A to Z, in em."""
_NAMES = "name a .ttf or .otf file by its path inside that folder, with `/` and without `..`"
_WITHOUT_PACKAGE = "put the file there; where `package` is empty, the brand names all four faces from its own folder"
_ANEW = "download the file again from where the font is published, as .ttf or .otf"


class _UnusableError(Exception):
    """A font file cannot be used; the message is the end of a sentence about it, `hint` says what to do."""

    def __init__(self, message: str, hint: str = _ANEW) -> None:
        super().__init__(message)
        self.hint = hint


def find(
    faces: schema.Faces, folders: Mapping[FaceName, Path], project: Path | None
) -> tuple[FontFiles | None, list[Fault]]:
    """Find the four faces of a family; where one cannot be used, None and the faults, their paths counted from the family's.

    `folders` are those of the brand files in which the faces are named, `project` is the folder that nothing may lead out of
    (None for a brand that comes with deckgen).
    """
    package = None
    if faces.package is not None:
        package = packages.package_folder(faces.package, project)
        if package is None:
            return None, [_no_package(faces.package)]
    names: dict[FaceName, str] = {
        "regular": faces.regular, "bold": faces.bold, "italic": faces.italic, "bold-italic": faces.bold_italic,
    }  # fmt: skip
    found: dict[FaceName, Path] = {}
    faults = []
    for face, name in names.items():
        try:
            found[face] = _located(name, package, folders[face], project)
            _check(found[face], faces.weights.get(face), *_stamp(found[face]))
        except _UnusableError as unusable:
            faults.append(Fault((face,), "brand-font", f"the font file `{name}` {unusable}", unusable.hint))
    if not faults and package is None:
        faults = list(_tried(faces, found))
    if faults:
        return None, faults
    weights = {str(face): weight for face, weight in faces.weights.items()}
    regular, bold, italic, bold_italic = (found[face] for face in FACES)
    return FontFiles(faces.family, regular, bold, italic, bold_italic, weights), []


def _no_package(name: str) -> Fault:
    if name in packages.PACKAGES:
        message, hint = f"the font package `{name}` is not installed", f"pip install {packages.PACKAGES[name]}"
        return Fault(("package",), "brand-font", message, f"install it: {hint}")
    known = ", ".join(packages.PACKAGES)
    hint = f"name one of {known}, or put the font files into the brand's folder and leave `package` empty"
    return Fault(("package",), "brand-font", f"fonts cannot come from the package `{name}`", hint)


def _located(name: str, package: Path | None, folder: Path, project: Path | None) -> Path:
    """Give the path of a regular file of at most `MOST_BYTES`; _UnusableError where the name means none."""
    where = f"the package `{package.name}`" if package else f"the folder `{folder.name}` of the brand"
    way = PureWindowsPath(name)
    if way.anchor or way.drive or ":" in name or "\\" in name or ".." in way.parts:
        raise _UnusableError(f"is not inside {where}", _NAMES)
    path = (package or folder) / name
    if package is None:
        # Links are followed as far as they stay in the project. Those in a package are of whoever installed it.
        root = project if project is not None and folder.is_relative_to(project) else folder
        try:
            path = locate(path, root)
        except OutsideError as outside:
            raise _UnusableError(outside.reason, "put a copy of the file itself there") from None
        except OSError:  # links in a circle: no file is found
            pass
    try:
        found = path.stat()
    except (OSError, ValueError):
        raise _UnusableError(f"is not in {where}", _NAMES if package else _WITHOUT_PACKAGE) from None
    if not stat.S_ISREG(found.st_mode):
        raise _UnusableError("is not a regular file", _NAMES)
    if found.st_size > MOST_BYTES:
        message = f"has {found.st_size / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB are read"
        raise _UnusableError(message, "take a font with fewer characters")
    return path


def _stamp(path: Path) -> tuple[int, int, int]:
    """What changes when a file does: what is known of it is known for this alone."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


@lru_cache(maxsize=64)
def _refusal(path: Path, weight: float | None, *_stamp: int) -> str | None:
    """Tell why a file is no font in which text can be set; None for one that is."""
    data = path.read_bytes()
    return _no_tables(data) or _no_metrics(data, weight)


def _check(path: Path, weight: float | None, *stamp: int) -> None:
    try:
        reason = _refusal(path, weight, *stamp)
    except OSError as fault:
        raise _UnusableError(f"cannot be read: {fault.strerror}", "check the rights of the file") from None
    if reason:
        raise _UnusableError(reason)


def _no_tables(data: bytes) -> str | None:
    """Tell what is wrong with the table directory of a font file: HarfBuzz and FreeType pass over some of it in silence."""
    if data[:4] not in _OUTLINES:
        return f"is {_OTHERS.get(data[:4], 'not a font')}; a TrueType or OpenType font is expected"
    count = int.from_bytes(data[4:6], "big")
    if not 0 < count <= _MOST_TABLES or len(data) < 12 + count * _TABLE.size:
        return "is damaged: its list of tables is cut off"
    tables = {tag: (at, size) for tag, _, at, size in _TABLE.iter_unpack(data[12 : 12 + count * _TABLE.size])}
    if any(at + size > len(data) for at, size in tables.values()):
        return "is damaged: it ends before the end of its tables"
    lacking = sorted(tag.decode() for tag in _NEEDED - tables.keys())
    return f"cannot be used for text: it lacks the table `{lacking[0]}`" if lacking else None


def _no_metrics(data: bytes, weight: float | None) -> str | None:
    """Tell why text cannot be measured with a font."""
    face = hb.Face(hb.Blob(data))
    if not face.glyph_count or not face.unicodes:
        return "has no characters"
    if not _UPEM[0] <= face.upem <= _UPEM[1]:
        return f"is damaged: it has {face.upem} units to the em"
    font = hb.Font(face)
    if weight is not None:
        font.set_variations({"wght": weight})
    extents = font.get_font_extents("ltr")
    height = (extents.ascender - extents.descender + extents.line_gap) / face.upem
    if not _LINE[0] <= height <= _LINE[1]:
        return f"cannot be used for text: its lines are {height:.3g} times as high as its letters"
    letters = [glyph for letter in range(ord("A"), ord("Z") + 1) if (glyph := font.get_nominal_glyph(letter))]
    widths = [font.get_glyph_h_advance(glyph) / face.upem for glyph in letters]
    if widths and not _LETTER[0] <= (mean := sum(widths) / len(widths)) <= _LETTER[1]:
        return f"cannot be used for text: its letters are {mean:.3g} times as wide as high"
    return None


def _tried(faces: schema.Faces, found: Mapping[FaceName, Path]) -> Iterator[Fault]:
    """Try the files of a brand's folder; tell the first that is refused."""
    files = list(dict.fromkeys(found.values()))
    refused = _tried_once(tuple((path, _stamp(path)) for path in files))
    if refused is not None:
        number, reason = refused
        face = next(face for face, path in found.items() if path == files[number])
        name = getattr(faces, face.replace("-", "_"))
        yield Fault((face,), "brand-font", f"the font file `{name}` {reason}", _ANEW)


@lru_cache(maxsize=16)
def _tried_once(files: tuple[tuple[Path, tuple[int, int, int]], ...]) -> tuple[int, str] | None:
    """Try files that come with their stamps; a preview loads the same brand again and again."""
    return process.refused([path for path, _ in files])
