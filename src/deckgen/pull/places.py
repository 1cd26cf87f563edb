"""The slides of a deck as deckgen lays it out → places: texts of one origin, and where they stand.

A place is what one or several neighbouring paragraphs of a shape, a cell or the notes show of the same values. It is found again
after a change of the content by its slide and its values, wherever layout has put it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from deckgen.diagnostics import KeyPath, Origin
from deckgen.ir.blocks import Paragraph
from deckgen.ir.frames import DeckFrames, FrameParagraph, Page
from deckgen.pull.plain import Emphasis, comparable, emphasis_of

ValueKey = tuple[str, KeyPath]
"""A value of the content: the file, as messages name it, and the path in it."""
PlaceKey = tuple[str, str, tuple[ValueKey, ...]]
"""The entry that a page shows, `notes` or the slot, and the values; for a text without values, the slot has its position."""
NOTES = "notes"


class Place(Struct, frozen=True):
    """Neighbouring paragraphs of one origin: `page` is the index of the page, `frame` that of the frame (-1: the notes).

    `first` is the index of its first paragraph in its shape, cell or notes. `texts` are the paragraphs as they read, without
    raised characters.
    """

    key: PlaceKey
    page: int
    frame: int
    cell: tuple[int, int] | None
    first: int
    texts: tuple[str, ...]
    emphasis: tuple[Emphasis, ...] = ()

    @property
    def values(self) -> tuple[ValueKey, ...]:
        """The values that it shows."""
        return self.key[2]


def entry_of(page_id: str) -> str:
    """Return the id of the entry that a page shows, without the number of a further page."""
    return page_id.partition("~")[0]


def places_of(frames: DeckFrames) -> list[Place]:
    """Return all places of a deck in the order of its slides; the notes of a slide are behind its shapes."""
    return [place for index, page in enumerate(frames.pages) for place in _places_of_page(index, page)]


def readings(places: Iterable[Place]) -> dict[PlaceKey, tuple[str, ...]]:
    """Return what stands at each place, in the order of the deck."""
    found: dict[PlaceKey, list[str]] = {}
    for place in places:
        found.setdefault(place.key, []).append("\n".join(place.texts))
    return {key: tuple(texts) for key, texts in found.items()}


def _places_of_page(index: int, page: Page) -> Iterator[Place]:
    entry = entry_of(page.id)
    for number, frame in enumerate(page.frames):
        texts = list(frame.placed_texts())
        for cell, in_cell in groupby(texts, key=lambda text: text.cell):
            paragraphs = [(each.origins, each.paragraph) for each in in_cell]
            spot = f"{frame.slot} {cell}" if cell is not None else frame.slot
            yield from _grouped(entry, spot, index, number, cell, paragraphs)
    notes = [(note.origins, note) for note in page.notes]
    yield from _grouped(entry, NOTES, index, -1, None, notes)


def _grouped(
    entry: str,
    spot: str,
    page: int,
    frame: int,
    cell: tuple[int, int] | None,
    paragraphs: Sequence[tuple[tuple[Origin, ...], Paragraph | FrameParagraph]],
) -> Iterator[Place]:
    """Yield the places of paragraphs that stand one below the other."""
    first = 0
    for values, group in groupby(paragraphs, key=lambda pair: _values(pair[0])):
        runs = [[run for run in paragraph.runs if not run.superscript] for _, paragraph in group]
        texts = tuple(comparable("".join([run.text for run in each])) for each in runs)
        emphasis = tuple(emphasis_of((r.text, r.bold, r.italic, r.link or "") for r in each) for each in runs)
        where = NOTES if spot == NOTES and values else "" if values else f"{spot} {page} {first}"
        yield Place((entry, where, values), page, frame, cell, first, texts, emphasis)
        first += len(texts)


def _values(origins: tuple[Origin, ...]) -> tuple[ValueKey, ...]:
    return tuple(dict.fromkeys((origin.file, origin.path) for origin in origins if origin.path))
