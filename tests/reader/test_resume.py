"""After a syntax error, further ones are reported from the next entry on; none that only the first one causes."""

import pytest

from deckgen.reader import parse

HEAD = "title: A section\nslides:\n"
GOOD = "  - kind: bullets\n    title: T\n    bullets: [a, b]\n"


def faults(text: str) -> list[tuple[int, str]]:
    """The line and the code of each issue."""
    document, issues = parse(text, "f.yaml")
    assert document is None
    return [(text.count("\n", 0, i.span.start) + 1, i.code) for i in issues if i.span is not None]


FAULTS = {
    "  - kind: bullets\n    title: a: b\n": (2, "colon-in-value"),
    "  - kind: bullets\n    title: 'open\n": (2, "unclosed-quote"),
    "  - kind: bullets\n    bullets: [a, b\n": (2, "unclosed-bracket"),
    '  - kind: bullets\n    title: "a" b\n': (2, "text-after-quote"),
    "  - kind: bullets\n    title: @a\n": (2, "leading-at"),
    "  - kind: bullets\n    title: T\n   bullets: [a]\n": (3, "indentation"),
    "  - kind: bullets\n\ttitle: T\n": (2, "tab-indentation"),
}


@pytest.mark.parametrize("first", FAULTS)
@pytest.mark.parametrize("second", FAULTS)
def test_fault_of_a_later_entry_is_reported_as_well(first: str, second: str) -> None:
    (line, code), (other_line, other_code) = FAULTS[first], FAULTS[second]
    before = (HEAD + GOOD).count("\n")
    text = HEAD + GOOD + first + GOOD + second + GOOD
    other_line += (HEAD + GOOD + first + GOOD).count("\n")
    assert faults(text) == [(before + line, code), (other_line, other_code)]


@pytest.mark.parametrize("fault", FAULTS)
def test_entries_without_a_fault_add_none(fault: str) -> None:
    line, code = FAULTS[fault]
    assert faults(HEAD + fault + GOOD * 3 + "metrics:\n  readers: 5%\n") == [(2 + line, code)]


def test_fault_under_a_later_key_is_reported_as_well() -> None:
    text = "readers:\n  name: a: b\nvisits:\n  goal: 5%\nedits:\n  name: 'x' y\n"
    assert faults(text) == [(2, "colon-in-value"), (6, "text-after-quote")]


@pytest.mark.parametrize(
    "text",
    [
        # The next line looks like a key, but may be a line of the text with the fault.
        HEAD + "  - kind: bullets\n    title: a: b\nNote: it goes on\n   - kind: x\n  y\n",
        # The other entries have another indentation.
        HEAD + "  - kind: bullets\n    title: a: b\n    - kind: x\n      title: c: d\n",
        "title: a: b\nslides: x: y\n",
        HEAD + "<<<<<<< HEAD\n" + GOOD + "=======\n  - kind: b\n    title: a: b\n>>>>>>> other\n",
    ],
)
def test_nothing_more_is_reported_in_doubt(text: str) -> None:
    assert len(faults(text)) == 1


def test_issues_that_are_no_syntax_errors_are_reported_once() -> None:
    text = HEAD + "  - kind: bullets\n    title: [a\n" + "  - kind: bullets\n    title: T\n    title: U\n" + GOOD
    assert faults(text) == [(4, "unclosed-bracket"), (7, "duplicate-key")]


def test_many_faults_are_not_read_without_end() -> None:
    text = HEAD + "  - kind: bullets\n    title: a: b\n" * 500
    assert 10 <= len(faults(text)) <= 20
