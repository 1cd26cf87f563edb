"""Metrics → a chart spec of each kind. What cannot honestly share an axis is refused, at the metric that does not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from deckgen.ir.blocks import STATUSES, ChartKind, ChartSpec, Origin, Remark, Series, Status
from deckgen.kinds._chart_words import figure_text, goal_label
from deckgen.kinds._faults import ComposeFault
from deckgen.model import QUARTERS, Labels, Quantity
from deckgen.resolve import LineData, Measure

_NO_AXIS = "counts and growth rates, or different units, do not share an axis; make two charts"


class MetricLine(Struct, frozen=True):
    """One line of a metric, and where the author named the metric."""

    measure: Measure
    line: LineData
    origin: Origin

    def quantity_in(self, quarter: str) -> Quantity | None:
        """Give its number in a quarter."""
        return self.line.quarters.get(quarter)

    @property
    def goal(self) -> Quantity | None:
        """Its own goal, else that of its metric."""
        return self.line.goal or self.measure.goal_quantity

    def name(self, among: Counter[str]) -> str:
        """Name it: "Women" is name enough, unless two metrics of the chart have women in them."""
        if self.line.of and among[self.line.of] == 1:
            return self.line.of
        return f"{self.measure.short}: {self.line.of}" if self.line.of else self.measure.short


class ChartSource(Struct, frozen=True):
    """What a chart of metrics is made of: their lines, the quarter reported, our own words, and its place."""

    strands: tuple[MetricLine, ...]
    reported: str
    labels: Labels
    origin: Origin

    @property
    def name_counts(self) -> Counter[str]:
        """How many lines bear each name."""
        return Counter(strand.line.of for strand in self.strands)


def strands(measures: Sequence[tuple[Measure, Origin]]) -> Iterator[MetricLine]:
    """Give the lines of metrics and of their parts."""
    for measure, origin in measures:
        yield from (MetricLine(measure, line, origin) for line in measure.chart_lines)
        yield from strands([(part, origin) for part in measure.parts])


def choose_kind(source: ChartSource) -> ChartKind:
    """Choose a kind from what the metrics have; raises ComposeFault where they have nothing to draw."""
    now = [(s, q) for s in source.strands if (q := s.quantity_in(source.reported))]
    if any(_is_row([q for q in s.line.quarters.values() if q]) for s in source.strands):
        return "trend"
    parts = [s for s, _ in now if s.measure.id.count("/")]
    if parts and not any(s.line.baseline or s.goal for s in parts) and _whole(source) is not None:
        return "share"
    if any(s.line.baseline and q.comparable(s.line.baseline) for s, q in now):
        return "change"
    if any(s.goal and q.comparable(s.goal) for s, q in now):
        return "progress"
    if now:
        return "compare"
    if any(_status(s.measure, source.reported) for s in source.strands):
        return "status"
    raise ComposeFault("these metrics have no number to draw yet", source.origin, "leave the chart out for now")


def _is_row(known: Sequence[Quantity]) -> bool:
    return len(known) > 1 and all(q.comparable(known[0]) for q in known)


def trend_spec(source: ChartSource) -> ChartSpec:
    """Quarters against the goal: only results in the goal's own unit and basis are drawn."""
    lines = [s for s in source.strands if any(s.line.quarters.values()) or _words(s.measure)]
    goals = [s.measure.goal_quantity for s in source.strands if s.measure.goal_quantity]
    goal = goals[0] if goals else None
    for strand in source.strands:
        own = strand.measure.goal_quantity
        if goal and own and not own.comparable(goal):
            raise ComposeFault(
                f"the goal of “{strand.measure.short}” is in another unit than the first", strand.origin, _NO_AXIS
            )
    known = [(s, q) for s in lines for q in s.line.quarters.values() if q]
    drawn = [(s, q) for s, q in known if _drawable(q, goal)]
    if not drawn:
        raise ComposeFault("there is no number to draw in the goal's unit", source.origin,
                           "give the results in the unit of the goal, or choose another kind of chart")  # fmt: skip
    first = drawn[0][1]
    for strand, quantity in known:
        leads = _leads(strand, quantity)
        if leads and not quantity.comparable(goal or first):
            told = f"{quantity.raw} of “{strand.measure.short}” is in another unit than {'its goal' if goal else 'the first'}"
            raise ComposeFault(told, strand.origin, _NO_AXIS)
    common = goal.value if goal and len({g.value for g in goals}) == 1 else None
    return ChartSpec(
        "trend", tuple(QUARTERS), tuple(_over_quarters(s, goal, source) for s in lines), unit=first.unit,
        signed=first.sign == "+", reported=QUARTERS.index(source.reported), goal=common,
        goal_label=goal_label(goal, source.labels), value_label=_basis(first.basis, source.labels),
    )  # fmt: skip


def _basis(basis: str, labels: Labels) -> str:
    return labels["year-on-year"] if basis == "YoY" else basis


