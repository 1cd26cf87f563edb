"""Acronyms in texts: which are used, and which are explained in the text itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from deckgen.checks._checked_deck import AuthoredText, CheckedDeck

ACRONYM = re.compile(
    r"(?<![\w#@./-])(?:[A-Z]{2,6}|(?=(?:[a-z]?[A-Z]){3})[A-Z]{1,3}[a-z][A-Z]{1,3})(?=s?\b)(?![\w./@]*\.[a-z]{2,})(?!s?['’]?\d)"
)
_TWO_CAPITALS = re.compile("[A-Z][A-Z]")
"""What every acronym has, and few texts: the search for it is the faster one."""
_EXPLAINED = re.compile(
    r"\w[’'-]*+\s++\((?P<short>[A-Z][A-Za-z]{1,6}?)s?\)|\b(?P<long>[A-Z][A-Za-z]{1,6}?)s?\s\((?:[\w’'&/-]+\s+)+[\w’'&/-]+\)"
)
_EXPLAINING_BRACKETS = re.compile(r"\((?:[A-Z][A-Za-z]{1,7}\)|[\w’'&/-]+\s)")
"""The brackets that every explanation has; not those of a unit, as in `8% (92K/mo)`, which thousands of cells may have."""
WELL_KNOWN = frozenset(
    {
        "AI", "AM", "API", "CD", "CEO", "CFO", "COO", "COVID", "CSV", "CTO", "EU", "FAQ", "FY", "GB", "GPS", "HR", "HTML",
        "HTTP", "ID", "IP", "ISO", "IT", "KPI", "KR", "MB", "NASA", "NATO", "NGO", "OK", "OKR", "PC", "PDF", "PM", "PR", "QA",
        "SMS", "TV", "UK", "UN", "UNESCO", "UNICEF", "URL", "US", "USA", "USB", "UTC", "VIP", "VP", "WWW", "XML", "YTD",
    }
)  # fmt: skip
"""Acronyms that need no explanation in a quarterly review."""
_ROMAN = re.compile(r"[IVX]{2,}")
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?: [A-Z]{2,}){2,}\b")


def shown_texts(subject: CheckedDeck) -> Iterator[AuthoredText]:
    """Yield the texts that slides show: no notes, no lists of acronyms, no alt text."""
    for text in subject.texts:
        is_in_list = text.entry is not None and text.entry.content.lists_acronyms
        if text.field != "notes" and not is_in_list and text.path[-1] != "alt":
            yield text


def explained_acronyms(subject: CheckedDeck) -> frozenset[str]:
    """Return the acronyms that the deck explains: in its list, on a slide of acronyms, or in a text ("Any Brief Code (ABC)")."""
    acronyms = set(subject.deck.acronyms)
    for entry in subject.entries:
        acronyms |= set(getattr(entry.content, "entries", ())) if entry.content.lists_acronyms else set()
    for text in subject.texts if _EXPLAINING_BRACKETS.search(subject.joined_texts) else ():
        if _EXPLAINING_BRACKETS.search(text.plain):
            acronyms |= {match["short"] or match["long"] for match in _EXPLAINED.finditer(text.plain)}
    return frozenset(acronyms)


def has_acronyms(subject: CheckedDeck) -> bool:
    """Return whether any text may have an acronym."""
    return _TWO_CAPITALS.search(subject.joined_texts) is not None


def acronyms_in(text: AuthoredText) -> Iterator[str]:
    """Yield the acronyms of a text; a word among other words in capitals is emphasis, not an acronym."""
    if not _TWO_CAPITALS.search(text.plain):
        return
    spans = [match.span() for match in _CAPITALS.finditer(text.plain)]
    starts = [start for start, _ in spans]
    for match in ACRONYM.finditer(text.plain):
        before = bisect_right(starts, match.start())
        if before and match.start() < spans[before - 1][1]:
            continue
        if not _ROMAN.fullmatch(match.group()) and match.group() not in WELL_KNOWN:
            yield match.group()
