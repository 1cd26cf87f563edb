"""The headers of a spreadsheet → its columns: ids, results by period, what stands beside them, and what describes rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from deckgen.diagnostics.suggestions import did_you_mean
from deckgen.periods import MONTHS, SYSTEMS, YEAR_PATTERN, Period, Year
from deckgen.quantities import read_result, single_statement
from deckgen.resolve.targets import EntryField
from deckgen.results.sheet_rows import DATE_PREFIX, SheetError, SheetRow

_ID_HEADERS = {"id", "metric", "metric id", "metric_id", "key result"}
_VALUE_HEADERS = {"value", "result", "text", "new"}
_VALUE_WORDS = {"value", "values", "result", "results", "actual", "actuals", "figure", "figures"}
"""Words in the header of a column that is probably one of results."""
_PERIOD = rf"(?P<period>[QHT][1-9][0-9]*|{MONTHS.pattern})(?: (?P<year>{YEAR_PATTERN}))?"
_PERIOD_HEADER = re.compile(rf"(?:month )?{_PERIOD}", re.IGNORECASE)
_PLAN_HEADER = re.compile(rf"plan(?: for)? (?P<bracket>\()?{_PERIOD}(?(bracket)\))", re.IGNORECASE)
"""The header of a column with the plans of a period."""
_PERIOD_HEADERS = {"period", *(system.noun for system in SYSTEMS)}
"""Names of the column that has a period in each row."""
_FIRST_OF_MONTH = re.compile(rf"{DATE_PREFIX}({MONTHS.pattern})-01", re.IGNORECASE)
"""What a spreadsheet makes of a month such as 2026-03."""
BACK_ON_TRACK, WHOLE_PLAN = "back on track", "plan as a whole"
"""The headers of two columns in sheets that deckgen writes."""
BESIDE_HEADERS: Mapping[str, EntryField] = {
    "status": "status", "because": "because", "why": "because", "next": "next", "next steps": "next",
    BACK_ON_TRACK: "back_on_track", "back_on_track": "back_on_track", WHOLE_PLAN: "whole_plan", "plan": "whole_plan",
    "forecast": "forecast", "comment": "comment", "comments": "comment",
}  # fmt: skip
"""The columns of what stands beside a result, by their names in lower case."""
DESCRIBING_HEADERS = {
    "what": "what", "name": "what", "goal": "goal", "baseline": "baseline", "section": "section", "owner": "owner",
}  # fmt: skip
"""The columns that describe a row."""
_FOR_PEOPLE = re.compile(r"state|(?:before|planned) \(.*\)")
"""Further columns that deckgen writes."""
_MAX_HEADER_ROW = 20
"""The line of headers is among this many first rows."""
_Meaning = TypeVar("_Meaning", bound=str)
"""What a column says."""


class SheetColumns(Struct, frozen=True):
    """Where the cells of a row are, each by the index of its column.

    Results are in `periods`, by column, or in the column `value`, of the period that the column `period` names; a sheet without
    any of them is about the reported period. `beside` are the columns of what stands beside a result, `plans` those of plans by
    period, `described` those that describe a row.
    """

    id: int
    periods: Mapping[int, str]
    period: int | None
    value: tuple[int, ...]
    beside: Mapping[int, EntryField]
    plans: Mapping[int, str]
    described: Mapping[int, str]

    @property
    def names_period(self) -> bool:
        """Whether the sheet says of which period its results are, if it has any."""
        return bool(self.periods) or self.period is not None or not (self.value or self.beside)

    def is_of_reported(self, reported: Period) -> bool:
        """Whether what stands beside results without a period of its own is about the reported period."""
        return not self.periods or reported.name in self.periods.values()


def find_header(rows: Sequence[SheetRow]) -> int | None:
    """Return the index of the row of headers: it has an `id`, and a column that can state something."""
    for index, row in enumerate(rows[:_MAX_HEADER_ROW]):
        names = [_header_name(cell) for cell in row.cells]
        if any(name in _ID_HEADERS for name in names) and any(map(_can_state, names)):
            return index
    return None


def _can_state(name: str) -> bool:
    is_known = name in _VALUE_HEADERS or name in BESIDE_HEADERS
    return is_known or any(pattern.fullmatch(name) for pattern in (_PERIOD_HEADER, _PLAN_HEADER))


def _header_name(cell: str) -> str:
    return " ".join(without_day(cell).split()).casefold()


def without_day(cell: str) -> str:
    """Return a cell in which a spreadsheet has turned a month into its first day, as it was typed."""
    found = _FIRST_OF_MONTH.fullmatch(cell)
    return found[1] if found else cell


def find_columns(header: SheetRow, path: Path, reported: Period) -> SheetColumns:
    """Return the columns that a row of headers names. Raises SheetError for one of another year, or of no period."""
    names = [_header_name(cell) for cell in header.cells]
    periods = {
        index: _check_period(match, path, reported)
        for index, name in enumerate(names)
        if (match := _PERIOD_HEADER.fullmatch(name)) and not _is_other_date(header.cells[index], reported)
    }
    plans = {
        index: _check_period(match, path, reported)
        for index, name in enumerate(names)
        if (match := _PLAN_HEADER.fullmatch(name))
    }
    period = None if periods else next((n for n, name in enumerate(names) if name in _PERIOD_HEADERS), None)
    value = () if periods else tuple(n for n, name in enumerate(names) if name in _VALUE_HEADERS)[:1]
    has_one_period = len(set(periods.values())) <= 1 or reported.name in periods.values()
    beside = _first_columns(names, BESIDE_HEADERS) if has_one_period else {}
    id_column = next(index for index, name in enumerate(names) if name in _ID_HEADERS)
    return SheetColumns(id_column, periods, period, value, beside, plans, _first_columns(names, DESCRIBING_HEADERS))


def _first_columns(names: Sequence[str], meanings: Mapping[str, _Meaning]) -> dict[int, _Meaning]:
    """Return, for each meaning, the first column of a name that has it."""
    found: dict[_Meaning, int] = {}
    for index, name in enumerate(names):
        if name in meanings:
            found.setdefault(meanings[name], index)
    return {index: meaning for meaning, index in found.items()}


def unused_columns(rows: Sequence[SheetRow], columns: SheetColumns) -> tuple[str, ...]:
    """Return the headers of columns that say something and are not used; those that deckgen writes for people are known."""
    header, *others = rows
    filled = {index for row in others for index, cell in enumerate(row.cells) if cell.strip()}
    period = () if columns.period is None else (columns.period,)
    used = {columns.id, *columns.periods, *period, *columns.value, *columns.beside, *columns.plans, *columns.described}
    return tuple(
        header.cells[index].strip()
        for index in sorted(filled - used)
        if index < len(header.cells)
        and _header_name(header.cells[index])
        and not _FOR_PEOPLE.fullmatch(_header_name(header.cells[index]))
    )


def check_overlooked_results(
    rows: Sequence[SheetRow], columns: SheetColumns, path: Path, reported: Period, language: str
) -> None:
    """Raise SheetError for a sheet without results in which a column that is not used has them, by its name or its cells.

    Otherwise what stands beside the results would be written, and not the results.
    """
    if columns.periods or columns.value:
        return
    header, *others = rows
    for name in unused_columns(rows, columns):
        index = next(n for n, cell in enumerate(header.cells) if cell.strip() == name)
        cells = [row.cells[index] for row in others if index < len(row.cells) and row.cells[index].strip()]
        figures = sum(single_statement(read_result(cell, language)) is not None for cell in cells)
        if _names_results(name, reported) or 2 * figures >= len(cells):
            meant = _period_meant(name, reported)
            raise SheetError(
                f"{path} has no column of results, and the column “{name}” is not understood: {did_you_mean(meant)} "
                "Name it so, or take it out of the sheet"
            )


def _names_results(header: str, reported: Period) -> bool:
    words = re.findall(r"\w+", header.casefold())
    known = {*_VALUE_WORDS, reported.system.noun, *(name.casefold() for name in reported.calendar.names)}
    return not known.isdisjoint(words)


def _period_meant(header: str, reported: Period) -> str:
    """Return the period that a header probably means: the one with its name or number, else the reported one."""
    names = reported.calendar.names
    words = re.findall(r"\w+", header.casefold())
    numbers = re.findall(r"(?<!\d)\d(?!\d)", header)
    named = (name for name in names if name.casefold() in words)
    numbered = (name for name in names if name[1:] in numbers)
    return next(named, None) or next(numbered, reported.name)


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
