"""Table blocks → how they are set, from comfortable to tight, and the heights of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Slot
from deckgen.ir.blocks import Cell, Row, Table
from deckgen.ir.frames import EMU_PER_INCH, Box
from deckgen.layout.columns import Columns, empty_height, insets, spans
from deckgen.layout.measure import Measurer, ParagraphLayout, last_step, stack_height
from deckgen.layout.text import SlotArea, shorten

PADDINGS = tuple(round(inches * EMU_PER_INCH) for inches in (0.085, 0.065, 0.045))
"""Space above and below the text of a row: generous where the table has room, smaller before text shrinks."""


class Setting(Struct, frozen=True):
    """How a table is set: widths and padding in EMU, and its step of shrinking."""

    widths: tuple[int, ...]
    padding: int
    step: int


class TableLayout:
    """Sets one table in one place of `width` EMU."""

    def __init__(self, measurer: Measurer, table: Table, slot: Slot, width: int) -> None:
        self.measurer = measurer
        self.table = table
        self.slot = slot
        self.styles = slot.styles
        self.width = width
        self._begin()

    def _begin(self) -> None:
        """Forget what was measured of another table."""
        self._columns: dict[int, Columns] = {}
        self._widths: dict[int, tuple[int, ...]] = {}
        self._heights: dict[Setting, dict[int, int]] = {}

    def settings(self) -> Iterator[Setting]:
        """All settings from the most comfortable to the tightest; each takes time, so ask for no more than are needed."""
        for padding in PADDINGS:
            yield Setting(self.widths(0), padding, 0)
        for step in range(1, last_step(self.styles) + 1):
            yield Setting(self.widths(step), PADDINGS[-1], step)

    def tightest(self) -> Setting:
        """The last of the settings."""
        step = last_step(self.styles)
        return Setting(self.widths(step), PADDINGS[-1], step)

    def cell(self, cell: Cell, width: int, setting: Setting) -> list[ParagraphLayout]:
        """Lay out the text of a cell that is `width` EMU wide."""
        return self._at(setting.step).cell(cell, width)

    def row_height(self, row: Row, setting: Setting) -> int:
        """Height in EMU that a row's text needs, be it a row of the table or a part of one."""
        known = self._heights_of(setting).get(id(row))
        if known is not None:
            return known
        tallest = max((stack_height(self.cell(c, w, setting)) for c, w in spans(row, setting.widths)), default=0)
        return (tallest or empty_height(self.measurer, self.styles)) + 2 * setting.padding

    def _heights_of(self, setting: Setting) -> dict[int, int]:
        """The heights of the table's own rows, by the id of each (the table keeps them alive)."""
        if setting not in self._heights:
            rows = (*self.table.header, *self.table.rows)
            found = self._at(setting.step).row_heights(setting.widths)
            self._heights[setting] = {
                id(row): high + 2 * setting.padding for row, high in zip(rows, found, strict=True)
            }
        return self._heights[setting]

    def height(self, rows: Sequence[Row], setting: Setting) -> int:
        """Height in EMU of rows below each other."""
        return sum([self.row_height(row, setting) for row in rows])

    def _at(self, step: int) -> Columns:
        """The table's columns at a step of shrinking."""
        if step not in self._columns:
            self._columns[step] = Columns(self.table, self.measurer, self.styles, self.width, step)
        return self._columns[step]

    def widths(self, step: int) -> tuple[int, ...]:
        """Column widths in EMU at a step of shrinking."""
        if step not in self._widths:
            self._widths[step] = self._at(step).widths()
        return self._widths[step]

    def tears(self, step: int) -> bool:
        """Tell whether a word is broken in its middle at a step, because the longest don't fit side by side."""
        return self._at(step).tears()

    def crowded(self, setting: Setting) -> bool:
        """Tell whether there are so many columns that some are too narrow for any text."""
        return self._at(setting.step).crowded()

    def cut_header(self, setting: Setting, height: int) -> None:
        """Cut the header's cells so that it takes `height` EMU (its fault is told elsewhere)."""
        share = height // len(self.table.header)

        def cut(cell: Cell, width: int) -> Cell:
            place = SlotArea(replace(self.slot, insets=insets(cell, setting.padding)), Box(0, 0, width, share))
            return replace(cell, paragraphs=shorten(self.measurer, cell.paragraphs, place, setting.step))

        rows = tuple(
            replace(row, cells=tuple(cut(cell, width) for cell, width in spans(row, setting.widths)))
            for row in self.table.header
        )
        self.table = replace(self.table, header=rows)
        self._begin()
