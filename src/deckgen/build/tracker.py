"""The tracker at the foot of slides: a segment for each section of the deck or, if there are many, for each part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckgen.brand.tracker_place import TrackerPlace
from deckgen.ir.frames import EMU_PER_INCH, Box, DeckFrames, Page, Tracker, TrackerEntry
from deckgen.model import Deck
from deckgen.resolve import find_parts

MAX_SECTIONS = 8
"""With more sections, each segment is a part: what a divider opens."""
_GAP = round(0.04 * EMU_PER_INCH)
_MIN_WIDTH = round(0.25 * EMU_PER_INCH)
"""The minimum width of a segment: what is narrower cannot be clicked."""


def find_tracker(deck: Deck, frames: DeckFrames, place: TrackerPlace | None) -> Tracker | None:
    """Return the tracker of a deck; None if the brand has no place for it, or the deck less than two segments or too many."""
    if place is None:
        return None
    first_pages = _first_pages(frames.pages)
    targets = [(title, first_pages[section]) for section, title in _segments(deck) if section in first_pages]
    width = (place.strip.width + _GAP) // max(len(targets), 1) - _GAP
    if len(targets) < 2 or width < _MIN_WIDTH:
        return None
    label = deck.labels
    entries = tuple(
        TrackerEntry(
            label.format("tracker-to", section=title),
            page.id,
            _segment(place.strip, n, width),
            _segment(place.reach, n, width),
        )
        for n, (title, page) in enumerate(targets)
    )
    starts = [page.number for _, page in targets]
    current = {page.id: n for page in frames.pages if (n := sum(start <= page.number for start in starts) - 1) >= 0}
    return Tracker(entries, current, place.ground, place.mark)


def _segments(deck: Deck) -> Iterator[tuple[str, str]]:
    """Yield the sections that have a segment, and its title; what comes before the first divider has that of the deck."""
    visible = [section for section in deck.sections if any(not slide.content.hidden for slide in section.slides)]
    if len(visible) <= MAX_SECTIONS:
        yield from ((section.id, section.title) for section in visible)
        return
    parts = find_parts(deck.sections)
    if visible[0].id not in parts:
        yield visible[0].id, deck.title
    yield from ((id_, part.divider.content.title or part.section.title) for id_, part in parts.items())


def _first_pages(pages: Sequence[Page]) -> dict[str, Page]:
    """Return the first visible page of each section, by the id of the section."""
    result: dict[str, Page] = {}
    for page in pages:
        if not page.hidden:
            result.setdefault(page.id.partition("/")[0], page)
    return result


def _segment(box: Box, number: int, width: int) -> Box:
    return Box(box.x + number * (width + _GAP), box.y, width, box.height)
