"""no-goal: a key result has no goal, so readers cannot see whether it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck, Finding, ShownMeasure


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Report key results without a goal, milestones, or goals of their parts."""
    for measure in subject.measures:
        if measure.kind == "key-results" and not measure.keys and not _has_goal(measure):
            hint = "write what is to be reached as `goal:`"
            yield Finding(f"“{measure.name}” has no goal", subject.span_of(measure), hint, measure.id)


def _has_goal(measure: ShownMeasure) -> bool:
    row = measure.row
    goals = [
        row.goal,
        *(line.goal for line in row.measures),
        *(part.goal for part in row.parts.values() if part is not None),
    ]
    return bool(row.milestones) or any(goal is not None and goal.raw for goal in goals)
