"""The footnotes of a page: their paragraphs, their height, and their frame."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import SlideLayout, Slot
from deckgen.ir.blocks import Footnote, Paragraph, Run, Slide
from deckgen.ir.frames import TextFrame
from deckgen.layout import frame_builder
from deckgen.layout.measure import Measurer
from deckgen.layout.stacks import stack_height
from deckgen.layout.text import SlotArea, fits, shorten

GAP = round(0.1 * 914400)
"""Space in EMU between the footnotes and the content above them."""
_MAX_LINES = 40


class FootnoteSpace(Struct, frozen=True):
    """Space reserved for footnotes: its height (EMU, 0 for none) and the step of shrinking of the notes."""

    height: int = 0
    step: int = 0


def paragraphs(notes: Iterable[Footnote]) -> tuple[Paragraph, ...]:
    """All notes in one paragraph, each preceded by its mark."""
    runs: list[Run] = []
    shown = list(notes)
    for note in shown:
        if runs:
            runs.append(Run("\u00a0\u00a0\u00a0 "))
        runs += [Run(note.mark, superscript=True), Run("\u00a0"), *note.runs]
    origins = tuple(origin for note in shown for origin in note.origins)
    return (Paragraph(tuple(runs), origins=origins),) if runs else ()


def height(measurer: Measurer, slot: Slot, notes: Iterable[Footnote], step: int) -> int:
    """Height in EMU of the footnotes, insets included; 0 if there are none."""
    texts = paragraphs(notes)
    if not texts:
        return 0
    measured = measurer.measure_all(texts, slot.styles, SlotArea(slot, slot.box).width, step)
    return stack_height(measured) + slot.insets.top + slot.insets.bottom


def spaces_to_try(measurer: Measurer, slot: Slot, slide: Slide, step: int) -> list[FootnoteSpace]:
    """Spaces to try for the notes of a slide at a step of shrinking: none, one line, two … and finally all of its notes."""
    texts = paragraphs(slide.footnotes.values())
    [m] = measurer.measure_all(texts, slot.styles, SlotArea(slot, slot.box).width, step)
    edges = slot.insets.top + slot.insets.bottom
    heights = [0, *(m.line_height * n + edges for n in range(1, min(m.line_count, _MAX_LINES))), m.height + edges]
    return [FootnoteSpace(height, step) for height in heights]


def content_bottom(slot: Slot | None, space: FootnoteSpace) -> int | None:
    """Where the space for other slots ends (EMU from the top); None if no space is reserved for notes."""
    return None if slot is None or not space.height else slot.box.bottom - space.height - GAP


def frame(measurer: Measurer, layout: SlideLayout, notes: Iterable[Footnote], space: FootnoteSpace) -> TextFrame | None:
    """The footnotes of a page. They are cut if they have no room, which the planner reports as an error."""
    slot, texts = layout.slots.get("footnotes"), paragraphs(notes)
    if slot is None or not texts:
        return None
    edges = slot.insets.top + slot.insets.bottom
    room = replace(slot.box, y=slot.box.bottom - space.height, height=space.height)
    if not fits(measurer, texts, SlotArea(slot, room), space.step):
        texts = shorten(measurer, texts, SlotArea(slot, room), space.step)
    used = stack_height(measurer.measure_all(texts, slot.styles, SlotArea(slot, room).width, space.step)) + edges
    box = replace(slot.box, y=slot.box.bottom - used, height=used)
    return frame_builder.text_frame(measurer, SlotArea(slot, box), texts, space.step) if texts else None
