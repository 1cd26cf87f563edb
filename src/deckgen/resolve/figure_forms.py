"""Figures as one language writes them → the same as another one does: `+1,234.5%` in English is `+1.234,5 %` in German."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from deckgen.model import cldr
from deckgen.quantities.memory import load_lexicon

_BLANKS = "\u00a0\u202f "
_BLANK = re.compile(f"[{_BLANKS}]")
_PERCENT = re.compile(rf"(?<=\d)[{_BLANKS}]?%")
_KEPT = re.compile(r"(\]\([^()\s]*\)|https?://[^\s]+|\[\^[^\[\]\s]*\])")
"""Addresses and footnotes."""
_WORDS = re.compile(rf"(?:[{_BLANKS}]+[^\W\d_]{{3,}}\.?)+$")
"""The words at the end of a figure."""
_MARKS = ".,'’٫٬"


def in_form_of(text: str, written_in: str, language: str) -> str:
    """Return a text with its numbers and percentages as `language` writes them; dates, periods, links and words stay."""
    pattern, group, decimal = _numbers(written_in)

    def number(found: re.Match[str]) -> str:
        plain = re.sub(group, "", found[0]) if group else found[0]
        if plain == found[0] and decimal not in plain:
            return plain
        english = f"{Decimal(plain.replace(decimal, '.')):,}"
        return cldr.localised(english, language)

    pieces = _KEPT.split(text)  # at odd places is what is kept
    pieces[::2] = [_PERCENT.sub(_percent(language), pattern.sub(number, piece)) for piece in pieces[::2]]
    return "".join(pieces)


def find_form(figure: str, text: str) -> str:
    """Return how a figure is written in a text, whichever marks and blanks it has there; empty if it is not in it.

    A figure that ends with words (`1.2 million`, `3 days`) may have others there, as many as it has.
    """
    found = re.search(_pattern(figure) + r"(?!\d)", text)
    words = _WORDS.search(figure)
    if found is None and words is not None and words.start() > 0:
        others = rf"(?:[{_BLANKS}]*[^\W\d_]+\.?){{{len(words[0].split())}}}"
        found = re.search(_pattern(figure[: words.start()]) + others, text)
    return found[0] if found else ""


def _pattern(figure: str) -> str:
    pieces = []
    for char in _BLANK.sub("", figure):
        if char in _MARKS:
            pieces.append(rf"[{_MARKS}{_BLANKS}]")
        elif char in "-−–":
            pieces.append("[-−–]")
        else:
            pieces.append(rf"[{_BLANKS}]?{re.escape(char)}" if char == "%" else re.escape(char))
    return "".join(pieces) or r"(?!)"


@lru_cache(maxsize=16)
def _numbers(language: str) -> tuple[re.Pattern[str], str, str]:
    """Return the pattern of the numbers of a language, that of its group marks (empty without), and its decimal mark."""
    marks = load_lexicon(language).marks
    group = f"[{_BLANKS}]" if marks.group in {" ", *_BLANKS} else f"[{re.escape(marks.group)}]" if marks.group else ""
    decimal = re.escape(marks.decimal)
    grouped = rf"\d{{1,3}}(?:{group}\d{{3}})+|" if group else ""
    edge = re.escape(_MARKS)
    pattern = rf"(?<![\w{edge}])(?:{grouped}\d+)(?:{decimal}\d+)?(?![{edge}]?\d)"
    return re.compile(pattern), group, marks.decimal


def _percent(language: str) -> str:
    """Return what a language has after the number of a percentage; the sign stays where the language has it elsewhere."""
    before, after = cldr.percent_marks(language)
    return after if not before and after.endswith("%") else "%"
