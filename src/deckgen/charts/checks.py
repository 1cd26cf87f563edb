"""Checks whether a chart can be drawn honestly: returns the reasons against a spec. This module does not import matplotlib."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.ir.blocks import ChartSpec

MAX_POINTS = 40
MAX_PARTS = 6
MAX_NUMBER = 1e15
MAX_SERIES = {"trend": 6, "change": 12, "compare": 4, "progress": 12, "share": 1, "status": 12}
_CATEGORIES = {"change": 2, "progress": 1}


class ChartError(ValueError):
    """A chart cannot be drawn honestly; the text is the reason, a sentence without a full stop."""


def check(spec: ChartSpec) -> list[Issue]:
    """Return why `spec` cannot be drawn honestly; an empty list means that it can (unless its area is too small).

    The origins have the path of the value under the chart.
    """
    if spec.kind not in MAX_SERIES:
        return [_issue(f"there is no chart of the kind {spec.kind}", "kind")]
    if not spec.categories:
        return [_issue("the chart has no categories", "categories")]
    reasons = [*_shape_reasons(spec), *_amount_reasons(spec), *_number_reasons(spec)]
    if not reasons and spec.kind == "share":
        reasons += _share_reasons(spec)
    if not reasons and spec.kind == "status":
        reasons += _status_reasons(spec)
    return reasons


def _shape_reasons(spec: ChartSpec) -> Iterator[Issue]:
    """Numbers of values, labels and categories that do not match each other or the kind of chart."""
    count = len(spec.categories)
    expected = _CATEGORIES.get(spec.kind)
    if expected and count != expected:
        values = "values" if expected > 1 else "value"
        yield _issue(f"a chart of the kind {spec.kind} takes {expected} {values} a row, not {count}", "categories")
    for i, series in enumerate(spec.series):
        if len(series.values) != count:
            yield _issue(
                f"{_series_name(series.name)} has {len(series.values)} values for {count} categories", "series", i
            )
        if series.labels and len(series.labels) != len(series.values):
            yield _issue(f"{_series_name(series.name)} has {len(series.labels)} labels for {len(series.values)} values")
    if spec.reported is not None and not 0 <= spec.reported < count:
        yield _issue(f"the reported category is number {spec.reported + 1} of {count}", "reported")
    if spec.kind == "change" and count == 2 and not any(None not in s.values for s in spec.series):
        yield _issue("no row has both a value before and a value now")


def _amount_reasons(spec: ChartSpec) -> Iterator[Issue]:
    """More series, points or parts than a reader can take in."""
    maximum = MAX_SERIES[spec.kind]
    if len(spec.series) > maximum:
        message = f"{len(spec.series)} series are too many to read in one {spec.kind} chart, the maximum is {maximum}"
        yield _issue(message, "series", maximum)
    points = len(spec.categories) * (len(spec.series) if spec.kind == "compare" else 1)
    if points > MAX_POINTS:
        message = f"{points} points are too many to read in one chart, the maximum is {MAX_POINTS}"
        yield _issue(message, "categories")
    parts = len(spec.categories)
    if spec.kind in ("share", "status") and parts > MAX_PARTS:
        message = f"{parts} parts are too many to read in one {spec.kind} chart, the maximum is {MAX_PARTS}"
        yield _issue(message, "categories", MAX_PARTS)


def _number_reasons(spec: ChartSpec) -> Iterator[Issue]:
    """No numbers at all, or numbers that no axis can show."""
    numbers = [(v, ("series", i, "values", j)) for i, s in enumerate(spec.series) for j, v in enumerate(s.values)]
    known = [(v, path) for v, path in numbers if v is not None]
    if not known:
        yield _issue("the chart has no numbers")
    own = [(s.goal, ("series", i, "goal")) for i, s in enumerate(spec.series)]
    more = [(v, path) for v, path in ((spec.goal, ("goal",)), (spec.total, ("total",)), *own) if v is not None]
    for value, path in (*known, *more):
        if not math.isfinite(value):
            yield _issue("the chart has a value that is not a finite number", *path)
        elif abs(value) > MAX_NUMBER:
            message = "the chart has a number too large to draw; give it in thousands, millions or billions"
            yield _issue(message, *path)


def total_of(spec: ChartSpec) -> float:
    """Return what the parts of a share add up to: the given total, 100 for percentages, else their sum."""
    if spec.total is not None:
        return spec.total
    return 100.0 if spec.unit == "%" else math.fsum(v for v in spec.series[0].values if v is not None)


def _share_reasons(spec: ChartSpec) -> Iterator[Issue]:
    """Reasons why the values are not the parts of a total."""
    [series] = spec.series
    values = [v for v in series.values if v is not None]
    if len(spec.categories) < 2:
        yield _issue("one part is no share of anything; a share has at least two", "categories")
    if spec.goal is not None or series.goal is not None:
        yield _issue("a share has no goal; draw progress or a trend towards a goal", "goal")
    if spec.signed:
        yield _issue("growth rates do not add up, so they are no shares of a whole", "series")
    if len(values) < len(series.values):
        yield _issue("a part is missing, so the parts do not show the whole", "series", 0, "values")
    if any(v < 0 for v in values):
        yield _issue("a share cannot be negative", "series", 0, "values")
    elif values and abs(math.fsum(values) - total_of(spec)) > _rounding_tolerance(values):
        message = (
            f"the parts add up to {math.fsum(values):.10g}, not to {total_of(spec):.10g}, so they are no shares of it"
        )
        yield _issue(message, "series", 0, "values")


def _rounding_tolerance(values: list[float]) -> float:
    """Return the difference to their total that rounding explains: for each part, half of its last decimal place."""
    places = max(-int(Decimal(repr(v)).normalize().as_tuple().exponent) for v in values)
    return 0.5 * len(values) * 10.0 ** -max(0, places) * (1 + 1e-9) if any(values) else 0.0


def _status_reasons(spec: ChartSpec) -> Iterator[Issue]:
    """Reasons why the values are not counts of statuses."""
    if len(spec.statuses) != len(spec.categories):
        yield _issue("the categories of a status chart are statuses", "categories")
    for i, series in enumerate(spec.series):
        for j, value in enumerate(series.values):
            if value is not None and (value < 0 or value != int(value)):
                yield _issue("a number of statuses is a whole number from 0", "series", i, "values", j)


def _series_name(name: str) -> str:
    return name or "a series without a name"


def _issue(message: str, *path: str | int) -> Issue:
    return make_issue("chart", message, Origin(path=path))
