"""A changed result → what its author should check about it."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.diagnostics import KeyPath, line_and_column
from deckgen.model import Deck, RichText, Row
from deckgen.quantities import read_quantity
from deckgen.resolve.targets import Target
from deckgen.resolve.walk import walk
from deckgen.results.update_types import ResultUpdate


def _footnotes(text: str) -> str:
    """Return the footnote marks of a text (`[^estimate]`)."""
    return " ".join(f"[^{run.note}]" for p in RichText(text).paragraphs for run in p.runs if run.note is not None)


def _notes_of_footnotes(deck: Deck, target: Target, period: str, text: str) -> Iterator[str]:
    """Yield a note if a new text has no footnote, and the result that it replaces has one, else the last one before it."""
    if not text or _footnotes(text):
        return
    if footnotes := _footnotes(target.text(period)):
        yield f"the old result had {footnotes}, the new one has no footnote: add it if it still holds"
        return
    last = target.last_before(deck.period.at(period)) if not target.text(period) else None
    if last is not None and (footnotes := _footnotes(target.text(last))):
        yield f"the result of {last} has {footnotes}, the new one has no footnote: add it if it holds for {period}, too"


def _ask_for_lost_unit(text: str, goal: str, language: str) -> str:
    """Return a question about a bare number that has probably lost the `%` of its goal in a spreadsheet; empty if none."""
    result, goal_quantity = read_quantity(text, language), read_quantity(goal, language)
    if result is None or goal_quantity is None:
        return ""
    is_bare = result.raw == text.strip() and result.raw[-1:].isdigit()
    if not is_bare or result.unit or goal_quantity.unit != "%":
        return ""
    share = f"{result.value * 100:.6g}%" if abs(result.value) <= 1 else f"{text.strip()}%"
    return f"was {share} meant?"


OverridingRows = dict[str, list[tuple[str, KeyPath, Row]]]
"""By metric: the rows of slides that show it, each with its file and its path there."""


def update_notes(
    deck: Deck, overriding_rows: OverridingRows, target: Target, update: ResultUpdate, *, text: str, status_stays: bool
) -> tuple[str, ...]:
    """Return what the user should check about a result that changes to a `text`; that its `status_stays` is said elsewhere."""
    notes: list[str] = []
    if update.period not in deck.period.reached:
        notes.append(f"the deck reports {deck.period.name}: `deckgen roll` makes this the plan for {update.period}")
    if question := _ask_for_lost_unit(update.text, target.goal, deck.language):
        notes.append(f"it has no unit, and its goal is {target.goal}: {question}")
    notes += _notes_of_footnotes(deck, target, update.period, text)
    entry = target.results.get(update.period)
    if entry is not None and entry.status is not None and update.text and not status_stays:
        notes.append(f"its status stays as written: {entry.status}")
    for name, number in (("value", entry.value), ("score", entry.score)) if entry is not None and update.text else ():
        if number is not None:
            notes.append(f"its {name} stays as written: {number:.15g}")
    for file, path, row in overriding_rows.get(target.id, ()):
        override = row.results.get(update.period)
        if override is not None and override.text is not None:
            document, key = deck.documents[file], row.result_key or target.result_key
            line, _ = line_and_column(document.text, document.key_span((*path, key, update.period)).start)
            notes.append(f"{file}:{line} shows a text of its own instead")
    return tuple(notes)


def find_overriding_rows(deck: Deck) -> OverridingRows:
    """Collect the rows of slides that show a metric and may override its results."""
    rows: OverridingRows = {}
    for section in deck.sections:
        for slide in section.slides:
            for path, found in walk(slide.content, slide.origin.path, only=(Row,)):
                if isinstance(found, Row) and found.metric is not None:
                    rows.setdefault(found.metric, []).append((section.file, path, found))
    return rows
