"""The rows of a spreadsheet as text, the same for every file format."""

from __future__ import annotations

import re

from msgspec import Struct

from deckgen.diagnostics import UserFacingError

MAX_ROWS = 5_000
"""Maximum number of rows of a sheet; Excel itself stores a million rows if a user has formatted them all."""
DATE_PREFIX = "\0date "
"""Prefix of a cell that a workbook stores as a date: what the user typed is not known."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str, *, only_controls: bool = False) -> str:
    """Return a text of a workbook without the escapes that Office writes in it: `_x000D_` is a carriage return.

    With `only_controls`, as for a .csv that a program made of a workbook, only escapes of control characters count.
    """

    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return chr(code) if code < 0x20 or not (only_controls or 0xD800 <= code < 0xE000) else found[0]

    return _ESCAPE.sub(character, text)


class SheetError(UserFacingError):
    """A spreadsheet that cannot be used; the message is a sentence for users."""


class SheetRow(Struct, frozen=True):
    """One row of a sheet: its position (`line 2`, `Sheet1, row 2`), and its cells as text."""

    location: str
    cells: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """The rows of a file; `remark` is a warning about how it was read, or empty, `separator` that of the cells of a .csv."""

    rows: tuple[SheetRow, ...]
    remark: str = ""
    separator: str = ""
