"""A deck → its status: every metric, key result and narrative, with its owner and its state in the reported period."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from deckgen.diagnostics import line_and_column
from deckgen.model import Deck, RichText, Row, Section, SlideEntry
from deckgen.periods import Period
from deckgen.reader import Document
from deckgen.reader.rewrite_marks import RewriteMark, find_marks
from deckgen.resolve.entries import has_result, is_finished
from deckgen.resolve.targets import Target, find_targets
from deckgen.resolve.walk import walk
from deckgen.results.deck_access import OpenDeck
from deckgen.results.last_changed import ChangeDates
from deckgen.results.owed_texts import SlideText, owed_texts
from deckgen.verdicts import stated_status

NO_OWNER = "(no owner)"
"""The owner of an entry for which the content names none."""


class ResultState(StrEnum):
    """The state of an entry in the reported period; the first two are outstanding."""

    MISSING = "missing"
    REWRITE = "to rewrite"
    FILLED = "filled"
    NOT_DUE = "not due"
    PAUSED = "paused"


OUTSTANDING_STATES = {ResultState.MISSING, ResultState.REWRITE}


class StatusEntry(Struct, frozen=True):
    """One entry of the status: a metric, a key result or the narrative of a slide.

    `file` and `line` are where it is written, `changed` is the date on which the file last changed (`YYYY-MM-DD`), and `target`
    is where its result is written; None for a narrative, of which `texts` are owed.
    """

    id: str
    name: str
    kind: str
    owner: str
    section: str
    state: ResultState
    file: str
    line: int
    changed: str
    target: Target | None = None
    texts: tuple[SlideText, ...] = ()

    @property
    def is_outstanding(self) -> bool:
        """Whether the owner still has to supply it."""
        return self.state in OUTSTANDING_STATES


class Owed(Struct, frozen=True):
    """How many results of the reported period are missing, of how many, and how many texts are still to be rewritten."""

    missing: int
    results: int
    marks: int


def count_owed(deck: Deck) -> Owed:
    """Count what is owed to a deck in the period that it reports; results that are not due or paused do not count."""
    states = [result_state(target, deck.period, deck.language) for target in find_targets(deck)]
    missing, filled = states.count(ResultState.MISSING), states.count(ResultState.FILLED)
    return Owed(missing, missing + filled, sum(len(find_marks(each)) for each in deck.documents.values()))


def status_entries(opened: OpenDeck, dates: ChangeDates | None = None) -> list[StatusEntry]:
    """Return every entry of a deck, in the order of its sections; the decks of a run can share `dates`."""
    if dates is None:
        with ChangeDates() as new_dates:
            return status_entries(opened, new_dates)
    deck = opened.deck
    changed = dates.dates_of(opened.project, [opened.path(file) for file in deck.documents])
    files = {file: _MarkedFile.of(document, changed[opened.path(file)]) for file, document in deck.documents.items()}
    entries = [_result_entry(files[target.file], target, deck) for target in find_targets(deck)]
    for section in deck.sections:
        entries += _narrative_entries(files[section.file], section)
    order = {section.title: index for index, section in enumerate(deck.sections)}
    return sorted(entries, key=lambda entry: order.get(entry.section, len(order)))


class _MarkedFile(Struct, frozen=True):
    """A file, its rewrite marks with their lines in ascending order, and the date on which it last changed."""

    document: Document
    marks: list[RewriteMark]
    mark_lines: list[int]
    changed: str

    @classmethod
    def of(cls, document: Document, changed: str) -> _MarkedFile:
        """Find the marks of a document."""
        marks = find_marks(document)
        return cls(document, marks, [_line(document, mark.span.start) for mark in marks], changed)

    def marks_between(self, first: int, last: int) -> list[RewriteMark]:
        """Return the rewrite marks on the lines from `first` to `last`."""
        lines = zip(self.marks, self.mark_lines, strict=True)
        return [mark for mark, line in lines if first <= line <= last]

    def has_mark_between(self, first: int, last: int) -> bool:
        """Whether there is a rewrite mark on the lines from `first` to `last`."""
        index = bisect_left(self.mark_lines, first)
        return index < len(self.mark_lines) and self.mark_lines[index] <= last


def _line(document: Document, offset: int) -> int:
    return line_and_column(document.text, offset)[0]


def _result_entry(file: _MarkedFile, target: Target, deck: Deck) -> StatusEntry:
    line = _line(file.document, file.document.key_span(target.path).start)
    state = result_state(target, deck.period, deck.language)
    entry = (*target.path, target.result_key, deck.period.name)
    # A mark stands above the target, or above the entry of the period.
    lines = [
        _line(file.document, file.document.key_span(path).start)
        for path in (target.path, entry)
        if path in file.document.spans
    ]
    if state is not ResultState.MISSING and any(file.has_mark_between(number - 1, number - 1) for number in lines):
        state = ResultState.REWRITE
    owner, name = target.owner or NO_OWNER, file.document.file
    return StatusEntry(
        target.id, target.name, target.kind, owner, target.section, state, name, line, file.changed, target
    )


def result_state(target: Target, period: Period, language: str) -> ResultState:
    """Return the state of a target in a period of a deck in `language`, without regard to rewrite marks."""
    if has_result(target.results.get(period.name), language):
        return ResultState.FILLED
    if stated_status(target.goal) == "paused":
        return ResultState.PAUSED
    if target.as_of not in (None, period.name) or is_finished(target.results, period.earlier, language):
        return ResultState.NOT_DUE
    if target.measured is not None and period.name not in target.measured.periods(period.calendar):
        return ResultState.NOT_DUE
    return ResultState.MISSING


def _narrative_entries(file: _MarkedFile, section: Section) -> Iterator[StatusEntry]:
    """Yield an entry for each slide of a section that has texts of its own or a rewrite mark."""
    for slide in section.slides:
        span, content = file.document.span(slide.origin.path), slide.content
        first, last = _line(file.document, span.start), _line(file.document, span.end)
        # The mark of a slide's first key is above the line on which the slide starts.
        is_marked = file.has_mark_between(first - 1, last)
        if not is_marked and not _has_texts(slide):
            continue
        name = content.headline or content.title or section.title
        owner = content.owner or content.department or section.department or NO_OWNER
        state = ResultState.REWRITE if is_marked else ResultState.FILLED
        texts = tuple(owed_texts(file.document, slide, file.marks_between(first - 1, last))) if is_marked else ()
        yield StatusEntry(
            slide.origin.slide, name, "narrative", owner, section.title, state, section.file, first, file.changed,
            texts=texts,
        )  # fmt: skip


def _has_texts(slide: SlideEntry) -> bool:
    """Whether a slide has texts of its own besides its tables of results."""
    row_path: tuple[str | int, ...] | None = None  # `walk` yields a row before everything inside it
    for path, value in walk(slide.content):
        is_in_row = row_path is not None and path[: len(row_path)] == row_path
        if isinstance(value, Row):
            row_path = row_path if is_in_row else path
        elif isinstance(value, RichText) and value.raw and path[0] not in {"notes", "entries"} and not is_in_row:
            return True
    return False
