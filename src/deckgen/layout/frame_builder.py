"""Planned content → frames, with every box, size and inset."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.brand.types import Slot, TextStyle
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, ColourRole, Paragraph, Picture, Row, Run
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
from deckgen.layout.columns import cell_insets, cells_with_widths
from deckgen.layout.measure import Measurer, ParagraphLayout, stack_height
from deckgen.layout.table import TableLayout, TableSetting
from deckgen.layout.text import SlotArea, fits, shorten

_EMPTY_CELL_TEXT = (FrameParagraph((), end_size=900),)
"""An empty cell must have a paragraph, too (ISO/IEC 29500-1 §21.1.2.2.6); it is too small to make its row taller."""
_ISSUE_STYLES = {"body": TextStyle(1000, 1000, bold=True, role="danger")}


def shape_name(slot: Slot) -> str:
    """The name of a slot's shape in the selection pane."""
    return slot.name.replace("-", " ").capitalize()


def text_frame(
    measurer: Measurer, area: SlotArea, paragraphs: Sequence[Paragraph], step: int, origin: Origin = Origin()
) -> TextFrame:
    """Lay paragraphs out in an area."""
    slot = area.slot
    measured = measurer.measure_all(paragraphs, slot.styles, area.width, step)
    height = stack_height(measured) + slot.insets.top + slot.insets.bottom
    return TextFrame(
        slot.name, shape_name(slot), area.box, frame_paragraphs(measurer, paragraphs, measured, slot.fill), slot.insets,
        slot.anchor, slot.fill, height, sum(m.line_count for m in measured), origin, _origins(paragraphs),
        tuple([m.height + (m.space_before if i else 0) for i, m in enumerate(measured)]),
    )  # fmt: skip


def _origins(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Origin, ...], ...]:
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
    """Turn paragraphs, measured, into frame paragraphs. On a dark `ground` all text is white. `align` overrides the styles."""
    dark = ground in ("primary", "primary-dark", "ink")
    pairs = zip(paragraphs, measured, strict=True)
    return tuple(
        [_frame_paragraph(measurer, p, m, first=i == 0, dark=dark, align=align) for i, (p, m) in enumerate(pairs)]
    )


def _frame_paragraph(
    measurer: Measurer, paragraph: Paragraph, m: ParagraphLayout, *, first: bool, dark: bool, align: Align | None
) -> FrameParagraph:
    style, size = m.style, m.size
    runs = tuple([
        FrameRun(
            run.text, size, "white" if dark else _colour(measurer, run) or style.role, run.bold or style.bold,
            run.italic or style.italic, run.superscript, run.link or (f"#{run.page_of}" if run.page_of else None),
        )
        for run in m.runs
        if run.text
    ])  # fmt: skip
    return FrameParagraph(
        runs, align or style.align, paragraph.level, paragraph.bullet, style.bullet_role, m.margin, m.hanging,
        0 if first else style.space_before, style.line_spacing, size,
    )  # fmt: skip


def _colour(measurer: Measurer, run: Run) -> ColourRole | None:
    """The colour of a run, if it has one of its own; that of the word of a status is the brand's choice."""
    return run.role if run.status is None else measurer.look.marks[run.status].role


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


def table_frame(table_layout: TableLayout, setting: TableSetting, rows: Sequence[Row], area: SlotArea) -> TableFrame:
    """Lay rows (those of the header first) out in an area; the frame is as high as its rows."""
    heights = tuple([table_layout.row_height(row, setting) for row in rows])
    box = Box(area.box.x, area.box.y, sum(setting.widths), sum(heights))
    cells: list[tuple[CellFrame | None, ...]] = []
    marks: list[ShapeFrame] = []
    top = box.y
    for row, height in zip(rows, heights, strict=True):
        cells.append(_row_frames(table_layout, setting, row))
        left = box.x
        for cell, width in cells_with_widths(row, setting.widths):
            if cell.mark:
                marks.append(_mark_frame(table_layout, setting, cell, width, left, top))
            left += width
        top += height
    table, slot = table_layout.table, area.slot
    return TableFrame(
        slot.name, shape_name(slot), box, setting.widths, heights, tuple(cells), len(table.header), tuple(marks), table.alt,
        table.origin, tuple([row.origin for row in rows]),
    )  # fmt: skip


def _row_frames(table_layout: TableLayout, setting: TableSetting, row: Row) -> tuple[CellFrame | None, ...]:
    frames: list[CellFrame | None] = []
    look = table_layout.measurer.look.table
    is_header = row.kind == "header"
    anchor: Anchor = "bottom" if is_header else "top"
    rule = look.header_rule if is_header else look.row_rule
    for cell, width in cells_with_widths(row, setting.widths):
        emphasis = row.kind != "group" and table_layout.table.columns[len(frames)].emphasis
        measured = table_layout.lay_out_cell(cell, width, setting)
        edges = cell_insets(cell, setting.padding, look)
        frames.append(
            CellFrame(
                _cell_text(table_layout.measurer, measured, cell), edges, cell.span,
                cell.fill or ("primary-tint" if emphasis else None), anchor, rule.role, rule.width,
                stack_height(measured) + edges.top + edges.bottom, cell.origin, _origins(cell.paragraphs),
            )
        )  # fmt: skip
        frames += [None] * (cell.span - 1)
    return tuple(frames)


def _cell_text(measurer: Measurer, measured: Sequence[ParagraphLayout], cell: Cell) -> tuple[FrameParagraph, ...]:
    """The text of a cell; one of a single paragraph is cached, since cells of a deck often have the same text."""
    if len(measured) != 1:
        return frame_paragraphs(measurer, cell.paragraphs, measured, cell.fill, cell.align) or _EMPTY_CELL_TEXT
    paragraph = cell.paragraphs[0]
    key = (measured[0], paragraph.bullet, paragraph.level, cell.fill, cell.align)
    text = measurer.cell_texts.get(key)
    if text is None:
        text = measurer.cell_texts[key] = frame_paragraphs(measurer, cell.paragraphs, measured, cell.fill, cell.align)
    return text


def _mark_frame(
    table_layout: TableLayout, setting: TableSetting, cell: Cell, width: int, left: int, top: int
) -> ShapeFrame:
    """The shape of a cell's mark, before its first line."""
    assert cell.mark is not None
    look = table_layout.measurer.look
    mark, table, size = look.marks[cell.mark], look.table, look.table.mark_size
    measured = table_layout.lay_out_cell(cell, width, setting)
    line = measured[0].line_height if measured else size
    y = top + setting.padding + (line - size) // 2
    box = Box(left + table.side + cell.indent * table.indent, y, size, size)
    return ShapeFrame(mark.shape, f"Mark {cell.mark}", box, mark.role)


def picture_frame(block: Picture, area: SlotArea) -> PictureFrame:
    """Fit a picture into its area, centred and without distortion."""
    width, height = block.size
    scale = min(area.box.width / width, area.box.height / height)
    shown_width, shown_height = max(1, int(width * scale)), max(1, int(height * scale))
    x, y = area.box.x + (area.box.width - shown_width) // 2, area.box.y + (area.box.height - shown_height) // 2
    box = Box(x, y, shown_width, shown_height)
    return PictureFrame(area.slot.name, shape_name(area.slot), box, block.digest, block.alt, block.origin)
