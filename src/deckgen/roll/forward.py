"""An open deck → the changes that make it the deck of the next quarter.

The reported quarter moves on, what is due gets an open place for its result, and texts that tell of the quarter before are
marked. A new fiscal year also puts the results of the old one under its name (`FY20-21:`): columns are fresh, nothing is
lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.edit import Change, Edit, EditError, Editing, make_edits
from deckgen.edit.rewrite_marks import comment
from deckgen.ir.blocks import Path
from deckgen.model import QUARTERS, Deck, Section, SlideEntry
from deckgen.results.opened import OpenDeck
from deckgen.results.owed import ResultState, result_state
from deckgen.results.store import write_result
from deckgen.results.targets import Target, targets
from deckgen.roll.period import Period


class Rolled(Struct, frozen=True):
    """A deck rolled forward: from where to where, the changed files, and how many texts are marked."""

    before: Period
    after: Period
    changes: list[Change]
    marked: int


def roll(opened: OpenDeck) -> Rolled:
    """Roll a deck forward by a quarter. Raises EditError or FileFault where a file cannot be changed.

    The caller has seen to it that the deck has no errors and no marks.
    """
    deck = opened.deck
    before = Period(deck.quarter, deck.fiscal_year)
    roller = _Roller(opened, before, before.next)
    marked = roller.run()
    changes = []
    for file, editing in roller.files.items():
        text = opened.text(file)
        if text != editing.text:
            changes.append(Change(opened.path(file), file, text, editing.text))
    return Rolled(before, before.next, changes, marked)


class _Roller:
    """The files of a deck on their way into the next quarter."""

    def __init__(self, opened: OpenDeck, before: Period, after: Period) -> None:
        self.opened, self.before, self.after = opened, before, after
        self.files: dict[str, Editing] = {}
        self.new_year = before.fiscal_year != after.fiscal_year

    def run(self) -> int:
        """Make all changes; gives the number of marks. Marks come last: they move lines, but no paths."""
        deck = self.opened.deck
        editing = self.file(deck.file)
        editing.set(("quarter",), self.after.quarter)
        edits: list[tuple[str, Edit]] = []
        if self.new_year:
            editing.set(("fiscal_year",), self.after.fiscal_year)
            edits += [(file, edit) for file in deck.documents for edit in self.shelve(self.file(file))]
        self.make([*edits, *((target.file, self.open_place(target)) for target in targets(deck))])
        return self.mark_date(deck) + sum(self.mark(section) for section in deck.sections) + self.mark_metrics(deck)

    def file(self, name: str) -> Editing:
        return self.files.get(name) or self.files.setdefault(name, self.opened.editing(name))

    def make(self, edits: Sequence[tuple[str, Edit]]) -> None:
        """Make edits of files. Raises the first EditError, in the order of the edits."""
        by_file: dict[str, list[tuple[int, Edit]]] = {}
        for number, (file, edit) in enumerate(edits):
            by_file.setdefault(file, []).append((number, edit))
        errors: dict[int, EditError] = {}
        for file, numbered in by_file.items():
            results = make_edits(self.file(file), [edit for _, edit in numbered])
            pairs = zip(numbered, results, strict=True)
            errors |= {number: result for (number, _), result in pairs if isinstance(result, EditError)}
        if errors:
            raise errors[min(errors)]

    def shelve(self, editing: Editing) -> Iterator[Edit]:
        """Put the results of the old year under its name; only the key changes."""

        def make(part: Editing, path: Path) -> None:
            part.rename((*path, "quarters"), self.before.fiscal_year)

        for path in _with_quarters(editing.document.data):
            yield Edit(path, (self.before.fiscal_year,), make)

    def open_place(self, target: Target) -> Edit:
        """Make an empty place for a result that is due, where there were results before."""

        def make(part: Editing, path: Path) -> None:
            quarters = (*path, self.before.fiscal_year if self.new_year else "quarters")
            # In brackets, a key with nothing behind it is easily overlooked.
            if not part.has(quarters) or not part.get(quarters) or self.in_brackets(part, quarters):
                return
            fresh = replace(target, quarters={} if self.new_year else target.quarters)
            there = part.has((*path, "quarters", self.after.quarter))
            if result_state(fresh, self.after.quarter) is ResultState.MISSING and not there:
                write_result(part, path, self.after.quarter, None)

        return Edit(target.path, (), make)

    def in_brackets(self, editing: Editing, path: Path) -> bool:
        starts = (editing.document.span(path[:length]).start for length in range(len(path) + 1))
        return any(editing.text[start : start + 1] in {"{", "["} for start in starts)

    def mark(self, section: Section) -> int:
        """Mark the slides of a section whose texts tell of the quarter before; gives their number."""
        editing, period = self.file(section.file), str(self.after)
        marks: list[tuple[list[Path], str]] = []
        for slide in reversed(section.slides):
            if stale := self.stale(slide, editing):
                what = f"{', '.join(stale)} (still as for {self.before})"
                marks.append(([slide.origin.path], comment(period, what)))
        if self.new_year and editing.has(("due",)):
            marks.append(([("due",)], comment(period, f"due (still as for {self.before.fiscal_year})")))
        if marks:
            editing.insert_all_above(marks)
        return len(marks)

    def stale(self, slide: SlideEntry, editing: Editing) -> list[str]:
        """Name the fields of a slide that must be rewritten."""
        content, data = slide.content, editing.get(slide.origin.path)
        as_of = getattr(content, "as_of", None)
        if as_of is not None and not self.new_year:
            return []
        stale = [name for name, value in data.items() if name not in content.lasting and _tells(name, value)]
        if self.new_year:
            kept = [name for name in ("as_of", "due", "rows") if data.get(name) and name not in stale]
            stale += [name for name in kept if name != "rows" or self.of_old_year(data["rows"])]
        return stale

    def of_old_year(self, rows: Any) -> bool:
        """Whether rows have results, goals or plans of their own: those are of the year that is over."""
        own = any(_with_goals(rows)) or any(isinstance(row, dict) and row.get("milestones") for row in rows)
        return own or any(_with_quarters(rows, self.before.fiscal_year))

    def mark_date(self, deck: Deck) -> int:
        """Mark the date of the meeting, which stands at the foot of every slide."""
        editing = self.file(deck.file)
        if not editing.has(("date",)) or not editing.get(("date",)):
            return 0
        editing.insert_above([("date",)], comment(str(self.after), f"date (still as for {self.before})"))
        return 1

    def mark_metrics(self, deck: Deck) -> int:
        """Mark every metric in a new year: its goal and baseline are those of the old one."""
        if not self.new_year or not deck.metrics:
            return 0
        file = next(target.file for target in targets(deck) if target.kind == "metric")
        editing = self.file(file)
        names = [name for name in deck.metrics if any(_with_goals(editing.get((name,))))]
        what = f"goal, baseline (still those of {self.before.fiscal_year})"
        editing.insert_above([(name,) for name in names], comment(str(self.after), what))
        return len(names)


def _tells(field: str, value: Any) -> bool:
    """Whether a field says something of its own; charts of metrics follow their metrics."""
    if field in {"chart", "charts"}:
        charts = value if isinstance(value, list) else [value]
        return any(isinstance(chart, dict) and "series" in chart for chart in charts)
    return value is not None


def _with_quarters(data: Any, key: str = "quarters", path: Path = ()) -> Iterator[Path]:
    """Paths of all mappings that hold results."""
    if isinstance(data, dict):
        if isinstance(data.get(key), dict) and set(data[key]) <= set(QUARTERS):
            yield path
        for name, value in data.items():
            yield from _with_quarters(value, key, (*path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _with_quarters(value, key, (*path, index))


def _with_goals(data: Any) -> Iterator[str]:
    """Goals and baselines anywhere in a metric."""
    if isinstance(data, dict):
        yield from (name for name in ("goal", "baseline") if data.get(name))
        for value in data.values():
            yield from _with_goals(value)
    elif isinstance(data, list):
        for value in data:
            yield from _with_goals(value)
