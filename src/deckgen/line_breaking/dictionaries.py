"""Thai, Lao, Khmer and Burmese text → where its lines may end: between words, which no spaces separate.

The words are those of ICU, the library that LibreOffice, browsers and Keynote use. It comes with the package icu4py, the extra
`dictionaries`. Without it, a line is taken to end after every few characters, as many as a long word has, so that rather too
many lines are counted than too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import accumulate, pairwise

from deckgen.line_breaking.breaks import clusters

_LETTERS = {
    "th": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "lo": "\u0e81-\u0ece\u0edc-\u0edf",
    "my": "\u1000-\u103f\u1050-\u108f\u109a-\u109f\uaa60-\uaa7f",
    "km": "\u1780-\u17d3\u17d7\u17dc\u17dd",
}
"""The letters and marks of each script, by a language that is written in it; not its digits."""
_STRETCH = "|".join(f"(?P<{language}>[{letters}]++)" for language, letters in _LETTERS.items())
_LONG_WORD = 6
"""The number of characters, with their marks, of a long word: most have three or four."""
_MAX_CACHED_LENGTH = 64


def needs_dictionary(text: str) -> bool:
    """Whether a text has words whose ends only a dictionary knows."""
    return not text.isascii() and any(len(match[0]) > _LONG_WORD for match in re.finditer(_STRETCH, text))


@cache
def has_dictionaries() -> bool:
    """Whether the words of these languages are known on this machine."""
    return find_spec("icu4py") is not None


def dictionary_units(unit: str) -> Iterator[str]:
    """Cut a unit of UAX #14 where a word in it ends and the next begins; what else stands beside a word stays with it."""
    ends = [
        match.start() + end
        for match in re.finditer(_STRETCH, unit)
        for end in _inner_ends(match[0], str(match.lastgroup))
    ]
    return (unit[start:end] for start, end in pairwise([0, *ends, len(unit)]))


def _inner_ends(stretch: str, language: str) -> tuple[int, ...]:
    find = _cached_ends if len(stretch) <= _MAX_CACHED_LENGTH else _find_ends
    return find(stretch, language, with_dictionary=has_dictionaries())


def _find_ends(stretch: str, language: str, *, with_dictionary: bool) -> tuple[int, ...]:
    """The ends of all words of a stretch of letters but the last."""
    if not with_dictionary:
        return tuple(accumulate(map(len, clusters(stretch))))[_LONG_WORD - 1 : -1 : _LONG_WORD]
    from icu4py.breakers import LineBreaker  # noqa: PLC0415 -- its data, for these scripts only

    return tuple(end for _, end in LineBreaker(stretch, language).segments())[:-1]


_cached_ends = lru_cache(maxsize=4096)(_find_ends)
