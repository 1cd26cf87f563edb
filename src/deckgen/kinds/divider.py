"""divider: the title of a part of the deck, on a coloured background, with links to its sections."""

from collections.abc import Sequence

from deckgen.ir.blocks import Block, Cell, Column, Paragraph, Row, Run, Slide, Table, Text
from deckgen.kinds._shared import paragraphs, plain_paragraph, slide, table_alt
from deckgen.model import RichText, SlideContent, Variant
from deckgen.resolve import Context, PartLink

EXAMPLE = """\
kind: divider
title: Priorities
subtitle: What the teams promised for this year, and where they stand
"""
_APPENDIX_EXAMPLE = """\
kind: divider
title: Appendix
subtitle: Details for those who want to look something up
"""
CONTENTS, APPENDIX = "contents", "appendix"
"""The variants with the sections of the part: `contents` also has its number, if there are others, `appendix` is chosen by
authors only."""
MAX_SECTIONS = 12
"""More sections would be listed in small type."""
MAX_TITLE = 80
"""The number of characters of a title that has room beside the sections."""


class Content(SlideContent):
    """A title, and what the part is about; `variant: appendix` is for a part that is only looked up."""

    label = "Divider"
    words = {"section": "Section", "page": "Page"}
    title_states = "own"
    label_in_title = False
    divides = True
    has_eyebrow = False
    lasting = SlideContent.lasting | {"subtitle"}
    variants = (
        Variant(
            CONTENTS,
            f"a part with up to {MAX_SECTIONS} sections, which are listed as links",
            lambda content, context: bool(_links(context)) and _is_short(content, context),
        ),
        Variant(APPENDIX, "a part that is only looked up; it has no number", example=_APPENDIX_EXAMPLE),
    )

    subtitle: RichText | None = None
    """What the part is about, under its title."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the title, the subtitle, and in variants the number of the part and links to its sections."""
    blocks: list[Block] = []
    links = _links(context) if context.variant in (CONTENTS, APPENDIX) else ()
    counted = _counted_parts(context)
    if links and context.variant == CONTENTS and len(counted) > 1:
        number = counted.index(context.section.id) + 1
        blocks.append(Text("part", (plain_paragraph(f"{number}"),), context.origin))
    if content.subtitle:
        blocks.append(Text("subtitle", tuple(paragraphs(content.subtitle)), context.origin.at("subtitle")))
    if links:
        blocks.append(_list_of(links, content.title or context.section.title, context))
    return slide(content, context, "divider", blocks)


def _is_short(content: Content, context: Context) -> bool:
    """Return whether the title and the list have room beside each other."""
    return len(content.title or context.section.title) <= MAX_TITLE and len(_links(context)) <= MAX_SECTIONS


def _links(context: Context) -> tuple[PartLink, ...]:
    """Return what the divider opens."""
    part = context.parts.get(context.section.id)
    return part.links if part is not None else ()


def _counted_parts(context: Context) -> list[str]:
    """Return the sections that open the parts of the deck, in order; an appendix is not counted."""
    return [id_ for id_, part in context.parts.items() if part.divider.content.variant != APPENDIX]


def _list_of(links: Sequence[PartLink], title: str, context: Context) -> Table:
    """Return a row for each section: its title, and the number of its page as a link."""
    names = (plain_paragraph(context.labels[word], "header") for word in ("section", "page"))
    header = Row((Cell((next(names),)), Cell((next(names),), align="end")), "header", ruled=False)
    columns = (Column(), Column(tight=True))
    rows = tuple(map(_link_row, links))
    return Table("sections", columns, (header,), rows, table_alt(context, title, header), context.origin)


def _link_row(link: PartLink) -> Row:
    origins = (link.origin,) if link.origin.file else ()
    name = Paragraph((Run(link.title),), origins=origins)
    page = Paragraph((Run("00", page_of=link.slide),))
    return Row((Cell((name,)), Cell((page,), align="end", link=link.title)), origin=link.origin, ruled=False)
