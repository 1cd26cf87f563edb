"""Paragraphs → lines: where text breaks, in the brand's font and in its fallback.

A line may break after spaces, after a hyphen before a letter, and after a dash: the places at which PowerPoint, Keynote
and LibreOffice all break, so that none of them draws more lines than are counted here. Text in scripts that do not
separate words by spaces breaks by UAX #14 (`breaks`). A word that alone is wider than the line gets places to break at from
`words` before it comes here; what is wider still (a character in a line narrower than itself) breaks between characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from deckgen.ir.blocks import Run
from deckgen.layout.breaks import line_units
from deckgen.layout.fonts import Fonts

_SPACED = re.compile(r"^[\x00-\u052f\u1e00-\u206f\u20a0-\u2bff]*$")
_WORDS = re.compile(r"[^ \t\n]*[ \t]*\n|[^ \t\n]+[ \t]*|[ \t]+")
_CLINGS = tuple("/!?,;:.)]}")
"""UAX #14 LB13: no break before these, not even after a blank; LibreOffice keeps to it ("and /" stays together)."""
_BEYOND_WORDS = re.compile(r"-|[ \t\n][/!?,;:.)\]}]")
"""Where the units of ASCII text are not just its words."""
_MAY_BREAK = re.compile("[-–—\u200b]")
_LONG = 200
"""From so many characters on, the units of a text are cached: they are asked for at each font size (in pixels)."""
_INSIDE = re.compile(r"(?<=[^\s-]-)(?=[^\W\d_])|(?<=[–—])(?=\w)|(?<=\u200b)")

Face = tuple[bool, bool]
Pair = tuple[float, float]


class Segment(Struct, frozen=True):
    """Text without a place to break at, and the white space behind it; `first` and `last` are its character offsets.

    `join` is what kerning adds or takes where it follows the segment before it on one line. All pairs are em, in the brand's
    font and in the fallback.
    """

    widths: Pair
    spaces: Pair
    first: int
    last: int
    hard: bool = False
    pieces: tuple[tuple[str, Face], ...] = ()
    join: Pair = (0.0, 0.0)


def break_units(text: str) -> Iterable[str]:
    """Cut text into units, each ending where a line may break (white space stays with the unit before it)."""
    if text.isascii() and not _BEYOND_WORDS.search(text):
        return _WORDS.findall(text)
    return _cached_units(text) if len(text) > _LONG else _joined_units(text)


@lru_cache(maxsize=32)
def _cached_units(text: str) -> tuple[str, ...]:
    return tuple(_joined_units(text))


def _joined_units(text: str) -> Iterator[str]:
    joined: list[str] = []
    for unit in _units(text):
        if joined and (joined[-1].endswith("\n") or not unit.startswith(_CLINGS)):
            yield "".join(joined)
            joined = []
        joined.append(unit)
    if joined:
        yield "".join(joined)


def _units(text: str) -> Iterator[str]:
    for word in _WORDS.findall(text):
        if not (word.isascii() or _SPACED.match(word)):
            yield from line_units(word)
        elif _MAY_BREAK.search(word):
            yield from (piece for piece in _INSIDE.split(word) if piece)
        else:
            yield word


def segments(runs: Sequence[Run], fonts: Fonts) -> tuple[Segment, ...]:
    """Measure the runs of a paragraph, unit by unit."""
    text = "".join([run.text for run in runs])
    faces: list[Face] = []
    for run in runs:
        faces += [(run.bold, run.italic)] * len(run.text)
    alike = faces[0] if len(set(faces)) == 1 else None
    found: list[Segment] = []
    offset = 0
    for unit in break_units(text):
        end = offset + len(unit)
        before = text[offset - 1 : offset]
        if alike is not None:
            widths, spaces, join, pieces = _known(unit, before, alike, fonts)
        else:
            if offset and faces[offset] != faces[offset - 1]:
                before = ""  # faces of their own are not kerned
            own = faces[offset:end]
            one_face = own[:-1] == own[1:]
            measures = _known(unit, before, own[0], fonts) if one_face else _measured(unit, before, own, fonts)
            widths, spaces, join, pieces = measures
        found.append(Segment(widths, spaces, offset, end, unit[-1] == "\n", pieces, join))
        offset = end
    return tuple(found)


Measures = tuple[Pair, Pair, Pair, tuple[tuple[str, Face], ...]]
"""Of a unit: width, width of the blanks behind it, kerning before it, and its pieces of one face each."""


def _known(unit: str, before: str, face: Face, fonts: Fonts) -> Measures:
    """Measure a unit of one face, or remember it: a deck says the same words again (a third of the time of layout)."""
    known = fonts.units[face][before]
    found: Measures | None = known.get(unit)
    if found is None:
        found = known[unit] = _measured(unit, before, [face] * len(unit), fonts)
    return found


