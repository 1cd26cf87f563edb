"""A word that is wider than its line → where it is divided with hyphens, and where else between two characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from deckgen.layout.fonts import Fonts, space_between
from deckgen.layout.lines import FaceStyle, Segment
from deckgen.line_breaking.breaks import clusters

Hyphenate = Callable[[str], Sequence[Sequence[int]]]
"""A function from a word to the offsets in it at which it may be divided: those that are preferred, and all of them."""

FILL_SHARE = 0.9
"""The share of a line that is filled with single characters: kerning and rounding of each add up."""
_PIECE_SHARE = 0.98
"""The share of a line that a piece of a divided word may take, measured by its characters."""
_NARROWER = 0.9, 0.8, 0.7, 0.6
"""The parts of a line with which even pieces are tried."""


class _WidePiece(Struct, frozen=True):
    """A piece of a word from `start` to `end`, and the places where it may be divided, all as widths in em up to them."""

    places: Sequence[float]
    start: float
    end: float
    hyphen: float

    def even(self, first_room: float, room: float) -> list[float]:
        """Return the places at which as few pieces as possible are most alike."""
        chosen = self._greedy(first_room, room)
        for share in _NARROWER:
            even = self._greedy(min(first_room, room * share), room * share)
            if len(even) == len(chosen) and self._widest(even) <= room:
                chosen = even
        return chosen

    def _greedy(self, first_room: float, room: float) -> list[float]:
        """Return the places at which each piece is as long as its line allows; one without such a place is longer."""
        chosen: list[float] = []
        start, limit = self.start, first_room - self.hyphen
        while self.end - start > room and (first := bisect_right(self.places, start)) < len(self.places):
            number = bisect_right(self.places, start + limit) - 1
            if number < first and not chosen and limit < room - self.hyphen:
                limit = room - self.hyphen  # on a line of its own
                continue
            start, limit = self.places[max(number, first)], room - self.hyphen
            chosen.append(start)
        return chosen

    def _widest(self, chosen: Sequence[float]) -> float:
        return max(end - start for start, end in pairwise([self.start, *chosen, self.end])) + self.hyphen


class Stretch(Struct, frozen=True):
    """A part of a unit between two positions where readers expect a break.

    `ends` are the offsets at which its grapheme clusters end, `widths` its widths in em up to each of these, in the wider of
    both fonts; both begin with that of its start. `hyphen` is the width of a hyphen.
    """

    ends: tuple[int, ...]
    widths: tuple[float, ...]
    hyphen: float

    @property
    def width(self) -> float:
        """Its width in em."""
        return self.widths[-1]

    def divisions(self, tiers: Sequence[Sequence[int]], first_room: float, room: float) -> list[int]:
        """Return the offsets at which it is divided, so that its pieces fit lines of `room` em, as evenly as possible.

        A piece that does not fit with the first of the `tiers` of allowed offsets is divided by the next. Its first piece may
        stand behind other words, in `first_room`.
        """
        known = dict(zip(self.ends, self.widths, strict=True))
        room, first = room * _PIECE_SHARE, first_room * _PIECE_SHARE
        divided: list[int] = []
        for allowed in tiers:
            bounds = [self.ends[0], *divided, self.ends[-1]]
            for start, end in pairwise(bounds):
                if known[end] - known[start] + (self.hyphen if end < bounds[-1] else 0) <= room:
                    continue
                places = {known[offset]: offset for offset in allowed if start < offset < end and offset in known}
                piece = _WidePiece(sorted(places), known[start], known[end], self.hyphen)
                divided += [places[width] for width in piece.even(first if start == bounds[0] else room, room)]
            divided.sort()
        return divided

    def breaks_between_characters(self, start: int, end: int, room: float) -> Iterator[int]:
        """Yield where a piece of it from `start` to `end` breaks between characters, if it is wider than `room` em."""
        known = dict(zip(self.ends, self.widths, strict=True))
        if known[end] - known[start] <= room:
            return
        begun = known[start]
        for before, after in pairwise(offset for offset in self.ends if start <= offset <= end):
            if before > start and known[after] - begun > room * FILL_SHARE:
                yield before
                begun = known[before]


def stretches(
    part: Segment, start: int, fonts: Fonts, is_expected_break: Callable[[str, str], bool]
) -> Iterator[Stretch]:
    """Yield the stretches of a unit that begins at an offset."""
    ends, widths = [start], [0.0]
    before = ""  # the last two characters, which decide on the space beside East Asian letters
    hyphen = max(fonts.widths("-", *part.pieces[0][1])) if part.pieces else 0.0
    for char, face in unit_clusters(part):
        between = space_between(before, char)
        if before and is_expected_break(before[-1], char):
            yield Stretch(tuple(ends), tuple(accumulate(widths)), hyphen)
            ends, widths, between = [ends[-1]], [0.0], 0.0
        ends.append(ends[-1] + len(char))
        widths.append(max(fonts.widths(char, *face)) + between)
        before = (before + char)[-2:]
    yield Stretch(tuple(ends), tuple(accumulate(widths)), hyphen)


def unit_clusters(part: Segment) -> Iterator[tuple[str, FaceStyle]]:
    """The grapheme clusters of a unit (a letter with its accents, a family of emoji), each with its face."""
    for text, face in part.pieces:
        for cluster in text if text.isascii() else clusters(text):
            yield cluster, face
