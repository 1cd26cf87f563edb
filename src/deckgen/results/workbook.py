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

from deckgen.results.sheet_rows import DATE, MOST_ROWS, SheetError, SheetRow

MAX_UNPACKED = 8_000_000
"""Bytes that a workbook may take once unpacked: a sheet of results takes a hundredth; openpyxl reads some 5 MB a second."""
MOST_COLUMNS = 200
"""Of a sheet."""
_PIECES = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<money>[^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|[_*].|(?P<digits>General|[#0?][#0?.,]*)|(?P<plain>.)'
)
"""The pieces of a number format: quoted text, a currency, colours and conditions, padding, digits, anything else."""
_LONGEST_FORMAT = 255
"""Characters: Excel takes no longer number format ("Excel specifications and limits"), and pieces may be left open in one."""
_DATE = re.compile(r"[dmyhsE]", re.IGNORECASE)


def read_workbook(data: bytes, path: Path) -> Iterator[SheetRow]:
    """Give the rows of all sheets of a workbook. Raises SheetFault if it is none, or more than is safe to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(part.file_size for part in package.infolist())
        if size > MAX_UNPACKED:
            raise SheetError(f"{path} is too large for a sheet of results ({size / 1e6:.0f} MB unpacked)")
        yield from _rows(data)
    except SheetError:
        raise
    except Exception as fault:
        said = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise SheetError(f"{path} is not an Excel workbook (.xlsx) that can be read: {said}") from fault


def _rows(data: bytes) -> Iterator[SheetRow]:
    values = load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    formulas = load_workbook(io.BytesIO(data), read_only=True)
    several = len(values.worksheets) > 1
    for sheet, typed in zip(values.worksheets, formulas.worksheets, strict=True):
        both = (one.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS) for one in (sheet, typed))
        for number, (row, raw) in enumerate(zip(*both, strict=False), 1):
            cells = tuple(shown(cell, other) for cell, other in zip(row, raw, strict=False))
            where = f"{sheet.title}, row {number}" if several else f"row {number}"
            if number > MOST_ROWS and any(cells):
                raise SheetError(f"the sheet {sheet.title} has more than {MOST_ROWS:,} rows; fill takes fewer")
            if any(cells):
                yield SheetRow(where, cells)


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
        return DATE + (value.date() if isinstance(value, datetime.datetime) else value).isoformat()
    return str(value)


def number(value: float, shape: str) -> str:
    """Write a number as its format shows it (0, 0.00, #,##0, 0%, +0.0%, "$"#,##0, 0.0" M", 0,,); in any other, as it is.

    A format of more than 255 characters is one of the others.
    """
    if len(shape) > _LONGEST_FORMAT:
        return f"{value:.15g}"
    pieces = list(_PIECES.finditer(shape.split(";", maxsplit=1)[0]))
    places = [piece["digits"] for piece in pieces if piece["digits"]]  # a fraction has several
    if len(places) != 1 or any(piece["plain"] and _DATE.match(piece["plain"]) for piece in pieces):
        return f"{value:.15g}"
    scale = 100 if any(piece["plain"] == "%" for piece in pieces) else 1
    figure = _figure(abs(value) * scale, places[0])
    made = ""
    for piece in pieces:
        made += figure if piece["digits"] else ""
        made += piece["text"] or piece["escaped"] or piece["money"] or piece["plain"] or ""
    made = made.strip()
    return f"-{made.removeprefix('+')}" if value < 0 else made.removeprefix("+") if value == 0 else made


def _figure(value: float, digits: str) -> str:
    """The figure alone: its decimals, its thousands; a comma at the end of its format shows a thousandth of it."""
    if digits == "General":
        return f"{value:.15g}"
    shown = digits.rstrip(",")
    whole, _, decimals = shown.partition(".")
    text = f"{value / 1000 ** (len(digits) - len(shown)):{',' if ',' in whole else ''}.{len(decimals)}f}"
    for _ in range(len(decimals) - len(decimals.rstrip("#?"))):
        text = text.removesuffix("0")
    return text.removesuffix(".")
