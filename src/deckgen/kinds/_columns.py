"""Measures → a table with the columns that its rows need: baseline, goal, earlier periods, the reported one, change and verdict.

A measure of several lines has a row for each of them. A goal, or a result of an earlier period, that is the same in every row is
said once (`common_paragraphs`), and a column that would be empty is left out. An author may name the columns (`columns:`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Table
from deckgen.ir.roles import ColourRole, Status
from deckgen.kinds._card_texts import as_items, planned_texts
from deckgen.kinds._changes import change_label, change_run
from deckgen.kinds._column_plan import ColumnPlan, lead_paragraph
from deckgen.kinds._measures import (
    alt_with_arrows,
    baseline_paragraphs,
    name_paragraphs,
    result_cell,
    result_line,
    result_places,
    stands_under_short_name,
    verdict_of_arrows,
)
from deckgen.kinds._reasons import outlook_lead, status_runs, with_reason_row
from deckgen.kinds._result_figures import are_figures, begins_with_figure, figure_paragraphs, split_note
from deckgen.kinds._row_lines import MeasureRow
from deckgen.kinds._shared import paragraphs, plain_paragraph, table_alt
from deckgen.kinds._verdict_cells import SEPARATOR, verdict_cell
from deckgen.kinds._verdicts import with_tint
from deckgen.model import RichText
from deckgen.resolve import ResultLine

_LONG_TEXT = 40
"""From so many characters on, a baseline or goal takes several lines of its column."""
SHORT_TEXT = 14
"""Up to this number of characters, the texts of a column are aligned like numbers."""


def columns_table(plan: ColumnPlan, *, slot: str, name_label: str, title: str) -> Table:
    """Return the table of a plan; rows that are at risk or off track are tinted."""
    made = list(_columns(plan, name_label))
    header = Row(tuple(column.header for column in made), "header")
    rows = tuple(made_row for row in plan.rows for made_row in _rows(row, made, plan))
    shown = plan.reported.window()
    alt = alt_with_arrows(table_alt(plan.context, title, header), plan.measures, plan.context, shown)
    columns = tuple(column.column for column in made)
    anchor: Literal["top", "middle"] = "middle" if plan.is_figures and not _has_long_texts(plan) else "top"
    return Table(slot, columns, (header,), rows, alt, plan.context.origin, anchor)


def _has_long_texts(plan: ColumnPlan) -> bool:
    """Whether baselines or goals of some rows take several lines, beside which figures in their middle would look uneven."""
    texts = (text for row in plan.rows for text in (*row.baseline, row.goal) if text is not None)
    return any(len(text.plain) > _LONG_TEXT for text in texts)


class _MadeColumn(Struct, frozen=True):
    """A column: its header, and the cell of each row."""

    column: Column
    header: Cell
    cell: Callable[[MeasureRow], Cell]


def _rows(row: MeasureRow, columns: Sequence[_MadeColumn], plan: ColumnPlan) -> list[Row]:
    """Return the row of a measure, and the one with its reasons under it."""
    cells = [column.cell(row) for column in columns]
    if not any(cell.paragraphs for cell in cells[1:]):
        cells = [replace(cells[0], span=len(columns))]
    made = Row(with_tint(cells, row.status), "part" if row.depth else "body", row.measure.origin)
    return with_reason_row(made, row.reasons_in(plan.reported.name), plan.context, status=row.status)


def _columns(plan: ColumnPlan, name_label: str) -> Iterator[_MadeColumn]:
    """Yield the columns: those that are named, in their order, else those that have content."""
    yield _MadeColumn(Column(share=2.4 if plan.brief else 4.5), _header(name_label), lambda row: _name_cell(row, plan))
    names = plan.named or ("goal", "previous", "reported")
    if not plan.named and plan.is_figures and not (plan.brief and _has_long_baseline(plan)):
        names = ("baseline", *names)
    for name in names:
        match name:
            case "baseline":
                yield from _text_column(plan, "baseline", lambda row: row.baseline, "muted")
            case "goal" if plan.common_goal is None:
                yield from _text_column(plan, "goal", lambda row: (row.goal,) if row.goal else ())
            case "previous":
                for period in plan.earlier:
                    yield from _earlier_columns(plan, period)
            case "reported":
                yield from _reported_columns(plan)
                yield from _change_column(plan)
                yield from _verdict_column(plan)
            case "next":
                yield from _next_column(plan)
            case _:
                pass


def _has_long_baseline(plan: ColumnPlan) -> bool:
    return any(len(text.plain) > SHORT_TEXT for row in plan.rows for text in row.baseline)


def _header(text: str, *, align: Literal["start", "end"] = "start", role: ColourRole | None = None) -> Cell:
    return Cell((plain_paragraph(text, "header", role=role),), align=align)


def _align(texts: Sequence[Sequence[Paragraph]]) -> Literal["start", "end"]:
    """Return how a column is aligned: short texts, such as numbers, end under each other, but not items of a list."""
    is_short = all(len(p.plain_text) <= SHORT_TEXT and not p.bullet for of_cell in texts for p in of_cell)
    return "end" if is_short else "start"


def _text_column(
    plan: ColumnPlan, label: str, texts_of: Callable[[MeasureRow], Sequence[RichText]], role: ColourRole | None = None
) -> Iterator[_MadeColumn]:
    """Yield the column of baselines or goals, unless it is empty and not named."""

    def texts(row: MeasureRow) -> list[Paragraph]:
        return [_in_role(p, role) for text in texts_of(row) for p in paragraphs(text)]

    cells = [texts(row) for row in plan.rows]
    if any(cells) or label in plan.named:
        align = _align(cells)
        header = _header(plan.context.labels[label], align=align)
        is_long = any(len(text.plain_text) > SHORT_TEXT for of_cell in cells for text in of_cell)
        share = (3.0 if is_long else 1.3) if plan.is_figures else 1.8
        yield _MadeColumn(Column(share=share), header, lambda row: Cell(tuple(texts(row)), align=align))


def _in_role(paragraph: Paragraph, role: ColourRole | None) -> Paragraph:
    """Return a paragraph in a colour, except the runs that have one of their own."""
    return replace(paragraph, runs=tuple(replace(run, role=run.role or role) for run in paragraph.runs))


def _muted(cell: Cell) -> Cell:
    return replace(cell, paragraphs=tuple(_in_role(p, "muted") for p in cell.paragraphs))


def _earlier_columns(plan: ColumnPlan, period: str) -> Iterator[_MadeColumn]:
    """Yield the column of an earlier period; one of figures has a column for what follows these beside it."""
    results = [lines for row in plan.rows if (lines := row.lines_in(period))]
    if plan.is_figures and are_figures(results) and not any(row.mark_in(period) for row in plan.rows):
        yield from _figure_columns(plan, period)
    else:
        yield _earlier_column(plan, period)


def _earlier_column(plan: ColumnPlan, period: str) -> _MadeColumn:
    labels, context = plan.context.labels, plan.context

    def shown(row: MeasureRow) -> Cell:
        if row.is_heading and not row.lines_in(period):
            return Cell()
        if row.is_before_measured(period) and plan.measured_later is not None:
            return Cell((plain_paragraph(labels["open"], role="muted"),))
        if row.is_line:
            return Cell(tuple(p for line in row.lines_in(period) for p in result_line(line, labels, strong=False)))
        found = result_cell(row.measure.results.get(period), context)
        return replace(found, paragraphs=tuple(as_items(found.paragraphs)))

    def texts(row: MeasureRow) -> Cell:
        return _muted(shown(row))

    align = _align([texts(row).paragraphs for row in plan.rows])
    share = 1.5 if plan.is_figures else 2.2
    header = _header(labels.period(period), align=align)
    return _MadeColumn(Column(share=share), header, lambda row: replace(texts(row), align=align))


def _reported_columns(plan: ColumnPlan) -> Iterator[_MadeColumn]:
    """Yield the column of reported results; where most of them are figures, what follows these has a column beside it."""
    period = plan.reported.name
    if plan.is_figures:
        yield from _figure_columns(plan, period)
    else:
        header = _header(plan.context.labels.period(period), role="primary")
        yield _MadeColumn(Column(share=2.4, is_reported=True), header, lambda row: _period_cell(row, plan, period))


def _figure_columns(plan: ColumnPlan, period: str) -> Iterator[_MadeColumn]:
    """Yield a column of the figures of a period, and one of the notes that follow them, if anything does."""
    results = [lines for row in plan.rows if (lines := row.lines_in(period))]
    has_details = any(len(_figure_texts(lines, plan, period, None)) > 1 for lines in results)
    is_reported = period == plan.reported.name
    header = _header(plan.context.labels.period(period), align="end", role="primary" if is_reported else None)

    def parts(row: MeasureRow) -> tuple[Cell, Cell]:
        found, lines = _period_cell(row, plan, period), row.lines_in(period)
        found = found if is_reported else _muted(found)
        if not has_details or not lines:
            return found, Cell()
        figure, note = split_note(found.paragraphs, is_figure=begins_with_figure(lines[0]))
        return replace(found, paragraphs=figure), replace(found, paragraphs=note)

    def cell(row: MeasureRow) -> Cell:
        return replace(parts(row)[0], align="end")

    def details(row: MeasureRow) -> Cell:
        return parts(row)[1]

    yield _MadeColumn(Column(share=1.4, is_reported=is_reported), header, cell)
    if has_details:
        yield _MadeColumn(Column(tight=True), Cell(), details)


def _period_cell(row: MeasureRow, plan: ColumnPlan, period: str) -> Cell:
    """Return the cell of a result."""
    lines, labels = row.lines_in(period), plan.context.labels
    is_reported = period == plan.reported.name
    if lines and (is_reported or not (row.is_before_measured(period) and plan.measured_later is not None)):
        return Cell(tuple(_figure_texts(lines, plan, period, row.status if is_reported else None)))
    result = row.measure.results.get(period)
    if row.is_heading or (result is not None and result.mark):
        return Cell()
    why = labels["why-no-result" if is_reported else "open"]
    return Cell((plain_paragraph(why, role="muted", origins=result_places(result)),))


def _figure_texts(
    lines: Sequence[ResultLine], plan: ColumnPlan, period: str, verdict: Status | None
) -> list[Paragraph]:
    """Return a result: a single one that begins with a figure with it in large type, others as texts, in bold if reported."""
    verdict = verdict_of_arrows(lines, verdict)
    is_reported, labels = period == plan.reported.name, plan.context.labels
    has_change = plan.is_figures and is_reported  # a column of its own has the arrow
    shown = [replace(line, arrow=None if has_change else line.arrow, status=None) for line in lines]
    if plan.is_figures or len(lines) == 1:
        style = plan.figure_style if is_reported else "body"
        return [
            p
            for line in shown
            for p in figure_paragraphs(line, labels, style=style, strong=is_reported, verdict=verdict)
        ]
    return as_items([p for line in shown for p in result_line(line, labels, strong=is_reported, verdict=verdict)])


def _change_column(plan: ColumnPlan) -> Iterator[_MadeColumn]:
    """Yield the column of changes with their arrows, if results are figures; the header says from what."""
    if not plan.is_figures:
        return  # arrows stand in the results
    labels, period = plan.context.labels, plan.reported
    runs = {id(row): run for row in plan.rows if (run := change_run(row, period, labels)) is not None}
    if not runs:
        return
    header = change_label([row.measure.against for row in plan.rows if id(row) in runs], labels)

    def cell(row: MeasureRow) -> Cell:
        run = runs.get(id(row))
        return Cell((Paragraph((run,)),) if run is not None else (), align="end")

    yield _MadeColumn(Column(tight=True), _header(header, align="end"), cell)


def _verdict_column(plan: ColumnPlan) -> Iterator[_MadeColumn]:
    """Yield the column of verdicts, if any row has a status or a delivered step. Reasons alone stand in the scorecard."""
    period = plan.reported.name
    if not any(row.status or row.mark_in(period) for row in plan.rows):
        return

    def cell(row: MeasureRow) -> Cell:
        shown = verdict_cell(row, plan.context, period)
        if row.goal is None or not plan.status_says_goal(row):
            return shown
        first, *others = shown.paragraphs
        return replace(shown, paragraphs=(replace(first, origins=row.goal.origins), *others))

    yield _MadeColumn(Column(tight=True), _header(plan.context.labels["status"]), cell)


def _next_column(plan: ColumnPlan) -> Iterator[_MadeColumn]:
    """Yield the column of what is to come: milestones of later periods, plans and forecasts."""

    def cell(row: MeasureRow) -> Cell:
        return Cell(tuple(_next_paragraphs(row, plan, is_headed=True)) if not row.is_line else ())

    yield _MadeColumn(Column(share=2.4), _header(plan.context.labels["next"]), cell)


def _name_cell(row: MeasureRow, plan: ColumnPlan) -> Cell:
    """Return the name of a row, with its milestones; plans and forecasts follow, unless a column has them."""
    if row.is_line:
        return Cell(row.name, indent=row.depth, origin=plan.context.origin)
    labels = plan.context.labels
    has_column = "next" in plan.named
    if plan.brief:
        return Cell(tuple(_brief_name(row, plan)), indent=row.depth, origin=plan.context.origin)
    texts = name_paragraphs(row.measure, plan.context, part=bool(row.depth), milestones=not has_column)
    texts = [replace(p, style="small") if n and p.style == "body" else p for n, p in enumerate(texts)]
    own = [lead_paragraph(labels.lead(label), text, "small") for label, text in plan.own_texts(row)]
    texts += [_joined(own)] if own else []
    if not plan.named and not plan.is_figures and row.measure.baseline:
        texts += baseline_paragraphs(row.measure, plan.context)
    if not has_column:
        texts += _next_paragraphs(row, plan, is_headed=False)
    return Cell(tuple(texts), indent=row.depth, origin=plan.context.origin)


def _brief_name(row: MeasureRow, plan: ColumnPlan) -> list[Paragraph]:
    """Return the name of a row, a long one by its short form, and under it what is to come."""
    measure, style = row.measure, "body" if row.depth else "strong"
    if stands_under_short_name(measure):
        texts = [plain_paragraph(measure.short, style, origins=measure.short_origins)]
    else:
        texts = paragraphs(measure.name, style)
    later = plan.reported.calendar.names[plan.reported.index + 1 :]
    return [*texts, *planned_texts(measure, plan.context, later)]


def _next_paragraphs(row: MeasureRow, plan: ColumnPlan, *, is_headed: bool) -> list[Paragraph]:
    """Return plans and forecasts, and under the heading of their column (`is_headed`) milestones, too."""
    labels, measure = plan.context.labels, row.measure
    planned = list(measure.milestones.items()) if is_headed else []
    texts = [lead_paragraph(labels.lead(labels.periods(when)), text, "small") for when, text in planned]
    for outlook in measure.coming:
        found = lead_paragraph(outlook_lead(outlook, labels, is_headed=is_headed), outlook.text, "small")
        texts.append(replace(found, runs=(*found.runs, *status_runs(outlook, labels))))
    return texts


def _joined(texts: Sequence[Paragraph]) -> Paragraph:
    """Return small texts in one paragraph."""
    runs = tuple(run for n, p in enumerate(texts) for run in ((*SEPARATOR, *p.runs) if n else p.runs))
    return replace(texts[0], runs=runs, origins=tuple(origin for p in texts for origin in p.origins))
