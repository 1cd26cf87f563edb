"""Tables: the most comfortable setting in which all rows fit one page, or rows on several pages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import make_issue
from deckgen.ir.blocks import Row, Table
from deckgen.ir.frames import (
    TableFrame,
)
from deckgen.layout.growth import IMPOSSIBLE
from deckgen.layout.measure import Measurer
from deckgen.layout.pieces.base import Piece, SlidePlan, note_ids_of
from deckgen.layout.pixel_edges import with_edges_on_pixels
from deckgen.layout.rows import split_rows
from deckgen.layout.table import TableLayout, TableSetting
from deckgen.layout.table_frames import table_frame
from deckgen.layout.table_issues import header_too_tall, row_too_tall, table_continues, table_narrows, table_shrinks
from deckgen.layout.table_measurements import started_table
from deckgen.layout.text import SlotArea


class Room(Struct, frozen=True):
    """The heights in EMU that a table has on its first page and on further ones."""

    first: int
    further: int

    def on(self, page: int) -> int:
        """The height on a page."""
        return self.further if page else self.first

    def least_pages(self, height: int) -> int:
        """The number of pages that rows of a height take at least."""
        return 1 - min((self.first - height) // max(self.further, 1), 0)


class TablePiece(Piece[Table]):
    """A table; `rows` has the rows of each page, without the header. All pages have one setting."""

    may_start_later = True

    def __init__(self, block: Table, area: SlotArea, measurer: Measurer) -> None:
        super().__init__(started_table(measurer, block), area, measurer)
        self.rows: list[tuple[Row, ...]] = []
        self._layout: TableLayout | None = None
        self._setting: TableSetting | None = None
        self._is_beside_another = False

    @property
    def page_count(self) -> int:
        """The number of pages that it takes."""
        return len(self.rows) or 1

    @property
    def may_continue(self) -> bool:
        """Always true: how many pages the table takes is known only once its setting is chosen."""
        return True

    @property
    def offered_step(self) -> int | None:
        """Its step if it fits one page."""
        return self.step if self.page_count == 1 else None

    @property
    def following_step(self) -> int:
        """Its step, also on several pages."""
        return self.step

    @property
    def content_bottom(self) -> int | None:
        """Where its rows on the first page end."""
        rows = self.rows_on(0)
        if not rows or self._layout is None or self._setting is None:
            return None
        if self.area.slot.anchor != "top":
            return self.area.box.bottom
        setting = self._evened(self._layout, self._setting, rows, self.area)
        return self.area.box.y + self._layout.total_height(rows, setting)

    def rows_on(self, page: int) -> tuple[Row, ...]:
        """Its rows on a page, those of the header first. A header alone is shown only if the table has no other rows."""
        part = self.part_index(page)
        if part >= len(self.rows) or self.area_on(page) is None:
            return ()
        if not self.rows[part] and self.block.rows:
            return ()
        return (*self.block.header, *self.rows[part])

    def note_ids(self, page: int) -> list[str]:
        """The ids of the footnotes that its rows on a page refer to."""
        return note_ids_of(p for row in self.rows_on(page) for cell in row.cells for p in cell.paragraphs)

    def frame(self, plan: SlidePlan, page: int) -> TableFrame | None:
        """The frame of its rows on a page."""
        area, rows = self.area_on(page), self.rows_on(page)
        if area is None or not rows or self._layout is None or self._setting is None:
            return None
        layout, setting = self._in_full_width(self._layout, self._setting, rows, area) or (self._layout, self._setting)
        setting = self._evened(layout, setting, rows, area)
        heights = layout.row_heights(rows, setting)
        setting = with_edges_on_pixels(layout, setting, rows, heights, area.box.x)
        top = area.box.y + self._space_above(area, sum(heights))
        return table_frame(layout, setting, rows, heights, area.slot, (area.box.x, top))

    def _evened(self, layout: TableLayout, setting: TableSetting, rows: Sequence[Row], area: SlotArea) -> TableSetting:
        """The setting with even space in all rows of a page; tables of a group, which look alike, keep theirs.

        Headers on several pages are equally high, so that their rule does not move from page to page.
        """
        if self._is_beside_another:
            return setting
        evened = layout.evened(setting, rows, area.box.height)
        return evened if self.page_count == 1 else replace(evened, header_spread=setting.spread)

    def _space_above(self, area: SlotArea, height: int) -> int:
        """The space in EMU above a table of a height in an area, by the anchor of its slot."""
        left_over = max(area.box.height - height, 0)
        return {"top": 0, "middle": left_over // 2, "bottom": left_over}[area.slot.anchor]

    def _in_full_width(
        self, layout: TableLayout, setting: TableSetting, rows: Sequence[Row], area: SlotArea
    ) -> tuple[TableLayout, TableSetting] | None:
        """The layout and setting for a page wider than another; None for other pages, or if the rows have no room then."""
        width = area.box.width
        if width <= layout.width:
            return None
        wide = TableLayout(self.measurer, self.block, area.slot, width)
        setting = wide.spread(replace(setting, widths=wide.widths(setting.step)), [rows], area.box.height)
        return (wide, setting) if wide.total_height(rows, setting) <= area.box.height else None

    def fill_pages(self, plan: SlidePlan, limit: int) -> None:
        """Choose its setting, and the rows of each page."""
        area, further = self.area.box, self.further_area.box if self.further_area else self.area.box
        room = Room(area.height, further.height)
        width = min(area.width, further.width)
        layout = TableLayout(self.measurer, self.block, self.area.slot, width, room.first)
        setting = self._fill_with_rows(plan, layout, limit, room)
        if not self._has_content_below(plan):
            pages = [(*self.block.header, *rows) for rows in self.rows if rows]
            capacity = min(room.first, room.further)
            setting = layout.spread(setting, pages or [self.block.header], capacity)
            setting = layout.with_even_rows(setting, pages, capacity)
        self._layout, self._setting, self.step = layout, setting, setting.step
        if self.starts_later:
            self.rows = [(), *self.rows]
        styles = {p.style: p for row in self.block.rows for cell in row.cells for p in cell.paragraphs}
        plan.record_sizes(self.area.slot, styles.values(), setting.step)
        self._report_size(plan, layout, setting, room)

    def _has_content_below(self, plan: SlidePlan) -> bool:
        """Whether other content begins where this table ends; a slot without content stands for the one that it is below."""
        there = {name for piece in plan.pieces for name in (piece.area.slot.name, piece.area.slot.group)}
        names, slots = {piece.area.slot.below for piece in plan.pieces}, plan.layout.slots
        names |= {slots[name].below for name in names if name in slots and name not in there}
        return self.area.slot.name in names

    def check_room(self, plan: SlidePlan) -> None:
        """Place the tables of its group, which look alike side by side; the first of them does so for all."""
        group = self.area.slot.group
        tables = [p for p in plan.pieces if group and p.area.slot.group == group and isinstance(p, TablePiece)]
        if len(tables) > 1 and tables[0] is self:
            _place_side_by_side(tables)

    def _report_size(self, plan: SlidePlan, layout: TableLayout, setting: TableSetting, room: Room) -> None:
        """Report too many columns, and a row that is taller than a page."""
        table = self.block
        if layout.has_too_many_columns(setting):
            message = f"the table has {len(table.columns)} columns, too many for the width of the slide"
            hint = "leave columns out, or make two tables"
            plan.errors.append(make_issue("too-many-columns", message, table.origin, hint))
        for page, rows in enumerate(self.rows):
            if rows and layout.total_height((*table.header, *rows), setting) > room.on(page):
                plan.errors.append(row_too_tall(layout, setting, rows))
                break

    def _fill_with_rows(self, plan: SlidePlan, layout: TableLayout, limit: int, room: Room) -> TableSetting:
        """Choose the setting, and set the rows of each page."""
        setting = self._setting_for_one_page(plan, layout, limit, room)
        if setting is not None:
            self.rows = [self.block.rows]
            return setting
        chosen = _setting_for_several_pages(layout, max(limit, 0), room)
        cut = split_rows(layout, chosen, room.first, room.further)
        setting, self.rows = _grown_after_cut(layout, limit, room, chosen, cut)
        plan.warnings.append(table_continues(layout, chosen, room.first, self.rows))
        return setting

    def _setting_for_one_page(
        self, plan: SlidePlan, layout: TableLayout, limit: int, room: Room
    ) -> TableSetting | None:
        """The setting with the largest text, then with the largest padding, in which all rows fit one page; None if none does."""

        def load(setting: TableSetting) -> float:
            return self._load(layout, setting, room.first)

        largest = layout.largest_setting(limit)
        if largest is None or load(largest) > 1:
            self._limit_header_height(plan, layout, max(room.first, room.further))
            largest = self._ungrown_setting(plan, layout, max(limit, 0), room)
            if largest is None or largest.step > max(limit, 0) or layout.has_broken_words(largest.step):
                return largest
            ungrown, largest = largest, layout.grown_setting(limit, largest, load)
            if largest is ungrown:
                return ungrown
        return layout.with_largest_padding(layout.with_even_figures(largest), lambda setting: load(setting) <= 1)

    def _header_room(self, capacity: int) -> int:
        """The height that the header may take of `capacity` (EMU): half of it, all of it where there are no other rows."""
        return capacity // 2 if self.block.rows else capacity

    def _load(self, layout: TableLayout, setting: TableSetting, capacity: int) -> float:
        """The height of the table as a share of `capacity` (EMU); its header must not take more than half of that."""
        if layout.total_height(self.block.header, setting) > self._header_room(capacity):
            return IMPOSSIBLE
        return layout.total_height((*self.block.header, *self.block.rows), setting) / max(capacity, 1)

    def _ungrown_setting(self, plan: SlidePlan, layout: TableLayout, limit: int, room: Room) -> TableSetting | None:
        """The most comfortable setting in which all rows fit one page without growing; None if there is none."""
        rows = (*self.block.header, *self.block.rows)
        settings = (
            layout.setting(*choice)
            for choice in layout.choices
            if choice[1] >= limit and layout.least_height(*choice) <= room.first
        )
        fitting = (setting for setting in settings if layout.total_height(rows, setting) <= room.first)
        first = chosen = next(fitting, None)
        if first is None or chosen is None:
            return None
        if layout.has_broken_words(first.step):
            chosen = next((s for s in fitting if not layout.has_broken_words(s.step)), first)
        if chosen.step > limit:
            is_for_height = chosen is first
            plan.warnings.append(
                table_shrinks(layout, chosen, room.first) if is_for_height else table_narrows(layout, chosen)
            )
        return chosen

    def _limit_header_height(self, plan: SlidePlan, layout: TableLayout, capacity: int) -> None:
        """Report a header of more than half of `capacity`, which leaves no room for rows, and shorten its cells."""
        header = self.block.header
        room = self._header_room(capacity)
        if layout.total_height(header, layout.setting(*layout.choices[0])) <= room:
            return
        setting = layout.tightest_setting()
        if layout.total_height(header, setting) <= room:
            return
        plan.errors.append(header_too_tall(layout, setting))
        layout.cut_header(setting, capacity // 3)
        self.block = layout.table


def _place_side_by_side(tables: Sequence[TablePiece]) -> None:
    """Give tables the least padding of all of them; each row is as high as its own text needs."""
    padding = min([table._setting.shown_padding for table in tables if table._setting is not None], default=0)
    for table in tables:
        table._is_beside_another = True
        table._setting = table._setting and table._setting.limited_to(padding)


def _setting_for_several_pages(layout: TableLayout, minimum_step: int, room: Room) -> TableSetting:
    """The setting of a table that continues: without broken words if possible, then on few pages, then large."""
    choices = layout.choices
    tight = choices[len(choices) // 2 :]
    allowed = [choice for choice in tight if choice[1] >= minimum_step] or tight[-1:]
    best: tuple[tuple[bool, int], TableSetting] | None = None
    for padding, step in allowed:
        is_broken = layout.has_broken_words(step)
        if best is not None and (is_broken, room.least_pages(layout.least_height(padding, step))) >= best[0]:
            continue  # to lay it out would take time for nothing
        setting = layout.setting(padding, step)
        rank = (is_broken, len(split_rows(layout, setting, room.first, room.further)))
        if best is None or rank < best[0]:
            best = rank, setting
    assert best is not None
    return best[1]


def _grown_after_cut(
    layout: TableLayout, limit: int, room: Room, smallest: TableSetting, cut: list[tuple[Row, ...]]
) -> tuple[TableSetting, list[tuple[Row, ...]]]:
    """The setting with the largest text in which the rows take no more pages than in `smallest`, and the rows of each page.

    All pages have one size. The first page is not left empty for a larger one, and no further row is cut.
    """
    cuts = {smallest: cut}
    capacity = room.first + room.further * (len(cut) - 1)
    header = layout.table.header
    piece_count = _count_pieces(cut)

    def load(setting: TableSetting) -> float:
        if layout.total_height(header, setting) > room.first // 2:
            return IMPOSSIBLE
        total = layout.total_height((*header * len(cut), *layout.table.rows), setting) / max(capacity, 1)
        if total > 1:
            return total
        pages = cuts[setting] = split_rows(layout, setting, room.first, room.further)
        is_worse = len(pages) > len(cut) or _count_pieces(pages) > piece_count or bool(pages[0]) < bool(cut[0])
        return 1.01 if is_worse else total

    grown = layout.grown_setting(limit, smallest, load)
    return grown, cuts[grown]


def _count_pieces(pages: Sequence[Sequence[Row]]) -> int:
    """The number of rows, and pieces of rows, on all pages; rows that name groups, which may be repeated, do not count."""
    return sum(row.kind != "group" for rows in pages for row in rows)
