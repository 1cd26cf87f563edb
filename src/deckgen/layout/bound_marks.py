"""Arrows and marks after words: the space before them does not break where they would begin a line or stand alone on one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from deckgen.ir.blocks import Run

_FREE_MARK = re.compile(r"(?<=\S) (?=[↑↓←→↗↘▲▼✓✔✗✘·]|[^\w\s]+$)")
"""The space before an arrow, a tick, a cross or a dot between texts, or before a last word without letters and digits."""


def _has_no_mark(text: str) -> bool:
    """Whether a text has surely no mark after a word, as nearly all texts: both functions are called for each text of a deck."""
    return text.isascii() and text[-1:].isalnum()


def begins_with_mark(text: str, starts: Iterable[int]) -> bool:
    """Return whether a line that begins at one of the offsets `starts` of a text begins with a mark."""
    if _has_no_mark(text):
        return False
    found = [start for start in starts if 0 < start < len(text) and not text[start].isalnum()]
    return any(_FREE_MARK.match(text, start - 1) for start in found)


def with_bound_marks(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the runs of a paragraph with a no-break space before each mark that follows a word."""
    text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
    if _has_no_mark(text):
        return runs
    bound = _FREE_MARK.sub("\u00a0", text)
    if bound == text:
        return runs
    result, at = [], 0
    for run in runs:
        end = at + len(run.text)
        result.append(replace(run, text=bound[at:end]) if bound[at:end] != run.text else run)
        at = end
    return tuple(result)
