"""red-without-reason: a result is off track, and nothing says why."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.checks._given_reasons import are_reasons_expected, measures_without_reason
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of

RULE = Rule(
    "red-without-reason",
    Severity.WARNING,
    Topic.FIGURES,
    "a result is off track, and no `because:` says why",
    "A result of the reported period is off track, and no `because:` beside it says why. This is checked as soon as one "
    "result of the deck has a `because:`, or where deck.yaml says `checks: {red-without-reason: on}`.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each such result once."""
    if not are_reasons_expected(subject, RULE.code):
        return
    reported = set()
    for shown, measure, path in measures_without_reason(subject):
        period = shown.period.name
        if measure.results[period].status != "off-track":
            continue
        span = subject.span_of(shown, *path)
        if span not in reported:
            reported.add(span)
            message = f"“{shown.name}” is off track in {period}, and nothing says why"
            hint = f"write why as `because:` under `{period}:`, and what happens next as `next:`"
            yield issue_of(RULE, message, span, hint, shown.id)
