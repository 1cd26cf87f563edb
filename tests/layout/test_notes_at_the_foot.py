"""Notes at the foot: on the page that uses them, in the room that they need, and never over anything else."""

from blocks_for_tests import cell, footnote, laid, pages, para, remarks, row, slide, table, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

import frame_checks
from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Paragraph, Row, Run, Slide, Text

WORDS = "Estimated from the first two months of the quarter, since the rest is not counted yet. "


def noted(number: int, text: str = "Text") -> Paragraph:
    return Paragraph((Run(text), Run(str(number), superscript=True, note=f"n{number}")), bullet="•")


def noted_slide(count: int, length: int) -> Slide:
    rows = [Row((cell(f"Metric {n}"), Cell((noted(n, "+5%"),)))) for n in range(count)]
    notes = {f"n{n}": footnote(str(n), WORDS * length) for n in range(count)}
    return slide(table(rows, 2), layout="table", footnotes=notes)


def test_each_page_has_the_notes_that_it_refers_to_and_no_others(brand: Brand) -> None:
    found = pages(brand, noted_slide(40, 1))
    assert len(found) > 1
    shown = [text_of(page, "footnotes") for page in found]
    for n in range(40):
        assert sum(f"{n}\u00a0Estimated" in text.replace(f"1{n}\u00a0", "") for text in shown) >= 1
    assert sum(text.count("Estimated") for text in shown) == 40


def test_notes_of_later_pages_take_no_room_on_the_first(brand: Brand) -> None:
    few, many = (len(pages(brand, noted_slide(40, length))) for length in (1, 2))
    assert few <= 4
    assert many <= 5


def test_notes_that_leave_no_room_are_a_fault_that_says_how_much_to_cut(brand: Brand) -> None:
    block = Text("badge", (para("92K", "figure"), noted(1, "editors")))
    long = slide(
        Text("outcomes", (para("Outcome"),)), block, table([row("a", "b")], 2), layout="metrics",
        footnotes={"n1": footnote("1", WORDS * 40)},
    )  # fmt: skip
    _, [problem] = laid(brand, long)
    assert problem.code == "too-long"
    assert "footnotes" in problem.message
    assert "words" in problem.hint
    deck, _ = laid(brand, long, draft=True)
    assert frame_checks.problems(deck) == []
    assert text_of(deck.pages[0], "footnotes").endswith("…")


def test_notes_alone_never_make_a_warning(brand: Brand) -> None:
    assert remarks(brand, noted_slide(3, 1)) == []


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 30), st.integers(1, 12))
def test_however_many_and_long_the_notes_all_are_shown_and_nothing_overlaps(
    brand: Brand, count: int, length: int
) -> None:
    deck, problems = laid(brand, noted_slide(count, length))
    assert problems == []
    assert frame_checks.problems(deck) == []
    shown = "".join(text_of(page, "footnotes") for page in deck.pages)
    assert shown.count("Estimated") == count * length
