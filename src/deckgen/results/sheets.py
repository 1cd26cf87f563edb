"""Spreadsheets → wishes, and what is owed → spreadsheets to send round.

A sheet has a line of headers with `id` and a column for a quarter (`Q2`), or columns `id`, `quarter` and `value`; other
columns are for people. Read: .csv and .xlsx as Excel, Numbers, LibreOffice and Google Sheets write them. Written: .csv that
Excel opens with its accents and that no program runs as formulas (`formulas.py`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from deckgen.io.confined import RefusedFileError, TooLargeError, read_bytes
from deckgen.model import QUARTERS, QuarterName
from deckgen.results.formulas import guarded, is_formula, unguarded
from deckgen.results.owed import Due
from deckgen.results.sheet_rows import DATE, MOST_ROWS, Sheet, SheetError, SheetRow
from deckgen.results.store import ResultUpdate, UpdateOutcome, Verdict, quarter_name
from deckgen.results.targets import Target

MAX_BYTES = 20_000_000
_IDS = {"id", "metric", "metric id", "metric_id", "key result"}
_VALUES = {"value", "result", "text", "new"}
_QUARTER = re.compile(r"Q([1-9]\d*)(?:\s+(FY\d\d-\d\d))?", re.IGNORECASE)
_HEADER_WITHIN = 20


def found(paths: Iterable[Path]) -> list[Path]:
    """Give the files that are meant: a folder stands for its sheets, and `*` works where no shell expands it (Windows).

    Raises SheetFault where a folder has none.
    """
    made: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in {".csv", ".xlsx"}) if path.is_dir() else []
        matching = sorted(path.parent.glob(path.name)) if "*" in path.name and not path.exists() else []
        if path.is_dir() and not inside:
            raise SheetError(f"{path} holds no sheet (.csv or .xlsx)")
        # Excel keeps a hidden file beside one that is open.
        made += [p for p in inside or matching or [path] if not p.name.startswith(("~$", "."))]
    return made


def read_sheet(path: Path) -> Sheet:
    """Read a spreadsheet. Raises SheetFault with a sentence for people."""
    try:
        data = read_bytes(path, MAX_BYTES)
    except TooLargeError as fault:
        raise SheetError(f"{path} is too large for a sheet of results ({fault.size / 1e6:.0f} MB)") from fault
    except RefusedFileError as fault:
        raise SheetError(f"{path} cannot be read: it {fault.reason}") from fault
    except OSError as fault:
        raise SheetError(f"{path} cannot be read: {fault.strerror or fault}") from fault
    if data.startswith(b"PK"):
        from deckgen.results.workbook import read_workbook  # noqa: PLC0415 — openpyxl is needed for .xlsx only

        return Sheet(tuple(read_workbook(data, path)))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError(f"{path} is an old Excel file (or one with a password): save it as .xlsx or .csv")
    text, remark = _decoded(data, path)
    return Sheet(tuple(_best_split(text, path)), remark)


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    """Turn the bytes of a .csv into text: UTF-8, UTF-16 as Excel's “Unicode text”, else Windows-1252."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), ""
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "it is not UTF-8 and was read as Windows-1252: look at accents and dashes"
    except UnicodeDecodeError as fault:
        raise SheetError(f"{path} is no text that deckgen can read: save it as CSV UTF-8, or as .xlsx") from fault


def _best_split(text: str, path: Path) -> list[SheetRow]:
    """Split into cells at commas, semicolons or tabs: the one with which the headers are found."""
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        return _split(text[told.end() :], told[1], path, first=2)
    splits = [_split(text, char, path) for char in ",;\t"]
    return next((lines for lines in splits if _header(lines) is not None), splits[0])


