"""status-contradicts: a status in the content contradicts the numbers next to it."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.ir.roles import Status
from deckgen.resolve.lines import Line
from deckgen.resolve.movements import is_behind_baseline

RULE = Rule(
    "status-contradicts",
    Severity.WARNING,
    Topic.FIGURES,
    "a status in the content contradicts the numbers next to it",
    "A status in the content contradicts the numbers next to it: `done` or `on-track` although the result misses "
    "its goal by more than the tolerance, `off-track` although it reaches it, `on-track` although it is further from "
    "the goal than its baseline, or `done` before a goal that is due later is reached. Only what can be compared with "
    "certainty counts (docs/verdicts.md). `at-risk` is a judgement and is not checked.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each contradiction up to the reported period, once per written status."""
    reported = set()
    for shown in subject.shown_lines:
        measure = shown.measure
        for period in measure.period.reached:
            entry = shown.line.entries.get(period)
            if entry is None or entry.status is None:
                continue
            if (contradiction := _contradiction(shown.line, period, entry.status)) is None:
                continue
            span = subject.span_of(measure, *subject.result_path(measure, period, shown.keys), "status")
            if span not in reported:
                reported.add(span)
                message = f"“{shown.name}” is {entry.status} in {period}, but {contradiction}"
                hint = "change the status, or the result if it is mistyped; without a status it is computed"
                yield issue_of(RULE, message, span, hint, measure.id)


def _contradiction(line: Line, period: str, status: Status) -> str | None:
    """Return what the numbers show if it contradicts the written status, else None."""
    verdict = line.computed(period)
    if verdict.status == "off-track" and status in {"done", "on-track"}:
        return f"{verdict.reason} is off track"
    if verdict.status == "on-track" and status == "off-track":
        return f"{verdict.reason} is on track"
    if verdict.cause == "not-due" and status == "done":
        return f"{verdict.reason}, and is not reached yet"
    if verdict.status in {None, "at-risk"} and status == "on-track" and is_behind_baseline(line, period):
        return "the result is further from the goal than the baseline"
    return None
