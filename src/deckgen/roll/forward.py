"""An open deck → the changes that make it the deck of the next period.

The reported period advances by one, results that are due get an empty entry, and texts about the last period get a rewrite
mark. A text that was written ahead for the new period is no result: it becomes the plan of the period. In a new year, the
results of the old year are also moved under its name (`FY20-21:`), so that the columns of the new year are empty and no result
is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import KeyPath
from deckgen.edit import Change, ContentEditor, Edit, EditError, make_edits
from deckgen.model import Deck, Section, SlideEntry
from deckgen.model.metrics import RESULT_KEYS
from deckgen.model.reported_period import FIRST_MONTH, PERIOD_KEYS, YEAR_KEYS, written_key
from deckgen.periods import Calendar, Period
from deckgen.reader.rewrite_marks import mark_comment
from deckgen.resolve.targets import Target, find_targets
from deckgen.results.deck_access import OpenDeck
from deckgen.results.entry_writer import write_result
from deckgen.results.status import ResultState, result_state
from deckgen.verdicts import stated_status

_YEARLY_FIELDS = ("goal", "baseline", "plan", "forecast")
"""The fields of a metric that are about its year."""


class RollResult(Struct, frozen=True):
    """A roll: the periods before and after it, the changed files, and the numbers of rewrite marks and of texts made plans."""

    before: Period
    after: Period
    changes: list[Change]
    mark_count: int
    plan_count: int


def roll(opened: OpenDeck) -> RollResult:
    """Roll a deck forward by a period. Raises EditError or FileError if a file cannot be changed.

    The deck must have no errors and no rewrite marks; the caller checks this.
    """
    deck = opened.deck
    before = deck.period
    roller = _Roller(opened, before, before.next)
    mark_count = roller.run()
    changes = []
    for file, editing in roller.files.items():
        text = opened.text(file)
        if text != editing.text:
            changes.append(Change(opened.path(file), file, text, editing.text))
    return RollResult(before, before.next, changes, mark_count, roller.plan_count)


class _Roller:
    """Edits the files of a deck, in memory, from one period to the next; `files` are the edited files."""

    def __init__(self, opened: OpenDeck, before: Period, after: Period) -> None:
        self.opened, self.before, self.after = opened, before, after
        self.files: dict[str, ContentEditor] = {}
        self.is_new_year = before.is_last
        self.plan_count = 0

    def run(self) -> int:
        """Make all edits and return the number of marks. Marks are inserted last: they move lines, but no paths."""
        deck = self.opened.deck
        self.advance(self.file(deck.file))
        edits: list[tuple[str, Edit]] = []
        if self.is_new_year:
            edits += [(file, edit) for file in deck.documents for edit in self.archive_results(self.file(file))]
            edits += [(section.file, edit) for section in deck.sections for edit in self.move_as_of(section)]
        else:
            plans = [(file, edit) for file in deck.documents for edit in self.make_plans(self.file(file))]
            self.plan_count = len(plans)
            edits += plans
        edits += [(target.file, self.add_empty_result(target)) for target in find_targets(deck)]
        self.make_edits(edits)
        marks = sum(self.mark_written_ahead(self.file(file)) for file in deck.documents)
        marks += sum(self.mark_section(section) for section in deck.sections)
        return self.mark_date(deck) + marks + self.mark_metrics(deck)

    def file(self, name: str) -> ContentEditor:
        return self.files.get(name) or self.files.setdefault(name, self.opened.editing(name))

    def advance(self, editing: ContentEditor) -> None:
        """Write the new period, and in a new year the year, into deck.yaml, under the names that it has for them."""
        document = editing.document
        values = [(PERIOD_KEYS, self.after.name)]
        if self.is_new_year:
            values += [(YEAR_KEYS, str(self.after.year)), ((FIRST_MONTH, FIRST_MONTH), self.after.calendar.first_month)]
        for keys, value in values:
            if (key := written_key(document, keys)) is not None:
                editing.set((key,), value)

    def make_edits(self, edits: Sequence[tuple[str, Edit]]) -> None:
        """Make edits, each with the name of its file. Raises the first EditError, in the order of the edits."""
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

    def archive_results(self, editing: ContentEditor) -> Iterator[Edit]:
        """Yield edits that rename the key of results to the name of the old year; the results below it stay unchanged."""
        year = str(self.before.year)

        def make(part: ContentEditor, path: KeyPath) -> None:
            key = next(key for key in RESULT_KEYS if part.has((*path, key)))
            part.rename((*path, key), year)

        for path in _paths_with_results(editing.document.data, RESULT_KEYS, self.before.calendar):
            yield Edit(path, (year,), make)

    def make_plans(self, editing: ContentEditor) -> Iterator[Edit]:
        """Yield edits that make each text written ahead for the new period its plan, or its forecast if it has a plan."""
        for path in self.written_ahead(editing):

            def make(part: ContentEditor, path: KeyPath, keys: KeyPath = path[-2:]) -> None:
                _make_plan(part, (*path, *keys))

            if _plan_key(editing.get(path)):
                yield Edit(path[:-2], path[-2:], make)

    def written_ahead(self, editing: ContentEditor) -> Iterator[KeyPath]:
        """Yield the paths of all entries that a file has for the new period."""
        for path in _paths_with_results(editing.document.data, RESULT_KEYS, self.after.calendar):
            key = next(key for key in RESULT_KEYS if editing.has((*path, key)))
            if editing.has((*path, key, self.after.name)):
                yield (*path, key, self.after.name)

    def mark_written_ahead(self, editing: ContentEditor) -> int:
        """Mark what entries for the new period have besides plans, such as a status; return the number of marks."""
        if self.is_new_year:
            return 0
        marks: list[tuple[list[KeyPath], str]] = []
        for path in self.written_ahead(editing):
            if fields := _fields_written_ahead(editing.get(path)):
                what = f"{', '.join(fields)} (written before {self.after.name})"
                marks.append(([path], mark_comment(str(self.after), what)))
        if marks:
            editing.insert_all_above(marks)
        return len(marks)

    def move_as_of(self, section: Section) -> Iterator[Edit]:
        """Yield edits that let `as_of` name the same month of the new year; other periods have the same names in every year."""
        for slide in section.slides:
            as_of: str | None = getattr(slide.content, "as_of", None)
            if as_of is not None and (moved := self.after.calendar.same_period(as_of)) != as_of:

                def make(part: ContentEditor, path: KeyPath, moved: str = moved) -> None:
                    part.set((*path, "as_of"), moved)

                yield Edit(slide.origin.path, ("as_of",), make)

    def add_empty_result(self, target: Target) -> Edit:
        """Return an edit that adds an empty entry for a result that is due, if the target had results before."""

        def make(part: ContentEditor, path: KeyPath) -> None:
            filled = (*path, str(self.before.year) if self.is_new_year else target.result_key)
            # Inside brackets, a key without a value is easily overlooked.
            if not part.has(filled) or not part.get(filled) or self.is_in_brackets(part, filled):
                return
            current = replace(target, results={} if self.is_new_year else target.results)
            has_entry = part.has((*path, target.result_key, self.after.name))
            state = result_state(current, self.after, self.opened.deck.language)
            if state is ResultState.MISSING and not has_entry:
                write_result(part, (*path, target.result_key), self.after, None)

        return Edit(target.path, (), make)

    def is_in_brackets(self, editing: ContentEditor, path: KeyPath) -> bool:
        """Whether the value at a path, or a value around it, is written in brackets or braces."""
        starts = (editing.document.span(path[:length]).start for length in range(len(path) + 1))
        return any(editing.text[start : start + 1] in {"{", "["} for start in starts)

    def mark_section(self, section: Section) -> int:
        """Mark the slides of a section that have outdated texts; return the number of marks."""
        editing, period = self.file(section.file), str(self.after)
        marks: list[tuple[list[KeyPath], str]] = []
        for slide in reversed(section.slides):
            if fields := self.outdated_fields(slide, editing):
                what = f"{', '.join(fields)} (still as for {self.before})"
                marks.append(([slide.origin.path], mark_comment(period, what)))
        if self.is_new_year and editing.has(("due",)):
            marks.append(([("due",)], mark_comment(period, f"due (still as for {self.before.year})")))
        if marks:
            editing.insert_all_above(marks)
        return len(marks)

    def outdated_fields(self, slide: SlideEntry, editing: ContentEditor) -> list[str]:
        """Return the names of the fields of a slide that must be rewritten for the new period."""
        content, data = slide.content, editing.get(slide.origin.path)
        as_of = getattr(content, "as_of", None)
        if as_of is not None and not self.is_new_year:
            return []
        fields = [name for name, value in data.items() if name not in content.lasting and _has_own_content(name, value)]
        if self.is_new_year:
            yearly = [name for name in ("as_of", "due", "rows") if data.get(name) and name not in fields]
            fields += [name for name in yearly if name != "rows" or self.are_rows_of_old_year(data["rows"])]
        return fields

    def are_rows_of_old_year(self, rows: Any) -> bool:
        """Whether rows have results, goals or milestones of their own: these are of the year that has ended."""
        has_goals = any(_yearly_fields(rows))
        has_milestones = any(isinstance(row, dict) and row.get("milestones") for row in rows)
        return (
            has_goals
            or has_milestones
            or any(_paths_with_results(rows, (str(self.before.year),), self.before.calendar))
        )

    def mark_date(self, deck: Deck) -> int:
        """Mark the date of the meeting, which is in the footer of every slide; return the number of marks."""
        editing = self.file(deck.file)
        if not editing.has(("date",)) or not editing.get(("date",)):
            return 0
        editing.insert_above([("date",)], mark_comment(str(self.after), f"date (still as for {self.before})"))
        return 1

    def mark_metrics(self, deck: Deck) -> int:
        """Mark the metrics with goals, baselines, plans and forecasts of the old year, in a new year; return how many."""
        if not self.is_new_year or not deck.metrics:
            return 0
        file = next(target.file for target in find_targets(deck) if target.kind == "metric")
        editing = self.file(file)
        fields = {name: list(_yearly_fields(editing.get((name,)))) for name in deck.metrics}
        names = [name for name, found in fields.items() if found]
        further = [field for field in _YEARLY_FIELDS[2:] if any(field in found for found in fields.values())]
        what = f"{', '.join([*_YEARLY_FIELDS[:2], *further])} (still those of {self.before.year})"
        editing.insert_above([(name,) for name in names], mark_comment(str(self.after), what))
        return len(names)


def _is_known_ahead(entry: Any) -> bool:
    """Whether an entry says that its period will have no result, which may be known before."""
    fields = entry if isinstance(entry, dict) else {"text": entry}
    return fields.get("status") in {"paused", "no-data"} or stated_status(fields.get("text") or "") is not None


def _plan_key(entry: Any) -> str | None:
    """Return the key under which a text that was written ahead is kept; None if there is none to move, or no free key."""
    fields = entry if isinstance(entry, dict) else {"text": entry}
    if not fields.get("text") or _is_known_ahead(entry):
        return None
    return next((key for key in ("plan", "forecast") if key not in fields), None)


def _make_plan(editing: ContentEditor, result: KeyPath) -> None:
    entry, key = editing.get(result), _plan_key(editing.get(result))
    if key is None:
        return
    if isinstance(entry, dict):
        editing.rename((*result, "text"), key)
    else:
        editing.set(result, None)
        editing.add(result, key, entry)


def _fields_written_ahead(entry: Any) -> list[str]:
    """Return the fields of an entry that can only be right once its period is over."""
    if not isinstance(entry, dict) or _is_known_ahead(entry):
        return []
    return [name for name in ("text", "status", "mark", "value", "score") if entry.get(name)]


def _has_own_content(field: str, value: Any) -> bool:
    """Whether a field has content of its own; a chart of metrics shows only their results."""
    if field in {"chart", "charts"}:
        charts = value if isinstance(value, list) else [value]
        return any(isinstance(chart, dict) and "series" in chart for chart in charts)
    return value is not None


def _paths_with_results(data: Any, keys: Sequence[str], calendar: Calendar, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the paths of all mappings that have results of a year under one of `keys`."""
    if isinstance(data, dict):
        if any(isinstance(data.get(key), dict) and set(data[key]) <= set(calendar.names) for key in keys):
            yield path
        for name, value in data.items():
            yield from _paths_with_results(value, keys, calendar, (*path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _paths_with_results(value, keys, calendar, (*path, index))


def _yearly_fields(data: Any) -> Iterator[str]:
    """Yield each field of a year that metrics or rows, their parts or measures have a value for."""
    if isinstance(data, dict):
        yield from (name for name in _YEARLY_FIELDS if data.get(name))
        yield from _yearly_fields(data.get("measures"))
        parts = data.get("parts")
        yield from _yearly_fields(list(parts.values()) if isinstance(parts, dict) else None)
    elif isinstance(data, list):
        for value in data:
            yield from _yearly_fields(value)
