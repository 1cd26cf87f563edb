"""no-goal: a key result has no goal, so readers cannot see whether it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck, ShownMeasure
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of

RULE = Rule(
    "no-goal",
    Severity.WARNING,
    Topic.FIGURES,
    "a key result has no goal, so readers cannot see whether it is reached",
    "A key result has no goal, so readers cannot see whether it is reached. Milestones, or goals of its parts, "
    "are enough.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report key results without a goal, milestones, or goals of their parts."""
    for measure in subject.measures:
        if measure.is_key_result and not measure.keys and not _has_goal(measure):
            hint = "write what is to be reached as `goal:`"
            yield issue_of(RULE, f"“{measure.name}” has no goal", subject.span_of(measure), hint, measure.id)


def _has_goal(measure: ShownMeasure) -> bool:
    row = measure.row
    goals = [
        row.goal,
        *(line.goal for line in row.measures),
        *(part.goal for part in row.parts.values() if part is not None),
    ]
    return bool(row.milestones) or any(goal is not None and goal.raw for goal in goals)
