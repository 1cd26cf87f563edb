"""Soft hyphens in content: taken out of all texts when a file is read, and remembered as places where words may be divided.

So no title, alt text, note, result or name has one, and a word is divided alike wherever it stands in the deck.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from deckgen.line_breaking.hyphenation import SOFT_HYPHEN
from deckgen.reader import Document

_ESCAPED = r"\\(?:x|u00|U000000)[aA][dD]"
"""A soft hyphen as it may be typed in double quotes."""


def without_soft_hyphens(document: Document, *, is_translated: bool = False) -> tuple[Document, list[str]]:
    """Return a document without soft hyphens, and the texts that had some.

    The data of one that `is_translated` has other texts than its source.
    """
    text = document.text
    if not is_translated and SOFT_HYPHEN not in text and not ("\\" in text and re.search(_ESCAPED, text)):
        return document, []
    marked: list[str] = []
    return replace(document, data=_stripped(document.data, marked)), marked


def _stripped(data: Any, marked: list[str]) -> Any:
    """Return data without soft hyphens; texts with some are added to `marked`."""
    if isinstance(data, str):
        if SOFT_HYPHEN not in data:
            return data
        marked.append(data)
        return data.replace(SOFT_HYPHEN, "")
    if isinstance(data, dict):
        return {key: _stripped(value, marked) for key, value in data.items()}
    return [_stripped(value, marked) for value in data] if isinstance(data, list) else data
