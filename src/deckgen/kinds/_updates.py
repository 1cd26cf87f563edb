"""Updates: points of progress with statuses, as rows of a table or as a text."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import MARK, Cell, Column, Paragraph, Row, Table, Text
from deckgen.ir.roles import Status
from deckgen.kinds._headline_figures import CALLOUT, figures_under_labels, headline_figures
from deckgen.kinds._item_labels import LabelledItem, label_columns, labelled_items, room_of_items
from deckgen.kinds._openings import opened_list, with_details, with_openings
from deckgen.kinds._shared import item_paragraphs, plain_paragraph, status_word, table_alt
from deckgen.kinds._verdicts import is_tinted, with_tint
from deckgen.model import Item, SlideContent
from deckgen.model.verdict_fields import StatusField
from deckgen.resolve import Context


class Update(Item):
    """An update on the progress: plain text, or `{lead, text, bullets | numbered, status}`."""

    status: StatusField | None = None
    """The status of what the update tells; one at risk or off track then stands on its colour."""


def update_text(slot: str, updates: Sequence[Update], context: Context) -> Text:
    """Return the updates as one text, with bullets if none has a lead or a list; they are the field `slot`.

    A status, its mark and its word, stands in a line of its own over its update.
    """
    texts: list[Paragraph] = []
    is_list = not any(update.lead or update.bullets or update.numbered for update in updates)
    for update in updates:
        first, *others = item_paragraphs([update], bulleted=is_list, nested_style="point")
        if update.status:
            word = _word(update.status, context)
            texts.append(replace(word, style="status", bullet=MARK, keep_with_next=True))
            first = replace(first, style="judged")
        texts += [first, *others]
    return Text(slot, tuple(texts), context.origin.at(slot))


class _Entry(Struct, frozen=True):
    """A row of updates: its texts, the label and the large figure at its start, its status, and where it was written."""

    texts: Sequence[Paragraph]
    origin: Origin
    label: Paragraph | None = None
    status: Status | None = None
    figure: tuple[Paragraph, ...] = ()


def update_rows(slot: str, updates: Sequence[Update], heading: str, content: SlideContent, context: Context) -> Table:
    """Return a row for each update under a heading. The last has a rule only on a ground.

    One with a status has its mark and word at the end, and its tint if it is at risk or off track. Where all updates have
    labels (`labelled_items`), these are a column at the left. A figure of the headline that an update states stands in large
    type under its label, beside a first sentence in bold, or, without labels, before its text; other texts begin where such a
    figure does. Where none has a
    label or a status, openings are in bold (`with_openings`), and each item of the list of the only update has a row. The
    updates are the field `slot` of the slide.
    """
    origin = context.origin.at(slot)
    labelled = _labelled(updates)
    entries = _with_figures(
        _labelled_entries(updates, labelled, origin) if labelled else _entries(updates, content, context, origin),
        content, context,
    )  # fmt: skip
    has_figure = any(entry.figure for entry in entries)
    has_status = any(update.status for update in updates)
    columns = _columns(context.labels["rest"] if labelled else None, has_figure=has_figure, has_status=has_status)
    header = Row((Cell((plain_paragraph(heading, "header"),), span=len(columns)),), "header")
    rows = [
        Row(
            _cells(each, len(columns), context),
            origin=each.origin,
            ruled=n + 1 < len(entries) or is_tinted(each.status),
        )
        for n, each in enumerate(entries)
    ]
    # Some rows have room for a line that only the fallback font needs: it is less visible at both sides of their text.
    # A large figure beside several lines belongs to all of them.
    is_middle = not labelled and (has_figure or len(entries) > 1) and not has_status
    anchor: Literal["top", "middle"] = "middle" if is_middle or len(columns) == 1 else "top"
    alt = table_alt(context, content.title or context.section.title, header)
    return Table(slot, columns, (header,), tuple(rows), alt, origin, anchor, has_sentences=True)


def _labelled_entries(updates: Sequence[Update], labelled: Sequence[LabelledItem], origin: Origin) -> list[_Entry]:
    """Return updates with their labels; what follows the first sentence of each is its details."""
    texts = with_details([each.texts for each in labelled])
    found = zip(updates, labelled, texts, strict=False)
    return [_Entry(own, origin.at(n), item.label, update.status) for n, (update, item, own) in enumerate(found)]


def _entries(updates: Sequence[Update], content: SlideContent, context: Context, origin: Origin) -> list[_Entry]:
    """Return updates without labels, with openings in bold unless one has a lead, a status, or alone a large figure."""
    texts = [tuple(item_paragraphs([update], bulleted=False)) for update in updates]
    if not any(update.lead or update.status for update in updates):
        only = updates[0]
        if len(updates) == 1 and only.text and (listed := opened_list(only.text.paragraphs, only.bullets)):
            first, bullets = origin.at(0), origin.at(0, "bullets")
            return [_Entry(own, bullets.at(n - 1) if n else first) for n, own in enumerate(listed)]
        figures = _figures(texts, content, context)
        texts = texts if len(texts) == 1 and figures else with_openings(texts, has_emphasis=bool(figures))
    found = zip(updates, texts, strict=True)
    return [_Entry(own, origin.at(n), status=update.status) for n, (update, own) in enumerate(found)]


def _with_figures(entries: Sequence[_Entry], content: SlideContent, context: Context) -> list[_Entry]:
    """Return rows with the figures of the headline that they state in large type; sentences beside labels may then lead."""
    texts = [entry.texts for entry in entries]
    if all(entry.label for entry in entries):
        found = figures_under_labels(texts, content.headline, context.deck.language)
        return [replace(entry, figure=figure, texts=own) for entry, (figure, own) in zip(entries, found, strict=True)]
    figures = _figures(texts, content, context)
    return [replace(entry, figure=figures.get(n, ())) for n, entry in enumerate(entries)]


def _figures(
    texts: Sequence[Sequence[Paragraph]], content: SlideContent, context: Context
) -> Mapping[int, tuple[Paragraph, ...]]:
    style = "figure" if len(texts) == 1 else CALLOUT
    return headline_figures(texts, content.headline, context.deck.language, style)


def _labelled(updates: Sequence[Update]) -> tuple[LabelledItem, ...]:
    """Return updates with their labels; empty if phrases in bold as labels would cost them a page."""
    has_phrases = any(update.lead is None for update in updates)
    return () if has_phrases and room_of_items(updates) > _MOST_WITH_PHRASES else labelled_items(updates)


def _columns(rest: str | None, *, has_figure: bool, has_status: bool) -> tuple[Column, ...]:
    """Return the columns of labels, which `rest` follows where a row is cut, or of figures; then those of texts and statuses."""
    label, text = label_columns(rest or "")
    status = (Column(tight=True),) if has_status else ()
    if rest is None:
        return (*((Column(tight=True),) if has_figure else ()), text, *status)
    # The height of a large figure under its label says nothing of the width that labels need.
    return (replace(label, fixed=has_figure), replace(text, fixed=has_figure), *status)


def _cells(entry: _Entry, columns: int, context: Context) -> tuple[Cell, ...]:
    """Return the cells of a row of so many columns: its label, figure and status, if there are any, and its texts."""
    label = (entry.label,) if entry.label is not None else ()
    start = [Cell((*label, *entry.figure))] if label or entry.figure else []
    end = [Cell((_word(entry.status, context),), mark=entry.status)] if entry.status else []
    text = Cell(tuple(entry.texts), span=columns - len(start) - len(end))
    return with_tint((*start, text, *end), entry.status)


def _word(status: Status, context: Context) -> Paragraph:
    return status_word(context.labels[status], status)


NARROW = "narrow"
"""The variant with a narrow panel, for updates that take much of the page."""
_LONG, _LONG_ALONE = 330, 400
"""The room (`room_of`) that several updates, and one alone, have in large type; each further update costs a line."""
_MOST_WITH_PHRASES = 1_000
"""The room (`room_of_items`) that updates have on one page beside their labels and a panel."""


def are_long(updates: Sequence[Update]) -> bool:
    """Return whether updates need the room beside a narrow panel."""
    return room_of_items(updates) > (_LONG if len(updates) > 1 else _LONG_ALONE)
