"""`status`: how many are on track, at risk ….

A row per section, with a mark for each measure in the column of its status. A status has a shape and a word as well as a colour:
columns are headed by their word, and no two marks have the same shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.charts import bars
from deckgen.charts.chart_kind import ChartKind
from deckgen.charts.errors import TOO_SMALL, ChartError, chart_error, chart_issue
from deckgen.charts.geometry import ELLIPSIS, Anchor, Label
from deckgen.charts.marks import draw_mark
from deckgen.charts.metric_source import MetricSource
from deckgen.charts.numbers import Numbers
from deckgen.charts.sizes import is_large, size_for, sizes_to_try
from deckgen.charts.spec_texts import row_text
from deckgen.diagnostics import Issue, make_issue, raise_errors
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.roles import STATUSES, Status
from deckgen.model import Labels
from deckgen.resolve import count_statuses, counted_status

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_GAP = 14.0
_MIN_ROW_HEIGHT, _MAX_ROW_HEIGHT, _MAX_ROW_HEIGHT_IN_LARGE = 18.0, 46.0, 64.0
_NUMBER_GAP = 8.0
"""Between a number and its marks."""
_LARGE_MARK = 19.0
"""Size of a mark in a chart that fills most of its slide."""
_HEAD_MARK, _HEAD_INDENT = 0.86, 1.21
"""Widths of the mark before the word of a column, and of the mark with the space after it, relative to the word's size."""
_MAX_SPARE = 48.0


class _ColumnLayout(Struct, frozen=True):
    """The left edges of the columns, and the sizes of marks (0 if there is room for numbers only) and numbers."""

    lefts: tuple[float, ...]
    mark_size: float
    number_size: float


class Kind(ChartKind):
    """Chosen for metrics that have statuses but no numbers, and for categories that are statuses."""

    alt = "Chart of how many have which status"
    words = {"statuses-known": "{known} of {total} have a status"}
    max_parts = len(STATUSES)
    has_axis = False
    counts_deck = True

    def check(self, spec: ChartSpec) -> Iterator[Issue]:
        """Reasons why the values are not counts of statuses."""
        if len(spec.statuses) != len(spec.categories):
            yield chart_issue("the categories of a status chart are statuses", "categories")
        for i, series in enumerate(spec.series):
            for j, value in enumerate(series.values):
                if value is not None and (value < 0 or value != int(value)):
                    yield chart_issue("a number of statuses is a whole number from 0", "series", i, "values", j)

    def rank_for_metrics(self, source: MetricSource) -> int:
        """Return a rank if a metric has a status."""
        return 10 if any(counted_status(line.measure, source.reported.name) for line in source.lines) else 0

    def rank_for_numbers(self, numbers: Numbers) -> int:
        """Return a rank if all categories are statuses."""
        return 60 if numbers.categories and set(numbers.categories) <= set(STATUSES) else 0

    def spec_from_metrics(self, source: MetricSource) -> tuple[ChartSpec, list[Issue]]:
        """Return how many measures of each group have which status; groups and statuses without measures are left out."""
        counts = [(name, count_statuses(measures, source.reported.name)) for name, measures in source.groups]
        used = [s for s in STATUSES if any(count.of(s) for _, count in counts)]
        rows = tuple(Series(name, tuple(float(count.of(s)) for s in used)) for name, count in counts if count.known)
        if not rows:
            message = (
                "nothing in this deck has a status to count" if not source.lines else "no metric here has a status"
            )
            raise chart_error(message, source.origin, "write a `status`, or set `statuses: computed` in deck.yaml")
        total, known = sum(c.total for _, c in counts), sum(c.known for _, c in counts)
        label = "" if known == total else source.labels.format("statuses-known", known=known, total=total)
        words = tuple(source.labels[s] for s in used)
        return ChartSpec(self.name, words, rows, statuses=tuple(used), value_label=label), []

    def spec_from_numbers(self, numbers: Numbers) -> ChartSpec:
        """Return how many of each series have which status."""
        hint = f"name statuses: {', '.join(STATUSES)}"
        raise_errors(
            [
                make_issue("chart", f"“{name}” is not a status", numbers.origin.at("categories", i), hint)
                for i, name in enumerate(numbers.categories)
                if name not in STATUSES
            ]
        )
        statuses: tuple[Status, ...] = tuple(s for name in numbers.categories for s in STATUSES if s == name)
        rows = tuple(Series(s.name, tuple(q.value if q else 0.0 for q in s.values)) for s in numbers.series)
        return ChartSpec(self.name, tuple(numbers.labels[s] for s in statuses), rows, statuses=statuses)

    def row_text(self, spec: ChartSpec, series: Series, labels: Labels) -> str:
        """Return the name of a series with its statuses, without those that nothing has."""
        return row_text(spec, series, labels, [i for i, count in enumerate(series.values) if count])

    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
        """Draw the chart; raises ChartError where its area is too small."""
        top = bars.place_caption(canvas, spec)
        large = is_large(canvas)
        for (mark, size), broken, share in product(_sizes_to_try(canvas), (False, True), (0.36, 0.24)):
            names = _name_labels(canvas, spec, top, share, size)
            heads = _head_labels(spec, size, broken)
            start = max(canvas.measure(n)[0] for n in names) + 1.5 * _GAP
            columns = _lay_out_columns(canvas, spec, heads, start, mark)
            head_height = max(canvas.measure(h)[1] for h in heads) + 8
            maximum = _MAX_ROW_HEIGHT_IN_LARGE if large else _MAX_ROW_HEIGHT
            row_height = min(maximum, (top - head_height) / len(spec.series))
            is_complete = not any(ELLIPSIS in n.text for n in names)
            if (
                columns
                and is_complete
                and row_height >= max(_MIN_ROW_HEIGHT, *(canvas.measure(n)[1] + 2 for n in names))
            ):
                _draw_table(canvas, spec, columns, (heads, names), (top, top - head_height, row_height))
                return
        raise ChartError(TOO_SMALL)


