"""Charts as authors write them → chart specs, each with the sentence that says what it shows.

A chart is made of metric ids or of numbers written in place. Its kind is chosen from the data when none is named: results
of several quarters against a goal make a `trend`, a baseline and a result a `change`, numbers in place a `compare`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import isfinite
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.blocks import Chart, ChartKind, ChartSpec, Origin, Series
from deckgen.kinds._faults import ComposeFault
from deckgen.model import QUARTERS, MetricId, Model, PlainText, Quantity, QuarterName, read_quantity
from deckgen.resolve import Context, LineData, Measure


def _number(value: object) -> object:
    """Read a number as typed; raises PydanticCustomError for text that states none."""
    if value is None or isinstance(value, Quantity):
        return value
    found = read_quantity(value) if isinstance(value, str) else None
    if found is None or not isfinite(found.value):
        raise PydanticCustomError("number_expected", "a number is expected here (such as 64, +8.1% or 92K)", {})
    return found


Number = Annotated[Quantity | None, BeforeValidator(_number)]


def _label(value: object) -> object:
    return "" if value is None else value


class SeriesContent(Model):
    """Numbers of one name, one for each category; an empty one is a gap."""

    name: PlainText
    values: tuple[Number, ...]


class ChartContent(Model):
    """A chart from `metrics`, or from `categories` and `series` written in place."""

    kind: ChartKind | None = None
    metrics: tuple[MetricId, ...] = ()
    categories: tuple[Annotated[str, BeforeValidator(_label)], ...] = ()
    series: tuple[SeriesContent, ...] = ()
    unit: PlainText | None = None
    goal: Number = None
    reported: PlainText | None = Field(
        default=None, description="the category in full colour; the last one if not given"
    )

    @model_validator(mode="after")
    def _has_numbers(self) -> ChartContent:
        if bool(self.metrics) == bool(self.series):
            raise PydanticCustomError("chart_data", "a chart has either `metrics` or `series`", {})
        for number, series in enumerate(self.series, 1):
            if len(series.values) != len(self.categories):
                raise PydanticCustomError(
                    "chart_length",
                    "series {number} has {values} values for {categories} categories",
                    {"number": number, "values": len(series.values), "categories": len(self.categories)},
                )
        return self


def chart_block(content: ChartContent, context: Context, *, slot: str, as_of: QuarterName | None = None) -> Chart:
    """Make the chart. Raises ComposeFault when what is asked for cannot be drawn honestly."""
    origin = context.origin.at("chart")
    if content.series:
        spec = _written(content, context, origin)
    else:
        measures = [m for id_ in content.metrics for m in _flat(context.metric(id_, as_of))]
        kind = content.kind or _kind(measures)
        if kind == "trend":
            spec = _trend(measures, as_of or context.deck.quarter, context, origin)
        else:
            spec = _two(kind, measures, as_of or context.deck.quarter, context, origin)
    return Chart(slot, spec, describe(spec, context), origin)


def _flat(measure: Measure) -> list[Measure]:
    return [measure, *(m for part in measure.parts for m in _flat(part))]


def _kind(measures: Sequence[Measure]) -> ChartKind:
    """Choose a kind from what the metrics have."""
    lines = [line for measure in measures for line in measure.lines_data]
    most = max((sum(q is not None for q in line.quarters.values()) for line in lines), default=0)
    if most > 1 and any(measure.goal_quantity for measure in measures):
        return "trend"
    return "change" if any(line.baseline for line in lines) else "progress"


def _written(content: ChartContent, context: Context, origin: Origin) -> ChartSpec:
    kind = content.kind or "compare"
    quantities = [q for series in content.series for q in series.values if q is not None]
    units = {q.unit for q in quantities if q.unit} | ({content.unit} if content.unit else set())
    if len(units) > 1:
        raise ComposeFault(f"the numbers of this chart have different units: {', '.join(sorted(units))}", origin,
                           "numbers of one unit share an axis; make two charts")  # fmt: skip
    reported = content.categories.index(content.reported) if content.reported in content.categories else None
    if content.reported is not None and reported is None:
        raise ComposeFault(f"'{content.reported}' is not one of the categories", origin, "name one of `categories`")
    series = tuple(
        Series(
            s.name, tuple(q.value if q else None for q in s.values), tuple(_figure(q) if q else "" for q in s.values)
        )
        for s in content.series
    )
    return ChartSpec(
        kind, content.categories, series, unit=next(iter(units), ""), goal=content.goal.value if content.goal else None,
        goal_label=_goal_label(content.goal, context),
        reported=len(content.categories) - 1 if reported is None else reported,
    )  # fmt: skip


def _trend(measures: Sequence[Measure], reported: QuarterName, context: Context, origin: Origin) -> ChartSpec:
    """Quarters against the goal: only results in the goal's own unit and basis are drawn."""
    goals = [m.goal_quantity for m in measures if m.goal_quantity]
    goal = goals[0] if goals else None
    if any(not g.comparable(goal) for g in goals if goal):
        raise ComposeFault("the goals of these metrics have different units", origin, "counts and growth share no axis")
    lines = [(measure, line) for measure in measures for line in measure.lines_data]
    known = [q for _, line in lines for q in line.quarters.values() if q and _drawable(q, goal)]
    if not known:
        hint = "check the results of these metrics"
        raise ComposeFault("there is no number to draw in the goal's unit", origin, hint)
    first, basis = known[0], known[0].basis
    common = goal.value if goal and len({g.value for g in goals}) == 1 else None
    return ChartSpec(
        "trend", tuple(QUARTERS), tuple(_quarters(m, line, goal) for m, line in lines), unit=first.unit,
        signed=first.sign == "+", reported=QUARTERS.index(reported), goal=common,
        goal_label=_goal_label(goal, context), value_label=context.labels["year-on-year"] if basis == "YoY" else basis,
    )  # fmt: skip


