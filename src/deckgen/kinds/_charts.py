"""Charts as authors write them → chart blocks, each with the sentence that says what it shows.

A chart is made of metric ids or of numbers written in place. Its kind is chosen from the data when none is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.blocks import Chart, ChartSpec, Origin, Paragraph, Remark, Slide
from deckgen.kinds import _chart_specs as specs
from deckgen.kinds._chart_content import ChartContent
from deckgen.kinds._chart_words import describe, notes_table
from deckgen.kinds._chart_written import spec_from_numbers
from deckgen.kinds._faults import ComposeFault, raise_faults
from deckgen.kinds._shared import heading, shown_measures
from deckgen.model import QuarterName
from deckgen.resolve import Context, Measure

__all__ = ["ChartContent", "ChartResult", "chart_block", "chart_blocks", "with_chart"]


class ChartResult(Struct, frozen=True):
    """A chart, what it adds to the notes, and what somebody should look at."""

    chart: Chart
    notes: tuple[Paragraph, ...] = ()
    remarks: tuple[Remark, ...] = ()


def chart_block(
    content: ChartContent, context: Context, *, slot: str = "chart", as_of: QuarterName | None = None
) -> ChartResult:
    """Make the chart of a slide. Raises ComposeFault when what is asked for cannot be drawn honestly."""
    return _made(content, context, slot, as_of, context.origin.at("chart"))


def chart_blocks(contents: Sequence[ChartContent], context: Context) -> list[ChartResult]:
    """Make the charts that stand side by side on a slide, those that measure the same on one scale.

    Raises ComposeFault with the faults of all.
    """
    found: list[ChartResult] = []
    faults: list[ComposeFault] = []
    for i, content in enumerate(contents):
        try:
            found.append(_made(content, context, f"chart-{i + 1}", None, context.origin.at("charts", i)))
        except ComposeFault as fault:
            faults += (fault, *fault.others)
    raise_faults(faults)
    return [_on_scale(made, found) for made in found]


def _on_scale(made: ChartResult, among: Sequence[ChartResult]) -> ChartResult:
    """Let a chart reach as far as all that measure the same, so that bars of one slide can be compared."""
    spec = made.chart.spec
    alike = [m.chart.spec for m in among if _axis(m.chart.spec) == _axis(spec)]
    if len(alike) < 2 or spec.kind in ("share", "status"):
        return made
    numbers = chain.from_iterable(_numbers(one) for one in alike)
    return replace(made, chart=replace(made.chart, spec=replace(spec, axis=tuple(sorted(set(numbers))))))


def _axis(spec: ChartSpec) -> tuple[object, ...]:
    """Tell what a chart measures: numbers without a unit are alike only where their names say so."""
    names = () if spec.unit else tuple(s.name for s in spec.series)
    return spec.kind, spec.unit, spec.value_label, names


def _numbers(spec: ChartSpec) -> list[float]:
    values = [v for s in spec.series for v in (*s.values, s.goal) if v is not None]
    return values if spec.goal is None else [*values, spec.goal]


def with_chart(slide: Slide, *made: ChartResult) -> Slide:
    """Add to a slide what its charts add to notes and remarks."""
    notes = tuple(p for m in made for p in m.notes)
    return replace(slide, notes=(*slide.notes, *notes), remarks=(*slide.remarks, *(r for m in made for r in m.remarks)))


def _made(content: ChartContent, context: Context, slot: str, as_of: QuarterName | None, origin: Origin) -> ChartResult:
    spec, remarks = _spec(content, context, as_of, origin)
    labels = context.labels
    alt = describe(spec, labels)
    if content.title:
        alt = labels.format("alt-row", name=content.title, values=alt)
    notes: tuple[Paragraph, ...] = ()
    if content.table_in_notes:
        notes = (heading(content.title or labels["chart-numbers"]), *notes_table(spec, labels))
    return ChartResult(Chart(slot, spec, alt, origin), notes, tuple(remarks))


def _spec(
    content: ChartContent, context: Context, as_of: QuarterName | None, origin: Origin
) -> tuple[ChartSpec, list[Remark]]:
    if content.series:
        return spec_from_numbers(content, context, origin), []
    reported = as_of or context.deck.quarter
    named = [(context.metric(id_, as_of), origin.at("metrics", i)) for i, id_ in enumerate(content.metrics)]
    source = specs.ChartSource(tuple(specs.strands(named)), reported, context.labels, origin)
    kind = content.kind or specs.choose_kind(source)
    if kind in ("change", "progress"):
        return specs.paired_spec(kind, source)
    if kind == "status":
        return specs.status_spec(_groups(content, [m for m, _ in named], context, reported), source), []
    make = {"trend": specs.trend_spec, "share": specs.share_spec, "compare": specs.compare_spec}[kind]
    return make(source), []


def _groups(
    content: ChartContent, named: Sequence[Measure], context: Context, quarter: str
) -> list[tuple[str, list[Measure]]]:
    """Give the measures whose statuses count: those named, or every one of the deck, section by section."""
    if content.metrics:
        groups = [(content.title or context.section.title, list(named))]
    else:
        groups = [(group.title, list(group.measures)) for group in context.scorecard]
    return [(title, [m for one in measures for m in shown_measures(one, quarter)]) for title, measures in groups]
