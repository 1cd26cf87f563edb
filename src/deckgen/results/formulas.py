"""A text ↔ the text of a cell that no spreadsheet runs as a formula; and whether a cell is a formula.

A program that opens a .csv takes a cell for a formula when it begins with `=`, `+`, `-` or `@`, after blanks too, and in East
Asian versions with the full-width forms of these. It may split at another separator than ours, or not honour quotes, so that a
cell begins in the middle of a text. Source: OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection), which
names these signs, an apostrophe before them as the remedy, and separators and quotes as the way around one at the beginning only.

At the beginning of a text the guard is one apostrophe, which spreadsheets know. Within it is three: people write one, and a
program that takes apostrophes for quotes makes one of three. Letters, digits and brackets are not taken for separators, though
some programs would let one choose them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_WITHIN = 3
"""Apostrophes that are a guard within a text."""
_SIGN = re.compile("[=+\\-@＝＋－＠﹦﹢﹣﹫]")
_BLANK = r"\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Spaces, control characters and what is invisible: a program may drop them before it looks at the first character."""
_ROWS = r"\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_BEFORE = re.compile(rf"('*)([{_BLANK}\"]*)([,;|:^~]?)")
"""What stands before a sign, read from there backwards: apostrophes, what a program may drop, a separator."""
_FIRST = re.compile(rf"[{_BLANK}]*({_SIGN.pattern})")
_SEPARATES = re.compile(rf"[{_ROWS}]")
_NUMBER = re.compile(r"[+-]{1,2}\d[\d.,]*%?[a-z]*(?=$|[)\].,;:!?'’”\"]|[^\S\n]+(?:[^\W\d_]|[(\[–—]|$))", re.IGNORECASE)
"""A number with its sign, of which texts are full (`Q1: +7.3% YoY`): not computed, since no operator follows."""
_CALL = re.compile(r"\w\(|!\s*\w|\|")
"""What a call of a function, another sheet or another program cannot do without."""
_WORD = re.compile(r"\S+")
_COUNTS = re.compile(r"[^\W_]")
_DDE = re.compile(r"\w\s*\|[^|!]*!\s*\S")
"""Dynamic Data Exchange: `application|topic!item` starts the application."""


class _CellPosition(Struct, frozen=True):
    """A sign with which a cell could begin, and how many apostrophes stand before it.

    `first` tells that nothing else stands before it, `word` that only spaces separate it from what does.
    """

    at: int
    apostrophes: int
    first: bool
    word: bool


def guarded(text: str) -> str:
    """Give the text for a cell that is run as a formula neither whole nor from a separator in it; see `unguarded`."""
    last_call = max((found.start() for found in _CALL.finditer(text)), default=-1)
    made, done = [], 0
    for place in _places(text):
        made += [text[done : place.at], "'" * _added(text, place, last_call)]
        done = place.at
    return "".join((*made, text[done:]))


def unguarded(text: str) -> str:
    """Give back the text of which `guarded` made a cell; what was typed into a cell is as it was typed."""
    made, done = [], 0
    for place in _places(text):
        fewer = 1 if place.first else _WITHIN
        made.append(text[done : place.at - (fewer if place.apostrophes >= fewer else 0)])
        done = place.at
    return "".join((*made, text[done:]))


def is_formula(cell: str) -> bool:
    """Tell whether a cell, as read, is a formula (`=1+1`), or starts another program (`+cmd|' /C calc'!A0`)."""
    begins = _FIRST.match(cell)
    return begins is not None and (begins[1] in "=＝﹦" or _DDE.search(cell) is not None)


def _places(text: str) -> Iterator[_CellPosition]:
    """Find the signs with which a cell could begin: first in the text, or behind a separator; in time linear to its length."""
    backwards = text[::-1]
    for sign in _SIGN.finditer(text):
        at = sign.start()
        before = _BEFORE.match(backwards, len(text) - at)
        assert before is not None
        apostrophes, blanks, separator = len(before[1]), before[2], before[3]
        start = before.end() == len(text) and not separator
        rows = bool(separator) or _SEPARATES.search(blanks) is not None
        if rows or blanks.strip('"') or (start and not blanks):
            yield _CellPosition(at, apostrophes, start and not blanks, not rows and not start)


def _added(text: str, place: _CellPosition, last_call: int) -> int:
    """Tell how many apostrophes go before a sign; `last_call` is where the last call in the text stands."""
    if place.first:
        return 1
    return _WITHIN if place.apostrophes >= _WITHIN or _computed(text, place, last_call) else 0


def _computed(text: str, place: _CellPosition, last_call: int) -> bool:
    """Tell whether what follows could be computed, if a cell began there."""
    if not place.word:
        return last_call > place.at or _NUMBER.match(text, place.at) is None
    # Where spaces separate, the next one ends the cell; without one, what is written behind this text goes on with it.
    word = _WORD.match(text, place.at)
    assert word is not None
    if word.end() < len(text) and not _COUNTS.search(word[0]):
        return False
    return _NUMBER.match(word[0]) is None or _CALL.search(word[0]) is not None
