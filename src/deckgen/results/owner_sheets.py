"""The status of a deck → a sheet for each owner: results to fill in, what stands beside them, and texts that are owed.

People see no marks (`sheet_marks`), and statuses in the words of the deck. `fill` reads what comes back (`sheets`). As .csv,
Excel opens it with correct accents, and no program runs a cell of it as a formula (`formulas`); as .xlsx: `sheet_workbook`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from deckgen.ir.roles import Status
from deckgen.periods import MONTHS, Period
from deckgen.resolve.targets import EntryField, Target
from deckgen.results.formulas import guard_formula
from deckgen.results.owed_texts import SlideText
from deckgen.results.sheet_columns import BACK_ON_TRACK, WHOLE_PLAN
from deckgen.results.sheet_marks import without_marks
from deckgen.results.status import StatusEntry

_NOT_HERE = "Not to be filled in here: say in the comment what has changed."
"""What stands beside a text of a slide that has no text in one piece, such as a table."""


class SheetColumn(Struct, frozen=True):
    """A column: its header, its width in characters, whether people fill it in, and whether with the word of a status.

    `field` is what it states of a result in the `period`.
    """

    header: str
    width: int
    is_input: bool = False
    field: EntryField | None = None
    period: str = ""

    @property
    def is_status(self) -> bool:
        """Whether it is filled in with the word of a status."""
        return self.field == "status"


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
        columns = tuple(self._columns([entry.target for entry in entries if entry.target is not None]))
        lines = [line for entry in entries for line in self._lines(entry, columns)]
        return OwnerSheet(columns, tuple(lines), tuple(self.words.values()))

    @property
    def _before(self) -> str | None:
        return self.period.earlier[-1] if self.period.earlier else None

    def _columns(self, targets: Sequence[Target]) -> Iterator[SheetColumn]:
        """Yield the columns; some only exist where the content has something for them."""
        period = self.period.name
        yield from (SheetColumn("id", 24), SheetColumn("section", 18), SheetColumn("what", 34), SheetColumn("goal", 18))
        if any(target.baseline for target in targets):
            yield SheetColumn("baseline", 18)
        if self._before:
            yield SheetColumn(f"before ({self._before})", 26, field="text", period=self._before)
        if any(target.value(period, "plan") for target in targets):
            yield SheetColumn(f"planned ({period})", 22, field="plan", period=period)
        # A spreadsheet makes a date of a month that stands alone.
        now = f"month {self.period}" if self.period.system is MONTHS else str(self.period)
        yield self._input(now, 26, "text")
        yield self._input("status", 14, "status")
        yield self._input("because", 34, "because")
        yield self._input("next", 34, "next")
        yield self._input(BACK_ON_TRACK, 22, "back_on_track")
        if not self.period.is_last:
            following = self.period.next.name
            yield SheetColumn(f"plan ({following})", 26, is_input=True, field="plan", period=following)
        if any(target.plan for target in targets):
            yield self._input(WHOLE_PLAN, 26, "whole_plan")
        yield self._input("forecast", 22, "forecast")
        yield self._input("comment", 34, "comment")
        yield SheetColumn("state", 11)

    def _input(self, header: str, width: int, field: EntryField) -> SheetColumn:
        return SheetColumn(header, width, is_input=True, field=field, period=self.period.name)

    def _lines(self, entry: StatusEntry, columns: Sequence[SheetColumn]) -> list[SheetLine]:
        if entry.target is None:
            return [self._text_line(entry, text, columns) for text in entry.texts]
        return [self._result_line(entry, entry.target, columns)]

    def _result_line(self, entry: StatusEntry, target: Target, columns: Sequence[SheetColumn]) -> SheetLine:
        described = {
            "id": entry.id, "section": entry.section, "what": entry.name, "goal": without_marks(target.goal),
            "baseline": without_marks(target.baseline), "state": str(entry.state),
        }  # fmt: skip
        cells = (described.get(column.header) or self._stated(target, column) for column in columns)
        return SheetLine(tuple(cells), frozenset(n for n, column in enumerate(columns) if column.is_input))

    def _stated(self, target: Target, column: SheetColumn) -> str:
        """Return what the content has of a result for a column."""
        if column.field is None:
            return ""
        if column.is_status:
            status = target.value(column.period, "status")
            return next((word for known, word in self.words.items() if known == status), "")
        if column.field == "plan" and column.is_input:
            return without_marks(target.planned_ahead(column.period))
        return without_marks(target.value(column.period, column.field))

    def _text_line(self, entry: StatusEntry, text: SlideText, columns: Sequence[SheetColumn]) -> SheetLine:
        """Return the line of a text that is owed: what it says stands beside the cell for the new one."""
        what = f"{entry.name} ({text.field}{', an item on each line' if text.is_list else ''})"
        said = f"before ({self._before})" if self._before else "goal"
        described = {
            "id": text.id, "section": entry.section, "what": what, "state": str(entry.state),
            said: without_marks(text.text) if text.can_be_filled else _NOT_HERE,
        }  # fmt: skip
        inputs = {"text", "comment"} if text.can_be_filled else {"comment"}
        cells = tuple(described.get(column.header, "") for column in columns)
        return SheetLine(
            cells, frozenset(n for n, column in enumerate(columns) if column.is_input and column.field in inputs)
        )


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
