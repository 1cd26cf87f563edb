"""The rows of a spreadsheet as text, whatever file they come from, and how many are read."""

from __future__ import annotations

from msgspec import Struct

from deckgen.diagnostics import UserFacingError

MOST_ROWS = 5_000
"""Of a sheet; Excel itself keeps a million rows where somebody has formatted them all."""
DATE = "\0date "
"""Stands before what a workbook holds as a date: nobody can tell what was typed."""


class SheetError(UserFacingError):
    """A spreadsheet that cannot be used, in a sentence."""


class SheetRow(Struct, frozen=True):
    """One row of a sheet: where it stands, and its cells as text."""

    where: str
    cells: tuple[str, ...]


class Sheet(Struct, frozen=True):
    """The rows of a file; `remark` says what one should know of how it was read."""

    lines: tuple[SheetRow, ...]
    remark: str = ""
