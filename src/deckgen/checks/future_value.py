"""future-value: a result is written for a period after the reported one, where it can only be a plan."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model import PeriodResult
from deckgen.verdicts import stated_status

RULE = Rule(
    "future-value",
    Severity.WARNING,
    Topic.FIGURES,
    "a result is written for a period after the reported one, where it can only be a plan",
    "A result is written for a period after the reported one. It can only be a plan: slides show it as one, and `deckgen "
    "roll` makes it the `plan:` of its period. Entries with nothing but `plan`, `forecast`, `because` or `next` are "
    "allowed, and so are periods that are known to be paused or without data.",
    optional=True,
    subjects=True,
)

_KNOWN_AHEAD = {"paused", "no-data"}


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each result written ahead once."""
    reached, reported = subject.deck.period.reached, set()
    for shown in subject.shown_lines:
        for period, entry in shown.line.entries.items():
            if period in reached or entry is None or not (what := _written_ahead(entry)):
                continue
            span = subject.span_of(shown.measure, *subject.result_path(shown.measure, period, shown.keys))
            if span not in reported:
                reported.add(span)
                message = f"“{shown.name}” has a {what} for {period}, but the deck reports {subject.deck.period.name}"
                hint = f"remove it until the deck reports {period}"
                if what == "result":
                    hint = f"write it as `plan:` under `{period}:`; `deckgen roll` does the same with it"
                yield issue_of(RULE, message, span, hint, shown.measure.id)


def _written_ahead(entry: PeriodResult) -> str:
    """Return what an entry has that only a reported period can have; empty if nothing."""
    text = entry.text.raw if entry.text is not None else ""
    if entry.status in _KNOWN_AHEAD or stated_status(text) in _KNOWN_AHEAD:
        return ""
    if text or entry.value is not None:
        return "result"
    if entry.status is not None:
        return "status"
    return "score" if entry.score is not None else "mark" if entry.mark is not None else ""
