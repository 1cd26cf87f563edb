"""Words and figures of a deck, changed at random one at a time in its plain slides: how many `pull` recovers.

A word counts as content if the value behind its place has it: others are written or computed by deckgen.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from msgspec.structs import replace

from deckgen.edit import ContentEditor
from deckgen.pull.base import Base
from deckgen.pull.finding import find_edits
from deckgen.pull.operations import applied
from deckgen.pull.places import Place, readings
from deckgen.pull.plain import PlainDeck, PlainParagraph

_WORDS = ("harbour", "lantern", "meadow", "copper", "ribbon")
_PROGRESS = 50
"""After how many changes the outcomes so far are reported."""
_CHOICE = re.compile(r"[A-Za-z]{3,}|\d+(?:\.\d+)?")
Report = Callable[..., None]


def sweep(base: Base, count: int, seed: int, report: Report) -> Counter[tuple[str, str]]:
    """Change `count` words and figures; returns how many of each kind had each outcome, and reports what was not recovered."""
    rng, raw = random.Random(seed), _raw_values(base)
    spots = [p for p in base.places if any(p.texts) and (p.frame < 0 or (p.page, p.frame) in base.shapes)]
    found: Counter[tuple[str, str]] = Counter()
    while sum(found.values()) < count:
        place = rng.choice(spots)
        changed = _changed(base, place, rng)
        if changed is None:
            continue
        deck, old, new = changed
        is_content = any(re.search(rf"(?<!\w){re.escape(old)}(?!\w)", raw(key)) for key in place.values)
        kind = ("content " if is_content else "own ") + ("figure" if old[0].isdigit() else "word")
        outcome = _outcome(base, deck, place)
        found[kind, outcome] += 1
        if found.total() % _PROGRESS == 0:
            report(dict(found))
        if outcome in {"missed", "wrong"} or (is_content and outcome != "recovered"):
            report(f"{kind}: {outcome}: {old!r} → {new!r} in {place.texts} of {place.key}")
    return found


def _outcome(base: Base, deck: PlainDeck, place: Place) -> str:
    edits = find_edits(base, deck).edits
    writable = [edit for edit in edits if edit.is_writable]
    if not any(place.page + 1 in edit.slides for edit in edits):
        return "missed"
    if not writable:
        return "reported"
    texts = applied(base.current, [operation for edit in writable for operation in edit.operations])
    places = base.composer.places(texts)
    after = readings(places or ())
    here = after.get(place.key) or tuple(t for key, texts_ in after.items() if key[2] == place.values for t in texts_)
    shown = [_shown_paragraphs(base, deck, each) for each in base.places if each.key == place.key]
    is_there = any(_squeezed([text]) == _squeezed(_shown_paragraphs(base, deck, place)) for text in here)
    return "recovered" if is_there or _squeezed(here) == _squeezed(chain.from_iterable(shown)) else "wrong"


def _shown_paragraphs(base: Base, deck: PlainDeck, place: Place) -> list[str]:
    """Return what the edited deck has at a place."""
    inside = slice(place.first, place.first + len(place.texts))
    return [paragraph.unraised for paragraph in _paragraphs_at(base, deck, place)[inside]]


def _paragraphs_at(base: Base, deck: PlainDeck, place: Place) -> tuple[PlainParagraph, ...]:
    slide = deck.slides[place.page]
    if place.frame < 0:
        return slide.notes
    shape = slide.shapes[base.shapes[place.page, place.frame]]
    return shape.paragraphs if place.cell is None else shape.cells[place.cell[0]][place.cell[1]]


def _squeezed(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


def _raw_values(base: Base) -> Callable[[tuple[str, tuple[str | int, ...]]], str]:
    editors = {file: ContentEditor(text, file) for file, text in base.texts.items()}

    def raw(key: tuple[str, tuple[str | int, ...]]) -> str:
        editing = editors.get(key[0])
        value = editing.get(key[1]) if editing is not None and editing.has(key[1]) else None
        return value if isinstance(value, str) else ""

    return raw


def _changed(base: Base, place: Place, rng: random.Random) -> tuple[PlainDeck, str, str] | None:
    """Return the deck with one word or figure of a place changed, the old one and the new one."""
    slide = base.plain.slides[place.page]
    inside = slice(place.first, place.first + len(place.texts))
    if place.frame < 0:
        paragraphs = slide.notes
    else:
        index = base.shapes[place.page, place.frame]
        shape = slide.shapes[index]
        paragraphs = shape.cells[place.cell[0]][place.cell[1]] if place.cell is not None else shape.paragraphs
    choice = _choice(paragraphs[inside], rng)
    if choice is None:
        return None
    at, paragraph, old, new = choice
    at += place.first
    edited = (*paragraphs[:at], paragraph, *paragraphs[at + 1 :])
    if place.frame < 0:
        slide = replace(slide, notes=edited)
    elif place.cell is None:
        shapes = (*slide.shapes[:index], replace(shape, paragraphs=edited), *slide.shapes[index + 1 :])
        slide = replace(slide, shapes=shapes)
    else:
        cells = [list(row) for row in shape.cells]
        cells[place.cell[0]][place.cell[1]] = edited
        table = replace(shape, cells=tuple(map(tuple, cells)))
        slide = replace(slide, shapes=(*slide.shapes[:index], table, *slide.shapes[index + 1 :]))
    slides = (*base.plain.slides[: place.page], slide, *base.plain.slides[place.page + 1 :])
    return replace(base.plain, slides=slides), old, new


def _choice(paragraphs: tuple[PlainParagraph, ...], rng: random.Random) -> tuple[int, PlainParagraph, str, str] | None:
    options = list(_options(paragraphs))
    if not options:
        return None
    i, j, match = rng.choice(options)
    old = match.group()
    new = str(rng.randint(1, 97)) if old[0].isdigit() else rng.choice(_WORDS)
    run = paragraphs[i].runs[j]
    typed = replace(run, text=run.text[: match.start()] + new + run.text[match.end() :])
    runs = (*paragraphs[i].runs[:j], typed, *paragraphs[i].runs[j + 1 :])
    return None if new == old else (i, replace(paragraphs[i], runs=runs), old, new)


def _options(paragraphs: tuple[PlainParagraph, ...]) -> Iterator[tuple[int, int, re.Match[str]]]:
    for i, paragraph in enumerate(paragraphs):
        for j, run in enumerate(paragraph.runs):
            if not run.raised:
                yield from ((i, j, match) for match in _CHOICE.finditer(run.text))
