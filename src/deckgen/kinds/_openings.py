"""Openings of prose: the first sentence of each text in bold, so that paragraphs of one rank can be looked over.

No word is added or moved. A text with a phrase in bold keeps the emphasis of its author.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph
from deckgen.kinds._shared import character_width, split_runs

MAX_OPENING = 120
"""Characters of a sentence that is an opening; a longer one in bold would be no emphasis."""
_POINT = re.compile(r"[.!?…:][)\"”»’]?(?=\s)|[。！？]")
_LONGEST_ABBREVIATION = 2

Texts = tuple[Paragraph, ...]


def with_openings(texts: Sequence[Texts]) -> list[Texts]:
    """Return texts with their openings in bold; as they are unless the first has one.

    An opening is followed by more of its text. A first paragraph that is one as a whole, before a list, has the style `lead`.
    """
    opened = [_with_opening(each) for each in texts]
    return [new or old for new, old in zip(opened, texts, strict=True)] if opened and opened[0] else list(texts)


def _with_opening(texts: Texts) -> Texts | None:
    """Return a text with its opening in bold; None if it has none, or a phrase in bold."""
    if not texts or texts[0].bullet is not None or any(run.bold for text in texts for run in text.runs):
        return None
    first, *others = texts
    words = first.plain_text.rstrip()
    end = _end_of_sentence(words)
    is_whole = end == len(words)
    if character_width(words[:end]) > MAX_OPENING or (is_whole and not others):
        return None
    runs = tuple(replace(run, bold=start < end) for run, start, _ in split_runs(first.runs, (end,)))
    return (replace(first, runs=runs, style="lead" if is_whole else first.style), *others)


def _end_of_sentence(text: str) -> int:
    """Return where the first sentence ends, or its part before a colon: the number of its characters."""
    ends = (match.end() for match in _POINT.finditer(text) if not _is_inside(text, match))
    return next(ends, len(text))


def _is_inside(text: str, point: re.Match[str]) -> bool:
    """Whether a point is that of an abbreviation or of an ordinal number, or a small letter follows it."""
    if not point[0].startswith("."):
        return False
    if text[point.end() :].lstrip()[:1].islower():
        return True
    word = text[: point.start()].split()[-1:] or [""]
    bare = word[0].lstrip('("“«‘')
    is_short = len(bare) <= _LONGEST_ABBREVIATION and bare[:1].isupper() and not bare.isupper()
    return len(bare) < 2 or "." in bare or bare.isdigit() or is_short
