"""Goals in words, for explanations: `+5% YoY` is “at least +5% on the year before”."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.quantities import Figure, Goal
from deckgen.verdicts.figure_texts import duration_scale, figure_text
from deckgen.verdicts.target import Target


def goal_text(goal: Goal, target: Target | None = None) -> str:
    """Return what a goal with a figure was read as: its limits, and where it begins."""
    limit = limit_text(goal, target)
    return f"{limit}, beginning at {figure_text(goal.start)}" if goal.start is not None else limit


def limit_text(goal: Goal, target: Target | None = None) -> str:
    """Return the limits of a goal with a figure: those of its `target` where there is one."""
    figure = goal.figure
    assert figure is not None  # the caller has looked
    low, high = (goal.low, goal.high) if target is None else (target.low, target.high)
    plain = replace(figure, upper=None, bound="")
    if low is not None and high is not None:
        return f"{figure_text(replace(plain, value=low))} to {figure_text(replace(plain, value=high))}"
    if low is not None:
        return f"{'more than' if goal.is_strict else 'at least'} {figure_text(replace(plain, value=low))}"
    assert high is not None  # a goal has a limit
    return f"{'less than' if goal.is_strict else 'at most'} {figure_text(replace(plain, value=high))}"


def slack_text(figure: Figure, slack: float) -> str:
    """Return a distance from a goal in its unit, or in a smaller one of time; that of a percentage is in percentage points."""
    unit = "pp" if figure.unit == "%" else figure.unit
    scale = duration_scale(slack, figure.scale) if unit == "time" else 1
    return figure_text(Figure(round(slack, 10), unit, scale=scale))
