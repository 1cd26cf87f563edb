"""The rows of a spreadsheet as text, the same for every file format."""

from __future__ import annotations

from msgspec import Struct

from deckgen.diagnostics import UserFacingError

MAX_ROWS = 5_000
"""Maximum number of rows of a sheet; Excel itself stores a million rows if a user has formatted them all."""
DATE_PREFIX = "\0date "
"""Prefix of a cell that a workbook stores as a date: what the user typed is not known."""


class SheetError(UserFacingError):
    """A spreadsheet that cannot be used; the message is a sentence for users."""


class SheetRow(Struct, frozen=True):
    """One row of a sheet: its position (`line 2`, `Sheet1, row 2`), and its cells as text."""

    location: str
    cells: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """The rows of a file; `remark` is a warning about how it was read, or empty."""

    rows: tuple[SheetRow, ...]
    remark: str = ""
