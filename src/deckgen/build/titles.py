"""Slides of blocks → the same with eyebrows filled in and a title of its own each.

A slide without a headline carries the title of the part it stands in (that of the last divider) as its eyebrow. Titles that
coincide get ": <kind>", then the name of their first metric; what is still equal is an error, since
screen readers and the agenda tell slides apart by title. A divider keeps its
title, which is that of all that follows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Origin, Slide


def with_eyebrows(slides: Sequence[Slide], deck_title: str, deck_origin: Origin = Origin()) -> list[Slide]:
    """Give every slide that has none the title of its part as eyebrow; before the first divider that is the deck's."""
    part, origin, result = deck_title, deck_origin, []
    for slide in slides:
        if slide.kind == "divider":
            part, origin = slide.title, slide.origin
        bare = slide.kind in ("cover", "divider") or slide.eyebrow or part == slide.title
        result.append(slide if bare else replace(slide, eyebrow=part, eyebrow_from=origin))
    return result


def with_unique_titles(slides: Sequence[Slide]) -> tuple[list[Slide], list[Slide]]:
    """Tell slides apart whose titles coincide; returns all slides, and those that no addition tells apart."""
    result = list(slides)
    heads = {slide.title.casefold(): i for i, slide in reversed(list(enumerate(slides))) if slide.kind == "divider"}
    longest = max((len(slide.discriminators) for slide in slides), default=0)
    for depth in range(1, longest + 1):
        counts = Counter(slide.title.casefold() for slide in result)
        for i, slide in enumerate(result):
            if heads.get(slides[i].title.casefold()) == i:
                continue
            if counts[slide.title.casefold()] > 1 and len(slides[i].discriminators) >= depth:
                result[i] = replace(slide, title=f"{slide.title}: {slides[i].discriminators[depth - 1]}")
    seen: set[str] = set()
    clashing = []
    for slide in result:
        if slide.title.casefold() in seen:
            clashing.append(slide)
        seen.add(slide.title.casefold())
    return result, clashing
