"""The notes at the foot of a page: as paragraphs, as a height, and cut to what there is room for."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import SlideLayout, Slot
from deckgen.ir.blocks import Footnote, Paragraph, Run, Slide
from deckgen.ir.frames import TextFrame
from deckgen.layout import frame_builder
from deckgen.layout.measure import Measurer, stack_height
from deckgen.layout.text import SlotArea, fits, shorten

GAP = round(0.1 * 914400)
"""Space between the notes and what stands above them, in EMU."""
_MOST_LINES = 40


class Zone(Struct, frozen=True):
    """Room kept free at the foot: how high (EMU, 0 for none), and at which step of shrinking its notes are set."""

    height: int = 0
    step: int = 0


def paragraphs(notes: Iterable[Footnote]) -> tuple[Paragraph, ...]:
    """All notes in one paragraph, each with its mark before it."""
    runs: list[Run] = []
    for note in notes:
        if runs:
            runs.append(Run("\u00a0\u00a0\u00a0 "))
        runs += [Run(note.mark, superscript=True), Run("\u00a0"), *note.runs]
    return (Paragraph(tuple(runs)),) if runs else ()


def height(measurer: Measurer, slot: Slot, notes: Iterable[Footnote], step: int) -> int:
    """Height in EMU that notes take at the foot, 0 without any."""
    found = paragraphs(notes)
    if not found:
        return 0
    measured = measurer.measure_all(found, slot.styles, SlotArea(slot, slot.box).width, step)
    return stack_height(measured) + slot.insets.top + slot.insets.bottom


def zones(measurer: Measurer, slot: Slot, slide: Slide, step: int) -> list[Zone]:
    """Room to try for the notes of a slide at a step of shrinking: none, a line, two … and at last for all of them."""
    found = paragraphs(slide.footnotes.values())
    [m] = measurer.measure_all(found, slot.styles, SlotArea(slot, slot.box).width, step)
    edges = slot.insets.top + slot.insets.bottom
    heights = [0, *(m.line_height * n + edges for n in range(1, min(m.lines, _MOST_LINES))), m.height + edges]
    return [Zone(high, step) for high in heights]


def floor(slot: Slot | None, zone: Zone) -> int | None:
    """Where the room for other slots ends (EMU from the top); None where no notes need room."""
    return None if slot is None or not zone.height else slot.box.bottom - zone.height - GAP


def frame(measurer: Measurer, layout: SlideLayout, notes: Iterable[Footnote], zone: Zone) -> TextFrame | None:
    """The notes of a page, at the foot; what a page has no room for is cut (the fault is told elsewhere)."""
    slot, found = layout.slots.get("footnotes"), paragraphs(notes)
    if slot is None or not found:
        return None
    edges = slot.insets.top + slot.insets.bottom
    room = replace(slot.box, y=slot.box.bottom - zone.height, height=zone.height)
    if not fits(measurer, found, SlotArea(slot, room), zone.step):
        found = shorten(measurer, found, SlotArea(slot, room), zone.step)
    high = stack_height(measurer.measure_all(found, slot.styles, SlotArea(slot, room).width, zone.step)) + edges
    box = replace(slot.box, y=slot.box.bottom - high, height=high)
    return frame_builder.text_frame(measurer, SlotArea(slot, box), found, zone.step) if found else None
