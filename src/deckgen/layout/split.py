"""Text too long for one page → pages of paragraphs.

It is split between paragraphs, headings stay with what follows them, and what is taller than a page (a paragraph, or a
heading with its paragraph) is cut at a line: so that the pages are few, and as full as each other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import partial
from itertools import accumulate

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph, Run
from deckgen.layout.measure import Measurer, ParagraphLayout, stack_height
from deckgen.layout.paginate import CUTS, Item, balance, fill
from deckgen.layout.text import SlotArea, fits

Pages = list[tuple[Paragraph, ...]]
_MANY = 60
"""A remainder of at most so many lines is measured anew, since its lines may differ a little from those of the whole."""


class Remainder:
    """A paragraph, laid out as `measured`, from one of its lines on: what is left of it when pages were filled with the others.

    To measure what is left anew on every page takes n² time for n pages; the remainder of a long text keeps the lines that were
    found for the whole.
    """

    def __init__(self, paragraph: Paragraph, measured: ParagraphLayout) -> None:
        self.paragraph = paragraph
        self.measured = measured
        self.first = 0
        self._ends = [0, *accumulate(len(run.text) for run in measured.paragraph.runs)]

    @property
    def lines(self) -> int:
        """How many lines are left."""
        return self.measured.lines - self.first

    @property
    def height(self) -> int:
        """Their height in EMU, without the space before."""
        return self.lines * self.measured.line_height if self.first else self.measured.height

    def head(self, lines: int) -> Paragraph:
        """The next lines as a paragraph of their own."""
        return self._paragraph(self.first, self.first + lines)

    def tail(self, lines: int) -> Paragraph:
        """What is left behind the next `lines`, without a bullet of its own."""
        return self._paragraph(self.first + lines, self.measured.lines) if self.first + lines else self.paragraph

    def after(self, lines: int, measure: Callable[[Paragraph], ParagraphLayout]) -> Remainder:
        """What is left behind the next `lines`."""
        moved = not self.first and self.measured.paragraph.bullet is not None  # its margin may be another one
        if moved or self.lines - lines <= _MANY:
            tail = self.tail(lines)
            return Remainder(tail, measure(tail))
        rest = copy(self)
        rest.first += lines
        return rest

    def _paragraph(self, first: int, last: int) -> Paragraph:
        """The lines from `first` to before `last`."""
        m = self.measured
        start = m.starts[first] if first else 0
        end = m.starts[last] if last < m.lines else self._ends[-1]
        runs: list[Run] = []
        for i in range(max(bisect_right(self._ends, start) - 1, 0), len(m.paragraph.runs)):
            at, run = self._ends[i], m.paragraph.runs[i]
            if at >= end:
                break
            text = run.text[max(start - at, 0) : end - at]
            if text:
                runs.append(replace(run, text=text))
        if not first:
            return replace(m.paragraph, runs=tuple(runs))
        level = m.paragraph.level + (m.paragraph.bullet is not None)
        return replace(m.paragraph, runs=tuple(runs), bullet=None, level=level, continued=True)


def split(measurer: Measurer, paragraphs: Sequence[Paragraph], place: SlotArea, step: int, further: SlotArea) -> Pages:
    """Cut paragraphs into pages that fit a place at a step, the pages after the first `further`."""
    measured = measurer.measure_all(paragraphs, place.slot.styles, place.width, step)
    tall = any(stack_height(chain) > place.height for chain in _chains(measured))
    choices = [
        pages
        for cut in (CUTS if tall else CUTS[:1])
        for pages in _choices(measurer, _cut(measurer, measured, place, step, cut), place, step, further)
    ]
    return min(
        choices,
        key=lambda pages: (
            not _all_fit(measurer, pages, step, place, further),
            _torn_off(pages),
            len(pages),
            _unevenness(measurer, pages, step, place, further),
        ),
    )


def _all_fit(measurer: Measurer, pages: Pages, step: int, place: SlotArea, further: SlotArea) -> bool:
    """Joined pieces may be higher than each for itself: one foreign character makes all lines of its paragraph higher."""
    return all(fits(measurer, page, further if n else place, step) for n, page in enumerate(pages))


def _torn_off(pages: Pages) -> bool:
    """Tell whether a heading ends a page on which nothing of what it heads has room."""
    return any(page[-1].keep_with_next for page in pages[:-1])


def _choices(
    measurer: Measurer, paragraphs: Sequence[Paragraph], place: SlotArea, step: int, further: SlotArea
) -> Iterator[Pages]:
    """Ways of sharing paragraphs out over pages; one, unless the first page is another place than those after it."""
    measured = measurer.measure_all(paragraphs, place.slot.styles, place.width, step)
    bound = list(_bound(measured, place.height))
    items = [Item(stack_height(group), group[0].space) for group in bound]
    if further.box == place.box:
        yield _gather(bound, balance(items, place.height))
        return
    for first in range(fill(items, place.height)[0], 0, -1):
        rest = tuple(m.paragraph for group in bound[first:] for m in group)
        yield [*_gather(bound, [first]), *(split(measurer, rest, further, step, further) if rest else ())]


def _unevenness(
    measurer: Measurer, pages: Sequence[Sequence[Paragraph]], step: int, place: SlotArea, further: SlotArea
) -> float:
    """How much fuller the fullest page is than the emptiest."""
    filled = []
    for n, paragraphs in enumerate(pages):
        at = further if n else place
        filled.append(stack_height(measurer.measure_all(paragraphs, at.slot.styles, at.width, step)) / at.height)
    return max(filled) - min(filled)


def _gather(bound: Sequence[Sequence[ParagraphLayout]], counts: Sequence[int]) -> Pages:
    """Turn counts of groups into pages of paragraphs."""
    pages: Pages = []
    at = 0
    for count in counts:
        pages.append(rejoined([m.paragraph for group in bound[at : at + count] for m in group]))
        at += count
    return pages


def _chains(measured: Sequence[ParagraphLayout]) -> Iterator[list[ParagraphLayout]]:
    """Gather paragraphs that are to stay together."""
    chain: list[ParagraphLayout] = []
    for m in measured:
        chain.append(m)
        if not m.paragraph.keep_with_next:
            yield chain
            chain = []
    if chain:
        yield chain


def _bound(measured: Sequence[ParagraphLayout], capacity: int) -> Iterator[list[ParagraphLayout]]:
    """Gather paragraphs that stay together, as far as a page can hold them."""
    for chain in _chains(measured):
        group: list[ParagraphLayout] = []
        for m in chain:
            if group and stack_height([*group, m]) > capacity:
                yield group
                group = []
            group.append(m)
        yield group


def _cut(
    measurer: Measurer, measured: Sequence[ParagraphLayout], place: SlotArea, step: int, share: float
) -> tuple[Paragraph, ...]:
    """Cut what does not fit a page together into pieces of at most `share` of its height."""
    found: list[Paragraph] = []
    for chain in _chains(measured):
        if stack_height(chain) <= place.height:
            found += [m.paragraph for m in chain]
            continue
        for m in chain:
            found += _pieces(measurer, m.paragraph, place, step, int(place.height * share))
    return tuple(found)


def _pieces(measurer: Measurer, paragraph: Paragraph, place: SlotArea, step: int, height: int) -> Iterator[Paragraph]:
    """Cut a paragraph at lines into even pieces of at most `height`; a line taller than that is a piece of its own."""
    measure = partial(measurer.measure, styles=place.slot.styles, width=place.width, step=step)
    rest = Remainder(paragraph, measure(paragraph))
    while rest.height > height and rest.lines > 1:
        # Even halves rather than one full page and a line.
        at_most = max(1, min(rest.lines - 1, height // rest.measured.line_height))
        lines = max(1, -(-rest.lines // -(-rest.lines // at_most)))
        head = rest.head(lines)
        while lines > 1 and measure(head).height > height:
            lines -= 1
            head = rest.head(lines)
        yield replace(head, keep_with_next=False)
        rest = rest.after(lines, measure)
    yield rest.tail(0)


def rejoined(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Put together again what was cut (see `Remainder`) and came to stand one below the other."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        if not (paragraph.continued and found):
            found.append(paragraph)
            continue
        head, (first, *others) = found[-1], paragraph.runs
        last = head.runs[-1]
        same = replace(last, text="") == replace(first, text="")
        joint = (replace(last, text=last.text + first.text),) if same else (last, first)
        runs = (*head.runs[:-1], *joint, *others)
        found[-1] = replace(head, runs=runs, keep_with_next=paragraph.keep_with_next)
    return tuple(found)
