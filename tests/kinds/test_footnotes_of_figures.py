"""A footnote where a text is divided stands once: with the figure or the sentence that it follows."""

import pytest

from deckgen.ir.blocks import Paragraph, Run
from deckgen.kinds._openings import with_details
from deckgen.kinds._result_figures import split_note
from deckgen.kinds._shared import split_at

NOTE = Run("", superscript=True, note="n")


@pytest.mark.parametrize(
    ("runs", "end", "start", "first", "rest"),
    [
        ((Run("+8.1%"), NOTE), 5, None, (Run("+8.1%"), NOTE), ()),
        ((Run("+8.1%"), NOTE, Run(" YoY")), 5, None, (Run("+8.1%"), NOTE), (Run(" YoY"),)),
        ((Run("+8.1% YoY"), NOTE), 5, None, (Run("+8.1%"),), (Run(" YoY"), NOTE)),
        ((Run("First."), NOTE, Run(" Second")), 6, 7, (Run("First."), NOTE), (Run("Second"),)),
    ],
)
def test_footnote_stays_with_what_it_follows(
    runs: tuple[Run, ...], end: int, start: int | None, first: tuple[Run, ...], rest: tuple[Run, ...]
) -> None:
    assert split_at(runs, end, start) == (first, rest)


def test_footnote_after_the_first_sentence_is_kept() -> None:
    [[statement, details]] = with_details([(Paragraph((Run("First."), NOTE, Run(" Second."))),)])
    assert [run.note for run in statement.runs] == [None, "n"]
    assert [run.text for run in details.runs] == ["Second."]


def test_footnote_before_a_bracket_stands_once() -> None:
    words, note = split_note([Paragraph((Run("not yet"), NOTE, Run("(1/mo)")))], is_figure=False)
    assert [run.note for p in (*words, *note) for run in p.runs] == [None, "n", None]
