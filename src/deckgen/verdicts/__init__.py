"""Verdicts: a result, a goal and what an author says of them in; a status with its reason, or why there is none, out."""

from deckgen.verdicts.figure_texts import figure_text, number_text
from deckgen.verdicts.judge import judge
from deckgen.verdicts.main_figure import Choice, Reference, choose_figure, single_figure
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
    "Better",
    "Cause",
    "Choice",
    "Counts",
    "Reference",
    "Scores",
    "Terms",
    "TimeFrame",
    "Tolerance",
    "Verdict",
    "choose_figure",
    "figure_text",
    "judge",
    "number_text",
    "single_figure",
]
