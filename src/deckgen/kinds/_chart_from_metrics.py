"""Metrics → a chart spec of each kind. A metric that cannot share an axis with the others is an error at that metric."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import fsum

from deckgen.diagnostics import Issue, make_issue
from deckgen.ir.blocks import STATUSES, ChartKind, ChartSpec, Series
from deckgen.kinds._chart_source import ChartSource, MetricLine, counted_status
from deckgen.kinds._chart_text import figure_text, goal_label
from deckgen.kinds._errors import chart_error
from deckgen.model import QUARTERS, Labels, Quantity
from deckgen.resolve import LineData, Measure

_NO_AXIS = "counts and growth rates, or different units, do not share an axis; make two charts"

_Pair = tuple[MetricLine, Quantity, Quantity]
"""A line, its baseline or goal, and its reported result."""


def choose_kind(source: ChartSource) -> ChartKind:
    """Choose a kind of chart from the data of the metrics. Raises ContentError if there is nothing to draw."""
    now = [(line, q) for line in source.lines if (q := line.quantity_in(source.reported))]
    if any(_is_time_series([q for q in line.data.quarters.values() if q]) for line in source.lines):
        return "trend"
    parts = [line for line, _ in now if line.measure.id.count("/")]
    if parts and not any(line.data.baseline or line.goal for line in parts) and _total_of_parts(source) is not None:
        return "share"
    if any(line.data.baseline and q.is_comparable_to(line.data.baseline) for line, q in now):
        return "change"
    if any(line.goal and q.is_comparable_to(line.goal) for line, q in now):
        return "progress"
    if now:
        return "compare"
    if any(counted_status(line.measure, source.reported) for line in source.lines):
        return "status"
    raise chart_error("these metrics have no number to draw yet", source.origin, "leave the chart out for now")


def _is_time_series(known: Sequence[Quantity]) -> bool:
    return len(known) > 1 and all(q.is_comparable_to(known[0]) for q in known)


def trend_spec(source: ChartSource) -> ChartSpec:
    """Return results by quarter against the goal; only results in the unit and basis of the goal are drawn."""
    lines = [line for line in source.lines if any(line.data.quarters.values()) or _has_words(line.measure)]
    goals = [line.measure.goal_quantity for line in source.lines if line.measure.goal_quantity]
    goal = goals[0] if goals else None
    _check_goals_comparable(goal, source)
    known = [(line, q) for line in lines for q in line.data.quarters.values() if q]
    drawn = [(line, q) for line, q in known if _can_draw(q, goal)]
    if not drawn:
        raise chart_error("there is no number to draw in the goal's unit", source.origin,
                           "give the results in the unit of the goal, or choose another kind of chart")  # fmt: skip
    first = drawn[0][1]
    for line, quantity in known:
        if _begins_with(line, quantity) and not quantity.is_comparable_to(goal or first):
            message = f"{quantity.raw} of “{line.measure.short}” is in another unit than {'its goal' if goal else 'the first'}"
            raise chart_error(message, line.origin, _NO_AXIS)
    common = goal.value if goal and len({g.value for g in goals}) == 1 else None
    return ChartSpec(
        "trend", tuple(QUARTERS), tuple(_quarter_series(line, goal) for line in lines), unit=first.unit,
        signed=first.sign == "+", reported=QUARTERS.index(source.reported), goal=common,
        goal_label=goal_label(goal, source.labels), value_label=_basis_label(first.basis, source.labels),
    )  # fmt: skip


def _check_goals_comparable(goal: Quantity | None, source: ChartSource) -> None:
    for line in source.lines:
        own = line.measure.goal_quantity
        if goal and own and not own.is_comparable_to(goal):
            message = f"the goal of “{line.measure.short}” is in another unit than the first"
            raise chart_error(message, line.origin, _NO_AXIS)


def _basis_label(basis: str, labels: Labels) -> str:
    return labels["year-on-year"] if basis == "YoY" else basis


def _has_words(measure: Measure) -> bool:
    """Whether a metric has a text to show in some quarter, even without a number."""
    return any(not r.is_open and r.lines for r in measure.results.values())


def _can_draw(quantity: Quantity | None, goal: Quantity | None) -> bool:
    return quantity is not None and (goal is None or quantity.is_comparable_to(goal))


def _begins_with(line: MetricLine, quantity: Quantity) -> bool:
    """Whether a result begins with this number, as opposed to words with a number after them."""
    results = [r for result in line.measure.results.values() for r in result.lines if r.quantity == quantity]
    return any(r.text is not None and r.text.plain.lstrip("( ").startswith(quantity.raw) for r in results)


def _quarter_series(line: MetricLine, goal: Quantity | None) -> Series:
    """Return one line of a measure as a series over the quarters."""
    measure, data = line.measure, line.data
    quantities = [data.quarters.get(q) for q in QUARTERS]
    labels = [
        figure_text(quantity) if quantity and _can_draw(quantity, goal) else _gap_label(measure, quarter, quantity)
        for quarter, quantity in zip(QUARTERS, quantities, strict=True)
    ]
    return Series(
        f"{measure.short}: {data.of}" if data.of else measure.short,
        tuple(quantity.value if quantity and _can_draw(quantity, goal) else None for quantity in quantities), tuple(labels),
        measure.goal_quantity.value if measure.goal_quantity else None, data.better,
    )  # fmt: skip


def _gap_label(measure: Measure, quarter: str, quantity: Quantity | None) -> str:
    """Return the label of a quarter without a bar: the author's words before a figure that cannot be drawn; empty if open."""
    result = measure.results.get(quarter)
    if result is None or result.is_open or not result.lines or result.lines[0].text is None:
        return ""
    words = result.lines[0].text.plain.partition("(")[0].strip()
    return words if quantity is None or not words.startswith(quantity.raw) else ""


