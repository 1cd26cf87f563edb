"""alt-text: the alt text of a picture does not say what the picture shows.

A picture without any is an error. This rule finds those that repeat the file's name or the caption, or say "photo".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from deckgen.checks._subject import CheckedDeck, Finding, Words

_EMPTY = re.compile(
    r"(?:an?\s+|the\s+)?(?:image|picture|photo(?:graph)?|screenshot|graphic|logo|icon|tbd|todo|alt(?: text)?)s?\s?\d*\W*",
    re.I,
)
_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|tiff?|heic)", re.I)


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Tell each at its alt text."""
    for words in subject.words:
        if words.path[-1] == "alt" and (said := _nothing(words)):
            hint = "say in a sentence what somebody who cannot see the picture should know of it"
            yield Finding(f"this alt text {said}", words.span(), hint, words.text)


def _nothing(words: Words) -> str | None:
    text = words.text.strip()
    data = words.document.data
    for key in words.path[:-1]:
        data = data[key]
    name = PurePosixPath(str(data.get("file", ""))).stem
    if _NAME.fullmatch(text) or re.sub(r"\W|_", "", text).casefold() == re.sub(r"\W|_", "", name).casefold():
        return "is the name of a file"
    if _EMPTY.fullmatch(text):
        return "says only that this is a picture"
    return "repeats the caption" if text == str(data.get("caption") or "").strip() else None
