"""The direction in which a language is written: places mirrored for it, and marks for what is read from left to right in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from deckgen.ir.frames import Box, Insets

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


@lru_cache(maxsize=64)
def is_right_to_left(language: str) -> bool:
    """Return whether a language is written from right to left (by its primary subtag as defined in BCP 47)."""
    return language.lower().partition("-")[0] in _RIGHT_TO_LEFT


def is_in_arabic_letters(language: str) -> bool:
    """Whether a language (BCP 47) is written in Arabic letters, of which some fonts have lines twice as high as the type."""
    return is_right_to_left(language) and language.lower().partition("-")[0] not in ("arc", "dv", "he", "yi")


class Mirror:
    """Mirrors places about the vertical line in the middle between `left` and `right` (EMU)."""

    def __init__(self, left: int, right: int) -> None:
        self._sum = left + right

    def box(self, box: Box) -> Box:
        """Return a box on the other side of the line."""
        return replace(box, x=self._sum - box.right)


def mirrored_insets(insets: Insets) -> Insets:
    """Return insets with left and right exchanged."""
    return replace(insets, left=insets.right, right=insets.left)


LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"
_RIGHT_TO_LEFT_CLASSES = frozenset({"R", "AL"})
_WORD = re.compile(r"\S+")
_AFTER_STRETCH = ".,;:!?…،؛؟۔·"
"""What ends a sentence or a part of one, and then belongs to the text around a stretch."""
_BRACKETS = {"(": ")", "[": "]"}


def has_right_to_left_letters(text: str) -> bool:
    """Whether a text has a letter of a script that is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT_CLASSES for char in text)


def marked_parts(text: str) -> list[str]:
    """Return the parts of a text from right to left, with marks by which figures and Latin words keep their order.

    Each part is such a figure, or the text before the next one. Without the marks, the sign of `+8.1%` would
    stand at its right, and a range would be read from its end (Unicode Standard Annex 9, W2 to W7, N1). They are marks, not
    isolates, since programs of before 2014 show isolates as boxes.
    """
    parts, at = [], 0
    for start, end in _stretches(text):
        parts += [keeping_apart(text[at:start]), _marked(text[start:end])]
        at = end
    return [part for part in (*parts, keeping_apart(text[at:]) if at else text) if part]


def keeping_apart(between: str) -> str:
    """Return punctuation that ends a part of a sentence with a mark, by which the figures around it stay two; others as they are.

    Else `(3): +5%` is one figure, which is read from left to right, and its end would come first.
    """
    divides = any(char in _AFTER_STRETCH for char in between) and not any(map(str.isalnum, between))
    is_marked = between.startswith(RIGHT_TO_LEFT_MARK)
    return f"{RIGHT_TO_LEFT_MARK}{between}" if divides and not is_marked else between


def _marked(stretch: str) -> str:
    """Return a stretch with the marks that it needs: none if it begins and ends with a letter, or is one number."""
    before = "" if stretch[0].isalpha() or stretch.isalnum() else LEFT_TO_RIGHT_MARK
    after = "" if stretch[-1].isalnum() else LEFT_TO_RIGHT_MARK
    return f"{before}{stretch}{after}"


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each stretch of words that are read from left to right begins and ends; a whole text without others is one."""
    if not has_right_to_left_letters(text):
        stripped = text.strip()
        if any(char.isalnum() for char in stripped):
            start = text.index(stripped)
            yield start, start + len(stripped)
        return
    start = end = -1
    for word in _WORD.finditer(text):
        is_foreign = any(map(str.isalnum, word[0])) and not has_right_to_left_letters(word[0])
        if is_foreign and start < 0:
            start = word.start()
        if is_foreign:
            end = word.end()
        if start >= 0 and (not is_foreign or word[0][-1] in _AFTER_STRETCH):
            yield _trimmed(text, start, end)
            start = -1
    if start >= 0:
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the punctuation and the brackets that belong to the text around it."""
    while end > start and text[end - 1] in _AFTER_STRETCH:
        end -= 1
    for opening, closing in _BRACKETS.items():
        stretch = text[start:end]
        if stretch.startswith(opening) and closing not in stretch:
            start += 1
        elif stretch.endswith(closing) and opening not in stretch:
            end -= 1
    return start, end
