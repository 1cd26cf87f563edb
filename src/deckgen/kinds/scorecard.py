"""scorecard: every metric and key result of the deck in one table, by short name; generated from the sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import STATUSES, Cell, Column, Paragraph, Row, Run, Slide, Table
from deckgen.kinds._measures import result_line, result_places
from deckgen.kinds._shared import paragraphs, plain_paragraph, shown_measures, slide, status_word, table_alt
from deckgen.model import GeneratedSlide, SlideContent
from deckgen.resolve import Context, Measure

EXAMPLE = """\
kind: scorecard
"""

_SHORTENED_LENGTH = 48
_MAX_LENGTH = 60


class Content(SlideContent):
    """A scorecard has no fields of its own."""

    label = "Scorecard"
    words = {"measure": "Measure"}
    generated = GeneratedSlide(order=3, before_divider=True, needs_measures=True)


def compose(content: Content, context: Context) -> Slide:
    """Return a table of measures by section: name, goal, reported result and status; the headline counts the statuses."""
    labels, period = context.labels, context.labels.period(context.deck.period.name)
    names = (labels["measure"], labels["goal"], period, labels["status"])
    header = Row(tuple(Cell((plain_paragraph(name, "header"),)) for name in names), "header")
    rows: list[Row] = []
    for group in context.scorecard:
        origin = group.origin.at("title")
        name = plain_paragraph(group.title, "strong", origins=(origin,))
        rows.append(Row((Cell((name,), span=4, fill="surface"),), "group", origin))
        rows += [row for measure in group.measures for row in _measure_rows(measure, context)]
    columns = (Column(share=3.0), Column(share=3.0), Column(share=5.0, emphasis=True), Column(share=1.4))
    title = content.title or labels["label"]
    table = Table("table", columns, (header,), tuple(rows), table_alt(context, title, header), context.origin)
    headline = content.headline or _status_counts(context)
    scorecard = slide(content.model_copy(update={"title": title, "headline": headline}), context, "scorecard", (table,))
    return replace(scorecard, tags=(), tag_origins=())


def _status_counts(context: Context) -> str | None:
    """Return how many measures have which status: what executives ask first. None without any status."""
    period, counts = context.deck.period.name, Counter[str]()
    for group in context.scorecard:
        for measure in group.measures:
            for shown in shown_measures(measure, period):
                result = shown.results.get(period)
                counts.update([result.status or result.mark or ""] if result else [])
    parts = [f"{counts[key]} {context.labels[key].lower()}" for key in (*STATUSES, "delivered") if counts[key]]
    return ", ".join(parts) or None


def _measure_rows(measure: Measure, context: Context) -> list[Row]:
    shown = shown_measures(measure, context.deck.period.name)
    first = _row(shown[0], context, is_heading=len(shown) > 1)
    return [first, *(replace(_row(m, context, indent=1), kind="part") for m in shown[1:])]


def _row(measure: Measure, context: Context, *, indent: int = 0, is_heading: bool = False) -> Row:
    result = measure.results.get(context.deck.period.name)
    name = Cell((plain_paragraph(measure.short, origins=measure.short_origins),), indent=indent)
    goal = Cell(_shortened(paragraphs(measure.goal)))
    if is_heading:
        return Row((name, goal, Cell(), Cell()), origin=measure.origin)
    lines = result.lines if result else ()
    texts = _joined_lines([result_line(line, strong=True) for line in lines], together=all(line.of for line in lines))
    open_text = plain_paragraph(context.labels["open"], role="muted", origins=result_places(result))
    shown = _shortened(texts) if texts else () if result and result.mark else (open_text,)
    return Row((name, goal, Cell(shown), _status_cell(measure, context)), origin=measure.origin)


def _joined_lines(lines: Sequence[Sequence[Paragraph]], *, together: bool) -> list[Paragraph]:
    """Return lines of several measures (Women, GM) joined in one paragraph; lines of text stay separate."""
    if not together or any(len(line) != 1 for line in lines) or len(lines) < 2:
        return [p for line in lines for p in line]
    runs = [run for n, line in enumerate(lines) for run in ((Run(" · ", role="muted"),) if n else ()) + line[0].runs]
    origins = tuple(origin for line in lines for origin in line[0].origins)
    return [replace(lines[0][0], runs=tuple(runs), origins=origins)]


def _status_cell(measure: Measure, context: Context) -> Cell:
    labels, result = context.labels, measure.results.get(context.deck.period.name)
    if result and result.status:
        word = status_word(labels[result.status], result.status)
        return Cell((word,), mark=result.status)
    if result and result.mark:
        return Cell((status_word(labels["delivered"], "delivered"),), mark="delivered")
    return Cell((plain_paragraph(labels["open"], role="muted"),))


def _shortened(texts: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Return short texts unchanged, of longer ones the beginning with an ellipsis."""
    if len(texts) < 2 and sum(len(p.plain_text) for p in texts) <= _MAX_LENGTH:
        return tuple(texts)
    first, words = texts[0], texts[0].plain_text.split(" ")
    if len(first.plain_text) <= _SHORTENED_LENGTH:
        return (replace(first, runs=(*first.runs, Run(" …", role="muted"))),)
    while len(" ".join(words)) > _SHORTENED_LENGTH:
        words.pop()
    return (plain_paragraph(" ".join(words).rstrip(",;:") + " …", origins=first.origins),)
