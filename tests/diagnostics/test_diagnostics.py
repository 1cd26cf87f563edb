"""How an issue is shown: location, line, carets, hint."""

from hypothesis import given
from hypothesis import strategies as st

from deckgen.diagnostics import (
    Rule,
    Severity,
    Span,
    Topic,
    issue_of,
    line_and_column,
    make_issue,
    render,
    render_all,
    sort_in_reading_order,
)

ERROR = Rule("rule", Severity.ERROR, Topic.FIELDS, "a test")
WARNING = Rule("rule", Severity.WARNING, Topic.FIELDS, "a test")
TEXT = "one\ntwo: three\nfour\n"


def test_marks_of_a_roll_are_shown_in_full_only_at_first() -> None:
    marks = [make_issue("to-rewrite", f"mark {n}", Span("a.yaml", 9, 14), "rewrite it") for n in range(5)]
    others = [issue_of(WARNING, "what is wrong", Span("a.yaml", 9, 14), "fix it")] * 5
    shown = list(render_all([*others, *marks], {"a.yaml": TEXT}))
    assert [len(text.splitlines()) for text in shown] == [4, 4, 4, 4, 4, 4, 4, 4, 1, 1]
    assert shown[-1] == "a.yaml:2:6: warning: mark 4 [to-rewrite]"


def test_issue_is_shown_with_location_line_carets_and_hint() -> None:
    output = render(issue_of(ERROR, "what is wrong", Span("a.yaml", 9, 14), "fix it"), {"a.yaml": TEXT})
    assert output.splitlines() == [
        "a.yaml:2:6: error: what is wrong",
        "    two: three",
        "         ^^^^^",
        "    hint: fix it",
    ]


def test_issue_without_span_takes_one_line() -> None:
    assert render(issue_of(WARNING, "what is odd"), {}) == "warning: what is odd [rule]"


def test_span_over_several_lines_is_marked_on_its_first_line() -> None:
    output = render(issue_of(ERROR, "wrong", Span("a.yaml", 5, 18)), {"a.yaml": TEXT})
    assert output.splitlines()[-1] == "     ^^^^^^^^^"


def test_very_long_line_is_cut_around_the_span() -> None:
    text = "x" * 1000 + "FAULT" + "y" * 1000
    shown, caret = render(issue_of(ERROR, "wrong", Span("a", 1000, 1005)), {"a": text}).splitlines()[1:]
    assert len(shown) < 200
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "FAULT"


def test_message_that_quotes_several_lines_takes_one_line() -> None:
    issue = issue_of(ERROR, "`a\n\nb` is not known", hint="write\nthis")
    assert (issue.message, issue.hint) == ("`a  b` is not known", "write this")


def test_issues_are_sorted_in_reading_order_without_duplicates() -> None:
    issues = [
        issue_of(ERROR, "c", Span("b", 5, 6)),
        issue_of(ERROR, "b", Span("b", 1, 2)),
        issue_of(ERROR, "a", Span("a", 9, 9)),
    ]
    assert [d.message for d in sort_in_reading_order([*issues, *issues], ["a", "b"])] == ["a", "b", "c"]
    assert [d.message for d in sort_in_reading_order(issues, ["b", "a"])] == ["b", "c", "a"]


@given(st.text(), st.data())
def test_line_and_column_lead_back_to_the_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = line_and_column(text, offset)
    starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
    assert starts[line - 1] + column - 1 == offset


@given(st.text(min_size=1), st.data())
def test_rendering_never_raises(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text) + 2))
    assert "wrong" in render(issue_of(ERROR, "wrong", Span("a", start, end), "hint"), {"a": text})
