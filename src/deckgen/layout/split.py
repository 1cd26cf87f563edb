"""Text too long for one page → pages of paragraphs.

Text is split between paragraphs, and headings stay with the paragraph after them. A paragraph (or a heading with its paragraph)
that is taller than a page is cut between lines. The pages are as few as possible, and about equally full.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph, Run
from deckgen.layout.measure import Measurer
from deckgen.layout.measured_text import ParagraphLayout, as_laid_out
from deckgen.layout.paginate import PIECE_SHARES, Item, balance, fill
from deckgen.layout.stacks import stack_height
from deckgen.layout.text import SlotArea, fits

Pages = list[tuple[Paragraph, ...]]
MAX_REMEASURED_LINES = 60
"""A remainder of at most so many lines is measured again, since its lines may differ slightly from those of the complete text."""


class _Piece(NamedTuple):
    """A paragraph with its layout."""

    paragraph: Paragraph
    layout: ParagraphLayout


class ParagraphRemainder:
    """The lines of a paragraph, laid out as `measured`, that are left after the pages before have been filled.

    Measuring the remainder again for every page would take n² time for n pages. So the remainder of a long text reuses the lines
    of the complete paragraph.
    """

    def __init__(self, paragraph: Paragraph, measured: ParagraphLayout) -> None:
        self.paragraph = as_laid_out(paragraph, measured)
        self.measured = measured
        self.first_line = 0
        self._ends = [0, *accumulate(len(run.text) for run in measured.runs)]

    @property
    def line_count(self) -> int:
        """The number of lines left."""
        return self.measured.line_count - self.first_line

    @property
    def height(self) -> int:
        """The height in EMU of the lines left, without the space before them."""
        return self.line_count * self.measured.line_height if self.first_line else self.measured.height

    def head(self, lines: int) -> Paragraph:
        """The next lines as a paragraph of their own."""
        return self._paragraph(self.first_line, self.first_line + lines)

    def tail(self, lines: int) -> Paragraph:
        """The text after the next `lines` as a paragraph, without a bullet of its own."""
        return (
            self._paragraph(self.first_line + lines, self.measured.line_count)
            if self.first_line + lines
            else self.paragraph
        )

    def remainder_after(self, lines: int, measure: Callable[[Paragraph], ParagraphLayout]) -> ParagraphRemainder:
        """The remainder after the next `lines`; `measure` lays out a paragraph at the same width."""
        moved = not self.first_line and self.paragraph.bullet is not None  # its margin may change
        if moved or self.line_count - lines <= MAX_REMEASURED_LINES:
            tail = self.tail(lines)
            return ParagraphRemainder(tail, measure(tail))
        rest = copy(self)
        rest.first_line += lines
        return rest

    def _paragraph(self, first: int, last: int) -> Paragraph:
        """The lines from `first` to before `last`."""
        m, paragraph = self.measured, self.paragraph
        start = m.line_starts[first] if first else 0
        end = m.line_starts[last] if last < m.line_count else self._ends[-1]
        runs: list[Run] = []
        for i in range(max(bisect_right(self._ends, start) - 1, 0), len(m.runs)):
            at, run = self._ends[i], m.runs[i]
            if at >= end:
                break
            text = run.text[max(start - at, 0) : end - at]
            if text:
                runs.append(run if text == run.text else replace(run, text=text, short_text=None))
        if not first:
            return replace(paragraph, runs=tuple(runs))
        level = paragraph.level + (paragraph.bullet is not None)
        return replace(paragraph, runs=tuple(runs), bullet=None, level=level, continued=True)


def split_text(
    measurer: Measurer, paragraphs: Sequence[Paragraph], area: SlotArea, step: int, further: SlotArea
) -> Pages:
    """Divide paragraphs into pages that fit an area at a step of shrinking; pages after the first have the area `further`."""
    pieces = _measure_pieces(measurer, paragraphs, area, step)
    tall = any(_height(chain) > area.height for chain in _chains(pieces))
    choices = [
        pages
        for cut in (PIECE_SHARES if tall else PIECE_SHARES[:1])
        for pages in _page_choices(measurer, _cut_tall_chains(measurer, pieces, area, step, cut), area, step, further)
    ]
    return min(
        choices,
        key=lambda pages: (
            not _fits_pages(measurer, pages, step, area, further),
            _has_stranded_heading(pages),
            len(pages),
            _unevenness(measurer, pages, step, area, further),
        ),
    )


def _measure_pieces(measurer: Measurer, paragraphs: Sequence[Paragraph], area: SlotArea, step: int) -> list[_Piece]:
    layouts = measurer.measure_all(paragraphs, area.slot.styles, area.width, step)
    pairs = zip(paragraphs, layouts, strict=True)
    return [_Piece(as_laid_out(paragraph, layout), layout) for paragraph, layout in pairs]


def _height(pieces: Sequence[_Piece]) -> int:
    """Height in EMU of a stack of paragraphs."""
    return stack_height([piece.layout for piece in pieces])


def _fits_pages(measurer: Measurer, pages: Pages, step: int, area: SlotArea, further: SlotArea) -> bool:
    """Joined pieces may be higher than each for itself: one foreign character makes all lines of its paragraph higher."""
    return all(fits(measurer, page, further if n else area, step) for n, page in enumerate(pages))


def _has_stranded_heading(pages: Pages) -> bool:
    """Whether a page ends with a heading whose text begins on the next page."""
    return any(page[-1].keep_with_next for page in pages[:-1])


def _page_choices(
    measurer: Measurer, paragraphs: Sequence[Paragraph], area: SlotArea, step: int, further: SlotArea
) -> Iterator[Pages]:
    """Possible ways to divide paragraphs into pages: only one, unless the first page has another area than the others."""
    bound = list(_groups(_measure_pieces(measurer, paragraphs, area, step), area.height))
    items = [Item(_height(group), group[0].layout.space_before) for group in bound]
    if further.box == area.box:
        yield _to_pages(bound, balance(items, area.height))
        return
    for first in range(fill(items, area.height)[0], 0, -1):
        rest = tuple(piece.paragraph for group in bound[first:] for piece in group)
        yield [*_to_pages(bound, [first]), *(split_text(measurer, rest, further, step, further) if rest else ())]


def _unevenness(
    measurer: Measurer, pages: Sequence[Sequence[Paragraph]], step: int, area: SlotArea, further: SlotArea
) -> float:
    """How much fuller the fullest page is than the emptiest, as a share of a page."""
    filled = []
    for n, paragraphs in enumerate(pages):
        own = further if n else area
        filled.append(stack_height(measurer.measure_all(paragraphs, own.slot.styles, own.width, step)) / own.height)
    return max(filled) - min(filled)


def _to_pages(bound: Sequence[Sequence[_Piece]], counts: Sequence[int]) -> Pages:
    """Turn the number of groups of each page into pages of paragraphs."""
    pages: Pages = []
    at = 0
    for count in counts:
        pages.append(rejoin_paragraphs([piece.paragraph for group in bound[at : at + count] for piece in group]))
        at += count
    return pages


def _chains(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Gather paragraphs that should stay together: headings with the text after them."""
    chain: list[_Piece] = []
    for piece in pieces:
        chain.append(piece)
        if not piece.paragraph.keep_with_next:
            yield chain
            chain = []
    if chain:
        yield chain


