"""no-goal: a key result has no goal, so that nobody can tell whether it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._subject import CheckedDeck, Finding, ShownSlide


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Tell key results without a goal, milestones, or goals of their parts."""
    for shown in subject.measured:
        if shown.kind == "key-results" and not shown.keys and not _aims(shown):
            hint = "write what is to be reached as `goal:`"
            yield Finding(f"“{shown.name}” has no goal", subject.place(shown), hint, shown.id)


def _aims(shown: ShownSlide) -> bool:
    row = shown.row
    goals = [
        row.goal,
        *(line.goal for line in row.measures),
        *(part.goal for part in row.parts.values() if part is not None),
    ]
    return bool(row.milestones) or any(goal is not None and goal.raw for goal in goals)
