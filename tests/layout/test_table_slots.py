"""Tables: column widths follow the content, rows are as high as their text, and rows that belong together share a page."""

import pytest
from blocks_for_tests import cell, lay_out_slides, pages_of, para, row, rows_of, slide, table, table_of, text_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import frame_checks
from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Table, Text
from deckgen.ir.frames import TextFrame
from deckgen.layout import Measurer
from deckgen.layout.columns import Columns
from deckgen.layout.table import TableLayout, TableSetting
from deckgen.layout.words import ZERO_WIDTH_SPACE

LONG = "The framework makes consultations clearer and more useful to those who take part in them. "


def test_column_with_long_text_is_wider_than_one_with_short_text(brand: Brand) -> None:
    [page] = pages_of(brand, slide(table([row(LONG * 2, "5%", "6%")] * 3, 3), layout="table"))
    wide, *narrow = table_of(page).columns
    assert wide > 1.2 * max(narrow)


def test_even_columns_keep_their_shares(brand: Brand) -> None:
    found = table([row(LONG * 2, "5%", "6%")] * 3, 3)
    even = replace(found, columns=(Column(share=2.0, fixed=True), Column(fixed=True), Column(fixed=True)))
    [page] = pages_of(brand, slide(even, layout="table"))
    first, *others = table_of(page).columns
    assert max(abs(first - 2 * other) for other in others) < 10


def test_no_word_is_broken_while_another_column_has_room(brand: Brand, measurer: Measurer) -> None:
    words = ["Internationalization", "of", "a"]
    found = table([row(LONG * 3, words[0], words[1], words[2])] * 4, 4)
    [page] = pages_of(brand, slide(found, layout="table"))
    table_layout = TableLayout(measurer, found, brand.layouts["table"].slots["table"], table_of(page).box.width)
    low = measurer.text_widths((para(words[0]),), table_layout.styles, 0).min_content
    assert table_of(page).columns[1] >= low


