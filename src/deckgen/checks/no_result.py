"""no-result: a metric or key result has no result for the reported period.

No result is due if it is paused, done, marked as delivered, without data, or not measured in this period.
"""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck, ShownMeasure
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model import PeriodResult
from deckgen.model.quantity import stated_status
from deckgen.periods import Period

RULE = Rule(
    "no-result",
    Severity.WARNING,
    Topic.FIGURES,
    "a metric or key result has no result for the reported period",
    "A metric or key result has no result for the reported period. No result is due for one that is paused "
    "(according to its goal or its status), `done`, `no-data`, marked as delivered, or not `measured` in this "
    "period. Each line of a metric with `measures` and each of its `parts` needs a result of its own. Slides "
    "that report another period (`as_of`) are not checked.",
    optional=True,
    subjects=True,
)

_SETTLED = {"paused", "done", "no-data"}


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each once, where its result should be, if no slide has a result for it."""
    period = subject.deck.period
    due = [measure for measure in subject.measures if measure.period == period and _needs_result(measure, period)]
    with_result = {measure.id for measure in due if not _lines_without_result(measure, period)}
    reported: set[str] = set()
    for measure in due:
        if measure.id in with_result or measure.id in reported:
            continue
        reported.add(measure.id)
        for line in _lines_without_result(measure, period):
            name = f"{measure.name}, {line}" if line else measure.name
            key, _ = path = subject.result_path(measure, period.name)
            hint = (
                f"write it under `{key}`, at `{period.name}:`; if there is none, say why: `status: paused` or `no-data`"
            )
            yield issue_of(
                RULE,
                f"“{name}” has no result for {period.name}",
                subject.span_of(measure, *path),
                hint,
                measure.id,
            )


def _needs_result(measure: ShownMeasure, period: Period) -> bool:
    row = measure.row
    if row.measured is not None and period.name not in row.measured.periods(period.calendar):
        return False
    if row.goal is not None and stated_status(row.goal.raw) == "paused":
        return False
    if row.parts and not any(_has_result(entry) for entry in row.results.values()):
        return False  # the row is only the heading of its parts
    before = [entry for name, entry in row.results.items() if name in period.reached and entry is not None]
    return not any(entry.status in _SETTLED for entry in before)


def _lines_without_result(measure: ShownMeasure, period: Period) -> list[str]:
    """Return the names of the lines without a result; an empty name for a measure of a single line."""
    row = measure.row
    if _has_result(row.results.get(period.name)):
        return []
    return (
        [line.of for line in row.measures if not _has_result(line.results.get(period.name))] if row.measures else [""]
    )


def _has_result(entry: PeriodResult | None) -> bool:
    return entry is not None and bool((entry.text and entry.text.raw) or entry.mark or entry.status)
