"""The texts of a deck for a translator ↔ an Excel workbook: a sheet that explains, and a sheet with a row for each text.

Only the translations and their states can be changed. The same texts give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from deckgen.model.cldr import english_name
from deckgen.results.formulas import guard_formula, is_formula, unguard_formula
from deckgen.results.sheet_workbook import escaped, stable_bytes
from deckgen.results.workbook import displayed_cell
from deckgen.translation.exchange import MAX_TEXTS, Exchange, ExchangeError, IncomingEntry, OutgoingEntry, digest_of
from deckgen.translation.matching import TextState

_ABOUT, _TEXTS = "read me", "texts"
_COLUMNS = {
    "where": 26,
    "source": 60,
    "translation": 60,
    "state": 13,
    "room left": 11,
    "note": 30,
    "key": 40,
    "base": 10,
}
"""The headers of the columns, and their widths in characters."""
_HIDDEN = ("base",)
_MAX_UNPACKED_BYTES = 60_000_000
_LONGEST_CELL = 32_767
"""The characters that a cell may have ("Excel specifications and limits")."""
_LINE_HEIGHT, _MOST_LINES = 15, 20
"""The height of a line in points, and how many lines a row shows at most."""
_HEADER, _INPUT, _LATE = (PatternFill("solid", colour, colour) for colour in ("DDDDDD", "FFF8DC", "FCE0D8"))
_LINE = Border(left=Side("thin", "CCCCCC"), bottom=Side("thin", "CCCCCC"))
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TEXT_FORMAT = "@"

_EXPLANATION = """\
Translation of “{deck}” from {source} into {target} ({language})

The sheet “texts” has a row for each text. Write into the column “translation”, and nowhere else; “state” may be chosen. \
Then send the file back: deckgen reads it with “deckgen translate {language} FILE”.

state: “missing” has no translation yet. “outdated”: the text has changed since it was translated; the note says what it was. \
Change the translation, or choose “translated” if it still holds. “review”: it is used, and somebody should read it again. \
A new translation of a missing or outdated text counts as translated.

room left: about so many characters the translation may be longer than the text, before its slide gets smaller type or another \
page. It is an estimate, and no limit. Notes and texts without a number have no limit.