@given(st.lists(st.lists(st.text("ab ", min_size=1, max_size=120), min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_table_is_lower_than_its_least_height(brand: Brand, measurer: Measurer, texts: list[list[str]]) -> None:
    layout = TableLayout(
        measurer, table([row(*each) for each in texts], 3), brand.layouts["table"].slots["table"], 4_000_000
    )
    for padding, step in (layout.choices[0], layout.choices[-1]):
        rows = (*layout.table.header, *layout.table.rows)
        assert layout.least_height(padding, step) <= layout.total_height(rows, layout.setting(padding, step))


def test_sizes_at_which_a_table_is_surely_too_high_are_not_laid_out(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    widths = Columns.widths
    monkeypatch.setattr(Columns, "widths", lambda *given: tried.append(given[0].step) or widths(*given))
    pages = pages_of(brand, slide(table([row("One", "Two")] * 30, 2), layout="table"))
    assert len(pages) == 2
    assert all(step <= 0 for step in tried)


def test_attempts_to_arrange_a_slide_share_what_is_measured(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[tuple[int, int]] = []
    begin = Columns.__init__
    monkeypatch.setattr(Columns, "__init__", lambda *given: measured.append((given[4], given[5])) or begin(*given))
    assert len(pages_of(brand, slide(table([row("One", "Two words")] * 30, 2), layout="table"))) == 2
    assert measured
    assert len(measured) == len(set(measured))  # widths and steps


def test_table_shrinks_instead_of_breaking_a_word(brand: Brand) -> None:
    found = [pages_of(brand, slide(table([row(*["n" * length] * 8)], 8), layout="table")) for length in range(12, 19)]
    shown = [
        (run.size, "\u200b" in run.text)
        for [page] in found
        for c in table_of(page).rows[1][:1]
        if c
        for run in c.paragraphs[0].runs
    ]
    assert {size for size, torn in shown if torn} == {1200}
    assert {size for size, torn in shown if not torn} >= {1100, 1200}
    torn = [torn for _, torn in shown]
    assert torn == sorted(torn)


def shown_figures(found: Table, brand: Brand) -> list[tuple[str, int]]:
    """The texts of the first column with their sizes, of tables on one slide."""
    [page] = pages_of(brand, slide(found, layout="key-results--cards"))
    return [(r.text, r.size) for cells in table_of(page).rows if cells[0] for r in cells[0].paragraphs[0].runs]


def test_figure_takes_width_from_other_cards_before_it_breaks(brand: Brand) -> None:
    columns = (Column(tight=True), *(Column(fixed=True),) * 3)
    cells = (cell("Q2"), *(Cell((para(figure, "figure"),)) for figure in ("$1,250,300,000", "5%", "60%")))
    [page] = pages_of(brand, slide(Table("table", columns, (), (Row(cells),)), layout="key-results--cards"))
    names, first, second, third = table_of(page).columns
    assert rows_of(table_of(page))[0][1] == "$1,250,300,000"
    assert names < third < first
    assert abs(second - third) < 10


def test_figure_that_cannot_get_the_width_becomes_smaller(brand: Brand) -> None:
    columns = (Column(fixed=True),) * 3
    cells = {figure: (Cell((para(figure, "figure"),)),) * 3 for figure in ("60%", "$81,500,000,000")}
    found = {figure: shown_figures(Table("table", columns, (), (Row(row),)), brand)[0] for figure, row in cells.items()}
    assert {figure: text for figure, (text, _) in found.items()} == {figure: figure for figure in cells}
    assert found["$81,500,000,000"][1] < found["60%"][1]


def test_figures_are_whole_where_long_words_have_to_break(brand: Brand) -> None:
    figures = ["+8.1%", "$8,100,000", "-35.5%", "(2,345,678)"]
    words = ["n" * 45] * 4
    [page] = pages_of(brand, slide(table([row(*figures, *words)], 8), layout="table"))
    texts = rows_of(table_of(page))[1]
    assert texts[:4] == figures
    assert any("\u200b" in text for text in texts[4:])


def test_address_takes_over_half_of_a_table_if_others_need_less(brand: Brand) -> None:
    address = (
        "https://meta.wikimedia.org/wiki/Community_health_initiative/Per-user_page_and_upload_blocking/archive/all"
    )
    link = Cell((Paragraph((Run(address, link=address),)),))
    for others, shown in (
        (["x", "y", "z"], address),
        ([LONG, "y", LONG], "meta.wikimedia.org/…page_and_upload_blocking/archive/all"),
    ):
        found = table([Row((link, *map(cell, others))), row(*"abcd")], 4)
        [page] = pages_of(brand, slide(found, layout="table"))
        assert rows_of(table_of(page))[1][0].replace("\u200b", "") == shown


def test_tight_column_is_as_wide_as_its_text(brand: Brand) -> None:
    found = Table("table", (Column(3), Column(tight=True)), (), (row(LONG, "–"), row(LONG, "–")), "Table: sample")
    [page] = pages_of(brand, slide(found, layout="table"))
    assert table_of(page).columns[1] < 400_000


def test_table_that_does_not_fit_continues_evenly_with_its_header(brand: Brand) -> None:
    found = pages_of(brand, slide(table([row(f"Row {n}", LONG) for n in range(40)], 2), layout="table"))
    assert len(found) > 1
    for page in found:
        assert rows_of(table_of(page))[0] == ["Head 0", "Head 1"]
    counts = [len(table_of(page).rows) - 1 for page in found]
    assert sum(counts) == 40
    assert max(counts) - min(counts) <= 1


def test_part_rows_stay_with_their_parent(brand: Brand) -> None:
    rows = [row(f"{n}", LONG, kind=kind) for n in range(12) for kind in ("body", "part", "part")]
    for page in pages_of(brand, slide(table(rows, 2), layout="table")):
        names = [cells[0] for cells in rows_of(table_of(page))[1:]]
        assert all(names.count(name) == 3 for name in names)


def test_group_row_is_repeated_on_every_page_of_the_group(brand: Brand) -> None:
    rows = [Row((Cell((para("The group"),), span=2),), "group"), *[row(f"{n}", LONG) for n in range(40)]]
    found = pages_of(brand, slide(table(rows, 2), layout="table"))
    assert len(found) > 1
    assert all(rows_of(table_of(page))[1] == ["The group"] for page in found)


def test_cell_taller_than_a_slide_is_split_between_lines(brand: Brand) -> None:
    text = " ".join(f"word{n}" for n in range(2500))
    found = pages_of(brand, slide(table([row("Name", text)], 2), layout="table"))
    assert len(found) > 1
    shown = " ".join(cells[1] for page in found for cells in rows_of(table_of(page))[1:])
    assert shown.split() == text.split()


def test_table_loses_padding_before_its_text_shrinks(fixed_brand: Brand) -> None:
    few, many = (pages_of(fixed_brand, slide(table([row("a", "b")] * n, 2), layout="table"))[0] for n in (3, 15))
    first, second = (table_of(page).rows[1][0] for page in (few, many))
    assert first is not None
    assert second is not None
    assert first.insets.top > second.insets.top
    assert first.paragraphs[0].runs[0].size == second.paragraphs[0].runs[0].size == 1200


def test_all_cells_of_a_table_have_one_size(fixed_brand: Brand) -> None:
    page = pages_of(fixed_brand, slide(table([row("a", LONG * 4)] * 9, 2), layout="table"))[0]
    found = {run.size for cells in table_of(page).rows[1:] for c in cells if c for p in c.paragraphs for run in p.runs}
    assert len(found) == 1
    assert found <= {1100, 1150, 1200}


def test_marks_are_before_the_first_line_of_their_cell(brand: Brand) -> None:
    marked = Row((cell("Name"), cell("On track", mark="on-track")))
    [page] = pages_of(brand, slide(table([row("x", "y"), marked], 2), layout="table"))
    frame = table_of(page)
    [mark] = frame.marks
    top = frame.box.y + sum(frame.heights[:2])
    assert top < mark.box.y < mark.box.bottom < top + frame.heights[2]
    assert frame.box.x + frame.columns[0] < mark.box.x
    shown = frame.rows[2][1]
    assert shown is not None
    assert mark.box.right < frame.box.x + frame.columns[0] + shown.insets.left


def test_empty_table_and_empty_cells_are_laid_out(brand: Brand) -> None:
    for rows in ([], [row("", "")], [Row((Cell(), Cell()))]):
        deck, problems = lay_out_slides(brand, slide(table(rows, 2), layout="table"))
        assert problems == []
        assert frame_checks.problems(deck) == []


def test_table_without_rows_shows_its_header(brand: Brand) -> None:
    [page] = pages_of(brand, slide(table([], 2), layout="table"))
    assert rows_of(table_of(page)) == [["Head 0", "Head 1"]]


texts = st.text(st.sampled_from("abc defg hij-klm. 0123,%"), max_size=160)


@settings(max_examples=50, deadline=None)
@example([["0000.0", *["a" * 20] * 5]])
@given(st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(texts, min_size=n, max_size=n), min_size=1, max_size=25)))
def test_no_cell_text_is_lost_and_everything_fits(brand: Brand, cells: list[list[str]]) -> None:
    found = table([row(*texts) for texts in cells], len(cells[0]))
    deck, problems = lay_out_slides(brand, slide(found, layout="table"))
    assert problems == []
    assert frame_checks.problems(deck) == []
    shown = [r for page in deck.pages for r in rows_of(table_of(page))[1:]]
    # A word wider than its column has marks where it may break.
    written = "".join("".join(map("".join, shown)).replace(ZERO_WIDTH_SPACE, "").split())
    assert written == "".join("".join(map("".join, cells)).split())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1, max_size=10), st.integers(2_000_000, 11_000_000))
def test_columns_fill_the_width_and_break_no_word_without_need(
    brand: Brand, measurer: Measurer, cells: list[list[str]], width: int
) -> None:
    found = table([row(*texts) for texts in cells], 3)
    slot = brand.layouts["table"].slots["table"]
    table_layout = TableLayout(measurer, found, slot, width)
    widths = table_layout.widths(0)
    assert sum(widths) == width
    minimum = Columns(found, measurer, slot.styles, width, 0).min_content
    if sum(minimum) <= width:
        assert all(w >= low - 1 for w, low in zip(widths, minimum, strict=True))
    assert all(table_layout.row_height(r, TableSetting(widths, 0, 0)) > 0 for r in found.rows)


def test_table_leaves_room_to_what_is_below_a_slot_without_content(brand: Brand) -> None:
    line = "Ten more teams take part this year Ten more teams take part this year "
    findings = table([row("A", "B")] * 3, 2, header=False, slot="findings")
    decisions = Text("decisions", tuple(para(line) for _ in range(6)))
    [page] = pages_of(brand, slide(findings, decisions, layout="at-a-glance-decisions"))
    [below] = [frame for frame in page.frames_of(TextFrame) if frame.slot == "decisions"]
    assert below.box.y >= table_of(page).box.bottom
    assert text_of(page, "decisions").count("Ten more") == 12
