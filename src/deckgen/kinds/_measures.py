"""Measures as a table: name and baseline, goal, one column a quarter with status, arrow and en dash."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Cell, ColourRole, Column, Paragraph, Row, Run, Status, Table
from deckgen.kinds._shared import cell, paragraphs, plain_paragraph, split_runs, table_alt
from deckgen.model import QUARTERS, Quantity
from deckgen.resolve import Context, Measure, Result, ResultLine

STATUS_ROLES: dict[Status, ColourRole] = {
    "on-track": "success", "at-risk": "warning", "off-track": "danger", "done": "success", "paused": "muted",
    "no-data": "muted",
}  # fmt: skip
_LONG_NAME = 70


def measures_table(
    measures: Sequence[Measure], context: Context, *, slot: str, name_label: str, title: str, reported: str
) -> Table:
    """Build the table that metrics and key results share."""
    labels = context.labels
    header = [name_label, labels["goal"], *QUARTERS]
    rows = [row for measure in measures for row in _rows(measure, context)]
    open_quarters = {q for q in QUARTERS if all(_is_open(m, q) for m in _flat(measures))}
    columns = (
        Column(share=3.7),
        Column(share=1.6),
        *(Column(share=2.1, tight=q in open_quarters, emphasis=q == reported) for q in QUARTERS),
    )
    cells = tuple(
        Cell((plain_paragraph(text, "header", role="primary" if text == reported else None),), fill=None)
        for text in header
    )
    names = Row(cells, "header")
    return Table(slot, columns, (names,), tuple(rows), table_alt(context, title, names), context.origin)


def _flat(measures: Sequence[Measure]) -> list[Measure]:
    return [m for measure in measures for m in (measure, *measure.parts)]


def _is_open(measure: Measure, quarter: str) -> bool:
    result = measure.results.get(quarter)
    return result is None or result.is_open


def _left_to_parts(measure: Measure, quarter: str) -> bool:
    """Tell whether only the parts of a measure have a result in a quarter: then an en dash would say too little."""
    return _is_open(measure, quarter) and any(not _is_open(part, quarter) for part in measure.parts)


def _rows(measure: Measure, context: Context, *, part: bool = False) -> list[Row]:
    cells = (
        _name(measure, context, part=part),
        cell(measure.goal),
        *(Cell() if _left_to_parts(measure, q) else result_cell(measure.results.get(q), context) for q in QUARTERS),
    )
    rows = [Row(cells, "part" if part else "body", context.origin)]
    for child in measure.parts:
        rows += _rows(child, context, part=True)
    return rows


def _name(measure: Measure, context: Context, *, part: bool) -> Cell:
    """The name in bold (a long one under its short name), milestones and baseline small under it."""
    long = len(measure.name.plain) > _LONG_NAME
    found: list[Paragraph] = []
    if long and measure.short and measure.short not in measure.name.plain:
        found.append(plain_paragraph(measure.short, "strong"))
    found += paragraphs(measure.name, "body" if part or long else "strong")
    found += _milestones(measure)
    if measure.baseline:
        found += _baseline(measure, context)
    return Cell(tuple(found), indent=1 if part else 0, origin=context.origin)


def _milestones(measure: Measure) -> list[Paragraph]:
    found = []
    for when, text in measure.milestones.items():
        first, *rest = text.paragraphs or (Paragraph(()),)
        lead = Run(f"{when.replace('-', '–')}: ", bold=True)
        found += [replace(first, runs=(lead, *first.runs), style="small"), *(replace(p, style="small") for p in rest)]
    return found


def _baseline(measure: Measure, context: Context) -> list[Paragraph]:
    before, _, after = context.labels["baseline-of"].partition("{baseline}")
    runs: list[Run] = [Run(before)]
    for i, text in enumerate(measure.baseline):
        runs += [Run(", ")] if i else []
        for n, paragraph in enumerate(text.paragraphs):
            runs += [Run(" ")] if n else []
            runs += paragraph.runs
    if after:
        runs.append(Run(after))
    return [Paragraph(tuple(runs), "small")]


def result_cell(result: Result | None, context: Context) -> Cell:
    """One quarter of a measure: figures first, the reported quarter bold with its status, an open one an en dash."""
    if result is None or (result.is_open and not result.lines):
        return Cell((plain_paragraph(context.labels["open"], role="muted"),))
    found: list[Paragraph] = []
    for line in result.lines:
        found += result_line(line, strong=result.is_reported)
    status = result.status if result.is_reported else None
    if status and not _says(found, context.labels[status]):
        found.append(plain_paragraph(context.labels[status], "small", role=STATUS_ROLES[status], bold=True))
    if not found:
        found.append(plain_paragraph(context.labels["delivered" if result.mark else "open"]))
    return Cell(tuple(found), mark=status or result.mark)


def _says(found: Sequence[Paragraph], word: str) -> bool:
    return any(p.plain.strip().casefold() == word.casefold() for p in found)


def result_line(line: ResultLine, *, strong: bool) -> list[Paragraph]:
    """One line: the figure, what it is of, the arrow up or down in the colour of good or bad."""
    found = paragraphs(line.text)
    if not found:
        return []
    leads = line.quantity is not None and found[0].plain.lstrip("(").startswith(line.quantity.raw)
    if line.quantity and leads:
        found[0] = _figure(found[0], line.quantity, strong=strong)
    tail: list[Run] = []
    if line.of and line.of.casefold() not in found[0].plain.casefold():
        tail.append(Run(f" {line.of}"))
    if line.arrow and (leads or line.of):
        role: ColourRole = "muted" if line.is_good is None else "success" if line.is_good else "danger"
        tail.append(Run(" ↑" if line.arrow == "up" else " ↓", bold=True, role=role))
    found[-1] = replace(found[-1], runs=(*found[-1].runs, *tail))
    return found


def _figure(paragraph: Paragraph, quantity: Quantity, *, strong: bool) -> Paragraph:
    """Set the figure that leads in bold, and what stands in brackets behind it in muted."""
    text = paragraph.plain
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
