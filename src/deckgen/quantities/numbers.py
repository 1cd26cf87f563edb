"""Numbers as they are written: digits of one script with group and decimal marks in; a value, or why there is none, out.

A mark is read by the rules of the deck's language where these leave one reading, and by its shape where no language reads it in
another way (`2,823,402`, `1 234,5`). A single mark followed by exactly three digits groups where the language groups with it;
where it would be the language's decimal mark it has two readings, except after a leading 0 and in a percentage.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from msgspec import Struct

BLANKS = "\u0020\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""All blanks that may stand between the groups of a number."""
_GROUPS_ONLY = f"'’\u066c{BLANKS}"
_DECIMAL_ONLY = "\u066b"
_ARABIC_COMMA = "\u060c"
_MARKS = f",.{_ARABIC_COMMA}{_GROUPS_ONLY}{_DECIMAL_ONLY}"
_BLANKS_FOR_MARKS = str.maketrans(dict.fromkeys(_MARKS, " "))
_DIGITS = re.compile(r"\d+")
_MAX_DIGITS = 15
"""The digits that a binary floating-point number holds exactly."""

Problem = Literal["", "two-readings", "malformed"]


class Marks(Struct, frozen=True):
    """The marks of a language: its decimal mark and its group mark."""

    decimal: str
    group: str


class Number(Struct, frozen=True):
    """A number in a text: its value, its end, and whether it has decimals.

    `needs_symbol` marks a number that is beyond doubt only before a symbol such as `%` or after one such as `€`;
    `percent_only`, one that has a single reading in a percentage. `problem` says why it has no value.
    """

    value: float
    end: int
    has_decimals: bool = False
    needs_symbol: bool = False
    percent_only: bool = False
    problem: Problem = ""


def scan_number(text: str, start: int, marks: Marks) -> Number | None:
    """Return the number that begins at `start`; None if there is no digit, or a decimal mark before a digit."""
    if text[start : start + 1] == marks.decimal and text[start + 1 : start + 2].isdecimal():
        return _leading_mark(text, start)
    end = _end_of_number(text, start)
    if end == start:
        return None
    parts = text[start:end].translate(_BLANKS_FOR_MARKS).split(" ")
    used = [char for char in text[start:end] if char in _MARKS]
    if not _is_one_script(text[start:end]) or sum(map(len, parts)) > _MAX_DIGITS:
        return Number(0, end, problem="malformed")
    return _classify(["".join(str(unicodedata.decimal(c)) for c in part) for part in parts], used, marks, end)


def _leading_mark(text: str, start: int) -> Number | None:
    match = re.compile(r"\d+").match(text, start + 1)
    if match is None or len(match.group()) > _MAX_DIGITS or text[match.end() : match.end() + 1] in {",", "."}:
        return None
    return Number(float(f"0.{_ascii(match.group())}"), match.end(), has_decimals=True)


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.decimal(char)) for char in digits)


def _is_one_script(text: str) -> bool:
    zeros = {ord(char) - unicodedata.decimal(char) for char in text if char.isdecimal()}
    return len(zeros) == 1


def _end_of_number(text: str, start: int) -> int:
    """Return where a number ends: digits with single marks between them.

    A blank stays inside only between groups: one to three digits before the first one, exactly three everywhere else.
    """
    end, has_blank, is_first = start, False, True
    while (digits := _DIGITS.match(text, end)) is not None:
        count, mark = len(digits.group()), text[digits.end() : digits.end() + 1]
        following = _DIGITS.match(text, digits.end() + 1) if mark and mark in _MARKS else None
        is_blank = mark != "" and mark in BLANKS
        groups = following is not None and len(following.group()) == 3 and (count <= 3 if is_first else count == 3)
        if following is None or (is_blank and (not groups or text[start] == "0")) or (has_blank and mark in "'’"):
            return digits.end()
        end, has_blank, is_first = digits.end() + 1, has_blank or is_blank, False
    return end


def _classify(parts: list[str], used: list[str], marks: Marks, end: int) -> Number:
    used = [" " if mark in BLANKS else "'" if mark in "'’" else mark for mark in used]
    kinds = list(dict.fromkeys(used))
    if not used:
        return _whole(parts, end)
    if len(kinds) == 2 and used.count(kinds[1]) == 1 and used[-1] == kinds[1] and kinds[1] in {",", ".", _DECIMAL_ONLY}:
        return _decimal(parts[:-1], parts[-1], end) if _are_groups(parts[:-1]) else Number(0, end, problem="malformed")
    if len(kinds) > 1:
        return Number(0, end, problem="malformed")
    if len(used) > 1 or kinds[0] in {" ", "'", "\u066c"}:
        return _whole(parts, end) if _are_groups(parts) else Number(0, end, problem="malformed")
    return _single_mark(parts[0], kinds[0], parts[1], marks, end)


def _single_mark(first: str, mark: str, rest: str, marks: Marks, end: int) -> Number:
    """Read a number with one mark, which is a comma, a full stop or the Arabic decimal mark."""
    own = mark in (marks.decimal, _DECIMAL_ONLY)
    if mark == _ARABIC_COMMA and not (mark == marks.group and len(rest) == 3):
        return Number(0, end, problem="malformed")
    if mark == _DECIMAL_ONLY or first == "0":
        return _decimal([first], rest, end)
    if len(first) > 1 and first[0] == "0":
        return Number(0, end, problem="malformed")
    if len(rest) != 3 or len(first) > 3:
        number = _decimal([first], rest, end)
        return number if own else Number(number.value, end, has_decimals=True, needs_symbol=True)
    if mark == marks.group:
        return _whole([first, rest], end)
    value = float(f"{first}.{rest}")
    return Number(value, end, has_decimals=True, percent_only=True, problem="two-readings")


def _are_groups(parts: list[str]) -> bool:
    """Whether digits are grouped by thousands, or as in India by hundreds above the first thousand."""
    first, *others = parts
    if not others:
        return first == "0" or first[0] != "0"
    if not 1 <= len(first) <= 3 or first[0] == "0":
        return False
    thousands = all(len(part) == 3 for part in others)
    indian = len(others) > 1 and len(first) <= 2 and len(others[-1]) == 3 and all(len(p) == 2 for p in others[:-1])
    return thousands or indian


def _whole(parts: list[str], end: int) -> Number:
    digits = "".join(parts)
    if len(digits) > 1 and digits[0] == "0":
        return Number(0, end, problem="malformed")
    return Number(float(digits), end)


def _decimal(groups: list[str], decimals: str, end: int) -> Number:
    whole = "".join(groups)
    if len(whole) > 1 and whole[0] == "0":
        return Number(0, end, problem="malformed")
    return Number(float(f"{whole}.{decimals}"), end, has_decimals=True)
