"""divider: the title of a part of the deck, on a coloured background, with its sections as links."""

from __future__ import annotations

from deckgen.ir.blocks import Block, Paragraph, Run, Slide, Text
from deckgen.kinds._shared import paragraphs, plain_paragraph, slide
from deckgen.model import RichText, SlideContent, Variant
from deckgen.resolve import Context, PartLink

EXAMPLE = """\
kind: divider
title: Priorities
subtitle: What the teams promised for this year, and where they stand
"""
CONTENTS, APPENDIX = "contents", "appendix"
"""The variants with the sections of the part: `contents` also has its number, `appendix` is chosen by authors only."""
MAX_SECTIONS = 12
"""More sections would be listed in small type."""
MAX_TITLE = 80
"""The number of characters of a title that has room beside the sections."""


class Content(SlideContent):
    """A title, and what the part is about; `variant: appendix` is for a part that is only looked up."""

    label = "Divider"
    title_states = "own"
    label_in_title = False
    divides = True
    has_eyebrow = False
    lasting = SlideContent.lasting | {"subtitle"}
    variants = (Variant(CONTENTS, lambda content, context: bool(_links(context)) and _is_short(content, context)),)

    subtitle: RichText | None = None
    """What the part is about, under its title."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the title, the subtitle, and in variants the number of the part and links to its sections."""
    blocks: list[Block] = []
    links = _links(context) if context.variant in (CONTENTS, APPENDIX) else ()
    if links and context.variant == CONTENTS:
        blocks.append(Text("part", (plain_paragraph(f"{_number(context)}"),), context.origin))
    if content.subtitle:
        blocks.append(Text("subtitle", tuple(paragraphs(content.subtitle)), context.origin.at("subtitle")))
    if links:
        blocks.append(Text("sections", tuple(map(_link_paragraph, links)), context.origin))
    return slide(content, context, "divider", blocks)


def _is_short(content: Content, context: Context) -> bool:
    """Return whether the title and the list have room beside each other."""
    return len(content.title or context.section.title) <= MAX_TITLE and len(_links(context)) <= MAX_SECTIONS


def _links(context: Context) -> tuple[PartLink, ...]:
    """Return what the divider opens."""
    part = context.parts.get(context.section.id)
    return part.links if part is not None else ()


def _number(context: Context) -> int:
    """Return the number of the part; an appendix is not counted."""
    counted = [id_ for id_, part in context.parts.items() if part.divider.content.variant != APPENDIX]
    return counted.index(context.section.id) + 1


def _link_paragraph(link: PartLink) -> Paragraph:
    return Paragraph((Run(link.title, link=f"#{link.slide}"),), origins=(link.origin,))
