"""Measures of a deck → the scorecard on one page: counts of statuses, the judged rows worst first, why others are not judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Block, Cell, Column, Paragraph, Row, Run, Table, Text
from deckgen.ir.roles import Status
from deckgen.kinds._changes import change_label, change_run
from deckgen.kinds._columns import SHORT_TEXT
from deckgen.kinds._measures import alt_with_arrows, result_line
from deckgen.kinds._ranking_room import TableRoom, shown_reasons
from deckgen.kinds._reasons import with_reason_row
from deckgen.kinds._row_lines import MeasureRow, rows_of
from deckgen.kinds._shared import heading, plain_paragraph, split_at, table_alt
from deckgen.kinds._verdict_cells import shows_statuses, why_without_status
from deckgen.kinds._verdicts import counts_line, with_tint
from deckgen.model import Labels
from deckgen.resolve import (
    JUDGED,
    Context,
    Measure,
    ResultLine,
    ScorecardGroup,
    ShownRow,
    StatusCount,
    shown_rows,
)

_MOST_JUDGED, _LONGEST_GOAL = 14, 40
"""How many judged rows one page has room for, and how many characters of a goal."""
_SIDE_LINE, _MOST_SIDE_LINES = 38, 14
"""About how many characters a line beside the table has at 14 pt, and how many lines there are."""
_BESIDE_OTHERS, _ALONE = TableRoom(name=17, goal=7, line=90), TableRoom(name=30, goal=22, line=135)
"""The room of the table, beside the others and alone."""
RANKED = "ranked"
"""The variant of the scorecard with the judged rows on one page."""

_SHORT_LABEL = 12
"""Up to this length, the label of a part keeps with its figure (`15.0% Women`)."""
_RESULT, _CHANGE = 2, 3
"""The columns of results and changes."""


class RankedRow(Struct, frozen=True):
    """A row of the scorecard with the group that lists it, and the name of the measure that it is a part of (or none)."""

    shown: ShownRow
    group: ScorecardGroup
    parent: Measure | None = None

    @property
    def measure(self) -> Measure:
        """The measure that it shows."""
        return self.shown.measure


def ranked_rows(context: Context) -> list[RankedRow]:
    """Return the rows of a deck's scorecard without headings, worst first; those without a verdict come last."""
    found: list[RankedRow] = []
    for group in context.scorecard:
        for measure in group.measures:
            shown = list(shown_rows(measure, context.deck.period.name))
            parent = measure if shown[0].is_heading else None
            found += [RankedRow(row, group, parent if row.depth else None) for row in shown if not row.is_heading]
    order = {status: n for n, status in enumerate(JUDGED)}
    return sorted(found, key=lambda row: order.get(_status(row, context) or "no-data", len(order)))


def suits_one_page(context: Context) -> bool:
    """Whether all judged rows have room on a page, and the others beside them, on a slide with all rows or in the whole deck."""
    judged, others = _judged_and_others(context)
    if not shows_statuses(context) or not 0 < len(judged) <= _MOST_JUDGED:
        return False
    return context.deck.is_excerpt or _fits_beside(others, context) or _slide_of_all(context) is not None


def ranking_blocks(context: Context, title: str) -> tuple[str, list[Block]]:
    """Return the layout without the variant, and the counts, the table of judged rows, and a text about the others, if any.

    These stand beside the table if they have room there in 14 pt, otherwise a line under it says where they are: the page, or
    the complete deck if this is an excerpt of it.
    """
    judged, others = _judged_and_others(context)
    elsewhere = None if _fits_beside(others, context) else _others_elsewhere(len(others), context)
    is_beside = bool(others) and elsewhere is None
    table = _judged_table(judged, context, title, room=_BESIDE_OTHERS if is_beside else _ALONE)
    blocks: list[Block] = [_counts([*judged, *others], context, title), table]
    if not others:
        return "scorecard-full", blocks
    if elsewhere is None:
        return "scorecard", [*blocks, _others(others, context)]
    return "scorecard-full", [*blocks, elsewhere]


def _judged_and_others(context: Context) -> tuple[list[RankedRow], list[RankedRow]]:
    rows = ranked_rows(context)
    judged = [row for row in rows if _status(row, context) in JUDGED]
    return judged, [row for row in rows if row not in judged]


