"""How a problem is told: place, line, caret, hint."""

from hypothesis import given
from hypothesis import strategies as st

from deckgen.diagnostics import Span, error, in_reading_order, position, render, warning

TEXT = "one\ntwo: three\nfour\n"


def test_a_problem_is_told_with_its_place_its_line_a_caret_and_the_hint() -> None:
    told = render(error("rule", "what is wrong", Span("a.yaml", 9, 14), "mend it"), {"a.yaml": TEXT})
    assert told.splitlines() == [
        "a.yaml:2:6: error: what is wrong",
        "    two: three",
        "         ^^^^^",
        "    hint: mend it",
    ]


def test_a_problem_without_a_place_is_one_line() -> None:
    assert render(warning("rule", "what is odd"), {}) == "warning: what is odd [rule]"


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    told = render(error("rule", "wrong", Span("a.yaml", 5, 18)), {"a.yaml": TEXT})
    assert told.splitlines()[-1] == "     ^^^^^^^^^"


def test_a_very_long_line_is_shown_around_the_fault() -> None:
    text = "x" * 1000 + "FAULT" + "y" * 1000
    shown, caret = render(error("rule", "wrong", Span("a", 1000, 1005)), {"a": text}).splitlines()[1:]
    assert len(shown) < 200
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "FAULT"


def test_a_message_that_quotes_several_lines_is_one_line() -> None:
    fault = error("rule", "`a\n\nb` is not known", hint="write\nthis")
    assert (fault.message, fault.hint) == ("`a  b` is not known", "write this")


def test_problems_come_in_reading_order_and_once() -> None:
    found = [error("r", "c", Span("b", 5, 6)), error("r", "b", Span("b", 1, 2)), error("r", "a", Span("a", 9, 9))]
    assert [d.message for d in in_reading_order([*found, *found], ["a", "b"])] == ["a", "b", "c"]
    assert [d.message for d in in_reading_order(found, ["b", "a"])] == ["b", "c", "a"]


@given(st.text(), st.data())
def test_any_offset_of_any_text_has_a_place_that_leads_back_to_it(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = position(text, offset)
    starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
    assert starts[line - 1] + column - 1 == offset


@given(st.text(min_size=1), st.data())
def test_telling_a_problem_never_fails(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text) + 2))
    assert "wrong" in render(error("rule", "wrong", Span("a", start, end), "hint"), {"a": text})
