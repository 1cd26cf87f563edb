"""A deck → what is owed for its quarter: every metric, key result and narrative, by whom, and whether it is there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from deckgen.diagnostics import position
from deckgen.edit.rewrite_marks import marks
from deckgen.model import QuarterName, RichText, Row, Section, SlideEntry
from deckgen.model.quantity import worded_status
from deckgen.reader import Document
from deckgen.resolve.walk import walk
from deckgen.results.last_changed import ChangeDates
from deckgen.results.opened import OpenDeck
from deckgen.results.targets import Target, targets

NOBODY = "(no owner)"


class ResultState(StrEnum):
    """How an entry stands in the reported quarter; the first two are owed."""

    MISSING = "missing"
    REWRITE = "to rewrite"
    FILLED = "filled"
    NOT_DUE = "not due"
    PAUSED = "paused"


OWED = {ResultState.MISSING, ResultState.REWRITE}


class Due(Struct, frozen=True):
    """One entry of the report: a metric, a key result or the narrative of a slide.

    `changed` is when its file last changed, as a date; `target` is where a result goes, None for narrative.
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

    @property
    def owed(self) -> bool:
        """Whether somebody still has to supply it."""
        return self.state in OWED


def owed(opened: OpenDeck, dates: ChangeDates | None = None) -> list[Due]:
    """Give every entry of a deck, in the order of its sections; `dates` is shared by the decks of a run."""
    if dates is None:
        with ChangeDates() as own:
            return owed(opened, own)
    deck = opened.deck
    changed = dates.of(opened.project, [opened.path(file) for file in deck.documents])
    files = {
        file: _File(
            document, [_line(document, mark.span.start) for mark in marks(document)], changed[opened.path(file)]
        )
        for file, document in deck.documents.items()
    }
    made = [_result(files[target.file], target, deck.quarter) for target in targets(deck)]
    for section in deck.sections:
        made += [due for slide in section.slides for due in _narrative(files[section.file], section, slide)]
    order = {section.title: index for index, section in enumerate(deck.sections)}
    return sorted(made, key=lambda due: order.get(due.section, len(order)))


class _File(Struct, frozen=True):
    """A file with the numbers of its lines that are marks, in their order, and the date of its last change."""

    document: Document
    marked: list[int]
    changed: str


def _line(document: Document, offset: int) -> int:
    return position(document.text, offset)[0]


def _result(file: _File, target: Target, quarter: QuarterName) -> Due:
    line = _line(file.document, file.document.key(target.path).start)
    state = result_state(target, quarter)
    above = bisect_left(file.marked, line - 1)
    if file.marked[above : above + 1] == [line - 1] and state is not ResultState.MISSING:
        state = ResultState.REWRITE
    owner, name = target.owner or NOBODY, file.document.file
    return Due(target.id, target.name, target.kind, owner, target.section, state, name, line, file.changed, target)


def result_state(target: Target, quarter: QuarterName) -> ResultState:
    """Tell how a target stands in a quarter."""
    entry = target.quarters.get(quarter)
    if entry is not None and (target.text(quarter) or entry.mark is not None or entry.status is not None):
        return ResultState.FILLED
    if worded_status(target.goal) == "paused":
        return ResultState.PAUSED
    if target.as_of not in (None, quarter):
        return ResultState.NOT_DUE
    if target.measured is not None and quarter not in re.findall(r"\bQ[1-4]\b", target.measured.when):
        return ResultState.NOT_DUE
    return ResultState.MISSING


def _narrative(file: _File, section: Section, slide: SlideEntry) -> Iterator[Due]:
    """The texts of a slide as one entry; a slide without any has none."""
    span, content = file.document.span(slide.origin.path), slide.content
    first, last = _line(file.document, span.start), _line(file.document, span.end)
    # The mark of a slide's first key stands above the line on which the slide starts.
    above = bisect_left(file.marked, first - 1)
    marked = above < len(file.marked) and file.marked[above] <= last
    if not marked and not _has_texts(slide):
        return
    name = content.headline or content.title or section.title
    owner = content.owner or content.department or section.department or NOBODY
    state = ResultState.REWRITE if marked else ResultState.FILLED
    yield Due(slide.origin.slide, name, "narrative", owner, section.title, state, section.file, first, file.changed)


def _has_texts(slide: SlideEntry) -> bool:
    """Whether a slide says something in words of its own, beside tables of results."""
    inside: tuple[str | int, ...] | None = None  # a row comes before all that it holds
    for path, value in walk(slide.content):
        within = inside is not None and path[: len(inside)] == inside
        if isinstance(value, Row):
            inside = inside if within else path
        elif isinstance(value, RichText) and value.raw and path[0] not in {"notes", "entries"} and not within:
            return True
    return False
