"""A slide whose chart cannot be drawn because its metrics have no results yet → a slide to show until they have.

A deck that was just rolled into a new period can thus be built: the slide shows the last period with results, or, in a
new year, has no chart. In both cases it has a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from deckgen.diagnostics import ContentError, make_issue
from deckgen.ir.blocks import Slide, Text
from deckgen.kinds._aside import aside_of
from deckgen.kinds._shared import item_paragraphs, plain_paragraph, slide
from deckgen.model import Metric, SlideContent
from deckgen.periods import Period
from deckgen.resolve import Context, DeckRows

Compose = Callable[[SlideContent, Context], Slide]
"""Composes a slide of one kind."""


def compose_without_results(compose: Compose, content: SlideContent, context: Context) -> Slide | None:
    """Compose a slide whose chart has no results in the reported period; None if it has results."""
    reported = context.deck.period_of(content)
    results = list(_has_results(content, context, reported))
    if not results or any(results):
        return None
    for name in reversed(reported.earlier):
        earlier = replace(context, rows=DeckRows(replace(context.deck, period=reported.at(name))))
        try:
            composed = compose(content, earlier)
        except ContentError:
            continue
        return _with_warning(composed, f"there are no results for {reported.name} yet: the slide still shows {name}")
    return _with_warning(
        _without_chart(compose, content, context),
        f"there are no results for {reported.name} yet: the chart is left out",
    )


def _has_results(content: SlideContent, context: Context, period: Period) -> Iterator[bool]:
    """Yield whether each metric of a slide's charts has a result; for a chart of all statuses, whether each measure has one."""
    aside = aside_of(content)
    single = getattr(content, "chart", None) or (aside.chart if aside is not None else None)
    for chart in (*([single] if single else []), *getattr(content, "charts", ())):
        if chart.metrics:
            # An undefined metric has been reported: count it as having a result, so that no substitute slide is made for it.
            known = context.deck.metrics
            yield from (id_ not in known or _has_result(known[id_], period.name) for id_ in chart.metrics)
        elif not chart.series:
            results = [measure.results.get(period.name) for group in context.scorecard for measure in group.measures]
            yield from (result is not None and result.status is not None for result in results)


def _has_result(metric: Metric, period: str) -> bool:
    """Whether a metric, a part or a measure of it has a text for a period; "measured annually" does not count."""
    entries = [metric.results.get(period), *(line.results.get(period) for line in metric.measures)]
    has_text = any(entry is not None and entry.text is not None for entry in entries)
    return has_text or any(_has_result(part, period) for part in metric.parts.values())


def _without_chart(compose: Compose, content: SlideContent, context: Context) -> Slide:
    """Compose a slide without its chart; a slide that has only charts shows its remarks, and a text that results will follow."""
    aside = aside_of(content)
    if aside is not None and aside.chart is not None:
        return compose(content.model_copy(update={"aside": None}), context)
    field = type(content).model_fields.get("chart")
    if field is not None and not field.is_required() and not hasattr(content, "charts"):
        return compose(content.model_copy(update={"chart": None}), context)
    remarks = item_paragraphs(getattr(content, "remarks", ()), bulleted=False)
    waiting = plain_paragraph(context.labels["no-results-yet"], role="muted")
    return slide(content, context, "bullets", (Text("bullets", (waiting, *remarks), context.origin.at("chart")),))


def _with_warning(composed: Slide, message: str) -> Slide:
    hint = "fill in its results (`deckgen status` lists the missing ones)"
    return replace(composed, issues=(*composed.issues, make_issue("results-to-come", message, composed.origin, hint)))
