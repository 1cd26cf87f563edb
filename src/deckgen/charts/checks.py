"""Whether a chart can honestly be drawn: a spec in, plain reasons against it out. Knows no matplotlib."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from deckgen.ir.blocks import ChartSpec, Path

MOST_POINTS = 40
MOST_PARTS = 6
LARGEST = 1e15
MOST_SERIES = {"trend": 6, "change": 12, "compare": 4, "progress": 12, "share": 1, "status": 12}
_CATEGORIES = {"change": 2, "progress": 1}


class ChartError(ValueError):
    """A chart that cannot honestly be drawn; its text is the reason, a sentence without a full stop."""


class Reason(str):
    """A reason against a chart, and the `path` under the chart, as an author writes it, to what it is about."""

    __slots__ = ("path",)
    path: Path

    def __new__(cls, text: str, *path: str | int) -> Reason:
        """Make the reason of `text` about what stands at `path`."""
        made = super().__new__(cls, text)
        made.path = path
        return made


def check(spec: ChartSpec) -> list[Reason]:
    """Tell why `spec` cannot honestly be drawn; an empty list means that it can (unless its place is too small)."""
    if spec.kind not in MOST_SERIES:
        return [Reason(f"there is no chart of the kind {spec.kind}", "kind")]
    if not spec.categories:
        return [Reason("the chart has no categories", "categories")]
    found = [*_shape(spec), *_amount(spec), *_numbers(spec)]
    if not found and spec.kind == "share":
        found += _share(spec)
    if not found and spec.kind == "status":
        found += _status(spec)
    return found


def _shape(spec: ChartSpec) -> Iterator[Reason]:
    """Faults in how many values there are and what they belong to."""
    count = len(spec.categories)
    wanted = _CATEGORIES.get(spec.kind)
    if wanted and count != wanted:
        values = "values" if wanted > 1 else "value"
        yield Reason(f"a chart of the kind {spec.kind} takes {wanted} {values} a row, not {count}", "categories")
    for i, series in enumerate(spec.series):
        if len(series.values) != count:
            yield Reason(f"{_name(series.name)} has {len(series.values)} values for {count} categories", "series", i)
        if series.labels and len(series.labels) != len(series.values):
            yield Reason(f"{_name(series.name)} has {len(series.labels)} labels for {len(series.values)} values")
    if spec.reported is not None and not 0 <= spec.reported < count:
        yield Reason(f"the reported category is number {spec.reported + 1} of {count}", "reported")
    if spec.kind == "change" and count == 2 and not any(None not in s.values for s in spec.series):
        yield Reason("no row has both a value before and a value now")


def _amount(spec: ChartSpec) -> Iterator[Reason]:
    """More than can be read."""
    most = MOST_SERIES[spec.kind]
    if len(spec.series) > most:
        told = f"{len(spec.series)} series are too many to read in one {spec.kind} chart, the most is {most}"
        yield Reason(told, "series", most)
    points = len(spec.categories) * (len(spec.series) if spec.kind == "compare" else 1)
    if points > MOST_POINTS:
        told = f"{points} points are too many to read in one chart, the most is {MOST_POINTS}"
        yield Reason(told, "categories")
    if spec.kind in ("share", "status") and len(spec.categories) > MOST_PARTS:
        told = f"{len(spec.categories)} parts are too many to read in one {spec.kind} chart, the most is {MOST_PARTS}"
        yield Reason(told, "categories", MOST_PARTS)


def _numbers(spec: ChartSpec) -> Iterator[Reason]:
    """No numbers, or such as no axis can hold."""
    numbers = [(v, ("series", i, "values", j)) for i, s in enumerate(spec.series) for j, v in enumerate(s.values)]
    known = [(v, path) for v, path in numbers if v is not None]
    if not known:
        yield Reason("the chart has no numbers")
    own = [(s.goal, ("series", i, "goal")) for i, s in enumerate(spec.series)]
    more = [(v, path) for v, path in ((spec.goal, ("goal",)), (spec.total, ("total",)), *own) if v is not None]
    for value, path in (*known, *more):
        if not math.isfinite(value):
            yield Reason("the chart has a value that is not a finite number", *path)
        elif abs(value) > LARGEST:
            told = "the chart has a number too large to draw; give it in thousands, millions or billions"
            yield Reason(told, *path)


def whole_of(spec: ChartSpec) -> float:
    """Give what the parts of a share make up: the total given, 100 of percentages, else their sum."""
    if spec.total is not None:
        return spec.total
    return 100.0 if spec.unit == "%" else math.fsum(v for v in spec.series[0].values if v is not None)


def _share(spec: ChartSpec) -> Iterator[Reason]:
    """Whether the values are parts of one whole."""
    [series] = spec.series
    values = [v for v in series.values if v is not None]
    if len(spec.categories) < 2:
        yield Reason("one part is no share of anything; a share has at least two", "categories")
    if spec.goal is not None or series.goal is not None:
        yield Reason("a share has no goal; draw progress or a trend towards a goal", "goal")
    if spec.signed:
        yield Reason("growth rates do not add up, so they are no shares of a whole", "series")
    if len(values) < len(series.values):
        yield Reason("a part is missing, so the parts do not show the whole", "series", 0, "values")
    if any(v < 0 for v in values):
        yield Reason("a share cannot be negative", "series", 0, "values")
    elif values and abs(math.fsum(values) - whole_of(spec)) > _rounding(values):
        told = (
            f"the parts add up to {math.fsum(values):.10g}, not to {whole_of(spec):.10g}, so they are no shares of it"
        )
        yield Reason(told, "series", 0, "values")


def _rounding(values: list[float]) -> float:
    """Tell by how much parts may miss their total because each was rounded: half of its last decimal place."""
    places = max(-int(Decimal(repr(v)).normalize().as_tuple().exponent) for v in values)
    return 0.5 * len(values) * 10.0 ** -max(0, places) * (1 + 1e-9) if any(values) else 0.0


def _status(spec: ChartSpec) -> Iterator[Reason]:
    """Whether the values count statuses."""
    if len(spec.statuses) != len(spec.categories):
        yield Reason("the categories of a status chart are statuses", "categories")
    for i, series in enumerate(spec.series):
        for j, value in enumerate(series.values):
            if value is not None and (value < 0 or value != int(value)):
                yield Reason("a number of statuses is a whole number from 0", "series", i, "values", j)


def _name(name: str) -> str:
    return name or "a series without a name"