def paired_spec(kind: ChartKind, source: ChartSource) -> tuple[ChartSpec, list[Issue]]:
    """Return baseline and result (`change`) or result and goal (`progress`), with an issue for each line left out."""
    other = "baseline" if kind == "change" else "goal"
    pairs, issues = _pairs(other, source)
    if not pairs:
        message = f"the metrics of this chart have no {other} and result that can be compared"
        raise chart_error(message, source.origin, f"name metrics with a {other} and a result in one unit")
    for line, _, now in pairs:
        if not now.is_comparable_to(pairs[0][2]):
            message = f"“{line.name(source.name_counts)}” is in another unit than the first metric of this chart"
            raise chart_error(message, line.origin, _NO_AXIS)
    build = _change_spec if kind == "change" else _progress_spec
    return build(pairs, source), issues


def _pairs(other: str, source: ChartSource) -> tuple[list[_Pair], list[Issue]]:
    """Pair the result of each line with its baseline or goal (`other`); an issue for each line that has only one of them."""
    pairs: list[_Pair] = []
    issues: list[Issue] = []
    for line in source.lines:
        name, now = line.name(source.name_counts), line.quantity_in(source.reported)
        compared = line.data.baseline if other == "baseline" else line.goal
        if now and compared and not now.is_comparable_to(compared):
            message = f"the result of “{name}” and its {other} have different units"
            raise chart_error(message, line.origin, _NO_AXIS)
        if now and compared:
            pairs.append((line, compared, now))
        elif now or (compared and not line.measure.parts):
            missing = other if now else f"number for {source.reported}"
            message = f"“{name}” is left out of the chart: it has no {missing}"
            hint = f"give it a {missing}, or say why on the slide"
            issues.append(make_issue("chart-gap", message, line.origin, hint))
    return pairs, issues


def _change_spec(rows: Sequence[_Pair], source: ChartSource) -> ChartSpec:
    labels = source.labels
    series = tuple(
        Series(
            line.name(source.name_counts), (before.value, now.value), (figure_text(before), figure_text(now)),
            _goal_unless_baseline(line.data, before, now), line.data.better,
        )
        for line, before, now in rows
    )  # fmt: skip
    label = labels["goal"] if any(row.goal is not None for row in series) else ""
    return ChartSpec(
        "change", (labels["before"], source.reported), series, unit=rows[0][2].unit, reported=1, goal_label=label
    )


def _progress_spec(rows: Sequence[_Pair], source: ChartSource) -> ChartSpec:
    bars = tuple(
        Series(line.name(source.name_counts), (now.value,), (figure_text(now),), goal.value, line.data.better)
        for line, goal, now in rows
    )
    unit, label = rows[0][2].unit, source.labels["goal"]
    return ChartSpec("progress", (source.reported,), bars, unit=unit, reported=0, goal_label=label)


def _goal_unless_baseline(line: LineData, before: Quantity, now: Quantity) -> float | None:
    """Return the goal of a line, unless it equals the baseline."""
    goal = line.goal
    return goal.value if goal and goal.is_comparable_to(now) and goal.value != before.value else None