def _measured(unit: str, before: str, faces: Sequence[Face], fonts: Fonts) -> Measures:
    """Measure a unit, of which each character has its face; it is kerned with the character `before` it, if any."""
    core = unit.rstrip(" \t\n")
    pieces = tuple(_pieces(core, faces))
    measured = [fonts.widths(piece, *face) for piece, face in pieces]
    widths = (sum([m[0] for m in measured]), sum([m[1] for m in measured]))
    spaces = _kern(_spaces, core[-1:], unit[len(core) :], faces[max(len(core) - 1, 0)], fonts)
    return widths, spaces, _kern(_join, before, unit[0], faces[0], fonts), pieces


def _kern(measure: Callable[[str, str, Face, Fonts], Pair], before: str, text: str, face: Face, fonts: Fonts) -> Pair:
    """Measure what stands between two units, or remember it: few characters meet again and again."""
    key = (measure, before, text, face)
    found: Pair | None = fonts.kerns.get(key)
    if found is None:
        found = fonts.kerns[key] = measure(before, text, face, fonts)
    return found


def _spaces(before: str, blanks: str, face: Face, fonts: Fonts) -> Pair:
    """Width of the white space behind a unit, kerned with its last character (Arial kerns a space after T or Y)."""
    shown = blanks.replace("\n", "").replace("\t", "    ")
    if not shown:
        return (0.0, 0.0)
    both, alone = fonts.widths(before + shown, *face), fonts.widths(before, *face)
    return (both[0] - alone[0], both[1] - alone[1])


def _join(before: str, first: str, face: Face, fonts: Fonts) -> Pair:
    """Kerning between a unit's first character and the one before it."""
    if before in ("", "\n", "\t"):
        return (0.0, 0.0)
    one, other, both = (fonts.widths(part, *face) for part in (before, first, before + first))
    return (both[0] - one[0] - other[0], both[1] - one[1] - other[1])


def _pieces(text: str, faces: Sequence[Face]) -> Iterator[tuple[str, Face]]:
    """Cut a unit where the face changes."""
    if faces[:-1] == faces[1:]:
        if text:
            yield text, faces[0]
        return
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or faces[i] != faces[start]:
            yield text[start:i], faces[start]
            start = i


def line_starts(parts: Sequence[Segment], width: float, which: int, fonts: Fonts) -> list[int]:
    """Character offsets at which the lines begin, for a line of `width` em in font `which` (0 brand, 1 fallback)."""
    return broken_lines(parts, width, which, fonts)[0]


def broken_lines(parts: Sequence[Segment], width: float, which: int, fonts: Fonts) -> tuple[list[int], float]:
    """The same, and how much of a line the fullest takes in em: any line at least so wide, and no wider, breaks alike."""
    starts, x, fullest, empty = [0], 0.0, 0.0, True
    for part in parts:
        wide = part.widths[which]
        if not empty:
            x += part.join[which]
            if x + wide > width:
                starts.append(part.first)
                x, empty = 0.0, True
        if empty and wide > width:
            x, fullest = _break_word(part, width, which, fonts, starts), width
        else:
            x += wide
        fullest = max(fullest, x)
        x += part.spaces[which]
        empty = False
        if part.hard:
            starts.append(part.last)
            x, empty = 0.0, True
    return starts, fullest


def _break_word(part: Segment, width: float, which: int, fonts: Fonts, starts: list[int]) -> float:
    """Break a too long word between its characters; returns where its last line ends."""
    x, offset = 0.0, part.first
    for text, face in part.pieces:
        for char in text:
            wide = fonts.widths(char, *face)[which]
            if x > 0 and x + wide > width:
                starts.append(offset)
                x = 0.0
            x += wide
            offset += 1
    return x


class Extent(Struct, frozen=True):
    """Widths of text in em, in the wider of the two fonts: of its widest unit, and of its longest line.

    That is the text on as few lines as its `hard` breaks allow.
    """

    longest: float
    full: float
    hard: bool


def extent(runs: Sequence[Run], fonts: Fonts) -> Extent:
    """Measure text without keeping its units: most cells of a table are never broken, and it takes a quarter of the time."""
    faces = {(run.bold, run.italic) for run in runs if run.text}
    if len(faces) != 1:
        return _extent_of(segments(runs, fonts))
    face = faces.pop()
    behind = fonts.units[face]
    known, before = behind[""], ""
    longest = full = first = second = blank = other_blank = 0.0
    hard = False
    for unit in break_units("".join([run.text for run in runs])):
        (wide, other), blanks, (join, other_join), _ = known.get(unit) or _known(unit, before, face, fonts)
        first += blank + join + wide
        second += other_blank + other_join + other
        blank, other_blank = blanks
        longest = max(longest, wide)
        longest = max(longest, other)
        if unit[-1] != before:
            before = unit[-1]
            known = behind[before]
        if before == "\n":
            full, hard = max(full, first, second), True
            first = second = blank = other_blank = 0.0
    return Extent(longest, max(full, first, second), hard)


def _extent_of(parts: Sequence[Segment]) -> Extent:
    full, at = 0.0, [0.0, 0.0]
    for part in parts:
        at = [at[i] + part.join[i] + part.widths[i] for i in (0, 1)]
        full = max(full, *at)
        at = [0.0, 0.0] if part.hard else [at[i] + part.spaces[i] for i in (0, 1)]
    return Extent(max((max(p.widths) for p in parts), default=0.0), full, any(p.hard for p in parts))