def _words(measure: Measure) -> bool:
    """Tell whether a metric without a number has words to show for one."""
    return any(not r.is_open and r.lines for r in measure.results.values())


def _drawable(quantity: Quantity | None, goal: Quantity | None) -> bool:
    return quantity is not None and (goal is None or quantity.comparable(goal))


def _leads(strand: MetricLine, quantity: Quantity) -> bool:
    """Tell whether a result is this number, and not words with a number behind them."""
    lines = [line for r in strand.measure.results.values() for line in r.lines if line.quantity == quantity]
    return any(line.text is not None and line.text.plain.lstrip("( ").startswith(quantity.raw) for line in lines)


def _over_quarters(strand: MetricLine, goal: Quantity | None, source: ChartSource) -> Series:
    """One line of a measure as a series over the quarters."""
    measure, line = strand.measure, strand.line
    shown = [line.quarters.get(q) for q in QUARTERS]
    labels = [
        figure_text(found) if found and _drawable(found, goal) else _gap(measure, quarter, found)
        for quarter, found in zip(QUARTERS, shown, strict=True)
    ]
    return Series(
        f"{measure.short}: {line.of}" if line.of else measure.short,
        tuple(found.value if found and _drawable(found, goal) else None for found in shown), tuple(labels),
        measure.goal_quantity.value if measure.goal_quantity else None, line.better,
    )  # fmt: skip


def _gap(measure: Measure, quarter: str, quantity: Quantity | None) -> str:
    """What a place without a bar says: the author's words before a figure that cannot be compared; nothing where open."""
    result = measure.results.get(quarter)
    if result is None or result.is_open or not result.lines or result.lines[0].text is None:
        return ""
    said = result.lines[0].text.plain.partition("(")[0].strip()
    return said if quantity is None or not said.startswith(quantity.raw) else ""


def paired_spec(kind: ChartKind, source: ChartSource) -> tuple[ChartSpec, list[Remark]]:
    """Baseline and now (`change`), or now on the way to the goal (`progress`); a remark for each line left out."""
    rows: list[tuple[MetricLine, Quantity, Quantity]] = []
    remarks: list[Remark] = []
    other = "baseline" if kind == "change" else "goal"
    for strand in source.strands:
        now, before = strand.quantity_in(source.reported), strand.line.baseline if kind == "change" else strand.goal
        if now and before and not now.comparable(before):
            told = f"the result of “{strand.name(source.name_counts)}” and its {other} have different units"
            raise ComposeFault(told, strand.origin, _NO_AXIS)
        if now and before:
            rows.append((strand, before, now))
        elif now or (before and not strand.measure.parts):
            missing = other if now else f"number for {source.reported}"
            told = f"“{strand.name(source.name_counts)}” is left out of the chart: it has no {missing}"
            remarks.append(Remark("chart-gap", told, f"give it a {missing}, or say why on the slide", strand.origin))
    if not rows:
        told = f"the metrics of this chart have no {other} and result that can be compared"
        raise ComposeFault(told, source.origin, f"name metrics with a {other} and a result in one unit")
    for strand, _, now in rows:
        if not now.comparable(rows[0][2]):
            told = f"“{strand.name(source.name_counts)}” is in another unit than the first metric of this chart"
            raise ComposeFault(told, strand.origin, _NO_AXIS)
    make = _change if kind == "change" else _progress
    return make(rows, source), remarks


def _change(rows: Sequence[tuple[MetricLine, Quantity, Quantity]], source: ChartSource) -> ChartSpec:
    labels = source.labels
    series = tuple(
        Series(
            strand.name(source.name_counts), (before.value, now.value), (figure_text(before), figure_text(now)),
            _other_goal(strand.line, before, now), strand.line.better,
        )
        for strand, before, now in rows
    )  # fmt: skip
    label = labels["goal"] if any(row.goal is not None for row in series) else ""
    return ChartSpec(
        "change", (labels["before"], source.reported), series, unit=rows[0][2].unit, reported=1, goal_label=label
    )


def _progress(rows: Sequence[tuple[MetricLine, Quantity, Quantity]], source: ChartSource) -> ChartSpec:
    bars = tuple(
        Series(s.name(source.name_counts), (now.value,), (figure_text(now),), goal.value, s.line.better)
        for s, goal, now in rows
    )
    unit, label = rows[0][2].unit, source.labels["goal"]
    return ChartSpec("progress", (source.reported,), bars, unit=unit, reported=0, goal_label=label)


def _other_goal(line: LineData, before: Quantity, now: Quantity) -> float | None:
    """The goal of a line, where it is not its baseline."""
    goal = line.goal
    return goal.value if goal and goal.comparable(now) and goal.value != before.value else None


