"""Guessed values → those with which the deck, composed again, reads as the edited one where the text was changed.

A guess counts only if nothing else changes than what shows the value, or what deckgen computes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from deckgen.pull.base import Base
from deckgen.pull.places import Place, PlaceKey, ValueKey, readings
from deckgen.pull.plain import Letter, letters_of_emphasis

_BLANKS = re.compile(r"\s+")
_ARROW = re.compile(r"\s*[↑↓]\s*$", re.MULTILINE)
"""The arrow that deckgen puts behind a figure. It turns with the figure, whichever one an editor left there."""

NO_EMPHASIS: Mapping[tuple[PlaceKey, int], Sequence[Letter]] = {}


class Proof(Struct, frozen=True):
    """Texts of content files with which the deck reads as the edited one, and the places that have changed by them.

    `turned` is what a place reads then if its arrow is not that of the edited deck; else empty.
    """

    texts: Mapping[str, str]
    changed: tuple[tuple[PlaceKey, str, str], ...]
    turned: str = ""


class Prover:
    """Composes the base with changes. `expected` is what stands at a place: the text by its index among those of its key."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.before = readings(base.places)
        self.compositions = 0

    def index_of(self, place: Place) -> int:
        """Return which one of the texts of its key a place has."""
        return [each for each in self.base.places if each.key == place.key].index(place)

    def prove(
        self,
        texts: Mapping[str, str],
        expected: Mapping[tuple[PlaceKey, int], str],
        values: Iterable[ValueKey],
        emphasis: Mapping[tuple[PlaceKey, int], Sequence[Letter]] = NO_EMPHASIS,
        *,
        is_strict: bool = False,
    ) -> Proof | None:
        """Return the proof of changed texts; None if a place does not read as expected, or another changes without reason.

        `values` are those that the texts change; if it `is_strict`, nothing else may change than what shows these or is computed.
        Where `emphasis` has a place, its letters must have that format, too.
        """
        self.compositions += 1
        places = self.base.composer.places(texts)
        if places is None:
            return None
        after = readings(places)
        if any(self._emphasis(places, *at) != wanted for at, wanted in emphasis.items()):
            return None
        if not all(self._reads_as_expected(key, texts_, after) for key, texts_ in _by_key(expected).items()):
            return None
        changed = [
            (key, "\n".join(self.before.get(key, ())), "\n".join(after.get(key, ())))
            for key in {**self.before, **after}
            if not _reads(self.before.get(key, ()), after.get(key, ()))
        ]
        known = set(values)
        if is_strict and any(key[2] and not known.intersection(key[2]) for key, _, _ in changed):
            return None
        if {key[0] for key in self.before} != {key[0] for key in after}:
            return None
        own = {key for key, _ in expected}
        turned = (
            after[key][at]
            for key, at in expected
            if at < len(after.get(key, ())) and _turned(expected[key, at], after[key][at])
        )
        return Proof(texts, tuple(each for each in changed if each[0] not in own), next(turned, ""))

    def _reads_as_expected(
        self, key: PlaceKey, expected: Mapping[int, str], after: Mapping[PlaceKey, tuple[str, ...]]
    ) -> bool:
        """Whether texts of a key read as expected: each where it was, or all together where layout cuts them elsewhere."""
        before, now = self.before.get(key, ()), after.get(key, ())
        if len(now) == len(before) and all(_says(now[at : at + 1], (text,)) for at, text in expected.items()):
            return True
        if not now and key[2]:
            return self._reads_elsewhere(key, set(expected.values()), after)
        return _says(now, [expected.get(at, text) for at, text in enumerate(before)])

    def _reads_elsewhere(self, key: PlaceKey, expected: set[str], after: Mapping[PlaceKey, tuple[str, ...]]) -> bool:
        """Whether a text that its slide does not show any more (a result without a verdict) reads as expected on another."""
        others = [other for other in self.before if other != key and other[2] == key[2] and other in after]
        return len(expected) == 1 and any(expected == set(after[other]) for other in others)

    def _emphasis(self, places: Iterable[Place], key: PlaceKey, index: int) -> Sequence[Letter]:
        found = [place for place in places if place.key == key]
        return letters_of_emphasis(found[index].emphasis) if index < len(found) else ()


def _by_key(expected: Mapping[tuple[PlaceKey, int], str]) -> dict[PlaceKey, dict[int, str]]:
    found: dict[PlaceKey, dict[int, str]] = {}
    for (key, index), text in expected.items():
        found.setdefault(key, {})[index] = text
    return found


def _reads(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether texts that are shown in parts read the same, wherever they are cut."""
    return tuple(one) == tuple(other) or _joined(one) == _joined(other)


def without_arrows(text: str) -> str:
    """Return a text without the arrows behind its figures."""
    return _ARROW.sub("", text)


def _says(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether texts read the same but for the arrows that deckgen computes."""
    return _reads(one, other) or _reads(
        [_ARROW.sub("", text) for text in one], [_ARROW.sub("", text) for text in other]
    )


def _turned(expected: str, shown: str) -> bool:
    return _joined([expected]) != _joined([shown]) and _says((expected,), (shown,))


def _joined(texts: Iterable[str]) -> str:
    return _BLANKS.sub("", "".join(texts))
