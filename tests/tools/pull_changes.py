"""Words and figures that are changed in the plain slides of a deck, as `pull_sweep.py` chooses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.pull.base import Base
from deckgen.pull.places import Place
from deckgen.pull.plain import PlainDeck, PlainParagraph, PlainSlide

_CHOICE = re.compile(r"[A-Za-z]{3,}|\d+(?:\.\d+)?")


class Change(Struct, frozen=True):
    """A changed word or figure: its place, its paragraph (with an index there) as it reads now, the old and the new one."""

    place: Place
    at: int
    paragraph: PlainParagraph
    old: str
    new: str
    is_content: bool

    @property
    def kind(self) -> str:
        """What was changed."""
        return f"{'content' if self.is_content else 'own'} {'figure' if self.old[0].isdigit() else 'word'}"


def with_changes(base: Base, changes: Iterable[Change]) -> PlainDeck:
    """Return the slides of the base with changes made in them."""
    slides = list(base.plain.slides)
    for change in changes:
        slides[change.place.page] = _with_change(base, slides[change.place.page], change)
    return replace(base.plain, slides=tuple(slides))


def _with_change(base: Base, slide: PlainSlide, change: Change) -> PlainSlide:
    place = change.place
    at = place.first + change.at
    if place.frame < 0:
        return replace(slide, notes=_replaced(slide.notes, at, change.paragraph))
    index = base.shapes[place.page, place.frame]
    shape = slide.shapes[index]
    if place.cell is None:
        shape = replace(shape, paragraphs=_replaced(shape.paragraphs, at, change.paragraph))
    else:
        row, column = place.cell
        cells = _replaced(shape.cells[row], column, _replaced(shape.cells[row][column], at, change.paragraph))
        shape = replace(shape, cells=_replaced(shape.cells, row, cells))
    return replace(slide, shapes=_replaced(slide.shapes, index, shape))


def _replaced(values: tuple[Any, ...], at: int, value: object) -> tuple[Any, ...]:
    return (*values[:at], value, *values[at + 1 :])


def paragraphs_of(base: Base, deck: PlainDeck, place: Place) -> tuple[PlainParagraph, ...]:
    """Return the paragraphs of a deck at a place of the base."""
    slide = deck.slides[place.page]
    inside = slice(place.first, place.first + len(place.texts))
    if place.frame < 0:
        return slide.notes[inside]
    if (place.page, place.frame) not in base.shapes:
        return ()
    shape = slide.shapes[base.shapes[place.page, place.frame]]
    return (shape.paragraphs if place.cell is None else shape.cells[place.cell[0]][place.cell[1]])[inside]


def options_of(paragraphs: Sequence[PlainParagraph]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Yield the words and figures of paragraphs, with the indices of paragraph and run; no raised marks."""
    for i, paragraph in enumerate(paragraphs):
        for j, run in enumerate(paragraph.runs):
            if not run.raised:
                yield from ((i, j, match) for match in _CHOICE.finditer(run.text))
