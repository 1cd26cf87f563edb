"""due-unknown: a metric says by when its goal is due, but not as a period or a year, so the goal is not judged in this year."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model.meant_period import meant_period
from deckgen.periods import PeriodSystem, Year, find_system, read_period

RULE = Rule(
    "due-unknown",
    Severity.WARNING,
    Topic.FIGURES,
    "`by:` of a metric is neither a period nor a year, so its goal is not judged in this year",
    "`by:` of a metric is a date or another text with digits that is neither a period (`Q4`, `Q4 FY20-21`) nor a year. So "
    "nothing says in which period the goal is due, and results that do not reach it get no verdict. Texts without digits "
    "(`end of year`) mean the end of the year.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each such field once."""
    reported = set()
    for shown in subject.shown_lines:
        by, names = shown.measure.row.by, shown.line.time.periods
        if by is None or _is_known(by, find_system(names[0])):
            continue
        span = subject.span_of(shown.measure, "by")
        if span not in reported:
            reported.add(span)
            message = f"`{by}` is no period, so nothing says when the goal of “{shown.name}” is due"
            hint = f"write the period, such as `{meant_period(by, names) or names[-1]}`, or the year"
            yield issue_of(RULE, message, span, hint, shown.measure.id)


def _is_known(by: str, system: PeriodSystem | None) -> bool:
    """Whether a text is a period of a system, a year, or has no digits."""
    period = read_period(by)
    found = find_system(by.strip().upper()) if period is None else period.system
    is_period = found is not None and found is system
    return is_period or Year.read(by) is not None or not any(char.isdecimal() for char in by)
