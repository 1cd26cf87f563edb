"""Words that name what is measured: whether two texts name the same thing, case, plural and articles aside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from deckgen.quantities.figures import Element
from deckgen.quantities.lexicon import Lexicon

_SIGNIFICANT = frozenset({
    "at-least", "more-than", "at-most", "less-than", "or-more", "or-less", "between", "from", "to", "by", "up", "down", "more",
    "fewer", "keep", "baseline", "rank", "not", "plan", "past", "versus", "about", "almost", "inexact", "arrow", "percent",
    "points", "basis-points", "score-scale", "slash", "dash", "plus", "other", "hash", "permille", "range-joint", "out-of",
})  # fmt: skip
"""Classes of words that are never names: each must be understood."""


def split_names(elements: Sequence[Element], ignored: Collection[str]) -> tuple[list[Element], list[Element]]:
    """Return the elements that must be understood, and the words that name what is measured; `ignored` words are neither."""
    significant: list[Element] = []
    names: list[Element] = []
    for element in elements:
        if element.figure is not None or element.problem or element.has(*_SIGNIFICANT):
            significant.append(element)
        elif not element.has(*ignored):
            names.append(element)
    return significant, names


def name_words(elements: Iterable[Element]) -> tuple[str, ...]:
    """Return the words of names, in lower case."""
    return tuple(word for e in elements for word in e.token.text.casefold().replace("’", "'").split())


def same_names(first: Iterable[str], second: Iterable[str], lexicon: Lexicon) -> bool:
    """Whether two lists of words name the same thing: the same words in any order, in the singular or plural."""
    rest = list(second)
    for word in first:
        match = next((other for other in rest if _is_same_word(word, other, lexicon)), None)
        if match is None:
            return False
        rest.remove(match)
    return not rest


def are_among(words: Iterable[str], known: Collection[str], lexicon: Lexicon) -> bool:
    """Whether each word is among those that are known."""
    return all(any(_is_same_word(word, other, lexicon) for other in known) for word in words)


def _is_same_word(first: str, second: str, lexicon: Lexicon) -> bool:
    return first == second or not _forms(first, lexicon).isdisjoint(_forms(second, lexicon))


def _forms(word: str, lexicon: Lexicon) -> set[str]:
    """Return a word and its possible singulars."""
    endings = ((word, end, new) for end, new in lexicon.plurals if word.endswith(end) and len(word) - len(end) >= 3)
    return {word, *(text[: -len(end)] + new for text, end, new in endings)}
