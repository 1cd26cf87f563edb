"""The rows of a table have even space around their text in the brand's font, and hold the text in the fallback, too."""

from collections.abc import Sequence
from itertools import product

import pytest
from blocks_for_tests import cell, para, row, table
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Paragraph, Row, Run, Table
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT
from deckgen.layout.cell_places import PlacedCell, placed_cells
from deckgen.layout.measure import Measurer
from deckgen.layout.rows import split_rows
from deckgen.layout.sizes import size_at
from deckgen.layout.stacks import brand_stack_height, stack_height
from deckgen.layout.table import TableLayout, TableSetting
from deckgen.layout.table_frames import table_frame

WORDS = ("Editors of all wikis edited more this quarter than they did in the quarter before it, and " * 6).split()


def layout_of(brand: Brand, found: Table, width: int = 6 * EMU_PER_INCH) -> TableLayout:
    return TableLayout(Measurer(brand), found, brand.layouts["table"].slots["table"], width)


def places_of(layout: TableLayout, setting: TableSetting, found: Row) -> list[PlacedCell]:
    """The cells of a row in their places."""
    return [*placed_cells(layout, setting, layout.laid_out_row(found, setting), layout.row_height(found, setting))]


def longer_in_fallback(brand: Brand, width: int, lines: tuple[int, int] = (1, 2)) -> str:
    """A text of so many lines in the brand's font and in the fallback, in a cell of a width."""
    layout = layout_of(brand, table([row("a", "b")], 2))
    for start, count in product(range(20), range(2, 50)):
        text = " ".join(WORDS[start : start + count])
        [measured] = layout.lay_out_cell(cell(text), width, TableSetting((), 0, 0))
        if measured.line_counts == lines:
            return text
    raise AssertionError("no text takes a line more in the fallback")


def tight_setting(layout: TableLayout) -> TableSetting:
    return TableSetting(layout.widths(0), layout.smallest_padding, 0)


@pytest.fixture
def uneven(brand: Brand) -> TableLayout:
    """A table of one column, with texts of one line, and one that takes two lines in the fallback."""
    width = 3 * EMU_PER_INCH
    return layout_of(brand, table([row("Short."), row(longer_in_fallback(brand, width)), row("Short.")], 1), width)


