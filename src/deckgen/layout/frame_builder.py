"""Settled content → frames: every box, size and inset written down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath

from deckgen.brand.types import Slot, TextStyle
from deckgen.images import prepared
from deckgen.ir.blocks import Cell, ColourRole, Mark, Origin, Paragraph, Picture, Row, Run
from deckgen.ir.frames import (
    EMU_PER_INCH,
    Align,
    Anchor,
    Box,
    CellFrame,
    FrameParagraph,
    FrameRun,
    Insets,
    PictureFrame,
    ShapeFrame,
    TableFrame,
    TextFrame,
)
from deckgen.layout.columns import INDENT, SIDE, insets, spans
from deckgen.layout.measure import Measurer, ParagraphLayout, stack_height
from deckgen.layout.table import Setting, TableLayout
from deckgen.layout.text import SlotArea, fits, shorten

MARK_SIZE = round(0.125 * 914400)
_MARKS: dict[Mark, tuple[str, ColourRole]] = {
    "on-track": ("ellipse", "success"),
    "at-risk": ("triangle", "warning"),
    "off-track": ("square", "danger"),
    "done": ("tick", "success"),
    "delivered": ("tick", "success"),
    "paused": ("bars", "muted"),
    "no-data": ("ring", "muted"),
}
_EMPTY = (FrameParagraph((), end_size=900),)
"""An empty cell has a paragraph all the same (ISO/IEC 29500-1 §21.1.2.2.6), too small to make its row taller."""
_FAULT_STYLES = {"body": TextStyle(1000, 1000, bold=True, role="danger")}
_EDGES: dict[str, tuple[Anchor, ColourRole, int]] = {
    "header": ("bottom", "muted", 19050),
    "body": ("top", "rule", 6350),
}
"""Where text stands in the cells of a row, and the line under them: its colour and its width in EMU."""


def shape_name(slot: Slot) -> str:
    """The name that the selection pane shows."""
    return slot.name.replace("-", " ").capitalize()


def text_frame(
    measurer: Measurer, place: SlotArea, paragraphs: Sequence[Paragraph], step: int, origin: Origin = Origin()
) -> TextFrame:
    """Set paragraphs in a place."""
    slot = place.slot
    measured = measurer.measure_all(paragraphs, slot.styles, place.width, step)
    height = stack_height(measured) + slot.insets.top + slot.insets.bottom
    return TextFrame(
        slot.name, shape_name(slot), place.box, to_frames(measured, slot.fill), slot.insets, slot.anchor, slot.fill,
        height, sum(m.lines for m in measured), origin,
    )  # fmt: skip


def to_frames(
    measured: Sequence[ParagraphLayout], ground: ColourRole | None = None, align: Align | None = None
) -> tuple[FrameParagraph, ...]:
    """Turn measured paragraphs into frame paragraphs; on a primary ground all text is white. `align` overrides the styles'."""
    dark = ground in ("primary", "primary-dark", "ink")
    return tuple([_to_frame(m, first=i == 0, dark=dark, align=align) for i, m in enumerate(measured)])


def _to_frame(m: ParagraphLayout, *, first: bool, dark: bool, align: Align | None) -> FrameParagraph:
    style, paragraph, size = m.style, m.paragraph, m.size
    runs = tuple([
        FrameRun(
            run.text, size, "white" if dark else run.role or style.role, run.bold or style.bold,
            run.italic or style.italic, run.superscript, run.link or (f"#{run.page_of}" if run.page_of else None),
        )
        for run in paragraph.runs
        if run.text
    ])  # fmt: skip
    return FrameParagraph(
        runs, align or style.align, paragraph.level, paragraph.bullet, style.bullet_role, m.margin, m.hanging,
        0 if first else style.space_before, style.line_spacing, size,
    )  # fmt: skip


