"""Paragraphs → frames of text, with every box, size and inset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from deckgen.brand.status_marks import MarkShape
from deckgen.brand.types import Slot, TextStyle
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import MARK, Paragraph, Run
from deckgen.ir.frames import (
    EMU_PER_INCH,
    Align,
    Box,
    FrameParagraph,
    FrameRun,
    Insets,
    ShapeFrame,
    TextFrame,
)
from deckgen.ir.roles import ColourRole
from deckgen.layout.cell_spaces import mark_size
from deckgen.layout.line_ends import best_width, narrowed
from deckgen.layout.line_heights import stated_leading
from deckgen.layout.measure import Measurer
from deckgen.layout.measured_text import ParagraphLayout
from deckgen.layout.sizes import size_of_run
from deckgen.layout.stacks import brand_stack_height, stack_height
from deckgen.layout.text import SlotArea, fits, shorten
from deckgen.line_breaking.units import WORD_JOINER

_BULLETS: Mapping[MarkShape, tuple[str, int]] = {"ellipse": ("•", 165), "triangle": ("▲", 65), "square": ("■", 65)}
"""The characters that look like the marks of verdicts and that most fonts have, with their sizes in percent of the text."""
_ISSUE_STYLES = {"body": TextStyle(1000, 1000, bold=True, role="danger")}


def shape_name(slot: Slot) -> str:
    """The name of a slot's shape in the selection pane."""
    return slot.name.replace("-", " ").capitalize()


def text_frame(
    measurer: Measurer, area: SlotArea, paragraphs: Sequence[Paragraph], step: int, origin: Origin = Origin()
) -> TextFrame:
    """Lay paragraphs out in an area, of which short ones use the width at which their lines end best."""
    slot = area.slot
    measured = measurer.measure_all(paragraphs, slot.styles, area.width, step)
    width = best_width(measurer, paragraphs, measured, slot.styles, step)
    if measured and width < area.width:
        slot = replace(slot, insets=narrowed(slot.insets, area.width - width, measured[0].style.align))
        measured = measurer.measure_all(paragraphs, slot.styles, width, step)
    height = stack_height(measured) + slot.insets.top + slot.insets.bottom
    return TextFrame(
        slot.name, shape_name(slot), area.box, frame_paragraphs(measurer, paragraphs, measured, slot.fill), slot.insets,
        slot.anchor, slot.fill, height, sum(m.line_count for m in measured), origin, paragraph_origins(paragraphs),
        tuple([m.height + (m.space_before if i else 0) for i, m in enumerate(measured)]),
        mark=_mark(measurer, paragraphs, measured, area),
    )  # fmt: skip


