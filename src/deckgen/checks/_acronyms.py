"""Acronyms in texts: which are used, which are explained where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from deckgen.checks._subject import CheckedDeck, Words

ACRONYM = re.compile(
    r"(?<![\w#@./-])(?:[A-Z]{2,6}|(?=(?:[a-z]?[A-Z]){3})[A-Z]{1,3}[a-z][A-Z]{1,3})(?=s?\b)(?![\w./@]*\.[a-z]{2,})(?!s?['’]?\d)"
)
_EXPLAINED = re.compile(
    r"\w[’'-]*+\s++\((?P<short>[A-Z][A-Za-z]{1,6}?)s?\)|\b(?P<long>[A-Z][A-Za-z]{1,6}?)s?\s\((?:[\w’'&/-]+\s+)+[\w’'&/-]+\)"
)
COMMON = frozenset(
    {
        "AI", "AM", "API", "CD", "CEO", "CFO", "COO", "COVID", "CSV", "CTO", "EU", "FAQ", "FY", "GB", "GPS", "HR", "HTML",
        "HTTP", "ID", "IP", "ISO", "IT", "KPI", "KR", "MB", "NASA", "NATO", "NGO", "OK", "OKR", "PC", "PDF", "PM", "PR", "QA",
        "SMS", "TV", "UK", "UN", "UNESCO", "UNICEF", "URL", "US", "USA", "USB", "UTC", "VIP", "VP", "WWW", "XML", "YTD",
    }
)  # fmt: skip
"""What needs no explanation in a quarterly review."""
_ROMAN = re.compile(r"[IVX]{2,}")
_LOUD = re.compile(r"\b[A-Z]{2,}(?: [A-Z]{2,}){2,}\b")


def visible(subject: CheckedDeck) -> Iterator[Words]:
    """Give what a slide shows: no notes, no lists of acronyms, no alt text."""
    for words in subject.words:
        kind = words.entry.content.kind if words.entry else ""
        if words.field != "notes" and kind != "acronyms" and words.path[-1] != "alt":
            yield words


def explained(subject: CheckedDeck) -> frozenset[str]:
    """Give the acronyms that the deck explains: in its list, on a slide of acronyms, or in a text, "(ABC)"."""
    found = set(subject.deck.acronyms)
    for entry in subject.entries:
        found |= set(getattr(entry.content, "entries", None) or ()) if entry.content.kind == "acronyms" else set()
    for words in subject.words:
        if "(" not in words.text:
            continue
        found |= {match["short"] or match["long"] for match in _EXPLAINED.finditer(words.text)}
    return frozenset(found)


def used(words: Words) -> Iterator[str]:
    """Give the acronyms of a text; what stands among other words in capitals is but loud."""
    loud = [match.span() for match in _LOUD.finditer(words.text)]
    starts = [start for start, _ in loud]
    for match in ACRONYM.finditer(words.text):
        before = bisect_right(starts, match.start())
        if before and match.start() < loud[before - 1][1]:
            continue
        if not _ROMAN.fullmatch(match.group()) and match.group() not in COMMON:
            yield match.group()
