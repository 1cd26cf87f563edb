"""bullets: a list of points."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from deckgen.ir.blocks import Block, Cell, Paragraph, Row, Slide, Table, Text
from deckgen.kinds._aside import AsideContent
from deckgen.kinds._item_labels import label_columns, labelled_items, room_of_items
from deckgen.kinds._openings import with_details
from deckgen.kinds._shared import item_paragraphs, plain_paragraph, slide, table_alt, without_topic
from deckgen.model import Item, Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: bullets
title: What we learned
headline: A fast answer brings back 41% of newcomers, a slow one 19%
bullets:
  - lead: Speed
    text: 41% of newcomers come back after an answer within an hour, but only 19% of those who wait for a day.
  - lead: Mentors
    text: Twice as many newcomers with a mentor stay for a second month. They ask half as many questions.
  - lead: Still open
    bullets:
      - How to find mentors in small communities
      - What to do in the hours when nobody is awake
      - Which questions a page of help answers as well
"""
_LARGE_EXAMPLE = """\
kind: bullets
title: What we learned
headline: Newcomers stay where somebody answers them by name
bullets:
  - A greeting by name brings twice as many back for a second month
  - At night nobody answers, and one newcomer in five never returns
  - Every fourth mentor asks for a partner
  - Pairs of mentors answer within an hour
aside:
  figure:
    value: 2x
    label: as many newcomers with a mentor edit in their second month
"""
_STANDARD_EXAMPLE = """\
kind: bullets
title: What we learned
headline: Three topics make up two thirds of what newcomers ask
bullets:
  - text: "**Sources** come first"
    bullets:
      - How to add one that the community accepts
      - Where to look in languages with few books
  - text: "**Undone edits** come next"
    bullets:
      - The notice names a rule, but nobody to ask
      - Most of those who ask never edit again
  - text: "**Pictures** are rarer, but each is a question of licences"
    bullets:
      - Few mentors dare to advise on them
  - text: "**Help pages** on all three follow"
    bullets:
      - Mentors write them by the end of December
      - Newcomers test them on five wikis in January
aside:
  chart:
    kind: share
    categories: [Sources, Undone edits, Pictures, Phones, Others]
    series:
      - name: Questions in Q2
        values: [31%, 24%, 12%, 9%, 24%]
"""


LABELS, LARGE = "labels", "large"
"""The variants with a row for each point, which has its lead as a label, and with large type."""
_FEW, _SHORT = 7, 420
"""So many paragraphs, and characters in all of them, have large type on one page."""
_MOST_LABELLED = 800
"""The room (`room_of_items`) that points with labels have on one page."""
_BESIDE_ASIDE = 2 / 3
"""The share of that room which an aside leaves."""


class Content(AsideContent):
    """A list of points; a point may have a lead, or further points below it."""

    label = "Points"
    label_in_title = False
    standard_example = _STANDARD_EXAMPLE
    variants = (
        Variant(
            LABELS,
            "points that all have a lead, or one phrase in bold",
            lambda content, _: content.has_labels,
        ),
        Variant(
            LARGE,
            "few short points",
            lambda content, _: content.is_short,
            example=_LARGE_EXAMPLE,
        ),
    )

    bullets: Annotated[tuple[Item, ...], Field(min_length=1)]
    """The points."""

    @property
    def has_labels(self) -> bool:
        """Whether each point has a label, and all have room on one page."""
        return room_of_items(self.bullets) <= _MOST_LABELLED * self._share and bool(labelled_items(self.bullets))

    @property
    def is_short(self) -> bool:
        """Whether the points have room in large type."""
        texts = [paragraph.plain_text for paragraph in item_paragraphs(self.bullets)]
        return len(texts) <= _FEW and sum(map(len, texts)) <= _SHORT * self._share

    @property
    def _share(self) -> float:
        """The share of the page that the points have."""
        return _BESIDE_ASIDE if self.aside is not None else 1


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the points in one list, or with a row for each under the topic."""
    points = slide(content, context, "bullets", (_points(content, context),))
    return without_topic(points) if points.blocks_of(Table) else points


def _points(content: Content, context: Context) -> Block:
    origin = context.origin.at("bullets")
    if context.variant == LABELS and (items := labelled_items(content.bullets)):
        texts = with_details([item.texts for item in items])
        return _table(
            content, context, [(Cell((item.label,)), Cell(own)) for item, own in zip(items, texts, strict=True)]
        )
    return Text("bullets", tuple(_list_paragraphs(content.bullets)), origin)


def _list_paragraphs(items: Sequence[Item]) -> Iterator[Paragraph]:
    """Yield the paragraphs of points; beside lists, each point stands further from the one before, as a group does."""
    has_lists = any(item.bullets or item.numbered for item in items)
    for n, item in enumerate(items):
        yield from item_paragraphs([item], style="group" if n and has_lists else "body", nested_style="point")


def _table(content: Content, context: Context, cells: Sequence[tuple[Cell, ...]]) -> Table:
    """Return a table with a row of cells for each point. Its header is the topic, or the word for points if that is the title."""
    origin, topic = context.origin.at("bullets"), content.title or context.section.title
    place = context.field_origin("title") if content.headline else None
    name = plain_paragraph(
        topic if content.headline else context.labels["label"], "header", origins=(place,) if place else ()
    )
    header = Row((Cell((name,), span=2),), "header")
    columns = label_columns(context.labels["rest"])
    rows = tuple(Row(row, origin=origin.at(n), ruled=n + 1 < len(cells)) for n, row in enumerate(cells))
    alt = table_alt(context, content.headline or topic, header)
    return Table("bullets", columns, (header,), rows, alt, origin, has_sentences=True)
