"""Which shape does a drawn word belong to? Declared text and drawn text, aligned character by character.

A deck says the same words in many places, so neither text nor place alone can tell; the order of drawing can, as shapes
are drawn from back to front and each from its first to its last character.
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
class Attributed:
    """A drawn word and what holds it; `None` where that cannot be told."""

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
    """For each drawn character the index of the declared one, or -1; and where both come from."""

    declared: tuple[tuple[str, int, int], ...]
    """(character, holder, offset in its text)"""
    drawn: tuple[tuple[str, int], ...]
    """(character, word)"""
    pairs: tuple[tuple[int, int], ...]


def plain(text: str) -> str:
    """Characters as they compare: ligatures taken apart, capitals and small letters alike, blanks dropped."""
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


def attribute(slide: DeclaredSlide, page: DrawnPage) -> list[Attributed]:
    """Every drawn word with its holder. A word that is in no text (a bullet, a number) goes with the word after it."""
    aligned = _align(slide, page)
    votes: list[Counter[int]] = [Counter() for _ in page.words]
    for left, right in aligned.pairs:
        votes[aligned.drawn[right][1]][aligned.declared[left][1]] += 1
    found: list[Attributed] = []
    following: Holder | None = None
    for word, vote in zip(reversed(page.words), reversed(votes), strict=True):
        holder = slide.holders[vote.most_common(1)[0][0]] if vote else _at_its_place(slide, word) or following
        found.append(Attributed(word, holder))
        following = holder
    return found[::-1]


def _at_its_place(slide: DeclaredSlide, word: Word) -> Holder | None:
    """A holder of this text around this place, for words that were drawn out of order."""
    here = (h for h in slide.holders if plain(word.text) in plain(h.text) and word.ink.sticks_out_of(h.box) <= 0)
    return next(here, None)


def missing(slide: DeclaredSlide, page: DrawnPage) -> Counter[str]:
    """Letters and digits that the slide declares and nobody drew, wherever they might stand."""
    want = Counter(c for h in slide.holders if not h.fields for c in plain(h.text) if c.isalnum())
    got = Counter(c for word in page.words for c in plain(word.text))
    return want - got


def split_words(slide: DeclaredSlide, page: DrawnPage) -> Iterator[tuple[Holder, str]]:
    """Words of which two neighbouring letters were drawn on two lines; scripts without blanks may be."""
    aligned = _align(slide, page)
    word_of = {left: page.words[aligned.drawn[right][1]] for left, right in aligned.pairs}
    for left in sorted(word_of):
        if left - 1 not in word_of:
            continue
        (a, h, i), (b, k, j) = aligned.declared[left - 1], aligned.declared[left]
        neighbours = h == k and j - i == 1 and _holds_together(a) and _holds_together(b)
        one, two = word_of[left - 1], word_of[left]
        if neighbours and abs(one.baseline - two.baseline) > 0.7 * max(one.size, two.size):
            yield slide.holders[h], _around(slide.holders[h].text, j)


def _holds_together(char: str) -> bool:
    return char.isalnum() and not unicodedata.name(char, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI"))


def _around(text: str, at: int) -> str:
    """The word that has its break at `at`, shown by a bar."""
    start = max((i + 1 for i in range(at) if text[i].isspace()), default=0)
    end = next((i for i in range(at, len(text)) if text[i].isspace()), len(text))
    return f"{text[start:at]}|{text[at:end]}"
