"""The finding of a slide's data in a sentence: measure, direction and what it is compared with, never a cause.

Results are proposed worst first. A result is only called above or below its goal if it has a verdict. In other languages than
English the proposal has arrows and no words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from deckgen.checks._checked_deck import CheckedDeck, ShownLine
from deckgen.model import SlideEntry
from deckgen.quantities import Figure, Quantity
from deckgen.resolve.movements import arrow

_WORST_FIRST = ("off-track", "at-risk", "on-track", "done", None)
_MAX_GOAL_LENGTH = 60
"""Characters of a goal that a title has room for."""


def propose_finding(subject: CheckedDeck, entry: SlideEntry) -> str:
    """Return a finding for the title of a slide; empty if its data have none."""
    lines = [
        shown
        for measure, lines in subject.measures_with_lines
        if measure.entry is entry
        for shown in lines
        if _movement(subject, shown)
    ]
    if lines:
        return _of_line(subject, min(lines, key=lambda shown: _rank(subject, shown)))
    return next(_of_charts(subject, entry), "")


def _rank(subject: CheckedDeck, shown: ShownLine) -> int:
    status = shown.line.verdict(_period(shown)).status
    is_shown = subject.shows_computed_statuses(shown.measure)
    return _WORST_FIRST.index(status) if is_shown and status in _WORST_FIRST else len(_WORST_FIRST)


def _period(shown: ShownLine) -> str:
    return shown.measure.period.name


def _of_line(subject: CheckedDeck, shown: ShownLine) -> str:
    outer, _, inner = shown.name.partition(", ")
    name = f"{outer} ({inner})" if inner else outer
    separator = " " if _is_english(subject) else ": "
    return f"{name}{separator}{_movement(subject, shown)}{_against_goal(subject, shown)}"


def _is_english(subject: CheckedDeck) -> bool:
    return subject.deck.language.partition("-")[0] == "en"


def _movement(subject: CheckedDeck, shown: ShownLine) -> str:
    """Return how a result moved, `fell from 15.4% to 13.9%` or `rose by 8.1% YoY`; empty if that is not known."""
    line, period = shown.line, _period(shown)
    statement = line.statement(period)
    if statement is None or not line.is_compared(period) or line.is_added_up:
        return ""
    now = statement.figure
    if now.is_change and now.sign and now.value:
        return _change_text(now, english=_is_english(subject))
    before = line.baseline_statement
    if before is None or line.said.against is not None:
        return ""
    direction = arrow(line, period)
    if direction is None:
        return ""
    return _from_to(before.figure.raw, now.raw, direction == "up", english=_is_english(subject))


def _change_text(change: Figure, *, english: bool) -> str:
    text = _with_basis(change)
    return f"{'rose' if change.value > 0 else 'fell'} by {text.lstrip('+-−')}" if english else text


def _with_basis(figure: Figure) -> str:
    """Return a figure as it was written, with what a change compares (`YoY`)."""
    basis = f" {figure.basis}" if figure.basis.isalpha() and figure.basis not in figure.raw else ""
    return f"{figure.raw}{basis}"


def _from_to(before: str, now: str, is_up: bool, *, english: bool) -> str:
    return f"{'rose' if is_up else 'fell'} from {before} to {now}" if english else f"{before} → {now}"


def _against_goal(subject: CheckedDeck, shown: ShownLine) -> str:
    """Return the goal that a result is compared with, and on which side of it a judged result is."""
    line, period = shown.line, _period(shown)
    statement, goal, text = line.statement(period), line.goal_figure, line.goal_text
    verdict = line.computed(period)
    is_judged = verdict.status is not None and subject.shows_computed_statuses(shown.measure)
    keeps = line.goal is not None and line.goal.keeps_baseline
    is_number = goal is not None and line.goal_limits is None and not keeps
    if _is_english(subject) and is_judged and is_number and statement is not None and goal is not None:
        return f", {_side(statement.figure.value, goal.value)} the goal of {_with_basis(goal)}"
    plain = text.plain if text is not None else ""
    if not plain or "\n" in plain or len(plain) > _MAX_GOAL_LENGTH:
        return ""
    return f" ({subject.labels['goal'].lower() if _is_english(subject) else subject.labels['goal']}: {plain})"


def _side(value: float, goal: float) -> str:
    return "at" if value == goal else "above" if value > goal else "below"


def _of_charts(subject: CheckedDeck, entry: SlideEntry) -> Iterator[str]:
    """Yield a finding for each series of numbers that is written on the slide."""
    content: Any = entry.content
    for chart in (*getattr(content, "charts", ()), getattr(content, "chart", None)):
        for series in chart.series if chart is not None else ():
            if len(series.values) == len(chart.categories):
                yield from _of_series(chart, series, english=_is_english(subject))


def _of_series(chart: Any, series: Any, *, english: bool) -> Iterator[str]:
    numbers = [(name, value) for name, value in zip(chart.categories, series.values, strict=True) if name and value]
    if len(numbers) < 2:
        return
    if chart.kind == "compare":
        (top, most), (bottom, least) = _extremes(numbers)
        if most.value != least.value:
            texts = _number_text(most, chart.unit), _number_text(least, chart.unit)
            yield (
                f"{series.name}: {top} has the highest value ({texts[0]}), {bottom} the lowest ({texts[1]})"
                if english
                else f"{series.name}: {top} {texts[0]}, {bottom} {texts[1]}"
            )
    elif chart.kind in {"trend", "change"}:
        (first, before), (last, now) = numbers[0], numbers[-1]
        if before.value != now.value:
            texts = _number_text(before, chart.unit), _number_text(now, chart.unit)
            start, end = _at(texts[0], first, english=english), _at(texts[1], last, english=english)
            moved = _from_to(start, end, now.value > before.value, english=english)
            yield f"{series.name} {moved}{_chart_goal(chart, series, english=english)}"


def _at(text: str, category: str, *, english: bool) -> str:
    """Return a number with its category, which is a time if it has a digit."""
    is_time = english and any(char.isdigit() for char in category)
    return f"{text} in {category}" if is_time else f"{text} ({category})"


def _extremes(numbers: Sequence[tuple[str, Quantity]]) -> tuple[tuple[str, Quantity], tuple[str, Quantity]]:
    return max(numbers, key=lambda each: each[1].value), min(numbers, key=lambda each: each[1].value)


def _chart_goal(chart: Any, series: Any, *, english: bool) -> str:
    goal = series.goal or chart.goal
    return f" (goal: {_number_text(goal, chart.unit)})" if goal is not None and english else ""


def _number_text(quantity: Quantity, unit: str | None) -> str:
    """Return a number of a chart as it was written, with the unit of the chart if it has none."""
    return quantity.raw if quantity.unit or not unit else f"{quantity.raw}{unit if unit == '%' else f' {unit}'}"