def fault_frame(measurer: Measurer, text: str, size: tuple[int, int]) -> TextFrame:
    """Tell what is wrong with a slide of a draft, in one line in the margin under its footer."""
    margin, height = EMU_PER_INCH * 6 // 10, EMU_PER_INCH * 3 // 10
    box = Box(margin, size[1] - height - EMU_PER_INCH // 20, size[0] - 2 * margin, height)
    edges = Insets(SIDE, SIDE // 2, SIDE, SIDE // 2)
    slot = Slot("draft-fault", "text", box, _FAULT_STYLES, edges, "middle", "danger-tint")
    place = SlotArea(slot, box)
    paragraphs: tuple[Paragraph, ...] = (Paragraph((Run(text),)),)
    if not fits(measurer, paragraphs, place, 0):
        paragraphs = shorten(measurer, paragraphs, place, 0)
    return text_frame(measurer, place, paragraphs, 0)


def table_frame(setter: TableLayout, setting: Setting, rows: Sequence[Row], place: SlotArea) -> TableFrame:
    """Set rows (the header's first) in a place; the frame is as high as its rows."""
    heights = tuple([setter.row_height(row, setting) for row in rows])
    box = Box(place.box.x, place.box.y, sum(setting.widths), sum(heights))
    cells: list[tuple[CellFrame | None, ...]] = []
    marks: list[ShapeFrame] = []
    top = box.y
    for row, height in zip(rows, heights, strict=True):
        cells.append(_row(setter, setting, row))
        left = box.x
        for cell, width in spans(row, setting.widths):
            if cell.mark:
                marks.append(_mark(setter, setting, cell, width, left, top))
            left += width
        top += height
    table, slot = setter.table, place.slot
    return TableFrame(
        slot.name, shape_name(slot), box, setting.widths, heights, tuple(cells), len(table.header), tuple(marks), table.alt,
        table.origin,
    )  # fmt: skip


def _row(setter: TableLayout, setting: Setting, row: Row) -> tuple[CellFrame | None, ...]:
    frames: list[CellFrame | None] = []
    anchor, rule, rule_width = _EDGES["header" if row.kind == "header" else "body"]
    for cell, width in spans(row, setting.widths):
        emphasis = row.kind != "group" and setter.table.columns[len(frames)].emphasis
        measured = setter.cell(cell, width, setting)
        edges = insets(cell, setting.padding)
        frames.append(
            CellFrame(
                _cell_text(setter.measurer, measured, cell), edges, cell.span,
                cell.fill or ("primary-tint" if emphasis else None), anchor, rule, rule_width,
                stack_height(measured) + edges.top + edges.bottom, cell.origin,
            )
        )  # fmt: skip
        frames += [None] * (cell.span - 1)
    return tuple(frames)


def _cell_text(measurer: Measurer, measured: Sequence[ParagraphLayout], cell: Cell) -> tuple[FrameParagraph, ...]:
    """The text of a cell; that of one paragraph is kept, since a deck says the same words again and again."""
    if len(measured) != 1:
        return to_frames(measured, cell.fill, cell.align) or _EMPTY
    key = (measured[0], cell.fill, cell.align)
    found = measurer.framed.get(key)
    if found is None:
        found = measurer.framed[key] = to_frames(measured, cell.fill, cell.align)
    return found


def _mark(setter: TableLayout, setting: Setting, cell: Cell, width: int, left: int, top: int) -> ShapeFrame:
    """The native shape before a cell's first line."""
    assert cell.mark is not None
    shape, role = _MARKS[cell.mark]
    measured = setter.cell(cell, width, setting)
    line = measured[0].line_height if measured else MARK_SIZE
    y = top + setting.padding + (line - MARK_SIZE) // 2
    box = Box(left + SIDE + cell.indent * INDENT, y, MARK_SIZE, MARK_SIZE)
    return ShapeFrame(shape, f"Mark {cell.mark}", box, role)  # type: ignore[arg-type]


def picture_frame(block: Picture, place: SlotArea) -> PictureFrame:
    """Fit a picture into its place, centred, its aspect kept; PictureError where it cannot be read."""
    width, height = _extent(FilePath(block.file))
    scale = min(place.box.width / width, place.box.height / height)
    wide, high = max(1, int(width * scale)), max(1, int(height * scale))
    x, y = place.box.x + (place.box.width - wide) // 2, place.box.y + (place.box.height - high) // 2
    return PictureFrame(
        place.slot.name, shape_name(place.slot), Box(x, y, wide, high), block.file, block.alt, block.origin
    )


def _extent(path: FilePath) -> tuple[float, float]:
    if (shown := prepared.known(path)) is not None:
        return shown.width, shown.height
    from deckgen.images.extent import extent  # noqa: PLC0415 -- Pillow, which most decks do without

    return extent(path)