def _groups(pieces: Sequence[_Piece], capacity: int) -> Iterator[list[_Piece]]:
    """Gather paragraphs that stay together; a chain higher than `capacity` EMU becomes several groups."""
    for chain in _chains(pieces):
        group: list[_Piece] = []
        for piece in chain:
            if group and _height([*group, piece]) > capacity:
                yield group
                group = []
            group.append(piece)
        yield group


def _cut_tall_chains(
    measurer: Measurer, pieces: Sequence[_Piece], area: SlotArea, step: int, share: float
) -> tuple[Paragraph, ...]:
    """Cut the paragraphs of chains that do not fit a page into pieces of at most `share` of its height."""
    result: list[Paragraph] = []
    for chain in _chains(pieces):
        if _height(chain) <= area.height:
            result += [piece.paragraph for piece in chain]
            continue
        for piece in chain:
            result += _cut_paragraph(measurer, piece.paragraph, area, step, int(area.height * share))
    return tuple(result)


def _cut_paragraph(
    measurer: Measurer, paragraph: Paragraph, area: SlotArea, step: int, height: int
) -> Iterator[Paragraph]:
    """Cut a paragraph between lines into even pieces of at most `height` EMU; a line that is higher is a piece of its own."""
    measure = partial(measurer.measure, styles=area.slot.styles, width=area.width, step=step)
    rest = ParagraphRemainder(paragraph, measure(paragraph))
    while rest.height > height and rest.line_count > 1:
        # Two halves rather than a full page and a page with one line.
        at_most = max(1, min(rest.line_count - 1, height // rest.measured.line_height))
        lines = max(1, -(-rest.line_count // -(-rest.line_count // at_most)))
        head = rest.head(lines)
        while lines > 1 and measure(head).height > height:
            lines -= 1
            head = rest.head(lines)
        yield replace(head, keep_with_next=False)
        rest = rest.remainder_after(lines, measure)
    yield rest.tail(0)


def rejoin_paragraphs(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Rejoin pieces of one paragraph that are on the same page (see `ParagraphRemainder`)."""
    result: list[Paragraph] = []
    for paragraph in paragraphs:
        if not (paragraph.continued and result):
            result.append(paragraph)
            continue
        head = result[-1]
        if not head.runs or not paragraph.runs:  # a piece may hold no more than a break
            result[-1] = replace(head, runs=head.runs or paragraph.runs)
            continue
        first, *others = paragraph.runs
        last = head.runs[-1]
        same_format = replace(last, text="") == replace(first, text="")
        middle = (replace(last, text=last.text + first.text),) if same_format else (last, first)
        runs = (*head.runs[:-1], *middle, *others)
        result[-1] = replace(head, runs=runs, keep_with_next=paragraph.keep_with_next)
    return tuple(result)
