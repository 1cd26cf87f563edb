"""other-quarter: a text describes an earlier period as if it were the reported one.

This finds texts that were not updated since the last period. A text that also names the reported period, or that compares
("up from Q1", "since Q1"), is fine; titles, rows, tables, charts and presenter notes are not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.checks._checked_deck import AuthoredText, CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of

RULE = Rule(
    "other-quarter",
    Severity.WARNING,
    Topic.FIGURES,
    "a text describes an earlier period as if it were the reported one",
    "A text describes an earlier period as if it were the reported one, for example because it was not updated "
    'since the last deck. A text that also names the reported period, compares ("up from Q1", "since Q1"), or '
    'looks ahead ("starts in Q1") is allowed; for the latter two, 500 characters before and after the period are '
    "read. Titles, rows, tables, charts, decisions, captions and presenter notes are not checked, nor are slides "
    "that report another period (`as_of`).",
    optional=True,
    subjects=True,
)

_SKIPPED = {"notes", "table", "rows", "columns", "chart", "charts", "title", "due", "owner", "decisions", "images"}
_SKIPPED_IN_ASIDE = {"chart", "picture"}
_COMPARES = (
    r"(?:\b(?:from|since|than|versus|vs\.?|against|after|before|until|compared (?:with|to)|as|of|and|between)"
    r"(?:\s+(?:in|those|that|the))?(?:\s+(?:in|of))?|[-–—/(&,])\s*$"
)
_AHEAD = r"\b(?:will|next|plan(?:s|ned)?|coming|upcoming|starts?|follow(?:s|ing)?|due|by|until)\b"
_CONTEXT_LENGTH = 500
"""How many characters before and after a mention are read: more than a sentence has, so that long texts take no longer."""
_YEAR = r"\s*(?:of\s+)?(?:FY\s?)?\d\d|\s*[-–/]\s*[QHT]"


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report the first such mention of each text."""
    reported, spellings = subject.deck.period, subject.labels.spellings
    # A pattern of all names takes 4 ms to compile; most decks have few of them, or none.
    names = [text for period in reported.earlier for text in spellings(period) if text in subject.joined_texts]
    if not names:
        return
    mention = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    for text in subject.texts:
        content = text.entry.content if text.entry else None
        if content is None or text.in_row or _is_skipped(text) or getattr(content, "as_of", None):
            continue
        if content.names_any_period or subject.names(text.plain, reported.name):
            continue
        for match in mention.finditer(text.plain):
            if not _is_allowed(text.plain, match):
                earlier, now = match.group(), spellings(reported.name)[-1]
                message = f"this text speaks of {earlier}, but the deck reports {now}"
                hint = f"bring it up to date; if {earlier} is meant, name {now} as well, as in “after {earlier}”"
                yield issue_of(
                    RULE, message, text.span(match.group()), hint, text.entry.origin.slide if text.entry else ""
                )
                break


def _is_skipped(text: AuthoredText) -> bool:
    """Whether a text may name any period: by its field, in an aside by the field of that."""
    if text.field != "aside" or text.entry is None:
        return text.field in _SKIPPED
    return text.path[len(text.entry.origin.path) + 1] in _SKIPPED_IN_ASIDE


def _is_allowed(text: str, match: re.Match[str]) -> bool:
    before = text[max(match.start() - _CONTEXT_LENGTH, 0) : match.start()]
    after = text[match.end() : match.end() + _CONTEXT_LENGTH]
    sentence = re.split(r"[.!?]\s", before)[-1] + re.split(r"[.!?](?:\s|$)", after)[0]
    return bool(
        re.search(_COMPARES, before, re.IGNORECASE)
        or re.match(_YEAR, after, re.IGNORECASE)
        or re.search(_AHEAD, sentence, re.IGNORECASE)
    )
