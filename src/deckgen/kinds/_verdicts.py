"""Statuses outside of tables of measures: the ground of a text with one, and what the results of a section say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Table
from deckgen.ir.roles import CellMark, ColourRole, Status
from deckgen.kinds._shared import plain_paragraph, status_word, table_alt
from deckgen.resolve import JUDGED, SET_ASIDE, Context, StatusCount, count_statuses


class StatusTint(Struct, frozen=True):
    """The ground of a row with a status, and the bar at its start, which shows without colours that the row is tinted.

    The bar has the colour of the word of the status; which one it is, the shape of its mark shows without colours.
    """

    ground: ColourRole
    bar: ColourRole


STATUS_TINTS: Mapping[Status, StatusTint] = {
    "at-risk": StatusTint("warning-tint", "warning"),
    "off-track": StatusTint("danger-tint", "danger"),
}
"""The tints of the verdicts that need attention, the worst last; all other rows have none."""


def with_tint(cells: Sequence[Cell], status: CellMark | None) -> tuple[Cell, ...]:
    """Return the cells of a row, on the ground of its status and with a bar at its start if it is at risk or off track."""
    tint = next((tint for worst, tint in STATUS_TINTS.items() if worst == status), None)
    if tint is None:
        return tuple(cells)
    return tuple(replace(cell, fill=tint.ground, bar=None if n else tint.bar) for n, cell in enumerate(cells))


def is_tinted(status: CellMark | None) -> bool:
    """Return whether rows with a status have a ground."""
    return status in STATUS_TINTS


class SectionVerdict(Struct, frozen=True):
    """The worst verdict of a section, and how many of its results have it."""

    status: Status
    count: int


def section_counts(context: Context, section: str) -> StatusCount:
    """Return how many of the results that the scorecard lists under a section have which status."""
    measures = (m for group in context.scorecard if group.section == section for m in group.measures)
    return count_statuses(measures, context.deck.period.name)


def worst_verdict(context: Context, section: str) -> SectionVerdict | None:
    """Return the worst verdict of a section; None if no result of it is judged."""
    counts = section_counts(context, section)
    return next((SectionVerdict(status, counts.of(status)) for status in JUDGED if counts.of(status)), None)


def deck_counts(context: Context) -> StatusCount:
    """Return how many results of the deck have which status."""
    return count_statuses((m for group in context.scorecard for m in group.measures), context.deck.period.name)


def counts_line(slot: str, counts: StatusCount, title: str, context: Context) -> Table:
    """Return a table of one line: how many results have which status, worst first, and how many have none.

    Verdicts are in bold. `title` is for the alt text.
    """
    shown: list[tuple[Status | None, int, str]] = [
        (status, counts.of(status), context.labels[f"is-{status}"]) for status in (*JUDGED, *SET_ASIDE)
    ]
    shown.append((None, counts.total - counts.known, context.labels["without-verdict"]))
    cells = tuple(
        Cell(
            (
                Paragraph(
                    (Run(f"{number} ", bold=mark in JUDGED), Run(word, bold=mark in JUDGED, status=mark)), "count"
                ),
            ),
            mark=mark,
        )
        for mark, number, word in shown
        if number
    )
    columns = context.labels.listed(cell.plain_text for cell in cells)
    alt = context.labels.format("alt-table-columns", table=table_alt(context, title, None), columns=columns)
    header = Row(cells, "header", ruled=False)  # the only row: a table without a header cannot be read aloud well
    return Table(slot, (Column(),) * len(cells), (header,), (), alt, context.origin, fixed=True)


def verdict_strip(slot: str, counts: StatusCount, title: str, context: Context) -> Table | None:
    """Return a table with a column for each status that some result has, and the number of results under it.

    The last column is for results without a status. `title` is for the alt text. None if no result has a status.
    """
    shown = [status for status in (*JUDGED, *SET_ASIDE) if counts.of(status)]
    if not shown:
        return None
    words = [Cell((status_word(context.labels[status], status, "header"),), mark=status) for status in shown]
    numbers = [str(counts.of(status)) for status in shown]
    if without := counts.total - counts.known:
        words.append(Cell((plain_paragraph(context.labels["without-verdict"], "header"),)))
        numbers.append(str(without))
    header = Row(tuple(words), "header")
    row = Row(tuple(Cell((plain_paragraph(number, "figure"),)) for number in numbers))
    alt = table_alt(context, title, header)
    return Table(slot, tuple(Column() for _ in numbers), (header,), (row,), alt, context.origin)
