"""The standard output and error → streams that can print every text, whatever their encoding is.

A terminal keeps its encoding, and so does every stream if the user set PYTHONIOENCODING: text in another encoding would be
unreadable there. In an encoding such as Windows-1252, characters that it does not have are printed as similar ones (`→` as `->`).
A file or a pipe gets UTF-8, since the output may be a content file (`deckgen kinds table >> part.yaml`) and is read on other
machines; Python 3.15 does the same (PEP 686).
"""

from __future__ import annotations

import codecs
import os
import sys
from typing import TextIO

_SIMILAR = {
    "→": "->", "←": "<-", "↑": "^", "↓": "v", "−": "-", "–": "-", "—": "-", "‐": "-", "…": "...", "×": "x", "·": "-", "•": "*",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "≤": "<=", "≥": ">=", "≠": "!=", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
"""For characters that messages of deckgen have, and frequent ones of titles; all others are printed as `?`."""
_HANDLER = "deckgen-similar"


def adapt_streams() -> None:
    """Make the standard output and error print every text without an error."""
    codecs.register_error(_HANDLER, _similar_characters)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            keeps_encoding = "PYTHONIOENCODING" in os.environ or stream.isatty()
            stream.reconfigure(encoding=stream.encoding if keeps_encoding else "utf-8", errors=_HANDLER)


def can_print_all(stream: TextIO) -> bool:
    """Whether a stream has every character: whether its encoding is one of Unicode."""
    return codecs.lookup(stream.encoding or "utf-8").name.startswith("utf")


def _similar_characters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_SIMILAR.get(char, "?") for char in error.object[error.start : error.end]), error.end
