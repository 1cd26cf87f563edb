"""Key results → whether a slide has only one, in words, which has a row for each of its aspects."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.kinds._card_texts import has_own_name, is_plain, progress_to_goal
from deckgen.periods import Period
from deckgen.resolve import Measure


def suits_single(measures: Sequence[Measure], reported: Period) -> bool:
    """Return whether there is only one measure, with more than its name, without parts, lines and a bar to its goal."""
    if len(measures) != 1 or not is_plain(measures[0]):
        return False
    [measure] = measures
    has_about = bool(measure.goal or measure.baseline or measure.milestones) or not has_own_name(measure)
    return has_about and progress_to_goal(measure, reported) is None
