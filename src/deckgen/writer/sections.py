"""Pages in order → the sections that PowerPoint shows in its list of slides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from deckgen.ir.frames import Page
from deckgen.writer.xml import P14, attribute, clean, guid


def sections(pages: Sequence[Page], title: str) -> list[tuple[str, list[int]]]:
    """Names of sections with the positions (from 0) of their pages: every page in one, all in the order of the slides.

    Pages before the first named section go in one named after the deck; later ones without a section stay in the
    section before them, for a section is a stretch of the deck.
    """
    names: list[str] = []
    for page in pages:
        own = clean(page.section).strip()
        names.append(own or (names[-1] if names else clean(title).strip() or "Deck"))
    stretches = groupby(range(len(names)), key=names.__getitem__)
    return [(name, list(positions)) for name, positions in stretches]


def section_list(found: list[tuple[str, list[int]]], slide_ids: Sequence[int]) -> str:
    """Give the extension of the presentation that holds its sections; empty for a deck without slides."""
    if not found:
        return ""
    made = []
    for i, (name, positions) in enumerate(found):
        ids = "".join(f'<p14:sldId id="{slide_ids[position]}"/>' for position in positions)
        made.append(
            f'<p14:section name="{attribute(name)}" id="{guid("section", i, name)}"><p14:sldIdLst>{ids}</p14:sldIdLst>'
            "</p14:section>"
        )
    return (
        '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
        f"<p14:sectionLst {P14}>{''.join(made)}</p14:sectionLst></p:ext>"
    )
