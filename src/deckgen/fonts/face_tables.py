"""A font file → what it says of its faces: names, weight, slant, licence to embed, range of weights.

Only the few tables that say this are read, in Python and within limits, so that any file may be opened: a damaged one is refused,
and none can keep the reader busy or take much memory. Whether the rest of a file can be used is not known then (`fonts.process`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
"""The endings of the names of font files."""
WEB_FONTS = {b"wOFF": "a web font (WOFF)", b"wOF2": "a web font (WOFF2)"}
"""Font files that only browsers read, by their first bytes."""
MAX_TABLES = 100
"""The maximum number of tables of a face; real fonts have at most about 40."""
_SIGNATURES = (b"\0\1\0\0", b"true", b"OTTO")
"""The first bytes of a font file (OpenType specification, "Organization of an OpenType Font")."""
_COLLECTION = b"ttcf"
_MAX_FACES = 100
_MAX_TABLE_BYTES = 1_000_000
_MAX_NAMES = 2000
_TABLE_RECORD = struct.Struct(">4sIII")
_NAME_RECORD = struct.Struct(">HHHHHH")
_AXIS_RECORD = struct.Struct(">4s3iHH")
_MACINTOSH, _WINDOWS_OR_UNICODE = 1, (0, 3)
_FAMILY, _STYLE, _VERSION, _TYPOGRAPHIC_FAMILY = 1, 2, 5, 16
"""Name IDs. PowerPoint looks fonts up by the first; a family with more than four styles has the last as well."""
_BOLD, _REGULAR = 700, 400
_RESTRICTED, _PREVIEW, _EDITABLE, _BITMAPS = 0x0002, 0x0004, 0x0008, 0x0200
"""Bits of `fsType`."""


class UnreadableFontError(Exception):
    """A file is no font that can be read; the message is the end of a sentence about it."""


class FaceDescription(Struct, frozen=True):
    """What a font file says of one of its faces.

    `index` is the position of the face in a collection, None in a file with one face. `families` are the names by which programs
    find it, lower case; those in `main_families` have at most four styles (name ID 1). `weight` and `width` are those of the OS/2
    table (400 is regular, 700 bold; 5 is normal width). `weights` is the range of a variable font. `embedding` is `fsType`.
    """

    path: Path
    index: int | None
    name: str
    families: frozenset[str]
    main_families: frozenset[str]
    weight: float
    width: int
    is_italic: bool
    weights: tuple[float, float] | None
    embedding: int
    version: str

    def distance_to(self, weight: float) -> float:
        """Return how far its nearest weight is from `weight`."""
        return abs(self.nearest_to(weight) - weight)

    def nearest_to(self, weight: float) -> float:
        """Return the weight nearest to `weight` in which the face can be drawn."""
        return self.weight if self.weights is None else min(max(weight, self.weights[0]), self.weights[1])


def folded(family: str) -> str:
    """Return the name of a family as names are compared: case and repeated blanks do not matter."""
    return " ".join(family.split()).casefold()


def licence_refusal(embedding: int) -> str:
    """Return why the licence bits of a font forbid embedding it in a deck, as the end of a sentence; empty if they do not.

    Of several bits the least restrictive counts (OpenType specification, OS/2, `fsType`).
    """
    if embedding & _BITMAPS:
        return "permits embedding only bitmaps of it"
    if embedding & (_RESTRICTED | _PREVIEW) and not embedding & _EDITABLE:
        return "forbids embedding it" + ("" if embedding & _RESTRICTED else " in a file that can be edited")
    return ""


def describe_faces(path: Path) -> tuple[FaceDescription, ...]:
    """Return the faces in a font file. Raises UnreadableFontError, also if the system refuses to read it."""
    try:
        status = path.stat()
        return _describe_once(path, status.st_size, status.st_mtime_ns, status.st_ino)
    except OSError as failure:
        raise UnreadableFontError(f"cannot be read: {failure.strerror}") from None


@lru_cache(maxsize=4096)
def _describe_once(path: Path, size: int, *_stamp: int) -> tuple[FaceDescription, ...]:
    with path.open("rb") as file:
        try:
            return tuple(_describe(path, file, size, index, offset) for index, offset in _face_offsets(file))
        except (struct.error, UnicodeDecodeError, ValueError):
            raise UnreadableFontError("is damaged: one of its tables is cut off") from None


def _face_offsets(file: BinaryIO) -> Iterator[tuple[int | None, int]]:
    """Yield the position of each face in a collection (None in a file with one face), and its offset in the file."""
    signature = file.read(4)
    if signature in _SIGNATURES:
        yield None, 0
    elif signature == _COLLECTION:
        _, count = struct.unpack(">II", file.read(8))
        if not 0 < count <= _MAX_FACES:
            raise UnreadableFontError(f"is damaged: it says that it has {count:,} fonts")
        yield from enumerate(struct.unpack(f">{count}I", file.read(4 * count)))
    else:
        what = WEB_FONTS.get(signature, "not a font")
        raise UnreadableFontError(f"is {what}; a TrueType or OpenType font is expected")


def _describe(path: Path, file: BinaryIO, size: int, index: int | None, offset: int) -> FaceDescription:
    tables = _Tables(file, size, offset)
    names = _names(tables.read("name"))
    main = frozenset(folded(name) for name in names.get(_FAMILY, ()))
    typographic = frozenset(folded(name) for name in names.get(_TYPOGRAPHIC_FAMILY, ()))
    mac_style = _number(tables.read("head"), 44, "H")
    os2 = tables.read("OS/2")
    selection = _number(os2, 62, "H")
    weight = _number(os2, 4, "H") or (_BOLD if mac_style & 1 else _REGULAR)
    shown = [next(iter(names.get(number, ())), "") for number in (_FAMILY, _STYLE, _VERSION)]
    return FaceDescription(
        path, index, " ".join(filter(None, shown[:2])), main | typographic, main, weight, _number(os2, 6, "H") or 5,
        bool(selection & 1 or mac_style & 2), _weight_range(tables.read("fvar")), _number(os2, 8, "H"), shown[2],
    )  # fmt: skip


class _Tables:
    """The tables of one face of a file of `size` bytes."""

    def __init__(self, file: BinaryIO, size: int, offset: int) -> None:
        self._file, self._size = file, size
        file.seek(offset)
        signature, count = struct.unpack(">4sH6x", file.read(12))
        if signature not in _SIGNATURES or not 0 < count <= MAX_TABLES:
            raise UnreadableFontError("is damaged: its list of tables is cut off")
        records = file.read(count * _TABLE_RECORD.size)
        self._ranges: Mapping[bytes, tuple[int, int]] = {
            tag: (start, length) for tag, _, start, length in _TABLE_RECORD.iter_unpack(records)
        }

    def read(self, name: str) -> bytes:
        """Return the bytes of a table; none if the face does not have it. Raises UnreadableFontError."""
        start, length = self._ranges.get(name.encode(), (0, 0))
        if start + length > self._size:
            raise UnreadableFontError("is damaged: it ends before the end of its tables")
        if length > _MAX_TABLE_BYTES:
            raise UnreadableFontError(f"is damaged: its table `{name}` has {length:,} bytes")
        self._file.seek(start)
        return self._file.read(length)


def _number(table: bytes, offset: int, code: str) -> int:
    """Return a number in a table; 0 if the table is missing or shorter, as those of old fonts are."""
    end = offset + struct.calcsize(code)
    return int(struct.unpack_from(f">{code}", table, offset)[0]) if len(table) >= end else 0


def _names(table: bytes) -> dict[int, list[str]]:
    """Return the names that matter here by their IDs, those in English (or in the first language of the font) first."""
    if not table:
        return {}
    _, count, storage = struct.unpack_from(">HHH", table)
    if count > _MAX_NAMES:
        raise UnreadableFontError(f"is damaged: it says that it has {count:,} names")
    found: dict[int, list[str]] = {}
    for number in range(count):
        platform, _, language, name_id, length, offset = _NAME_RECORD.unpack_from(table, 6 + number * _NAME_RECORD.size)
        is_wanted = name_id in (_FAMILY, _STYLE, _VERSION, _TYPOGRAPHIC_FAMILY) and length <= 1000
        if is_wanted and (platform == _MACINTOSH or platform in _WINDOWS_OR_UNICODE):
            data = table[storage + offset : storage + offset + length]
            encoding = "mac_roman" if platform == _MACINTOSH else "utf-16-be"
            text = data.decode(encoding, errors="replace").strip("\0 ")
            is_english = language in (0, 0x409)
            found.setdefault(name_id, []).insert(0 if is_english else len(found[name_id]), text)
    return found


def _weight_range(table: bytes) -> tuple[float, float] | None:
    """Return the minimum and maximum of the axis `wght`; None if there is none."""
    if not table:
        return None
    _, start, _, count, size = struct.unpack_from(">IHHHH", table)
    for number in range(min(count, 64)):
        tag, minimum, _, maximum, _, _ = _AXIS_RECORD.unpack_from(table, start + number * size)
        if tag == b"wght" and minimum <= maximum:
            return minimum / 65536, maximum / 65536
    return None
