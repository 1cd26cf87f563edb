"""Names in panels: further pages, whose layout lacks the panel, have its name in the line above their title."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.brand.types import SlideLayout
from deckgen.ir.blocks import NAME_STYLE, Paragraph, Run, Slide, Text
from deckgen.layout.measure import Measurer
from deckgen.layout.text import SlotArea, fits, shorten

_SEPARATOR = " · "


def eyebrow_of_further_pages(
    measurer: Measurer, slide: Slide, eyebrow: Paragraph, further: SlideLayout, step: int
) -> tuple[Paragraph, ...] | None:
    """Return the eyebrow with the name in a panel that the layout `further` lacks, or as much of both as has room.

    None if the slide has no such panel, or the layout no eyebrow.
    """
    slot, name = further.slots.get("eyebrow"), _name_left_behind(slide, further)
    if slot is None or name is None:
        return None
    area = SlotArea(slot, slot.box)
    both = replace(
        eyebrow, runs=(*eyebrow.runs, Run(_SEPARATOR), *name.runs), origins=(*eyebrow.origins, *name.origins)
    )
    alone = replace(eyebrow, runs=name.runs, origins=name.origins)
    choices: Sequence[Paragraph] = (both, alone)
    found = next((paragraph for paragraph in choices if fits(measurer, (paragraph,), area, step)), None)
    return (found,) if found is not None else shorten(measurer, (alone,), area, step)


def _name_left_behind(slide: Slide, further: SlideLayout) -> Paragraph | None:
    texts = (block for block in slide.blocks_of(Text) if block.slot not in further.slots)
    return next((p for block in texts for p in block.paragraphs if p.style == NAME_STYLE), None)
