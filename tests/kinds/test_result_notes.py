"""A result in words in a column of figures: its note stands with the other notes, and the words are muted."""

import pytest

from deckgen.ir.blocks import Paragraph, Run
from deckgen.kinds._result_figures import split_note


def text(*runs: Run) -> Paragraph:
    return Paragraph(runs)


def plain(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [p.plain_text for p in paragraphs]


@pytest.mark.parametrize(
    ("shown", "words", "note"),
    [
        ("not available (6.6%/mo)", ["not available"], ["(6.6%/mo)"]),
        ("(6.6%/mo)", [], ["(6.6%/mo)"]),
        ("not available", ["not available"], []),
        ("due) soon)", ["due) soon)"], []),
        ("in (two) parts", ["in (two) parts"], []),
    ],
)
def test_note_at_the_end_of_words_stands_beside_them(shown: str, words: list[str], note: list[str]) -> None:
    found = split_note([text(Run(shown, bold=True))], is_figure=False)
    assert (plain(found[0]), plain(found[1])) == (words, note)
    assert all(run.role == "muted" for p in found[0] for run in p.runs)
    assert all((p.style, p.runs[0].bold, p.runs[0].role) == ("small", False, None) for p in found[1])


def test_words_with_a_digit_keep_their_colour() -> None:
    figures, note = split_note([text(Run("Measured annually, Q2"))], is_figure=False)
    assert figures[0].runs[0].role is None
    assert note == ()


def test_what_follows_a_figure_is_its_note() -> None:
    texts = [text(Run("+7.5%")), text(Run("(5.7%/mo)"))]
    assert split_note(texts, is_figure=True) == ((texts[0],), (texts[1],))


def test_link_and_mark_of_words_are_kept() -> None:
    runs = (Run("not", link="https://a.invalid"), Run(" yet (1", note="n"), Run("/mo)"))
    figures, note = split_note([text(*runs)], is_figure=False)
    assert [run.text for run in figures[0].runs] == ["not", " yet"]
    assert figures[0].runs[0].link == "https://a.invalid"
    assert plain(note) == ["(1/mo)"]
