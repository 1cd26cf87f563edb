"""Table blocks → their possible settings, from comfortable to tight, and the heights of their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Slot
from deckgen.ir.blocks import Cell, Paragraph, Row, Table
from deckgen.ir.frames import EMU_PER_POINT, Box
from deckgen.layout.baselines import has_common_baseline, largest_shift
from deckgen.layout.cell_spaces import cell_insets, look_in_slot
from deckgen.layout.columns import Columns
from deckgen.layout.even_lines import with_even_lines
from deckgen.layout.growth import IMPOSSIBLE, smallest_step
from deckgen.layout.laid_out_rows import LaidOutRow, largest_spread
from deckgen.layout.measure import Measurer
from deckgen.layout.measured_text import ParagraphLayout
from deckgen.layout.row_cells import cells_with_widths, empty_row_height
from deckgen.layout.sizes import max_step, min_step, size_at, style_of
from deckgen.layout.table_measurements import measurements_of
from deckgen.layout.text import SlotArea, shorten

_STEPS_FOR_EVEN_ROWS = 3
"""By so many steps text is grown less than it could be, so that all rows have the same space."""
_STEPS_FOR_EVEN_FIGURES = 6
"""The same for large figures."""
_EASILY_READ = 1400
"""Text of this size (hundredths of a point) grows further only where its rows keep space above and below it."""
_SPACE_OF_SENTENCES = 240
"""Grown sentences keep as much space above and below them as this part (hundredths of a point) of their size."""
_FIGURE = "figure"
"""The style of large figures."""


class TableSetting(Struct, frozen=True, cache_hash=True):
    """The widths of the columns of a table and the padding of its rows in EMU, and its step of shrinking.

    A row has at least `padding` above and below its text in both fonts, and at least `spread` in the brand's font. Several
    texts at the top of a row begin below `spread` in both fonts, since they have a common baseline. With `even_lines`, which
    needs a spread, a text that takes a line more in the fallback is narrower, if it then has that line in both fonts. The
    header has the `header_spread` in place of the spread, if that is less.
    """

    widths: tuple[int, ...]
    padding: int
    step: int
    spread: int = 0
    even_lines: bool = False
    header_spread: int | None = None

    def spread_of(self, row: Row) -> int:
        """The least space in EMU above and below the text of a row in the brand's font, if rows are spread."""
        if row.kind != "header" or self.header_spread is None:
            return self.spread
        return min(self.spread, self.header_spread)

    @property
    def shown_padding(self) -> int:
        """The least space in EMU above and below the text of a row in the brand's font."""
        return max(self.padding, self.spread)

    def limited_to(self, padding: int) -> TableSetting:
        """The setting with at most a padding (EMU)."""
        return replace(self, padding=min(self.padding, padding), spread=min(self.spread, padding))


def _heights(rows: Sequence[LaidOutRow], setting: TableSetting) -> list[int]:
    """Heights in EMU of rows that are spread, with the space of a setting."""
    padding, spread = setting.padding, setting.spread
    if setting.header_spread is None:
        return [found.padded(padding, spread) for found in rows]
    return [found.padded(padding, setting.spread_of(found.row)) for found in rows]


