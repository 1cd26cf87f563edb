"""no-result: a metric or key result has no result for the reported period.

No result is due if it is paused, done, marked as delivered, without data, or not measured in this period.
"""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck, ShownMeasure
from deckgen.diagnostics import Issue, KeyPath, Rule, Severity, Topic, issue_of
from deckgen.model import PeriodResult
from deckgen.periods import Period
from deckgen.resolve.entries import has_result
from deckgen.verdicts import stated_status

RULE = Rule(
    "no-result",
    Severity.WARNING,
    Topic.FIGURES,
    "a metric or key result has no result for the reported period",
    "A metric or key result has no result for the reported period. No result is due for one that is paused "
    "(according to its goal or its status), `done`, `no-data`, marked as delivered, or not `measured` in this "
    "period. A plan is no result, nor is a text that only announces one (`TBC`, `300 planned`) or keeps its place (`n/a`, `~`), "
    "nor a `value:` without "
    "a text. Each line of a metric with `measures` and each of its `parts` needs a result of its own. Slides "
    "that report another period (`as_of`) are not checked.",
    optional=True,
    subjects=True,
)

_SETTLED = {"paused", "done", "no-data"}


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each once, where its result should be, if no slide has a result for it."""
    period, language = subject.deck.period, subject.deck.language
    due = [
        measure for measure in subject.measures if measure.period == period and _needs_result(measure, period, language)
    ]
    with_result = {measure.id for measure in due if not _lines_without_result(measure, period, language)}
    reported: set[str] = set()
    for measure in due:
        if measure.id in with_result or measure.id in reported:
            continue
        reported.add(measure.id)
        for name, keys, entry in _lines_without_result(measure, period, language):
            path = subject.result_path(measure, period.name, keys)
            message = f"“{name}” has no result for {period.name}"
            yield issue_of(RULE, message, subject.span_of(measure, *path), _hint(path, entry), measure.id)


def _hint(path: KeyPath, entry: PeriodResult | None) -> str:
    *_, key, period = path
    if entry is not None and entry.value is not None:
        return "write what slides should show as `text:` beside its `value:`"
    why = "if there is none, say why: `status: paused` or `no-data`"
    if entry is not None and entry.text is not None and entry.text.raw:
        return f"write it in place of “{entry.text.plain}”; {why}"
    where = f"as `text:` under `{period}:`" if entry is not None else f"under `{key}`, at `{period}:`"
    return f"write it {where}; {why}"


def _needs_result(measure: ShownMeasure, period: Period, language: str) -> bool:
    row = measure.row
    if row.measured is not None and period.name not in row.measured.periods(period.calendar):
        return False
    if row.goal is not None and stated_status(row.goal.raw) == "paused":
        return False
    if row.parts and not any(has_result(entry, language) for entry in row.results.values()):
        return False  # the row is only the heading of its parts
    before = [entry for name, entry in row.results.items() if name in period.reached and entry is not None]
    return not any(entry.status in _SETTLED for entry in before)


def _lines_without_result(
    measure: ShownMeasure, period: Period, language: str
) -> list[tuple[str, KeyPath, PeriodResult | None]]:
    """Return the lines without a result: name, keys inside the measure, and what is written for the period."""
    row, name = measure.row, measure.name
    entry = row.results.get(period.name)
    if has_result(entry, language):
        return []
    if not row.measures:
        return [(name, (), entry)]
    lines = [
        (f"{name}, {line.of}", ("measures", i), line.results.get(period.name)) for i, line in enumerate(row.measures)
    ]
    return [line for line in lines if not has_result(line[2], language)]
