"""Content models of charts → chart blocks, each with alt text.

A chart is drawn from metric ids or from numbers written on the slide. Without a `kind`, one is chosen from the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts.chart_kind import choose_for_metrics, choose_for_numbers, find_chart_kinds
from deckgen.charts.checks import check
from deckgen.charts.metric_source import MetricSource, metric_lines
from deckgen.charts.numbers import Numbers, NumberSeries, check_numbers, name_warnings
from deckgen.charts.spec_texts import notes_table
from deckgen.diagnostics import ContentError, Issue, Origin, raise_errors
from deckgen.ir.blocks import Chart, ChartSpec, Paragraph, Slide
from deckgen.kinds._chart_content import ChartContent
from deckgen.kinds._chart_origins import WrittenText, metric_texts, shown_origins, written_numbers
from deckgen.kinds._shared import heading
from deckgen.resolve import Context, Measure

__all__ = ["ChartContent", "ChartResult", "chart_block", "chart_blocks", "with_chart"]


class ChartResult(Struct, frozen=True):
    """A chart, with the notes and the issues that it adds to its slide."""

    chart: Chart
    notes: tuple[Paragraph, ...] = ()
    issues: tuple[Issue, ...] = ()


def chart_block(
    content: ChartContent,
    context: Context,
    *,
    slot: str = "chart",
    as_of: str | None = None,
    origin: Origin | None = None,
    has_large_value: bool = True,
) -> ChartResult:
    """Return the chart of a slide, which was written at `origin` (by default, in its field `chart`).

    `has_large_value` is false where the slide shows the reported value in large type already. Raises ContentError if it
    cannot be drawn without being misleading.
    """
    result = _build_chart(content, context, slot, as_of, origin or context.origin.at("chart"))
    spec = replace(result.chart.spec, has_large_value=has_large_value)
    return replace(result, chart=replace(result.chart, spec=spec))


def chart_blocks(contents: Sequence[ChartContent], context: Context) -> list[ChartResult]:
    """Return the charts of a slide that has several; charts that measure the same have the same scale.

    Raises ContentError with the issues of all charts.
    """
    results: list[ChartResult] = []
    errors: list[Issue] = []
    for i, content in enumerate(contents):
        try:
            results.append(_build_chart(content, context, f"chart-{i + 1}", None, context.origin.at("charts", i)))
        except ContentError as error:
            errors += error.issues
    raise_errors(errors)
    return [_with_common_scale(result, results) for result in results]


def _with_common_scale(result: ChartResult, among: Sequence[ChartResult]) -> ChartResult:
    """Return a chart whose axis covers all charts that measure the same, so that their bars can be compared."""
    spec = result.chart.spec
    alike = [other.chart.spec for other in among if _scale_key(other.chart.spec) == _scale_key(spec)]
    if len(alike) < 2 or not find_chart_kinds()[spec.kind].has_axis:
        return result
    numbers = chain.from_iterable(_drawn_numbers(one) for one in alike)
    return replace(result, chart=replace(result.chart, spec=replace(spec, axis=tuple(sorted(set(numbers))))))


def _scale_key(spec: ChartSpec) -> tuple[object, ...]:
    """Return what charts must share for one scale; numbers without a unit must also have the same names."""
    names = () if spec.unit else tuple(s.name for s in spec.series)
    return spec.kind, spec.unit, spec.value_label, names


def _drawn_numbers(spec: ChartSpec) -> list[float]:
    values = [v for s in spec.series for v in (*s.values, s.goal, s.goal_upper) if v is not None]
    return values if spec.goal is None else [*values, spec.goal]


def with_chart(slide: Slide, *results: ChartResult) -> Slide:
    """Return a slide with the notes and issues of its charts added."""
    notes = (paragraph for result in results for paragraph in result.notes)
    issues = (issue for result in results for issue in result.issues)
    return replace(slide, notes=(*slide.notes, *notes), issues=(*slide.issues, *issues))


def _build_chart(content: ChartContent, context: Context, slot: str, as_of: str | None, origin: Origin) -> ChartResult:
    spec, issues, written = _build_spec(content, context, as_of, origin)
    labels = context.labels
    names = " ".join((*spec.categories, *(series.name for series in spec.series)))
    spec = replace(spec, language=labels.language, marked_words=context.deck.hyphenation.marked_in(names))
    if not check(spec):  # a spec that cannot be drawn is reported later
        spec = find_chart_kinds()[spec.kind].with_comparison(spec, labels)
    alt = find_chart_kinds()[spec.kind].describe(spec, labels)
    if content.title:
        alt = labels.format("alt-row", name=content.title, values=alt)
    notes: tuple[Paragraph, ...] = ()
    if content.table_in_notes:
        name = heading(content.title or labels["chart-numbers"], origins=(origin.at("title"),) if content.title else ())
        rows = notes_table(spec, labels)
        notes = (name, *(replace(row, origins=shown_origins(written, row.plain_text)) for row in rows))
    shown = " ".join((alt, *spec.categories))  # the alt text leaves out categories without a number
    return ChartResult(Chart(slot, spec, alt, origin, shown_origins(written, shown)), notes, tuple(issues))


def _build_spec(
    content: ChartContent, context: Context, as_of: str | None, origin: Origin
) -> tuple[ChartSpec, list[Issue], list[WrittenText]]:
    """Return what to draw, with the issues of names and of lines left out, and the names and numbers as they were written."""
    written = list(written_numbers(content, origin))
    named_kind = find_chart_kinds().get(content.kind or "")
    if content.series:
        numbers = _numbers(content, context, origin)
        raise_errors(check_numbers(numbers))
        kind = named_kind or choose_for_numbers(numbers)
        return (
            kind.spec_from_numbers(replace(numbers, labels=kind.labels(context.labels))),
            name_warnings(numbers),
            written,
        )
    reported = context.deck.period.at(as_of) if as_of else context.deck.period
    measures = [(context.metric(id_, as_of), origin.at("metrics", i)) for i, id_ in enumerate(content.metrics)]
    groups = _counted_groups(content, [measure for measure, _ in measures], context)
    source = MetricSource(tuple(metric_lines(measures)), groups, reported, context.labels, origin)
    kind = named_kind or choose_for_metrics(source)
    written += metric_texts(source.lines, context.deck.written_in)
    written += ((group.title, (group.origin.at("title"),)) for group in context.scorecard if not content.metrics)
    return *kind.spec_from_metrics(replace(source, labels=kind.labels(context.labels))), written


def _numbers(content: ChartContent, context: Context, origin: Origin) -> Numbers:
    shown = context.shown_quantity
    series = tuple(
        NumberSeries(s.name, tuple(shown(value) for value in s.values), shown(s.goal), s.better) for s in content.series
    )
    return Numbers(
        content.categories, series, content.unit or "", shown(content.goal), shown(content.total), content.reported,
        context.labels, origin,
    )  # fmt: skip


def _counted_groups(
    content: ChartContent, named: Sequence[Measure], context: Context
) -> tuple[tuple[str, tuple[Measure, ...]], ...]:
    """Return the measures whose statuses are counted: those the chart names, else all of the deck, by section."""
    if content.metrics:
        return ((content.title or context.section.title, tuple(named)),)
    return tuple((group.title, group.measures) for group in context.scorecard)
