"""Texts of a deck and translations of them → which translation each text has, and what it is worth now.

A translation belongs to its key. One whose key has another text now is outdated, unless the text moved: a text without a
current translation takes that of another key with the same source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from deckgen.translation.authored_words import AuthoredText
from deckgen.translation.translation_file import TranslatedText


class TextState(StrEnum):
    """What the translation of a text is worth."""

    MISSING = "missing"
    OUTDATED = "outdated"
    REVIEW = "review"
    TRANSLATED = "translated"


class MatchedText(Struct, frozen=True):
    """A text with its translation (None if there is none), which is in the file under `key`.

    An outdated translation is that of another text.
    """

    text: AuthoredText
    state: TextState
    entry: TranslatedText | None = None
    key: str = ""

    @property
    def is_current(self) -> bool:
        """Whether the translation is that of the text as it is."""
        return self.state in {TextState.TRANSLATED, TextState.REVIEW}


def match_texts(texts: Iterable[AuthoredText], entries: Mapping[str, TranslatedText]) -> list[MatchedText]:
    """Return each text with its translation."""
    by_source: dict[str, list[str]] = {}
    for key, entry in entries.items():
        by_source.setdefault(words_of(entry.source), []).append(key)
    return [_match(text, entries, by_source) for text in texts]


def unused_keys(matched: Iterable[MatchedText], entries: Mapping[str, TranslatedText]) -> list[str]:
    """Return the keys of translations that no text has."""
    used = {each.key for each in matched}
    return [key for key in entries if key not in used]


def words_of(source: str) -> str:
    """Return a text without its line breaks: a text that is only wrapped differently is the same one."""
    return " ".join(source.split())


def _match(
    text: AuthoredText, entries: Mapping[str, TranslatedText], by_source: Mapping[str, list[str]]
) -> MatchedText:
    own = entries.get(text.key)
    words = words_of(text.source)
    if own is not None and words_of(own.source) == words:
        return MatchedText(text, TextState(own.state), own, text.key)
    same = by_source.get(words, [])
    if same:
        near = max(same, key=lambda key: _common_parts(key, text.key))
        return MatchedText(text, TextState(entries[near].state), entries[near], near)
    if own is not None:
        return MatchedText(text, TextState.OUTDATED, own, text.key)
    return MatchedText(text, TextState.MISSING)


def _common_parts(one: str, other: str) -> int:
    """Return how many parts two keys have in common at their beginnings."""
    pairs = list(zip(one.split("/"), other.split("/"), strict=False))
    return next((n for n, (a, b) in enumerate(pairs) if a != b), len(pairs))
