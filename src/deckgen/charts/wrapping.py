"""The text of a label → its lines: broken between words, in scripts without spaces by UAX #14, and words divided with hyphens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from deckgen.line_breaking.hyphenation import HYPHEN, SOFT_HYPHEN
from deckgen.line_breaking.units import break_units

Fits = Callable[[str], bool]
"""Whether a text fits a line."""
Hyphenate = Callable[[str], Sequence[Sequence[int]]]
"""Returns the offsets at which a word may be divided: those that are preferred, and all of them."""


def never(_: str) -> Sequence[Sequence[int]]:
    """Divide no word."""
    return ()


class Part(Struct, frozen=True):
    """A part of a text after which a line may end: with `before` it inside of a line, and a `hyphen` at the end of one."""

    before: str
    text: str
    hyphen: str = ""


def parts_of_text(text: str, fits: Fits, hyphenate: Hyphenate) -> Iterator[Part]:
    """Yield the words of a text; a word that is wider than a line as several parts."""
    for word in text.split():
        if fits(word):
            yield Part(" ", word)
            continue
        before = " "
        for unit in break_units(word):
            for piece in [unit] if fits(unit) else _divided(unit, fits, hyphenate):
                yield Part(before, piece.removesuffix(SOFT_HYPHEN), HYPHEN if piece.endswith(SOFT_HYPHEN) else "")
                before = ""


def _divided(unit: str, fits: Fits, hyphenate: Hyphenate) -> list[str]:
    """Return the pieces of a unit that is wider than a line, with a soft hyphen where they are divided with a hyphen."""
    pieces = [unit]
    for offsets in hyphenate(unit):
        ends = [*offsets, len(unit)]
        pieces = [unit[a:b] + SOFT_HYPHEN * (b < len(unit)) for a, b in zip([0, *offsets], ends, strict=True)]
        if all(fits(piece.replace(SOFT_HYPHEN, HYPHEN)) for piece in pieces):
            break
    return pieces


def fill_lines(parts: Sequence[Part], fits: Fits, count: int) -> tuple[list[str], bool]:
    """Put parts on at most `count` lines; returns also whether all have room: if not, the last line has the rest.

    A part that is longer than a line is one.
    """
    lines, hyphen = [""], ""
    for number, part in enumerate(parts):
        longer = f"{lines[-1]}{part.before}{part.text}" if lines[-1] else part.text
        if not lines[-1] or fits(longer + part.hyphen):
            lines[-1] = longer
        elif len(lines) == count:
            lines[-1] += "".join([left.before + left.text for left in parts[number:]])
            return lines, False
        else:
            lines[-1] += hyphen
            lines.append(part.text)
        hyphen = part.hyphen
    return lines, True
