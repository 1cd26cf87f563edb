"""A slide → the figures that its author typed outside of results: in texts, tables and charts of their own numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from deckgen.checks import CheckedDeck
from deckgen.diagnostics import KeyPath, Span
from deckgen.model import Section, SlideEntry
from deckgen.model.metrics import RESULT_KEYS
from deckgen.model.period_keys import YEAR_KEY
from deckgen.reader import Document

_NOT_SHOWN = {
    "alt",
    "as_of",
    "file",
    "id",
    "in",
    "kept",
    "kind",
    "metric",
    "metrics",
    "not_in",
    "notes",
    "owner",
    "slide",
    "source",
    "tolerance",
    "variant",
}
"""Fields without figures that are shown."""
_RECORDED = {"goal", "baseline", "plan", "forecast", *RESULT_KEYS}
"""Fields of rows that are recorded as results."""
_NO_TEXT = re.compile(r"\[\^[^\]]*\]|\]\([^)]*\)|https?://\S+")
"""Footnote marks and addresses."""
_FIGURE = re.compile(r"(?<![\w.,])[+−-]?\d(?:[\d.,'’\u00a0\u202f]*\d)?(?:\s?%|\w*)")
_MAX_NAMES = 5


class Figure(Struct, frozen=True):
    """A figure as typed, and the path of its text in the content file."""

    text: str
    path: KeyPath


class SlideFigures(Struct, frozen=True):
    """The figures of a slide in the order in which they are written, and who is asked about them."""

    entry: SlideEntry
    owner: str
    document: Document
    figures: tuple[Figure, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The figures as typed."""
        return tuple(figure.text for figure in self.figures)

    def span_of_first(self, texts: Counter[str]) -> Span:
        """Return the span of the first figure that is one of `texts`; that of the slide if there is none."""
        figure = next((figure for figure in self.figures if figure.text in texts), None)
        span = self.document.span(self.entry.origin.path if figure is None else figure.path)
        at = -1 if figure is None else self.document.text.find(figure.text, span.start, span.end)
        return span if figure is None or at < 0 else Span(span.file, at, at + len(figure.text))


def slide_figures(checked: CheckedDeck) -> Iterator[SlideFigures]:
    """Yield the figures of each visible slide that has some; those of results, goals and baselines are left out."""
    for section in checked.deck.sections:
        document = checked.deck.documents[section.file]
        rows = {measure.path for measure in checked.measures if measure.entry.origin.file == section.file}
        for entry in section.slides:
            path = entry.origin.path
            figures = [] if entry.content.hidden else list(_figures(document.value(path), path, rows))
            if figures:
                yield SlideFigures(entry, _owner(entry, section), document, tuple(figures))


def _figures(
    value: Any, path: KeyPath, rows: set[KeyPath], left_out: frozenset[str] = frozenset(_NOT_SHOWN)
) -> Iterator[Figure]:
    if path in rows:
        left_out |= _RECORDED
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in left_out and not YEAR_KEY.fullmatch(key):
                yield from _figures(inner, (*path, key), rows, left_out)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _figures(inner, (*path, index), rows, left_out)
    elif isinstance(value, str):
        yield from (Figure(found[0], path) for found in _FIGURE.finditer(_NO_TEXT.sub(" ", value)))


def _owner(entry: SlideEntry, section: Section) -> str:
    return entry.content.owner or entry.content.department or section.department or ""


def described_change(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, Counter[str]]:
    """Return which figures came and went, in words (empty if none did), and those that came."""
    new, gone = Counter(now) - Counter(before), Counter(before) - Counter(now)
    parts = [
        f"{_listed(found)} {'is' if found.total() == 1 else 'are'} {what}"
        for found, what in ((new, "new"), (gone, "gone"))
        if found
    ]
    return ", ".join(parts), new


def _listed(figures: Counter[str]) -> str:
    texts = [f"“{text}”" for text in figures.elements()]
    more = f" and {len(texts) - _MAX_NAMES} more" if len(texts) > _MAX_NAMES else ""
    return ", ".join(texts[:_MAX_NAMES]) + more