class TableLayout:
    """Lays out one table in a width of `width` EMU; text that grows need not be lower than `room` EMU."""

    def __init__(self, measurer: Measurer, table: Table, slot: Slot, width: int, room: int = 0) -> None:
        self.measurer = measurer
        self._look = look_in_slot(measurer.look.table, slot)
        self.slot = slot
        self.styles = slot.styles
        self.width = width
        self._room = room
        self._set_table(table)

    def _set_table(self, table: Table) -> None:
        self.table = table
        self._known = measurements_of(self.measurer, table, self.styles, self.width)

    @property
    def choices(self) -> list[tuple[int, int]]:
        """The paddings (EMU) with their steps that the table may have, from the most comfortable to the tightest."""
        steps = range(1, max_step(self.styles) + 1)
        return [(padding, 0) for padding in self._look.paddings] + [(self.smallest_padding, step) for step in steps]

    def setting(self, padding: int, step: int) -> TableSetting:
        """The setting with a padding (EMU) and a step. To find its widths takes most of the time of a table."""
        return TableSetting(self.widths(step), padding, step)

    def least_height(self, padding: int, step: int) -> int:
        """A height in EMU below which the table is not with a padding and a step; 0 where that is not known."""
        least = self._columns_at(step).least_height()
        return least and least + 2 * padding * (len(self.table.header) + len(self.table.rows))

    def grown_setting(self, limit: int, smallest: TableSetting, load: Callable[[TableSetting], float]) -> TableSetting:
        """The setting with the largest text, up to the step `limit`, at which the table has room: its `load` is at most 1.

        It has room in the setting `smallest`, which is returned where the text may not grow. No larger text spoils what is not
        spoilt there.
        """
        largest = max(limit, min_step(self.styles))
        spares = [spoils for spoils in self._harms if not spoils(smallest.step)] if largest < smallest.step else []

        def load_at(step: int) -> float:
            is_spoilt = any(spoils(step) for spoils in spares)
            return IMPOSSIBLE if is_spoilt else load(self._grown_setting(step))

        step = smallest_step(largest, smallest.step, load_at) if largest < smallest.step else smallest.step
        return smallest if step == smallest.step else self._grown_setting(step)

    def largest_setting(self, limit: int) -> TableSetting | None:
        """The setting with the largest text, up to the step `limit`; None if the text may not grow, or would be spoilt."""
        step = max(limit, min_step(self.styles))
        if step >= 0 or any(spoils(step) for spoils in self._harms):
            return None
        return self._grown_setting(step)

    @property
    def _harms(self) -> tuple[Callable[[int], bool], ...]:
        """What a step may spoil, cheapest first: words, lines of tight columns or reported figures broken, addresses cut."""
        return (
            self.has_broken_words,
            lambda step: self._columns_at(step).has_wrapped_tight_columns(),
            lambda step: self._columns_at(step).breaks_results(self.widths(step)),
            lambda step: self._columns_at(step).hides_address(self.widths(step)),
        )

    def _tight_setting(self, step: int) -> TableSetting:
        return self.setting(self.smallest_padding, step)

    def _grown_setting(self, step: int) -> TableSetting:
        """The setting of text that may grow.

        Sentences, lists and cards, which are read, keep the space between their rows, and so do figures that grow beyond the text
        beside them. Text that is easily read keeps more of it, also in tables with groups: larger text that touches the rules
        would be read less easily. In plain tables, it would take more time than it is worth.
        """
        paddings, body = self._look.paddings, style_of(Paragraph(()), self.styles)
        size = size_at(body, step)
        if size > _EASILY_READ and self.table.has_sentences:
            return self.setting(max(paddings[0], size * EMU_PER_POINT // _SPACE_OF_SENTENCES), step)
        if size > _EASILY_READ and (self._is_read or self._has_groups):
            return self.setting(paddings[min(1, len(paddings) - 1)], step)
        keeps_space = self._is_read or size == size_at(body, step + 1)
        return self.setting(paddings[len(paddings) // 2] if keeps_space else paddings[-1], step)

    @cached_property
    def _is_read(self) -> bool:
        """Whether the table has texts that are read, not only looked up."""
        table = self.table
        if table.has_sentences or any(column.fixed for column in table.columns):
            return True
        return bool([paragraph for paragraph in table.all_paragraphs() if paragraph.bullet is not None])

    @cached_property
    def _has_groups(self) -> bool:
        """Whether rows are divided into groups, or into parts."""
        return any(row.kind != "body" for row in self.table.rows)

    def with_largest_padding(self, setting: TableSetting, has_room: Callable[[TableSetting], bool]) -> TableSetting:
        """The setting with the largest padding of the brand with which the table has room."""
        paddings = (replace(setting, padding=padding) for padding in self._look.paddings[:-1])
        return next(filter(has_room, paddings), setting)

    def spread(self, setting: TableSetting, pages: Sequence[Sequence[Row]], capacity: int) -> TableSetting:
        """The setting in which the rows of the fullest of `pages` spread over `capacity` EMU, with even space around their text.

        The space is that in the brand's font: a row that takes a line more in the fallback gets less of what is to spare.
        `pages` have all rows that they show, those of the header included.
        """
        if self._look.spread <= setting.padding:
            return setting
        found = self._spread_from_tight(setting, pages, capacity)
        return found if found.spread > setting.padding else setting

    def _spread_from_tight(self, setting: TableSetting, pages: Sequence[Sequence[Row]], capacity: int) -> TableSetting:
        """The setting with the smallest padding and the largest spread with which `pages` fit; a spread of -1 if none fits."""
        tight = replace(setting, padding=self.smallest_padding, spread=0)
        laid_out = [self.laid_out_rows(rows, tight) for rows in pages]
        return replace(tight, spread=largest_spread(laid_out, tight.padding, self._look.spread, capacity))

    def evened(self, setting: TableSetting, rows: Sequence[Row], capacity: int) -> TableSetting:
        """The setting for a page of `rows` with more space, so that all rows have the same as far as `capacity` (EMU) allows.

        A row that takes a line more in the fallback has else more space than the others. Only rows that are spread get more,
        and all of them the first padding of the brand, also on a page that is less full than others.
        """
        if not setting.spread:
            return setting
        laid_out = self.laid_out_rows(rows, setting)
        if sum(_heights(laid_out, setting)) + 2 * len(rows) > capacity:
            return setting
        even = max([self._look.paddings[0], *(found.even_spread(setting.padding) for found in laid_out)])
        even = min(even, self._look.spread)
        if even <= setting.spread:
            return setting
        return replace(setting, spread=max(setting.spread, largest_spread([laid_out], setting.padding, even, capacity)))

    def with_even_rows(self, setting: TableSetting, pages: Sequence[Sequence[Row]], capacity: int) -> TableSetting:
        """The setting in which the fewest rows of `pages` have more space than others, if needed with text that is grown less.

        At another size, other rows take a line more in the fallback, and there is room for more space in the others. Even lines
        are tried where no size has even rows without them.
        """
        counts: dict[TableSetting, int] = {}
        for each in self._settings_with_even_rows(setting, pages, capacity):
            counts[each] = sum([self._count_loose_rows(self.evened(each, rows, capacity), rows) for rows in pages])
            if not counts[each]:
                break
        return min(counts, key=counts.__getitem__)

    def _settings_with_even_rows(
        self, setting: TableSetting, pages: Sequence[Sequence[Row]], capacity: int
    ) -> Iterator[TableSetting]:
        """Yield the setting, those of text that is grown a little less, and all of them with even lines, as far as they fit.

        A table on one page whose columns exchange width keeps its size, since each size takes it much time.
        """
        found = [setting]
        yield setting
        movable = [column for column in self.table.columns if not (column.tight or column.fixed or self.table.fixed)]
        last = min(setting.step + _STEPS_FOR_EVEN_ROWS, 0) if len(movable) <= 1 or len(pages) > 1 else setting.step
        for step in range(setting.step + 1, last + 1):
            smaller = self.spread(self._tight_setting(step), pages, capacity)
            if all(self.total_height(rows, smaller) <= capacity for rows in pages):
                found.append(smaller)
                yield smaller
        for each in found:
            even = self._spread_from_tight(replace(each, even_lines=True), pages, capacity)
            if each.spread and even.spread >= even.padding:
                yield even

    def with_even_figures(self, setting: TableSetting) -> TableSetting:
        """The setting in which all rows have the same space, with figures that are grown a little less if that is needed.

        Smaller figures leave more width to the other columns, whose text, which keeps its size, then takes no line more in the
        fallback. The setting is returned where there is none such.
        """
        rows, figure = (*self.table.header, *self.table.rows), self.styles.get(_FIGURE)
        if setting.step >= 0 or figure is None or not self._count_loose_rows(setting, rows):
            return setting
        others = {style_of(paragraph, self.styles) for paragraph in self.table.all_paragraphs()} - {figure}
        for step in range(setting.step + 1, min(setting.step + _STEPS_FOR_EVEN_FIGURES, 0) + 1):
            if any(size_at(style, step) != size_at(style, setting.step) for style in others):
                break
            found = self._tight_setting(step)
            if not self._count_loose_rows(found, rows):
                return found
        return setting

    def _count_loose_rows(self, setting: TableSetting, rows: Sequence[Row]) -> int:
        """The number of rows with more space than another in the brand's font, by so much that it is seen."""
        laid_out = self.laid_out_rows(rows, setting)
        spaces = [found.shown_spread(setting.padding, setting.spread) for found in laid_out]
        seen = min(spaces, default=0) + self.smallest_padding
        return len([space for space in spaces if space > seen])

    @property
    def smallest_padding(self) -> int:
        """The padding of rows whose text shrinks, in EMU."""
        return self._look.paddings[-1]

    def tightest_setting(self) -> TableSetting:
        """The last of the settings."""
        return self._tight_setting(max_step(self.styles))

    def lay_out_cell(self, cell: Cell, width: int, setting: TableSetting) -> list[ParagraphLayout]:
        """Lay out the text of a cell that is `width` EMU wide."""
        return self._columns_at(setting.step).lay_out_cell(cell, width)

    def laid_out_rows(self, rows: Sequence[Row], setting: TableSetting) -> list[LaidOutRow]:
        """Lay out the text of the cells of rows, which may be parts of rows of the table."""
        known = self._known.laid_out[setting.widths, setting.step, setting.even_lines]
        return [known.get(id(row)) or known.setdefault(id(row), self._lay_out_row(row, setting)) for row in rows]

    def laid_out_row(self, row: Row, setting: TableSetting) -> LaidOutRow:
        """The same for one row."""
        return self.laid_out_rows((row,), setting)[0]

    def _lay_out_row(self, row: Row, setting: TableSetting) -> LaidOutRow:
        if setting.even_lines:
            least, uneven = 2 * self.smallest_padding, self.laid_out_row(row, replace(setting, even_lines=False))
            return with_even_lines(self.measurer, uneven, self.styles, setting.step, least)
        columns = self._columns_at(setting.step)
        shifts = columns.baseline_shifts(row)
        cells = columns.laid_out_cells(row, setting.widths, shifts or [0] * len(row.cells))
        height = max([cell.height for cell in cells], default=0) or empty_row_height(self.measurer, self.styles)
        brand_height = max([cell.brand_height for cell in cells], default=0) or height
        return LaidOutRow(row, cells, height, brand_height, shifts is not None)

    def row_heights(self, rows: Sequence[Row], setting: TableSetting) -> list[int]:
        """Heights in EMU of rows, padding included. They may be parts of rows of the table."""
        padding = setting.padding
        if setting.spread:
            return _heights(self.laid_out_rows(rows, setting), setting)
        known = self._heights_of_text(setting)
        return [
            self.laid_out_row(row, setting).padded(padding, 0)
            if (text := known.get(id(row))) is None
            else text + 2 * padding
            for row in rows
        ]

    def row_height(self, row: Row, setting: TableSetting) -> int:
        """The same for one row."""
        return self.row_heights((row,), setting)[0]

    def largest_shift(self, row: Row, setting: TableSetting) -> int:
        """The space in EMU above a text of a row, at most, if the row is cut between any of its paragraphs."""
        return (
            largest_shift(row, self.measurer, self.styles, setting.step) if has_common_baseline(row, self.table) else 0
        )

    def _heights_of_text(self, setting: TableSetting) -> dict[int, int]:
        key = (setting.widths, setting.step)
        known = self._known.text_heights.get(key)
        if known is None:
            rows = (*self.table.header, *self.table.rows)
            heights = self._columns_at(setting.step).row_heights(setting.widths)
            known = self._known.text_heights[key] = dict(zip(map(id, rows), heights, strict=True))
        return known

    def total_height(self, rows: Sequence[Row], setting: TableSetting) -> int:
        """Height in EMU of a stack of rows."""
        return sum(self.row_heights(rows, setting))

    def _columns_at(self, step: int) -> Columns:
        """The columns of the table at a step of shrinking."""
        columns = self._known.columns
        if step not in columns:
            columns[step] = Columns(self.table, self.measurer, self.styles, self.width, step)
        return columns[step]

    def widths(self, step: int) -> tuple[int, ...]:
        """Column widths in EMU at a step of shrinking."""
        row_count = len(self.table.header) + len(self.table.rows)
        # To look for lower rows takes most of the time of a table: larger text is laid out only until it fits.
        enough = self._room - 2 * self.smallest_padding * row_count if step < 0 else 0
        known = self._known.widths
        if (step, enough) not in known:
            known[step, enough] = self._columns_at(step).widths(enough)
        return known[step, enough]

    def has_broken_words(self, step: int) -> bool:
        """Whether a word is broken at a step of shrinking, because the longest words don't fit side by side."""
        return self._columns_at(step).has_broken_words()

    def cell_with_longest_word(self) -> Cell | None:
        """The cell with the longest word, at the normal size, among those that cover one column; None if there is none."""
        return self._columns_at(0).cell_with_longest_word()

    def has_too_many_columns(self, setting: TableSetting) -> bool:
        """Whether there are so many columns that some are too narrow for any text."""
        return self._columns_at(setting.step).has_too_many_columns()

    def cut_header(self, setting: TableSetting, height: int) -> None:
        """Shorten the cells of the header so that it takes at most `height` EMU. The caller reports it."""
        share = height // len(self.table.header)

        def cut(cell: Cell, width: int) -> Cell:
            insets = cell_insets(cell, setting.padding, setting.padding, self._look, 0)
            area = SlotArea(replace(self.slot, insets=insets), Box(0, 0, width, share))
            return replace(cell, paragraphs=shorten(self.measurer, cell.paragraphs, area, setting.step))

        rows = tuple(
            replace(row, cells=tuple(cut(cell, width) for cell, width in cells_with_widths(row, setting.widths)))
            for row in self.table.header
        )
        self._set_table(replace(self.table, header=rows))
