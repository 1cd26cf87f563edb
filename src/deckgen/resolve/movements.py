"""Movements of results: a line and a period in; what the result is compared with, its arrow, and whether it is better, out.

What counts since its year or period began (`counts: to-date`, `per-period`) is not compared with the baseline, which is of a
whole year, before the year's end; where nothing says what a number counts, it is not called worse than the baseline.
"""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from deckgen.quantities import Figure, Statement, are_among, load_lexicon, same_names
from deckgen.resolve.lines import Line, reference_of
from deckgen.verdicts import Reference, change_direction, counts_since_start

Direction = Literal["up", "down"]


def arrow(line: Line, period: str) -> Direction | None:
    """Return the direction in which a result differs from what it is compared with (`against`, by default the baseline)."""
    before, statement = _compared_with(line, period), line.statement(period)
    if before is None or statement is None or not line.is_compared(period) or line.mismatch(period, before):
        return None
    if line.said.against is None and is_part_of_year(line, period):
        return None
    return change_direction(before.figure, _arrow_figure(line, statement.figure, period))


def is_good(line: Line, direction: Direction | None, period: str) -> bool | None:
    """Return whether a direction is to the better; None if no side is better, or if a part of a year may only seem worse."""
    if direction is None or not line.side:
        return None
    is_better = (direction == "up") == (line.side > 0)
    may_be_part = line.said.against in {None, "baseline"} and is_part_of_year(line, period) is not False
    return None if may_be_part and not is_better else is_better


def is_behind_baseline(line: Line, period: str) -> bool:
    """Return whether a result is further from the goal than the baseline, on the side that is known to be worse."""
    statement, before = line.statement(period), line.baseline_reference
    if statement is None or before is None or line.mismatch(period, before):
        return False
    direction = change_direction(before.figure, statement.figure)
    return not is_part_of_year(line, period) and is_good(line, direction, period) is False


def is_part_of_year(line: Line, period: str) -> bool | None:
    """Return whether a result counts a part of the year; None if nothing says what it counts."""
    figure = line.goal_figure or line.figure(period)
    counts = counts_since_start(line.counts, figure) if figure is not None else False
    is_whole = line.counts != "per-period" and line.time.periods.index(period) >= line.time.last
    return False if is_whole else counts


def _arrow_figure(line: Line, figure: Figure, period: str) -> Figure | None:
    """Return what an arrow compares: the result, or against a goal the sum of the results so far where they are added up."""
    if line.said.against != "goal" or not line.is_added_up:
        return figure
    total = line.total(period)
    return None if total is None else replace(figure, value=total)


def _compared_with(line: Line, period: str) -> Reference | None:
    if line.said.against == "goal":
        return _goal_reference(line, period)
    if line.said.against == "previous":
        index = line.time.periods.index(period)
        before = next(reversed(tuple(line.earlier)), "") if not index else ""
        statement = line.statement(line.time.periods[index - 1]) if index else line.earlier_statement(before)
        return reference_of(statement, "previous result") if _names_fit(line, statement, period) else None
    return line.baseline_reference


def _names_fit(line: Line, before: Statement | None, period: str) -> bool:
    """Whether a result before names nothing but the row, or what the result of the period names."""
    statement, lexicon = line.statement(period), load_lexicon(line.language)
    if before is None or statement is None:
        return False
    return are_among(before.names, line.terms.names, lexicon) or same_names(before.names, statement.names, lexicon)


def _goal_reference(line: Line, period: str) -> Reference | None:
    """Return the goal of a period, as arrows compare with it; a range has no single number to compare with."""
    stage = line.stages.get(period)
    goal, figure = (line.goal, line.goal_figure) if stage is None else (stage, stage.figure)
    if goal is None or figure is None or line.goal_limits is not None:
        return None
    return Reference(figure, goal.names, goal.names_after, "goal")
