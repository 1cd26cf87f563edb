"""Paragraphs → lines: where text breaks, in the brand's font and in its fallback.

A line breaks between units (`line_breaking`). `words` has already inserted breaks into words that are wider than the line; a unit
that is still wider breaks between characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.blocks import Run
from deckgen.layout.fonts import FIRST_EAST_ASIAN, Fonts, space_between
from deckgen.line_breaking.units import break_units

FaceStyle = tuple[bool, bool, bool]
"""Whether a face is bold, whether it is italic, and whether it has half the size."""
Pair = tuple[float, float]


class Segment(Struct, frozen=True):
    """An unbreakable unit of text of a `length` in characters with the white space after it.

    `kerning` is added if the segment before it is on the same line. `pieces` are its parts of one face each. All pairs are em,
    in the brand's font and in the fallback. A text has the same segment wherever it stands after the same character.
    """

    widths: Pair
    spaces: Pair
    length: int
    has_hard_break: bool = False
    pieces: tuple[tuple[str, FaceStyle], ...] = ()
    kerning: Pair = (0.0, 0.0)


def offsets(parts: Sequence[Segment]) -> list[int]:
    """The offsets in characters at which units begin, and that at which the last of them ends."""
    return [*accumulate([part.length for part in parts], initial=0)]


def segments(runs: Sequence[Run], fonts: Fonts) -> tuple[Segment, ...]:
    """Measure the runs of a paragraph, unit by unit."""
    if len(runs) == 1:
        [run] = runs
        return _segments_of_one_face(run.text, (run.bold, run.italic, run.small), fonts)
    text = "".join([run.text for run in runs])
    faces: list[FaceStyle] = []
    for run in runs:
        faces += [(run.bold, run.italic, run.small)] * len(run.text)
    if len(set(faces)) == 1:
        return _segments_of_one_face(text, faces[0], fonts)
    result: list[Segment] = []
    offset, unit_before = 0, ""
    for unit in break_units(text):
        end = offset + len(unit)
        before = _end_before(unit_before, unit)
        # There is no kerning between different faces, only the space beside East Asian letters.
        is_kerned = bool(offset) and faces[offset] == faces[offset - 1]
        between = space_between(before, unit) if before and not is_kerned else 0.0
        own = faces[offset:end]
        kerned = before if is_kerned else ""
        is_of_one_face = own[:-1] == own[1:]
        part = _cached_unit(unit, kerned, own[0], fonts) if is_of_one_face else _measure_unit(unit, kerned, own, fonts)
        result.append(replace(part, kerning=(between, between)) if between else part)
        offset, unit_before = end, unit
    return tuple(result)


def _end_before(before: str, unit: str) -> str:
    """Return the end of the unit before another that decides the distance to it: its last letter, and a blank after that."""
    last = before[-1:]
    is_east_asian = last == " " and (unit[0] >= FIRST_EAST_ASIAN or before[-2:] >= FIRST_EAST_ASIAN)
    return before[-2:] if is_east_asian else last


def _segments_of_one_face(text: str, face: FaceStyle, fonts: Fonts) -> tuple[Segment, ...]:
    units_after, units = fonts.unit_cache[face], [*break_units(text)]
    ends = [unit[-1:] for unit in ["", *units]] if text.isascii() else list(map(_end_before, ["", *units], units))
    pairs = zip(ends, units, strict=False)  # nothing is after the last unit
    return tuple([units_after[end].get(unit) or _cached_unit(unit, end, face, fonts) for end, unit in pairs])


def _cached_unit(unit: str, before: str, face: FaceStyle, fonts: Fonts) -> Segment:
    """Measure a unit of one face, or take it from the cache, which saves a third of the time of layout: decks repeat words."""
    known = fonts.unit_cache[face][before]
    part: Segment | None = known.get(unit)
    if part is None:
        core = unit.rstrip(" \t\n")
        widths, pieces = (fonts.widths(core, *face), ((core, face),)) if core else ((0.0, 0.0), ())
        spaces = _cached_pair(_space_width, core[-1:], unit[len(core) :], face, fonts)
        kerning = _cached_pair(_kerning, before, unit[0], face, fonts)
        part = known[unit] = Segment(widths, spaces, len(unit), unit[-1] == "\n", pieces, kerning)
    return part


def _measure_unit(unit: str, before: str, faces: Sequence[FaceStyle], fonts: Fonts) -> Segment:
    """Measure a unit of several faces, which are those of its characters; it is kerned with the character `before` it, if any."""
    core = unit.rstrip(" \t\n")
    pieces = tuple(_split_by_face(core, faces))
    measured = [fonts.widths(piece, *face) for piece, face in pieces]
    between = sum(space_between(one, other) for (one, _), (other, _) in pairwise(pieces))
    widths = (sum([m[0] for m in measured]) + between, sum([m[1] for m in measured]) + between)
    spaces = _cached_pair(_space_width, core[-1:], unit[len(core) :], faces[max(len(core) - 1, 0)], fonts)
    kerning = _cached_pair(_kerning, before, unit[0], faces[0], fonts)
    return Segment(widths, spaces, len(unit), unit[-1] == "\n", pieces, kerning)


def _cached_pair(
    measure: Callable[[str, str, FaceStyle, Fonts], Pair], before: str, text: str, face: FaceStyle, fonts: Fonts
) -> Pair:
    """Measure the space or kerning between two units, or take it from the cache: there are few different pairs of characters."""
    key = (measure, before, text, face)
    pair: Pair | None = fonts.kerning_cache.get(key)
    if pair is None:
        pair = fonts.kerning_cache[key] = measure(before, text, face, fonts)
    return pair


def _space_width(before: str, blanks: str, face: FaceStyle, fonts: Fonts) -> Pair:
    """Width of the white space after a unit, kerned with its last character (Arial kerns a space after T or Y)."""
    shown = blanks.replace("\n", "").replace("\t", "    ")
    if not shown:
        return (0.0, 0.0)
    both, alone = fonts.widths(before + shown, *face), fonts.widths(before, *face)
    return (both[0] - alone[0], both[1] - alone[1])


def _kerning(before: str, first: str, face: FaceStyle, fonts: Fonts) -> Pair:
    """Kerning between a unit's first character and the one before it."""
    if before[-1:] in ("", "\n", "\t"):
        return (0.0, 0.0)
    one, other, both = (fonts.widths(part, *face) for part in (before, first, before + first))
    return (both[0] - one[0] - other[0], both[1] - one[1] - other[1])


