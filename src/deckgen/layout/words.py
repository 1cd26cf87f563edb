"""Words and links wider than their line, and where they break.

A word is divided with a hyphen where that is allowed (`line_breaking.hyphenation`, `divisions`). Other breaks are zero-width
spaces (U+200B) in the text itself, so that every renderer breaks at the same positions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from math import inf

from msgspec.structs import replace

from deckgen.ir.blocks import Run
from deckgen.ir.direction import RIGHT_TO_LEFT_MARK, has_right_to_left_letters
from deckgen.layout.divisions import Hyphenate, stretches, unit_clusters
from deckgen.layout.fonts import Fonts
from deckgen.layout.lines import Segment, offsets
from deckgen.line_breaking.hyphenation import DIVISION, HYPHEN, is_address

ZERO_WIDTH_SPACE = "\u200b"
_BREAK_AFTER = "/-_.?&=@\\"
"""Characters after which readers expect a break."""
_WORD = r"\s*\S+\s*$|\s*\S+\s+|\s+"
_BETWEEN_BLANKS = re.compile(r"\S+")
_IN_FIGURE = ".-"
"""Before a digit, these belong to a figure (`8.1%`, `-5`): readers do not expect a break."""
_FIGURE = r"[^\w\s]{0,4}[^\W\d_]{0,3}[^\w\s]{0,2}\d[\d.,'’\u00a0\u202f]*+[^\w\s]{0,3}[^\W\d_]{0,3}[^\w\s]{0,4}\s*"
_UNEXPECTED_BREAK = re.compile(
    f"(?<![{re.escape(_BREAK_AFTER)}]){ZERO_WIDTH_SPACE}|(?<=[{re.escape(_IN_FIGURE)}]){ZERO_WIDTH_SPACE}(?=\\d)"
)
_DIVIDED = "\u2027"
"""Stands for a division in a text that is cut into words."""
_ANY_BREAK = re.compile(f"[{ZERO_WIDTH_SPACE}{_DIVIDED}]")
_DIVIDED_OR_TORN = re.compile(f"{_DIVIDED}|{_UNEXPECTED_BREAK.pattern}")


def _never(_: str) -> Sequence[Sequence[int]]:
    """A function by which no word may be divided."""
    return ()


def is_figure(word: str) -> bool:
    """Whether a word is a number with its sign, currency and short unit: `+8.1%`, `$8.1M`, `(99K)`."""
    return re.fullmatch(_FIGURE, word) is not None


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
    """Split links wider than `width` em into a link for each word, since LibreOffice breaks a link between any two letters.

    It orders links beside each other from left to right: those from right to left have a mark between them.
    """
    result: list[Run] = []
    for run, own in wide_links(runs, parts, width):
        words = [replace(run, text=text) for text in (re.findall(_WORD, run.text) if own else [run.text])]
        if len(words) > 1 and has_right_to_left_letters(run.text):
            mark = replace(run, text=RIGHT_TO_LEFT_MARK, link=None)
            words = [words[0], *(each for word in words[1:] for each in (mark, word))]
        result += words
    return tuple(result)


def wide_links(runs: Sequence[Run], parts: Sequence[Segment], width: float) -> Iterator[tuple[Run, range]]:
    """Each run, and if it is a link that is wider than `width` em on one line, the numbers of its units."""
    bounds = offsets(parts)
    firsts, lasts = bounds[:-1], bounds[1:]
    at = 0
    for run in runs:
        end = at + len(run.text)
        own = range(bisect_right(lasts, at), bisect_left(firsts, end)) if run.link else range(0)
        yield run, own if sum(max(parts[n].widths) + max(parts[n].spaces) for n in own) > width else range(0)
        at = end


def insert_breaks(
    runs: Sequence[Run], parts: Sequence[Segment], width: float, fonts: Fonts, hyphenate: Hyphenate = _never
) -> tuple[Run, ...]:
    """Put breaks into units, and into links of one word, that are wider than `width` em.

    They break where readers expect it; a stretch that is still too wide is divided with hyphens where `hyphenate` allows it, and
    a piece that is still too wide breaks between characters.
    """
    breaks = _all_breaks(runs, parts, width, fonts, hyphenate)
    offsets = sorted(breaks)
    pieces: list[Run] = []
    at = 0
    for run in runs:
        own = offsets[bisect_left(offsets, at) : bisect_left(offsets, at + len(run.text))]
        texts = [run.text[a:b] for a, b in pairwise([0, *(offset - at for offset in own), len(run.text)])]
        pieces += _with_breaks(run, texts, [breaks[offset] for offset in own])
        at += len(run.text)
    return tuple(pieces)


def _all_breaks(
    runs: Sequence[Run], parts: Sequence[Segment], width: float, fonts: Fonts, hyphenate: Hyphenate
) -> dict[int, str]:
    """What is inserted into a text, by its offset: a zero-width space or a division.

    LibreOffice draws a link as one field, in which it ignores the break between two units: a wide link is divided there, too.
    """
    starts = offsets(parts)
    broken = {start for start, part in zip(starts, parts, strict=False) if max(part.widths) > width}
    breaks: dict[int, str] = {}
    for _, own in wide_links(runs, parts, width):
        if any(max(parts[n].spaces) or parts[n].has_hard_break for n in own[:-1]):
            continue
        broken.update(starts[n] for n in own)
        after = [starts[n] for before, n in pairwise(own) if parts[before].pieces[-1][0][-1] in _BREAK_AFTER]
        breaks.update(dict.fromkeys(after, ZERO_WIDTH_SPACE))
    addresses = _addresses("".join([run.text for run in runs])) if broken else []
    used = [0.0, 0.0]
    for start, part in zip(starts, parts, strict=False):
        used = [0.0 if x + k + w > width else x + k for x, k, w in zip(used, part.kerning, part.widths, strict=True)]
        if start in broken:
            is_in_address = bisect_right(addresses, start) % 2
            can_divide = max(part.widths) > width and not is_in_address
            breaks.update(_breaks(part, start, width, width - max(used), fonts, hyphenate if can_divide else _never))
        used = [
            0.0 if part.has_hard_break else x + w + s for x, w, s in zip(used, part.widths, part.spaces, strict=True)
        ]
    return breaks


def _addresses(text: str) -> list[int]:
    """The offsets at which addresses in a text begin and end, in turn."""
    return [offset for word in _BETWEEN_BLANKS.finditer(text) if is_address(word[0]) for offset in word.span()]


def _with_breaks(run: Run, texts: Sequence[str], breaks: Sequence[str]) -> Iterator[Run]:
    """The parts of a run with breaks between them; breaks in a link are outside of the link (see `with_split_links`).

    The hyphen of a division is a part of the word before it.
    """
    if not run.link:
        yield replace(run, text="".join([part for pair in zip_longest(texts, breaks, fillvalue="") for part in pair]))
        return
    for text, after in zip_longest(texts, breaks, fillvalue=""):
        hyphen = HYPHEN if after == DIVISION else ""
        yield replace(run, text=text + hyphen)
        if after:
            yield replace(run, text=after.removeprefix(hyphen), link=None)


def merge_links(runs: Sequence[Run], parts: Sequence[Segment]) -> list[Segment]:
    """The units with those of each link merged: LibreOffice treats a link as one field, which begins a line if necessary."""
    result: list[Segment] = []
    firsts = offsets(parts)[:-1]
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
    length = sum(part.length for part in parts)
    return Segment((widths[0], widths[1]), (0.0, 0.0), length, last.has_hard_break, pieces, first.kerning)


def broken_pieces(text: str) -> list[str]:
    """The pieces of the first word that is divided, or has a break where readers do not expect one; empty if there is none."""
    return _pieces_of_first(text, _DIVIDED_OR_TORN)


def torn_pieces(text: str) -> list[str]:
    """The pieces of the first word with a break where readers do not expect one (see `insert_breaks`); empty if none has."""
    return _pieces_of_first(text, _UNEXPECTED_BREAK)


def _pieces_of_first(text: str, broken: re.Pattern[str]) -> list[str]:
    words = text.replace(DIVISION, _DIVIDED).split()
    return next((_ANY_BREAK.split(word) for word in words if broken.search(word)), [])


def with_shown_breaks(word: str) -> str:
    """A broken word with a bar at each break where readers do not expect one."""
    return _UNEXPECTED_BREAK.sub("|", word).replace(ZERO_WIDTH_SPACE, "")


def widest_unbreakable(parts: Sequence[Segment], fonts: Fonts) -> float:
    """Width in em of the widest stretch without a position where readers expect a break."""
    widest = 0.0
    for part in parts:
        stretch, before = (0.0, 0.0), ""
        for char, face in unit_clusters(part):
            if before and _is_expected_break(before, char):
                stretch = (0.0, 0.0)
            one, other = fonts.widths(char, *face)
            stretch = (stretch[0] + one, stretch[1] + other)
            widest, before = max(widest, *stretch), char
    return widest


def _breaks(
    part: Segment, at: int, width: float, first_room: float, fonts: Fonts, hyphenate: Hyphenate
) -> Iterator[tuple[int, str]]:
    """What is inserted into a unit `at` an offset, with its own; a division where a word must break and may be divided."""
    word = "".join([text for text, _ in part.pieces])
    tiers = [[at + offset for offset in allowed] for allowed in hyphenate(word)]
    room = width if max(part.widths) > width else inf
    for stretch in stretches(part, at, fonts, _is_expected_break):
        start, end = stretch.ends[0], stretch.ends[-1]
        if start > at:
            yield start, ZERO_WIDTH_SPACE
            first_room = width
        divisions = stretch.divisions(tiers, first_room, width) if stretch.width > width else []
        yield from ((offset, DIVISION) for offset in divisions)
        for piece_start, piece_end in pairwise([start, *divisions, end]):
            own_room = room - stretch.hyphen if piece_end < end else room
            for offset in stretch.breaks_between_characters(piece_start, piece_end, own_room):
                yield offset, ZERO_WIDTH_SPACE
