"""Measures → a table: name and baseline, goal, and one column per period with results, arrows and statuses."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Slide, Table
from deckgen.ir.roles import ColourRole, Status
from deckgen.kinds._reasons import outlook_paragraphs, outlooks_of_whole, reasons_in, with_reason_row
from deckgen.kinds._shared import (
    after_lead,
    cell,
    in_role,
    paragraphs,
    plain_paragraph,
    runs_as_lines,
    split_at,
    split_runs,
    status_word,
    table_alt,
)
from deckgen.kinds._verdicts import with_tint
from deckgen.model import Labels
from deckgen.model.verdict_fields import Against
from deckgen.periods import Period
from deckgen.quantities import Quantity
from deckgen.resolve import Context, Measure, Result, ResultLine, counted_status

_LONG_NAME = 70
_REFERENCES: dict[Against, str] = {
    "baseline": "arrows-baseline",
    "previous": "arrows-previous",
    "goal": "arrows-goal",
}
"""The words for what arrows compare with."""


def measures_table(
    measures: Sequence[Measure], context: Context, *, slot: str, name_label: str, title: str, reported: Period
) -> Table:
    """Return the table of metrics or key results; `reported` is the period whose column is emphasised.

    Rows at risk or off track are tinted.

    It has a column for each period of the year; of a year with more than four, for the reported one and the three before it. What
    is planned for later periods is muted, and their headers say that it is a plan.
    """
    labels, shown = context.labels, reported.window()
    rows = [row for measure in measures for row in _measure_rows(measure, context, shown, reported.name)]
    all_measures = _with_parts(measures)
    planned = {outlook.period for measure in all_measures for outlook in measure.coming}
    open_periods = {name for name in shown if name not in planned and all(_is_open(m, name) for m in all_measures)}
    has_grounds = any(cell.bar for row in rows for cell in row.cells)
    columns = (
        Column(share=3.7),
        Column(share=1.6),
        *(_period_column(name, reported, is_open=name in open_periods, has_ground=not has_grounds) for name in shown),
    )
    emphasised = labels.period(reported.name)
    header = [name_label, labels["goal"], *(_period_name(name, all_measures, labels) for name in shown)]
    cells = tuple(
        Cell((plain_paragraph(text, "header", role="primary" if text == emphasised else None),), fill=None)
        for text in header
    )
    names = Row(cells, "header")
    alt = alt_with_arrows(table_alt(context, title, names), measures, context, shown)
    return Table(slot, columns, (names,), tuple(rows), alt, context.origin)


def _period_name(name: str, measures: Sequence[Measure], labels: Labels) -> str:
    """Return the header of a period; where it is a later one for which something is planned, it says so."""
    outlooks = (outlook for measure in measures for outlook in measure.coming)
    has_plan = any(outlook.period == name and not outlook.is_forecast for outlook in outlooks)
    return labels.format("planned-for", period=labels.period(name)) if has_plan else labels.period(name)


def _period_column(name: str, reported: Period, *, is_open: bool, has_ground: bool) -> Column:
    """Return the column of a period; that of the reported one `has_ground`, unless grounds of rows would cross it."""
    is_reported = name == reported.name
    return Column(share=2.1, tight=is_open, emphasis=is_reported and has_ground, is_reported=is_reported)


def alt_with_arrows(alt: str, measures: Sequence[Measure], context: Context, shown: Sequence[str]) -> str:
    """Return the alt text of a table; if the content says with what arrows compare, followed by that."""
    sentences = arrow_sentences(measures, context, shown)
    return context.labels.format("alt-table-arrows", table=alt, arrows=" ".join(sentences)) if sentences else alt


def with_arrow_notes(slide: Slide, measures: Sequence[Measure], context: Context, shown: Sequence[str]) -> Slide:
    """Return a slide that says in its notes with what arrows compare, if the content says so."""
    notes = tuple(plain_paragraph(sentence) for sentence in arrow_sentences(measures, context, shown))
    return replace(slide, notes=(*slide.notes, *notes)) if notes else slide


def arrow_sentences(measures: Sequence[Measure], context: Context, shown: Sequence[str]) -> list[str]:
    """Return with what the arrows of the periods `shown` compare, by name where they differ; nothing if no content says it."""
    labels, names = context.labels, dict[Against, list[str]]()
    all_measures = _with_parts(measures)
    if all(measure.against is None for measure in all_measures):
        return []
    with_arrow = [m for m in all_measures if any(_has_arrow(m.results.get(name)) for name in shown)]
    if all(measure.against is None for measure in with_arrow):
        return []
    for measure in with_arrow:
        names.setdefault(measure.against or "baseline", []).append(measure.short)
    if len(names) == 1:
        return [labels.format("arrows", reference=labels[_REFERENCES[against]]) for against in names]
    return [
        labels.format("arrows-of", names=labels.enumeration(rows), reference=labels[_REFERENCES[against]])
        for against, rows in names.items()
    ]


def _has_arrow(result: Result | None) -> bool:
    return result is not None and any(line.arrow for line in result.lines)


def _with_parts(measures: Sequence[Measure]) -> list[Measure]:
    return [m for measure in measures for m in (measure, *measure.parts)]


def _is_open(measure: Measure, period: str) -> bool:
    result = measure.results.get(period)
    return result is None or result.is_open


def only_parts_have_result(measure: Measure, period: str) -> bool:
    """Return whether only the parts of a measure have a result in a period: its own cell then stays empty, without an en dash."""
    return _is_open(measure, period) and any(not _is_open(part, period) for part in measure.parts)


def _measure_rows(
    measure: Measure, context: Context, shown: Sequence[str], reported: str, *, part: bool = False
) -> list[Row]:
    cells = (
        _name_cell(measure, context, part=part),
        cell(measure.goal),
        *(_period_cell(measure, name, context) for name in shown),
    )
    status = counted_status(measure, reported)
    row = Row(with_tint(cells, status), "part" if part else "body", measure.origin)
    rows = with_reason_row(row, reasons_in(measure, reported), context, status=status)
    for child in measure.parts:
        rows += _measure_rows(child, context, shown, reported, part=True)
    return rows


def _period_cell(measure: Measure, period: str, context: Context) -> Cell:
    """Return the cell of one period: the result, or, for a period after the reported one, what is planned, muted."""
    planned = [outlook for outlook in measure.coming if outlook.period == period]
    if planned:
        texts = (p for outlook in planned for p in outlook_paragraphs(outlook, context.labels, in_its_column=True))
        return Cell(tuple(in_role(paragraph, "muted") for paragraph in texts))
    return Cell() if only_parts_have_result(measure, period) else result_cell(measure.results.get(period), context)


def _name_cell(measure: Measure, context: Context, *, part: bool) -> Cell:
    """Return the cell with the name, milestones and baseline small under it."""
    texts = name_paragraphs(measure, context, part=part)
    if measure.baseline:
        texts += baseline_paragraphs(measure, context)
    texts += outlooks_of_whole(measure, context.labels)
    return Cell(tuple(texts), indent=1 if part else 0, origin=context.origin)


def name_paragraphs(measure: Measure, context: Context, *, part: bool, milestones: bool = True) -> list[Paragraph]:
    """Return the name in bold (or a long one under its short name in bold), perhaps with milestones small under it."""
    texts: list[Paragraph] = []
    if stands_under_short_name(measure):
        texts.append(plain_paragraph(measure.short, "strong", origins=measure.short_origins))
    texts += paragraphs(measure.name, "body" if part or texts else "strong")
    return texts + (milestone_paragraphs(measure, context) if milestones else [])


def stands_under_short_name(measure: Measure) -> bool:
    """Return whether the name of a measure is so long that it stands under its short name."""
    return len(measure.name.plain) > _LONG_NAME and bool(measure.short) and measure.short not in measure.name.plain


def milestone_paragraphs(measure: Measure, context: Context) -> list[Paragraph]:
    """Return what is planned for each period, small, each after the name of its period in bold."""
    texts = []
    for when, text in measure.milestones.items():
        lead = Run(context.labels.lead_in(context.labels.periods(when)), bold=True)
        texts += after_lead(Paragraph((lead,), "small"), paragraphs(text, "small"))
    return texts


def baseline_paragraphs(measure: Measure, context: Context) -> list[Paragraph]:
    """Return the baseline in small type, after its name."""
    before, _, after = context.labels["baseline-of"].partition("{baseline}")
    runs: list[Run] = [Run(before)]
    for i, text in enumerate(measure.baseline):
        runs += [Run(context.labels.separator)] if i else []
        runs += runs_as_lines(text)
    if after:
        runs.append(Run(after))
    origins = tuple(origin for text in measure.baseline for origin in text.origins)
    return [Paragraph(tuple(runs), "small", origins=origins)]


def result_cell(result: Result | None, context: Context) -> Cell:
    """Return the cell of one period: result lines, bold and with the status if reported; an en dash if open."""
    if result is None or (result.is_open and not result.lines):
        return Cell((plain_paragraph(context.labels["open"], role="muted", origins=result_places(result)),))
    texts: list[Paragraph] = []
    status = result.status if result.is_reported and not result.shows_each else None
    verdict = verdict_of_arrows(result.lines, status)
    for line in result.lines:
        shown = line if result.is_reported else replace(line, status=None)
        texts += result_line(shown, context.labels, strong=result.is_reported, verdict=verdict)
    if status and not _has_paragraph(texts, context.labels[status]):
        texts.append(status_word(context.labels[status], status, "small"))
    if not texts:
        texts.append(
            plain_paragraph(context.labels["delivered" if result.mark else "open"], origins=result_places(result))
        )
    elif status and result.mark:
        texts.append(status_word(context.labels["delivered"], "delivered", "small"))
    return Cell(tuple(texts), mark=status or result.mark)


def result_places(result: Result | None) -> tuple[Origin, ...]:
    """Return where a result without a text was written, or belongs."""
    return (result.origin,) if result is not None and result.origin is not None else ()


def _has_paragraph(texts: Sequence[Paragraph], word: str) -> bool:
    return any(p.plain_text.strip().casefold() == word.casefold() for p in texts)


def result_line(line: ResultLine, labels: Labels, *, strong: bool, verdict: Status | None = None) -> list[Paragraph]:
    """Return one line of a result: the figure, its label (`of`), the arrow, total and status.

    The arrow has the colour of the `verdict` that is shown of the result, else that of good or bad.
    """
    texts = paragraphs(line.text, bullet=line.bullet, level=line.level)
    if not texts:
        return []
    begins_with_figure = line.quantity is not None and texts[0].plain_text.lstrip("(").startswith(line.quantity.raw)
    if line.quantity and begins_with_figure:
        texts[0] = _emphasise_figure(texts[0], line.quantity, strong=strong)
    tail: list[Run] = []
    origins = texts[-1].origins
    if line.of and line.of.casefold() not in texts[0].plain_text.casefold():
        tail.append(Run(f" {line.of}"))
        origins += (line.of_origin,) if line.of_origin else ()
    if line.arrow and (begins_with_figure or line.of):
        arrow = arrow_run(line, line.status or verdict)
        if (inside := _with_arrow_inside(texts[0], line, arrow)) is not None:
            texts[0] = inside
        else:
            tail.append(arrow)
    if line.total:
        tail.append(Run(f" {labels.format('to-date', total=line.total)}", role="muted"))
    if line.status:
        tail += (Run(" "), Run(labels[line.status], bold=True, status=line.status))
    texts[-1] = replace(texts[-1], runs=(*texts[-1].runs, *tail), origins=origins)
    return texts


def _with_arrow_inside(text: Paragraph, line: ResultLine, arrow: Run) -> Paragraph | None:
    """Return a text with the arrow behind its figure, if another statement follows that after a comma; else None."""
    if line.quantity is None:
        return None
    basis = f" {line.quantity.basis}" if line.quantity.basis else ""
    end = len(line.quantity.raw)
    end += len(basis) if text.plain_text.startswith(basis, end) else 0
    if text.plain_text[end : end + 1] != "," or not text.plain_text.startswith(line.quantity.raw):
        return None
    before, after = split_at(text.runs, end)
    return replace(text, runs=(*before, arrow, *after))


def verdict_of_arrows(lines: Sequence[ResultLine], verdict: Status | None) -> Status | None:
    """Return the verdict of a result if only one of its lines has an arrow: of several, each is good or bad by itself."""
    return verdict if sum(line.arrow is not None for line in lines) == 1 else None


def arrow_run(line: ResultLine, verdict: Status | None) -> Run:
    """Return the arrow of a line that has one, after a space, in the colour of its verdict, else in that of good or bad."""
    text = " ↑" if line.arrow == "up" else " ↓"
    if verdict is not None:
        return Run(text, bold=True, status=verdict)
    role: ColourRole = "muted" if line.is_good is None else "success" if line.is_good else "danger"
    return Run(text, bold=True, role=role)


def _emphasise_figure(paragraph: Paragraph, quantity: Quantity, *, strong: bool) -> Paragraph:
    """Return a paragraph with its figure in bold and the brackets after it muted."""
    text = paragraph.plain_text
    lead = len(quantity.raw)
    basis = f" {quantity.basis}"
    if quantity.basis and text.startswith(basis, lead):
        lead += len(basis)
    bracket = 0 if text.startswith("(") else text.find(" (", lead) + 1 or len(text)
    runs: list[Run] = []
    for run, start, end in split_runs(paragraph.runs, (min(lead, bracket), bracket)):
        muted = start >= bracket
        bold = run.bold or (strong and end <= lead and not muted)
        runs.append(replace(run, role="muted" if muted else run.role, bold=bold))
    return replace(paragraph, runs=tuple(runs))
