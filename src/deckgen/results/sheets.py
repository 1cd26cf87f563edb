"""Spreadsheets → updates of results.

A sheet has a line of headers with `id` and a column for each period (`Q2`), or with `id`, `period` and `value`; further columns
state what stands beside the result of the period (`because`, `status` …). Columns of other names are not used, which is reported.
Input: .csv and .xlsx, as Excel, Numbers, LibreOffice and Google Sheets write them, and those of `owner_sheets`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.io.confined import RefusedFileError, TooLargeError, read_bytes
from deckgen.periods import MONTHS, SYSTEMS, YEAR_PATTERN, Period, Year
from deckgen.resolve.targets import EntryField
from deckgen.results.formulas import is_formula, unguard_formula
from deckgen.results.sheet_rows import DATE_PREFIX, MAX_ROWS, Sheet, SheetError, SheetRow, unescape
from deckgen.results.update_types import ResultUpdate, UpdateOutcome, Verdict

MAX_BYTES = 20_000_000
"""Maximum size of the file of a sheet."""
_ID_HEADERS = {"id", "metric", "metric id", "metric_id", "key result"}
_VALUE_HEADERS = {"value", "result", "text", "new"}
_PERIOD_HEADER = re.compile(
    rf"(?:month )?(?P<period>[QHT][1-9][0-9]*|{MONTHS.pattern})(?: (?P<year>{YEAR_PATTERN}))?", re.IGNORECASE
)
_PERIOD_HEADERS = {"period", *(system.noun for system in SYSTEMS)}
"""Names of the column that has a period in each row."""
_FIRST_OF_MONTH = re.compile(rf"{DATE_PREFIX}({MONTHS.pattern})-01", re.IGNORECASE)
"""What a spreadsheet makes of a month such as 2026-03."""
BESIDE_HEADERS: Mapping[str, EntryField] = {
    "status": "status", "because": "because", "why": "because", "next": "next", "next steps": "next",
    "back on track": "back_on_track", "back_on_track": "back_on_track", "forecast": "forecast",
    "comment": "comment", "comments": "comment",
}  # fmt: skip
"""The columns of what stands beside a result, by their names in lower case."""
DESCRIBING_HEADERS = {"what": "what", "name": "what", "goal": "goal", "section": "section", "owner": "owner"}
"""The columns that describe a row."""
_FOR_PEOPLE = re.compile(r"state|before \(.*\)")
"""Further columns that deckgen writes."""
_MAX_HEADER_ROW = 20
"""The line of headers is among this many first rows."""


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
    except TooLargeError as error:
        raise SheetError(f"{path} is too large for a sheet of results ({error.size / 1e6:.0f} MB)") from error
    except RefusedFileError as error:
        raise SheetError(f"{path} cannot be read: it {error.reason}") from error
    except OSError as error:
        raise SheetError(f"{path} cannot be read: {error.strerror or error}") from error
    if data.startswith(b"PK"):
        from deckgen.results.workbook import read_workbook  # noqa: PLC0415 — openpyxl is needed for .xlsx only

        return Sheet(tuple(read_workbook(data, path)))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError(f"{path} is an old Excel file (or one with a password): save it as .xlsx or .csv")
    text, remark = _decode(data, path)
    return Sheet(tuple(parse_csv(text, path)), remark)


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


def parse_csv(text: str, path: Path) -> list[SheetRow]:
    """Split a .csv into cells at the separator with which the headers are found: comma, semicolon or tab."""
    separator_line = re.match(r"sep=(.)\r?\n", text)
    if separator_line:
        return _split(text[separator_line.end() :], separator_line[1], path, first_line=2)
    splits = [_split(text, separator, path) for separator in ",;\t"]
    return next((rows for rows in splits if _find_header(rows) is not None), splits[0])


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


def _find_header(rows: Sequence[SheetRow]) -> int | None:
    """Return the index of the row of headers: it has an `id`, and a period or a value."""
    for index, row in enumerate(rows[:_MAX_HEADER_ROW]):
        names = [_header_name(cell) for cell in row.cells]
        if any(name in _ID_HEADERS for name in names) and any(
            _PERIOD_HEADER.fullmatch(n) or n in _VALUE_HEADERS for n in names
        ):
            return index
    return None


def _header_name(cell: str) -> str:
    return " ".join(_without_day(cell).split()).casefold()


def _without_day(cell: str) -> str:
    """Return a cell in which a spreadsheet has turned a month into its first day, as it was typed."""
    found = _FIRST_OF_MONTH.fullmatch(cell)
    return found[1] if found else cell


_Meaning = TypeVar("_Meaning", bound=str)
"""What a column says."""


class SheetUpdates(Struct, frozen=True):
    """What a sheet states: updates, outcomes of cells that are refused, the columns that it has beside, and what describes rows.

    `rows` has the fields of each row by its id (`what`, `goal`, `section`), for those whose ids are new.
    """

    updates: list[ResultUpdate]
    refused: list[UpdateOutcome]
    unused: tuple[str, ...] = ()
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class _Columns(Struct, frozen=True):
    """Where the cells of a row are: the id, and either a column for each period, or one period and its value (`long`).

    `beside` are the columns of what stands beside a result, `described` those that describe a row.
    """

    id: int
    periods: dict[int, str]
    long: tuple[int, int] | None
    beside: dict[int, EntryField]
    described: dict[int, str]


def read_updates(
    sheet: Sheet, path: Path, reported: Period, *, named: bool = False
) -> tuple[list[ResultUpdate], list[UpdateOutcome]]:
    """Return the updates and refusals of a sheet, as `read_all` does."""
    found = read_all(sheet, path, reported, named=named)
    return found.updates, found.refused


def read_all(sheet: Sheet, path: Path, reported: Period, *, named: bool = False) -> SheetUpdates:
    """Return what a sheet states. Empty cells are skipped.

    With `named`, as for several sheets, an update says in which sheet it is. Raises SheetError if the headers are missing or
    name no period of the reported year.
    """
    header, noun = _find_header(sheet.rows), reported.system.noun
    if header is None:
        raise SheetError(
            f"{path} has no line of headers with `id` and a {noun} such as `{reported.name}` (or `{noun}` and `value`)"
        )
    columns = _find_columns(sheet.rows[header], path, reported)
    found = SheetUpdates([], [], _unused_columns(sheet.rows[header:], columns), {})
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


def _find_columns(header: SheetRow, path: Path, reported: Period) -> _Columns:
    names = [_header_name(cell) for cell in header.cells]
    id_column = next(index for index, name in enumerate(names) if name in _ID_HEADERS)
    periods = {
        index: _check_period(match, path, reported)
        for index, name in enumerate(names)
        if (match := _PERIOD_HEADER.fullmatch(name)) and not _is_other_date(header.cells[index], reported)
    }
    long = None if periods else _find_long_columns(names, path, reported)
    has_one_period = long is not None or len(set(periods.values())) == 1 or reported.name in periods.values()
    beside = _first_columns(names, BESIDE_HEADERS) if has_one_period else {}
    return _Columns(id_column, periods, long, beside, _first_columns(names, DESCRIBING_HEADERS))


def _first_columns(names: Sequence[str], meanings: Mapping[str, _Meaning]) -> dict[int, _Meaning]:
    """Return, for each meaning, the first column of a name that has it."""
    found: dict[_Meaning, int] = {}
    for index, name in enumerate(names):
        if name in meanings:
            found.setdefault(meanings[name], index)
    return {index: meaning for meaning, index in found.items()}


def _unused_columns(rows: Sequence[SheetRow], columns: _Columns) -> tuple[str, ...]:
    """Return the headers of columns that say something and are not used; those that deckgen writes for people are known."""
    header, *others = rows
    filled = {index for row in others for index, cell in enumerate(row.cells) if cell.strip()}
    used = {columns.id, *columns.periods, *(columns.long or ()), *columns.beside, *columns.described}
    return tuple(
        header.cells[index].strip()
        for index in sorted(filled - used)
        if index < len(header.cells)
        and _header_name(header.cells[index])
        and not _FOR_PEOPLE.fullmatch(_header_name(header.cells[index]))
    )


def _is_other_date(cell: str, reported: Period) -> bool:
    """Whether a header is a date in a sheet of a deck that reports no months: such a column is for people."""
    return cell.startswith(DATE_PREFIX) and reported.system is not MONTHS


def _check_period(header: re.Match[str], path: Path, reported: Period) -> str:
    """Return the period of a header. Raises SheetError if it is not a period of the reported year."""
    typed, calendar = header["period"].upper(), reported.calendar
    period = calendar.read(typed)
    if period is None:
        plural = reported.system.plural
        raise SheetError(f"{path} has a column {typed}: {plural} of {reported.year} are {calendar.listed}")
    year = Year.read(header["year"].upper()) if header["year"] else None
    if year is not None and not year.is_same(reported.year):
        raise SheetError(f"{path} has a column for {period} {year}, but the deck reports {reported.year}")
    return period


def _find_long_columns(names: Sequence[str], path: Path, reported: Period) -> tuple[int, int]:
    """Return the columns of the period and of its value."""
    noun = reported.system.noun
    column = next((index for index, name in enumerate(names) if name in _PERIOD_HEADERS), None)
    if column is None:
        raise SheetError(
            f"{path} does not say which {noun}: name the column `{reported.name}`, or add a column `{noun}`"
        )
    return column, next(index for index, name in enumerate(names) if name in _VALUE_HEADERS)


def _read_row(row: SheetRow, columns: _Columns, reported: Period) -> Iterator[ResultUpdate | UpdateOutcome]:
    """Yield an update for each result of a row and for what stands beside it, or the refusal of one."""
    id_, periods = unguard_formula(_cell(row, columns.id)), columns.periods
    if columns.long is not None and any(_cell(row, n) for n in (columns.long[1], *columns.beside)):
        period_column, value_column = columns.long
        typed = _without_day(_cell(row, period_column))
        period = reported.calendar.read(typed)
        if period is None:
            update = ResultUpdate(id_, typed, _cell(row, value_column), row.location)
            reason = f"'{typed}' is no {reported.system.noun} of {reported.year}: write {reported.calendar.listed}"
            yield UpdateOutcome(update, Verdict.REFUSED, reason=reason)
            return
        periods = {value_column: period}
    for index, period, name in _stated_cells(row, columns.beside, periods, reported):
        if not (text := _cell(row, index)):
            continue
        update = ResultUpdate(id_, period, unguard_formula(text), row.location, name)
        if not id_:
            what = "a result" if name == "text" else f"`{name}`"
            yield UpdateOutcome(update, Verdict.REFUSED, reason=f"the line has {what}, but no id")
            return
        reason = _refusal_of_cell(text)
        yield UpdateOutcome(update, Verdict.REFUSED, reason=reason) if reason else update


def _stated_cells(
    row: SheetRow, beside: Mapping[int, EntryField], periods: Mapping[int, str], reported: Period
) -> Iterator[tuple[int, str, EntryField]]:
    """Yield the cells of a row that may state something: their columns, periods and fields."""
    for index, period in periods.items():
        if index >= len(row.cells):
            break  # the columns are in ascending order, so all others are missing, too
        yield index, period, "text"
    if periods:
        stated = reported.name if reported.name in periods.values() else next(iter(periods.values()))
        yield from ((index, stated, name) for index, name in beside.items())


def _refusal_of_cell(text: str) -> str:
    """Return why a cell cannot be a result; empty if it can."""
    if text.startswith(DATE_PREFIX):
        date = text.removeprefix(DATE_PREFIX)
        return f"the spreadsheet turned it into the date {date}: format the cell as text and type it again"
    if is_formula(text):
        return f"'{text}' is a formula: type the result as text"
    return ""
