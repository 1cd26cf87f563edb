"""Measures → a table with the columns that its rows need: baseline, goal, earlier periods, the reported one, change and verdict.

A measure of several lines has a row for each of them. A goal, or a result of an earlier period, that is the same in every row is
said once (`common_paragraphs`), and a column that would be empty is left out. An author may name the columns (`columns:`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Literal

from msgspec import Struct
from msgspec.structs import replace
from pydantic import Field

from deckgen.ir.blocks import Cell, ColourRole, Column, Paragraph, Row, Run, Status, Table, Text
from deckgen.kinds._changes import change_label, change_run
from deckgen.kinds._measures import (
    alt_with_arrows,
    baseline_paragraphs,
    name_paragraphs,
    result_cell,
    result_line,
    result_places,
)
from deckgen.kinds._row_lines import MeasureRow, rows_of
from deckgen.kinds._shared import paragraphs, plain_paragraph, split_runs, table_alt
from deckgen.kinds._verdict_cells import verdict_cell
from deckgen.kinds._verdicts import STATUS_TINTS, StatusTint
from deckgen.model import RichText
from deckgen.periods import Period
from deckgen.resolve import Context, Measure, ResultLine

ColumnName = Literal["baseline", "goal", "previous", "reported", "next"]
Columns = Annotated[tuple[ColumnName, ...], Field(min_length=1)]
"""The columns of a table of results, after the name of each row."""

TINTS: dict[Status, StatusTint] = {status: STATUS_TINTS[status] for status in ("at-risk", "off-track")}
"""The statuses whose rows are tinted."""
_SHORT_RESULT = 30
"""Up to this number of characters, a result in words may stand in a column of figures."""
_SHORT_TEXT = 14
"""Up to this number of characters, the texts of a column are aligned like numbers."""


class ColumnPlan(Struct, frozen=True):
    """What a table of measures is made of: its rows, the reported period, and the columns that the author names (or none).

    With `common`, what is the same in all rows is left to `common_paragraphs`. `figure_style` is that of reported figures.
    """

    rows: tuple[MeasureRow, ...]
    measures: tuple[Measure, ...]
    context: Context
    reported: Period
    named: tuple[ColumnName, ...] = ()
    common: bool = False
    figure_style: str = "strong"

    @property
    def earlier(self) -> tuple[str, ...]:
        """The earlier periods that have a column."""
        if self.named:
            return self._before[-1:] if "previous" in self.named else ()
        return tuple(p for p in self._before if self._has_results(p) and self.common_result(p) is None)

    @property
    def common_goal(self) -> RichText | None:
        """The goal that all rows have; None if they differ, or if there is only one."""
        return _same([row.goal for row in self._rows_of_goals]) if self.common and not self.named else None

    def common_result(self, period: str) -> RichText | None:
        """The result that all rows have in an earlier period, if it is a text without a figure; else None."""
        if not self.common or self.named:
            return None
        results = [row.lines_in(period) for row in self.rows if not row.is_line]
        return _same([lines[0].text if len(lines) == 1 and not lines[0].quantity else None for lines in results])

    @property
    def measured_later(self) -> RichText | None:
        """When rows without a result in an earlier period will be measured; None if that differs among them."""
        texts = [
            line.text
            for period in self._before if self.common_result(period) is None
            for row in self.rows if row.is_before_measured(period)
            for line in row.lines_in(period)
        ]  # fmt: skip
        return _same(texts) if self.common and not self.named else None

    @property
    def is_figures(self) -> bool:
        """Whether most reported results are single figures, and the others short texts."""
        period = self.reported.name
        return _are_figures([lines for row in self.rows if (lines := row.lines_in(period))])

    def goal_count(self) -> int:
        """The number of rows that may have a goal of their own."""
        return len(self._rows_of_goals)

    @property
    def _rows_of_goals(self) -> list[MeasureRow]:
        return [row for row in self.rows if row.goal is not None or not (row.is_line or row.is_heading)]

    @property
    def _before(self) -> tuple[str, ...]:
        """The periods before the reported one that a table may show."""
        return self.reported.window()[: self.reported.window().index(self.reported.name)]

    def _has_results(self, period: str) -> bool:
        """Whether a row has a result in a period, or says in a way of its own when it will."""
        is_said = self.measured_later is not None
        return any(
            row.mark_in(period) or (row.lines_in(period) and not (is_said and row.is_before_measured(period)))
            for row in self.rows
        )


def plan_columns(
    measures: Sequence[Measure], context: Context, reported: Period, *, named: Sequence[ColumnName] = (),
    common: bool = False, figure_style: str = "strong",
) -> ColumnPlan:  # fmt: skip
    """Return what the table of measures is made of (see `ColumnPlan`)."""
    rows = tuple(row for measure in measures for row in rows_of(measure, reported.name))
    return ColumnPlan(rows, tuple(measures), context, reported, tuple(named), common, figure_style)


def common_paragraphs(plan: ColumnPlan) -> list[Paragraph]:
    """Return what is said once above the table: the goal of all rows, and what they share in earlier periods."""
    labels, texts = plan.context.labels, list[Paragraph]()
    if (goal := plan.common_goal) is not None:
        texts.append(_lead(labels.format("goal-of-all", count=plan.goal_count()), goal))
    for name in plan.reported.window():
        if name != plan.reported.name and (text := plan.common_result(name)) is not None:
            texts.append(_lead(labels.format("of-period", period=labels.period(name)), text))
    if (text := plan.measured_later) is not None:
        texts += paragraphs(text)
    return texts


def line_block(plan: ColumnPlan, more: Sequence[Paragraph] = ()) -> list[Text]:
    """Return what stands in a line above the table: what is said once, and `more`; nothing if there is neither."""
    texts = [*common_paragraphs(plan), *more]
    if not texts:
        return []
    runs = [run for n, p in enumerate(texts) for run in ((Run("  "),) if n else ()) + p.runs]
    origins = tuple(origin for p in texts for origin in p.origins)
    return [Text("line", (Paragraph(tuple(runs), origins=origins),), plan.context.origin)]


def columns_table(plan: ColumnPlan, *, slot: str, name_label: str, title: str) -> Table:
    """Return the table of a plan; rows that are at risk or off track are tinted from the reported result on."""
    made = list(_columns(plan, name_label))
    header = Row(tuple(column.header for column in made), "header")
    rows = tuple(_row(row, made) for row in plan.rows)
    shown = plan.reported.window()
    alt = alt_with_arrows(table_alt(plan.context, title, header), plan.measures, plan.context, shown)
    columns = tuple(column.column for column in made)
    return Table(slot, columns, (header,), rows, alt, plan.context.origin, "middle" if plan.is_figures else "top")


class _MadeColumn(Struct, frozen=True):
    """A column: its header, the cell of each row, and whether it is tinted with the row."""

    column: Column
    header: Cell
    cell: Callable[[MeasureRow], Cell]
    is_tinted: bool = False


def _row(row: MeasureRow, columns: Sequence[_MadeColumn]) -> Row:
    cells: list[Cell] = []
    tint = TINTS.get(row.status) if row.status is not None else None
    for n, column in enumerate(columns):
        if sum(before.span for before in cells) > n:
            continue  # the cell before covers this column
        made = column.cell(row)
        if tint is not None and column.is_tinted:
            is_first = not any(before.fill == tint.ground for before in cells)
            made = replace(made, fill=tint.ground, bar=tint.bar if is_first else None)
        cells.append(made)
    if not any(cell.paragraphs for cell in cells[1:]):
        cells = [replace(cells[0], span=len(columns))]
    return Row(tuple(cells), "part" if row.depth else "body", row.measure.origin)


def _columns(plan: ColumnPlan, name_label: str) -> Iterator[_MadeColumn]:
    """Yield the columns: those that are named, in their order, else those that have content."""
    yield _MadeColumn(Column(share=4.5), _header(name_label), lambda row: _name_cell(row, plan))
    names = plan.named or ("goal", "previous", "reported")
    if not plan.named and plan.is_figures:
        names = ("baseline", *names)
    for name in names:
        match name:
            case "baseline":
                yield from _text_column(plan, "baseline", lambda row: row.baseline, "muted")
            case "goal" if plan.common_goal is None:
                yield from _text_column(plan, "goal", lambda row: (row.goal,) if row.goal else ())
            case "previous":
                yield from (_earlier_column(plan, period) for period in plan.earlier)
            case "reported":
                yield from _reported_columns(plan)
                yield from _change_column(plan)
                yield from _verdict_column(plan)
            case "next":
                yield from _next_column(plan)
            case _:
                pass


def _header(text: str, *, align: Literal["start", "end"] = "start", role: ColourRole | None = None) -> Cell:
    return Cell((plain_paragraph(text, "header", role=role),), align=align)


def _align(texts: Sequence[Sequence[Paragraph]]) -> Literal["start", "end"]:
    """Return how a column is aligned: short texts, such as numbers, end under each other."""
    return "end" if all(len(p.plain_text) <= _SHORT_TEXT for of_cell in texts for p in of_cell) else "start"


def _text_column(
    plan: ColumnPlan, label: str, texts_of: Callable[[MeasureRow], Sequence[RichText]], role: ColourRole | None = None
) -> Iterator[_MadeColumn]:
    """Yield the column of baselines or goals, unless it is empty and not named."""

    def texts(row: MeasureRow) -> list[Paragraph]:
        found = [p for text in texts_of(row) for p in paragraphs(text)]
        return [replace(p, runs=tuple(replace(run, role=run.role or role) for run in p.runs)) for p in found]

    cells = [texts(row) for row in plan.rows]
    if any(cells) or label in plan.named:
        align = _align(cells)
        header = _header(plan.context.labels[label], align=align)
        yield _MadeColumn(Column(share=1.3), header, lambda row: Cell(tuple(texts(row)), align=align))


def _earlier_column(plan: ColumnPlan, period: str) -> _MadeColumn:
    labels, context = plan.context.labels, plan.context

    def texts(row: MeasureRow) -> Cell:
        if row.is_heading and not row.lines_in(period):
            return Cell()
        if row.is_before_measured(period) and plan.measured_later is not None:
            return Cell((plain_paragraph(labels["open"], role="muted"),))
        if row.is_line:
            return Cell(tuple(p for line in row.lines_in(period) for p in result_line(line, labels, strong=False)))
        return result_cell(row.measure.results.get(period), context)

    align = _align([texts(row).paragraphs for row in plan.rows])
    share = 1.5 if plan.is_figures else 2.2
    header = _header(labels.period(period), align=align)
    return _MadeColumn(Column(share=share), header, lambda row: replace(texts(row), align=align))


def _reported_columns(plan: ColumnPlan) -> Iterator[_MadeColumn]:
    """Yield the column of reported results; where most of them are figures, what follows these has a column beside it."""
    period = plan.reported.name
    results = [lines for row in plan.rows if (lines := row.lines_in(period))]
    align: Literal["start", "end"] = "end" if plan.is_figures else "start"
    header = _header(plan.context.labels.period(period), align=align, role="primary")
    if not plan.is_figures:
        yield _MadeColumn(Column(share=2.4), header, lambda row: _reported_cell(row, plan), is_tinted=True)
        return
    has_details = any(len(_figure_paragraphs(lines[0], plan)) > 1 for lines in results)

    def cell(row: MeasureRow) -> Cell:
        lines = row.lines_in(period)
        is_text = has_details and bool(lines) and not _begins_with_figure(lines[0])
        part = slice(None) if is_text or not has_details else slice(0, 1)
        return replace(_reported_cell(row, plan, part), align="end", span=2 if is_text else 1)

    yield _MadeColumn(Column(share=1.4), header, cell, is_tinted=True)
    if has_details:
        yield _MadeColumn(Column(tight=True), Cell(), lambda row: _detail_cell(row, plan), is_tinted=True)


def _are_figures(results: Sequence[Sequence[ResultLine]]) -> bool:
    """Whether most results are single figures, and the others short texts."""
    figures = [lines for lines in results if len(lines) == 1 and _begins_with_figure(lines[0])]
    others = [lines for lines in results if lines not in figures]
    is_short = all(len(lines) == 1 and lines[0].text and len(lines[0].text.plain) <= _SHORT_RESULT for lines in others)
    return len(figures) > len(others) and is_short


def _reported_cell(row: MeasureRow, plan: ColumnPlan, part: slice = slice(None)) -> Cell:
    """Return the cell of a reported result, or of a part of its paragraphs."""
    lines, labels = row.lines_in(plan.reported.name), plan.context.labels
    if lines:
        return Cell(tuple(p for line in lines for p in _figure_paragraphs(line, plan)[part]))
    result = row.measure.results.get(plan.reported.name)
    if row.is_heading or (result is not None and result.mark):
        return Cell()
    return Cell((plain_paragraph(labels["why-no-result"], role="muted", origins=result_places(result)),))


def _detail_cell(row: MeasureRow, plan: ColumnPlan) -> Cell:
    """Return what follows the figure of a result."""
    return _reported_cell(row, plan, slice(1, None)) if row.lines_in(plan.reported.name) else Cell()


def _begins_with_figure(line: ResultLine) -> bool:
    text = line.text.paragraphs[0].plain_text if line.text is not None and line.text.paragraphs else ""
    return line.quantity is not None and text.startswith(line.quantity.raw)


def _figure_paragraphs(line: ResultLine, plan: ColumnPlan) -> list[Paragraph]:
    """Return a reported result: its figure with its basis in large type, and what follows it small; a text in bold."""
    shown = replace(line, arrow=None if plan.is_figures else line.arrow, status=None)
    texts = result_line(shown, plan.context.labels, strong=True)
    if not plan.is_figures or line.quantity is None or not _begins_with_figure(line):
        return texts
    first = texts[0]
    lead = len(line.quantity.raw)
    basis = f" {line.quantity.basis}"
    lead += len(basis) if line.quantity.basis and first.plain_text.startswith(basis, lead) else 0
    pieces = split_runs(first.runs, (lead,))
    figure = replace(first, runs=tuple(run for run, _, end in pieces if end <= lead), style=plan.figure_style)
    rest = [run for run, start, _ in pieces if start >= lead]
    if not any(run.text.strip() for run in rest):
        return [replace(figure, runs=(*figure.runs, *rest)), *texts[1:]]
    rest[0] = replace(rest[0], text=rest[0].text.lstrip())
    return [figure, replace(first, runs=tuple(run for run in rest if run.text), style="small", bullet=None), *texts[1:]]


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

    yield _MadeColumn(Column(share=1.3), _header(header, align="end"), cell, is_tinted=True)


def _verdict_column(plan: ColumnPlan) -> Iterator[_MadeColumn]:
    """Yield the column of verdicts, if any row has a status or a delivered step."""
    period = plan.reported.name
    if not any(row.status or row.mark_in(period) for row in plan.rows):
        return
    header = _header(plan.context.labels["status"])
    yield _MadeColumn(Column(tight=True), header, lambda row: verdict_cell(row, plan.context, period), is_tinted=True)


def _next_column(plan: ColumnPlan) -> Iterator[_MadeColumn]:
    """Yield the column of what is to come: milestones of later periods, plans and forecasts."""

    def cell(row: MeasureRow) -> Cell:
        return Cell(tuple(_next_paragraphs(row, plan)) if not row.is_line else ())

    yield _MadeColumn(Column(share=2.4), _header(plan.context.labels["next"]), cell)


def _name_cell(row: MeasureRow, plan: ColumnPlan) -> Cell:
    """Return the name of a row, with its milestones; what else is to come follows in a line “Next”, unless a column has it."""
    if row.is_line:
        return Cell(row.name, indent=row.depth, origin=plan.context.origin)
    has_column = "next" in plan.named
    texts = name_paragraphs(row.measure, plan.context, part=bool(row.depth), milestones=not has_column)
    if not plan.named and not plan.is_figures and row.measure.baseline:
        texts += baseline_paragraphs(row.measure, plan.context)
    if not has_column and row.measure.coming:
        texts.append(_lead(plan.context.labels["next-lead"], None, "small"))
        coming = _next_paragraphs(row, plan, milestones=False)
        texts[-1] = replace(texts[-1], runs=(*texts[-1].runs, *coming[0].runs), origins=coming[0].origins)
        texts += coming[1:]
    return Cell(tuple(texts), indent=row.depth, origin=plan.context.origin)


def _next_paragraphs(row: MeasureRow, plan: ColumnPlan, *, milestones: bool = True) -> list[Paragraph]:
    labels, measure = plan.context.labels, row.measure
    planned = [(labels.periods(when), text) for when, text in measure.milestones.items()] if milestones else []
    coming = [(labels.period(name), text) for name, text in measure.coming]
    return [_lead(labels.format("of-period", period=when) + " ", text, "small") for when, text in [*planned, *coming]]


def _lead(lead: str, text: RichText | None, style: str = "body") -> Paragraph:
    """Return a text on one line after a lead in bold."""
    found = paragraphs(text, style)
    runs = [run for n, p in enumerate(found) for run in ((Run(" "),) if n else ()) + p.runs]
    origins = tuple(origin for p in found for origin in p.origins)
    return Paragraph((Run(lead.rstrip() + " ", bold=True), *runs), style, origins=origins)


def _same(texts: Sequence[RichText | None]) -> RichText | None:
    """Return the text that all have, with the origins of all; None if there are fewer than two, or they differ."""
    known = [text for text in texts if text is not None]
    if len(texts) < 2 or len(known) < len(texts) or len({text.plain.casefold() for text in known}) > 1:
        return None
    return replace(known[0], origins=tuple(dict.fromkeys(origin for text in known for origin in text.origins)))
