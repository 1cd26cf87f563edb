"""Attribute drawn words to shapes, by aligning declared text and drawn text character by character.

The same words occur in many positions of a deck, so neither text nor position is sufficient. The order of drawing is: shapes are
drawn from back to front, and each from its first to its last character.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from declared import DeclaredSlide, Holder
from drawn import DrawnPage, Rect, Word


@dataclass(frozen=True)
class AttributedWord:
    """A drawn word and its holder; `None` if the holder is unknown."""

    word: Word
    holder: Holder | None

    @property
    def text(self) -> str:
        return self.word.text

    @property
    def ink(self) -> Rect:
        return self.word.ink

    @property
    def size(self) -> float:
        return self.word.size

    @property
    def baseline(self) -> float:
        return self.word.baseline

    @property
    def shape(self) -> str:
        return self.holder.name if self.holder else ""


@dataclass(frozen=True)
class _Alignment:
    """The declared and the drawn characters of a slide, and the pairs of their indexes that correspond."""

    declared: tuple[tuple[str, int, int], ...]
    """(character, holder, offset in its text)"""
    drawn: tuple[tuple[str, int], ...]
    """(character, word)"""
    pairs: tuple[tuple[int, int], ...]


def plain(text: str) -> str:
    """Return text in comparable form: ligatures decomposed, case folded, whitespace removed."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4)
def _align(slide: DeclaredSlide, page: DrawnPage) -> _Alignment:
    declared = tuple(
        (char, h, i) for h, holder in enumerate(slide.holders) for i, c in enumerate(holder.text) for char in plain(c)
    )
    drawn = tuple((char, w) for w, word in enumerate(page.words) for char in plain(word.text))
    left, right = "".join(c for c, *_ in declared), "".join(c for c, _ in drawn)
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return _Alignment(declared, drawn, tuple((b.a + k, b.b + k) for b in blocks for k in range(b.size)))


def attribute(slide: DeclaredSlide, page: DrawnPage) -> list[AttributedWord]:
    """Return every drawn word with its holder. A word that is in no text (a bullet, a number) gets that of the next word."""
    aligned = _align(slide, page)
    votes: list[Counter[int]] = [Counter() for _ in page.words]
    for left, right in aligned.pairs:
        votes[aligned.drawn[right][1]][aligned.declared[left][1]] += 1
    result: list[AttributedWord] = []
    following: Holder | None = None
    for word, vote in zip(reversed(page.words), reversed(votes), strict=True):
        holder = slide.holders[vote.most_common(1)[0][0]] if vote else _holder_at_position(slide, word) or following
        result.append(AttributedWord(word, holder))
        following = holder
    return result[::-1]


def _holder_at_position(slide: DeclaredSlide, word: Word) -> Holder | None:
    """Return a holder with this text around the position of the word, for words that were drawn out of order."""
    candidates = (h for h in slide.holders if plain(word.text) in plain(h.text) and word.ink.sticks_out_of(h.box) <= 0)
    return next(candidates, None)


def missing(slide: DeclaredSlide, page: DrawnPage) -> Counter[str]:
    """Return the letters and digits that the slide declares and that were not drawn in any position."""
    declared = Counter(c for h in slide.holders if not h.fields for c in plain(h.text) if c.isalnum())
    drawn = Counter(c for word in page.words for c in plain(word.text))
    return declared - drawn


def split_words(slide: DeclaredSlide, page: DrawnPage) -> Iterator[tuple[Holder, str]]:
    """Yield words with two adjacent letters on different lines, except in scripts without spaces, where that is correct."""
    aligned = _align(slide, page)
    word_of = {left: page.words[aligned.drawn[right][1]] for left, right in aligned.pairs}
    for left in sorted(word_of):
        if left - 1 not in word_of:
            continue
        (a, h, i), (b, k, j) = aligned.declared[left - 1], aligned.declared[left]
        adjacent = h == k and j - i == 1 and _is_unbreakable(a) and _is_unbreakable(b)
        one, two = word_of[left - 1], word_of[left]
        if adjacent and abs(one.baseline - two.baseline) > 0.7 * max(one.size, two.size):
            yield slide.holders[h], _around(slide.holders[h].text, j)


def _is_unbreakable(char: str) -> bool:
    return char.isalnum() and not unicodedata.name(char, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI"))


def _around(text: str, position: int) -> str:
    """Return the word around a position, with the position marked by a bar."""
    start = max((i + 1 for i in range(position) if text[i].isspace()), default=0)
    end = next((i for i in range(position, len(text)) if text[i].isspace()), len(text))
    return f"{text[start:position]}|{text[position:end]}"
