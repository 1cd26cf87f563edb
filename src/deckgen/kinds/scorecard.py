"""scorecard: every metric and key result of the deck on one table, by short name; made from the sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import STATUSES, Cell, Column, Paragraph, Row, Run, Slide, Table
from deckgen.kinds._measures import STATUS_ROLES, result_line
from deckgen.kinds._shared import paragraphs, plain_paragraph, shown_measures, slide, table_alt
from deckgen.model import SlideContent
from deckgen.resolve import Context, Measure

EXAMPLE = """\
kind: scorecard
"""

_BRIEF = 48
_LONGEST = 60


class Content(SlideContent):
    """A scorecard has no fields of its own."""


def compose(content: Content, context: Context) -> Slide:
    """List measures by section: name, goal, reported result and status; the counts are the slide's finding."""
    labels, quarter = context.labels, context.deck.quarter
    names = (labels["measure"], labels["goal"], quarter, labels["status"])
    header = Row(tuple(Cell((plain_paragraph(name, "header"),)) for name in names), "header")
    rows: list[Row] = []
    for group in context.scorecard:
        rows.append(
            Row((Cell((plain_paragraph(group.title, "strong"),), span=4, fill="surface"),), "group", context.origin)
        )
        rows += [row for measure in group.measures for row in _rows(measure, context)]
    columns = (Column(share=3.0), Column(share=3.0), Column(share=5.0, emphasis=True), Column(share=1.4))
    title = content.title or labels["scorecard"]
    table = Table("table", columns, (header,), tuple(rows), table_alt(context, title, header), context.origin)
    finding = content.headline or _finding(context)
    made = slide(content.model_copy(update={"title": title, "headline": finding}), context, "scorecard", (table,))
    return replace(made, tags=())


def _finding(context: Context) -> str | None:
    """Count the verdicts: what an executive asks first."""
    quarter, counts = context.deck.quarter, Counter[str]()
    for group in context.scorecard:
        for measure in group.measures:
            for one in shown_measures(measure, quarter):
                result = one.results.get(quarter)
                counts.update([result.status or result.mark or ""] if result else [])
    parts = [f"{counts[key]} {context.labels[key].lower()}" for key in (*STATUSES, "delivered") if counts[key]]
    return ", ".join(parts) or None


def _rows(measure: Measure, context: Context) -> list[Row]:
    shown = shown_measures(measure, context.deck.quarter)
    first = _row(shown[0], context, heads=len(shown) > 1)
    return [first, *(replace(_row(m, context, indent=1), kind="part") for m in shown[1:])]


def _row(measure: Measure, context: Context, *, indent: int = 0, heads: bool = False) -> Row:
    result = measure.results.get(context.deck.quarter)
    name = Cell((plain_paragraph(measure.short),), indent=indent)
    goal = Cell(_brief(paragraphs(measure.goal)))
    if heads:
        return Row((name, goal, Cell(), Cell()))
    lines = result.lines if result else ()
    found = _joined([result_line(line, strong=True) for line in lines], together=all(line.of for line in lines))
    nothing = Cell(() if result and result.mark else (plain_paragraph(context.labels["open"], role="muted"),))
    return Row((name, goal, Cell(_brief(found)) if found else nothing, _verdict(measure, context)))


def _joined(lines: Sequence[Sequence[Paragraph]], *, together: bool) -> list[Paragraph]:
    """The lines of measures (Women, GM) run on in one; lines of text stay apart."""
    if not together or any(len(line) != 1 for line in lines) or len(lines) < 2:
        return [p for line in lines for p in line]
    runs = [run for n, line in enumerate(lines) for run in ((Run(" · ", role="muted"),) if n else ()) + line[0].runs]
    return [replace(lines[0][0], runs=tuple(runs))]


def _verdict(measure: Measure, context: Context) -> Cell:
    labels, result = context.labels, measure.results.get(context.deck.quarter)
    if result and result.status:
        word = plain_paragraph(labels[result.status], role=STATUS_ROLES[result.status], bold=True)
        return Cell((word,), mark=result.status)
    if result and result.mark:
        return Cell((plain_paragraph(labels["delivered"], role="success", bold=True),), mark="delivered")
    return Cell((plain_paragraph(labels["open"], role="muted"),))


def _brief(found: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """What fits a scorecard: short lines as they are, of a longer text its beginning."""
    if len(found) < 2 and sum(len(p.plain) for p in found) <= _LONGEST:
        return tuple(found)
    kept, words = found[0], found[0].plain.split(" ")
    if len(kept.plain) <= _BRIEF:
        return (replace(kept, runs=(*kept.runs, Run(" …", role="muted"))),)
    while len(" ".join(words)) > _BRIEF:
        words.pop()
    return (plain_paragraph(" ".join(words).rstrip(",;:") + " …"),)
