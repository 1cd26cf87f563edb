"""Updates: points of progress with statuses, as rows of a table or as a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Table, Text
from deckgen.ir.roles import Status
from deckgen.kinds._shared import item_paragraphs, plain_paragraph, room_of, runs_as_lines, status_word, table_alt
from deckgen.kinds._verdicts import with_tint
from deckgen.model import Item
from deckgen.model.verdict_fields import StatusField
from deckgen.resolve import Context


class Update(Item):
    """An update on the progress: plain text, or `{lead, text, bullets | numbered, status}`."""

    status: StatusField | None = None
    """The status of what the update tells; one at risk or off track then stands on its colour."""


def update_text(slot: str, updates: Sequence[Update], context: Context) -> Text:
    """Return the updates as one text, with bullets if none has a lead or a list; they are the field `slot`.

    The word of a status is at the end of its update.
    """
    texts: list[Paragraph] = []
    is_list = not any(update.lead or update.bullets or update.numbered for update in updates)
    for update in updates:
        own = item_paragraphs([update], bulleted=is_list)
        if update.status:
            own[-1] = replace(own[-1], runs=(*own[-1].runs, Run(" "), *_word(update.status, context).runs))
        texts += own
    return Text(slot, tuple(texts), context.origin.at(slot))


def update_rows(slot: str, updates: Sequence[Update], heading: str, title: str, context: Context) -> Table:
    """Return a row for each update under a heading.

    One with a status has its mark and word, and its tint if it is at risk or off track. If several updates all have a lead,
    leads are a column at the left. The updates are the field `slot` of the slide, `title` is for the alt text.
    """
    origin = context.origin.at(slot)
    has_labels = len(updates) > 1 and all(
        update.lead and (update.text or update.bullets or update.numbered) for update in updates
    )
    columns = (Column(share=1, rest=context.labels["rest"]), Column(share=4)) if has_labels else (Column(),)
    header = Row((Cell((plain_paragraph(heading, "header"),), span=len(columns)),), "header")
    row = _labelled_row if has_labels else _row
    rows = tuple(row(update, context, origin.at(number)) for number, update in enumerate(updates))
    # Some rows have room for a line that only the fallback font needs: it is less visible at both sides of their text.
    anchor: Literal["top", "middle"] = "top" if has_labels or any(update.status for update in updates) else "middle"
    alt = table_alt(context, title, header)
    return Table(slot, columns, (header,), rows, alt, origin, anchor, has_sentences=True)


def _row(update: Update, context: Context, origin: Origin) -> Row:
    texts = (*item_paragraphs([update], bulleted=False), *_status_texts(update, context))
    return Row(with_tint((Cell(texts, mark=update.status),), update.status), origin=origin)


def _labelled_row(update: Update, context: Context, origin: Origin) -> Row:
    """Return a row with the lead of an update, and beside it the rest."""
    lead = update.lead
    runs = [replace(run, bold=True) for run in runs_as_lines(lead)] if lead is not None else []
    label = Paragraph(tuple(runs), origins=lead.origins if lead is not None else ())
    texts = (
        *item_paragraphs([update.model_copy(update={"lead": None})], bulleted=False),
        *_status_texts(update, context),
    )
    cells = (Cell((label,), mark=update.status), Cell(texts))
    return Row(with_tint(cells, update.status), origin=origin)


def _status_texts(update: Update, context: Context) -> tuple[Paragraph, ...]:
    return (_word(update.status, context),) if update.status else ()


def _word(status: Status, context: Context) -> Paragraph:
    return status_word(context.labels[status], status)


NARROW = "narrow"
"""The variant with a narrow panel, for updates that take much of the page."""
_LONG, _LONG_ALONE = 200, 400
"""The room (`room_of`) that several updates, and one alone, have beside a wide panel; each further update costs a line."""


def are_long(updates: Sequence[Update]) -> bool:
    """Return whether updates need the room beside a narrow panel."""
    texts = [text for u in updates for text in (u.lead, u.text, *u.bullets, *u.numbered)]
    return sum(map(room_of, texts)) + 40 * len(updates) > (_LONG if len(updates) > 1 else _LONG_ALONE)
