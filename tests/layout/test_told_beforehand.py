"""What is told before a deck is built: what shrinks, what goes on, what does not fit, and how much to cut."""

from pathlib import Path

import pytest
from blocks_for_tests import bullets, laid, pages, para, remarks, row, slide, table, text_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import frame_checks
from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Column, Paragraph, Picture, Row, Run, Table, Text
from deckgen.layout import Measurer
from deckgen.layout.problems import Overflow

SENTENCE = "Editors who are thanked within a day come back twice as often as those who wait. "


def test_what_fits_at_its_normal_size_is_not_mentioned(brand: Brand) -> None:
    assert remarks(brand, slide(bullets("One", "Two")), slide(table([row("a", "b")], 2), layout="table")) == []


def test_text_that_shrinks_says_to_which_size_and_what_to_cut(brand: Brand) -> None:
    [remark] = remarks(brand, slide(bullets(*[SENTENCE.strip()] * 14)))
    assert remark.code == "shrinks"
    assert remark.severity == "warning"
    assert remark.message == "the text of 'bullets' shrinks to 14.5 pt"
    assert remark.hint.startswith("cut about ")
    assert remark.hint.endswith(" words to keep 16 pt")


def test_only_the_column_that_is_too_long_is_named_not_those_that_shrink_with_it(brand: Brand) -> None:
    blocks = [Text(name, (para(SENTENCE * n),)) for name, n in (("situation", 1), ("impact", 7), ("recommendation", 1))]
    assert [r.message for r in remarks(brand, slide(*blocks, layout="drill-down"))] == [
        "the text of 'impact' shrinks to 15.5 pt"
    ]


def test_cutting_what_was_told_keeps_the_text_on_one_slide(brand: Brand) -> None:
    text = " ".join(f"word{n}" for n in range(600))
    [remark] = remarks(brand, slide(bullets(text)))
    assert remark.code == "continues"
    count = int(remark.hint.split()[2])
    assert 0 < count < 600
    assert len(pages(brand, slide(bullets(" ".join(text.split()[: -count - 10]))))) == 1


def test_a_table_that_goes_on_tells_rows_and_words(brand: Brand) -> None:
    [remark] = remarks(brand, slide(table([row(f"{n}", SENTENCE) for n in range(40)], 2), layout="table"))
    assert remark.code == "continues"
    assert "rows (" in remark.hint


def test_a_table_that_shrinks_says_what_to_cut(brand: Brand) -> None:
    texts = [" ".join(["word"] * n) for n in range(30, 120, 2)]
    found = [remarks(brand, slide(table([row("a", text)] * 7, 2), layout="table")) for text in texts]
    codes = [told[0].code if told else "" for told in found]
    assert codes[0] == ""
    assert codes[-1] == "continues"
    assert "shrinks" in codes
    shrunk = found[codes.index("shrinks")][0]
    assert shrunk.message.startswith("the table shrinks to 11")
    assert shrunk.hint.endswith("to keep 12 pt")


@pytest.mark.parametrize(
    ("rest", "cut"), [("one two three four five", "5 words"), ("x" * 12, "12 characters"), ("w " * 137, "140 words")]
)
def test_what_to_cut_is_told_in_words_or_where_there_are_hardly_any_in_characters(rest: str, cut: str) -> None:
    assert Overflow(3, 2, rest).amount_to_cut == cut


def test_a_header_of_half_a_slide_is_a_fault_and_a_draft_shows_it_cut(brand: Brand) -> None:
    header = Row((Cell((para(SENTENCE * 80, "header"),)), Cell()), "header")
    found = slide(Table("table", (Column(), Column()), (header,), (row("a", "b"),), "Table: x"), layout="table")
    _, [problem] = laid(brand, found)
    assert problem.code == "header-too-tall"
    deck, _ = laid(brand, found, draft=True)
    assert frame_checks.problems(deck) == []


def test_content_for_a_slot_that_the_layout_lacks_is_told_and_not_dropped(brand: Brand) -> None:
    _, [problem] = laid(brand, slide(bullets("x"), Text("sidebar", (para("y"),))))
    assert problem.code == "no-slot"
    assert "sidebar" in problem.message


def test_a_file_that_is_no_picture_is_told(brand: Brand, tmp_path: Path) -> None:
    file = tmp_path / "no.png"
    file.write_text("not a picture")
    _, [problem] = laid(brand, slide(Picture("picture-1", str(file), "A picture"), layout="photos"))
    assert problem.code == "unreadable-picture"


def test_repeated_text_too_long_for_one_page_goes_on_instead_of_being_lost(brand: Brand) -> None:
    text = " ".join(f"word{n}" for n in range(300))
    found = pages(brand, slide(Text("outcomes", (para(text),)), table([row("a", "b")], 2), layout="metrics"))
    assert " ".join(text_of(page, "outcomes") for page in found).split() == text.split()


def test_repeated_text_stands_on_every_page(brand: Brand) -> None:
    rows = [row(f"{n}", SENTENCE) for n in range(40)]
    found = pages(brand, slide(Text("outcomes", (para("Outcome"),)), table(rows, 2), layout="metrics"))
    assert [text_of(page, "outcomes") for page in found] == ["Outcome"] * len(found)


def test_slides_that_fit_at_the_normal_size_have_it_whatever_their_neighbours_need(brand: Brand) -> None:
    full, light = (slide(table([row("a", SENTENCE * 4)] * n, 2), layout="table", title=f"{n}") for n in (9, 2))
    alone = pages(brand, light)[0].frames
    assert pages(brand, full, light)[-1].frames == alone


def test_the_agenda_names_the_page_that_a_slide_comes_to_stand_on(brand: Brand) -> None:
    agenda = slide(Text("bullets", (Paragraph((Run("00", page_of="last"),)),)), title="Agenda")
    long = slide(bullets(*[SENTENCE * 2] * 24), title="Long")
    target = replace(slide(bullets("x"), title="Last"), id="last")
    found = pages(brand, replace(agenda, id="agenda"), long, target)
    assert text_of(found[0], "bullets") == str(len(found))


@given(st.text(st.sampled_from("ab cd\n"), min_size=1, max_size=2000))
def test_a_draft_shows_as_much_of_a_title_as_fits(brand: Brand, title: str) -> None:
    deck, problems = laid(brand, slide(bullets("x"), title=title), draft=True)
    assert frame_checks.problems(deck) == []
    if problems:
        assert text_of(deck.pages[0], "title").endswith("…")
        assert "too long" in text_of(deck.pages[0], "draft-fault")


def test_what_is_measured_twice_is_measured_once(measurer: Measurer, brand: Brand) -> None:
    styles = brand.layouts["bullets"].slots["bullets"].styles
    one, other = (measurer.measure(para("The same"), styles, 5_000_000, 0) for _ in range(2))
    assert one is other
