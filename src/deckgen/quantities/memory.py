"""What was read of texts, so that no text is read twice: not in one process, and not in the next build of a deck.

Reading is pure: a remembered reading is the one that would be read again. It depends on the versions of deckgen and Babel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct, field

from deckgen.quantities.lexicon import Lexicon, build_lexicon
from deckgen.quantities.shown import Quantity
from deckgen.quantities.types import Goal, Reading

T = TypeVar("T")
MAX_ENTRIES = 20_000
"""How many texts are remembered of each kind."""


class Readings(Struct):
    """Readings by language and text, and the lexicons by which they were read."""

    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    results: dict[str, Reading] = field(default_factory=dict)
    baselines: dict[str, Reading] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    quantities: dict[str, tuple[tuple[int, Quantity], ...]] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lower_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Numbers as a language writes them, which needs the data of Babel."""

    def is_same_as(self, other: Readings) -> bool:
        """Whether both are of the same texts."""
        return all(getattr(self, name).keys() == getattr(other, name).keys() for name in self.__struct_fields__)

    def since(self, earlier: Readings) -> Readings:
        """Return the readings that `earlier` does not have."""
        parts = ((getattr(self, name), getattr(earlier, name)) for name in self.__struct_fields__)
        return Readings(*({key: now[key] for key in now.keys() - before.keys()} for now, before in parts))

    def copy(self) -> Readings:
        """Return the readings as they are now."""
        return Readings(*(dict(getattr(self, name)) for name in self.__struct_fields__))


_used, _earlier = Readings(), Readings()


def add_readings(readings: Readings) -> None:
    """Add what an earlier process has read."""
    for name in Readings.__struct_fields__:
        getattr(_earlier, name).update(getattr(readings, name))


def use_readings(readings: Readings) -> None:
    """Add what a second process has read just now."""
    for name in Readings.__struct_fields__:
        getattr(_used, name).update(getattr(readings, name))


def used_readings() -> Readings:
    """Return what this process has read or looked up."""
    return _used


def remembered(name: str, text: str, language: str, read: Callable[[str, str], T]) -> T:
    """Return the reading of a text of one kind (a field of `Readings`): the remembered one, else what `read` returns."""
    used: dict[str, T] = getattr(_used, name)
    key = f"{language}\0{text}" if text else language
    if key not in used:
        earlier: dict[str, T] = getattr(_earlier, name)
        if len(used) >= MAX_ENTRIES:
            used.clear()
        used[key] = earlier[key] if key in earlier else read(text, language)
    return used[key]


def load_lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language tag (`de`, `pt-BR`)."""
    return remembered("lexicons", "", language, lambda _, name: build_lexicon(name))
