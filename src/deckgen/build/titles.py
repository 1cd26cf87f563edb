"""Slides of blocks → the same slides with eyebrows and unique titles.

A slide without a headline gets the title of its part (that of the last divider) as its eyebrow. Titles that coincide get
": <kind>", then the name of their first metric; if they still coincide, that is an error, since screen readers and the agenda
identify slides by their titles. A divider keeps its title, which is that of all slides that follow it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Slide
from deckgen.kinds import content_models


def with_eyebrows(slides: Sequence[Slide], deck_title: str, deck_origin: Origin = Origin()) -> list[Slide]:
    """Give every slide without an eyebrow the title of its part; before the first divider, that of the deck."""
    models = content_models()
    part, origin, text_origin, result = deck_title, deck_origin, deck_origin, []
    for slide in slides:
        if models[slide.kind].divides:
            part, origin, text_origin = slide.title, slide.origin, slide.title_origin or slide.origin
        is_final = not models[slide.kind].has_eyebrow or slide.eyebrow or part == slide.title
        result.append(
            slide if is_final else replace(slide, eyebrow=part, eyebrow_origin=origin, eyebrow_text_origin=text_origin)
        )
    return result


def with_unique_titles(slides: Sequence[Slide]) -> tuple[list[Slide], list[Slide]]:
    """Extend titles that coincide; returns all slides, and those whose titles still occur earlier in the deck."""
    models, result = content_models(), list(slides)
    first_dividers = {
        slide.title.casefold(): i for i, slide in reversed(list(enumerate(slides))) if models[slide.kind].divides
    }
    longest = max((len(slide.discriminators) for slide in slides), default=0)
    for depth in range(1, longest + 1):
        counts = Counter(slide.title.casefold() for slide in result)
        for i, slide in enumerate(result):
            if first_dividers.get(slides[i].title.casefold()) == i:
                continue
            if counts[slide.title.casefold()] > 1 and len(slides[i].discriminators) >= depth:
                result[i] = replace(slide, title=f"{slide.title}: {slides[i].discriminators[depth - 1]}")
    seen_titles: set[str] = set()
    clashing = []
    for slide in result:
        if slide.title.casefold() in seen_titles:
            clashing.append(slide)
        seen_titles.add(slide.title.casefold())
    return result, clashing