def compare_spec(source: ChartSource) -> ChartSpec:
    """Return parts of a metric, or several metrics, side by side in every quarter that has a number."""
    rows = [line for line in source.lines if any(line.data.quarters.values())]
    known = [(line, q) for line in rows for q in line.data.quarters.values() if q]
    if not known:
        raise chart_error("these metrics have no number to draw yet", source.origin, "leave the chart out for now")
    first = known[0][1]
    for line, quantity in known:
        if not quantity.is_comparable_to(first):
            message = f"{quantity.raw} of “{line.name(source.name_counts)}” is in another unit than {first.raw}"
            raise chart_error(message, line.origin, _NO_AXIS)
    quarters = [q for q in QUARTERS if any(line.quantity_in(q) for line in rows)]
    series = tuple(
        Series(
            line.name(source.name_counts), tuple(now.value if (now := line.quantity_in(q)) else None for q in quarters),
            tuple(figure_text(now) if (now := line.quantity_in(q)) else "" for q in quarters), None, line.data.better,
        )
        for line in rows
    )  # fmt: skip
    reported = quarters.index(source.reported) if source.reported in quarters else len(quarters) - 1
    return ChartSpec(
        "compare", tuple(quarters), series, unit=first.unit, signed=first.sign == "+", reported=reported,
        value_label=_basis_label(first.basis, source.labels),
    )  # fmt: skip


def _parts_and_total(source: ChartSource) -> tuple[list[tuple[MetricLine, Quantity]], Quantity | None]:
    """Return the lines of parts with their numbers, and the number of the metric that they belong to."""
    now = [(line, q) for line in source.lines if (q := line.quantity_in(source.reported))]
    with_parts = [(line, q) for line, q in now if line.measure.parts]
    if len(with_parts) == 1:
        return [
            (line, q) for line, q in now if line.measure.id.startswith(with_parts[0][0].measure.id + "/")
        ], with_parts[0][1]
    return now, None


def _total_of_parts(source: ChartSource) -> float | None:
    """Return the sum of the parts of a metric if it equals the metric's own number; None for growth rates."""
    parts, total = _parts_and_total(source)
    if total is None or not parts or any(q.sign or q.basis in ("YoY", "QoQ", "MoM") for _, q in parts):
        return None
    if not all(q.is_comparable_to(total) for _, q in parts):
        return None
    added = fsum(q.value for _, q in parts)
    return added if abs(added - total.value) <= 1e-9 * abs(total.value) else None


def share_spec(source: ChartSource) -> ChartSpec:
    """Return how the reported number of a metric divides into its parts; for several metrics, their shares of 100%."""
    parts, total = _parts_and_total(source)
    if not parts:
        raise chart_error("these metrics have no parts to share out", source.origin, "name a metric with `parts`")
    first = total or parts[0][1]
    for line, quantity in parts:
        if not quantity.is_comparable_to(first):
            message = f"{quantity.raw} of “{line.measure.short}” is in another unit than {first.raw}"
            raise chart_error(message, line.origin, "parts of a whole have its unit")
        if quantity.basis in ("YoY", "QoQ", "MoM"):
            message = f"{quantity.raw} of “{line.measure.short}” is a growth rate: those do not add up to a whole"
            raise chart_error(message, line.origin, "draw a trend or compare")
    values = tuple(q.value for _, q in parts)
    series = Series(parts[0][0].measure.short, values, tuple(figure_text(q) for _, q in parts))
    if total is not None:
        series = Series(next(line.measure.short for line in source.lines if line.measure.parts), values, series.labels)
    return ChartSpec(
        "share", tuple(line.name(source.name_counts) for line, _ in parts), (series,), unit=first.unit,
        signed=any(q.sign == "+" for _, q in parts), reported=values.index(max(values)),
        total=total.value if total else None,
    )  # fmt: skip


def status_spec(groups: Sequence[tuple[str, Sequence[Measure]]], source: ChartSource) -> ChartSpec:
    """Return how many measures of each group have which status; groups and statuses without measures are left out."""
    counts = {name: Counter(counted_status(m, source.reported) for m in measures) for name, measures in groups}
    used = [s for s in STATUSES if any(count[s] for count in counts.values())]
    rows = tuple(
        Series(name, tuple(float(count[s]) for s in used))
        for name, count in counts.items()
        if any(count[s] for s in used)
    )
    if not rows:
        message = "nothing in this deck has a status to count" if not source.lines else "no metric here has a status"
        raise chart_error(message, source.origin, "write a `status`, or set `statuses: computed` in deck.yaml")
    total = sum(count.total() for count in counts.values())
    known = total - sum(count[None] for count in counts.values())
    label = "" if known == total else source.labels.format("statuses-known", known=known, total=total)
    words = tuple(source.labels[s] for s in used)
    return ChartSpec("status", words, rows, statuses=tuple(used), value_label=label)
