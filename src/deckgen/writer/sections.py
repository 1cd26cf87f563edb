"""Write the sections that PowerPoint shows in its list of slides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from deckgen.ir.frames import Page
from deckgen.writer.xml import P14, attribute, clean, guid


def group_sections(pages: Sequence[Page], title: str) -> list[tuple[str, list[int]]]:
    """Return the sections in order: the name of each, and the positions (from 0) of its pages. Every page is in one section.

    Pages before the first named section form a section named after the deck. A later page without a section belongs to the
    section of the page before it, because a section is a run of consecutive slides.
    """
    names: list[str] = []
    for page in pages:
        name = clean(page.section).strip()
        names.append(name or (names[-1] if names else clean(title).strip() or "Deck"))
    groups = groupby(range(len(names)), key=names.__getitem__)
    return [(name, list(positions)) for name, positions in groups]


def sections_extension(sections: list[tuple[str, list[int]]], slide_ids: Sequence[int]) -> str:
    """Return the extension of the presentation that lists its sections; empty for a deck without slides."""
    if not sections:
        return ""
    elements = []
    for i, (name, positions) in enumerate(sections):
        ids = "".join(f'<p14:sldId id="{slide_ids[position]}"/>' for position in positions)
        elements.append(
            f'<p14:section name="{attribute(name)}" id="{guid("section", i, name)}"><p14:sldIdLst>{ids}</p14:sldIdLst>'
            "</p14:section>"
        )
    return (
        '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
        f"<p14:sectionLst {P14}>{''.join(elements)}</p14:sectionLst></p:ext>"
    )
