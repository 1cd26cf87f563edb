"""The small markup of content: a text as typed in; what it says, without links, emphasis and footnote marks, out."""

from __future__ import annotations

import re

from deckgen.ir.links import without_links

_EMPHASIS = re.compile(r"(?<!\w)\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\w)")


def without_markup(text: str) -> str:
    """Return a text without footnote references, link targets, addresses and emphasis; superscripts stay as typed (`10^6^`)."""
    return _EMPHASIS.sub("", without_links(text))
