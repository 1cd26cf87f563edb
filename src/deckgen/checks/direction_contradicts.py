"""direction-contradicts: a goal, `better:` and the baseline disagree about which way is better."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.verdicts import contradiction_in

RULE = Rule(
    "direction-contradicts",
    Severity.WARNING,
    Topic.FIGURES,
    "a goal, `better:` and the baseline disagree about which way is better",
    "A goal, `better:` and the baseline disagree about which way is better: the goal's words or its sign say lower, "
    "and `better: higher` is written, or the goal is above its baseline although lower is better. Such a result gets no "
    "verdict, and its arrow no colour. Metrics with `compare: no` are not checked.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each goal once."""
    reported = set()
    for shown in subject.shown_lines:
        reason = contradiction_in(shown.line.terms) if shown.line.said.compare else ""
        if not reason:
            continue
        span = subject.span_of(shown.measure, *shown.keys, "goal")
        if span not in reported:
            reported.add(span)
            hint = "correct the one that is wrong; until they agree, there is no verdict"
            yield issue_of(RULE, f"“{shown.name}”: {reason}", span, hint, shown.measure.id)