These marks in a text stay as they are, around or behind the words that they belong to:
**bold words**     *italic words*
[words](https://example.org)     a link: translate the words in the square brackets, and keep what is in the round ones
[^id]     a footnote: keep it, where your sentence needs it
{{title}}     a fact of the deck, which deckgen fills in
An empty line starts a new paragraph. A line that begins with “- ” or “1. ” is an item of a list.

Write figures as your language does (8.1% may be 8,1 %), but never another figure: deckgen compares them. Results and goals \
that are only figures are not in the sheet: they have one source, the content of the deck, and deckgen writes them as your \
language does.
"""


def sheet_bytes(exchange: Exchange) -> bytes:
    """Return the workbook. Raises ExchangeError if a text is longer than a cell may be."""
    book = Workbook()
    about, page = book.active, book.create_sheet(_TEXTS)
    assert isinstance(about, Worksheet)
    about.title = _ABOUT
    _explain(about, exchange)
    for number, (name, width) in enumerate(_COLUMNS.items(), 1):
        shape = page.column_dimensions[get_column_letter(number)]
        shape.width, shape.hidden = width, name in _HIDDEN
        cell = page.cell(1, number, name)
        cell.font, cell.fill, cell.alignment, cell.border = Font(bold=True), _HEADER, _WRAPPED, _LINE
    for row, entry in enumerate(exchange.entries, 2):
        _write_row(page, row, entry)
    _finish(page, len(exchange.entries) + 1)
    return stable_bytes(book)


def _explain(page: Worksheet, exchange: Exchange) -> None:
    source, target = (english_name(tag) or tag for tag in (exchange.source_language, exchange.language))
    text = _EXPLANATION.format(deck=exchange.deck, source=source, target=target, language=exchange.language)
    page.column_dimensions["A"].width = 110
    for row, line in enumerate(text.split("\n"), 1):
        cell = page.cell(row, 1, line)
        cell.alignment, cell.font = _WRAPPED, Font(bold=row == 1, size=14 if row == 1 else 11)
        page.row_dimensions[row].height = _LINE_HEIGHT * (1 + len(line) // 105) + (6 if row == 1 else 0)
    page.protection.sheet = True
    page.sheet_view.showGridLines = False
    _fit_to_width(page)


def _write_row(page: Worksheet, row: int, entry: OutgoingEntry) -> None:
    note = f"the text was: {entry.before}" if entry.before else ""
    values = {
        "where": entry.where, "source": entry.source, "translation": entry.translation, "state": str(entry.state), "note": note,
        "key": entry.key, "base": digest_of(entry.translation),
    }  # fmt: skip
    lines = 1
    for number, (name, width) in enumerate(_COLUMNS.items(), 1):
        cell: Any = page.cell(row, number)
        text = values.get(name, "")
        if name == "room left" and entry.room is not None:
            cell.value = entry.room
        elif text:
            _write_text(cell, text)
        is_input = name in {"translation", "state"}
        cell.alignment, cell.border, cell.protection = _WRAPPED, _LINE, Protection(locked=not is_input)
        if is_input:
            cell.fill = _INPUT
        lines = max(lines, sum(1 + len(line) // width for line in text.split("\n")))
    page.row_dimensions[row].height = _LINE_HEIGHT * min(lines, _MOST_LINES)


def _write_text(cell: Any, text: str) -> None:
    """Write a text that no program takes for a number, a date or a formula."""
    text = guard_formula(text) if is_formula(text) or unguard_formula(text) != text else text
    if len(text) > _LONGEST_CELL:
        raise ExchangeError(
            f"a text of {len(text):,} characters is too long for a cell of a workbook: use the XLIFF file"
        )
    cell.value, cell.data_type, cell.number_format = escaped(text), "s", _TEXT_FORMAT
    cell.quotePrefix = text[:1] in {"=", "+", "-", "@"}


def _finish(page: Worksheet, last: int) -> None:
    names = list(_COLUMNS)
    state = get_column_letter(names.index("state") + 1)
    choice = DataValidation("list", formula1='"' + ",".join(TextState) + '"', allow_blank=True)
    choice.error, choice.errorTitle = "Choose one of the words of the list.", "State"
    choice.add(f"{state}2:{state}{max(last, 2)}")
    page.add_data_validation(choice)
    late = FormulaRule(  # type: ignore[no-untyped-call]
        formula=[f'OR(${state}2="missing",${state}2="outdated")'], fill=_LATE
    )
    page.conditional_formatting.add(f"{state}2:{state}{max(last, 2)}", late)
    page.auto_filter.ref = f"A1:{get_column_letter(len(names))}{last}"
    page.freeze_panes = "C2"
    page.protection.sheet = True
    # "False" allows it.
    page.protection.formatColumns = page.protection.formatRows = page.protection.autoFilter = page.protection.sort = (
        False
    )
    _fit_to_width(page)
    page.print_title_rows = "1:1"


def _fit_to_width(page: Worksheet) -> None:
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def read_sheet(data: bytes, path: Path) -> list[IncomingEntry]:
    """Return the rows of a workbook. Raises ExchangeError if it is none, or has no sheet with the columns of `sheet_bytes`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(part.file_size for part in package.infolist())
        if size > _MAX_UNPACKED_BYTES:
            raise ExchangeError(f"{path} is too large for a sheet of translations ({size / 1e6:.0f} MB unpacked)")
        return list(_entries(data, path))
    except ExchangeError:
        raise
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ExchangeError(f"{path} is not an Excel workbook (.xlsx) that can be read: {reason}") from error


def _entries(data: bytes, path: Path) -> Iterator[IncomingEntry]:
    book = load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    needed = ("key", "source", "translation")
    for page in book.worksheets:
        rows = page.iter_rows(max_row=MAX_TEXTS + 2, max_col=50)
        header = [str(cell.value or "").strip().casefold() for cell in next(rows, ())]
        if all(name in header for name in needed):
            columns = {name: header.index(name) for name in (*needed, "state", "base") if name in header}
            yield from _rows(rows, columns, path)
            return
    raise ExchangeError(
        f"{path} has no sheet with the columns {', '.join(needed)}: `deckgen translate` writes such sheets"
    )


def _rows(rows: Iterator[Sequence[Any]], columns: dict[str, int], path: Path) -> Iterator[IncomingEntry]:
    for number, row in enumerate(rows, 2):
        if number > MAX_TEXTS + 1 and any(cell.value for cell in row):
            raise ExchangeError(f"{path} has more than {MAX_TEXTS:,} texts")
        found = {name: _text(row[at]) if at < len(row) else "" for name, at in columns.items()}
        if found["key"]:
            yield IncomingEntry(
                found["key"], found["source"], found["translation"], found.get("state", "").casefold(),
                f"row {number}", found.get("base") or None,
            )  # fmt: skip


def _text(cell: Any) -> str:
    return unguard_formula(displayed_cell(cell, cell)).replace("\r\n", "\n").strip()
