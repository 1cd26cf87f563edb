"""Updates: points of progress with statuses, as rows of a table or as a text."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Status, Table, Text
from deckgen.kinds._shared import item_paragraphs, plain_paragraph, status_word, table_alt
from deckgen.kinds._verdicts import with_status
from deckgen.model import Item
from deckgen.model.verdict_fields import StatusField
from deckgen.resolve import Context


class Update(Item):
    """An update on the progress: plain text, or `{lead, text, bullets | numbered, status}`."""

    status: StatusField | None = None
    """The status of what the update tells; the update then stands on its colour."""


def update_text(slot: str, updates: Sequence[Update], context: Context) -> Text:
    """Return the updates as one text; the word of a status is at the end of its update. They are the field `slot`."""
    texts: list[Paragraph] = []
    for update in updates:
        own = item_paragraphs([update])
        if update.status:
            own[-1] = replace(own[-1], runs=(*own[-1].runs, Run(" "), *_word(update.status, context).runs))
        texts += own
    return Text(slot, tuple(texts), context.origin.at(slot))


def update_rows(slot: str, updates: Sequence[Update], heading: str, title: str, context: Context) -> Table:
    """Return a row for each update under a heading; one with a status has its mark, word and colour.

    The updates are the field `slot` of the slide, `title` is for the alt text.
    """
    origin = context.origin.at(slot)
    header = Row((Cell((plain_paragraph(heading, "header"),)),), "header")
    rows = tuple(_row(update, context, origin.at(number)) for number, update in enumerate(updates))
    return Table(slot, (Column(),), (header,), rows, table_alt(context, title, header), origin)


def _row(update: Update, context: Context, origin: Origin) -> Row:
    texts = tuple(item_paragraphs([update], bulleted=False))
    if update.status is None:
        return Row((Cell(texts),), origin=origin)
    return Row((with_status(Cell((*texts, _word(update.status, context))), update.status),), origin=origin)


def _word(status: Status, context: Context) -> Paragraph:
    return status_word(context.labels[status], status, "small")