@pytest.mark.parametrize("spare", [0.05, 0.2, 0.4, 0.8, 1.2, 3.0])
def test_spare_height_makes_the_padding_in_the_brands_font_even(uneven: TableLayout, spare: float) -> None:
    rows = (*uneven.table.header, *uneven.table.rows)
    tight = tight_setting(uneven)
    capacity = uneven.total_height(rows, tight) + round(spare * EMU_PER_INCH)
    setting = uneven.spread(tight, [rows], capacity)
    texts = [uneven.laid_out_row(row, setting).brand_height for row in rows]
    heights = [uneven.row_height(row, setting) for row in rows]
    lowest = [uneven.row_height(row, tight) for row in rows]
    spreads = [min(setting.spread, EMU_PER_INCH // 10) if row.kind == "header" else setting.spread for row in rows]
    assert heights == [max(b + 2 * spread, low) for b, spread, low in zip(texts, spreads, lowest, strict=True)]
    assert tight.padding < setting.spread <= uneven.measurer.look.table.spread
    is_limited = setting.spread == uneven.measurer.look.table.spread
    assert sum(heights) <= capacity
    assert is_limited or capacity - sum(heights) < 2 * len(rows)


def test_enough_spare_height_makes_all_padding_equal(uneven: TableLayout) -> None:
    rows = uneven.table.rows
    setting = uneven.spread(tight_setting(uneven), [rows], 10 * EMU_PER_INCH)
    assert {uneven.row_height(row, setting) - uneven.laid_out_row(row, setting).brand_height for row in rows} == {
        2 * setting.spread
    }


def test_rows_without_spare_height_keep_their_setting(uneven: TableLayout) -> None:
    rows = uneven.table.rows
    tight = tight_setting(uneven)
    assert uneven.spread(tight, [rows], uneven.total_height(rows, tight)) == tight
    assert uneven.spread(tight, [rows], uneven.total_height(rows, tight) // 2) == tight


def test_rows_spread_only_in_a_brand_with_that_key(fixed_brand: Brand) -> None:
    layout = layout_of(fixed_brand, table([row("Short.")], 1))
    tight = tight_setting(layout)
    assert layout.spread(tight, [layout.table.rows], 10 * EMU_PER_INCH) == tight


def labelled(brand: Brand, anchor: str) -> tuple[TableLayout, TableSetting, Row]:
    """A table of fixed columns with a label beside a text that takes a line more in the fallback; it is spread."""
    plain = table([row("Label", "x")], 2)
    fixed = replace(plain, columns=tuple(replace(column, fixed=True) for column in plain.columns), anchor=anchor)
    text = longer_in_fallback(brand, layout_of(brand, fixed).widths(0)[1])
    layout = layout_of(brand, replace(fixed, rows=(row("Label", text), row("Other", "x"))))
    rows = layout.table.rows
    setting = layout.spread(tight_setting(layout), [rows], layout.total_height(rows, tight_setting(layout)) + 400_000)
    return layout, setting, rows[0]


def test_cells_of_a_row_begin_on_one_line_in_the_brands_font(brand: Brand) -> None:
    layout, setting, found = labelled(brand, "top")
    label, text = places_of(layout, setting, found)
    assert text.text[0].line_counts == (1, 2)
    assert (label.anchor, label.above) == (text.anchor, text.above) == ("top", label.text_top)
    assert (
        setting.spread
        <= label.text_top
        <= (layout.row_height(found, setting) - layout.laid_out_row(found, setting).brand_height) // 2
    )


def test_a_single_text_is_in_the_middle_of_its_row_in_both_fonts(uneven: TableLayout) -> None:
    rows = uneven.table.rows
    tight = tight_setting(uneven)
    setting = uneven.spread(tight, [rows], uneven.total_height(rows, tight) + EMU_PER_INCH // 20)
    [placed] = places_of(uneven, setting, rows[1])
    height = uneven.row_height(rows[1], setting)
    assert placed.anchor == "middle"
    assert placed.above == placed.below
    assert abs(height - 2 * placed.text_top - brand_stack_height(placed.text)) <= 1


def narrower(brand: Brand) -> TableLayout:
    """A table of one column with a text that has as many lines in both fonts in a narrower place."""
    width = 3 * EMU_PER_INCH
    text = longer_in_fallback(brand, width, (4, 5))
    return layout_of(brand, table([row("Short."), row(text), row("Short.")], 1), width)


@pytest.mark.parametrize("spare", [0.12, 0.2])
def test_text_gets_as_many_lines_in_both_fonts_for_even_rows(brand: Brand, spare: float) -> None:
    layout = narrower(brand)
    rows, tight = layout.table.rows, tight_setting(layout)
    capacity = layout.total_height(rows, tight) + round(spare * EMU_PER_INCH)
    setting = layout.with_even_rows(layout.spread(tight, [rows], capacity), [rows], capacity)
    [found] = layout.laid_out_row(rows[1], setting).cells
    assert found.text[0].line_counts == (5, 5)
    assert layout.total_height(rows, setting) <= capacity
    assert {layout.row_height(r, setting) - layout.laid_out_row(r, setting).brand_height for r in rows} == {
        2 * setting.spread
    }


def test_inset_of_a_narrower_text_holds_its_lines(brand: Brand) -> None:
    layout = narrower(brand)
    rows, tight = layout.table.rows, tight_setting(layout)
    capacity = layout.total_height(rows, tight) + EMU_PER_INCH // 8
    setting = layout.with_even_rows(layout.spread(tight, [rows], capacity), [rows], capacity)
    heights = [layout.row_height(row, setting) for row in rows]
    frame = table_frame(layout, setting, rows, heights, layout.slot, (0, 0))
    [short, long] = [frame.rows[n][0] for n in (0, 1)]
    assert short is not None
    assert long is not None
    [text] = layout.laid_out_row(rows[1], setting).cells[0].text
    assert long.insets.left == short.insets.left
    assert layout.width - long.insets.left - long.insets.right <= text.width


@pytest.mark.parametrize("room", [0, 10])
def test_rows_without_room_or_with_enough_keep_the_width_of_their_text(brand: Brand, room: int) -> None:
    layout = narrower(brand)
    rows, tight = layout.table.rows, tight_setting(layout)
    capacity = layout.total_height(rows, tight) + room * EMU_PER_INCH
    setting = layout.spread(tight, [rows], capacity)
    assert layout.with_even_rows(setting, [rows], capacity) == setting


STYLES = ("body", "strong", "small", "group", "header")


@given(
    st.lists(st.lists(st.tuples(st.sampled_from(STYLES), st.integers(1, 40)), max_size=3), min_size=1, max_size=4),
    st.integers(0, 3 * EMU_PER_INCH),
    st.sampled_from(["top", "middle"]),
)
@settings(max_examples=60, deadline=None)
def test_first_lines_of_any_row_stand_on_one_baseline(
    packaged_brand: Brand, texts: list[list[tuple[str, int]]], spare: int, anchor: str
) -> None:
    cells = tuple(Cell(tuple(para(" ".join(WORDS[:count]), style) for style, count in each)) for each in texts)
    layout = layout_of(packaged_brand, replace(table([row("a")], len(cells)), rows=(Row(cells),), anchor=anchor))
    layout.styles = {name: replace(layout.styles["body"], size=900 + 600 * n) for n, name in enumerate(STYLES)}
    layout.slot = replace(layout.slot, styles=layout.styles)
    rows, tight = layout.table.rows, tight_setting(layout)
    setting = layout.spread(tight, [rows], layout.total_height(rows, tight) + spare)
    height, places = layout.row_height(rows[0], setting), places_of(layout, setting, rows[0])
    assert all(placed.above + stack_height(placed.text) + placed.below <= height for placed in places)
    assert all(min(placed.above, placed.below) >= tight.padding for placed in places)
    several = [placed for placed in places if placed.text]
    if anchor == "middle":
        several = [placed for placed in several if len(placed.text) == placed.text[0].line_count == 1]
    measurer = layout.measurer
    baselines = {placed.text_top + measurer.ascent(placed.text[0].style, placed.text[0].size) for placed in several}
    assert max(baselines, default=0) - min(baselines, default=0) <= 2


def figure_row(brand: Brand, spare: int) -> tuple[TableLayout, TableSetting]:
    """A row in whose middle are a name that takes two lines only in the fallback, and a large figure, with `spare` EMU."""
    layout = layout_of(brand, replace(table([row("a", "b")], 2), anchor="middle"))
    columns = tuple(replace(column, fixed=True) for column in layout.table.columns)
    body = replace(layout.styles["body"], size=1800)
    styles = {"body": body, "figure": replace(body, size=2800)}
    slot, figure = replace(layout.slot, styles=styles), Cell((Paragraph((Run("24%"),), "figure"),))
    for start, count in product(range(20), range(2, 9)):
        rows = (Row((cell(" ".join(WORDS[start : start + count])), figure)), row("x", "y"))
        found = TableLayout(layout.measurer, replace(layout.table, rows=rows, columns=columns), slot, layout.width)
        tight = tight_setting(found)
        if found.laid_out_row(rows[0], tight).cells[0].text[0].line_counts == (1, 2):
            return found, found.spread(tight, [rows], found.total_height(rows, tight) + spare)
    raise AssertionError("no name takes a line more in the fallback")


@pytest.mark.parametrize("spare", [0, 0.05, 0.2, 0.8])
def test_name_of_two_lines_in_the_fallback_stands_on_the_baseline(brand: Brand, spare: float) -> None:
    layout, setting = figure_row(brand, round(spare * EMU_PER_INCH))
    name, figure = places = places_of(layout, setting, layout.table.rows[0])
    ascents = [layout.measurer.ascent(placed.text[0].style, placed.text[0].size) for placed in places]
    assert abs(name.text_top + ascents[0] - figure.text_top - ascents[1]) <= EMU_PER_POINT // 2
    height = layout.row_height(layout.table.rows[0], setting)
    assert all(placed.above + stack_height(placed.text) + placed.below <= height for placed in places)
    assert all(min(placed.above, placed.below) >= setting.padding for placed in places)


def test_row_cut_over_pages_has_room_for_its_common_baseline(brand: Brand) -> None:
    layout = layout_of(brand, table([row("a", "b")], 2))
    layout.styles = {
        "body": replace(layout.styles["body"], size=1200),
        "strong": replace(layout.styles["body"], size=3600),
    }
    layout.table = replace(layout.table, rows=(Row((Cell((para("Large", "strong"),)), cell(" ".join(WORDS * 5)))),))
    layout = TableLayout(layout.measurer, layout.table, replace(layout.slot, styles=layout.styles), layout.width)
    tight = tight_setting(layout)
    for room in range(1_100_000, 2_500_000, 100_000):
        pages = split_rows(layout, tight, room, room)
        assert len(pages) > 1
        assert all(layout.total_height(rows, tight) <= room for rows in pages)


@pytest.mark.parametrize("room", [0, 0.3, 2.0])
def test_page_with_room_evens_the_space_of_its_rows(uneven: TableLayout, room: float) -> None:
    rows = uneven.table.rows
    start = uneven.spread(tight_setting(uneven), [rows], uneven.total_height(rows, tight_setting(uneven)) + 40_000)
    capacity = uneven.total_height(rows, start) + round(room * EMU_PER_INCH)
    setting = uneven.evened(start, rows, capacity)
    assert setting.spread >= start.spread
    assert uneven.total_height(rows, setting) <= max(capacity, uneven.total_height(rows, start))
    spaces = {uneven.row_height(row, setting) - uneven.laid_out_row(row, setting).brand_height for row in rows}
    assert (max(spaces) - min(spaces) <= 1) == (room == 2.0)
    assert (setting.spread > start.spread) == (room > 0)
    assert setting.spread < uneven.measurer.look.table.spread


@pytest.mark.parametrize("anchor", ["top", "middle"])
def test_rows_hold_their_text_in_both_fonts(brand: Brand, anchor: str) -> None:
    layout, setting, found = labelled(brand, anchor)
    height = layout.row_height(found, setting)
    for placed in places_of(layout, setting, found):
        assert placed.above + stack_height(placed.text) + placed.below <= height
        assert min(placed.above, placed.below) >= layout.smallest_padding


def test_setting_is_limited_to_the_padding_of_a_table_beside_it() -> None:
    setting = TableSetting((1,), 10, 0, 100)
    assert setting.shown_padding == 100
    assert setting.limited_to(60) == TableSetting((1,), 10, 0, 60)
    assert setting.limited_to(5).shown_padding == 5


def test_paragraph_layout_has_the_height_in_the_brands_font(brand: Brand) -> None:
    width = 6 * EMU_PER_INCH
    styles = brand.layouts["table"].slots["table"].styles
    measured = Measurer(brand).measure(
        para(longer_in_fallback(brand, width, (2, 3))), styles, width - 2 * brand.look.table.side, 0
    )
    assert measured.line_counts == (2, 3)
    assert measured.brand_height < measured.height


def grown(brand: Brand, columns: int) -> TableLayout:
    """A table whose text may grow, with rows that take more lines in the fallback at some sizes."""
    texts = [" ".join(WORDS[start : start + count]) for start, count in ((0, 13), (3, 29), (7, 41), (1, 17))]
    layout = layout_of(brand, table([row(*[text] * columns) for text in texts], columns, header=False))
    styles = {"body": replace(layout.styles["body"], size=1200, maximum=2400)}
    return TableLayout(layout.measurer, layout.table, replace(layout.slot, styles=styles), layout.width)


def space_difference(layout: TableLayout, setting: TableSetting) -> int:
    rows = layout.table.rows
    spaces = [layout.row_height(row, setting) - layout.laid_out_row(row, setting).brand_height for row in rows]
    return max(spaces) - min(spaces)


def test_text_of_one_column_grows_less_for_even_rows(brand: Brand) -> None:
    layout, changed = grown(brand, 1), 0
    for step in range(-20, -3):
        tight = TableSetting(layout.widths(step), layout.smallest_padding, step)
        capacity = layout.total_height(layout.table.rows, tight) + 60_000
        before = layout.spread(tight, [layout.table.rows], capacity)
        after = layout.with_even_rows(before, [layout.table.rows], capacity)
        assert layout.total_height(layout.table.rows, after) <= capacity
        assert step <= after.step <= step + 3
        if after != before:
            changed += 1
            assert space_difference(layout, after) <= 2 * layout.smallest_padding < space_difference(layout, before)
    assert changed


def test_text_that_is_not_grown_keeps_its_size_in_uneven_rows(brand: Brand) -> None:
    layout = grown(brand, 1)
    tight = tight_setting(layout)
    assert layout.with_even_rows(tight, [layout.table.rows], layout.total_height(layout.table.rows, tight)) == tight


@pytest.mark.parametrize("columns", [1, 2])
def test_pages_of_a_table_get_fewer_uneven_rows_at_one_size(brand: Brand, columns: int) -> None:
    layout, changed = grown(brand, columns), 0
    first, second = layout.table.rows[:2], layout.table.rows[2:]
    for step in range(-20, -3):
        tight = TableSetting(layout.widths(step), layout.smallest_padding, step)
        capacity = max(layout.total_height(first, tight), layout.total_height(second, tight)) + 60_000
        before = layout.spread(tight, [first, second], capacity)
        after = layout.with_even_rows(before, [first, second], capacity)
        assert all(layout.total_height(rows, after) <= capacity for rows in (first, second))
        counts = [sum(uneven_rows(layout, each, rows) for rows in (first, second)) for each in (before, after)]
        assert counts[1] <= counts[0]
        changed += counts[1] < counts[0]
    assert changed


def uneven_rows(layout: TableLayout, setting: TableSetting, rows: Sequence[Row]) -> int:
    spaces = [layout.row_height(row, setting) - layout.laid_out_row(row, setting).brand_height for row in rows]
    return len([1 for space in spaces if space - min(spaces) > 2 * layout.smallest_padding])


def test_text_that_is_easily_read_grows_only_with_space_around_it(brand: Brand) -> None:
    plain = grown(brand, 1)
    sentences = replace(plain.table, has_sentences=True)
    layout = TableLayout(plain.measurer, sentences, plain.slot, plain.width)
    paddings = brand.look.table.paddings
    for room in range(EMU_PER_INCH, 5 * EMU_PER_INCH, EMU_PER_INCH // 10):
        smallest = layout.setting(layout.smallest_padding, 0)
        setting = layout.grown_setting(-100, smallest, lambda each, room=room: load(layout, each, room))
        size = size_at(layout.styles["body"], setting.step)
        assert setting.padding >= (paddings[0] if size > 1400 else paddings[-1])
        assert size <= 1400 or setting.padding >= size * EMU_PER_POINT / 250
    assert size > 1400


def load(layout: TableLayout, setting: TableSetting, room: int) -> float:
    return layout.total_height(layout.table.rows, setting) / room


def with_figures(brand: Brand, maximum: int) -> TableLayout:
    """A table of a text and a large figure, whose text has its `maximum` size from step -4 on or grows with the figure."""
    rows = [
        Row((cell(" ".join(WORDS[start : start + count])), Cell((Paragraph((Run("+18.2% YoY"),), "figure"),))))
        for start, count in ((0, 9), (3, 11), (7, 7), (1, 5))
    ]
    layout = layout_of(brand, table(rows, 2, header=False))
    body = replace(layout.styles["body"], size=1200, maximum=maximum)
    styles = {"body": body, "figure": replace(body, size=1400, maximum=4800)}
    return TableLayout(layout.measurer, layout.table, replace(layout.slot, styles=styles), layout.width)


def even_figures(layout: TableLayout) -> list[tuple[TableSetting, TableSetting]]:
    """Settings with uneven rows, each with the one that has even rows, if there is one."""
    tight = [TableSetting(layout.widths(step), layout.smallest_padding, step) for step in range(-40, -4)]
    return [(one, found) for one in tight if (found := layout.with_even_figures(one)) != one]


def test_figures_grow_less_for_even_rows_beside_them(brand: Brand) -> None:
    layout = with_figures(brand, 1400)
    changed = even_figures(layout)
    assert changed
    for before, after in changed:
        assert before.step < after.step <= before.step + 6
        assert space_difference(layout, after) <= 2 * layout.smallest_padding < space_difference(layout, before)


def test_text_keeps_its_size_beside_figures(brand: Brand) -> None:
    assert even_figures(with_figures(brand, 4800)) == []


def test_text_grows_only_as_long_as_reported_figures_are_whole(brand: Brand) -> None:
    figure = Cell((Paragraph((Run("+18.2% YoY"),), "figure"),), align="end")
    layout = with_figures(brand, 1400)
    rows = [replace(each, cells=(each.cells[0], figure, figure, figure)) for each in layout.table.rows]
    found = table(rows, 4, header=False)
    columns = tuple(replace(each, is_reported=n > 0) for n, each in enumerate(found.columns))
    layout = TableLayout(layout.measurer, replace(found, columns=columns), layout.slot, layout.width)
    grown_to = layout.grown_setting(-40, tight_setting(layout), lambda _setting: 0.5)
    lines = [layout.lay_out_cell(figure, width, grown_to)[0].line_counts for width in grown_to.widths[1:]]
    assert grown_to.step < 0
    assert lines == [(1, 1)] * 3


@pytest.mark.parametrize("anchor", ["top", "middle"])
def test_sub_row_stands_close_to_its_row_however_rows_spread(brand: Brand, anchor: str) -> None:
    above = replace(row("Readers", "+8%"), ruled=False, bound="below")
    below = replace(row("Why: the new search", ""), kind="sub", bound="above")
    found = replace(table([above, below, row("Editors", "+2%")], 2), anchor=anchor)
    layout = layout_of(brand, found)
    setting = layout.spread(tight_setting(layout), [found.rows], 10 * EMU_PER_INCH)
    tops = [places_of(layout, setting, each)[0].text_top for each in found.rows]
    laid_out = [layout.laid_out_row(each, setting) for each in found.rows]
    ends = [
        layout.row_height(each, setting) - top - text.brand_height
        for each, top, text in zip(found.rows, tops, laid_out, strict=True)
    ]
    assert setting.spread > 3 * setting.padding
    for space in (tops[0], ends[1], tops[2], ends[2]):
        assert space == pytest.approx(setting.spread, abs=2)
    assert ends[0] + tops[1] == pytest.approx(2 * setting.padding, abs=2)
