"""An Excel workbook (.xlsx) → rows of text, as Excel shows them.

openpyxl reads the cells. How Excel shows a number depends on its number format; this module knows the usual formats.
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

from deckgen.results.sheet_rows import DATE_PREFIX, MAX_ROWS, SheetError, SheetRow, unescape

MAX_UNPACKED_BYTES = 8_000_000
"""Maximum size of an unpacked workbook, in bytes: 100 times a sheet of results; openpyxl reads some 5 MB a second."""
MAX_COLUMNS = 200
"""Columns of a sheet that are read."""
_FORMAT_TOKENS = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<money>[^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|[_*].|(?P<digits>General|[#0?][#0?.,]*)|(?P<plain>.)'
)
"""The tokens of a number format: quoted text, a currency, colours and conditions, padding, digits, anything else."""
_MAX_FORMAT_LENGTH = 255
"""Characters: the limit of Excel ("Excel specifications and limits"). A longer format could be slow to split into tokens."""
_DATE_CODE = re.compile(r"[dmyhsE]", re.IGNORECASE)


def read_workbook(data: bytes, path: Path) -> Iterator[SheetRow]:
    """Yield the rows of all sheets of a workbook. Raises SheetError if it is not a workbook, or too large to read safely."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(part.file_size for part in package.infolist())
        if size > MAX_UNPACKED_BYTES:
            raise SheetError(f"{path} is too large for a sheet of results ({size / 1e6:.0f} MB unpacked)")
        yield from _rows(data)
    except SheetError:
        raise
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SheetError(f"{path} is not an Excel workbook (.xlsx) that can be read: {reason}") from error


def _rows(data: bytes) -> Iterator[SheetRow]:
    values = load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    formulas = load_workbook(io.BytesIO(data), read_only=True)
    has_several_sheets = len(values.worksheets) > 1
    for sheet, formula_sheet in zip(values.worksheets, formulas.worksheets, strict=True):
        both = (s.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS) for s in (sheet, formula_sheet))
        for number, (row, formula_row) in enumerate(zip(*both, strict=False), 1):
            cells = tuple(displayed_cell(cell, formula) for cell, formula in zip(row, formula_row, strict=False))
            where = f"{sheet.title}, row {number}" if has_several_sheets else f"row {number}"
            if number > MAX_ROWS and any(cells):
                raise SheetError(f"the sheet {sheet.title} has more than {MAX_ROWS:,} rows; fill takes fewer")
            if any(cells):
                yield SheetRow(where, cells)


def displayed_cell(cell: Any, formula_cell: Any) -> str:
    """Return a cell as Excel shows it; a formula without a stored value is returned as the formula."""
    value = cell.value
    if value is None:
        return str(formula_cell.value) if formula_cell.value is not None else ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return format_number(float(value), str(cell.number_format))
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return DATE_PREFIX + (value.date() if isinstance(value, datetime.datetime) else value).isoformat()
    return unescape(str(value))


def format_number(value: float, number_format: str) -> str:
    """Return a number as Excel shows it in one of the usual formats: 0, 0.00, #,##0, 0%, +0.0%, "$"#,##0, 0.0" M", 0,,.

    In other formats, and in formats of more than 255 characters, the number is returned unformatted.
    """
    if len(number_format) > _MAX_FORMAT_LENGTH:
        return f"{value:.15g}"
    tokens = list(_FORMAT_TOKENS.finditer(number_format.split(";", maxsplit=1)[0]))
    digits = [token["digits"] for token in tokens if token["digits"]]  # a fraction has several
    if len(digits) != 1 or any(token["plain"] and _DATE_CODE.match(token["plain"]) for token in tokens):
        return f"{value:.15g}"
    scale = 100 if any(token["plain"] == "%" for token in tokens) else 1
    figure = _format_digits(abs(value) * scale, digits[0])
    text = ""
    for token in tokens:
        text += figure if token["digits"] else ""
        text += token["text"] or token["escaped"] or token["money"] or token["plain"] or ""
    text = text.strip()
    if value < 0:
        return f"-{text.removeprefix('+')}"
    return text.removeprefix("+") if value == 0 else text


def _format_digits(value: float, digits: str) -> str:
    """Format the number alone, with its decimals and its thousands separators; a comma at the end divides it by 1000."""
    if digits == "General":
        return f"{value:.15g}"
    without_scale = digits.rstrip(",")
    integer, _, decimals = without_scale.partition(".")
    text = f"{value / 1000 ** (len(digits) - len(without_scale)):{',' if ',' in integer else ''}.{len(decimals)}f}"
    for _ in range(len(decimals) - len(decimals.rstrip("#?"))):
        text = text.removesuffix("0")
    return text.removesuffix(".")
