"""Key results → what brief forms leave off their slides: texts for the notes, and a table for the end of the deck."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, FullTable, Paragraph, Row, Table
from deckgen.kinds._card_texts import as_items
from deckgen.kinds._measures import (
    alt_with_arrows,
    baseline_paragraphs,
    milestone_paragraphs,
    name_paragraphs,
    only_parts_have_result,
    result_cell,
)
from deckgen.kinds._shared import after_lead, paragraphs, plain_paragraph, table_alt
from deckgen.periods import Period
from deckgen.resolve import Context, Measure

_NAME_SHARE, _GOAL_SHARE, _RESULT_SHARE = 5.2, 2.4, 3.2
"""The shares of the width that layout begins with; columns exchange width by their texts."""


def texts_in_full(measure: Measure, context: Context, *, leaves_name: bool) -> list[Paragraph]:
    """Return what a brief form leaves off the slide, for the notes: the text of a key result, milestones, baseline."""
    lead = plain_paragraph(f"{measure.short or measure.name.plain}: ")
    full = paragraphs(measure.name) if leaves_name else []
    texts = [
        replace(p, style="body", runs=tuple(run for run in p.runs if not run.note))
        for p in (*full, *milestone_paragraphs(measure, context), *_baseline(measure, context))
    ]
    return after_lead(lead, texts) if texts else []


def table_in_full(measures: Sequence[Measure], context: Context, *, kind: str, reported: Period) -> FullTable:
    """Return the table with all texts of key results, for the end of the deck: with their goals and reported results.

    Baselines stand under goals, so that rows are low. Results of earlier periods stand on the slides.
    """
    labels, period = context.labels, reported.name
    title = labels["in-full"]
    names = [plain_paragraph(labels[label], "header") for label in ("key-result", "goal")]
    names.append(plain_paragraph(labels.period(period), "header", role="primary"))
    header = Row(tuple(Cell((name,)) for name in names), "header")
    columns = (Column(_NAME_SHARE), Column(_GOAL_SHARE), Column(_RESULT_SHARE, is_reported=True))
    rows = tuple(row for measure in measures for row in _rows(measure, context, period))
    alt = alt_with_arrows(table_alt(context, title, header), measures, context, (period,))
    table = Table("table", columns, (header,), rows, alt, context.origin)
    origin = Origin(context.origin.slide, context.section.file, ("title",))
    section = plain_paragraph(context.section.title, "strong", origins=(origin,))
    return FullTable(kind, title, "key-results-in-full", table, section)


def _rows(measure: Measure, context: Context, period: str, *, part: bool = False) -> list[Row]:
    """Return the row of a measure, and those of its parts."""
    name = Cell(tuple(name_paragraphs(measure, context, part=part)), indent=1 if part else 0, origin=context.origin)
    goal = Cell((*paragraphs(measure.goal), *_baseline(measure, context)))
    cells = (name, goal, _result(measure, context, period))
    row = Row(cells, "part" if part else "body", measure.origin)
    return [row, *(each for child in measure.parts for each in _rows(child, context, period, part=True))]


def _baseline(measure: Measure, context: Context) -> list[Paragraph]:
    return baseline_paragraphs(measure, context) if measure.baseline else []


def _result(measure: Measure, context: Context, period: str) -> Cell:
    if only_parts_have_result(measure, period):
        return Cell()
    cell = result_cell(measure.results.get(period), context)
    return replace(cell, paragraphs=tuple(as_items(cell.paragraphs)))
