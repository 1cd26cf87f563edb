"""The render check finds each defect: first in words and boxes made for the test, then in decks rendered by LibreOffice."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from attribution import attribute
from declared import DeclaredSlide, Holder
from drawn import DrawnPage, Mode, Rect, RenderError, Word, draw
from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Inches, Pt
from render_check import compare, findings

WIDTH, HEIGHT = 960.0, 540.0


def word(text: str, x: float, y: float, size: float = 12, width: float = 0) -> Word:
    """Return a word whose ink starts at (x, y), with cap height and no descenders."""
    return Word(text, Rect(x, y, x + (width or 6 * len(text)), y + 0.7 * size), size, y + 0.7 * size)


def check(holders: list[Holder], words: list[Word]) -> list[tuple[str, str]]:
    """Return kind and text of the findings on one slide."""
    result = compare([DeclaredSlide(1, tuple(holders))], [DrawnPage(WIDTH, HEIGHT, tuple(words))])
    return [(f.kind, f.what) for f in result]


def text(content: str, box: Rect | None = None, **other: Any) -> Holder:
    return Holder("text", content.partition(" ")[0], box or Rect(50, 50, 450, 90), content, **other)


def cell(content: str, row: int, box: Rect, last: bool = False) -> Holder:
    return Holder("cell", "Table", box, content, table=1, row=row, last_row=last, margins=4)


def test_text_inside_its_box_has_no_finding() -> None:
    assert check([text("Hello world")], [word("Hello", 52, 60), word("world", 100, 60)]) == []


def test_word_over_the_edge_of_the_slide_is_off_page() -> None:
    results = check([text("Hello", Rect(900, 50, 990, 90))], [word("Hello", 940, 60)])
    assert ("off-page", "Hello") in results


def test_word_outside_its_box_has_escaped() -> None:
    assert check([text("Hello")], [word("Hello", 52, 86)]) == [("escaped", "Hello")]
    assert check([text("Hello")], [word("Hello", 448, 60)]) == [("escaped", "Hello")]


def test_ink_less_than_a_point_outside_its_box_has_no_finding() -> None:
    assert check([text("Hello")], [word("Hello", 49.2, 60)]) == []


def test_same_word_in_two_boxes_is_attributed_to_the_right_box() -> None:
    below = text("Goal", Rect(50, 100, 450, 140))
    assert check([text("Goal"), below], [word("Goal", 52, 60), word("Goal", 52, 110)]) == []
    assert check([text("Goal"), below], [word("Goal", 52, 60), word("Goal", 52, 160)]) == [("escaped", "Goal")]


def test_text_that_touches_a_footnote_collides() -> None:
    body, note = text("Body", Rect(50, 50, 450, 100)), text("Note", Rect(50, 95, 450, 130))
    assert ("collision", "Body / Note") in check([body, note], [word("Body", 52, 88), word("Note", 52, 96.6)])
    assert check([body, note], [word("Body", 52, 88), word("Note", 52, 99)]) == []


def test_lines_of_one_box_may_be_close_but_not_overlap() -> None:
    box = Rect(50, 50, 450, 100)
    assert check([text("One two", box)], [word("One", 52, 60), word("two", 52, 68)]) == []
    assert check([text("One two", box)], [word("One", 52, 60), word("two", 52, 63)]) == [("collision", "One / two")]


def table(*texts: str) -> list[Holder]:
    return [cell(t, i + 1, Rect(50, 50 + 20 * i, 250, 70 + 20 * i), i + 1 == len(texts)) for i, t in enumerate(texts)]


def test_table_drawn_as_declared_has_no_finding() -> None:
    assert check(table("One", "Two"), [word("One", 52, 55), word("Two", 52, 75)]) == []


def test_row_higher_than_declared_is_found() -> None:
    results = check(table("One two", "Three"), [word("One", 52, 52), word("two", 52, 66), word("Three", 52, 75)])
    assert results == [("row", "two (row 1) and 1 more")]
    assert check(table("One", "Two"), [word("One", 52, 52, 16), word("Two", 52, 75)]) == [
        ("row", "row 1 is drawn 3.2 pt higher than declared")
    ]


def test_text_pushed_down_by_a_grown_row_is_found() -> None:
    results = check(table("One", "Two", "Three"), [word("One", 52, 55), word("Two", 52, 90), word("Three", 52, 110)])
    assert ("row", "Two (row 2)") in results
    assert ("grown", "Three (row 3)") in results


def test_grown_table_that_reaches_the_next_box_is_found() -> None:
    rows = table("One two")
    below = text("Next", Rect(50, 72, 250, 100))
    drawn = [word("One", 52, 52), word("two", 52, 61), word("Next", 52, 85)]
    assert any(kind == "table" for kind, _ in check([*rows, below], drawn))


def test_only_text_other_than_the_footer_is_found_in_its_zone() -> None:
    footer = text("Deck", Rect(50, 500, 300, 520), footer=True)
    body = text("Body", Rect(400, 400, 600, 530))
    assert check([body, footer], [word("Body", 402, 450), word("Deck", 52, 505)]) == []
    assert check([body, footer], [word("Body", 402, 495), word("Deck", 52, 505)]) == [("footer", "Body")]


def test_box_on_the_line_of_the_footer_has_no_finding() -> None:
    footer, back = text("Deck", Rect(50, 500, 300, 520), footer=True), text("Back", Rect(400, 500, 500, 520))
    assert check([footer, back], [word("Deck", 52, 505), word("Back", 402, 505)]) == []


def test_text_over_a_picture_edge_is_found_but_not_a_caption_inside() -> None:
    picture = Holder("picture", "Chart", Rect(100, 60, 400, 300))
    assert ("picture", "Hello over Chart") in check([picture, text("Hello")], [word("Hello", 90, 65)])
    caption = text("Hello", Rect(110, 70, 300, 100))
    assert check([picture, caption], [word("Hello", 112, 75)]) == []


def test_text_over_a_status_mark_is_found() -> None:
    mark = Holder("mark", "On track", Rect(52, 60, 60, 68))
    assert check([text("Hello"), mark], [word("Hello", 62, 60)]) == []
    assert check([text("Hello"), mark], [word("Hello", 55, 60)]) == [("mark", "Hello over On track")]


def test_text_that_was_not_drawn_is_lost() -> None:
    assert check([text("Hello 42")], [word("Hello", 52, 60)]) == [("lost", "2 characters were not drawn: 24")]
    assert check([text("5", fields=True)], []) == []


def test_ligatures_capitals_and_bullets_count_as_drawn() -> None:
    drawn = [word("•", 52, 60), word("OﬃCE", 60, 60)]
    assert check([text("Office")], drawn) == []
    assert [w.shape for w in attribute(DeclaredSlide(1, (text("Office"),)), DrawnPage(1, 1, tuple(drawn)))] == [
        "Office"
    ] * 2


def test_word_split_over_lines_is_broken_except_at_a_hyphen() -> None:
    box = Rect(50, 50, 120, 100)
    results = check([text("newcomers", box)], [word("newco", 52, 55), word("mers", 52, 72)])
    assert results == [("broken", "newco|mers")]
    assert check([text("off-track", box)], [word("off-", 52, 55), word("track", 52, 72)]) == []


def test_superscript_is_neither_broken_nor_too_small() -> None:
    assert check([text("92K/moo")], [word("92K/mo", 52, 60), word("o", 90, 57, 7)]) == []


def test_text_too_small_to_read_is_found() -> None:
    assert check([text("Footnote")], [word("Footnote", 52, 60, 8)]) == [("tiny", "Footnote at 8.0 pt")]


def test_slide_that_was_not_drawn_is_found() -> None:
    assert [f.kind for f in compare([DeclaredSlide(1, ())], [])] == ["pages"]


AddShapes = Callable[[Any], None]


def add_valid_content(slide: Any) -> None:
    slide.shapes.title.text_frame.text = "Editors"
    box(slide, "A line that fits well into its box", 0.6, 1.6, 8, 0.6)
    grid(slide, [["Goal", "+5%"], ["Result", "+8.1%"]], 2.6, 0.5)


def box(slide: Any, content: str, x: float, y: float, width: float, height: float, *, size: float = 14) -> Any:
    shape = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(width), Inches(height))
    shape.text_frame.word_wrap = True
    shape.text_frame.text = content
    font(shape.text_frame, size)
    return shape


def grid(slide: Any, rows: list[list[str]], y: float, height: float) -> None:
    frame = slide.shapes.add_table(len(rows), 2, Inches(0.6), Inches(y), Inches(6), Inches(height * len(rows)))
    for r, line in enumerate(rows):
        for c, content in enumerate(line):
            frame.table.cell(r, c).text_frame.text = content
            font(frame.table.cell(r, c).text_frame, 12)


def font(frame: Any, size: float) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.name = Pt(size), "Source Sans Pro"


LONG = "Programme teams agreed on a common plan for the second half of the year and shared it with all communities. "

DEFECTS: dict[str, AddShapes] = {
    "escaped": lambda s: box(s, LONG * 3, 0.6, 4.4, 3, 0.5),
    "grown": lambda s: grid(s, [["Goal", LONG * 2]], 4.4, 0.3),
    "row": lambda s: grid(s, [[LONG, "+5%"], ["Result", "+8.1%"]], 4.4, 0.3),
    "collision": lambda s: box(s, "This lies over another line", 0.7, 1.62, 8, 0.6),
    "off-page": lambda s: box(s, "Overboard", 12.9, 4.4, 2, 0.5),
    "tiny": lambda s: box(s, "Too small to read", 0.6, 4.4, 4, 0.5, size=6),
    "broken": lambda s: box(s, "Incomprehensibilities", 0.6, 4.4, 1, 1.6, size=20),
    "mark": lambda s: s.shapes.add_shape(9, Inches(0.8), Inches(1.7), Inches(0.15), Inches(0.15)),
}


def make_deck(path: Path, *slides: Sequence[AddShapes]) -> Path:
    """Write a deck in which each slide has the shapes that its functions add."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    for steps in slides:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        for step in steps:
            step(slide)
    presentation.save(str(path))
    return path


