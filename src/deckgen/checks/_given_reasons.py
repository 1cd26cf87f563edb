"""The reasons that a deck gives for its results: whether it gives any, and those of one period."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck, ShownLine, ShownMeasure
from deckgen.diagnostics import KeyPath
from deckgen.model import PeriodResult
from deckgen.resolve import Measure
from deckgen.resolve.measures import build_measure


def are_reasons_expected(subject: CheckedDeck, rule: str) -> bool:
    """Whether a deck gives reasons: one of its results has `because`, or its `checks:` name the rule."""
    return rule in subject.deck.checks or any(map(_has_reason, _all_entries(subject)))


def measures_without_reason(
    subject: CheckedDeck,
) -> Iterator[tuple[ShownMeasure, Measure, KeyPath]]:
    """Yield the measures without `because` for their reported result, each with its path to what decides on its status."""
    for shown, lines in subject.measures_with_lines:
        period = shown.period.name
        if any(_has_reason(each.line.entries.get(period)) for each in lines):
            continue
        measure = build_measure(shown.row, shown.id, subject.settings(shown), subject.origins_of(shown))
        result = measure.results[period]
        deciding = next((each for each in lines if each.line.verdict(period).status == result.status), lines[0])
        yield shown, measure, subject.result_path(shown, period, deciding.keys)


def _all_entries(subject: CheckedDeck) -> Iterator[PeriodResult | None]:
    lines: Iterator[ShownLine] = subject.shown_lines
    for shown in lines:
        yield from shown.line.entries.values()
        yield from shown.line.earlier.values()


def _has_reason(entry: PeriodResult | None) -> bool:
    return entry is not None and entry.because is not None and bool(entry.because.raw)