def _split_by_face(text: str, faces: Sequence[FaceStyle]) -> Iterator[tuple[str, FaceStyle]]:
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
    return break_lines(parts, width, which, fonts)[0]


def break_lines(parts: Sequence[Segment], width: float, which: int, fonts: Fonts) -> tuple[list[int], float]:
    """The same as `line_starts`, and the width in em of the fullest line.

    Text breaks in the same way at any width from that of its fullest line up to `width`.
    """
    starts, x, fullest, empty, offset = [0], 0.0, 0.0, True, 0
    for part in parts:
        wide = part.widths[which]
        if not empty:
            x += part.kerning[which]
            if x + wide > width:
                starts.append(offset)
                x, empty = 0.0, True
        if empty and wide > width:
            x, fullest = _break_word(part, offset, width, which, fonts, starts), width
        else:
            x += wide
        if x > fullest:  # noqa: PLR1730 -- `max` takes four times as long
            fullest = x
        x += part.spaces[which]
        empty = False
        offset += part.length
        if part.has_hard_break:
            starts.append(offset)
            x, empty = 0.0, True
    return starts, fullest


def whole_line_count(parts: Sequence[Segment], width: float, which: int) -> int:
    """The number of lines of `width` em if a word that is wider than a line is not broken."""
    count, x, empty = 1, 0.0, True
    for part in parts:
        if not empty:
            x += part.kerning[which]
            if x + part.widths[which] > width:
                count, x = count + 1, 0.0
        x += part.widths[which] + part.spaces[which]
        empty = False
        if part.has_hard_break:
            count, x, empty = count + 1, 0.0, True
    return count


def _break_word(part: Segment, offset: int, width: float, which: int, fonts: Fonts, starts: list[int]) -> float:
    """Break a too long word between its characters, and append to `starts`; returns the width in em of its last line."""
    x = 0.0
    for text, face in part.pieces:
        widths = fonts.character_widths(text, which, face)  # each once: a crafted word repeats few characters
        for char in text:
            wide = widths[char]
            if x > 0 and x + wide > width:
                starts.append(offset)
                x = 0.0
            x += wide
            offset += 1
    return x


class TextExtent(Struct, frozen=True):
    """Widths of text in em, in the wider of the two fonts: of its widest unit, and of its widest line.

    Lines end only at hard breaks here.
    """

    widest_unit: float
    widest_line: float
    has_hard_break: bool


def text_extent(parts: Sequence[Segment]) -> TextExtent:
    """Return the extent of the text of some units."""
    widest_unit = widest_line = first = second = blank = other_blank = 0.0
    has_hard_break = False
    for part in parts:
        (wide, other), (kerning, other_kerning) = part.widths, part.kerning
        first += blank + kerning + wide
        second += other_blank + other_kerning + other
        blank, other_blank = part.spaces
        if wide > widest_unit:  # noqa: PLR1730 -- as in `break_lines`
            widest_unit = wide
        if other > widest_unit:  # noqa: PLR1730
            widest_unit = other
        if part.has_hard_break:
            widest_line, has_hard_break = max(widest_line, first, second), True
            first = second = blank = other_blank = 0.0
    line = first if first > second else second
    return TextExtent(widest_unit, line if line > widest_line else widest_line, has_hard_break)
