"""no-result: a metric or key result has no result for the reported quarter.

What is paused, done, marked as delivered, without data, or not measured in this quarter owes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.checks._subject import CheckedDeck, Finding, ShownSlide
from deckgen.model import Quarter, QuarterName
from deckgen.model.quantity import worded_status

_SETTLED = {"paused", "done", "no-data"}


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Tell each once, where its result should stand, if no slide gives one."""
    quarter = subject.deck.quarter
    due = [shown for shown in subject.measured if shown.quarter == quarter and _owes(shown, quarter)]
    given = {shown.id for shown in due if not _empty(shown, quarter)}
    told: set[str] = set()
    for shown in due:
        if shown.id in given or shown.id in told:
            continue
        told.add(shown.id)
        for line in _empty(shown, quarter):
            name = f"{shown.name}, {line}" if line else shown.name
            hint = (
                f"write it under `quarters`, at `{quarter}:`; if there is none, say why: `status: paused` or `no-data`"
            )
            yield Finding(
                f"“{name}” has no result for {quarter}", subject.place(shown, "quarters", quarter), hint, shown.id
            )


def _owes(shown: ShownSlide, quarter: QuarterName) -> bool:
    row = shown.row
    if row.measured is not None and quarter not in re.findall(r"Q[1-4]", row.measured.when):
        return False
    if row.goal is not None and worded_status(row.goal.raw) == "paused":
        return False
    if row.parts and not any(_given(entry) for entry in row.quarters.values()):
        return False  # the row is but the heading of its parts
    before = [entry for name, entry in row.quarters.items() if name <= quarter and entry is not None]
    return not any(entry.status in _SETTLED for entry in before)


def _empty(shown: ShownSlide, quarter: QuarterName) -> list[str]:
    """The lines of a measure without a result; one without a name where it has but one."""
    row = shown.row
    if _given(row.quarters.get(quarter)):
        return []
    return [line.of for line in row.measures if not _given(line.quarters.get(quarter))] if row.measures else [""]


def _given(entry: Quarter | None) -> bool:
    return entry is not None and bool((entry.text and entry.text.raw) or entry.mark or entry.status)
