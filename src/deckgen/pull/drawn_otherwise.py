"""A file whose slide the content gives in another form now (another variant, other page numbers): what of that is no edit.

What a deck computes of other content can be different although nobody edited the file. The file has a digest of each text as it
was built: a text that still has it was not edited, whatever the content gives now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from deckgen.line_breaking.hyphenation import without_divisions
from deckgen.pull.base import Base
from deckgen.pull.differences import Difference, Spot
from deckgen.pull.plain import PlainDeck, PlainParagraph, PlainSlide
from deckgen.writer.xml import digest

_LOOKS = frozenset({"format", "look", "shape-look", "shape-moved", "background", "column", "row-added", "row-removed"})
"""What says nothing of a slide that is laid out in another way than the file has it."""


def recorded_pairs(base: Base, edited: PlainDeck, pages: Mapping[int, str]) -> dict[int, int]:
    """Return the built slide of each edited one as the file says; `pages` are its pages by the numbers of its slides.

    Where the content has other pages now, an id may be that of another slide: one with the very texts comes first.
    """
    built = {page: i for i, page in enumerate(base.pages)}
    found = {j: built[page] for j, slide in enumerate(edited.slides) if (page := pages.get(slide.number, "")) in built}
    if [*pages.values()] == [*base.pages] or not pages:
        return found
    same = _same_texts(base.plain, edited)
    taken = set(same.values())
    return {**same, **{j: i for j, i in found.items() if j not in same and i not in taken}}


def _same_texts(built: PlainDeck, edited: PlainDeck) -> dict[int, int]:
    """Return the built slide of each edited one that reads the same, and as no other."""
    readings = [[slide.reading for slide in deck.slides] for deck in (built, edited)]
    counts = [Counter(each) for each in readings]
    indices = {text: i for i, text in enumerate(readings[0]) if counts[0][text] == counts[1][text] == 1}
    return {j: indices[text] for j, text in enumerate(readings[1]) if text in indices}


def digests_of(slide: PlainSlide) -> dict[Spot, str]:
    """Return the digests of the texts of a slide by their places: of shapes, and of the cells of tables.

    Of shapes with one id (some programs copy it), nothing is known.
    """
    numbers = Counter(shape.number for shape in slide.shapes)
    return {spot: _digest(paragraphs) for spot, paragraphs in _blocks(slide) if numbers[spot[0]] == 1}


def _blocks(slide: PlainSlide) -> Iterator[tuple[Spot, tuple[PlainParagraph, ...]]]:
    for shape in slide.shapes:
        yield (shape.number, None), shape.paragraphs
        for r, row in enumerate(shape.cells):
            yield from (((shape.number, (r, c)), cell) for c, cell in enumerate(row))


def _digest(paragraphs: Iterable[PlainParagraph]) -> str:
    return digest(without_divisions("\n".join(paragraph.text for paragraph in paragraphs)))


class DrawnOtherwise:
    """Tells edits of a file from what the content gives in another form now."""

    def __init__(self, base: Base, edited: PlainDeck, pages: Mapping[int, str]) -> None:
        """`pages` are the pages of the file as it was built, in order, by the numbers of its slides."""
        self.base, self.edited = base, edited
        self._built_at = {number: at for at, number in enumerate(pages, 1)}
        self._digests: dict[int, Mapping[Spot, str]] = {}

    def edits(self, differences: Iterable[Difference]) -> list[Difference]:
        """Return the differences that somebody made by editing the file."""
        return [each for each in differences if each.page is None or not self._is_none(each, each.page)]

    def _is_none(self, difference: Difference, page: int) -> bool:
        traces = self.base.traces.get(self.base.pages[page], ())
        if not traces or difference.kind.startswith("slide"):
            return False
        slots = {trace.slot for trace in traces if trace.shape is not None}
        is_other_form = slots != {frame.slot for frame in self.base.frames.pages[page].frames if frame.slot}
        if is_other_form and difference.kind in _LOOKS:
            return True
        if difference.kind == "shape-removed":
            frame = None if difference.frame is None else self.base.frames.pages[page].frames[difference.frame]
            return is_other_form and (frame.slot not in slots if frame is not None else not difference.before)
        if difference.kind == "shape-added":
            return is_other_form and self._is_as_built(difference, page)
        return difference.kind == "text" and (self._is_page_number(difference) or self._is_as_built(difference, page))

    def _is_page_number(self, difference: Difference) -> bool:
        """Whether a text is the page number that a slide had when the file was built, as a link to it."""
        if len(difference.after) != 1 or len(difference.after[0].runs) != 1:
            return False
        [run] = difference.after[0].runs
        target = run.link.removeprefix("#")
        if not run.link.startswith("#") or not target.isdigit() or not 0 < int(target) <= len(self.edited.slides):
            return False
        return run.text.strip() == str(self._built_at.get(self.edited.slides[int(target) - 1].number))

    def _is_as_built(self, difference: Difference, page: int) -> bool:
        """Whether a text of the file has the digest that it was built with; a table, if all of its recorded cells have theirs."""
        if difference.spot is None:
            return False
        if difference.slide not in self._digests:
            self._digests[difference.slide] = digests_of(self.edited.slides[difference.slide])
        shape, cell = difference.spot
        traces = [each for each in self.base.traces[self.base.pages[page]] if each.shape == shape]
        if difference.kind == "text":
            traces = [each for each in traces if each.cell == cell]
        found = self._digests[difference.slide]
        return bool(traces) and all(found.get((shape, each.cell)) == each.digest for each in traces)
