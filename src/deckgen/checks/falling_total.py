"""falling-total: a figure that counts everything since the year's start is lower than in an earlier period of the year."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from deckgen.checks._checked_deck import CheckedDeck, ShownLine
from deckgen.checks._figures import is_equal_or_rounded
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.quantities import Figure, shown_quantity
from deckgen.resolve.lines import Line
from deckgen.verdicts import single_figure

RULE = Rule(
    "falling-total",
    Severity.WARNING,
    Topic.FIGURES,
    "a figure that counts everything since the year's start (`counts: to-date`) falls from one period to the next",
    "A figure that counts everything since the year's start (`counts: to-date`) is lower than in the period before. "
    "Percentages, rates and durations are only checked where the metric itself says `counts: to-date`. Rounded figures "
    "are allowed.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each fall once, at the later result."""
    reported = set()
    for shown in subject.shown_lines:
        if shown.line.terms.counts != "to-date" or not shown.line.said.compare:
            continue
        for (earlier, before), (period, now) in pairwise(_totals(shown)):
            if not _falls(before, now):
                continue
            span = subject.span_of(shown.measure, *subject.result_path(shown.measure, period, shown.keys))
            if span not in reported:
                reported.add(span)
                message = (
                    f"“{shown.name}” counts to date, but falls from {before.raw} in {earlier} to {now.raw} in {period}"
                )
                hint = "correct one of the two; or write `counts: per-period` or `counts: level`, whichever is meant"
                yield issue_of(RULE, message, span, hint, shown.measure.id)


def _totals(shown: ShownLine) -> list[tuple[str, Figure]]:
    """Return the figures of a line, by period in order."""
    figures = ((period, _figure(shown.line, period)) for period in shown.line.time.periods)
    return [(period, figure) for period, figure in figures if figure is not None]


def _figure(line: Line, period: str) -> Figure | None:
    reading = line.reading(period)
    if reading is None:
        return None
    figure = single_figure(reading) if line.goal_figure is None else line.computed(period).figure
    return None if figure is None or figure.bound or figure.upper is not None else figure


def _falls(before: Figure, now: Figure) -> bool:
    if not now.is_comparable_to(before) or now.value >= before.value:
        return False
    one, other = shown_quantity(before), shown_quantity(now)
    return not is_equal_or_rounded(one, other) and not is_equal_or_rounded(other, one)
