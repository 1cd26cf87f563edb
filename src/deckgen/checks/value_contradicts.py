"""value-contradicts: a result says one number in its text, and another one outright.

`value:` is for texts that cannot be read. Whoever then changes the text alone, as in a sheet or with `deckgen set`, leaves the
old number behind: slides would show both.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.checks._figures import is_equal_or_rounded
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model import PeriodResult
from deckgen.quantities import read_result, single_quantity
from deckgen.verdicts.figure_texts import number_text

RULE = Rule(
    "value-contradicts",
    Severity.WARNING,
    Topic.FIGURES,
    "a result says one number in its text, and another one as its `value`",
    "The text of a result states a single number, and its `value:` is another one, so that slides would show both. A rounded "
    "number is fine, and so is a share (`0.15` beside `15%`). A text with several figures, or none, is not compared.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each such result of the periods that the deck has reached, at its value."""
    reported = set()
    for shown in subject.shown_lines:
        for period in shown.measure.period.reached:
            entry = shown.line.entries.get(period)
            if entry is None or (stated := _other_number(entry, subject.deck.language)) is None:
                continue
            span = subject.span_of(shown.measure, *subject.result_path(shown.measure, period, shown.keys), "value")
            if span not in reported and entry.value is not None:
                reported.add(span)
                message = (
                    f"“{shown.name}” says {stated} in the text of {period}, but {number_text(entry.value)} as its value"
                )
                hint = "remove `value:` where the text can be read, or write the same number in both"
                yield issue_of(RULE, message, span, hint, shown.measure.id)


def _other_number(entry: PeriodResult, language: str) -> str | None:
    """Return the number in the text of a result, as typed, if its value is another one; else None."""
    if entry.value is None or entry.text is None:
        return None
    stated = single_quantity(read_result(entry.text.raw, language))
    if stated is None:
        return None
    said = (entry.value, entry.value * 100) if stated.unit == "%" else (entry.value,)
    return None if any(is_equal_or_rounded(stated, replace(stated, value=each)) for each in said) else stated.raw
