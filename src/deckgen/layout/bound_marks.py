"""Arrows and marks after words, signs after figures, and numbers after names or figures: the space before them does not break.

An arrow would begin a line or stand alone on one, and a figure, a date, the number of a part or a range would be torn (`82 %`,
`61 000`, `Feb 1`, `Phase 2`, `11.5% to 15.0%`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from deckgen.ir.blocks import Run

_FREE_MARK = re.compile(r" (?<=\S )(?=[↑↓←→↗↘▲▼✓✔✗✘·]|[^\w\s]+$)")
"""The space before an arrow, a tick, a cross or a dot between texts, or before a last word without letters and digits."""
_IN_FIGURE = re.compile(r" (?<=\d )(?:(?=[%‰°€$£¥₹₽₩₪₫₴₺](?!\d))|(?<!\d{4} )(?=\d{3}(?!\d)))")
"""The space between a figure and its sign, or between the groups of its digits, in languages that have one there.

Both patterns begin with the space, which `re` finds in a third of the time that looking behind at every character takes.
"""
_NAMED_NUMBER = re.compile(r"(?<![.!?:;•]\s)(?<=[\s(])([A-Z][a-z]{2,8}) (?=[0-9]{1,2}(?![\w%]|[.,][0-9]))")
"""A short word with a capital inside of a sentence, and the space before its number."""
_SECOND_FIGURE = re.compile(r"(?:(?<=[0-9%‰] )|(?<=[0-9][KMB] ))((?![A-Z])[^\W\d_]{1,3}) (?=[+−-]?[$€£¥₹]?[0-9])")
"""A short word after a figure (`to`, `bis`, `à`, `of`, but not `YoY`), and the space before the figure that it leads to."""


def _has_no_mark(text: str) -> bool:
    """Whether a text has surely no mark after a word, as nearly all texts: both functions are called for each text of a deck."""
    return text.isascii() and text[-1:].isalnum()


def begins_with_mark(text: str, starts: Iterable[int]) -> bool:
    """Return whether a line that begins at one of the offsets `starts` of a text begins with a mark, or with a name's number."""
    inner = [start for start in starts if 0 < start < len(text) and not text[start].isalpha()]
    if not inner:
        return False
    may_have_mark = not _has_no_mark(text)
    for start in inner:
        if _IN_FIGURE.match(text, start - 1) or (may_have_mark and _FREE_MARK.match(text, start - 1)):
            return True
    if not any(char.isdigit() for start in inner for char in text[start : start + 3]):
        return False
    found = (match.end() for pattern in (_NAMED_NUMBER, _SECOND_FIGURE) for match in pattern.finditer(text))
    return not set(found).isdisjoint(inner)


def with_bound_marks(runs: tuple[Run, ...], *, with_numbers: bool = False) -> tuple[Run, ...]:
    """Return the runs of a paragraph with no-break spaces before marks after words.

    `with_numbers` they are also before numbers after names and figures.
    """
    text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
    bound = text if _has_no_mark(text) else _FREE_MARK.sub("\u00a0", text)
    bound = _IN_FIGURE.sub("\u00a0", bound)
    if with_numbers:
        bound = _SECOND_FIGURE.sub("\\1\u00a0", _NAMED_NUMBER.sub("\\1\u00a0", bound))
    if bound == text:
        return runs
    result, at = [], 0
    for run in runs:
        end = at + len(run.text)
        result.append(replace(run, text=bound[at:end]) if bound[at:end] != run.text else run)
        at = end
    return tuple(result)
