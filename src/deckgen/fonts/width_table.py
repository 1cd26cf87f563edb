"""The files `_fonts.json` and `_heading-fonts.json` of a brand: the widths of fonts that are installed on some machines only.

Every machine measures text with this table, so that all of them build the same deck. It comes with the brand, so nothing in it is
trusted: it is read within limits, and widths that no font has are refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from deckgen.io.confined import RefusedFileError, read_bytes

FILE_NAME, HEADING_FILE_NAME = "_fonts.json", "_heading-fonts.json"
"""The tables of the font of text, and of that of headings where it is another one."""
SHAPING = {"liga": False, "clig": False}
"""The OpenType features with which text is measured, as a deck sets them: no ligatures.

Kerning is on, and discretionary ligatures are off, unless they are named, which would take a sixth of the time of shaping.
"""
MAX_BYTES = 5_000_000
"""Ten times the size of the table of a large Latin, Greek and Cyrillic family with all its kerning."""
STYLES: tuple[Style, ...] = ("regular", "bold", "italic", "bold-italic")
Style = Literal["regular", "bold", "italic", "bold-italic"]
_MAX_CHARACTERS = 150_000
_RANGE = r"([0-9A-F]{1,6})(?:-([0-9A-F]{1,6}))?"

_Text = Annotated[str, Meta(max_length=300)]
_UnitsPerEm = Annotated[int, Meta(ge=16, le=16384)]
_Units = Annotated[int, Meta(ge=-100_000, le=100_000)]


class WidthTableError(Exception):
    """A table cannot be read; the message is the end of a sentence about it."""


class StyleWidths(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The widths of one style, in units of which `units_per_em` are the size of the font.

    `file`, `version` and `digest` (SHA-256) are those of the font that was measured. `advances` has the characters of each width
    as ranges of code points in hexadecimal, `kerning` what is added between a character and each of those that follow it:
    `{"A": {"-74": "VW"}}`.
    """

    file: _Text
    version: _Text
    digest: _Text
    units_per_em: _UnitsPerEm
    ascender: _Units
    descender: _Units
    line_gap: _Units
    advances: Mapping[str, str]
    kerning: Mapping[str, Mapping[str, str]]


class WidthTable(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The table of a family. `measured` is the family that was measured: the family itself, or its metric twin."""

    family: _Text
    measured: _Text
    styles: Mapping[Style, StyleWidths]


class CharacterWidths(Struct, frozen=True):
    """The widths of one style as text is measured with them: by code point, and by pairs of characters."""

    units_per_em: int
    line_height: float
    advances: Mapping[int, int]
    kerning: Mapping[str, int]


def as_ranges(code_points: Iterable[int]) -> str:
    """Return code points as ranges in hexadecimal, sorted: `20-22 2E`."""
    ranges: list[list[int]] = []
    for point in sorted(code_points):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return " ".join(f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in ranges)


def as_text(table: WidthTable) -> str:
    """Return a table as JSON, with one line for each width and for each character that is kerned."""
    styles = [f"  {json.dumps(name)}: {_style_text(style)}" for name, style in table.styles.items()]
    head = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in _head(table)]
    return "{\n" + ",\n".join([*head, ' "styles": {\n' + ",\n".join(styles) + "\n }"]) + "\n}\n"


def _head(table: WidthTable) -> tuple[tuple[str, str], ...]:
    return ("family", table.family), ("measured", table.measured)


def _style_text(style: StyleWidths) -> str:
    fields: Mapping[str, object] = msgspec.to_builtins(style)
    lines = []
    for key, value in fields.items():
        if isinstance(value, dict):
            rows = (f"    {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items())
            lines.append(f"   {json.dumps(key)}: {{\n" + ",\n".join(rows) + "\n   }")
        else:
            lines.append(f"   {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n  }"


def read_table(path: Path) -> WidthTable:
    """Return the table in a file. Raises WidthTableError if it cannot be used for all four styles."""
    return _open(path)[0]


def widths_of(path: Path, style: Style) -> CharacterWidths:
    """Return the widths of one style of the table in a file. Raises WidthTableError."""
    return _open(path)[1][style]


_OpenTable = tuple[WidthTable, Mapping[Style, CharacterWidths]]


def _open(path: Path) -> _OpenTable:
    try:
        status = path.stat()
    except OSError as failure:
        raise WidthTableError(f"cannot be read: {failure.strerror}") from None
    return _open_once(path, status.st_size, status.st_mtime_ns, status.st_ino)


@lru_cache(maxsize=4)
def _open_once(path: Path, *_stamp: int) -> _OpenTable:
    table = _decode(_read(path))
    missing = [style for style in STYLES if style not in table.styles]
    if missing:
        raise WidthTableError(f"has no widths of the style `{missing[0]}`")
    return table, {name: _character_widths(style) for name, style in table.styles.items()}


def _read(path: Path) -> bytes:
    try:
        return read_bytes(path, MAX_BYTES)
    except RefusedFileError as refused:
        raise WidthTableError(refused.reason) from None
    except OSError as failure:
        raise WidthTableError(f"cannot be read: {failure.strerror}") from None


def _decode(data: bytes) -> WidthTable:
    try:
        return msgspec.json.decode(data, type=WidthTable)
    except msgspec.ValidationError as error:
        raise WidthTableError(f"is not a table of widths: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        line = _broken_line(data)
        raise WidthTableError(f"is no JSON{f' (line {line})' if line else ''}") from None


def _broken_line(data: bytes) -> int | None:
    """Return the line at which a text stops being JSON; a merge, for example, leaves its marks there."""
    try:
        json.loads(data)
    except json.JSONDecodeError as error:
        return error.lineno
    except (UnicodeDecodeError, RecursionError):
        return None
    return None


def _character_widths(style: StyleWidths) -> CharacterWidths:
    """Return the widths by character. Raises WidthTableError for numbers and ranges that no font has."""
    advances: dict[int, int] = {}
    for width, ranges in style.advances.items():
        for part in ranges.split():
            first, last = _range(part)
            if len(advances) + last - first >= _MAX_CHARACTERS:
                raise WidthTableError(f"has widths of more than {_MAX_CHARACTERS:,} characters")
            advances.update(dict.fromkeys(range(first, last + 1), _units(width, 0)))
    kerning = {
        before + after: _units(width, -100_000)
        for before, by_width in style.kerning.items()
        for width, followers in by_width.items()
        for after in followers
    }
    height = (style.ascender - style.descender + style.line_gap) / style.units_per_em
    if not 0.2 <= height <= 5.0 or not advances:
        raise WidthTableError(
            f"has lines that are {height:.3g} times as high as the letters" if advances else "is empty"
        )
    return CharacterWidths(style.units_per_em, height, advances, kerning)


def _range(text: str) -> tuple[int, int]:
    match = re.fullmatch(_RANGE, text)
    if match is None:
        raise WidthTableError(f"has `{text[:20]}` where code points are expected")
    first = int(match[1], 16)
    last = int(match[2], 16) if match[2] else first
    if not first <= last <= 0x10FFFF:
        raise WidthTableError(f"has `{text}` where code points are expected")
    return first, last


def _units(text: str, minimum: int) -> int:
    if not re.fullmatch("-?[0-9]{1,6}", text) or not minimum <= int(text) <= 100_000:
        raise WidthTableError(f"has the width `{text[:20]}`, which no font has")
    return int(text)
