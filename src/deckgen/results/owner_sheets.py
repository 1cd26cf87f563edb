"""The status of a deck → a sheet for each owner: results to fill in, what stands beside them, and texts that are owed.

People see no marks (`sheet_marks`), and statuses in the words of the deck. `fill` reads what comes back (`sheets`). As .csv,
Excel opens it with correct accents, and no program runs a cell of it as a formula (`formulas`); as .xlsx: `sheet_workbook`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from deckgen.ir.roles import Status
from deckgen.periods import MONTHS, Period
from deckgen.resolve.targets import EntryField, Target
from deckgen.results.formulas import guard_formula
from deckgen.results.owed_texts import SlideText
from deckgen.results.sheet_marks import without_marks
from deckgen.results.status import StatusEntry

_BESIDE: tuple[EntryField, ...] = ("because", "next", "forecast", "comment")
"""What stands beside a result, after its status; each has a column of this name."""


class SheetColumn(Struct, frozen=True):
    """A column: its header, its width in characters, whether people fill it in, and whether with the word of a status."""

    header: str
    width: int
    is_input: bool = False
    is_status: bool = False


class SheetLine(Struct, frozen=True):
    """A line of a sheet; `inputs` are the numbers of the columns that may be filled in."""

    cells: tuple[str, ...]
    inputs: frozenset[int]


class OwnerSheet(Struct, frozen=True):
    """The sheet of an owner; `words` are those of statuses."""

    columns: tuple[SheetColumn, ...]
    lines: tuple[SheetLine, ...]
    words: tuple[str, ...] = ()


def owner_sheets(entries: Iterable[StatusEntry], period: Period, words: Mapping[Status, str]) -> dict[str, OwnerSheet]:
    """Return, by owner, a sheet with all their results, to fill in or filled in, and with the texts that they owe."""
    by_owner: dict[str, list[StatusEntry]] = {}
    for entry in entries:
        if entry.target is not None or entry.texts:
            by_owner.setdefault(entry.owner, []).append(entry)
    return {owner: _Sheet(period, words).of(owned) for owner, owned in by_owner.items()}


class _Sheet(Struct, frozen=True):
    """Makes sheets of a period, with these words for statuses."""

    period: Period
    words: Mapping[Status, str]

    def of(self, entries: Sequence[StatusEntry]) -> OwnerSheet:
        columns = self._columns()
        lines = [line for entry in entries for line in self._lines(entry, columns)]
        return OwnerSheet(columns, tuple(lines), tuple(self.words.values()))

    @property
    def _before(self) -> str | None:
        return self.period.earlier[-1] if self.period.earlier else None

    def _columns(self) -> tuple[SheetColumn, ...]:
        # A spreadsheet makes a date of a month that stands alone.
        now = f"month {self.period}" if self.period.system is MONTHS else str(self.period)
        before = [SheetColumn(f"before ({self._before})", 26)] if self._before else []
        described = [
            SheetColumn("id", 24),
            SheetColumn("section", 18),
            SheetColumn("what", 34),
            SheetColumn("goal", 18),
        ]
        status = SheetColumn("status", 14, is_input=True, is_status=True)
        beside = [SheetColumn(name, 22 if name == "forecast" else 34, is_input=True) for name in _BESIDE]
        result = SheetColumn(now, 26, is_input=True)
        return (*described, *before, result, status, *beside, SheetColumn("state", 11))

    def _lines(self, entry: StatusEntry, columns: Sequence[SheetColumn]) -> list[SheetLine]:
        if entry.target is None:
            return [self._text_line(entry, text, columns) for text in entry.texts]
        return [self._result_line(entry, entry.target, columns)]

    def _result_line(self, entry: StatusEntry, target: Target, columns: Sequence[SheetColumn]) -> SheetLine:
        name = self.period.name
        status = next((word for known, word in self.words.items() if known == target.value(name, "status")), "")
        beside = [without_marks(target.value(name, field)) for field in _BESIDE]
        before = [without_marks(target.text(self._before))] if self._before else []
        described = [entry.id, entry.section, entry.name, without_marks(target.goal)]
        cells = (*described, *before, without_marks(target.text(name)), status, *beside, str(entry.state))
        return SheetLine(cells, frozenset(n for n, column in enumerate(columns) if column.is_input))

    def _text_line(self, entry: StatusEntry, text: SlideText, columns: Sequence[SheetColumn]) -> SheetLine:
        """Return the line of a text that is owed: what it says stands beside the cell for the new one."""
        where = f"written in {text.file}, line {text.line}"
        now = without_marks(text.text) if text.can_be_filled else where
        what = f"{entry.name} ({text.field}{', an item on each line' if text.is_list else ''})"
        described = [text.id, entry.section, what, "" if self._before else now]
        cells = [*described, *([now] if self._before else []), "", "", *("" for _ in _BESIDE), str(entry.state)]
        result = next(n for n, column in enumerate(columns) if column.is_input)
        return SheetLine(tuple(cells), frozenset({result} if text.can_be_filled else ()))


def csv_text(sheet: OwnerSheet) -> str:
    """Return a sheet as .csv."""
    stream = io.StringIO(newline="")
    # To a program that ignores quotes, they are the start of the cell, so that it is not a formula.
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow([column.header for column in sheet.columns])
    for line in sheet.lines:
        writer.writerow([guard_formula(cell.strip()) for cell in line.cells])
    # Excel reads a .csv as UTF-8 only if it has a byte order mark.
    return "\ufeff" + stream.getvalue()


def file_names(deck: str, period: Period, owners: Iterable[str], suffix: str = ".csv") -> dict[str, str]:
    """Return the name of the file for each owner; names that differ only in punctuation or case get a number."""
    names: dict[str, str] = {}
    for owner in owners:
        stem = "-".join([deck, period.file_name_part, *re.findall(r"\w+", owner)]).lower()
        taken = set(names.values())
        candidates = (f"{stem}{end}{suffix}" for end in ("", *(f"-{number}" for number in range(2, len(taken) + 3))))
        names[owner] = next(name for name in candidates if name not in taken)
    return names