def _sizes_to_try(canvas: Canvas) -> Iterator[tuple[float, float]]:
    """Yield sizes of a mark and of the words, best first."""
    small, text, strong = canvas.sizes.small, canvas.sizes.text, canvas.sizes.strong
    if is_large(canvas):
        yield _LARGE_MARK, canvas.sizes.enlarged.strong
    yield from product((14.0, 11.0), (strong,))
    yield from product((14.0, 11.0), (text,))
    yield from product((14.0, 11.0), (small,))
    yield from product((8.0, 0.0), (text, small))


def _draw_table(
    canvas: Canvas,
    spec: ChartSpec,
    columns: _ColumnLayout,
    labels: tuple[list[Label], list[Label]],
    heights: tuple[float, float, float],
) -> None:
    """Draw the column heads, a rule under them, and a row for each section.

    `labels` are those of the columns and those of the rows; `heights` are the top, the position of the rule, and the height of a
    row.
    """
    top, rule, row_height = heights
    for label, left, status in zip(labels[0], columns.lefts, spec.statuses, strict=True):
        mark = _HEAD_MARK * label.size
        draw_mark(canvas, status, left + mark / 2, (top + rule + 8) / 2, mark)
        canvas.place_required(label, Anchor(left + _HEAD_INDENT * label.size, (top + rule + 8) / 2, "left", "center"))
    canvas.draw_line([(0, rule), (canvas.width, rule)], "muted", 1)
    for row, name in enumerate(labels[1]):
        middle = rule - row_height * (row + 0.5)
        if row:
            canvas.draw_line([(0, middle + row_height / 2), (canvas.width, middle + row_height / 2)], "rule", 0.5)
        canvas.place_required(name, Anchor(0, middle, "left", "center"))
        _draw_row(canvas, spec, columns, row, middle)


def _name_labels(canvas: Canvas, spec: ChartSpec, height: float, share: float, largest: float) -> list[Label]:
    """Return the names of the rows, of one size, on up to two lines; never larger than the heads of the columns."""
    lines = 2 if height / (len(spec.series) + 1.5) > 2.4 * canvas.sizes.small else 1
    for size in (s for s in sizes_to_try(canvas, "strong", "text", "small") if s <= largest):
        names = [canvas.wrap(Label(s.name, size), canvas.width * share, lines) for s in spec.series]
        if not any(ELLIPSIS in n.text for n in names):
            break
    return names


def _head_labels(spec: ChartSpec, size: float, broken: bool) -> list[Label]:
    """Return the heads of the columns: the total of the rows and the word of the status, `broken` at the first space."""
    heads = []
    for i, word in enumerate(spec.categories):
        count = sum(int(s.values[i] or 0) for s in spec.series)
        text = f"{count} {word}" if len(spec.series) > 1 else word
        heads.append(Label(text.replace(" ", "\n", 1) if broken else text, size, bold=True))
    return heads


def _lay_out_columns(
    canvas: Canvas, spec: ChartSpec, heads: list[Label], start: float, mark: float
) -> _ColumnLayout | None:
    """Divide the width from `start` on among the columns, or return None if it is too small.

    Each column gets what its head and its longest row of marks need.
    """
    number = size_for(canvas, "strong") if mark == _LARGE_MARK else canvas.sizes.strong
    counts = [max(int(s.values[i] or 0) for s in spec.series) for i in range(len(heads))]
    rows = [_row_width(canvas, count, mark, number) for count in counts]
    needs = [max(canvas.measure(h)[0] + _HEAD_INDENT * h.size, r) + _GAP for h, r in zip(heads, rows, strict=True)]
    spare = (canvas.width - start - sum(needs) + _GAP) / len(needs)
    if spare < 0:
        return None
    # Columns get only some of the spare width, so that they stay together in a wide chart.
    widths = [need + min(spare, _MAX_SPARE) for need in needs]
    return _ColumnLayout(tuple(start + sum(widths[:i]) for i in range(len(widths))), mark, number)


def _row_width(canvas: Canvas, count: int, mark: float, size: float) -> float:
    number = canvas.measure(Label(str(count), size, bold=True))[0]
    return number + (_NUMBER_GAP + count * (mark + 3) if mark else 0)


def _draw_row(canvas: Canvas, spec: ChartSpec, columns: _ColumnLayout, row: int, middle: float) -> None:
    """Draw the number of each status and as many marks after it; nothing for zero."""
    for i, status in enumerate(spec.statuses):
        count = int(spec.series[row].values[i] or 0)
        if not count:
            continue
        label = Label(str(count), columns.number_size, bold=True)
        number = canvas.place_required(label, Anchor(columns.lefts[i], middle, "left"))
        for n in range(count if columns.mark_size else 0):
            x = number.right + _NUMBER_GAP + n * (columns.mark_size + 3) + columns.mark_size / 2
            draw_mark(canvas, status, x, middle, columns.mark_size)
