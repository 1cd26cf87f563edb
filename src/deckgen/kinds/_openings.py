"""Openings of prose: the first sentence of each text as its statement, and the rest as smaller details under it.

So paragraphs of one rank can be looked over, and read where one wants to know more. No word is added or moved, and no sentence is
cut in two: its rest would begin with a small letter, in another size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph
from deckgen.kinds._shared import character_width, split_at
from deckgen.model import RichText

MAX_OPENING = 160
"""Characters of a sentence that is an opening; a longer one in bold would be no emphasis."""
_MAX_BOLD = 90
"""Characters of a sentence that is in bold in a panel; a longer one would take more than about four lines there."""
DETAIL = "detail"
"""The style of what follows an opening."""
_SENTENCE = re.compile(r"[.!?…।॥۔؟][)\"”»’]?(?=\s)|[。！？]")
_LONGEST_ABBREVIATION = 2

Texts = tuple[Paragraph, ...]


def with_openings(texts: Sequence[Texts], *, has_emphasis: bool = False) -> list[Texts]:
    """Return texts with their openings in bold, and with details; as they are unless the first has an opening or `has_emphasis`.

    An opening has the style `lead`, and is followed by more of its text. A text with a phrase in bold keeps the emphasis of
    its author.
    """
    opened = [_with_opening(each) for each in texts]
    return (
        [new or old for new, old in zip(opened, texts, strict=True)]
        if opened and (opened[0] or has_emphasis)
        else list(texts)
    )


def with_details(texts: Sequence[Texts]) -> list[Texts]:
    """Return texts beside labels, or under a lead: what follows the first sentence of each is its details."""
    return [_divided(each, *_statement(each)) for each in texts]


def with_statement(text: Texts) -> Texts:
    """Return a text with its first sentence as a paragraph that stands out; as it is if that is too long, or in a list.

    A short one is a `lead`, in bold; a longer one, which takes many lines of a panel, a `statement`.
    """
    statement, rest = _statement(text)
    width = character_width(statement.plain_text) if statement is not None else 0
    if statement is None or width > MAX_OPENING:
        return text
    others = (*rest, *text[1:])
    style = "lead" if width <= _MAX_BOLD else "statement"
    return (replace(statement, style=style, keep_with_next=bool(others)), *others)


def opened_list(lead: Texts, items: Sequence[RichText]) -> list[Texts] | None:
    """Return a paragraph and the items of its list as texts of one rank; None if it is no opening, or has no list."""
    texts = [*lead, *(p for item in items for p in item.paragraphs[:1])]
    if (
        len(items) < 2
        or len(lead) != 1
        or character_width(lead[0].plain_text) > MAX_OPENING
        or any(map(_has_bold, texts))
    ):
        return None
    return [(replace(lead[0], style="lead"),), *with_details([item.paragraphs for item in items])]


def _with_opening(texts: Texts) -> Texts | None:
    """Return a text with its opening in bold; None if it has none, or a phrase in bold."""
    if not texts or _has_bold(texts[0]):
        return None
    statement, rest = _statement(texts)
    if statement is None or not (rest or texts[1:]) or character_width(statement.plain_text) > MAX_OPENING:
        return None
    bold = tuple(replace(run, bold=True) for run in statement.runs)
    return _divided(texts, replace(statement, runs=bold, style="lead"), rest)


def _has_bold(text: Paragraph) -> bool:
    return any(run.bold for run in text.runs)


def _divided(texts: Texts, statement: Paragraph | None, rest: Texts) -> Texts:
    """Return a text with its statement, and all else as details of it; as it is without a statement."""
    if statement is None:
        return texts
    details = [replace(each, style=DETAIL) for each in (*rest, *texts[1:])]
    return (replace(statement, keep_with_next=bool(details)), *details)


def _statement(texts: Texts) -> tuple[Paragraph | None, Texts]:
    """Return the first sentence of a text, and what follows it in its paragraph; no sentence where that is in a list."""
    if not texts or texts[0].bullet is not None:
        return None, ()
    first = texts[0]
    words = first.plain_text
    end = next((m.end() for m in _SENTENCE.finditer(words) if not _is_inside(words, m)), len(words.rstrip()))
    if not words[end:].strip():
        return first, ()
    after = end + len(words[end:]) - len(words[end:].lstrip())
    statement, rest = split_at(first.runs, end, after)
    return replace(first, runs=statement), (replace(first, runs=rest),)


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
