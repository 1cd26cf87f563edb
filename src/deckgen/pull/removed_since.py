"""A slide, row or text that only the edited deck has → an edit that says so, if the content had it when the deck was built."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from deckgen.diagnostics import KeyPath
from deckgen.pull.base import Base
from deckgen.pull.differences import Difference
from deckgen.pull.edits import Edit
from deckgen.pull.places import ValueKey
from deckgen.pull.plain import PlainDeck, PlainParagraph, PlainSlide, comparable
from deckgen.reader.markup import parse_markup

_KINDS = frozenset({"slide-added", "row-added", "paragraph-added", "shape-added"})
_LEAST = 4
"""Letters that a text must have to be known by them."""


def removed_since(difference: Difference, report: Edit, base: Base, edited: PlainDeck) -> Edit | None:
    """Return what a difference is if it shows an entry that was removed from the content since; None if it does not.

    `report` is what would be said of it else. If the deck shows the entry as it was built, there is nothing to do.
    """
    if difference.kind not in _KINDS or not base.unplaced:
        return None
    is_slide = difference.kind == "slide-added"
    shown = _letters(_texts_of(edited.slides[difference.slide]) if is_slide else difference.after)
    entries: dict[ValueKey, list[str]] = {}
    for file, path in base.unplaced:
        entry = path[:2] if is_slide else _entry_of(path)
        entries.setdefault((file, entry), []).append(_plain(base.recorded[file, path]))
    shows = [texts for texts in entries.values() if any(len(text) >= _LEAST and text in shown for text in texts)]
    if not shows:
        return None
    what = edited.slides[difference.slide].title if is_slide else report.after
    is_untouched = all(text in shown for texts in shows for text in texts)
    message = f"“{what}” was removed from the content since the deck was built"
    if is_untouched:
        return replace(report, outcome="done", message=message, proposal="")
    return replace(report, outcome="conflict", message=f"{message}, and edited in the deck")


def _entry_of(path: KeyPath) -> KeyPath:
    """Return the path of the innermost list entry that a value is in."""
    length = next((n for n in range(len(path), 0, -1) if isinstance(path[n - 1], int)), len(path))
    return path[:length]


def _plain(value: str) -> str:
    return "".join("".join(comparable(paragraph.plain_text).split()) for paragraph in parse_markup(value))


def _letters(paragraphs: Iterable[PlainParagraph]) -> str:
    return "".join("".join(paragraph.unraised.split()) for paragraph in paragraphs)


def _texts_of(slide: PlainSlide) -> list[PlainParagraph]:
    cells = [p for shape in slide.shapes for row in shape.cells for cell in row for p in cell]
    return [*(p for shape in slide.shapes for p in shape.paragraphs), *cells, *slide.notes]
