"""Words that are wider than their line → where they may be divided, and how their divisions are written.

A word is divided where its author typed a soft hyphen into it, anywhere in the deck, else where pyphen does so in the language of
its slide. pyphen is read only when such a word occurs.

In frames and in files, a division is a hyphen, a zero-width space and a line break. No author types these three after each other,
and PowerPoint, Keynote and Google Slides keep them, so that `without_divisions` finds the divisions of deckgen in any text that
is read back. Soft hyphens are not written, because LibreOffice and others draw no hyphen at them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

SOFT_HYPHEN = "\u00ad"
HYPHEN = "-"
DIVISION = f"{HYPHEN}\u200b\n"
_DIVISION = re.compile("-\u200e?\u200b[\n\v\u2028]")
r"""Line breaks are `\n` in frames and `\v` where python-pptx reads them; a mark keeps the hyphen in place from right to left."""
_WORD = re.compile(r"[^\W_]+")
_MARKED_WORD = re.compile(rf"[^\W_]*(?:{SOFT_HYPHEN}+[^\W_]+)+")
_LETTERS = "[A-Za-z\u00aa-\u058f\u10a0-\u10ff\u1e00-\u1fff]{6,}"
"""What may be divided by rules: letters of scripts that use hyphens, also those beside a digit."""
_LONGEST = 100
"""The number of letters of the longest word that is divided: no language has longer ones."""
_ADDRESS = re.compile(r"://|@|\bwww\.|\w\.\w")
_LEAST_BEFORE, _LEAST_AFTER = 2, 3
"""How many letters of a word stay together at its beginning and at its end."""
_FINNISH_SYLLABLE = "(?i)(?<=..)[bcdfghjklmnpqrstvwxzšž](?=[aeiouyäöå].)"
"""The beginning of a syllable of Finnish, which pyphen lacks: a consonant before a vowel."""


def without_divisions(text: str) -> str:
    """Return a text as it was before deckgen divided its words: a word that is divided over lines is one word again."""
    return _DIVISION.sub("", text) if "\u200b" in text else text


def with_marked_divisions(text: str) -> str:
    """Return a text from right to left with a mark after each hyphen of a division, which keeps it behind its part of a word."""
    return text.replace(DIVISION, DIVISION.replace("\u200b", "\u200e\u200b")) if DIVISION in text else text


def is_address(word: str) -> bool:
    """Whether a word is a web address, an e-mail address or the name of a file, which are never divided with a hyphen."""
    return _ADDRESS.search(word) is not None


def marked_words(texts: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return the words of texts with soft hyphens, in lower case, with the offsets at which they may be divided."""
    found: dict[str, set[int]] = {}
    for text in texts:
        for match in _MARKED_WORD.finditer(text):
            parts = [part for part in match[0].split(SOFT_HYPHEN) if part]
            offsets = found.setdefault("".join(parts).lower(), set())
            offsets.update(len("".join(parts[:n])) for n in range(1, len(parts)))
    return {word: tuple(sorted(offsets)) for word, offsets in found.items()}


class Hyphenation(Struct, frozen=True):
    """Where the words of a deck may be divided: `marked` are those in which its author typed soft hyphens (`marked_words`)."""

    marked: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def offsets(self, unit: str, language: str) -> list[int]:
        """Return the offsets in a unit without spaces at which it may be divided with a hyphen; none in addresses."""
        return [] if is_address(unit) else list(self._offsets(unit, language))

    def tiers(self, unit: str, language: str) -> Sequence[Sequence[int]]:
        """Return the offsets at which a unit may be divided, and, if it has a marked word, those by rules within that as well.

        The latter are for pieces that are wider than a line.
        """
        allowed = self.offsets(unit, language)
        if not allowed or not any(word[0].lower() in self.marked for word in _WORD.finditer(unit)):
            return (allowed,)
        return allowed, sorted({*allowed, *Hyphenation().offsets(unit, language)})

    def marked_in(self, text: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return the marked words that a text has, with their offsets."""
        lowered = text.lower()
        return tuple((word, offsets) for word, offsets in self.marked.items() if word in lowered)

    def _offsets(self, unit: str, language: str) -> Iterator[int]:
        for word in _WORD.finditer(unit):
            marked = self.marked.get(word[0].lower()) if self.marked and len(word[0]) <= _LONGEST else None
            if marked is not None:
                yield from (word.start() + offset for offset in marked)
                continue
            for letters in re.finditer(_LETTERS, word[0]):
                if len(letters[0]) > _LONGEST:
                    continue
                start = word.start() + letters.start()
                yield from (start + offset for offset in _ruled_offsets(letters[0], language))


NO_HYPHENATION = Hyphenation()
"""That of a deck in which no soft hyphens were typed."""


class RuledWords(Struct):
    """The offsets at which rules divide words, by language and word: reading the dictionary of German takes half a second."""

    offsets: dict[str, tuple[int, ...]] = field(default_factory=dict)


ruled_words = RuledWords()
"""The words that this process has divided by rules."""
_MOST_RULED_WORDS = 4096


def _ruled_offsets(word: str, language: str) -> Sequence[int]:
    key = f"{language} {word}"
    offsets = ruled_words.offsets.get(key)
    if offsets is None:
        if len(ruled_words.offsets) >= _MOST_RULED_WORDS:
            ruled_words.offsets.clear()
        offsets = ruled_words.offsets[key] = _read_offsets(word, language)
    return offsets


def _read_offsets(word: str, language: str) -> tuple[int, ...]:
    """Return the offsets at which the rules of a language divide a word of letters; none where its spelling would change."""
    if language.lower().partition("-")[0] == "fi":
        return tuple(match.start() for match in re.finditer(_FINNISH_SYLLABLE, word))
    dictionary = _dictionary(language)
    if dictionary is None:
        return ()
    return tuple(int(position) for position in dictionary.positions(word) if position.data is None)


@lru_cache(maxsize=8)
def _dictionary(language: str) -> Any:
    """Return pyphen's dictionary of a language (BCP 47); None if it has none."""
    import pyphen  # noqa: PLC0415 -- read only when a word has to be divided

    name = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=name, left=_LEAST_BEFORE, right=_LEAST_AFTER) if name else None
