"""Slides whose variants leave texts off them → the slides of the appendix that have these texts in full."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, FullTable, Paragraph, Row, Slide, Table
from deckgen.kinds._variants import Layouts
from deckgen.kinds.divider import APPENDIX
from deckgen.model import Deck, Section, SlideEntry
from deckgen.resolve import Context, PartLink, number_footnotes


def appendix_slides(slides: Sequence[Slide], deck: Deck, layouts: Layouts) -> list[Slide]:
    """Return the slides for the end of a deck, one for each table that slides have in common: its columns and its title.

    The rows of each section stand under its name. They belong to the last section where the deck ends with an appendix, else to
    the deck. Where the brand lacks their layout, they have the standard one of their kind. Hidden slides do not count.
    """
    full = [slide.in_full for slide in slides if slide.in_full is not None and not slide.hidden]
    groups = dict[tuple[str, str, tuple[str, ...]], list[FullTable]]()
    for each in full:
        columns = tuple(cell.plain_text for row in each.table.header for cell in row.cells)
        groups.setdefault((each.title, each.layout, columns), []).append(each)
    section = deck.sections[-1] if appendix_divider(deck) is not None else None
    made = [_slide(group, number, section, deck) for number, group in enumerate(groups.values(), 1)]
    return [slide if slide.layout in layouts else replace(slide, layout=slide.kind) for slide in made]


def appendix_divider(deck: Deck) -> SlideEntry | None:
    """Return the divider of the last part of the deck if this is an appendix."""
    dividers = [slide for section in deck.sections for slide in section.slides if slide.content.divides]
    return dividers[-1] if dividers and dividers[-1].content.variant == APPENDIX else None


def with_links_to(made: Sequence[Slide], context: Context) -> Context:
    """Return the context of the divider of an appendix, which opens the slides made by `appendix_slides`, too."""
    part = context.parts.get(context.section.id)
    if part is None:
        return context
    links = (*part.links, *(PartLink(slide.title, slide.id) for slide in made))
    return replace(context, parts={**context.parts, context.section.id: replace(part, links=links)})


def _slide(group: Sequence[FullTable], number: int, section: Section | None, deck: Deck) -> Slide:
    first, id_ = group[0], f"{APPENDIX}-{number}"
    rows = tuple(
        row
        for _, parts in groupby(group, key=lambda part: part.section.plain_text)
        for row in _section_rows(list(parts))
    )
    origin = Origin(id_, deck.file)
    composed = Slide(
        id=id_, kind=first.kind, layout=first.layout, title=first.title,
        blocks=(replace(first.table, rows=rows, origin=origin),), language=deck.language, origin=origin,
    )  # fmt: skip
    if section is not None:
        title = Origin(id_, section.file, ("title",))
        composed = replace(
            composed, section=section.title, eyebrow=section.title, eyebrow_origin=title, eyebrow_text_origins=(title,)
        )
    return number_footnotes(composed, deck.footnotes)


def _section_rows(parts: Sequence[FullTable]) -> list[Row]:
    """Return the rows of the slides of a section, under its name."""
    table: Table = parts[0].table
    heading: tuple[Paragraph, ...] = (parts[0].section,)
    name = Row((Cell(heading, span=len(table.columns)),), "group")
    return [name, *(row for part in parts for row in part.table.rows)]
