"""Slides of blocks → the same slides with eyebrows and unique titles.

The eyebrow of a slide without a headline is the title of its section. Where the slide itself shows that, as its title or in a
panel, it is the title of its part, and outside of parts that of the deck: a divider that is alone in its section opens a part of
several sections, one with further slides opens its own section only. Where the brand says so, the eyebrow of a slide with a
headline has the title of its section, too, unless the headline's topic contains it.

Screen readers, outlines and the agenda identify slides by their titles; so titles that coincide get ": <kind>", where that says
what the slides tell, then the name of their first metric, and else a number. What all of them have in common, and what a title
says already, is not added. The cover keeps its title, and so does a divider, whose title is that of all slides that follow it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import NAME_STYLE, Slide, Text
from deckgen.kinds import content_models
from deckgen.model import Labels

_SEPARATOR = " · "
_MAX_EYEBROW = 90
"""The number of characters of a topic and a section that have room in one line."""


def with_eyebrows(slides: Sequence[Slide], deck_title: str, deck_origin: Origin = Origin()) -> list[Slide]:
    """Give every slide without an eyebrow the title of its section, or if that is its own title, of its part or the deck."""
    models = content_models()
    sizes = Counter(slide.origin.file for slide in slides)
    outer = part = _Part(deck_title, deck_origin, deck_origin, "")
    result = []
    for slide in slides:
        section = slide.origin.file
        if part is not outer and section != part.section:
            part = outer
        if models[slide.kind].divides:
            part = _Part(slide.title, slide.origin, slide.title_origin or slide.origin, section)
            outer = part if sizes[section] == 1 else outer
        above = part if slide.section in {"", slide.title, *_names(slide)} else _section_of(slide)
        is_final = not models[slide.kind].has_eyebrow or slide.eyebrow or above.title == slide.title
        result.append(slide if is_final else _with_eyebrow(slide, above))
    return result


class _Part(Struct, frozen=True):
    """A part of the deck or a section: its title, where that is, and the file of its section."""

    title: str
    origin: Origin
    text_origin: Origin
    section: str


def _section_of(slide: Slide) -> _Part:
    origin = Origin(file=slide.origin.file, path=("title",))
    return _Part(slide.section, origin, origin, slide.origin.file)


def _with_eyebrow(slide: Slide, part: _Part) -> Slide:
    return replace(slide, eyebrow=part.title, eyebrow_origin=part.origin, eyebrow_text_origins=(part.text_origin,))


def with_section_names(slides: Sequence[Slide]) -> list[Slide]:
    """Let the eyebrow of every slide of a section name it: alone where it is not the title, else after the slide's own topic."""
    models = content_models()
    return [_with_section_name(slide) if models[slide.kind].has_eyebrow else slide for slide in slides]


def _with_section_name(slide: Slide) -> Slide:
    """Return a slide whose eyebrow names its section, if neither title nor topic nor a name in a panel says so already."""
    section, topic = slide.section, slide.eyebrow
    is_named = section.casefold() in {name.casefold() for name in (slide.title, *_names(slide))}
    if not slide.origin.path or is_named or _has_words(topic, section) or len(topic) + len(section) > _MAX_EYEBROW:
        return slide
    origin = Origin(slide.origin.slide, slide.origin.file, ("title",))
    if not topic:
        return replace(slide, eyebrow=section, eyebrow_origin=origin, eyebrow_text_origins=(origin,))
    origins = (*slide.eyebrow_text_origins, origin)
    return replace(slide, eyebrow=f"{topic}{_SEPARATOR}{section}", eyebrow_origin=origin, eyebrow_text_origins=origins)


def _names(slide: Slide) -> Iterator[str]:
    """The names of sections in panels of a slide."""
    return (p.plain_text for block in slide.blocks_of(Text) for p in block.paragraphs if p.style == NAME_STYLE)


def _has_words(text: str, words: str) -> bool:
    """Return whether a text has these words, next to each other."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def with_unique_titles(slides: Sequence[Slide], labels: Labels) -> list[Slide]:
    """Extend titles that coincide, by what tells their slides apart, and else by numbers; no two of the result are equal."""
    result, keepers = list(slides), _keepers(slides)
    longest = max((len(slide.discriminators) for slide in slides), default=0)
    for depth in range(longest):
        for group in _equal_titles(result):
            words = {i: word for i in group if i not in keepers and (word := _further_word(result[i], depth))}
            tells_apart = len(set(words.values())) > 1 or len(words) < len(group) - len(keepers.intersection(group))
            if tells_apart or len(words) == 1:
                for i, word in words.items():
                    result[i] = replace(result[i], title=labels.named(result[i].title, word))
    return _numbered(result, keepers)


def _keepers(slides: Sequence[Slide]) -> set[int]:
    """Return the positions of slides that keep their titles: the cover, or else the first divider, of each title."""
    models, ranks = content_models(), dict[str, tuple[int, int]]()
    for i, slide in enumerate(slides):
        model, title = models[slide.kind], slide.title.casefold()
        if model.opens_deck or model.divides:
            ranks[title] = min(ranks.get(title, (1, i)), (0 if model.opens_deck else 1, i))
    return {i for _, i in ranks.values()}


def _equal_titles(slides: Sequence[Slide]) -> list[list[int]]:
    """Return the positions of slides with equal titles, for each title that several slides have."""
    groups = dict[str, list[int]]()
    for i, slide in enumerate(slides):
        groups.setdefault(slide.title.casefold(), []).append(i)
    return [group for group in groups.values() if len(group) > 1]


def _further_word(slide: Slide, depth: int) -> str:
    """Return what a slide adds to its title at a depth; empty if its title says that already."""
    word = slide.discriminators[depth] if depth < len(slide.discriminators) else ""
    return "" if _has_words(slide.title, word) else word


def _numbered(slides: Sequence[Slide], keepers: set[int]) -> list[Slide]:
    """Number all but the first of the slides whose titles are still equal: “Readers”, “Readers (2)”."""
    result, used = list(slides), {slide.title.casefold() for slide in slides}
    for group in _equal_titles(slides):
        first = next((i for i in group if i in keepers), group[0])
        number = 1
        for i in group:
            title = slides[i].title
            while i != first and title.casefold() in used:
                number += 1
                title = f"{slides[i].title} ({number})"
            used.add(title.casefold())
            result[i] = replace(slides[i], title=title)
    return result