def _fits_beside(others: Sequence[RankedRow], context: Context) -> bool:
    """Whether the names of rows have room beside the table."""
    lengths = [len(paragraph.plain_text) for paragraph in _others(others, context).paragraphs]
    return sum(-(-length // _SIDE_LINE) for length in lengths) <= _MOST_SIDE_LINES


def _slide_of_all(context: Context) -> str | None:
    """The id of the first slide that has a scorecard of all rows; None if there is none."""
    entries = (entry for section in context.deck.sections for entry in section.slides)
    shown = (entry for entry in entries if entry.content.kind == "scorecard" and not entry.content.hidden)
    return next((entry.origin.slide for entry in shown if entry.content.variant not in (None, RANKED)), None)


def _others_elsewhere(count: int, context: Context) -> Text | None:
    """Return the line that says where the rows without a verdict are; None if only this slide has them."""
    target = _slide_of_all(context)
    if target is None and context.deck.is_excerpt:
        line = plain_paragraph(context.labels.plural("others-in-deck", count))
        return Text("others", (line,), context.origin)
    if target is None:
        return None
    before, _, after = context.labels.plural("others-on-page", count, page="{page}").partition("{page}")
    return Text("others", (Paragraph((Run(before), Run("00", page_of=target), Run(after))),), context.origin)


def _status(row: RankedRow, context: Context) -> Status | None:
    result = row.measure.results.get(context.deck.period.name)
    return result.status if result is not None else None


def _counts(rows: Sequence[RankedRow], context: Context, title: str) -> Table:
    """Return the number of rows with each status, with its mark and word, and of those without one."""
    found = Counter(status for row in rows if (status := _status(row, context)) is not None)
    return counts_line("counts", StatusCount(len(rows), found), title, context)


def _judged_table(rows: Sequence[RankedRow], context: Context, title: str, *, room: TableRoom) -> Table:
    """Return the table of the rows with a verdict; a column of owners only where some row has one.

    Reasons stand under their rows, as far as there is room for them.
    """
    labels, period = context.labels, context.deck.period
    has_owner = any(row.measure.owner for row in rows)
    names = [labels["measure"], labels["goal"], labels.period(period.name)]
    names += [change_label([row.measure.against for row in rows], labels), labels["status"]]
    names += [labels["owner"]] * has_owner
    heads = (
        Cell((plain_paragraph(name, "header", role="primary" if n == _RESULT else None),))
        for n, name in enumerate(names)
    )
    found = [_judged_cells(row, context, has_owner=has_owner) for row in rows]
    # Numbers end under each other; texts, and numbers among texts, start under each other.
    is_short = all(len(cells[_RESULT].plain_text) <= SHORT_TEXT for cells in found)
    at_end = (_RESULT, _CHANGE) if is_short else (_CHANGE,)
    header = Row(_ending(heads, at_end), "header")
    reasons = shown_reasons([row.measure for row in rows], context, room)
    made = list[Row]()
    for row, cells in zip(rows, found, strict=True):
        status = _status(row, context)
        shown = Row(with_tint(_ending(cells, at_end), status), "body", row.measure.origin)
        made += with_reason_row(shown, reasons.get(id(row.measure), ()), context, status=status, style="body")
    measures = [row.measure for row in rows]
    alt = alt_with_arrows(table_alt(context, title, header), measures, context, (period.name,))
    columns = [Column(share=4.2), Column(share=2.0), Column(share=2.4), Column(share=1.2), Column(tight=True)]
    columns += [Column(share=1.2)] * has_owner
    return Table("judged", tuple(columns), (header,), tuple(made), alt, context.origin, "middle")


def _ending(cells: Iterable[Cell], columns: Sequence[int]) -> tuple[Cell, ...]:
    """Return the cells of a row, those of `columns` aligned at their end."""
    return tuple(replace(cell, align="end") if n in columns else cell for n, cell in enumerate(cells))


def _judged_cells(row: RankedRow, context: Context, *, has_owner: bool) -> list[Cell]:
    period, measure = context.deck.period, row.measure
    deciding = list(_deciding_rows(measure, period.name, context.labels))
    change = change_run(deciding[0], period, context.labels) if len(deciding) == 1 else None
    cells = [
        Cell((_name(row),)),
        Cell(_goal(measure)),
        Cell((_result(deciding, context),)),
        Cell((Paragraph((change,)),) if change is not None else ()),
        _verdict(row, context),
    ]
    if has_owner:
        cells.append(Cell((plain_paragraph(measure.owner, role="muted"),) if measure.owner else ()))
    return cells


def _verdict(row: RankedRow, context: Context) -> Cell:
    """Return the cell with the verdict of a row, and that of the period before where it was another one."""
    labels, period, status = context.labels, context.deck.period, _status(row, context)
    if status is None:
        return Cell()
    runs = [Run(labels[status], bold=True, status=status)]
    before, last = row.measure.turned_from, period.previous
    if before is not None:
        name = labels.period(last.name) if last.year.is_same(period.year) else labels.reported(last)
        was = labels.format("status-before", period=name, status=labels[before])
        runs.append(Run(f" {was}", role="muted"))
    return Cell((Paragraph(tuple(runs)),), mark=status)


def _deciding_rows(measure: Measure, period: str, labels: Labels) -> Iterator[MeasureRow]:
    """Yield the lines of a measure that have its status; the measure itself, if it has no lines or they have none."""
    result = measure.results.get(period)
    rows = [row for row in rows_of(replace(measure, parts=()), period, labels) if not row.is_heading]
    deciding = [row for row in rows if result is not None and row.status == result.status]
    yield from deciding or rows


def _name(row: RankedRow) -> Paragraph:
    """Return the short name of a row, as a link to its slide, and that of the measure which it is a part of."""
    measure, origins = row.measure, row.measure.short_origins
    runs = [Run(measure.short, bold=True, link=_link(measure.origin))]
    if row.parent is not None:
        runs.append(Run(f" {row.parent.short}", role="muted"))
        origins += row.parent.short_origins
    return Paragraph(tuple(runs), origins=origins)


def _link(origin: Origin) -> str | None:
    return f"#{origin.slide}" if origin.slide else None


def _goal(measure: Measure) -> tuple[Paragraph, ...]:
    """Return the goal in one paragraph, shortened if it is long."""
    if measure.goal is None:
        return ()
    text = " · ".join(p.plain_text for p in measure.goal.paragraphs)
    if len(text) > _LONGEST_GOAL:
        text = _from_figure(text, measure) or text[:_LONGEST_GOAL].rpartition(" ")[0].rstrip(",;:·") + " …"
    return (plain_paragraph(text, role="muted", origins=measure.goal.origins),)


def _from_figure(text: str, measure: Measure) -> str:
    """Return a goal from its figure on, which is what results are compared with; empty if that is long as well."""
    figure = measure.goal_quantity.raw if measure.goal_quantity is not None else ""
    _before, found, after = text.rpartition(figure) if figure else ("", "", "")
    shown = f"{found}{after}"
    return shown if found and len(shown) <= _LONGEST_GOAL else ""


def _result(deciding: Sequence[MeasureRow], context: Context) -> Paragraph:
    """Return the reported results that decide on a row's verdict in one paragraph: their figures, else their texts.

    Of a text of several lines the first one stands for all, with an ellipsis.
    """
    period, runs, origins = context.deck.period.name, list[Run](), list[Origin]()
    and_ = (Run(context.labels.separator, role="muted"),)
    for row in deciding:
        lines = row.lines_in(period)
        for line in lines[:1] if _is_text(lines) else lines:
            texts = result_line(replace(line, arrow=None, status=None, total=""), context.labels, strong=True)
            shown = _figure_runs(texts[0], line) if texts else ()
            blank = "\u00a0" if len(row.of or "") <= _SHORT_LABEL else " "
            label = (Run(f"{blank}{row.of}"),) if row.of else ()
            runs += [*(and_ if runs else ()), *(shown or [run for text in texts for run in text.runs]), *label]
            origins += [origin for text in texts for origin in text.origins]
        runs += [Run(" …", role="muted")] if _is_text(lines) else []
    if not runs:
        return plain_paragraph(context.labels["open"], role="muted")
    return Paragraph(tuple(runs), origins=tuple(origins))


def _is_text(lines: Sequence[ResultLine]) -> bool:
    """Whether a result is a text of several lines, of which none is a figure with a label of its own."""
    return len(lines) > 1 and not any(line.of for line in lines)


def _figure_runs(text: Paragraph, line: ResultLine) -> tuple[Run, ...]:
    """Return the figure at the beginning of a result with its basis; nothing if it does not begin with one."""
    quantity = line.quantity
    if quantity is None or not text.plain_text.startswith(quantity.raw):
        return ()
    basis = f" {quantity.basis}" if quantity.basis else ""
    end = len(quantity.raw) + (len(basis) if text.plain_text.startswith(basis, len(quantity.raw)) else 0)
    return split_at(text.runs, end)[0]


def _others(rows: Sequence[RankedRow], context: Context) -> Text:
    """Return the names of the rows without a verdict, by the reason why they have none."""
    by_reason: dict[str, list[RankedRow]] = {}
    for row in rows:
        by_reason.setdefault(_reason(row, context), []).append(row)
    texts = [heading(context.labels["without-verdict-title"])]
    for reason, members in by_reason.items():
        runs = [Run(context.labels.lead_in(reason), bold=True)]
        for n, row in enumerate(members):
            runs += [Run(context.labels.separator, role="muted")] if n else []
            runs.append(Run(row.measure.short, link=_link(row.measure.origin)))
        texts.append(Paragraph(tuple(runs), origins=tuple(o for row in members for o in row.measure.short_origins)))
    return Text("others", tuple(texts), context.origin)


def _reason(row: RankedRow, context: Context) -> str:
    """Return why a row has no verdict: the status that sets it aside, a delivered step, or what the rules say."""
    labels, result = context.labels, row.measure.results.get(context.deck.period.name)
    if result is not None and result.status:
        return labels[result.status]
    if result is not None and result.mark:
        return labels["delivered"]
    return why_without_status(row.measure, result, labels)
