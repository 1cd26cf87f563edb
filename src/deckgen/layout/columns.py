"""Cells of a table → widths of its columns, and heights of its rows at any widths, at one step of shrinking.

Columns get their widths from their content, as in a browser. No column is narrower than its longest word (its minimum content
width) while another has room. `tight` columns are as wide as their longest line (their maximum content width). The others share
the remaining width: no short value is broken while another column has width to spare, and no column is wider than its longest
line while another one needs width; then the table becomes as low as possible. `fixed` columns keep their shares.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import accumulate

from deckgen.ir.blocks import Cell, Paragraph, Row, Run, Table
from deckgen.ir.frames import EMU_PER_POINT
from deckgen.layout.baselines import baseline_shifts, has_common_baseline, has_several_lines
from deckgen.layout.column_shares import (
    cap_at_one_level,
    distribute,
    distribute_text,
    is_value,
    longest_values,
    with_capped_names,
    with_values,
)
from deckgen.layout.laid_out_rows import LaidOutCell
from deckgen.layout.measure import Measurer
from deckgen.layout.measured_cells import MeasuredCell, laid_out_cell, lay_out_text, measured_cell, text_height
from deckgen.layout.measured_text import UNREACHABLE_WIDTH, ParagraphLayout
from deckgen.layout.row_cells import cells_with_widths, empty_row_height
from deckgen.layout.sizes import Styles
from deckgen.layout.text_columns import widths_of_texts
from deckgen.layout.width_exchange import exchange_widths
from deckgen.layout.words import shortens_address

Widths = Sequence[int]

_MUCH_TEXT = 1.5
"""Only texts whose longest lines take more than so many times the width may need several lines in most rows."""


class Columns:
    """The columns of one table that is `width` EMU wide, at one step of shrinking.

    `min_content` and `max_content` are the widths in EMU of the longest word and of the longest line of each column.
    """

    def __init__(self, table: Table, measurer: Measurer, styles: Styles, width: int, step: int) -> None:
        self.table, self.measurer = table, measurer
        self._look = measurer.look.table
        self.styles = styles
        self.width = width
        self.step = step
        rows = (*table.header, *table.rows)
        self._row_count = len(rows)
        # By the id of the row, which the table keeps alive: hashing the content of a row takes longer than measuring it.
        self._measured_rows: dict[int, list[MeasuredCell]] = {}
        self._measured_heights: dict[int, tuple[list[int], list[int]]] = {}
        self._cells_by_span: defaultdict[tuple[int, int], list[MeasuredCell]] = defaultdict(list)
        self._known_shifts: dict[tuple[tuple[str | None, ...], bool], list[int]] = {}
        self._shifts_of_rows: dict[int, list[int] | None] = {}
        self._shifts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        """By column: the rows whose texts move down to their baseline, with the space above them."""
        for number, row in enumerate(rows):
            shifts = self._shifts_of_rows[id(row)] = self._find_shifts(row)
            if shifts is not None and any(shifts):
                starts = accumulate((cell.span for cell in row.cells), initial=0)
                for start, shift in zip(starts, shifts, strict=False):
                    self._shifts[start].append((number, shift))
            measured = [measured_cell(measurer, cell, number, styles, step) for cell in row.cells]
            self._measured_rows[id(row)] = measured
            column = 0
            for each in measured:
                end = column + each.cell.span
                self._cells_by_span[column, end].append(each)
                column = end
        all_cells = [each for cells in self._measured_rows.values() for each in cells]
        self._linked = [each for each in all_cells if each.widths.unbroken_from == UNREACHABLE_WIDTH]
        self._unspanned = {start: cells for (start, end), cells in self._cells_by_span.items() if end - start == 1}
        """The cells of each column that do not cover others."""
        self._minimum_heights = [
            0 if [cell for cell in row.cells if cell.paragraphs] else empty_row_height(measurer, styles) for row in rows
        ]
        self._span_heights: dict[tuple[int, int], dict[int, list[int]]] = {span: {} for span in self._cells_by_span}
        self.min_content, self.max_content = self._content_widths()
        movable = [] if table.fixed or any(column.fixed for column in table.columns) else range(len(table.columns))
        self._value_widths = longest_values(self._unspanned, [n for n in movable if not table.columns[n].tight])

    # -- heights -------------------------------------------------------------------------------------------------

    def row_heights(self, widths: Widths) -> list[int]:
        """Heights in EMU of all rows, those of the header first, without padding."""
        return list(map(max, self._minimum_heights, *self._heights_by_span(widths)))

    def total_height(self, widths: Widths) -> int:
        """Height in EMU of all rows, without padding."""
        return sum(map(max, self._minimum_heights, *self._heights_by_span(widths)))

    def sole_tallest(self, widths: Widths) -> set[int]:
        """The columns with a cell that is alone as high as its row: the table becomes lower only if one of these gets wider."""
        found = set()
        for heights in zip(self._minimum_heights, *self._heights_by_span(widths), strict=True):
            height = max(heights)
            if heights.count(height) == 1:
                found.add(heights.index(height) - 1)
        spans = [span for at, span in enumerate(self._span_heights) if at in found]
        return {column for start, end in spans for column in range(start, end)}

    def unevenness(self, widths: Widths) -> int:
        """The sum of the squares of the heights of all cells."""
        return sum([height * height for heights in self._heights_by_span(widths) for height in heights])

    def _heights_by_span(self, widths: Widths) -> list[list[int]]:
        """For each span of columns that some cell covers: the heights of its cells, one per row (0 where there is none).

        They are cached for every width: a trial changes two columns only, and `max` over the others runs in C. This halved the
        time of a wide table.
        """
        heights = []
        for (start, end), known in self._span_heights.items():
            width = widths[start] if end - start == 1 else sum(widths[start:end])
            heights.append(known.get(width) or self._measure_span((start, end), width))
        return heights

    def _measure_span(self, span: tuple[int, int], width: int) -> list[int]:
        known = self._span_heights[span][width] = [0] * self._row_count
        for measured in self._cells_by_span[span]:
            inner, widths = width - measured.edges, measured.widths
            if (line := widths.single_line) is not None and inner >= widths.single_line_from:
                height = line.height
            else:
                height = self._text_height(measured, inner)
            known[measured.row] = height
        for number, shift in self._shifts.get(span[0], ()):
            known[number] += shift
        return known

    def baseline_shifts(self, row: Row) -> list[int] | None:
        """The space in EMU above the text of each cell of a row; None if its texts have no common baseline."""
        return self._shifts_of_rows[id(row)] if id(row) in self._shifts_of_rows else self._find_shifts(row)

    def _find_shifts(self, row: Row) -> list[int] | None:
        if not has_common_baseline(row, self.table):
            return None
        styles = tuple([cell.paragraphs[0].style if cell.paragraphs else None for cell in row.cells])
        key = styles, self.table.has_sentences and has_several_lines(row)
        if (known := self._known_shifts.get(key)) is None:
            known = self._known_shifts[key] = baseline_shifts(
                row.cells, self.measurer, self.styles, self.step, beside_sentences=key[1]
            )
        return known

    def _text_height(self, measured: MeasuredCell, inner: int) -> int:
        """Height in EMU of a cell's text that is `inner` EMU wide.

        As long as no word and no link is broken, text never becomes higher in a wider cell. So it is not measured between two
        widths at which its height is the same.
        """
        known = self._measured_heights.get(id(measured))
        if known is None:
            height = text_height(self.measurer, measured, inner)
            self._measured_heights[id(measured)] = [inner], [height]
            return height
        widths, heights = known
        at = bisect_left(widths, inner)
        if 0 < at < len(widths) and heights[at - 1] == heights[at] and widths[at - 1] >= measured.widths.unbroken_from:
            return heights[at]
        height = text_height(self.measurer, measured, inner)
        widths.insert(at, inner)
        heights.insert(at, height)
        return height

    def laid_out_cells(self, row: Row, widths: Widths, shifts: Sequence[int]) -> list[LaidOutCell]:
        """Lay out the cells of a row, or of a part of one, each with its text so many EMU below the top of the row."""
        measurer, pairs = self.measurer, cells_with_widths(row, widths)
        measured = self._measured_rows.get(id(row)) or [self._measured(cell) for cell in row.cells]
        found = zip(measured, pairs, shifts, strict=True)
        return [laid_out_cell(measurer, each, width, shift) for each, (_, width), shift in found]

    def lay_out_cell(self, cell: Cell, width: int) -> list[ParagraphLayout]:
        """Lay out the text of a cell, or of a part of one, that is `width` EMU wide."""
        return lay_out_text(self.measurer, self._measured(cell), width)

    def _measured(self, cell: Cell) -> MeasuredCell:
        return measured_cell(self.measurer, cell, 0, self.styles, self.step)

    def least_height(self) -> int:
        """A height in EMU, without padding, below which the table is not at any widths; 0 where that is not known.

        Broken words and shortened addresses may make text lower in a narrower cell.
        """
        spare = self.width - sum(self.min_content)
        if spare < 0 or self._linked:
            return 0
        return sum(self.row_heights([width + spare for width in self.min_content]))

    # -- widths --------------------------------------------------------------------------------------------------

    def has_too_many_columns(self) -> bool:
        """Whether there are so many columns that some are too narrow for any text."""
        return sum(self.min_content) > self.width and sum(self._narrowest_widths()) > self.width

    def has_broken_words(self) -> bool:
        """Whether a word is broken where readers do not expect it, because the longest words don't fit side by side."""
        if self.table.fixed:
            return self._has_word_wider_than_its_cell()
        return sum(self.min_content) > self.width and sum(self._soft_break_widths()) > self.width

    def _has_word_wider_than_its_cell(self) -> bool:
        widths = self._fixed_widths()
        for (start, end), cells in self._cells_by_span.items():
            width = sum(widths[start:end])
            for each in cells:
                room = width - each.edges
                if each.widths.min_content > room and self._soft_break_width(each) > room:
                    return True
        return False

    def has_wrapped_tight_columns(self) -> bool:
        """Whether the lines of columns that are to be as wide as their text are broken, because others need the width."""
        widths = [
            b if c.tight else a for a, b, c in zip(self.min_content, self.max_content, self.table.columns, strict=True)
        ]
        is_any_tight = any(column.tight for column in self.table.columns)
        return sum(widths) > self.width and is_any_tight and not self.table.fixed

    def breaks_results(self, widths: Widths) -> bool:
        """Whether a reported figure at the end of its column is broken from its unit at these widths."""
        return any(
            each.cell.align == "end" and each.widths.max_content + each.edges > widths[column] and is_value(each.cell)
            for column, cells in self._unspanned.items()
            if self.table.columns[column].is_reported
            for each in cells
        )

    def hides_address(self, widths: Widths) -> bool:
        """Whether a web address has no room at these widths, so that it is shown in its short form."""
        for (start, end), cells in self._cells_by_span.items() if self._linked else ():
            for each in cells:
                if each.widths.unbroken_from < UNREACHABLE_WIDTH:
                    continue
                pairs = zip(lay_out_text(self.measurer, each, sum(widths[start:end])), each.texts, strict=True)
                if any(shortens_address(layout.runs, text.runs) for layout, text in pairs):
                    return True
        return False

    def cell_with_longest_word(self) -> Cell | None:
        """The cell with the longest word among those that cover one column; None if there is none."""
        cells = (each for cells in self._unspanned.values() for each in cells)
        widest = max(cells, key=lambda found: found.widths.min_content, default=None)
        return None if widest is None else widest.cell

    def widths(self, enough: int = 0) -> tuple[int, ...]:
        """The widths of all columns in EMU.

        They are moved between columns until the rows, without padding, are `enough` EMU high or cannot become lower.
        """
        columns = self.table.columns
        if self.table.fixed:
            return self._fixed_widths()
        minimum, maximum = self.min_content, self.max_content
        if sum(minimum) > self.width:
            minimum = self._squeeze(minimum)
        fixed = [maximum[i] if c.tight else 0 for i, c in enumerate(columns)]
        if sum(fixed) + sum(minimum[i] for i, c in enumerate(columns) if not c.tight) > self.width:
            fixed = [minimum[i] if c.tight else 0 for i, c in enumerate(columns)]
        free = [i for i, c in enumerate(columns) if not c.tight]
        widths = list(fixed)
        room = self.width - sum(fixed)
        if free:
            minimum = self._with_whole_values(minimum, free, room)
            shares = self._shares(free, room, minimum)
            for i, share in zip(free, shares, strict=True):
                widths[i] = share
            movable = [i for i in free if not columns[i].fixed]
            if len(movable) > 1:
                widths = self._exchanged(widths, movable, minimum, enough)
        else:
            widths = distribute(self.width, [1.0] * len(columns), [max(w, 1) for w in widths])
        widths[-1 if not free else free[0]] += self.width - sum(widths)
        return tuple(
            with_capped_names(widths, columns, self._unspanned, maximum) if sum(maximum) <= self.width else widths
        )

    def _exchanged(self, widths: list[int], movable: Sequence[int], minimum: Widths, enough: int) -> list[int]:
        """The widths after the `movable` columns have exchanged some, until the rows are `enough` EMU high or lowest."""
        if len(movable) > 2 and sum(self.max_content) > _MUCH_TEXT * self.width:
            found = widths_of_texts(self, self._unspanned, {i: self.min_content[i] for i in movable}, widths, enough)
            if found is not None:
                return found
        # Each column retains at least 60% of its share, or the width of its longest line if that is less.
        low = {i: max(minimum[i], min(self.max_content[i], widths[i] * 6 // 10)) for i in movable}
        return exchange_widths(self, widths, low, enough)

    def _shares(self, free: Sequence[int], room: int, minimum: Widths) -> list[int]:
        """The widths of the `free` columns in `room` EMU, before they exchange any."""
        columns, lowest = [self.table.columns[i] for i in free], [minimum[i] for i in free]
        shares = [column.share for column in columns]
        if any(column.fixed for column in columns):
            # The texts of equal columns are equally wide, also of one that is flush with the end of the table.
            spared = self._spared_at_end() if free[-1] == len(self.table.columns) - 1 else 0
            lowest[-1] += spared
            widths = distribute(room + spared, shares, lowest)
            return [*widths[:-1], widths[-1] - spared]
        return distribute_text(room, shares, lowest, [self.max_content[i] for i in free])

    def _spared_at_end(self) -> int:
        """The space in EMU after its text that the last column does without."""
        last = self._unspanned.get(len(self.table.columns) - 1, [])
        return self._look.side - max([each.after for each in last], default=self._look.side)

    def _with_whole_values(self, minimum: list[int], free: Sequence[int], room: int) -> list[int]:
        """The `minimum` widths, raised such that values are not broken while another of the `free` columns has width to spare.

        A column without values keeps 60% of its share, or its longest line if that is narrower.
        """
        columns = self.table.columns
        values = {n: self._value_widths[i] for n, i in enumerate(free) if i in self._value_widths}
        if not values or sum(minimum[i] for i in free) > room:
            return minimum
        lowest = [minimum[i] for i in free]
        shares = distribute(room, [columns[i].share for i in free], lowest)
        claims = [
            max(low, min(self.max_content[i], share * 6 // 10))
            for i, low, share in zip(free, lowest, shares, strict=True)
        ]
        raised = list(minimum)
        for i, width in zip(free, with_values(lowest, claims, values, room), strict=True):
            raised[i] = width
        return raised

    def _fixed_widths(self) -> tuple[int, ...]:
        """The widths of columns by their shares."""
        columns = self.table.columns
        total = sum(column.share for column in columns)
        widths = [int(self.width * column.share / total) for column in columns]
        return (*widths[:-1], self.width - sum(widths[:-1]))

    def _content_widths(self) -> tuple[list[int], list[int]]:
        """Per column: the width of its longest word, and of its longest line, insets included."""
        minimum = [2 * self._look.side + self._rest_width(column.rest) for column in self.table.columns]
        maximum = list(minimum)
        half = self.width // 2
        for column, cells in self._unspanned.items():
            # A web address or path that would take half of the table is broken where readers expect it.
            low = [(each.widths.min_content, each) for each in cells]
            narrow = [
                (max(self._soft_break_width(each), half) if width > half else width) + each.edges for width, each in low
            ]
            minimum[column] = max(minimum[column], *narrow)
            maximum[column] = max(maximum[column], *[each.edges + each.widths.max_content for each in cells])
        # An address is shown with its scheme if all cells have room on single lines.
        return (
            maximum if sum(maximum) <= self.width and any(each.cell.span == 1 for each in self._linked) else minimum
        ), maximum

    def _rest_width(self, rest: str) -> int:
        """Width in EMU of the longest word of the text that further pages add to a cell of a column; 0 without one."""
        text = (Paragraph((Run(rest, bold=True),)),)
        return self.measurer.text_widths(text, self.styles, self.step).min_content if rest else 0

    def _narrowest_widths(self) -> list[int]:
        """Per column: the width below which it is useless. Two em, or its longest word if that is shorter."""
        em = round(max(style.size for style in self.styles.values()) / 100 * EMU_PER_POINT)
        return self._widest(lambda each: min(each.widths.min_content, 2 * em) + each.edges, 2 * self._look.side)

    def _squeeze(self, minimum: Widths) -> list[int]:
        """Reduce the `minimum` widths because the longest words don't fit side by side; the widest columns are reduced first.

        If possible, words are broken only where readers expect it; else at least no figures are broken.
        """
        soft = self._soft_break_widths()
        if sum(soft) <= self.width:
            return cap_at_one_level(soft, minimum, self.width)
        narrowest = self._narrowest_widths()
        figures = list(map(max, narrowest, self._figure_widths()))
        return cap_at_one_level(figures if sum(figures) <= self.width else narrowest, soft, self.width)

    def _soft_break_widths(self) -> list[int]:
        """Per column: the longest stretch without a position where readers expect a break, insets included."""
        return self._widest(lambda each: self._soft_break_width(each) + each.edges, 2 * self._look.side)

    def _soft_break_width(self, measured: MeasuredCell) -> int:
        return self.measurer.soft_break_width(measured.cell.paragraphs, self.styles, self.step)

    def _figure_widths(self) -> list[int]:
        """Per column: its longest figure, insets included."""

        def width(measured: MeasuredCell) -> int:
            found = self.measurer.figure_width(measured.cell.paragraphs, self.styles, self.step)
            return found + measured.edges if found else 0

        return self._widest(width, 0)

    def _widest(self, width_of: Callable[[MeasuredCell], int], least: int) -> list[int]:
        """Per column: the greatest width of one of its cells, at `least` so much."""
        columns = range(len(self.table.columns))
        return [max([least, *map(width_of, self._unspanned.get(column, ()))]) for column in columns]
