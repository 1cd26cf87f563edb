"""Issues of a table: how much to cut so that it keeps its size, or fits one slide; the cell that is too tall for a slide."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.ir.blocks import Cell, Row
from deckgen.layout.row_cells import cells_with_widths
from deckgen.layout.sizes import size_at
from deckgen.layout.stacks import stack_height
from deckgen.layout.table import TableLayout, TableSetting
from deckgen.layout.text_issues import number_of, origin_inside, shrinking_issue


def table_shrinks(table_layout: TableLayout, chosen: TableSetting, capacity: int) -> Issue:
    """The warning that a table fits one slide only at a smaller size; any row may be cut, so all of it is reported."""
    style = table_layout.styles.get("body") or next(iter(table_layout.styles.values()))
    normal, size = f"{style.size / 100:g} pt", f"{size_at(style, chosen.step) / 100:g} pt"
    plain = TableSetting(table_layout.widths(0), table_layout.smallest_padding, 0)
    hint = f"cut about {_amount_to_cut(table_layout, plain, capacity)} to keep {normal}"
    origin = table_layout.table.origin
    return _shrinking_issue(table_layout, f"the table shrinks to {size}", hint, chosen.step, origin)


def table_narrows(table_layout: TableLayout, chosen: TableSetting) -> Issue:
    """The warning that a table is smaller only so that its longest words are not broken; it is reported at the longest one."""
    style = table_layout.styles.get("body") or next(iter(table_layout.styles.values()))
    message = f"the table shrinks to {size_at(style, chosen.step) / 100:g} pt"
    hint = "its longest words don't fit side by side: shorten them, or leave a column out"
    table, longest = table_layout.table, table_layout.cell_with_longest_word()
    rows = [row for row in (*table.header, *table.rows) if any(cell is longest for cell in row.cells)]
    texts = [origin for paragraph in (longest.paragraphs if longest else ()) for origin in paragraph.origins]
    origin = origin_inside(table, [*texts, *(row.origin for row in rows)])
    return _shrinking_issue(table_layout, message, hint, chosen.step, origin)


def table_continues(
    table_layout: TableLayout, chosen: TableSetting, capacity: int, pages: Sequence[Sequence[Row]]
) -> Issue:
    """The warning that a table takes more than one slide; it is reported where the second of `pages` begins.

    A row that names a group and is repeated there has been on the first page already.
    """
    message = f"the table takes {len(pages)} slides"
    hint = f"cut about {_amount_to_cut(table_layout, chosen, capacity)} to keep it on one slide"
    origins = (row.origin for page in pages[1:2] for row in page if row not in pages[0])
    return make_issue("continues", message, origin_inside(table_layout.table, origins), hint)


def row_too_tall(table_layout: TableLayout, setting: TableSetting, rows: Sequence[Row]) -> Issue:
    """The error that the tallest of the rows of one page does not fit it; it is reported at the row's tallest cell."""
    tallest = max(rows, key=lambda row: table_layout.row_height(row, setting))
    message = "a row of the table is taller than the slide and cannot be split"
    origin = _origin_of_tallest_cell(table_layout, setting, tallest)
    return make_issue("table-too-tall", message, origin, "shorten the text of its longest cell")


def header_too_tall(table_layout: TableLayout, setting: TableSetting) -> Issue:
    """The error that the header leaves no room for rows; it is reported at the tallest name of a column."""
    tallest = max(table_layout.table.header, key=lambda row: table_layout.row_height(row, setting))
    message = "the header of the table takes more than half of the slide"
    origin = _origin_of_tallest_cell(table_layout, setting, tallest)
    return make_issue("header-too-tall", message, origin, "shorten the names of the columns")


def _origin_of_tallest_cell(table_layout: TableLayout, setting: TableSetting, row: Row) -> Origin:
    """Where the tallest cell of a row was written; else its row, else its table."""

    def height(cell: Cell, width: int) -> int:
        return stack_height(table_layout.lay_out_cell(cell, width, setting))

    tallest, _ = max(cells_with_widths(row, setting.widths), key=lambda cell: height(*cell))
    own = next((origin for paragraph in tallest.paragraphs for origin in paragraph.origins), row.origin)
    return own if own.path else table_layout.table.origin


def _amount_to_cut(table_layout: TableLayout, setting: TableSetting, capacity: int) -> str:
    """How much to cut: the words of the rows that do not fit, and the number of these rows if there are several."""
    rows = table_layout.table.rows
    used = table_layout.total_height(table_layout.table.header, setting)
    excess = []
    for row in rows:
        used += table_layout.row_height(row, setting)
        if used > capacity:
            excess.append(row)
    words = sum(len(cell.plain_text.split()) for row in excess for cell in row.cells)
    word_count = number_of(max(words, 1), "word")
    return f"{number_of(len(excess), 'row')} ({word_count})" if 1 < len(excess) < len(rows) else word_count


def _shrinking_issue(table_layout: TableLayout, message: str, hint: str, step: int, origin: Origin) -> Issue:
    paragraphs = table_layout.table.all_paragraphs()
    issue = make_issue("shrinks", message, origin, hint)
    return shrinking_issue(table_layout.measurer, issue, paragraphs, table_layout.styles, step)
