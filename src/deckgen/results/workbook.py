"""An Excel workbook (.xlsx) → rows of text, as a person sees them in Excel.

openpyxl, the library for the format, reads cells; what a number looks like is decided by its number format, of which the
usual ones are known here.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from deckgen.results import sheets

_DECIMALS = re.compile(r"0(?:\.(0+))?")


def read_workbook(data: bytes, path: Path) -> Iterator[sheets.Line]:
    """Give the rows of all sheets of a workbook. Raises SheetFault if it is none."""
    try:
        values = load_workbook(io.BytesIO(data), data_only=True, read_only=True)
        formulas = load_workbook(io.BytesIO(data), read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        raise sheets.SheetFault(f"{path} is not an Excel workbook (.xlsx) that can be read: {fault}") from fault
    several = len(values.worksheets) > 1
    for sheet, typed in zip(values.worksheets, formulas.worksheets, strict=True):
        for number, (row, raw) in enumerate(zip(sheet.iter_rows(), typed.iter_rows(), strict=False), 1):
            cells = tuple(shown(cell, other) for cell, other in zip(row, raw, strict=False))
            where = f"{sheet.title}, row {number}" if several else f"row {number}"
            if any(cells):
                yield sheets.Line(where, cells)


def shown(cell: Any, typed: Any) -> str:
    """Give a cell as Excel shows it; a formula that was never computed as the formula."""
    value = cell.value
    if value is None:
        return str(typed.value) if typed.value is not None else ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number(float(value), str(cell.number_format))
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return sheets.DATE + (value.date() if isinstance(value, datetime.datetime) else value).isoformat()
    return str(value)


def number(value: float, shape: str) -> str:
    """Write a number in one of the usual number formats (0, 0.00, #,##0, 0%, +0.0%); any other as it is."""
    shape = shape.split(";", maxsplit=1)[0].replace("\\", "").replace('"', "")
    found = _DECIMALS.search(shape)
    if found is None or re.search(r"[dmyhsE]", shape):
        return f"{value:.15g}"
    decimals = len(found[1] or "")
    percent = "%" in shape
    text = f"{value * 100 if percent else value:{',' if '#,##' in shape else ''}.{decimals}f}"
    sign = "+" if shape.startswith("+") and value > 0 else ""
    return f"{sign}{text}{'%' if percent else ''}"
