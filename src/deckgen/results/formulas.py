"""A text ↔ the text of a cell that no spreadsheet runs as a formula (CSV injection); and whether a cell is a formula.

A program that opens a .csv reads a cell as a formula if it starts with `=`, `+`, `-` or `@` (in East Asian versions also with
their full-width forms), even after blanks. It may split lines at another separator than ours, or ignore quotes, so that a cell
starts in the middle of a text. Source: OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection): it names
these signs, an apostrophe before them as the remedy, and separators and quotes as the way to circumvent a single apostrophe at
the start of the text.

The guard is one apostrophe at the start of a text, which spreadsheets know, and three inside it: people write single apostrophes,
and a program that reads apostrophes as quotes turns three of them into one. Letters, digits and brackets do not count as
separators here, though some programs let users choose them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_INNER_GUARD_LENGTH = 3
"""Number of apostrophes of a guard inside a text."""
_SIGN = re.compile("[=+\\-@＝＋－＠﹦﹢﹣﹫]")
_BLANK = r"\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Spaces, control characters and invisible characters: a program may drop them at the start of a cell."""
_LINE_BREAK = r"\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_BEFORE_SIGN = re.compile(rf"('*)([{_BLANK}\"]*)([,;|:^~]?)")
"""The characters before a sign, read backwards: apostrophes, characters that a program may drop, a separator."""
_LEADING_SIGN = re.compile(rf"[{_BLANK}]*({_SIGN.pattern})")
_SEPARATES_ROWS = re.compile(rf"[{_LINE_BREAK}]")
_SIGNED_NUMBER = re.compile(
    r"[+-]{1,2}\d[\d.,]*%?[a-z]*(?=$|[)\].,;:!?'’”\"]|[^\S\n]+(?:[^\W\d_]|[(\[–—]|$))", re.IGNORECASE
)
"""A number with its sign, frequent in results (`Q1: +7.3% YoY`): it is not computed, since no operator follows."""
_CALL = re.compile(r"\w\(|!\s*\w|\|")
"""The part that every call of a function, another sheet or another program contains."""
_WORD = re.compile(r"\S+")
_ALPHANUMERIC = re.compile(r"[^\W_]")
_DDE = re.compile(r"\w\s*\|[^|!]*!\s*\S")
"""Dynamic Data Exchange: `application|topic!item` starts the application."""


class _CellStart(Struct, frozen=True):
    """A sign with which a cell could start, at `offset` of the text, and the number of apostrophes before it.

    `is_first`: nothing else is before it. `is_after_space`: only spaces separate it from the text before it.
    """

    offset: int
    apostrophes: int
    is_first: bool
    is_after_space: bool


def guard_formula(text: str) -> str:
    """Return the text of a cell that no program runs as a formula, not even from a separator in it; see `unguard_formula`."""
    last_call = max((found.start() for found in _CALL.finditer(text)), default=-1)
    pieces, done = [], 0
    for start in _cell_starts(text):
        pieces += [text[done : start.offset], "'" * _guard_length(text, start, last_call)]
        done = start.offset
    return "".join((*pieces, text[done:]))


def unguard_formula(text: str) -> str:
    """Undo `guard_formula`; a text that a user typed into a cell is returned as typed."""
    pieces, done = [], 0
    for start in _cell_starts(text):
        guard_length = 1 if start.is_first else _INNER_GUARD_LENGTH
        pieces.append(text[done : start.offset - (guard_length if start.apostrophes >= guard_length else 0)])
        done = start.offset
    return "".join((*pieces, text[done:]))


def is_formula(cell: str) -> bool:
    """Whether a cell, as read, is a formula (`=1+1`) or starts another program (`+cmd|' /C calc'!A0`)."""
    sign = _LEADING_SIGN.match(cell)
    return sign is not None and (sign[1] in "=＝﹦" or _DDE.search(cell) is not None)


def _cell_starts(text: str) -> Iterator[_CellStart]:
    """Yield the signs with which a cell could start: at the start of the text or after a separator. Takes linear time."""
    backwards = text[::-1]
    for sign in _SIGN.finditer(text):
        offset = sign.start()
        before = _BEFORE_SIGN.match(backwards, len(text) - offset)
        assert before is not None
        apostrophes, blanks, separator = len(before[1]), before[2], before[3]
        is_at_start = before.end() == len(text) and not separator
        is_separated = bool(separator) or _SEPARATES_ROWS.search(blanks) is not None
        if is_separated or blanks.strip('"') or (is_at_start and not blanks):
            yield _CellStart(offset, apostrophes, is_at_start and not blanks, not is_separated and not is_at_start)


def _guard_length(text: str, start: _CellStart, last_call: int) -> int:
    """Return how many apostrophes are inserted before a sign; `last_call` is the offset of the last call in the text."""
    if start.is_first:
        return 1
    # Apostrophes that look like a guard are guarded, too: otherwise `unguard_formula` would remove them.
    looks_guarded = start.apostrophes >= _INNER_GUARD_LENGTH
    return _INNER_GUARD_LENGTH if looks_guarded or _can_be_computed(text, start, last_call) else 0


def _can_be_computed(text: str, start: _CellStart, last_call: int) -> bool:
    """Whether a spreadsheet could compute the text from this sign on, if a cell started there."""
    if not start.is_after_space:
        return last_call > start.offset or _SIGNED_NUMBER.match(text, start.offset) is None
    # If spaces separate cells, the next space ends the cell; without one, the cell continues with what follows this text.
    word = _WORD.match(text, start.offset)
    assert word is not None
    if word.end() < len(text) and not _ALPHANUMERIC.search(word[0]):
        return False
    return _SIGNED_NUMBER.match(word[0]) is None or _CALL.search(word[0]) is not None
