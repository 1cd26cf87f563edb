"""A changed text is mapped to what was typed: marks stay, and several values of one text are told apart."""

import pytest

from deckgen.pull.alignment import align_texts, moved
from deckgen.pull.candidates import text_candidates
from deckgen.pull.format_candidates import format_candidates
from deckgen.pull.markup import markup_of
from deckgen.pull.merging import merged_text
from deckgen.pull.plain import PlainParagraph, PlainRun, comparable
from deckgen.pull.reading import undivided

KEY, OTHER = ("a.yaml", ("one",)), ("a.yaml", ("two",))


def texts(*lines: str) -> list[PlainParagraph]:
    return [PlainParagraph((PlainRun(line),)) for line in lines]


@pytest.mark.parametrize(
    ("raw", "before", "after", "expected"),
    [
        ("A *calm* sea", ["A calm sea"], ["A rough sea"], "A *rough* sea"),
        ("See [it](https://x.org) now", ["See it now"], ["See it then"], "See [it](https://x.org) then"),
        ("+8.1% YoY[^est]", ["+8.1% YoY"], ["+8.3% YoY"], "+8.3% YoY[^est]"),
        ("5%", ["Goal: 5%"], ["Goal: 6%"], "6%"),
        ("one\n\ntwo", ["one", "two"], ["one", "half", "two"], "one\n\nhalf\n\ntwo"),
        ("one\n\ntwo", ["one", "two"], ["two"], "two"),
        ("one\n\ntwo", ["one", "two"], ["one"], "one"),
        ("two words", ["two words"], ["two"], "two"),
        ("12 people", ["12", "people"], ["13", "people"], "13 people"),
    ],
)  # fmt: skip
def test_first_candidate_is_what_an_author_would_type(
    raw: str, before: list[str], after: list[str], expected: str
) -> None:
    candidates = list(text_candidates(texts(*before), texts(*after), {KEY: raw}))
    assert {KEY: expected} in candidates[:2], candidates


@pytest.mark.parametrize(
    ("raw", "before", "after", "expected"),
    [
        ("82%", "82% ↑", "6% ↑", "6%"),
        ("Maintain baseline", "Goal: Maintain baseline", "Goal: Maintain copper", "Maintain copper"),
        ("+8.6% YoY (7.6%/mo[^est])", "+8.6% YoY", "+8.6% harbour", "+8.6% harbour (7.6%/mo[^est])"),
    ],
)
def test_no_candidate_has_words_of_deckgen_or_lacks_what_is_not_shown(
    raw: str, before: str, after: str, expected: str
) -> None:
    assert {KEY: expected} in (found := list(text_candidates(texts(before), texts(after), {KEY: raw})))
    assert all(each[KEY].endswith(expected[-4:]) and each[KEY][0] == expected[0] for each in found), found


def test_changes_of_two_values_are_told_apart() -> None:
    values = {KEY: "+5% YoY", OTHER: "Newcomers are welcome"}
    old, new = "Goal: +5% YoY; Newcomers are welcome", "Goal: +6% YoY; Newcomers are most welcome"
    found = next(text_candidates(texts(old), texts(new), values))
    assert found == {KEY: "+6% YoY", OTHER: "Newcomers are most welcome"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a b c", "a b c", "a b c"), ("x b c", "a b c", "x b c"), ("a b c", "a b x", "a b x"),
        ("x b c", "a b y", "x b y"), ("x b c", "y b c", None), ("a b c d", "a b c e", None),
    ],
)  # fmt: skip
def test_texts_merge_unless_changes_meet(one: str, other: str, expected: str | None) -> None:
    assert merged_text("a b c", one, other) == expected


def test_break_in_a_word_and_unseen_marks_are_no_edit() -> None:
    assert comparable("Selbst-\u200b\nverwaltung\u00a0\u200e10\u00ad") == comparable("Selbstverwaltung 10")
    runs = [PlainRun("Selbst-\u200b", bold=True), PlainRun("\n"), PlainRun("verwaltung", bold=True)]
    assert "".join(run.text for run in undivided(runs)) == "Selbstverwaltung"


def test_markup_is_written_as_typed() -> None:
    runs = [
        PlainRun("a "),
        PlainRun("bold", bold=True),
        PlainRun(" [x]", italic=True),
        PlainRun(" y", link="https://x.org"),
    ]
    assert markup_of(runs) == "a **bold** *\\[x\\]* [y](https://x.org)"


def test_fewest_slides_are_moved() -> None:
    assert moved([0, 3, 1, 2, 4]) == {3}
    assert moved([0, 1, 2]) == set()


def test_paragraphs_are_paired_by_likeness() -> None:
    assert align_texts(["one two", "three four"], ["one two", "new here", "three fore"]) == [(0, 0), (None, 1), (1, 2)]


@pytest.mark.parametrize(
    ("raw", "runs", "expected"),
    [
        ("one two three", [PlainRun("one "), PlainRun("two", bold=True), PlainRun(" three")], "one **two** three"),
        ("Name: one two", [PlainRun("one "), PlainRun("two", italic=True)], "Name: one *two*"),
        ("*one* two", [PlainRun("one", italic=True), PlainRun(" "), PlainRun("two", link="https://x.org")], "*one* [two](https://x.org)"),
    ],
)  # fmt: skip
def test_emphasis_is_marked_where_its_letters_are_typed(raw: str, runs: list[PlainRun], expected: str) -> None:
    shown = raw.removeprefix("Name: ")
    before = [PlainRun("one", italic=True), PlainRun(" two")] if raw.startswith("*") else [PlainRun(shown)]
    candidates = format_candidates([PlainParagraph(tuple(before))], [PlainParagraph(tuple(runs))], {KEY: raw})
    assert {KEY: expected} in list(candidates)
