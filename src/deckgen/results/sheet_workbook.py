"""The sheet of an owner → an Excel workbook (.xlsx): text in every cell, what is not to be filled in is protected.

The words of statuses are a list in a hidden sheet. Lines below the last one may be filled in, too: a result that is new. The same
sheet gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from deckgen.results.formulas import guard_formula, is_formula, unguard_formula
from deckgen.results.owner_sheets import OwnerSheet, SheetColumn
from deckgen.results.sheet_rows import SheetError

_WORDS = "words"
"""The name of the hidden sheet."""
_FREE_LINES = 100
"""Lines below the last one in which statuses are chosen from the list, too."""
_LONGEST_CELL = 32_767
"""The characters that a cell may have ("Excel specifications and limits")."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""The time that parts of the file and the workbook have: always the same, as the smallest one of a zip file."""
_TEXT_FORMAT = "@"
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Office would read as an escaped character."""
_LINE_HEIGHT, _MOST_LINES = 15, 20
"""The height of a line in points, and how many lines a row shows at most."""
_HEADER_FILL, _INPUT_FILL = PatternFill("solid", "DDDDDD"), PatternFill("solid", "FFF8DC")
_LINE = Border(left=Side("thin", "CCCCCC"), bottom=Side("thin", "CCCCCC"))
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def workbook_bytes(sheet: OwnerSheet) -> bytes:
    """Return a workbook with the sheet. Raises SheetError if a text is longer than a cell may be."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "results"
    _write_header(page, sheet.columns)
    for row, line in enumerate(sheet.lines, 2):
        for column, text in enumerate(line.cells):
            _write_cell(page, row, column + 1, text, is_input=column in line.inputs)
        page.row_dimensions[row].height = _LINE_HEIGHT * min(_line_count(line.cells, sheet.columns), _MOST_LINES)
    _add_words(book, page, sheet)
    page.freeze_panes = "B2"
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False  # "False" allows it
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return stable_bytes(book)


def _line_count(cells: Sequence[str], columns: Sequence[SheetColumn]) -> int:
    """Return about how many lines the fullest cell of a row has."""
    pairs = zip(cells, columns, strict=True)
    return max(sum(1 + len(line) // column.width for line in text.split("\n")) for text, column in pairs)


def _write_header(page: Worksheet, columns: Sequence[SheetColumn]) -> None:
    for number, column in enumerate(columns, 1):
        shape = page.column_dimensions[get_column_letter(number)]
        shape.width = column.width
        shape.protection, shape.number_format, shape.alignment = Protection(locked=False), _TEXT_FORMAT, _WRAPPED
        cell = _write_cell(page, 1, number, column.header, is_input=False)
        cell.font, cell.fill = Font(bold=True), _HEADER_FILL


def _write_cell(page: Worksheet, row: int, column: int, text: str, *, is_input: bool) -> Cell:
    """Write a text that no program takes for a number, a date or a formula."""
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)
    # A text that would be read as a formula, or as one with its guard, is guarded.
    text = guard_formula(text) if is_formula(text) or unguard_formula(text) != text else text
    if len(text) > _LONGEST_CELL:
        raise SheetError(f"a text of {len(text):,} characters is too long for a cell of a workbook: use --csv")
    if text:
        cell.value = escaped(text)
        cell.data_type = "s"
    cell.number_format, cell.alignment, cell.border = _TEXT_FORMAT, _WRAPPED, _LINE
    cell.quotePrefix = text[:1] in {"=", "+", "-", "@"}
    cell.protection = Protection(locked=not is_input)
    if is_input:
        cell.fill = _INPUT_FILL
    return cell


def escaped(text: str) -> str:
    """Return the text of a cell without what Office would read as an escaped character."""
    return _ESCAPE.sub("_x005F_", text)


def _add_words(book: Workbook, page: Worksheet, sheet: OwnerSheet) -> None:
    """Let people choose statuses from the words of the deck."""
    column = next((n for n, column in enumerate(sheet.columns, 1) if column.is_status), None)
    if column is None or not sheet.words:
        return
    words = book.create_sheet(_WORDS)
    words.sheet_state = "hidden"
    words.protection.sheet = True
    for row, word in enumerate(sheet.words, 1):
        _write_cell(words, row, 1, word, is_input=False)
    choice = DataValidation("list", formula1=f"{_WORDS}!$A$1:$A${len(sheet.words)}", allow_blank=True)
    choice.error, choice.errorTitle = "Choose one of the words of the list, or leave the cell empty.", "Status"
    letter = get_column_letter(column)
    choice.add(f"{letter}2:{letter}{len(sheet.lines) + 1 + _FREE_LINES}")
    page.add_data_validation(choice)


def stable_bytes(book: Workbook) -> bytes:
    """Return the file of a workbook without the time at which it was made, and with rows that may grow."""
    book.properties.creator, book.properties.created = "deckgen", datetime(*_TIME)
    made, stable = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", data)
            if name.startswith("xl/worksheets/"):
                data = data.replace(b' customHeight="1"', b"")  # rows then grow with what is typed
            part = zipfile.ZipInfo(name, _TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, data)
    return stable.getvalue()