def _drawable(quantity: Quantity | None, goal: Quantity | None) -> bool:
    return quantity is not None and (goal is None or quantity.comparable(goal))


def _quarters(measure: Measure, line: LineData, goal: Quantity | None) -> Series:
    """One line of a measure as a series over the quarters."""
    shown = [line.quarters.get(q) for q in QUARTERS]
    labels = [
        _figure(found) if found and _drawable(found, goal) else _gap(measure, quarter, found)
        for quarter, found in zip(QUARTERS, shown, strict=True)
    ]
    return Series(
        f"{measure.short}: {line.of}" if line.of else measure.short,
        tuple(found.value if found and _drawable(found, goal) else None for found in shown),
        tuple(labels),
        measure.goal_quantity.value if measure.goal_quantity else None,
        line.better,
    )


def _gap(measure: Measure, quarter: str, quantity: Quantity | None) -> str:
    """What a place without a bar says: the author's words before a figure that cannot be compared; nothing where open."""
    result = measure.results.get(quarter)
    if result is None or result.open or not result.lines or result.lines[0].text is None:
        return ""
    said = result.lines[0].text.plain.partition("(")[0].strip()
    return said if quantity is None or not said.startswith(quantity.raw) else ""


def _goal_label(goal: Quantity | None, context: Context) -> str:
    return "" if goal is None else f"{context.labels['goal']} {_figure(goal)}"


def _two(kind: ChartKind, measures: Sequence[Measure], reported: str, context: Context, origin: Origin) -> ChartSpec:
    """Baseline and now (`change`), or now on the way to the goal (`progress`)."""
    # "Women" is name enough, unless two metrics of this chart have women in them.
    names = Counter(line.of for measure in measures for line in measure.lines_data)
    found: list[tuple[str, Quantity, Quantity, LineData]] = []
    for measure in measures:
        for line in measure.lines_data:
            now, before = line.quarters.get(reported), line.baseline if kind == "change" else measure.goal_quantity
            if now is None or before is None or not now.comparable(before):
                continue
            full = f"{measure.short}: {line.of}" if line.of and names[line.of] > 1 else line.of or measure.short
            found.append((full, before, now, line))
    units = {now.unit for _, _, now, _ in found}
    if not found or len(units) > 1:
        what = "have different units" if found else "have no baseline and result that can be compared"
        raise ComposeFault(
            f"the metrics of this chart {what}", origin, "name metrics of one unit, each with a baseline and a result"
        )
    labels = context.labels
    if kind == "progress":
        bars = tuple(Series(n, (now.value,), (_figure(now),), goal.value, line.better) for n, goal, now, line in found)
        return ChartSpec("progress", (reported,), bars, unit=units.pop(), reported=0, goal_label=labels["goal"])
    rows = tuple(
        Series(
            name,
            (before.value, now.value),
            (_figure(before), _figure(now)),
            _other_goal(line, before, now),
            line.better,
        )
        for name, before, now, line in found
    )
    goal_label = labels["goal"] if any(row.goal is not None for row in rows) else ""
    return ChartSpec("change", (labels["before"], reported), rows, unit=units.pop(), reported=1, goal_label=goal_label)


def _other_goal(line: LineData, before: Quantity, now: Quantity) -> float | None:
    """The goal of a line, where it is not its baseline."""
    goal = line.goal
    return goal.value if goal and goal.comparable(now) and goal.value != before.value else None


def _figure(quantity: Quantity) -> str:
    """The figure as typed, without what it is per."""
    raw = quantity.raw.strip()
    return raw.removesuffix(quantity.basis).strip() if quantity.basis else raw


def describe(spec: ChartSpec, context: Context) -> str:
    """Say in one sentence what a chart shows: every number, and the goal."""
    labels = context.labels
    parts = [_sentence(spec, series, context) for series in spec.series]
    if spec.goal is not None and spec.goal_label:
        parts.append(spec.goal_label[:1].lower() + spec.goal_label[1:])
    return labels.format("alt-chart", title="; ".join(parts)) + "."


def _sentence(spec: ChartSpec, series: Series, context: Context) -> str:
    """Say what one series shows."""
    labels = context.labels
    known = [(c, _text(spec, series, i)) for i, c in enumerate(spec.categories) if series.values[i] is not None]
    if spec.kind == "change" and len(known) == 2:
        said = labels.format("alt-from-to", name=series.name, before=known[0][1], now=known[1][1])
    else:
        values = ", ".join(labels.format("alt-value", category=c, value=v).strip() for c, v in known)
        said = labels.format("alt-row", name=series.name, values=values or _said(series) or labels["no-data"])
    if series.goal is not None and spec.goal is None:
        said += ", " + labels.format("alt-goal", goal=_with_unit(f"{series.goal:g}", spec.unit))
    return said


def _said(series: Series) -> str:
    return next((label for label in series.labels if label), "")


def _text(spec: ChartSpec, series: Series, index: int) -> str:
    label = series.labels[index] if index < len(series.labels) else ""
    return _with_unit(label or f"{series.values[index]:g}", spec.unit)


def _with_unit(text: str, unit: str) -> str:
    if unit in text:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"
