"""alt-text: the alt text of a picture does not say what the picture shows.

A missing alt text is an error of its own. This rule finds those that repeat the file's name or the caption, or only say "photo".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from deckgen.checks._checked_deck import AuthoredText, CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of

RULE = Rule(
    "alt-text",
    Severity.WARNING,
    Topic.PICTURES,
    "the alt text of a picture does not say what the picture shows",
    "The alt text of a picture does not say what the picture shows: it repeats the file's name or the caption, or "
    'says "photo". A picture without any alt text is an error.',
    optional=True,
    subjects=True,
)

_GENERIC = re.compile(
    r"(?:an?\s+|the\s+)?(?:image|picture|photo(?:graph)?|screenshot|graphic|logo|icon|tbd|todo|alt(?: text)?)s?\s?\d*\W*",
    re.I,
)
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|tiff?|heic)", re.I)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each picture at its alt text."""
    for text in subject.texts:
        if text.path[-1] == "alt" and (shortcoming := _shortcoming(text)):
            hint = "say in a sentence what somebody who cannot see the picture should know of it"
            yield issue_of(RULE, f"this alt text {shortcoming}", text.span(), hint, text.plain)


def _shortcoming(text: AuthoredText) -> str | None:
    alt = text.plain.strip()
    data = text.document.data
    for key in text.path[:-1]:
        data = data[key]
    name = PurePosixPath(str(data.get("file", ""))).stem
    if _FILE_NAME.fullmatch(alt) or re.sub(r"\W|_", "", alt).casefold() == re.sub(r"\W|_", "", name).casefold():
        return "is the name of a file"
    if _GENERIC.fullmatch(alt):
        return "says only that this is a picture"
    return "repeats the caption" if alt == str(data.get("caption") or "").strip() else None
