"""Text blocks → the size at which they fit their slot.

Slots of one group share a step of shrinking. What does not fit at the smallest size continues on further pages (`split`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Slot
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import Box
from deckgen.layout.measure import Measurer, last_step, stack_height
from deckgen.layout.words import BREAK, torn


class SlotArea(Struct, frozen=True):
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


def fits(measurer: Measurer, paragraphs: Sequence[Paragraph], place: SlotArea, step: int) -> bool:
    """Tell whether paragraphs fit a place at a step of shrinking."""
    return stack_height(measurer.measure_all(paragraphs, place.slot.styles, place.width, step)) <= place.height


def fitting_step(
    measurer: Measurer, members: Sequence[tuple[Sequence[Paragraph], SlotArea]], least: int = 0
) -> int | None:
    """Find the smallest step, from `least` on, at which all members of a group fit; None when they don't at any.

    One at which no word is broken in its middle goes before others.
    """
    last = max((last_step(place.slot.styles) for _, place in members), default=0)
    able = (step for step in range(least, last + 1) if all(fits(measurer, p, place, step) for p, place in members))
    first = next(able, None)
    if first is None or not any(torn_word(measurer, p, place, first) for p, place in members):
        return first
    return next((s for s in able if not any(torn_word(measurer, p, place, s) for p, place in members)), first)


def torn_word(
    measurer: Measurer, paragraphs: Sequence[Paragraph], place: SlotArea, step: int, style: str = ""
) -> Sequence[str]:
    """The pieces of the first word (of a `style`, where one is named) that is broken in its middle, being wider than a line."""
    for paragraph in paragraphs:
        if (style and paragraph.style != style) or BREAK in paragraph.plain:
            continue
        shown = measurer.measure(paragraph, place.slot.styles, place.width, step).paragraph.plain
        if BREAK in shown and (pieces := torn(shown)):
            return pieces
    return ()


def shorten(measurer: Measurer, paragraphs: Sequence[Paragraph], place: SlotArea, step: int) -> tuple[Paragraph, ...]:
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
