"""Words wider than their line: where they break, and web addresses that show their host instead.

Places to break at are zero-width spaces (U+200B) in the text itself, so that every renderer breaks at the same ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from deckgen.ir.blocks import Run
from deckgen.layout.breaks import clusters
from deckgen.layout.fonts import Fonts
from deckgen.layout.lines import Face, Segment

BREAK = "\u200b"
_READERS = "/-_.?&=@\\"
"""A reader expects a break after these."""
_ADDRESS = re.compile(r"(?:https?://)?(?P<host>[^\s/?#@]+\.[^\s/?#@]+)[/?#]\S*|https?://(?P<bare>[^\s/?#@]+)")
_WORD = re.compile(r"\s*\S+\s*$|\s*\S+\s+|\s+")
_TORN = re.compile(f"(?<![{re.escape(_READERS)}]){BREAK}")
_FULL = 0.9
"""How full of characters a line is made: kerning and rounding of single characters add up."""


def with_hosts(runs: Sequence[Run], parts: Sequence[Segment], width: float) -> tuple[Run, ...]:
    """Show the host of each web address that is wider than `width` em; the link stays whole."""
    shown: list[Run] = []
    for run, wide in _wide_links(runs, parts, width):
        match = _ADDRESS.fullmatch(run.text) if wide else None
        shown.append(replace(run, text=match["host"] or match["bare"]) if match else run)
    return tuple(shown)


def with_split_links(runs: Sequence[Run], parts: Sequence[Segment], width: float) -> tuple[Run, ...]:
    """Cut links wider than `width` em into a link for each word: LibreOffice breaks a link between any two letters."""
    shown: list[Run] = []
    for run, wide in _wide_links(runs, parts, width):
        texts = _WORD.findall(run.text) if wide else [run.text]
        shown += [replace(run, text=text) for text in texts]
    return tuple(shown)


def _wide_links(runs: Sequence[Run], parts: Sequence[Segment], width: float) -> Iterator[tuple[Run, bool]]:
    """Each run, and whether it is a link that is wider than `width` em on one line."""
    firsts, lasts = [part.first for part in parts], [part.last for part in parts]
    at = 0
    for run in runs:
        end = at + len(run.text)
        own = parts[bisect_right(lasts, at) : bisect_left(firsts, end)] if run.link else ()
        yield run, sum(max(p.widths) + max(p.spaces) for p in own) > width
        at = end


def soften(runs: Sequence[Run], parts: Sequence[Segment], width: float, fonts: Fonts) -> tuple[Run, ...]:
    """Put zero-width spaces into units wider than `width` em.

    They break where a reader expects it; a stretch that is still too wide breaks between characters.
    """
    places = [place for part in parts if max(part.widths) > width for place in _soft_places(part, width, fonts)]
    pieces: list[Run] = []
    at = 0
    for run in runs:
        own = places[bisect_left(places, at) : bisect_left(places, at + len(run.text))]
        texts = [run.text[a:b] for a, b in pairwise([0, *(place - at for place in own), len(run.text)])]
        pieces += _with_breaks(run, texts)
        at += len(run.text)
    return tuple(pieces)


def _with_breaks(run: Run, texts: Sequence[str]) -> Iterator[Run]:
    """The parts of a run with places to break between them; those of a link stand outside of it (see `with_split_links`)."""
    if not run.link:
        yield replace(run, text=BREAK.join(texts))
        return
    for n, text in enumerate(texts):
        if n:
            yield replace(run, text=BREAK, link=None)
        yield replace(run, text=text)


def with_whole_links(runs: Sequence[Run], parts: Sequence[Segment]) -> list[Segment]:
    """The units as LibreOffice breaks them: to it a link is one field, which begins a line of its own if need be."""
    found: list[Segment] = []
    firsts = [part.first for part in parts]
    at = done = 0
    for run in runs:
        at += len(run.text)
        own = parts[done : (done := bisect_left(firsts, at, done))]
        found += [_merged(own)] if run.link and own and not any(p.hard for p in own[:-1]) else own
    return [*found, *parts[done:]]


def _merged(parts: Sequence[Segment]) -> Segment:
    """Several units as one; blanks at the end of a field take room even at the end of a line."""
    widths = [sum(p.widths[i] + p.spaces[i] + (p.join[i] if n else 0) for n, p in enumerate(parts)) for i in (0, 1)]
    pieces = tuple(piece for part in parts for piece in part.pieces)
    first, last = parts[0], parts[-1]
    return Segment((widths[0], widths[1]), (0.0, 0.0), first.first, last.last, last.hard, pieces, first.join)


def torn(text: str) -> list[str]:
    """The pieces of the first word with a place to break at where no reader expects one (see `soften`); or none."""
    return next((word.split(BREAK) for word in text.split() if _TORN.search(word)), [])


def softest_word(parts: Sequence[Segment], fonts: Fonts) -> float:
    """Width in em of the widest stretch that has no place where a reader expects a break."""
    widest = 0.0
    for part in parts:
        stretch, before = (0.0, 0.0), ""
        for char, face in _clusters(part):
            if before and before in _READERS and char not in _READERS:
                stretch = (0.0, 0.0)
            one, other = fonts.widths(char, *face)
            stretch = (stretch[0] + one, stretch[1] + other)
            widest, before = max(widest, *stretch), char
    return widest


def _soft_places(part: Segment, width: float, fonts: Fonts) -> Iterator[int]:
    """Offsets inside a unit before which a zero-width space goes."""
    offset, stretch, before = part.first, 0.0, ""
    for char, face in _clusters(part):
        wide = max(fonts.widths(char, *face))
        expected = before in _READERS and char not in _READERS
        if before and (expected or stretch + wide > width * _FULL):
            yield offset
            stretch = 0.0
        stretch += wide
        offset, before = offset + len(char), char


def _clusters(part: Segment) -> Iterator[tuple[str, Face]]:
    """What a reader takes for one character (a letter with its accents, a family of emoji), with its face."""
    for text, face in part.pieces:
        for cluster in text if text.isascii() else clusters(text):
            yield cluster, face
