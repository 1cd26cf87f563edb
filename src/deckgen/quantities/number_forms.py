"""How numbers of a text are written: a text in, its numbers with marks out, and how its language writes them.

`18,2 %` in a deck in English is read as 18.2 %, and `1,234` as 1234, whatever its author meant. Whoever takes texts from others
can ask here for what is written in the way of another language, or has another reading there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct

from deckgen.quantities.markup import without_markup
from deckgen.quantities.memory import load_lexicon
from deckgen.quantities.numbers import BLANKS, Marks, Number
from deckgen.quantities.tokens import normalise, tokenise

_GROUP_LENGTH = 3
_ASCII_DIGITS_AND_MARKS = re.compile(rf"\d+[.,'’{BLANKS}][\d.,'’{BLANKS}]*", re.ASCII)


class NumberForm(Struct, frozen=True):
    """A number with marks: as typed, its value, and as its language writes it (`native`, the same if it is written so).

    `foreign_marks` are its marks that the language does not have, `decimal_mark` the one before its decimals. `has_two_readings`:
    its mark groups thousands in other languages, so that it is not read except in a percentage. `other_mark` is the mark that
    groups its thousands and is before decimals in other languages, where it is the only one (`1,234`); empty otherwise.
    """

    text: str
    value: float
    native: str
    foreign_marks: frozenset[str]
    decimal_mark: str = ""
    has_two_readings: bool = False
    other_mark: str = ""


def number_forms(text: str, language: str) -> Iterator[NumberForm]:
    """Yield the numbers of a text that have marks and are understood as numbers."""
    lexicon = load_lexicon(language)
    tokens = tokenise(normalise(without_markup(text)), lexicon)
    for token, after in zip_longest(tokens, tokens[1:]):
        number = token.number
        if number is not None and number.problem != "malformed" and _ASCII_DIGITS_AND_MARKS.fullmatch(token.text):
            is_share = after is not None and after.has("percent")
            yield _form(token.text, number, lexicon.marks, is_share=is_share)


def decimal_mark(language: str) -> str:
    """Return the mark that a language has before decimals."""
    return load_lexicon(language).marks.decimal


def _form(text: str, number: Number, marks: Marks, *, is_share: bool) -> NumberForm:
    used = [_mark(char) for char in text if not char.isdecimal()]
    decimal = used[-1] if number.has_decimals else ""
    groups = used[:-1] if number.has_decimals else used
    foreign = {mark for mark in groups if mark != marks.group} | ({decimal} - {"", marks.decimal})
    is_grouped_once = len(groups) == 1 and groups == [marks.group] and not decimal and marks.group in {",", "."}
    return NumberForm(
        text, number.value, _native(text, marks, has_decimals=number.has_decimals), frozenset(foreign), decimal,
        number.problem == "two-readings" and not is_share, marks.group if is_grouped_once and _has_one_group(text) else "",
    )  # fmt: skip


def _mark(char: str) -> str:
    """Return a mark without its variants."""
    return " " if char in BLANKS else "'" if char == "’" else char


def _has_one_group(text: str) -> bool:
    """Whether a number ends with a single group of thousands (`1,234`)."""
    return len(text) > _GROUP_LENGTH and not text[-_GROUP_LENGTH - 1].isdecimal()


def _native(text: str, marks: Marks, *, has_decimals: bool) -> str:
    last = max((index for index, char in enumerate(text) if not char.isdecimal()), default=-1)
    return "".join(
        char if char.isdecimal() else marks.decimal if has_decimals and index == last else marks.group
        for index, char in enumerate(text)
    )