def _split(text: str, delimiter: str, path: Path, first: int = 1) -> list[SheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(MAX_BYTES)  # a result of 131,072 characters would be the longest otherwise
    lines: list[SheetRow] = []
    at = first
    try:
        for cells in reader:
            if any(cells):
                lines.append(SheetRow(f"line {at}", tuple(cells)))
            if len(lines) > MOST_ROWS:
                raise SheetError(f"{path} has more than {MOST_ROWS:,} rows; fill takes fewer")
            at = first + reader.line_num
    except csv.Error as fault:
        raise SheetError(f"{path}, line {at}: this is not CSV ({fault})") from fault
    return lines


def _header(lines: Sequence[SheetRow]) -> int | None:
    """Find the line of headers: that with an `id` and something to fill in."""
    for index, line in enumerate(lines[:_HEADER_WITHIN]):
        names = [_name(cell) for cell in line.cells]
        if any(name in _IDS for name in names) and any(_QUARTER.fullmatch(n) or n in _VALUES for n in names):
            return index
    return None


def _name(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def wishes(
    sheet: Sheet, path: Path, fiscal_year: str, *, named: bool = False
) -> tuple[list[ResultUpdate], list[UpdateOutcome]]:
    """Turn the rows of a sheet into wishes; what cannot be one is refused. An empty cell wishes nothing.

    Where there are several sheets, a wish says by `named` in which it stands.
    Raises SheetFault where the headers are missing or name no quarter of the deck's fiscal year.
    """
    at = _header(sheet.lines)
    if at is None:
        raise SheetError(
            f"{path} has no line of headers with `id` and a quarter such as `Q2` (or `quarter` and `value`)"
        )
    names = [_name(cell) for cell in sheet.lines[at].cells]
    id_column = next(i for i, name in enumerate(names) if name in _IDS)
    columns = {
        i: _quarter_of(found, path, fiscal_year) for i, n in enumerate(names) if (found := _QUARTER.fullmatch(n))
    }
    long = None if columns else _long_columns(names, path)
    made: list[ResultUpdate] = []
    refused: list[UpdateOutcome] = []
    for row in sheet.lines[at + 1 :]:
        line = SheetRow(f"{path.name}, {row.where}", row.cells) if named else row
        for wish in _of_line(line, id_column, columns, long):
            (refused if isinstance(wish, UpdateOutcome) else made).append(wish)  # type: ignore[arg-type]
    return made, refused


def _quarter_of(found: re.Match[str], path: Path, fiscal_year: str) -> QuarterName:
    quarter = quarter_name(f"Q{found[1]}")
    if quarter is None:
        raise SheetError(f"{path} has a column Q{found[1]}: quarters are {', '.join(QUARTERS)}")
    if found[2] and found[2].upper() != fiscal_year:
        raise SheetError(f"{path} has a column for {quarter} {found[2].upper()}, but the deck reports {fiscal_year}")
    return quarter


def _long_columns(names: Sequence[str], path: Path) -> tuple[int, int]:
    if "quarter" not in names:
        raise SheetError(f"{path} does not say which quarter: name the column `Q2`, or add a column `quarter`")
    return names.index("quarter"), next(i for i, name in enumerate(names) if name in _VALUES)


def _of_line(
    line: SheetRow, id_column: int, columns: dict[int, QuarterName], long: tuple[int, int] | None
) -> Iterator[ResultUpdate | UpdateOutcome]:
    def cell(index: int) -> str:
        return line.cells[index].strip() if index < len(line.cells) else ""

    id_ = unguarded(cell(id_column))
    if long is not None and cell(long[1]):
        quarter = quarter_name(cell(long[0]))
        if quarter is None:
            wish = ResultUpdate(id_, "Q1", cell(long[1]), line.where)
            why = f"'{cell(long[0])}' is no quarter: write {', '.join(QUARTERS)}"
            yield UpdateOutcome(wish, Verdict.REFUSED, why=why)
            return
        columns = {long[1]: quarter}
    for index, quarter in columns.items():
        if index >= len(line.cells):
            return  # nor are those behind it there: columns come in their order
        text = cell(index)
        if not text:
            continue
        wish = ResultUpdate(id_, quarter, unguarded(text), line.where)
        if not id_:
            yield UpdateOutcome(wish, Verdict.REFUSED, why="the line has a result, but no id")
        elif text.startswith(DATE):
            why = f"the spreadsheet made the date {text.removeprefix(DATE)} of it: format the cell as text and type it again"
            yield UpdateOutcome(wish, Verdict.REFUSED, why=why)
        elif is_formula(text):
            yield UpdateOutcome(wish, Verdict.REFUSED, why=f"'{text}' is a formula: type the result as text")
        else:
            yield wish


def sheets(entries: Iterable[Due], quarter: QuarterName, fiscal_year: str) -> dict[str, str]:
    """Make a sheet for each owner, as the text of a .csv: what is to be filled in, and what stands there already.

    Narrative is edited in its file: it is listed in no sheet.
    """
    by_owner: dict[str, list[Due]] = {}
    for due in entries:
        if due.target is not None:
            by_owner.setdefault(due.owner, []).append(due)
    return {owner: _sheet(dues, quarter, fiscal_year) for owner, dues in by_owner.items()}


def _sheet(entries: Sequence[Due], quarter: QuarterName, fiscal_year: str) -> str:
    before = QUARTERS[QUARTERS.index(quarter) - 1] if quarter != "Q1" else None
    stream = io.StringIO(newline="")
    # A program that knows no quotes takes them for the beginning of the cell, which is then no formula.
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(
        [
            "id",
            "section",
            "what",
            "goal",
            *([f"before ({before})"] if before else []),
            f"{quarter} {fiscal_year}",
            "state",
        ]
    )
    for due in entries:
        target = due.target
        assert isinstance(target, Target)
        cells = [due.id, due.section, due.name, target.goal, *([target.text(before)] if before else [])]
        writer.writerow([guarded(cell.strip()) for cell in (*cells, target.text(quarter), str(due.state))])
    # Excel takes a .csv for UTF-8 only with a byte order mark.
    return "\ufeff" + stream.getvalue()


def file_names(deck: str, quarter: str, fiscal_year: str, owners: Iterable[str]) -> dict[str, str]:
    """Name each owner's sheet; owners whose names differ by punctuation only get a number."""
    names: dict[str, str] = {}
    for owner in owners:
        stem = "-".join([deck, fiscal_year, quarter, *re.findall(r"\w+", owner)]).lower()
        taken = set(names.values())
        tries = (f"{stem}{end}.csv" for end in ("", *(f"-{number}" for number in range(2, len(taken) + 3))))
        names[owner] = next(name for name in tries if name not in taken)
    return names
