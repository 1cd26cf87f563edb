"""Text blocks → pieces that fit their slot.

Slots of one group share a step of shrinking. What does not fit at the smallest size continues on further pages, split
between paragraphs; a paragraph taller than the slot is split at a line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from deckgen.blocks import Paragraph, Run
from deckgen.brand.types import Slot
from deckgen.frames import Box
from deckgen.layout.measure import Measured, Measurer, last_step, split_paragraph, stack_height
from deckgen.layout.paginate import Item, balance, fill


@dataclass(frozen=True)
class Place:
    """A slot as this slide offers it: its box may be lower or shorter than in the layout."""

    slot: Slot
    box: Box

    @property
    def width(self) -> int:
        """Width of a line, in EMU."""
        return self.box.width - self.slot.insets.left - self.slot.insets.right

    @property
    def height(self) -> int:
        """Height for text, in EMU."""
        return self.box.height - self.slot.insets.top - self.slot.insets.bottom


def fits(measurer: Measurer, paragraphs: Sequence[Paragraph], place: Place, step: int) -> bool:
    """Tell whether paragraphs fit a place at a step of shrinking."""
    return stack_height(measurer.measure_all(paragraphs, place.slot.styles, place.width, step)) <= place.height


def fitting_step(
    measurer: Measurer, members: Sequence[tuple[Sequence[Paragraph], Place]], least: int = 0
) -> int | None:
    """Find the smallest step, from `least` on, at which all members of a group fit; None when they don't at any."""
    last = max((last_step(place.slot.styles) for _, place in members), default=0)
    for step in range(least, last + 1):
        if all(fits(measurer, paragraphs, place, step) for paragraphs, place in members):
            return step
    return None


def split(
    measurer: Measurer, paragraphs: Sequence[Paragraph], place: Place, step: int, further: Place
) -> list[tuple[Paragraph, ...]]:
    """Cut paragraphs into pages that fit a place at a step; headings stay with what follows them.

    Where the further pages offer another place, the first is filled and the rest is set anew for that.
    """
    whole = _cut_tall(measurer, paragraphs, place, step)
    bound = _bind(measurer.measure_all(whole, place.slot.styles, place.width, step), place.height)
    items = [Item(stack_height(group), group[0].space) for group in bound]
    if further.box == place.box:
        return _gather(bound, balance(items, place.height))
    choices = [
        _with_first(measurer, bound, first, step, further) for first in range(fill(items, place.height)[0], 0, -1)
    ]
    fewest = min(map(len, choices))
    return min(
        (pages for pages in choices if len(pages) == fewest),
        key=lambda pages: _unevenness(measurer, pages, step, place, further),
    )


def _with_first(
    measurer: Measurer, bound: Sequence[Sequence[Measured]], first: int, step: int, further: Place
) -> list[tuple[Paragraph, ...]]:
    """Give the first page `first` groups, and the rest to further pages."""
    rest = tuple(m.paragraph for group in bound[first:] for m in group)
    return [*_gather(bound, [first]), *(split(measurer, rest, further, step, further) if rest else ())]


def _unevenness(
    measurer: Measurer, pages: Sequence[Sequence[Paragraph]], step: int, place: Place, further: Place
) -> float:
    """How much fuller the fullest page is than the emptiest."""
    filled = []
    for n, paragraphs in enumerate(pages):
        at = further if n else place
        filled.append(stack_height(measurer.measure_all(paragraphs, at.slot.styles, at.width, step)) / at.height)
    return max(filled) - min(filled)


def _gather(bound: Sequence[Sequence[Measured]], counts: Sequence[int]) -> list[tuple[Paragraph, ...]]:
    """Turn counts of groups into pages of paragraphs."""
    pages: list[tuple[Paragraph, ...]] = []
    at = 0
    for count in counts:
        pages.append(tuple(m.paragraph for group in bound[at : at + count] for m in group))
        at += count
    return pages


def _bind(measured: Sequence[Measured], capacity: int) -> list[list[Measured]]:
    """Gather paragraphs that stay together, as far as a page can hold them."""
    groups: list[list[Measured]] = []
    open_group = False
    for m in measured:
        if open_group and stack_height([*groups[-1], m]) <= capacity:
            groups[-1].append(m)
        else:
            groups.append([m])
        open_group = m.paragraph.keep_with_next
    return groups


def _cut_tall(measurer: Measurer, paragraphs: Sequence[Paragraph], place: Place, step: int) -> list[Paragraph]:
    """Split every paragraph that is taller than the place at the last line that fits."""
    done: list[Paragraph] = []
    for paragraph in paragraphs:
        rest = paragraph
        while (m := measurer.measure(rest, place.slot.styles, place.width, step)).height > place.height and m.lines > 1:
            # Even halves rather than one full page and a line: the pages are balanced afterwards anyway.
            per_page = max(1, min(m.lines - 1, place.height // m.line_height))
            pages = -(-m.lines // per_page)
            lines = max(1, -(-m.lines // pages))
            head, rest = split_paragraph(m, lines)
            while lines > 1 and not fits(measurer, (head,), place, step):
                lines -= 1
                head, rest = split_paragraph(m, lines)
            done.append(head)
        done.append(rest)
    return done


def shorten(measurer: Measurer, paragraphs: Sequence[Paragraph], place: Place, step: int) -> tuple[Paragraph, ...]:
    """Cut paragraphs to what fits, with an ellipsis: only for a draft, where the fault is told on the slide."""
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        if fits(measurer, [*kept, paragraph], place, step):
            kept.append(paragraph)
            continue
        text = paragraph.plain
        ends = [n for n, char in enumerate(text) if char in " \n"] or list(range(1, len(text)))
        most = bisect_left(ends, True, key=lambda n: not fits(measurer, [*kept, _cut(paragraph, n)], place, step))
        if most:
            kept.append(_cut(paragraph, ends[most - 1]))
        break
    return tuple(kept)


def _cut(paragraph: Paragraph, length: int) -> Paragraph:
    """The first `length` characters of a paragraph, and an ellipsis."""
    runs: list[Run] = []
    for run in paragraph.runs:
        if length > 0 and run.text:
            runs.append(replace(run, text=run.text[:length]))
        length -= len(run.text)
    end = runs[-1] if runs else paragraph.runs[0]
    return replace(paragraph, runs=(*runs[:-1], replace(end, text=end.text.rstrip() + " …", note=None)))
