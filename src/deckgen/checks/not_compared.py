"""not-compared: a result and its goal both hold a figure, but the two were not compared, so there is no verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.checks._figures import read_quantities
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model.deck_settings import COLOURS
from deckgen.quantities import Reading
from deckgen.resolve.lines import Line
from deckgen.verdicts import Verdict, advice

RULE = Rule(
    "not-compared",
    Severity.WARNING,
    Topic.FIGURES,
    "a result and its goal both hold a figure, but were not compared, so there is no verdict",
    "A result of the reported period and its goal both hold a figure, but the two were not compared, so there is no "
    "verdict: one of them was not understood, they are different kinds of numbers, or nothing says which way is better "
    "(docs/verdicts.md). Only results whose status is computed are checked: not those with a `status`, a `score` or "
    "`compare: no`, nor those of which the deck shows written statuses only (`verdicts:` in deck.yaml). Slides that "
    "report another period (`as_of`) are not checked.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each such result once, at the result."""
    period = subject.deck.period
    reported = set()
    for measure, (own, *of_measures) in subject.measures_with_lines:
        if measure.period != period or not subject.shows_computed_statuses(measure):
            continue
        decides_alone = own.line.verdict(period.name).cause != "no-result"
        for shown in [own] if decides_alone else of_measures:
            verdict = shown.line.verdict(period.name)
            if not _can_be_mended(verdict) or not _hold_figures(shown.line, period.name):
                continue
            span = subject.span_of(measure, *subject.result_path(measure, period.name, shown.keys))
            if span not in reported:
                reported.add(span)
                message = f"“{shown.name}” has no verdict for {period.name}: {verdict.reason}"
                remedy = _status_remedy(shown.line, period.name, subject.deck.verdicts.own_words.values())
                remedy = remedy or advice(verdict, shown.line.terms, shown.line.reading(period.name))
                hint = f"{remedy}; or `compare: no` with a `reason:`"
                yield issue_of(RULE, message, span, hint, measure.id)


def _can_be_mended(verdict: Verdict) -> bool:
    return verdict.cause in {"not-understood", "not-comparable"} or verdict.is_open


def _status_remedy(line: Line, period: str, own_words: Iterable[str]) -> str:
    """Return how to write a status that stands in the text of a result (`63% RED`); empty if there is none."""
    entry = line.entries[period]
    text = entry.text.plain if entry is not None and entry.text is not None else ""
    words = "|".join(re.escape(word) for word in (*COLOURS, *own_words))
    found = re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE)
    return f"write the status in a field of its own: `{{text: …, status: {found[0]}}}`" if found else ""


def _hold_figures(line: Line, period: str) -> bool:
    """Whether a result and its goal both hold a figure, and that of the result is more than a remark in brackets."""
    reading, goal = line.reading(period), line.goal
    if reading is None or goal is None or not (goal.figure or goal.is_numeric or goal.keeps_baseline):
        return False
    if reading.problems:
        return _has_figure(line, period, reading)
    return any(not s.is_marked and not s.is_side for s in reading.statements)


def _has_figure(line: Line, period: str, reading: Reading) -> bool:
    """Whether a result that was not understood holds a figure."""
    entry = line.entries[period]
    text = entry.text.plain if entry is not None and entry.text is not None else ""
    is_numeric = any(char.isdecimal() for problem in reading.problems for char in problem)
    return is_numeric or next(read_quantities(text, line.language), None) is not None
