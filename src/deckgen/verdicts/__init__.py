"""Verdicts: a result, a goal and what an author says of them in; a status with its reason, or why there is none, out."""

from deckgen.verdicts.advice import advice
from deckgen.verdicts.combine import as_presented, change_direction, row_status, stated_status
from deckgen.verdicts.figure_texts import figure_text, number_text
from deckgen.verdicts.goal_texts import goal_text, slack_text
from deckgen.verdicts.judge import apply_goal, judge
from deckgen.verdicts.main_figure import Choice, Reference, choose_figure, explain_missing_figure, single_figure
from deckgen.verdicts.rates import as_rate, counts_since_start, deck_counts, is_own_rate
from deckgen.verdicts.target import AppliedGoal, Target, contradiction_in, goal_side, said_directions
from deckgen.verdicts.types import (
    DEFAULT_TOLERANCE,
    Better,
    Cause,
    Counts,
    Scores,
    Terms,
    TimeFrame,
    Tolerance,
    Verdict,
)

__all__ = [
    "DEFAULT_TOLERANCE",
    "AppliedGoal",
    "Better",
    "Cause",
    "Choice",
    "Counts",
    "Reference",
    "Scores",
    "Target",
    "Terms",
    "TimeFrame",
    "Tolerance",
    "Verdict",
    "advice",
    "apply_goal",
    "as_presented",
    "as_rate",
    "change_direction",
    "choose_figure",
    "contradiction_in",
    "counts_since_start",
    "deck_counts",
    "explain_missing_figure",
    "figure_text",
    "goal_side",
    "goal_text",
    "is_own_rate",
    "judge",
    "number_text",
    "row_status",
    "said_directions",
    "single_figure",
    "slack_text",
    "stated_status",
]
