"""Updates: points of progress with statuses, as rows of a table or as a text."""

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Table, Text
from deckgen.ir.roles import Status
from deckgen.kinds._item_labels import LabelledItem, label_columns, labelled_items, room_of_items
from deckgen.kinds._openings import with_openings
from deckgen.kinds._shared import item_paragraphs, plain_paragraph, status_word, table_alt
from deckgen.kinds._stated_figures import stated_figures
from deckgen.kinds._verdicts import with_tint
from deckgen.model import Item, SlideContent
from deckgen.model.verdict_fields import StatusField
from deckgen.resolve import Context


class Update(Item):
    """An update on the progress: plain text, or `{lead, text, bullets | numbered, status}`."""

    status: StatusField | None = None
    """The status of what the update tells; one at risk or off track then stands on its colour."""


def update_text(slot: str, updates: Sequence[Update], context: Context) -> Text:
    """Return the updates as one text, with bullets if none has a lead or a list; they are the field `slot`.

    The word of a status is at the end of its update, on one line.
    """
    texts: list[Paragraph] = []
    is_list = not any(update.lead or update.bullets or update.numbered for update in updates)
    for update in updates:
        own = item_paragraphs([update], bulleted=is_list)
        if update.status:
            word = [replace(run, text=run.text.replace(" ", "\u00a0")) for run in _word(update.status, context).runs]
            own[-1] = replace(own[-1], runs=(*own[-1].runs, Run(" "), *word))
        texts += own
    return Text(slot, tuple(texts), context.origin.at(slot))


def update_rows(slot: str, updates: Sequence[Update], heading: str, content: SlideContent, context: Context) -> Table:
    """Return a row for each update under a heading. The last has no rule.

    One with a status has its mark and word, and its tint if it is at risk or off track. Where all updates have labels
    (`labelled_items`), these are a column at the left; a figure of the headline that the only update states stands there in
    large type. Where none has a label or a status, openings are in bold (`with_openings`). The updates are the field `slot` of
    the slide.
    """
    origin = context.origin.at(slot)
    labelled = _labelled(updates)
    figure = _figure_of_headline(updates, content, context)
    columns: tuple[Column, ...] = (Column(),)
    if labelled:
        columns = label_columns(context.labels["rest"])
    elif figure is not None:
        columns = (Column(tight=True), Column())
    header = Row((Cell((plain_paragraph(heading, "header"),), span=len(columns)),), "header")
    texts = [each.texts for each in labelled] or [
        tuple(item_paragraphs([update], bulleted=False)) for update in updates
    ]
    if figure is None and not any(update.lead or update.status for update in updates):
        texts = texts if labelled else with_openings(texts)
    labels: list[Paragraph | None] = [each.label for each in labelled] or [figure] * len(updates)
    cells = [_cells(*each, context) for each in zip(updates, labels, texts, strict=True)]
    rows = [Row(each, origin=origin.at(n), ruled=n + 1 < len(cells)) for n, each in enumerate(cells)]
    # Some rows have room for a line that only the fallback font needs: it is less visible at both sides of their text.
    is_middle = len(columns) == 1 and not any(update.status for update in updates)
    anchor: Literal["top", "middle"] = "middle" if is_middle else "top"
    alt = table_alt(context, content.title or context.section.title, header)
    return Table(slot, columns, (header,), tuple(rows), alt, origin, anchor, has_sentences=True)


def _labelled(updates: Sequence[Update]) -> tuple[LabelledItem, ...]:
    """Return updates with their labels; empty if phrases in bold as labels would cost them a page."""
    has_phrases = any(update.lead is None for update in updates)
    return () if has_phrases and room_of_items(updates) > _MOST_WITH_PHRASES else labelled_items(updates)


def _cells(update: Update, label: Paragraph | None, texts: Sequence[Paragraph], context: Context) -> tuple[Cell, ...]:
    """Return the cells of an update: its label or a figure, if there is one, and its texts."""
    text = Cell((*texts, *_status_texts(update, context)))
    if label is None:
        return with_tint((replace(text, mark=update.status),), update.status)
    return with_tint((Cell((label,), mark=update.status), text), update.status)


def _figure_of_headline(updates: Sequence[Update], content: SlideContent, context: Context) -> Paragraph | None:
    """Return the first figure of the headline that the only update states in its text; None if there is none."""
    if len(updates) != 1 or content.headline is None or (text := updates[0].text) is None:
        return None
    language = context.deck.language
    stated = stated_figures(text.plain, language)
    for figure in stated_figures(content.headline, language):
        if not figure.noun and any(figure.is_same_as(each) for each in stated):
            return plain_paragraph(content.headline[figure.start : figure.end], "figure", origins=text.origins)
    return None


def _status_texts(update: Update, context: Context) -> tuple[Paragraph, ...]:
    return (_word(update.status, context),) if update.status else ()


def _word(status: Status, context: Context) -> Paragraph:
    return status_word(context.labels[status], status)


NARROW = "narrow"
"""The variant with a narrow panel, for updates that take much of the page."""
_LONG, _LONG_ALONE = 200, 400
"""The room (`room_of`) that several updates, and one alone, have beside a wide panel; each further update costs a line."""
_MOST_WITH_PHRASES = 1_000
"""The room (`room_of_items`) that updates have on one page beside their labels and a panel."""


def are_long(updates: Sequence[Update]) -> bool:
    """Return whether updates need the room beside a narrow panel."""
    return room_of_items(updates) > (_LONG if len(updates) > 1 else _LONG_ALONE)