def compare_spec(source: ChartSource) -> ChartSpec:
    """Parts of a metric, or several metrics, side by side in every quarter that has a number."""
    rows = [s for s in source.strands if any(s.line.quarters.values())]
    known = [(s, q) for s in rows for q in s.line.quarters.values() if q]
    if not known:
        raise ComposeFault("these metrics have no number to draw yet", source.origin, "leave the chart out for now")
    first = known[0][1]
    for strand, quantity in known:
        if not quantity.comparable(first):
            told = f"{quantity.raw} of “{strand.name(source.name_counts)}” is in another unit than {first.raw}"
            raise ComposeFault(told, strand.origin, _NO_AXIS)
    quarters = [q for q in QUARTERS if any(s.quantity_in(q) for s in rows)]
    series = tuple(
        Series(
            s.name(source.name_counts), tuple(found.value if (found := s.quantity_in(q)) else None for q in quarters),
            tuple(figure_text(found) if (found := s.quantity_in(q)) else "" for q in quarters), None, s.line.better,
        )
        for s in rows
    )  # fmt: skip
    reported = quarters.index(source.reported) if source.reported in quarters else len(quarters) - 1
    return ChartSpec(
        "compare", tuple(quarters), series, unit=first.unit, signed=first.sign == "+", reported=reported,
        value_label=_basis(first.basis, source.labels),
    )  # fmt: skip


def _parts(source: ChartSource) -> tuple[list[tuple[MetricLine, Quantity]], Quantity | None]:
    """Give the lines that are parts with their numbers, and the number of the metric that they are parts of."""
    now = [(s, q) for s in source.strands if (q := s.quantity_in(source.reported))]
    heads = [(s, q) for s, q in now if s.measure.parts]
    if len(heads) == 1:
        return [(s, q) for s, q in now if s.measure.id.startswith(heads[0][0].measure.id + "/")], heads[0][1]
    return now, None


def _whole(source: ChartSource) -> float | None:
    """Give what the parts of a metric add up to, where that is the metric itself and no growth."""
    parts, whole = _parts(source)
    if whole is None or not parts or any(q.sign or q.basis in ("YoY", "QoQ", "MoM") for _, q in parts):
        return None
    if not all(q.comparable(whole) for _, q in parts):
        return None
    total = fsum(q.value for _, q in parts)
    return total if abs(total - whole.value) <= 1e-9 * abs(whole.value) else None


def share_spec(source: ChartSource) -> ChartSpec:
    """How the reported number of a metric divides among its parts; or of several metrics, their shares of 100%."""
    parts, whole = _parts(source)
    if not parts:
        raise ComposeFault("these metrics have no parts to share out", source.origin, "name a metric with `parts`")
    first = whole or parts[0][1]
    for strand, quantity in parts:
        if not quantity.comparable(first):
            told = f"{quantity.raw} of “{strand.measure.short}” is in another unit than {first.raw}"
            raise ComposeFault(told, strand.origin, "parts of a whole have its unit")
        if quantity.basis in ("YoY", "QoQ", "MoM"):
            told = f"{quantity.raw} of “{strand.measure.short}” is a growth rate: those do not add up to a whole"
            raise ComposeFault(told, strand.origin, "draw a trend or compare")
    values = tuple(q.value for _, q in parts)
    series = Series(parts[0][0].measure.short, values, tuple(figure_text(q) for _, q in parts))
    if whole is not None:
        series = Series(next(s.measure.short for s in source.strands if s.measure.parts), values, series.labels)
    return ChartSpec(
        "share", tuple(s.name(source.name_counts) for s, _ in parts), (series,), unit=first.unit,
        signed=any(q.sign == "+" for _, q in parts), reported=values.index(max(values)),
        total=whole.value if whole else None,
    )  # fmt: skip


def _status(measure: Measure, quarter: str) -> Status | None:
    """Give the status of a measure in a quarter; what is marked as delivered is done."""
    result = measure.results.get(quarter)
    if result is None:
        return None
    return result.status or ("done" if result.mark else None)


def status_spec(groups: Sequence[tuple[str, Sequence[Measure]]], source: ChartSource) -> ChartSpec:
    """How many measures of each group have which status; groups and statuses that do not occur are left out."""
    counts = {name: Counter(_status(m, source.reported) for m in measures) for name, measures in groups}
    found = [s for s in STATUSES if any(count[s] for count in counts.values())]
    rows = tuple(
        Series(name, tuple(float(count[s]) for s in found))
        for name, count in counts.items()
        if any(count[s] for s in found)
    )
    if not rows:
        told = "nothing in this deck has a status to count" if not source.strands else "no metric here has a status"
        raise ComposeFault(told, source.origin, "write a `status`, or set `statuses: computed` in deck.yaml")
    total = sum(count.total() for count in counts.values())
    known = total - sum(count[None] for count in counts.values())
    label = "" if known == total else source.labels.format("statuses-known", known=known, total=total)
    words = tuple(source.labels[s] for s in found)
    return ChartSpec("status", words, rows, statuses=tuple(found), value_label=label)
