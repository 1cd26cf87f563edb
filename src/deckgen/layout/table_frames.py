"""Rows of a table in its setting → its frame: the text of cells in their places, with their marks and bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Literal

from msgspec.structs import replace

from deckgen.brand.types import Slot, TableLook
from deckgen.ir.blocks import Cell, Paragraph, Row
from deckgen.ir.frames import (
    BAR_WIDTH,
    EMU_PER_POINT,
    Box,
    CellFrame,
    FrameParagraph,
    Insets,
    ShapeFrame,
    TableFrame,
)
from deckgen.ir.roles import ColourRole
from deckgen.layout.cell_marks import mark_character, mark_frame, with_mark
from deckgen.layout.cell_places import PlacedCell, placed_cells
from deckgen.layout.cell_spaces import insets, space_after, space_before
from deckgen.layout.column_shares import is_value
from deckgen.layout.frame_builder import frame_paragraphs, paragraph_origins, shape_name
from deckgen.layout.line_ends import best_width, narrowed
from deckgen.layout.measure import Measurer
from deckgen.layout.measured_text import ParagraphLayout
from deckgen.layout.sizes import Styles, size_at, style_of
from deckgen.layout.table import TableLayout, TableSetting

_EMPTY_CELL_TEXT = (FrameParagraph((), end_size=900),)
"""An empty cell must have a paragraph, too (ISO/IEC 29500-1 §21.1.2.2.6); it is too small to make its row taller."""


_BAR_WIDTHS: Mapping[ColourRole, int] = {"warning": BAR_WIDTH * 3 // 5}
"""The widths of bars in EMU that are not `BAR_WIDTH`: those of the two verdicts can be told apart without colours."""
_UNDER_TABLE = EMU_PER_POINT // 4
"""So far a ground in the margin reaches under its table, so that no line is seen between them."""
_BAR_SHARE, _TICK_SHARE = 0.9, 0.2
"""The height of a bar as a share of the size of the text at its tick, and the width of the tick as a share of that height."""
_TICK_STYLE = "tick"
"""The style of the text at the tick of a bar; its size is that of body text without it."""


def table_frame(
    table_layout: TableLayout,
    setting: TableSetting,
    rows: Sequence[Row],
    heights: Sequence[int],
    slot: Slot,
    corner: tuple[int, int],
) -> TableFrame:
    """Lay rows (those of the header first) of `heights` in EMU out from a corner on; the frame is as high as its rows.

    In a row that is higher than it needs to be, what is to spare is at its foot.
    """
    box = Box(*corner, sum(setting.widths), sum(heights))
    cells: list[tuple[CellFrame | None, ...]] = []
    marks: list[ShapeFrame] = []
    top = box.y
    own_heights, laid_out = table_layout.row_heights(rows, setting), table_layout.laid_out_rows(rows, setting)
    for found, own_height, height in zip(laid_out, own_heights, heights, strict=True):
        places = tuple(placed_cells(table_layout, setting, found, own_height))
        spare = height - own_height
        track_length = _track_length(table_layout.measurer.look.table, places)
        cells.append(_row_frames(table_layout, found.row, places, setting.step, track_length, spare))
        left = box.x
        for placed in places:
            if (cell := placed.cell).mark or cell.link or cell.progress:
                place = Box(left, top, placed.width, height - spare)
                marks += _shapes_of_cell(table_layout, setting, placed, place, spare, track_length)
            left += placed.width
        top += height
    table, look = table_layout.table, table_layout.measurer.look.table
    grounds: list[ShapeFrame] = []
    if look.flush and not table.fixed:
        grounds = _grounds_in_margin(cells, heights, (box.x, box.y), look)
        cells = [_without_bar(row) for row in cells]
    return TableFrame(
        slot.name, shape_name(slot), box, setting.widths, tuple(heights), tuple(cells), len(table.header), tuple(marks),
        table.alt, table.origin, tuple([row.origin for row in rows]), tuple(grounds),
    )  # fmt: skip


def _shapes_of_cell(
    table_layout: TableLayout, setting: TableSetting, placed: PlacedCell, place: Box, spare: int, track_length: int
) -> Iterator[ShapeFrame]:
    """Yield the shapes over a cell, whose row is `spare` EMU higher than its `place`: its mark, its link, its bar."""
    cell, measurer = placed.cell, table_layout.measurer
    if cell.mark and not mark_character(measurer, cell):
        yield mark_frame(measurer.look, placed, place)
    if cell.link:
        yield from _links(cell, replace(place, height=place.height + spare))
    if cell.progress:
        yield from _progress_frames(table_layout, setting, cell, place, track_length)


def _links(cell: Cell, area: Box) -> list[ShapeFrame]:
    """The place to click of a cell that takes `area`; none if it shows no page number."""
    pages = (run.page_of for paragraph in cell.paragraphs for run in paragraph.runs if run.page_of)
    return [ShapeFrame("rect", cell.link, area, "white", page=page) for page in pages][:1]


def _without_links(text: tuple[FrameParagraph, ...]) -> tuple[FrameParagraph, ...]:
    """The text of a cell whose link is a shape over it."""
    return tuple(replace(p, runs=tuple(replace(run, link=None) for run in p.runs)) for p in text)


def _grounds_in_margin(
    rows: Sequence[Sequence[CellFrame | None]], heights: Sequence[int], corner: tuple[int, int], look: TableLook
) -> list[ShapeFrame]:
    """The grounds of rows in the margin before a table whose text is flush with its slot: each begins there, with its bar.

    So grounds have space before their text, and rules begin with the other content of the page. Rows of one ground share one.
    """
    frames: list[ShapeFrame] = []
    x, top = corner[0] - look.margin, corner[1]
    starts = ((row[0].fill, row[0].bar) if row and row[0] is not None else (None, None) for row in rows)
    for (fill, bar), found in groupby(zip(starts, heights, strict=True), key=itemgetter(0)):
        height, width = sum(height for _, height in found), 0
        if bar is not None:
            width = _BAR_WIDTHS.get(bar, BAR_WIDTH)
            frames.append(ShapeFrame("rect", "Bar", Box(x, top, width, height), bar))
        if fill is not None:
            right = corner[0] + _UNDER_TABLE
            frames.append(ShapeFrame("rect", "Ground", Box(x + width, top, right - x - width, height), fill))
        top += height
    return frames


def _without_bar(row: tuple[CellFrame | None, ...]) -> tuple[CellFrame | None, ...]:
    """A row whose bar stands in the margin."""
    first = row[0] if row else None
    return row if first is None or first.bar is None else (replace(first, bar=None), *row[1:])


def _row_frames(
    table_layout: TableLayout, row: Row, places: Sequence[PlacedCell], step: int, track_length: int, spare: int
) -> tuple[CellFrame | None, ...]:
    frames: list[CellFrame | None] = []
    measurer, columns = table_layout.measurer, table_layout.table.columns
    look = measurer.look.table
    rule = look.header_rule if row.kind == "header" else look.row_rule
    rule_width, can_be_tinted = rule.width if row.ruled else 0, row.kind != "group"
    for placed in places:
        cell, measured = placed.cell, placed.text
        tint: ColourRole | None = "primary-tint" if can_be_tinted and columns[len(frames)].emphasis else None
        edges = insets(placed.before, placed.above, placed.after, placed.below + spare)
        if cell.along is not None:
            edges, align = _along_track(placed, edges, track_length)
            cell = replace(cell, align=align)
        elif _has_line_ends(measured) and not is_value(cell):
            best = best_width(measurer, cell.paragraphs, measured, table_layout.styles, step)
            edges = narrowed(
                edges, placed.width - placed.before - placed.after - best, cell.align or measured[0].style.align,
            )  # fmt: skip
        text = _cell_text(measurer, measured, cell)
        if cell.mark is not None:
            text, edges = with_mark(measurer, cell, text, edges)
        if cell.link:
            text = _without_links(text)
        height = placed.text_height + edges.top + edges.bottom
        frames.append(
            CellFrame(
                text, edges, cell.span,
                cell.fill or tint, placed.anchor, rule.role, rule_width,
                height, cell.origin, paragraph_origins(cell.paragraphs),
                cell.bar,
            )
        )  # fmt: skip
        if cell.span > 1:
            frames += [None] * (cell.span - 1)
    return tuple(frames)


def _has_line_ends(measured: Sequence[ParagraphLayout]) -> bool:
    """Whether some paragraph has several lines."""
    # Without `any`, which takes three times as long: this is called for each cell.
    for layout in measured:  # noqa: SIM110
        if layout.line_starts != (0,):
            return True
    return False


def _cell_text(measurer: Measurer, measured: Sequence[ParagraphLayout], cell: Cell) -> tuple[FrameParagraph, ...]:
    """The text of a cell; one of a single paragraph is cached, since cells of a deck often have the same text."""
    if len(measured) != 1:
        return frame_paragraphs(measurer, cell.paragraphs, measured, cell.fill, cell.align) or _EMPTY_CELL_TEXT
    paragraph, layout = cell.paragraphs[0], measured[0]
    key = (layout.runs, layout.style, layout.size, paragraph.bullet, paragraph.level, cell.fill, cell.align)
    text = measurer.cell_texts.get(key)
    if text is None:
        text = measurer.cell_texts[key] = frame_paragraphs(measurer, cell.paragraphs, measured, cell.fill, cell.align)
    return text


def _track_length(look: TableLook, places: Sequence[PlacedCell]) -> int:
    """The length in EMU of the tracks of all bars in a row: that of the shortest, since bars are compared; 0 without bars."""
    bars = [placed for placed in places if placed.cell.progress or placed.cell.along is not None]
    lengths = [placed.width - space_before(placed.cell, look) - space_after(placed.cell, look) for placed in bars]
    return min(lengths, default=0)


def _along_track(placed: PlacedCell, edges: Insets, length: int) -> tuple[Insets, Literal["start", "end"]]:
    """Return the insets and the alignment of a text at the tick of a bar: it begins there, or, in the second half, ends there."""
    along = placed.cell.along or 0
    tick = round(length * along)
    if along < 0.5:
        return replace(edges, left=edges.left + tick), "start"
    return replace(edges, right=placed.width - edges.left - tick), "end"


def _progress_frames(
    table_layout: TableLayout, setting: TableSetting, cell: Cell, area: Box, width: int
) -> list[ShapeFrame]:
    """The shapes of a bar in a cell: its track of a width, the bar, and a tick at the goal if the bar goes beyond it.

    The bar has a colour that can be told from its track, as text has, and the tick an edge that sets it off from a dark bar.
    """
    look, progress = table_layout.measurer.look, cell.progress
    assert progress is not None
    height = _bar_height(table_layout.styles, setting.step)
    track = Box(area.x + space_before(cell, look.table), area.y + (area.height - height) // 2, width, height)
    frames = [ShapeFrame("rect", "Track", track, "neutral")]
    if progress.share > 0:
        bar = replace(track, width=max(round(width * progress.share), 1))
        frames.append(ShapeFrame("rect", "Progress", bar, look.text.run_role(progress.role, "neutral")))
    if progress.goal < 1:
        over, wide = height // 3, round(height * _TICK_SHARE)
        tick = Box(track.x + round(width * progress.goal), track.y - over, wide, height + 2 * over)
        edge = replace(tick, x=tick.x - wide // 2, width=2 * wide)
        frames += [ShapeFrame("rect", "Goal edge", edge, cell.fill or "white"), ShapeFrame("rect", "Goal", tick, "ink")]
    return frames


def _bar_height(styles: Styles, step: int) -> int:
    """The height of bars in EMU: they grow with the text of their table."""
    size = size_at(style_of(Paragraph((), _TICK_STYLE), styles), step)
    return round(size * _BAR_SHARE * EMU_PER_POINT / 100)
