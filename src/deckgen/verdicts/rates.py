"""Rates of single periods: a goal per quarter in a deck of quarters, and results that count their quarter alone.

`85 per quarter` and `91` under `Q3` speak of the same thing where each result counts its period alone: the result is a rate, too.
"""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.periods import find_system
from deckgen.quantities import Figure, Reading
from deckgen.verdicts.types import Counts, TimeFrame


def is_own_rate(goal: Figure | None, time: TimeFrame) -> bool:
    """Whether a goal is a rate per period of the deck (`85 per quarter` where quarters are reported)."""
    system = find_system(time.periods[0])
    return goal is not None and system is not None and goal.basis == f"/{system.noun}"


def deck_counts(counts: Counts | None, figures: list[Figure], *, is_rate: bool) -> Counts | None:
    """Return what the deck says that results count, if that holds for these: not for levels, which cannot be added up."""
    return counts if is_rate or not any(figure.is_level for figure in figures) else None


def counts_since_start(counts: Counts | None, figure: Figure) -> bool | None:
    """Whether a result counts what came since its year, or its period, began, not a state; None if nothing says so.

    A part of a year is not held against the baseline, which is a whole one.
    """
    if figure.is_level or figure.is_change:
        return False
    return None if counts is None else counts != "level"


def as_rate(reading: Reading, goal: Figure) -> Reading:
    """Return a reading of a result with its plain amounts in the unit of a goal as rates of the same basis."""
    statements = [
        replace(s, figure=replace(s.figure, basis=goal.basis)) if _is_amount(s.figure, goal.unit) else s
        for s in reading.statements
    ]
    return replace(reading, statements=tuple(statements))


def _is_amount(figure: Figure, unit: str) -> bool:
    return not figure.basis and not figure.is_change and figure.unit == unit and figure.total is None
