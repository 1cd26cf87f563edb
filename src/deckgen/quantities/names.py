"""Words that name what is measured: whether two texts name the same thing, case, plural and articles aside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import dropwhile, islice, takewhile

from deckgen.quantities.figures import Element
from deckgen.quantities.lexicon import Lexicon

_PREPOSITIONS = frozenset({"from", "to", "by", "range-joint"})
_BETWEEN = ("at-least", "more-than", "at-most", "less-than", "about", "almost", "by", "to", "plus", "dash")
_MAX_BETWEEN = 8
_STEM = 3
"""So many letters of a plural, or more, stand before its ending."""
_SIGNIFICANT = frozenset({
    "at-least", "more-than", "at-most", "less-than", "or-more", "or-less", "between", "from", "to", "by", "up", "down",
    "more", "fewer", "keep", "baseline", "rank", "part", "not", "plan", "past", "versus", "about", "almost", "inexact",
    "arrow", "percent", "points", "basis-points", "score-scale", "slash", "dash", "plus", "other", "hash", "permille",
    "range-joint", "out-of",
})  # fmt: skip
"""Classes of words that are never names: each must be understood."""


def split_names(elements: Sequence[Element], ignored: Collection[str]) -> tuple[list[Element], list[Element]]:
    """Return the elements that must be understood, and the words that name what is measured; `ignored` words are neither."""
    significant: list[Element] = []
    names: list[Element] = []
    for index, element in enumerate(elements):
        if _is_loose_preposition(elements, index):
            continue
        if element.figure is not None or element.problem or element.has(*_SIGNIFICANT):
            significant.append(element)
        elif is_name(element, ignored):
            names.append(element)
    return significant, names


def _is_loose_preposition(elements: Sequence[Element], index: int) -> bool:
    """Whether a word such as `to` belongs to a name (`access to the internet`): it stands before no figure."""
    classes = elements[index].token.classes
    if elements[index].figure is not None or not classes & _PREPOSITIONS or classes & _SIGNIFICANT - _PREPOSITIONS:
        return False
    following = (
        e for e in islice(elements, index + 1, index + 1 + _MAX_BETWEEN) if not e.has("ignored", "goal-words", "result")
    )
    after = next((e for e in following if not e.has(*_BETWEEN)), None)
    return after is None or (after.figure is None and not after.problem)


def is_name(element: Element, ignored: Collection[str]) -> bool:
    """Whether an element is a word that names what is measured."""
    return (
        element.figure is None and not element.problem and not element.has(*_SIGNIFICANT) and not element.has(*ignored)
    )


def name_words(elements: Iterable[Element]) -> tuple[str, ...]:
    """Return the words of names, as typed."""
    return tuple(word for e in elements for word in e.token.text.replace("’", "'").split())


def names_behind(elements: Sequence[Element], figure: int, names: Collection[Element]) -> tuple[str, ...]:
    """Return the names directly behind the figure at an index: the noun that it counts."""
    known = {id(name) for name in names}
    behind: list[Element] = []
    for element in _elements_behind(elements, figure):
        if id(element) in known:
            behind.append(element)
        elif not element.has("ignored"):
            break
    return name_words(behind)


def noun_behind(elements: Sequence[Element], figure: int, ignored: Collection[str]) -> tuple[str, ...]:
    """Return the words directly behind a figure, without what follows a preposition: what charts show as its unit."""
    behind = _elements_behind(elements, figure)
    return name_words(takewhile(lambda element: is_name(element, ignored), behind))


def _elements_behind(elements: Sequence[Element], figure: int) -> Iterator[Element]:
    """Yield the elements behind a figure and its `+` or `or more`."""
    behind = (elements[i] for i in range(figure + 1, len(elements)))
    yield from dropwhile(lambda element: element.has("plus", "or-more", "or-less"), behind)


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
    first, second = first.casefold(), second.casefold()
    if first == second:
        return True
    return first[:_STEM] == second[:_STEM] and not _forms(first, lexicon).isdisjoint(_forms(second, lexicon))


def _forms(word: str, lexicon: Lexicon) -> set[str]:
    """Return a word and its possible singulars, which begin like it."""
    endings = [(end, new) for end, new in lexicon.plurals if word.endswith(end) and len(word) - len(end) >= _STEM]
    return {word, *[word[: -len(end)] + new for end, new in endings]}