@pytest.mark.rendering
def test_each_seeded_defect_is_found_on_its_drawn_slide(tmp_path: Path) -> None:
    """All are in one deck, after a valid slide: LibreOffice takes seconds to start."""
    slides = [[add_valid_content], *([add_valid_content, defect] for defect in DEFECTS.values())]
    results = findings(make_deck(tmp_path / "deck.pptx", *slides), Mode())
    assert [found for found in results if found.slide < 2] == []
    for slide, kind in enumerate(DEFECTS, 2):
        assert kind in {found.kind for found in results if found.slide == slide}, results


@pytest.mark.rendering
def test_text_that_fits_only_if_shrunk_is_found_as_opened(tmp_path: Path) -> None:
    def add_overfull_box(slide: Any) -> None:
        shape = box(slide, LONG * 2, 0.6, 4.4, 6, 0.8, size=16)
        shape.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE

    deck = make_deck(tmp_path / "deck.pptx", [add_valid_content, add_overfull_box])
    opened = {f.kind for f in findings(deck, Mode())}
    shrunk = {f.kind for f in findings(deck, Mode(opened=False))}
    assert "escaped" in opened
    assert "escaped" not in shrunk


@pytest.mark.rendering
def test_substitute_font_changes_the_drawn_page(tmp_path: Path) -> None:
    deck = make_deck(tmp_path / "deck.pptx", [add_valid_content])
    as_arial = draw(deck, Mode(substitutes={"Source Sans Pro": "Liberation Sans"}))
    as_serif = draw(deck, Mode(substitutes={"Source Sans Pro": "Liberation Serif"}))
    assert [w.text for w in as_arial[0].words] == [w.text for w in as_serif[0].words]
    assert [w.ink for w in as_arial[0].words] != [w.ink for w in as_serif[0].words]


@pytest.mark.rendering
def test_missing_substitute_font_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="should be drawn as No Such Font"):
        draw(
            make_deck(tmp_path / "deck.pptx", [add_valid_content]),
            Mode(substitutes={"Source Sans Pro": "No Such Font"}),
        )
