"""Footnotes: they are on the page that refers to them, take only the space they need, and never overlap anything."""

from blocks_for_tests import cell, footnote, lay_out_slides, pages_of, para, row, slide, table, text_of, warnings_of
from hypothesis import given, settings
from hypothesis import strategies as st

import frame_checks
from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Paragraph, Row, Run, Slide, Text

WORDS = "Estimated from the first two months of the quarter, since the rest is not counted yet. "


def paragraph_with_note(number: int, text: str = "Text") -> Paragraph:
    return Paragraph((Run(text), Run(str(number), superscript=True, note=f"n{number}")), bullet="•")


def slide_with_notes(count: int, length: int) -> Slide:
    rows = [Row((cell(f"Metric {n}"), Cell((paragraph_with_note(n, "+5%"),)))) for n in range(count)]
    notes = {f"n{n}": footnote(str(n), WORDS * length) for n in range(count)}
    return slide(table(rows, 2), layout="table", footnotes=notes)


def test_each_page_has_only_the_footnotes_that_it_refers_to(brand: Brand) -> None:
    found = pages_of(brand, slide_with_notes(40, 1))
    assert len(found) > 1
    shown = [text_of(page, "footnotes") for page in found]
    for n in range(40):
        assert sum(f"{n}\u00a0Estimated" in text.replace(f"1{n}\u00a0", "") for text in shown) >= 1
    assert sum(text.count("Estimated") for text in shown) == 40


def test_notes_of_later_pages_take_no_room_on_the_first(brand: Brand) -> None:
    few, many = (len(pages_of(brand, slide_with_notes(40, length))) for length in (1, 2))
    assert few <= 4
    assert many <= 5


def test_footnotes_that_leave_no_room_are_an_error_with_what_to_cut(brand: Brand) -> None:
    block = Text("badge", (para("92K", "figure"), paragraph_with_note(1, "editors")))
    long = slide(
        Text("outcomes", (para("Outcome"),)), block, table([row("a", "b")], 2), layout="metrics",
        footnotes={"n1": footnote("1", WORDS * 40)},
    )  # fmt: skip
    _, [problem] = lay_out_slides(brand, long)
    assert problem.code == "too-long"
    assert "footnotes" in problem.message
    assert "words" in problem.hint
    deck, _ = lay_out_slides(brand, long, draft=True)
    assert frame_checks.problems(deck) == []
    assert text_of(deck.pages[0], "footnotes").endswith("…")


def test_footnotes_alone_cause_no_warning(brand: Brand) -> None:
    assert warnings_of(brand, slide_with_notes(3, 1)) == []


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 30), st.integers(1, 12))
def test_all_footnotes_are_shown_and_nothing_overlaps(brand: Brand, count: int, length: int) -> None:
    deck, problems = lay_out_slides(brand, slide_with_notes(count, length))
    assert problems == []
    assert frame_checks.problems(deck) == []
    shown = "".join(text_of(page, "footnotes") for page in deck.pages)
    assert shown.count("Estimated") == count * length
