"""Key results → what brief forms leave off their slides: texts for the notes, and a table for the end of the deck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, FullTable, Paragraph, Row, Table
from deckgen.kinds._measures import (
    alt_with_arrows,
    baseline_paragraphs,
    milestone_paragraphs,
    only_parts_have_result,
    result_cell,
    result_line,
    result_places,
    verdict_of_arrows,
)
from deckgen.kinds._shared import (
    after_lead,
    in_role,
    itemised,
    paragraphs,
    plain_paragraph,
    status_word,
    table_alt,
)
from deckgen.kinds._verdict_cells import SEPARATOR, shows_statuses, status_cell
from deckgen.kinds._verdicts import with_tint
from deckgen.periods import Period
from deckgen.resolve import Context, Measure

_NAME, _GOAL, _RESULT = 4.9, 2.3, 2.8
"""The shares of the width that layout begins with; columns exchange width by their texts."""


def texts_in_full(measure: Measure, context: Context, *, leaves_name: bool) -> list[Paragraph]:
    """Return what a brief form leaves off the slide, for the notes: the text of a key result, milestones, baseline."""
    lead = plain_paragraph(context.labels.lead_in(measure.short or measure.name.plain))
    full = paragraphs(measure.name) if leaves_name else []
    texts = [
        replace(p, style="body")
        for p in _without_notes((*full, *milestone_paragraphs(measure, context), *_baseline(measure, context)))
    ]
    return after_lead(lead, texts) if texts else []


def table_in_full(measures: Sequence[Measure], context: Context, *, kind: str, reported: Period) -> FullTable:
    """Return the table with all texts of key results, for the end of the deck.

    A key result is one row: its name and status, after the mark of the status, with its text below, its goal with the baseline
    below, and the reported result. A column for a word or two would take width from texts of many lines. Results of earlier
    periods stand on the slides. A deck that shows no statuses has none here.
    """
    labels, period = context.labels, reported.name
    title = labels["in-full"]
    first = labels["key-result"]
    if shows_statuses(context):
        first = f"{first} · {labels['status']}"
    columns = [Column(_NAME), Column(_GOAL), Column(_RESULT, is_reported=True)]
    names = (
        plain_paragraph(first, "header"),
        plain_paragraph(labels["goal"], "header"),
        plain_paragraph(labels.period(period), "header", role="primary"),
    )
    header = Row(tuple(Cell((name,)) for name in names), "header")
    rows = tuple(row for measure in measures for row in _rows(measure, context, period))
    alt = alt_with_arrows(table_alt(context, title, header), measures, context, (period,))
    table = Table("table", tuple(columns), (header,), rows, alt, context.origin)
    origin = Origin(context.origin.slide, context.section.file, ("title",))
    section = plain_paragraph(context.section.title, "strong", origins=(origin,))
    return FullTable(kind, title, "key-results-in-full", table, section)


def _rows(measure: Measure, context: Context, period: str, *, part: bool = False) -> list[Row]:
    """Return the row of a measure, on the ground of its status, and those of its parts."""
    result, is_heading = measure.results.get(period), only_parts_have_result(measure, period)
    status = result.status if result and not is_heading else None
    name, *text = _name_and_text(measure, part=part)
    text += milestone_paragraphs(measure, context)
    mark = None
    if shows_statuses(context) and not is_heading:
        verdict = status_cell(measure, context, period)
        name, mark = _with_status(name, verdict), verdict.mark
    # Names without a mark begin as far in as those after one.
    indent = (shows_statuses(context) and mark is None) + part
    cells = [
        Cell(_without_notes([name, *_muted(text)]), mark=mark, indent=indent, origin=context.origin),
        _goal_cell(measure, context),
        _result_cell(measure, context, period),
    ]
    kind: Literal["part", "body"] = "part" if part else "body"
    row = Row(with_tint(cells, status), kind, measure.origin)
    return [row, *(each for child in measure.parts for each in _rows(child, context, period, part=True))]


def _name_and_text(measure: Measure, *, part: bool) -> list[Paragraph]:
    """Return the short name of a measure, if it has one, and its text; else its text, the first paragraph as its name."""
    if not measure.short or measure.short == measure.name.plain:
        return paragraphs(measure.name, "body" if part else "strong")
    return [plain_paragraph(measure.short, "strong", origins=measure.short_origins), *paragraphs(measure.name)]


def _with_status(name: Paragraph, status: Cell) -> Paragraph:
    """Return the name of a measure followed by the words of its status, or why it has none, which are not bold."""
    words = (run for paragraph in status.paragraphs for run in (*SEPARATOR, *paragraph.runs))
    own = (replace(run, bold=True) for run in name.runs) if name.style == "strong" else name.runs
    return replace(name, style="body", runs=(*own, *words))


def _goal_cell(measure: Measure, context: Context) -> Cell:
    """Return the goal, and below it the baseline, from which it is reached."""
    return Cell(_without_notes([*itemised(paragraphs(measure.goal)), *_muted(_baseline(measure, context))]))


def _muted(texts: Sequence[Paragraph]) -> list[Paragraph]:
    return [in_role(replace(text, style="small"), "muted") for text in texts]


def _without_notes(texts: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Return texts without the marks of their footnotes, which stand on the slide that shows them, too."""
    return tuple(replace(p, runs=tuple(run for run in p.runs if not run.note)) for p in texts)


def _result_cell(measure: Measure, context: Context, period: str) -> Cell:
    """Return the reported result, whose status stands beside the name where the deck shows statuses."""
    result = measure.results.get(period)
    if only_parts_have_result(measure, period):
        return Cell()
    if result is None or not shows_statuses(context):
        shown = _with_word_for_mark(result_cell(result, context), context)
        return replace(shown, paragraphs=_without_notes(shown.paragraphs))
    verdict = verdict_of_arrows(result.lines, None if result.shows_each else result.status)
    lines = [replace(line, status=None) for line in result.lines]
    texts = [p for line in lines for p in result_line(line, context.labels, strong=True, verdict=verdict)]
    if not texts:
        texts = [plain_paragraph(context.labels["open"], role="muted", origins=result_places(result))]
    return Cell(_without_notes(itemised(texts)))


def _with_word_for_mark(cell: Cell, context: Context) -> Cell:
    """Return a cell that says in a word what its mark says elsewhere: texts of a column begin alike."""
    word = context.labels["delivered"]
    said = cell.mark != "delivered" or any(text.plain_text == word for text in cell.paragraphs)
    texts = cell.paragraphs if said else (*cell.paragraphs, status_word(word, "delivered"))
    return replace(cell, paragraphs=texts, mark=None)


def _baseline(measure: Measure, context: Context) -> list[Paragraph]:
    return baseline_paragraphs(measure, context) if measure.baseline else []
