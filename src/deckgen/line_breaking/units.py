"""Texts of all scripts → units, each ending where a line may break.

A line may break after spaces, after a hyphen before a letter, and after a dash. PowerPoint, Keynote and LibreOffice all break
there, so none of them draws more lines than are counted here. Text in scripts that do not separate words by spaces breaks by
UAX #14 (`breaks`), between words of some languages by a dictionary (`dictionaries`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from deckgen.line_breaking.breaks import line_units
from deckgen.line_breaking.dictionaries import dictionary_units

WORD_JOINER = "\u2060"
"""Between two letters of a figure's unit, at which its line does not end. Layout does not write it."""
_SPACED_SCRIPTS = re.compile(r"^[\x00-\u052f\u1e00-\u206f\u20a0-\u2bff]*$")
_WORDS = re.compile(r"[^ \t\n]++[ \t]*+\n?+|[ \t]++\n?+|\n")
_NO_BREAK_BEFORE = tuple("/!?,;:.)]}、。，．：；！？）］｝」』】〉》")
"""UAX #14 LB13: no break before these, not even after a blank; LibreOffice follows it ("and /" stays together)."""
_BLANK_INSIDE_UNIT = re.compile(r"[ \t\n][/!?,;:.)\]}]")
"""Matches a blank in ASCII text at which no unit ends."""
_MAY_BREAK = re.compile("[-–—\u200b]")
_MIN_CACHED_LENGTH = 200
"""Units of longer texts (in characters) are cached, since they are needed again for each font size in pixels."""
_BREAKS_IN_WORD = re.compile(r"(?<=[^\s-]-)(?=[^\W\d_])|(?<=[–—])(?=\w)|(?<=\u200b)(?!\n)")


def has_spaced_scripts_only(text: str) -> bool:
    """Whether a text has only letters of scripts that separate words by spaces, so that no line breaks between its letters."""
    return text.isascii() or _SPACED_SCRIPTS.match(text) is not None


def break_units(text: str) -> Iterable[str]:
    """Cut text into units, each ending where a line may break (white space stays with the unit before it)."""
    if text.isascii() and "-" not in text and not _BLANK_INSIDE_UNIT.search(text):
        return _WORDS.findall(text)
    return _cached_units(text) if len(text) > _MIN_CACHED_LENGTH else _joined_units(text)


@lru_cache(maxsize=32)
def _cached_units(text: str) -> tuple[str, ...]:
    return tuple(_joined_units(text))


def _joined_units(text: str) -> Iterator[str]:
    """The units of a text; one that begins with a character of `_NO_BREAK_BEFORE` is joined to the unit before it."""
    joined: list[str] = []
    for unit in _units(text):
        if joined and (joined[-1].endswith("\n") or not unit.startswith(_NO_BREAK_BEFORE)):
            yield "".join(joined)
            joined = []
        joined.append(unit)
    if joined:
        yield "".join(joined)


def _units(text: str) -> Iterator[str]:
    for word in _WORDS.findall(text):
        if not has_spaced_scripts_only(word):
            for unit in line_units(word):
                yield from dictionary_units(unit)
        elif _MAY_BREAK.search(word):
            yield from (piece for piece in _BREAKS_IN_WORD.split(word) if piece)
        else:
            yield word
