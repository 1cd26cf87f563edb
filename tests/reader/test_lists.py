"""Lists in texts of several lines: what is an item, at which level, with which number, and what stays as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.ir.blocks import Run
from deckgen.reader.lists import MAX_LEVELS
from deckgen.reader.markup import parse_markup


def shown(text):
    return [("  " * p.level) + (f"{p.bullet} " if p.bullet else "") + p.plain_text for p in parse_markup(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- one\n- two", ["• one", "• two"]),
        ("1. one\n2. two", ["1. one", "2. two"]),
        ("Still open:\n- one", ["Still open:", "• one"]),
        ("**Still open:**\n\n- one", ["Still open:", "• one"]),
        ("問題：\n- 一", ["問題：", "• 一"]),
        ("- one\r\n\r\n- two", ["• one", "• two"]),
        ("before\n- one\n- two\nafter\nit", ["before", "• one", "• two", "after\nit"]),
        ("- one\n  more\n- two", ["• one\nmore", "• two"]),
        ("- one\n\n  more\n- two", ["• one", "  more", "• two"]),
        ("- 12 pilots started\n- 3 of them abroad", ["• 12 pilots started", "• 3 of them abroad"]),
        ("- 4%\n- two", ["• 4%", "• two"]),
    ],
)
def test_text_of_several_lines_with_items_is_a_list(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    ["- one", "1. one", "- 4%", "1. Halbjahr", "3. Quartal", "2024. It was a year.\n2025. Another.", "-one\n-two", "-\n-",
     "- 4%\n- 5%", "- 4.5 %\n- $2M", "- 12% YoY\n- 3 pp", "Change:\n- 4%", "- 2026-03-01\n- 2026-04-01", "1. 5. 2026\n2. 5. 2026",
     "1. Halbjahr\n2. Halbjahr", "3. Quartal\n1. Quartal", "To be or not.\n- Hamlet", "1.5 pilots\n2.5 pilots"],
)  # fmt: skip
def test_single_lines_figures_and_dates_are_no_list(text):
    assert shown(text) == [text]


def test_items_are_nested_by_their_indent_three_levels_deep():
    text = "- one\n  - two\n    1. three\n      - deeper\n  - two again\n- one again"
    assert shown(text) == ["• one", "  • two", "    1. three", "    • deeper", "  • two again", "• one again"]


def test_tabs_indent_items_as_blanks_do():
    assert shown("- one\n\t- two\n\t\t- three") == ["• one", "  • two", "    • three"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3. a\n4. b", ["3.", "4."]),
        ("1. a\n1. b\n1. c", ["1.", "2.", "3."]),
        ("4. a\n4. b", ["4.", "5."]),
        ("5. a\n7. b", ["5.", "7."]),
        ("1. a\n   - x\n2. b", ["1.", "•", "2."]),
        ("1. a\n\n   x\n\n1. b", ["1.", None, "2."]),
        ("1. a\n   1. x\n2. b\n   1. y", ["1.", "1.", "2.", "1."]),
        ("1. a\n2. b\n\nThen:\n\n1. c\n2. d", ["1.", "2.", None, "1.", "2."]),
    ],
)
def test_numbers_begin_with_the_first_and_are_never_others_than_typed(text, numbers):
    assert [p.bullet for p in parse_markup(text)] == numbers


def test_items_have_markup_of_their_own():
    first, second = parse_markup("- **a** *b\n- c*[^n]")
    assert first.runs == (Run("a", bold=True), Run(" *b"))
    assert second.runs == (Run("c*"), Run("", superscript=True, note="n"))


def test_line_that_leads_to_a_list_stays_with_it():
    assert [p.keep_with_next for p in parse_markup("a\n\nOpen:\n- b:\n  - c\n- d")] == [False, True, True, False, False]


@given(
    st.lists(
        st.sampled_from(["- ", "1. ", "2. ", "  ", "\t", "a", "b:", "4%", "\n", "\n\n", "**", "\\"]), max_size=40
    ).map("".join)
)
def test_arbitrary_lists_lose_no_letter_and_stay_within_the_levels(text):
    parsed = parse_markup(text)
    letters = "".join(p.plain_text for p in parsed)
    assert [c for c in letters if c in "ab"] == [c for c in text if c in "ab"]
    assert all(0 <= p.level <= MAX_LEVELS and p.runs for p in parsed)
