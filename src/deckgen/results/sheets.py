"""Spreadsheets → updates of results.

A sheet has a line of headers with `id` and a column for each period (`Q2`), or with `id`, `period` and `value`; further columns
state what stands beside the result of the period (`because`, `status` …; `sheet_columns`). A sheet that names no period is
about the reported one, which is reported, and so are columns of other names, which are not used.
Input: .csv and .xlsx, as Excel, Numbers, LibreOffice and Google Sheets write them, and those of `owner_sheets`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, takewhile
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.io.confined import RefusedFileError, read_bytes, reason_not_read
from deckgen.periods import Period
from deckgen.resolve.targets import EntryField
from deckgen.results.formulas import is_formula, unguard_formula
from deckgen.results.sheet_columns import (
    SheetColumns,
    check_overlooked_results,
    find_columns,
    find_header,
    unused_columns,
    without_day,
)
from deckgen.results.sheet_rows import DATE_PREFIX, MAX_ROWS, Sheet, SheetError, SheetRow, unescape
from deckgen.results.update_types import ResultUpdate, UpdateOutcome, Verdict

MAX_BYTES = 20_000_000
"""Maximum size of the file of a sheet."""
_LONGEST_NAME = 60
"""Characters of a text by which messages name a row."""


def find_sheet_files(paths: Iterable[Path]) -> list[Path]:
    """Return the sheets that paths name: a folder stands for its sheets, and `*` works without a shell (Windows).

    Raises SheetError if a folder has no sheets.
    """
    files: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in {".csv", ".xlsx"}) if path.is_dir() else []
        matching = sorted(path.parent.glob(path.name)) if "*" in path.name and not path.exists() else []
        if path.is_dir() and not inside:
            raise SheetError(f"{path} holds no sheet (.csv or .xlsx)")
        # Excel creates a hidden file next to each open file.
        files += [p for p in inside or matching or [path] if not p.name.startswith(("~$", "."))]
    return files


def read_sheet(path: Path) -> Sheet:
    """Read a spreadsheet. Raises SheetError."""
    try:
        data = read_bytes(path, MAX_BYTES)
    except (OSError, RefusedFileError) as error:
        raise SheetError(f"{path} cannot be read: {reason_not_read(error)}") from error
    if data.startswith(b"PK"):
        from deckgen.results.workbook import read_workbook  # noqa: PLC0415 — openpyxl is needed for .xlsx only

        return Sheet(tuple(read_workbook(data, path)))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError(f"{path} is an old Excel file (or one with a password): save it as .xlsx or .csv")
    text, remark = _decode(data, path)
    separator, rows = parse_csv(text, path)
    return Sheet(tuple(rows), remark, separator)


def _decode(data: bytes, path: Path) -> tuple[str, str]:
    """Decode a .csv as UTF-8, UTF-16 (Excel's “Unicode text”) or Windows-1252; return the text and a remark, or empty."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), ""
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "it is not UTF-8 and was read as Windows-1252: look at accents and dashes"
    except UnicodeDecodeError as error:
        raise SheetError(
            f"{path} is not a text file that deckgen can read: save it as CSV UTF-8, or as .xlsx"
        ) from error


def parse_csv(text: str, path: Path) -> tuple[str, list[SheetRow]]:
    """Split a .csv into cells at the separator with which the headers are found: comma, semicolon or tab; returns it, too."""
    separator_line = re.match(r"sep=(.)\r?\n", text)
    if separator_line:
        return separator_line[1], _split(text[separator_line.end() :], separator_line[1], path, first_line=2)
    splits = [(separator, _split(text, separator, path)) for separator in ",;\t"]
    return next((split for split in splits if find_header(split[1]) is not None), splits[0])


def _split(text: str, delimiter: str, path: Path, first_line: int = 1) -> list[SheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(MAX_BYTES)  # otherwise a longer result than 131,072 characters is an error
    rows: list[SheetRow] = []
    line = first_line
    try:
        for cells in reader:
            if any(cells):
                rows.append(SheetRow(f"line {line}", tuple([unescape(cell, only_controls=True) for cell in cells])))
            if len(rows) > MAX_ROWS:
                raise SheetError(f"{path} has more than {MAX_ROWS:,} rows; fill takes fewer")
            line = first_line + reader.line_num
    except csv.Error as error:
        raise SheetError(f"{path}, line {line}: this is not CSV ({error})") from error
    return rows


class SheetUpdates(Struct, frozen=True):
    """What a sheet states: updates, outcomes of cells that are refused, the columns that it has beside, and what describes rows.

    `rows` has the fields of each row by its id (`what`, `goal` …). `names_no_period`: its results are taken as those of the
    reported period.
    """

    updates: list[ResultUpdate]
    refused: list[UpdateOutcome]
    unused: tuple[str, ...] = ()
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names_no_period: bool = False


def read_updates(
    sheet: Sheet, path: Path, reported: Period, *, named: bool = False
) -> tuple[list[ResultUpdate], list[UpdateOutcome]]:
    """Return the updates and refusals of a sheet, as `read_all` does."""
    found = read_all(sheet, path, reported, named=named)
    return found.updates, found.refused


def read_all(sheet: Sheet, path: Path, reported: Period, *, named: bool = False, language: str = "en") -> SheetUpdates:
    """Return what a sheet states. Empty cells are skipped.

    With `named`, as for several sheets, an update says in which sheet it is. `language` is that of the deck. Raises SheetError
    if the headers are missing, name no period of the reported year, or leave results unused.
    """
    header, noun = find_header(sheet.rows), reported.system.noun
    if header is None:
        raise SheetError(
            f"{path} has no line of headers with `id` and a {noun} such as `{reported.name}` (or `{noun}` and `value`)"
        )
    columns = find_columns(sheet.rows[header], path, reported)
    check_overlooked_results(sheet.rows[header:], columns, path, reported, language)
    found = SheetUpdates(
        [], [], unused_columns(sheet.rows[header:], columns), {}, names_no_period=not columns.names_period
    )
    rows: dict[str, dict[str, str]] = {}
    for row in sheet.rows[header + 1 :]:
        named_row = SheetRow(f"{path.name}, {row.location}", row.cells) if named else row
        for item in _read_row(named_row, columns, reported):
            (found.refused if isinstance(item, UpdateOutcome) else found.updates).append(item)  # type: ignore[arg-type]
        rows[unguard_formula(_cell(row, columns.id))] = {
            name: unguard_formula(_cell(row, index)) for index, name in columns.described.items()
        }
    return replace(found, rows=rows)


def _cell(row: SheetRow, index: int) -> str:
    return row.cells[index].strip() if index < len(row.cells) else ""


def _read_row(row: SheetRow, columns: SheetColumns, reported: Period) -> Iterator[ResultUpdate | UpdateOutcome]:
    """Yield an update for each result of a row and for what stands beside it, or the refusal of one."""
    id_ = unguard_formula(_cell(row, columns.id))
    named_period = _named_period(row, columns, reported)
    if isinstance(named_period, UpdateOutcome):
        yield named_period
        return
    for index, period, name in _stated_cells(columns, len(row.cells), named_period, reported):
        if not (text := _cell(row, index)):
            continue
        update = ResultUpdate(id_, period, unguard_formula(text), row.location, name)
        if not id_:
            what = "a result" if name == "text" else f"`{name}`"
            reason = f"the line of {_quoted(_text_of_row(row, columns) or text)} has {what}, but no id"
            yield UpdateOutcome(update, Verdict.REFUSED, reason=reason)
            return
        reason = _refusal_of_cell(text)
        yield UpdateOutcome(update, Verdict.REFUSED, reason=reason) if reason else update


def _named_period(row: SheetRow, columns: SheetColumns, reported: Period) -> str | UpdateOutcome | None:
    """Return the period that a row names; None if it names none, or has nothing of it; a refusal if there is no such period."""
    if columns.period is None or not any(_cell(row, n) for n in (*columns.value, *columns.beside)):
        return None
    typed = without_day(_cell(row, columns.period))
    period = reported.calendar.read(typed)
    if period is None:
        id_ = unguard_formula(_cell(row, columns.id))
        update = ResultUpdate(id_, typed, _text_of_row(row, columns), row.location)
        reason = f"'{typed}' is no {reported.system.noun} of {reported.year}: write {reported.calendar.listed}"
        return UpdateOutcome(update, Verdict.REFUSED, reason=reason)
    return period


def _text_of_row(row: SheetRow, columns: SheetColumns) -> str:
    """Return what a row says of itself, for messages: its name, else its result."""
    named = [index for index, name in columns.described.items() if name == "what"]
    results = takewhile(lambda index: index < len(row.cells), columns.periods)
    return next((text for n in chain(named, columns.value, results) if (text := _cell(row, n))), "")


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + '…'}”"


def _stated_cells(
    columns: SheetColumns, width: int, named_period: str | None, reported: Period
) -> Iterator[tuple[int, str, EntryField]]:
    """Yield the columns that may state something of a row of `width` cells, with their periods and fields."""

    def inside(by_column: Mapping[int, str]) -> Iterator[tuple[int, str]]:
        return takewhile(lambda item: item[0] < width, by_column.items())  # columns are in ascending order

    results = columns.periods or dict.fromkeys(columns.value, named_period or reported.name)
    beside = named_period or (reported.name if columns.is_of_reported(reported) else next(iter(results.values())))
    yield from ((index, period, "text") for index, period in inside(results))
    yield from ((index, beside, name) for index, name in columns.beside.items())
    yield from ((index, period, "plan") for index, period in inside(columns.plans))


def _refusal_of_cell(text: str) -> str:
    """Return why a cell cannot be a result; empty if it can."""
    if text.startswith(DATE_PREFIX):
        date = text.removeprefix(DATE_PREFIX)
        return f"the spreadsheet turned it into the date {date}: format the cell as text and type it again"
    if is_formula(text):
        return f"'{text}' is a formula: type the result as text"
    return ""
