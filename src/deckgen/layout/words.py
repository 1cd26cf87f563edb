"""Words and links wider than their line, and where they break.

Breaks are zero-width spaces (U+200B) in the text itself, so that every renderer breaks at the same positions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from msgspec.structs import replace

from deckgen.ir.blocks import Run
from deckgen.layout.fonts import Fonts
from deckgen.layout.lines import FaceStyle, Segment
from deckgen.line_breaking.breaks import clusters

ZERO_WIDTH_SPACE = "\u200b"
_BREAK_AFTER = "/-_.?&=@\\"
"""Characters after which readers expect a break."""
_WORD = re.compile(r"\s*\S+\s*$|\s*\S+\s+|\s+")
_IN_FIGURE = ".-"
"""Before a digit, these belong to a figure (`8.1%`, `-5`): readers do not expect a break."""
_FIGURE = re.compile(
    r"[^\w\s]{0,4}[^\W\d_]{0,3}[^\w\s]{0,2}\d[\d.,'’\u00a0\u202f]*+[^\w\s]{0,3}[^\W\d_]{0,3}[^\w\s]{0,4}\s*"
)
_UNEXPECTED_BREAK = re.compile(
    f"(?<![{re.escape(_BREAK_AFTER)}]){ZERO_WIDTH_SPACE}|(?<=[{re.escape(_IN_FIGURE)}]){ZERO_WIDTH_SPACE}(?=\\d)"
)
_FILL_SHARE = 0.9
"""The share of a line that is filled with characters: kerning and rounding of single characters add up."""


def is_figure(word: str) -> bool:
    """Whether a word is a number with its sign, currency and short unit: `+8.1%`, `$8.1M`, `(99K)`."""
    return _FIGURE.fullmatch(word) is not None


def _is_expected_break(before: str, char: str) -> bool:
    """Whether readers expect a break between two characters of a word."""
    return before in _BREAK_AFTER and char not in _BREAK_AFTER and not (before in _IN_FIGURE and char.isdigit())


def shortens_address(shown: Sequence[Run], runs: Sequence[Run]) -> bool:
    """Whether some web address of a text is shown in a shorter form than it was written."""
    if shown is runs or not any(run.link for run in runs):
        return False
    lengths = (sum(len(run.text) - run.text.count(ZERO_WIDTH_SPACE) for run in each) for each in (shown, runs))
    return next(lengths) < next(lengths)


def with_split_links(runs: Sequence[Run], parts: Sequence[Segment], width: float) -> tuple[Run, ...]:
    """Split links wider than `width` em into a link for each word, since LibreOffice breaks a link between any two letters."""
    result: list[Run] = []
    for run, own in wide_links(runs, parts, width):
        texts = _WORD.findall(run.text) if own else [run.text]
        result += [replace(run, text=text) for text in texts]
    return tuple(result)


def wide_links(runs: Sequence[Run], parts: Sequence[Segment], width: float) -> Iterator[tuple[Run, Sequence[Segment]]]:
    """Each run, and if it is a link that is wider than `width` em on one line, its units."""
    firsts, lasts = [part.start for part in parts], [part.end for part in parts]
    at = 0
    for run in runs:
        end = at + len(run.text)
        own = parts[bisect_right(lasts, at) : bisect_left(firsts, end)] if run.link else ()
        yield run, own if sum(max(p.widths) + max(p.spaces) for p in own) > width else ()
        at = end


def insert_soft_breaks(runs: Sequence[Run], parts: Sequence[Segment], width: float, fonts: Fonts) -> tuple[Run, ...]:
    """Put zero-width spaces into units, and into links of one word, that are wider than `width` em.

    They break where readers expect it; a stretch that is still too wide breaks between characters.
    """
    offsets = sorted(_all_soft_break_offsets(runs, parts, width, fonts))
    pieces: list[Run] = []
    at = 0
    for run in runs:
        own = offsets[bisect_left(offsets, at) : bisect_left(offsets, at + len(run.text))]
        texts = [run.text[a:b] for a, b in pairwise([0, *(offset - at for offset in own), len(run.text)])]
        pieces += _with_breaks(run, texts)
        at += len(run.text)
    return tuple(pieces)


def _all_soft_break_offsets(runs: Sequence[Run], parts: Sequence[Segment], width: float, fonts: Fonts) -> set[int]:
    """The offsets in a text at which a zero-width space is inserted.

    LibreOffice draws a link as one field, in which it ignores the break between two units: a wide link is divided there, too.
    """
    broken = {part.start: part for part in parts if max(part.widths) > width}
    offsets: set[int] = set()
    for _, own in wide_links(runs, parts, width):
        if any(max(part.spaces) or part.has_hard_break for part in own[:-1]):
            continue
        broken.update((part.start, part) for part in own)
        offsets.update(part.start for before, part in pairwise(own) if before.pieces[-1][0][-1] in _BREAK_AFTER)
    for part in broken.values():
        offsets.update(_soft_break_offsets(part, width, fonts))
    return offsets


def _with_breaks(run: Run, texts: Sequence[str]) -> Iterator[Run]:
    """The parts of a run with breaks between them; breaks in a link are outside of the link (see `with_split_links`)."""
    if not run.link:
        yield replace(run, text=ZERO_WIDTH_SPACE.join(texts))
        return
    for n, text in enumerate(texts):
        if n:
            yield replace(run, text=ZERO_WIDTH_SPACE, link=None)
        yield replace(run, text=text)


def merge_links(runs: Sequence[Run], parts: Sequence[Segment]) -> list[Segment]:
    """The units with those of each link merged: LibreOffice treats a link as one field, which begins a line if necessary."""
    result: list[Segment] = []
    firsts = [part.start for part in parts]
    at = done = 0
    for run in runs:
        at += len(run.text)
        own = parts[done : (done := bisect_left(firsts, at, done))]
        result += [_merge(own)] if run.link and own and not any(p.has_hard_break for p in own[:-1]) else own
    return [*result, *parts[done:]]


def _merge(parts: Sequence[Segment]) -> Segment:
    """Merge units into one; blanks at the end of a field take room even at the end of a line."""
    widths = [sum(p.widths[i] + p.spaces[i] + (p.kerning[i] if n else 0) for n, p in enumerate(parts)) for i in (0, 1)]
    pieces = tuple(piece for part in parts for piece in part.pieces)
    first, last = parts[0], parts[-1]
    return Segment(
        (widths[0], widths[1]), (0.0, 0.0), first.start, last.end, last.has_hard_break, pieces, first.kerning
    )


def broken_pieces(text: str) -> list[str]:
    """The pieces of the first word with a break where readers do not expect one (see `insert_soft_breaks`); empty if none has."""
    return next((word.split(ZERO_WIDTH_SPACE) for word in text.split() if _UNEXPECTED_BREAK.search(word)), [])


def with_shown_breaks(word: str) -> str:
    """A broken word with a bar at each break where readers do not expect one."""
    return _UNEXPECTED_BREAK.sub("|", word).replace(ZERO_WIDTH_SPACE, "")


def widest_unbreakable(parts: Sequence[Segment], fonts: Fonts) -> float:
    """Width in em of the widest stretch without a position where readers expect a break."""
    widest = 0.0
    for part in parts:
        stretch, before = (0.0, 0.0), ""
        for char, face in _clusters(part):
            if before and _is_expected_break(before, char):
                stretch = (0.0, 0.0)
            one, other = fonts.widths(char, *face)
            stretch = (stretch[0] + one, stretch[1] + other)
            widest, before = max(widest, *stretch), char
    return widest


def _soft_break_offsets(part: Segment, width: float, fonts: Fonts) -> Iterator[int]:
    """The offsets in a unit at which a zero-width space is inserted."""
    room = width * _FILL_SHARE if max(part.widths) > width else inf
    offset, stretch, before = part.start, 0.0, ""
    for char, face in _clusters(part):
        wide = max(fonts.widths(char, *face))
        if before and (_is_expected_break(before, char) or stretch + wide > room):
            yield offset
            stretch = 0.0
        stretch += wide
        offset, before = offset + len(char), char


def _clusters(part: Segment) -> Iterator[tuple[str, FaceStyle]]:
    """The grapheme clusters of a unit (a letter with its accents, a family of emoji), each with its face."""
    for text, face in part.pieces:
        for cluster in text if text.isascii() else clusters(text):
            yield cluster, face
