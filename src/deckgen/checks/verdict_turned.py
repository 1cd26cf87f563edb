"""verdict-turned: a result has another verdict than in the period before, and nothing says why."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.checks._given_reasons import are_reasons_expected, measures_without_reason
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of

RULE = Rule(
    "verdict-turned",
    Severity.WARNING,
    Topic.FIGURES,
    "a result has another verdict than in the period before, and no `because:` says why",
    "A result of the reported period has another verdict than that of the period before, for better or worse, and no "
    "`because:` beside it says why. A period that the content does not have any more, such as the last one of the year before, "
    "is read in `history/`. One that is off track now is a matter of `red-without-reason`, and one that is done needs "
    "no reason. This is checked as soon as one result of the deck has a `because:`, or where deck.yaml says "
    "`checks: {verdict-turned: on}`.",
    optional=True,
    subjects=True,
)

_NEEDS_NONE = {"off-track", "done"}


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each such result once."""
    if not are_reasons_expected(subject, RULE.code):
        return
    reported = set()
    for shown, measure, path in measures_without_reason(subject):
        before, now = measure.turned_from, measure.results[shown.period.name].status
        if before is None or now in _NEEDS_NONE:
            continue
        span = subject.span_of(shown, *path)
        if span not in reported:
            reported.add(span)
            period, last = shown.period.name, shown.period.previous
            earlier = last.name if last.year.is_same(shown.period.year) else str(last)
            message = f"“{shown.name}” was {before} in {earlier} and is {now} in {period}, and nothing says why"
            yield issue_of(RULE, message, span, f"write why as `because:` under `{period}:`", shown.id)