def _mark(
    measurer: Measurer, paragraphs: Sequence[Paragraph], measured: Sequence[ParagraphLayout], area: SlotArea
) -> ShapeFrame | None:
    """The mark of the status with whose word a text begins, as large as its capital letters; none is smaller than in tables.

    It stands before the first line: where programs draw further ones depends on how high they take the lines above.
    """
    if not paragraphs or not _has_shape(paragraphs[0]) or (status := paragraphs[0].runs[0].status) is None:
        return None
    mark, first, edges = measurer.look.marks[status], measured[0], area.slot.insets
    size = mark_size(measurer.look.table, first.size)
    spare = area.box.height - edges.top - edges.bottom - brand_stack_height(measured)
    top = edges.top + {"top": 0, "middle": spare // 2, "bottom": spare}[area.slot.anchor]
    y = area.box.y + top + (first.brand_height // first.line_counts[0] - size) // 2
    return ShapeFrame(mark.shape, f"Mark {status}", Box(area.box.x + edges.left, y, size, size), mark.fill)


def paragraph_origins(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Origin, ...], ...]:
    """The origins of each paragraph; empty if none has any."""
    if len(paragraphs) == 1:
        return (paragraphs[0].origins,) if paragraphs[0].origins else ()
    origins = tuple([paragraph.origins for paragraph in paragraphs])
    return origins if any(origins) else ()


def frame_paragraphs(
    measurer: Measurer,
    paragraphs: Sequence[Paragraph],
    measured: Sequence[ParagraphLayout],
    ground: ColourRole | None = None,
    align: Align | None = None,
) -> tuple[FrameParagraph, ...]:
    """Turn paragraphs, measured, into frame paragraphs on a `ground`. `align` overrides the alignment of the styles."""
    if len(measured) == 1:  # most texts
        return (_frame_paragraph(measurer, paragraphs[0], measured[0], first=True, ground=ground, align=align),)
    pairs = zip(paragraphs, measured, strict=True)
    return tuple(
        [_frame_paragraph(measurer, p, m, first=i == 0, ground=ground, align=align) for i, (p, m) in enumerate(pairs)]
    )


def _frame_paragraph(
    measurer: Measurer,
    paragraph: Paragraph,
    m: ParagraphLayout,
    *,
    first: bool,
    ground: ColourRole | None,
    align: Align | None,
) -> FrameParagraph:
    style, size, colours, marks = m.style, m.size, measurer.look.text, measurer.look.marks
    # A run has a colour of its own, that which the brand gives the word of its status, or that of the style.
    runs = tuple([
        FrameRun(
            run.text.replace(WORD_JOINER, ""), size_of_run(size, run) if run.small else size,
            colours.run_role((run.role if run.status is None else marks[run.status].role) or style.role, ground),
            run.bold or style.bold,
            run.italic or style.italic, run.superscript, run.link or (f"#{run.page_of}" if run.page_of else None),
            style.font == "heading",
        )
        for run in m.runs
        if run.text
    ])  # fmt: skip
    text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
    leading = 0 if text.isascii() else _leading(measurer, style, text, runs)
    bullet, bullet_role, hanging, bullet_size = paragraph.bullet, style.bullet_role, m.hanging, 100
    if bullet == MARK:
        bullet, bullet_role, bullet_size = _mark_as_bullet(measurer, paragraph, first=first)
        hanging = hanging if bullet else 0
    return FrameParagraph(
        runs, align or style.align, paragraph.level, bullet, bullet_role, m.margin, hanging,
        0 if first else style.space_before, style.line_spacing, size, bullet_size, leading,
    )  # fmt: skip


def _leading(measurer: Measurer, style: TextStyle, text: str, runs: Sequence[FrameRun]) -> int:
    """The height that lines with letters of other scripts state."""
    return stated_leading(text, measurer.fonts_of(style.font), [run.size for run in runs], style.line_spacing)


def _has_shape(paragraph: Paragraph) -> bool:
    """Whether a paragraph that begins a text also begins with the word of its status, whose mark then is a shape."""
    return paragraph.bullet == MARK and paragraph.runs[0].status is not None


def _mark_as_bullet(
    measurer: Measurer, paragraph: Paragraph, *, first: bool
) -> tuple[str | None, ColourRole | None, int]:
    """The character that looks like the mark of the status of a paragraph, its colour and size; none if a font lacks it."""
    status = next((run.status for run in paragraph.runs if run.status is not None), None)
    if status is None or (first and _has_shape(paragraph)):
        return None, None, 100
    mark = measurer.look.marks[status]
    character, size = _BULLETS.get(mark.shape, ("", 100))
    return (character, mark.fill, size) if character and measurer.fonts.has_glyph(character) else (None, None, 100)


def issue_frame(measurer: Measurer, text: str, size: tuple[int, int]) -> TextFrame:
    """Show an issue of a slide of a draft, in one line in the margin under its footer. `size` is that of the slide in EMU."""
    margin, height = EMU_PER_INCH * 6 // 10, EMU_PER_INCH * 3 // 10
    box = Box(margin, size[1] - height - EMU_PER_INCH // 20, size[0] - 2 * margin, height)
    side = measurer.look.table.side
    edges = Insets(side, side // 2, side, side // 2)
    slot = Slot("draft-fault", "text", box, _ISSUE_STYLES, edges, "middle", "danger-tint")
    area = SlotArea(slot, box)
    paragraphs: tuple[Paragraph, ...] = (Paragraph((Run(text),)),)
    if not fits(measurer, paragraphs, area, 0):
        paragraphs = shorten(measurer, paragraphs, area, 0)
    return text_frame(measurer, area, paragraphs, 0)
