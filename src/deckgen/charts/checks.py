"""Whether a chart can honestly be drawn: a spec in, plain reasons against it out. Knows no matplotlib."""

from __future__ import annotations

import math
from collections.abc import Iterator

from deckgen.blocks import ChartSpec

MOST_POINTS = 40
LARGEST = 1e15
MOST_SERIES = {"trend": 6, "change": 12, "compare": 4, "progress": 12}
_CATEGORIES = {"change": 2, "progress": 1}


class ChartError(ValueError):
    """A chart that cannot honestly be drawn; its text is the reason, a sentence without a full stop."""


def check(spec: ChartSpec) -> list[str]:
    """Tell why `spec` cannot honestly be drawn; an empty list means that it can (unless its place is too small)."""
    if spec.kind not in MOST_SERIES:
        return [f"there is no chart of the kind {spec.kind}"]
    return [*_shape(spec), *_amount(spec), *_numbers(spec)]


def _shape(spec: ChartSpec) -> Iterator[str]:
    """Faults in how many values there are and what they belong to."""
    count = len(spec.categories)
    wanted = _CATEGORIES.get(spec.kind)
    if not count:
        yield "the chart has no categories"
    elif wanted and count != wanted:
        yield f"a chart of the kind {spec.kind} takes {wanted} {'values' if wanted > 1 else 'value'} a row, not {count}"
    for series in spec.series:
        if len(series.values) != count:
            yield f"{_name(series.name)} has {len(series.values)} values for {count} categories"
        if series.labels and len(series.labels) != len(series.values):
            yield f"{_name(series.name)} has {len(series.labels)} labels for {len(series.values)} values"
    if spec.reported is not None and not 0 <= spec.reported < max(count, 1):
        yield f"the reported category is number {spec.reported + 1} of {count}"
    if spec.kind == "change" and count == 2 and not any(None not in s.values for s in spec.series):
        yield "no row has both a value before and a value now"


def _amount(spec: ChartSpec) -> Iterator[str]:
    """More than can be read."""
    most = MOST_SERIES[spec.kind]
    if len(spec.series) > most:
        yield f"{len(spec.series)} series are too many to read in one {spec.kind} chart, the most is {most}"
    points = len(spec.categories) * (len(spec.series) if spec.kind == "compare" else 1)
    if points > MOST_POINTS:
        yield f"{points} points are too many to read in one chart, the most is {MOST_POINTS}"


def _numbers(spec: ChartSpec) -> Iterator[str]:
    """No numbers, or such as no axis can hold."""
    numbers = [v for s in spec.series for v in s.values if v is not None]
    if not numbers:
        yield "the chart has no numbers"
    goals = [g for g in (spec.goal, *(s.goal for s in spec.series)) if g is not None]
    if not all(math.isfinite(n) for n in (*numbers, *goals)):
        yield "the chart has a value that is not a finite number"
    elif any(abs(n) > LARGEST for n in (*numbers, *goals)):
        yield "the chart has a number too large to draw; give it in thousands, millions or billions"


def _name(name: str) -> str:
    return name or "a series without a name"
