"""Content too long for one page: pages are few and even, and content that belongs together stays together."""

import pytest
from blocks_for_tests import cell, pages_of, para, row, rows_of, slide, table, table_of, text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Paragraph, Row, Run, Text
from deckgen.ir.frames import Page, TextFrame
from deckgen.layout import Measurer
from deckgen.layout.split import ParagraphRemainder, rejoin_paragraphs


def numbered_words(count: int) -> str:
    return " ".join(f"word{n}" for n in range(count))


def column(words: int, *more: Paragraph) -> Text:
    return Text(
        "situation", (para("The situation", "heading", keep_with_next=True), para(numbered_words(words)), *more)
    )


def fill_share(page: Page, slot: str) -> float:
    frame = next(f for f in page.frames if isinstance(f, TextFrame) and f.slot == slot)
    return frame.text_height / frame.box.height


@pytest.mark.parametrize("words", range(100, 700, 60))
def test_heading_is_never_alone_on_the_page_before_its_text(brand: Brand, words: int) -> None:
    for layout in ("drill-down", "drill-down-table"):
        found = pages_of(brand, slide(column(words), layout=layout))
        assert len(text_of(found[0], "situation").splitlines()) == 2
        assert " ".join(text_of(page, "situation") for page in found).split()[2:] == numbered_words(words).split()


@pytest.mark.parametrize("words", range(100, 700, 60))
def test_no_page_of_a_long_text_is_nearly_empty(brand: Brand, words: int) -> None:
    found = pages_of(brand, slide(column(words), layout="drill-down"))
    shares = [fill_share(page, "situation") for page in found]
    assert len(found) == 1 or min(shares) > 0.5 * max(shares)


@pytest.mark.parametrize("words", range(150, 600, 50))
def test_source_of_a_quote_is_never_alone_on_the_page_after_it(brand: Brand, words: int) -> None:
    quote = Text("quote", (para(numbered_words(words), keep_with_next=True), para("A teacher", "small")))
    *_, last = pages_of(brand, slide(quote, layout="photos"))
    assert len(text_of(last, "quote").splitlines()) == 2


@pytest.mark.parametrize("words", [520, 640, 900, 1100, 1500])
def test_pieces_of_a_cell_taller_than_a_slide_have_similar_heights(brand: Brand, words: int) -> None:
    found = pages_of(brand, slide(table([row("Name", numbered_words(words))], 2), layout="table"))
    heights = [sum(table_of(page).heights[1:]) for page in found]
    assert len(found) == 1 or min(heights) > 0.6 * max(heights)
    assert all(len(table_of(page).rows) == 2 for page in found)


def test_row_taller_than_a_slide_shares_pages_with_its_neighbours(brand: Brand) -> None:
    texts = [para(numbered_words(400)), para(numbered_words(200))]
    rows = [row("First", "x"), Row((cell("Tall"), Cell(tuple(texts)))), row("Last", "x")]
    found = pages_of(brand, slide(table(rows, 2), layout="table"))
    names = [[cells[0] for cells in rows_of(table_of(page))[1:]] for page in found]
    assert names == [["First", "Tall"], ["", "Last"]]


@pytest.mark.parametrize(("has_sentences", "pages"), [(True, 2), (False, 3)])
def test_long_row_of_sentences_is_cut_where_that_saves_a_page(brand: Brand, has_sentences: bool, pages: int) -> None:
    words = ["some text that goes on " * 90] * 3
    found = replace(table([row("Name", each) for each in words], 2), has_sentences=has_sentences)
    assert len(pages_of(brand, slide(found, layout="table"))) == pages


def test_group_row_stays_with_a_row_taller_than_a_slide(brand: Brand) -> None:
    group = Row((Cell((para("The group"),), span=2),), "group")
    for words in (520, 900, 1300):
        first = pages_of(brand, slide(table([group, row("Tall", numbered_words(words))], 2), layout="table"))[0]
        assert [cells[0] for cells in rows_of(table_of(first))[1:]] == ["The group", "Tall"]


def test_table_with_a_low_first_page_leaves_no_single_row(brand: Brand) -> None:
    for count in range(6, 30):
        blocks = [Text("situation", (para("x"),)), table([row(f"{n}", "x") for n in range(count)], 2)]
        found = pages_of(brand, slide(*blocks, layout="drill-down-table"))
        assert len(found) == 1 or min(len(table_of(page).rows) - 1 for page in found) > 1


runs = st.lists(
    st.builds(Run, st.text(st.sampled_from("abc def gh.  "), min_size=1, max_size=80), bold=st.booleans()),
    min_size=1,
    max_size=6,
)


@settings(deadline=None)
@given(runs, st.integers(1, 30))
def test_rejoined_pieces_are_the_paragraph_that_was_cut(
    measurer: Measurer, brand: Brand, found: list[Run], at: int
) -> None:
    styles = brand.layouts["bullets"].slots["bullets"].styles
    paragraph = Paragraph(tuple(found), bullet="•", origins=(Origin(file="a.yaml", path=("bullets", 0)),))
    measured = measurer.measure(paragraph, styles, 1_500_000, 0)
    if measured.line_count > 1:
        remainder, lines = ParagraphRemainder(paragraph, measured), 1 + at % (measured.line_count - 1)
        head, rest = remainder.head(lines), remainder.tail(lines)
        assert rest.bullet is None
        [whole] = rejoin_paragraphs((head, rest))
        assert (whole.plain_text, whole.bullet, whole.level) == (measured.plain_text, "•", 0)
        styled = [[(char, run.bold) for run in p.runs for char in run.text] for p in (whole, measured)]
        assert styled[0] == styled[1]
        assert len(whole.runs) <= len(measured.runs)
        assert head.origins == rest.origins == whole.origins == paragraph.origins


def test_piece_of_a_paragraph_without_text_is_rejoined() -> None:
    words, rest = Run("words "), Run("more")
    empty = Paragraph((), level=1, continued=True)
    [whole] = rejoin_paragraphs(
        (Paragraph((), level=1), replace(empty, runs=(words,)), empty, replace(empty, runs=(rest,)))
    )
    assert (whole.level, whole.plain_text) == (1, "words more")
