"""Figures and Latin words in texts from right to left, as the bidirectional algorithm of Unicode orders them."""

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from deckgen.ir.direction import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, is_right_to_left, keeping_apart, marked_parts

WORDS = {"he": "מתוך", "ar": "من"}


def shown(text: str) -> str:
    """Return a paragraph from right to left as it is seen from left to right, without marks.

    Brackets are characters, not glyphs: an opening one at the right is drawn as `)`.
    """
    return without_marks(str(get_display("".join(marked_parts(text)), base_dir="R")))


def without_marks(text: str) -> str:
    return text.replace(LEFT_TO_RIGHT_MARK, "").replace(RIGHT_TO_LEFT_MARK, "")


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize(
    "figure",
    ["+8.1%", "−3 pts", "$1.2M", "12–15", "8.1%", "+8.1% YoY (92K/mo)", "2/3", "Q2 FY20-21", "A/B", "C++", "<5%"],
)
def test_figures_keep_their_order(figure: str, word: str) -> None:
    for text in (figure, f"{word} {figure}", f"{figure} {word}", f"{word} {figure} {word}"):
        assert figure in shown(text), text


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_brackets_and_full_stops_belong_to_the_text_around(word: str) -> None:
    reversed_word = word[::-1]
    assert shown(f"(1 {word} 2)") == f")2 {reversed_word} 1(", "read from the right: bracket, 1, word, 2, bracket"
    assert shown(f"{word} 8.1%.") == f".8.1% {reversed_word}"
    assert shown(f"{word} ({word} 2)").startswith(")2")


def test_list_of_numbers_is_read_from_the_right() -> None:
    assert shown("מתוך 3, 4 מתוך 5").index("3") > shown("מתוך 3, 4 מתוך 5").index("4")


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("هدف (3): +5%", "3", "+5%"),
        ("من +5%، -3%", "+5%", "-3%"),
        ("من +5%; -3%", "+5%", "-3%"),
        ("8.1%، فوق 5%", "8.1%", "،"),
        ("الربع 2\u200f FY20-21", "2", "FY20-21"),
        ("רבעון 2\u200f FY20-21", "2", "FY20-21"),
    ],
)
def test_what_punctuation_divides_is_read_from_the_right(text: str, first: str, second: str) -> None:
    assert shown(text).index(first) > shown(text).index(second)


def test_punctuation_between_formats_keeps_figures_apart() -> None:
    for between in (": ", " · ", "; ", ", "):
        text = "".join([*marked_parts("הכול (3)"), keeping_apart(between), *marked_parts("+5%")])
        seen = without_marks(str(get_display(text, base_dir="R")))
        assert seen.startswith("+5%"), between
    assert (keeping_apart(" / "), keeping_apart(" YoY, "), keeping_apart("")) == (" / ", " YoY, ", "")


@pytest.mark.parametrize("text", ["", " ", "12", "Wiki", "מתוך", "מתוך 12", "Wikimedia Foundation", "—", "…"])
def test_text_that_needs_no_mark_is_not_changed(text: str) -> None:
    assert "".join(marked_parts(text)) == text


@given(st.text(st.sampled_from("אב מن0123+-−–%$(),.;: aZé\n\u00a0")))
def test_nothing_but_marks_is_added(text: str) -> None:
    assert without_marks("".join(marked_parts(text))) == text


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", True), ("he-IL", True), ("FA", True), ("en", False), ("", False)]
)
def test_direction_of_a_language(language: str, expected: bool) -> None:
    assert is_right_to_left(language) is expected
