"""A slide whose chart cannot be drawn because its metrics have no results yet → the slide that can be shown meanwhile.

So a deck that was just rolled into a new quarter builds: the slide shows the last quarter that has results, or, in a new
fiscal year, waits without its chart. Either way a remark says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckgen.ir.blocks import Remark, Slide, Text
from deckgen.kinds._faults import ComposeFault
from deckgen.kinds._shared import item_paragraphs, plain_paragraph, slide
from deckgen.model import QUARTERS, Metric, QuarterName, SlideContent
from deckgen.resolve import Context

if TYPE_CHECKING:
    from deckgen.kinds import Kind


def compose_waiting(kind: Kind, content: SlideContent, context: Context) -> Slide | None:
    """Compose a slide whose chart has no results in the reported quarter; None if that is not what is wrong with it."""
    reported: QuarterName = getattr(content, "as_of", None) or context.deck.quarter
    results = list(_results(content, context, reported))
    if not results or any(results):
        return None
    for quarter in reversed(QUARTERS[: QUARTERS.index(reported)]):
        earlier = replace(context, deck=replace(context.deck, quarter=quarter))
        try:
            made = kind.compose(content, earlier)
        except ComposeFault:
            continue
        return _remarked(made, f"there are no results for {reported} yet: the slide still shows {quarter}")
    return _remarked(
        _without(kind, content, context), f"there are no results for {reported} yet: the chart is left out"
    )


def _results(content: SlideContent, context: Context, quarter: QuarterName) -> Iterator[bool]:
    """For each metric of a slide's charts, whether it has a result; a chart that names none counts verdicts."""
    single = getattr(content, "chart", None)
    for chart in (*([single] if single else []), *getattr(content, "charts", ())):
        if chart.metrics:
            # One that there is not has been told already: as if it had a result, so that nothing is made up for it.
            known = context.deck.metrics
            yield from (id_ not in known or _has_result(known[id_], quarter) for id_ in chart.metrics)
        elif not chart.series:
            results = [measure.results.get(quarter) for group in context.scorecard for measure in group.measures]
            yield from (result is not None and result.status is not None for result in results)


def _has_result(metric: Metric, quarter: QuarterName) -> bool:
    """Whether a metric, a part or a measure of it has a text for a quarter; "measured annually" is none."""
    entries = [metric.quarters.get(quarter), *(line.quarters.get(quarter) for line in metric.measures)]
    said = any(entry is not None and entry.text is not None for entry in entries)
    return said or any(_has_result(part, quarter) for part in metric.parts.values())


def _without(kind: Kind, content: SlideContent, context: Context) -> Slide:
    """The slide without its chart; of one that is nothing but charts, its remarks and a word that results are to come."""
    field = type(content).model_fields.get("chart")
    if field is not None and not field.is_required() and not hasattr(content, "charts"):
        return kind.compose(content.model_copy(update={"chart": None}), context)
    remarks = item_paragraphs(getattr(content, "remarks", ()), bulleted=False)
    waiting = plain_paragraph(context.labels["no-results-yet"], role="muted")
    return slide(content, context, "bullets", (Text("bullets", (waiting, *remarks), context.origin.at("chart")),))


def _remarked(made: Slide, message: str) -> Slide:
    hint = "fill in its results (`deckgen status` lists what is owed)"
    return replace(made, remarks=(*made.remarks, Remark("results-to-come", message, hint, made.origin)))
