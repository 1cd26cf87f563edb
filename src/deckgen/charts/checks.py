"""Checks whether a chart can be drawn honestly: returns the reasons against a spec. This module does not import matplotlib."""

from __future__ import annotations

import math
from collections.abc import Iterator

from deckgen.charts.chart_kind import ChartKind, find_chart_kinds
from deckgen.charts.errors import chart_issue
from deckgen.diagnostics import Issue
from deckgen.diagnostics.wording import counted
from deckgen.ir.blocks import ChartSpec

MAX_POINTS = 40
MAX_NUMBER = 1e15


def check(spec: ChartSpec) -> list[Issue]:
    """Return why `spec` cannot be drawn honestly; an empty list means that it can (unless its area is too small).

    The origins have the path of the value under the chart.
    """
    kind = find_chart_kinds().get(spec.kind)
    if kind is None:
        return [chart_issue(f"there is no chart of the kind {spec.kind}", "kind")]
    if not spec.categories:
        return [chart_issue("the chart has no categories", "categories")]
    reasons = [*_shape_reasons(spec, kind), *_amount_reasons(spec, kind), *_number_reasons(spec)]
    return reasons or list(kind.check(spec))


def _shape_reasons(spec: ChartSpec, kind: ChartKind) -> Iterator[Issue]:
    """Numbers of values, labels and categories that do not match each other or the kind of chart."""
    count = len(spec.categories)
    if kind.categories and count != kind.categories:
        expected = counted(kind.categories, "value")
        yield chart_issue(f"a chart of the kind {spec.kind} takes {expected} a row, not {count}", "categories")
    for i, series in enumerate(spec.series):
        if len(series.values) != count:
            yield chart_issue(
                f"{_series_name(series.name)} has {len(series.values)} values for {count} categories", "series", i
            )
        if series.labels and len(series.labels) != len(series.values):
            yield chart_issue(
                f"{_series_name(series.name)} has {len(series.labels)} labels for {len(series.values)} values"
            )
    if spec.reported is not None and not 0 <= spec.reported < count:
        yield chart_issue(f"the reported category is number {spec.reported + 1} of {count}", "reported")


def _amount_reasons(spec: ChartSpec, kind: ChartKind) -> Iterator[Issue]:
    """More series, points or parts than a reader can take in."""
    if len(spec.series) > kind.max_series:
        message = (
            f"{len(spec.series)} series are too many to read in one {spec.kind} chart, the maximum is {kind.max_series}"
        )
        yield chart_issue(message, "series", kind.max_series)
    points, parts = kind.point_count(spec), len(spec.categories)
    if points > MAX_POINTS:
        message = f"{points} points are too many to read in one chart, the maximum is {MAX_POINTS}"
        yield chart_issue(message, "categories")
    if kind.max_parts is not None and parts > kind.max_parts:
        message = f"{parts} parts are too many to read in one {spec.kind} chart, the maximum is {kind.max_parts}"
        yield chart_issue(message, "categories", kind.max_parts)


def _number_reasons(spec: ChartSpec) -> Iterator[Issue]:
    """No numbers at all, or numbers that no axis can show."""
    numbers = [(v, ("series", i, "values", j)) for i, s in enumerate(spec.series) for j, v in enumerate(s.values)]
    known = [(v, path) for v, path in numbers if v is not None]
    if not known:
        yield chart_issue("the chart has no numbers")
    own = [(s.goal, ("series", i, "goal")) for i, s in enumerate(spec.series)]
    more = [(v, path) for v, path in ((spec.goal, ("goal",)), (spec.total, ("total",)), *own) if v is not None]
    for value, path in (*known, *more):
        if not math.isfinite(value):
            yield chart_issue("the chart has a value that is not a finite number", *path)
        elif abs(value) > MAX_NUMBER:
            message = "the chart has a number too large to draw; give it in thousands, millions or billions"
            yield chart_issue(message, *path)


def _series_name(name: str) -> str:
    return name or "a series without a name"
