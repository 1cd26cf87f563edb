"""Key results → what brief forms leave off their slides: texts for the notes, and a table for the end of the deck."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, FullTable, Paragraph, Row, Run, Table
from deckgen.kinds._measures import (
    alt_with_arrows,
    baseline_paragraphs,
    milestone_paragraphs,
    name_paragraphs,
    only_parts_have_result,
    result_cell,
)
from deckgen.kinds._shared import after_lead, in_one_paragraph, paragraphs, plain_paragraph, status_word, table_alt
from deckgen.kinds._verdict_cells import SEPARATOR
from deckgen.model import Labels
from deckgen.periods import Period
from deckgen.resolve import Context, Measure

_NAME_SHARE, _RESULT_SHARE = 6.0, 4.5
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
    """Return the table with all texts of key results, for the end of the deck: with their reported results, and their goals.

    A row is as low as its texts allow: the name of a key result begins its text, and result, goal and baseline share a cell.
    Results of earlier periods stand on the slides.
    """
    labels, period = context.labels, reported.name
    title = labels["in-full"]
    reported_name = Run(labels.period(period), role="primary")
    names = (
        plain_paragraph(labels["key-result"], "header"),
        Paragraph((reported_name, *SEPARATOR, Run(labels["goal"])), "header"),
    )
    header = Row(tuple(Cell((name,)) for name in names), "header")
    columns = (Column(_NAME_SHARE), Column(_RESULT_SHARE, is_reported=True))
    rows = tuple(row for measure in measures for row in _rows(measure, context, period))
    alt = alt_with_arrows(table_alt(context, title, header), measures, context, (period,))
    table = Table("table", columns, (header,), rows, alt, context.origin)
    origin = Origin(context.origin.slide, context.section.file, ("title",))
    section = plain_paragraph(context.section.title, "strong", origins=(origin,))
    return FullTable(kind, title, "key-results-in-full", table, section)


def _rows(measure: Measure, context: Context, period: str, *, part: bool = False) -> list[Row]:
    """Return the row of a measure, and those of its parts."""
    name = Cell(_name(measure, context, part=part), indent=1 if part else 0, origin=context.origin)
    row = Row((name, _result_and_goal(measure, context, period)), "part" if part else "body", measure.origin)
    return [row, *(each for child in measure.parts for each in _rows(child, context, period, part=True))]


def _name(measure: Measure, context: Context, *, part: bool) -> tuple[Paragraph, ...]:
    """Return the name, a long one after its short name in bold, and the milestones, in one paragraph."""
    first, *others = name_paragraphs(measure, context, part=part, milestones=False)
    others += in_one_paragraph(milestone_paragraphs(measure, context))
    if not others:
        return (first,)
    lead = tuple(replace(run, bold=run.bold or first.style == "strong") for run in first.runs)
    return _joined([replace(first, runs=lead), *others])


def _result_and_goal(measure: Measure, context: Context, period: str) -> Cell:
    """Return the cell with the reported result, the goal and the baseline, each in a paragraph after its name."""
    labels = context.labels
    result = _named(labels.period(period), _result(measure, context, period), labels)
    goal = _named(labels["goal"], paragraphs(measure.goal), labels)
    return Cell((*result, *goal, *map(_with_marked_name, _baseline(measure, context))))


def _result(measure: Measure, context: Context, period: str) -> tuple[Paragraph, ...]:
    """Return the texts of a reported result, which say in a word what its mark says elsewhere: texts of a column begin alike."""
    if only_parts_have_result(measure, period):
        return ()
    cell, word = result_cell(measure.results.get(period), context), context.labels["delivered"]
    if cell.mark != "delivered" or any(text.plain_text == word for text in cell.paragraphs):
        return cell.paragraphs
    return (*cell.paragraphs, status_word(word, "delivered"))


def _named(name: str, texts: Sequence[Paragraph], labels: Labels) -> list[Paragraph]:
    """Return texts in one paragraph after a name; nothing without texts."""
    lead = plain_paragraph(labels.format("of-period", period=name) + " ")
    return [_with_marked_name(p) for p in after_lead(lead, in_one_paragraph(texts))] if texts else []


def _with_marked_name(text: Paragraph) -> Paragraph:
    """Return a text whose first run, a name, is muted and bold."""
    first, *others = text.runs
    return replace(text, runs=(replace(first, role="muted", bold=True), *others))


def _joined(texts: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Return texts in one paragraph with a dot between them."""
    if not texts:
        return ()
    runs = tuple(run for n, text in enumerate(texts) for run in (*(SEPARATOR if n else ()), *text.runs))
    return (Paragraph(runs, origins=tuple(origin for text in texts for origin in text.origins)),)


def _baseline(measure: Measure, context: Context) -> list[Paragraph]:
    return baseline_paragraphs(measure, context) if measure.baseline else []
