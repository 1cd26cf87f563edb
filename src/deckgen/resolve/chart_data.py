"""What charts show of a line: the numbers that a verdict may compare, and how they moved, by period."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.model import RichText
from deckgen.quantities import Figure, Quantity, Statement, shown_quantity
from deckgen.resolve.lines import Line
from deckgen.resolve.movements import is_good, is_part_of_year
from deckgen.resolve.totals import total_text
from deckgen.resolve.types import LineData, Movement
from deckgen.verdicts import Reference, change_direction, explain_missing_figure

_ACHIEVED = ("on-track", "done")


def chart_data(line: Line) -> LineData:
    """Return the numbers of a line, without the statuses, which depend on its measure."""
    periods = line.time.periods
    with_result = [name for name in periods if name in line.readings]
    gaps = dict.fromkeys(periods, "") | {name: _gap(line, name) for name in with_result}
    baseline_gaps = dict.fromkeys(periods, "") | {name: _baseline_gap(line, name) for name in with_result}
    shown = {name: _quantity(line.statement(name)) for name in with_result if not gaps[name]}
    moved = {name: _movement(line, name) for name in with_result if not baseline_gaps[name]}
    quantities: dict[str, Quantity | None] = dict.fromkeys(periods) | shown
    movements: dict[str, Movement | None] = dict.fromkeys(periods) | moved
    return LineData(
        line.of, _quantity(line.baseline_statement), quantities, line.better, _goal(line), _texts(line), line.of_origin,
        movements=movements, goal_range=_goal_range(line),
        totals=_totals(line, quantities) if line.is_added_up else None, gaps=gaps, baseline_gaps=baseline_gaps,
        earlier={name: _quantity(line.earlier_statement(name)) for name in line.earlier},
    )  # fmt: skip


def _quantity(statement: Statement | None) -> Quantity | None:
    return shown_quantity(statement.figure, statement.noun) if statement is not None else None


def _texts(line: Line) -> tuple[RichText, ...]:
    results = [entry.text for name in line.readings if (entry := line.entries.get(name)) is not None]
    return tuple(text for text in (line.baseline_text, line.goal_text, *results) if text is not None)


def _gap(line: Line, period: str) -> str:
    """Return why charts show no number of a result; empty if they do."""
    computed = line.computed(period)
    if not line.is_compared(period):
        return computed.reason
    statement = line.statement(period)
    if statement is None:
        return explain_missing_figure(line.readings[period]) if line.goal_figure is None else computed.reason
    if statement.figure.bound or statement.figure.upper is not None:
        return f"“{statement.figure.raw}” leaves open which number it is"
    return _name_gap(line, period, statement)


def _name_gap(line: Line, period: str, statement: Statement) -> str:
    """Return what a result without a goal names that the baseline, or else the first result, does not name."""
    if line.goal_figure is not None:
        return ""  # the figure was chosen by the names of the goal
    reference = line.baseline_reference
    if reference is None:
        first = next((s for name in line.time.periods if (s := line.statement(name)) is not None), statement)
        reference = Reference(first.figure, first.names, first.names_after, "first result")
    return _mismatch(line, period, statement.figure, reference)


def _mismatch(line: Line, period: str, figure: Figure, reference: Reference) -> str:
    """Return why two figures of one unit and basis speak of different things; empty if they do not, or differ in unit."""
    return line.mismatch(period, reference) if figure.is_comparable_to(reference.figure) else ""


def _baseline_gap(line: Line, period: str) -> str:
    """Return why a result cannot be compared with the baseline; empty if it can, or if there is none of the two."""
    statement, reference = line.statement(period), line.baseline_reference
    if statement is None or reference is None:
        return ""
    if line.said.against is None and is_part_of_year(line, period):
        return "the result counts a part of the year, the baseline a whole one"
    return _mismatch(line, period, statement.figure, reference)


def _goal(line: Line) -> Quantity | None:
    """Return the number of a goal that is no range."""
    figure = line.goal_figure
    if figure is None or figure.upper is not None or line.goal_limits is not None:
        return None
    if line.goal is not None and line.goal.keeps_baseline:
        return _quantity(line.baseline_statement)
    return shown_quantity(figure, line.goal.names_after if line.goal is not None else ())


def _goal_range(line: Line) -> tuple[Quantity, Quantity] | None:
    figure, limits = line.goal_figure, line.goal_limits
    if figure is None or limits is None:
        return None
    shown = shown_quantity(figure, line.goal.names_after if line.goal is not None else ())
    factor = shown.value / figure.value if figure.value else 1.0
    low, high = (replace(shown, value=limit * factor) for limit in limits)
    return low, high


def _totals(line: Line, quantities: dict[str, Quantity | None]) -> dict[str, Quantity | None]:
    """Return the sums of the results so far, with the number as the deck's language writes it."""
    totals: dict[str, Quantity | None] = {}
    for name, quantity in quantities.items():
        total, figure = line.total(name), line.statement(name)
        if quantity is None or total is None or figure is None:
            totals[name] = None
            continue
        is_scaled = figure.figure.unit in {"time", "months"}
        value = total / figure.figure.scale if is_scaled else total
        totals[name] = replace(quantity, value=value, raw=total_text(total, figure.figure, line.language))
    return totals


def _movement(line: Line, period: str) -> Movement | None:
    """Return how a result moved from a baseline that it can be compared with.

    None where no direction is known, or where a verdict says otherwise.

    Where there is a goal with a number, only a verdict says whether the result is good.
    """
    statement, reference = line.statement(period), line.baseline_reference
    if statement is None or reference is None:
        return None
    is_better = is_good(line, change_direction(reference.figure, statement.figure), period)
    if is_better is None:
        return None
    verdict = line.verdict(period)
    agrees = verdict.cause == "no-goal" if verdict.status is None else is_better == (verdict.status in _ACHIEVED)
    return ("better" if is_better else "worse") if agrees else None
