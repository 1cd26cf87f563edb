"""other-quarter: a text speaks of an earlier quarter as if it were the one reported.

So it looks when last quarter's text was left as it was. A text that names the reported quarter as well, or that compares
("up from Q1", "since Q1"), is fine; rows, tables and presenter notes are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.checks._subject import CheckedDeck, Finding
from deckgen.model import QUARTERS

_SKIPPED = {"notes", "table", "rows", "columns", "chart", "charts", "title", "due", "owner", "decisions", "images"}
_COMPARES = re.compile(
    r"(?:\b(?:from|since|than|versus|vs\.?|against|after|before|until|compared (?:with|to)|as|of|and|between)"
    r"(?:\s+(?:in|those|that|the))?(?:\s+(?:in|of))?|[-–—/(&,])\s*$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|next|plan(?:s|ned)?|coming|upcoming|starts?|follow(?:s|ing)?|due|by|until)\b", re.IGNORECASE
)
_FAR = 500
"""Characters around a mention that are looked at: a text may mention quarters all along, and a sentence is shorter."""
_YEAR = re.compile(r"\s*(?:of\s+)?(?:FY\s?)?\d\d|\s*[-–/]\s*Q", re.IGNORECASE)


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Tell the first such mention of each text."""
    reported = subject.deck.quarter
    earlier = [quarter for quarter in QUARTERS if quarter < reported]
    for words in subject.words:
        content = words.entry.content if words.entry else None
        if content is None or words.in_row or words.field in _SKIPPED or getattr(content, "as_of", None):
            continue
        if content.kind in ("table", "key-results") or re.search(rf"\b{reported}\b", words.text):
            continue
        for match in re.finditer(r"\bQ[1-4]\b", words.text):
            if match.group() in earlier and not _fine(words.text, match):
                message = f"this text speaks of {match.group()}, but the deck reports {reported}"
                hint = f"bring it up to date; if {match.group()} is meant, say {reported} as well, as in “after {match.group()}”"
                yield Finding(message, words.span(match.group()), hint, words.entry.origin.slide if words.entry else "")
                break


def _fine(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(match.start() - _FAR, 0) : match.start()], text[match.end() : match.end() + _FAR]
    sentence = re.split(r"[.!?]\s", before)[-1] + re.split(r"[.!?](?:\s|$)", after)[0]
    return bool(_COMPARES.search(before) or _YEAR.match(after) or _AHEAD.search(sentence))
