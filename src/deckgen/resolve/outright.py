"""Numbers that authors say outright: fields of a result or a goal in; what they state, as if it had been read, out."""

from __future__ import annotations

from typing import Literal

from deckgen.model import PeriodResult, cldr
from deckgen.model.goals import GoalText
from deckgen.quantities import Figure, Goal, Reading, Statement, read_goal, read_result
from deckgen.resolve.totals import localised_number


def read_entry(entry: PeriodResult, language: str) -> Reading:
    """Return what a result states: the number that the author says outright, else what its text says."""
    if entry.value is not None:
        unit = entry.unit or ""
        figure = _outright(entry.value, unit, language)
        return Reading((Statement(figure),)) if figure is not None else Reading(problems=(unit,))
    return read_result(entry.text.raw if entry.text else "", language)


def _outright(value: float, unit: str, language: str) -> Figure | None:
    """Return the figure of a number with a unit in words; None if the unit is not understood."""
    goal = read_goal(f"1 {unit}".strip(), language)
    if goal.figure is None or goal.problems:
        return None
    number = localised_number(value, language)
    before, after = cldr.percent_marks(language) if unit == "%" else ("", f" {unit}")
    return Figure(
        value * goal.figure.scale,
        goal.figure.unit,
        goal.figure.basis,
        raw=f"{before}{number}{after}".strip(),
        scale=goal.figure.scale,
        symbol=goal.figure.symbol,
    )


def goal_of_terms(text: GoalText, language: str) -> Goal:
    """Return the goal whose limits an author says outright."""
    terms = text.terms
    assert terms is not None
    limits = [limit for limit in (terms.at_least, terms.at_most) if limit is not None]
    figures = [_outright(limit, terms.unit, language) for limit in limits]
    first = figures[0]
    if first is None or None in figures:
        return Goal(problems=(terms.unit,), is_numeric=True)
    low = first.value if terms.at_least is not None else None
    last = figures[-1]
    high = last.value if terms.at_most is not None and last is not None else None
    direction: Literal[-1, 0, 1] = 0 if low is not None and high is not None else 1 if low is not None else -1
    return Goal(first, low, high, direction=direction, is_outright=True, is_numeric=True)
