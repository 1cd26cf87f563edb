"""`trend`: periods against a goal.

One bar per period; several series get small panels next to each other, all on one scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckgen.charts import bars, category_names, panels
from deckgen.charts.bars import GAP
from deckgen.charts.chart_kind import ChartKind
from deckgen.charts.comparisons import with_changes_over_time, with_lengths
from deckgen.charts.errors import chart_error
from deckgen.charts.geometry import Area
from deckgen.charts.horizontal_bars import draw_horizontal_bars
from deckgen.charts.metric_source import NO_AXIS, MetricLine, MetricSource, basis_label, gap_issue
from deckgen.charts.numbers import Numbers
from deckgen.charts.spec_texts import figure_text, goal_label
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.model import Labels
from deckgen.periods import COLUMNS, QUARTERS, find_system
from deckgen.quantities import Quantity

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_MIN_PANEL_WIDTH, _MIN_PANEL_HEIGHT = 88.0, 105.0


class Kind(ChartKind):
    """Chosen for metrics with results of two periods, and for numbers by period or year."""

    alt = "Bar chart of results by quarter"
    words = {"over-time": "Bar chart of results over time"}
    max_series = 6

    def what(self, spec: ChartSpec, labels: Labels) -> str:
        """Return what a chart is; only quarters are named."""
        return labels["alt" if any(find_system(name) is QUARTERS for name in spec.categories) else "over-time"]

    def rank_for_metrics(self, source: MetricSource) -> int:
        """Return a rank if a line has comparable numbers of two periods, the last ones of the year before included."""
        known = ([q for name in _shown(source, [line]) if (q := line.quantity_in(name))] for line in source.lines)
        return 60 if any(_is_time_series(numbers) for numbers in known) else 0

    def rank_for_numbers(self, numbers: Numbers) -> int:
        """Return a rank for periods, more than two years, or a goal, but not for a single category."""
        names = numbers.categories
        systems = {find_system(name) for name in names}
        is_of_one_system = len(systems) < 2 and None not in systems
        is_in_time = is_of_one_system or (len(names) > 2 and numbers.period_count == len(names))
        return 30 if len(names) != 1 and (is_in_time or numbers.has_goals) else 0

    def spec_from_metrics(self, source: MetricSource) -> tuple[ChartSpec, list[Issue]]:
        """Return results by period against the goal; only results in the unit and basis of the goal are drawn.

        A single line has all periods of the year, several have as many as a table. Early in the year, the last periods of the
        year before stand in place of those to come, if their results are known.
        """
        lines = [line for line in source.lines if any(line.data.quantities.values()) or _has_words(line)]
        goals = [_drawn_goal(line) for line in lines]
        goal = next((one for one in goals if one is not None), None)
        _check_goals_comparable(goal, lines)
        shown = _shown(source, lines)
        known = [(line, q) for line in lines for name in shown if (q := line.quantity_in(name))]
        drawn = [(line, q) for line, q in known if _can_draw(q, goal)]
        if not drawn:
            names = ", ".join(f"“{name}”" for name in dict.fromkeys(line.measure.short for line in source.lines))
            unit = f" in the unit of the goal {goal.raw}" if goal else ""
            raise chart_error(f"there is no number to draw in the results of {names}{unit}", source.origin,
                               "give the results in the unit of the goal, or choose another kind of chart")  # fmt: skip
        first_line, first = drawn[0]
        for line, quantity in known:
            if _begins_with(line, quantity) and not quantity.is_comparable_to(goal or first):
                other = f"the goal {goal.raw}" if goal else f"{first.raw} of “{first_line.measure.short}”"
                message = f"{quantity.raw} of “{line.measure.short}” is in another unit than {other}"
                raise chart_error(message, line.origin, NO_AXIS)
        is_common = goal is not None and {one.value if one else None for one in goals} == {goal.value}
        series = [_period_series(line, shown, goal, source.labels) for line in lines]
        spec = ChartSpec(
            self.name, source.labels.categories(shown),
            tuple(replace(each, mark=line.status_in(source.reported.name)) for line, each in zip(lines, series, strict=True)),
            unit=first.unit, signed=first.sign == "+", reported=shown.index(source.reported.name),
            goal=goal.value if goal is not None and is_common else None,
            goal_label=goal_label(goal, source.labels), value_label=basis_label(first, source.labels),
        )  # fmt: skip
        return spec, _gap_issues(source, lines)

    def with_comparison(self, spec: ChartSpec, labels: Labels) -> ChartSpec:
        """Return a spec with the change of each series, the lengths of its periods, and what its caption says is left out."""
        spec = with_changes_over_time(with_lengths(spec, labels), labels)
        return replace(spec, left_out=_left_out(spec, labels))

    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
        """Draw the chart, with bars that lie down if names need that; raises ChartError where its area is too small."""
        spec = bars.as_drawn(canvas, spec)
        top = bars.place_caption(canvas, spec)
        goal = panels.common_goal_label(canvas, spec)
        goal_width = canvas.measure(goal)[0] + GAP if goal else 0
        area = Area(0, 0, canvas.width - goal_width, top)
        gap = panels.panel_gap(canvas)
        columns = _panels_per_row(area, len(spec.series), gap)
        grid = panels.split_area(area, len(spec.series), columns, gap)
        slot = min(panel.width for panel in grid) / len(spec.categories)
        if not category_names.can_fit_categories(canvas, spec, slot) and draw_horizontal_bars(canvas, spec, top):
            return
        panels.draw_panels(canvas, spec, grid, panels.panel_titles(canvas, spec, [p.width for p in grid]), goal)


def _left_out(spec: ChartSpec, labels: Labels) -> tuple[str, ...]:
    """Return the names of the series without any value, with the text typed instead; empty if no series has one."""
    empty = [series for series in spec.series if not bars.has_value(series)]
    if len(empty) == len(spec.series):
        return ()
    texts = [*map(bars.missing_texts, empty)]
    return tuple(
        labels.format("alt-row", name=series.name, values=text[0] if text else labels["no-data"])
        for series, text in zip(empty, texts, strict=True)
    )


def _shown(source: MetricSource, lines: Sequence[MetricLine]) -> tuple[str, ...]:
    """Return the periods that are drawn: up to the reported one, with the last ones of the year before if they are known.

    Periods to come are left out if two others remain; a single one stays with its year, which shows where it stands.
    """
    window = source.reported.window(source.reported.system.count if len(lines) == 1 else COLUMNS)
    earlier = next((tuple(line.data.earlier) for line in lines if any(line.data.earlier.values())), ())
    reached = [name for name in window if name in source.reported.reached]
    count = min(len(window) - len(reached), len(earlier))
    if count:
        return (*earlier[-count:], *reached)
    return tuple(reached) if len(reached) > 1 else window


def _is_time_series(known: Sequence[Quantity]) -> bool:
    return len(known) > 1 and all(q.is_comparable_to(known[0]) for q in known)


def _drawn_goal(line: MetricLine) -> Quantity | None:
    """Return the goal that is drawn as a line: no range, and none that only the sum of all bars can reach."""
    return None if line.data.totals is not None else line.data.goal


def _check_goals_comparable(goal: Quantity | None, lines: Sequence[MetricLine]) -> None:
    first = next((line.measure.short for line in lines if _drawn_goal(line)), "")
    for line in lines:
        own = _drawn_goal(line)
        if goal and own and not own.is_comparable_to(goal):
            message = f"the goal {own.raw} of “{line.measure.short}” is in another unit than {goal.raw} of “{first}”"
            raise chart_error(message, line.origin, NO_AXIS)


def _has_words(line: MetricLine) -> bool:
    """Whether a metric has a text to show in some period, even without a number."""
    return any(_gap_label(line, name) for name in line.measure.results)


def _gap_issues(source: MetricSource, lines: Sequence[MetricLine]) -> list[Issue]:
    """Return a warning for each line without a bar for the reported result, unless words in its place say why."""
    name = source.reported.name
    missing = [
        line
        for line in source.lines
        if line.data.gaps.get(name) and not line.quantity_in(name) and (line not in lines or not _gap_label(line, name))
    ]
    return [gap_issue(line, source, line.gap_in(name, name), f"a number for {name}") for line in missing]


def _can_draw(quantity: Quantity | None, goal: Quantity | None) -> bool:
    return quantity is not None and (goal is None or quantity.is_comparable_to(goal))


def _begins_with(line: MetricLine, quantity: Quantity) -> bool:
    """Whether a result begins with this number, as opposed to words with a number after them."""
    results = [r for result in line.measure.results.values() for r in result.lines if r.quantity == quantity]
    return any(r.text is not None and r.text.plain.lstrip("( ").startswith(quantity.raw) for r in results)


def _period_series(line: MetricLine, shown: Sequence[str], goal: Quantity | None, labels: Labels) -> Series:
    """Return one line of a measure as a series over the periods that are shown."""
    data = line.data
    quantities = [line.quantity_in(name) for name in shown]
    texts = [
        figure_text(quantity) if quantity and _can_draw(quantity, goal) else _gap_label(line, period)
        for period, quantity in zip(shown, quantities, strict=True)
    ]
    return Series(
        line.full_name(labels),
        tuple(quantity.value if quantity and _can_draw(quantity, goal) else None for quantity in quantities), tuple(texts),
        own.value if (own := _drawn_goal(line)) is not None else None, data.better,
    )  # fmt: skip


def _gap_label(line: MetricLine, period: str) -> str:
    """Return the label of a period without a bar: the author's words before a figure that cannot be drawn; empty if open.

    Words with a number in them are none: a number that was not understood does not stand where others are drawn.
    """
    result = line.measure.results.get(period)
    own = (
        [one.text for one in result.lines if one.of == line.data.of]
        if result is not None and not result.is_open
        else []
    )
    text = own[0] if own else None
    words = text.plain.partition("(")[0].strip() if text is not None else ""
    return "" if any(char.isdigit() for char in words) else words


def _panels_per_row(area: Area, count: int, gap: float) -> int:
    """Return the number of panels in a row: all, or fewer if they would be narrow and the height allows more rows."""
    columns = min(count, max(1, int((area.width + gap) / (_MIN_PANEL_WIDTH + gap))))
    rows = min(ceil(count / columns), max(1, int(area.height / _MIN_PANEL_HEIGHT)))
    return ceil(count / rows)
