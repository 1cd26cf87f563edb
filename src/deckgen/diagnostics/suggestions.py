"""Hints for unknown names: the name that was probably meant, or else all known names.

Comparing two texts takes time proportional to the product of their lengths, and content may come from anyone. So there are
limits: on the length of a name, on the number of names that it is compared with, and on the number of unknown names of one run
that are compared (`SuggestionBudget`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from itertools import islice

_MAX_LISTED = 40
_MAX_NAME_LENGTH = 100
"""Characters of a name that is compared: longer names are not typing errors."""
_MAX_COMPARED = 200
_MAX_GUESSES = 100


def most_similar(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The name of `known` that is most similar to `name`, or None if none reaches the similarity `cutoff` (0 to 1).

    Names of more than 100 characters are not compared. Of more than 200 known names, the 200 next to it in the alphabet are
    compared.
    """
    if len(name) > _MAX_NAME_LENGTH:
        return None
    names = [candidate for candidate in known if len(candidate) <= _MAX_NAME_LENGTH]
    if len(names) > _MAX_COMPARED:
        names.sort()
        at = bisect_left(names, name)
        names = names[max(at - _MAX_COMPARED // 2, 0) : at + _MAX_COMPARED // 2]
    matches = get_close_matches(name, names, 1, cutoff)
    return matches[0] if matches else None


def closest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name that was probably meant by `name`, ignoring case, or None; limits and `cutoff` as of `most_similar`."""
    folded = {
        known_name.casefold().replace("_", "-"): known_name
        for known_name in known
        if len(known_name) <= _MAX_NAME_LENGTH
    }
    match = most_similar(name.casefold().replace("_", "-"), folded, cutoff) if len(name) <= _MAX_NAME_LENGTH else None
    return folded[match] if match is not None else None


def did_you_mean(name: str) -> str:
    """Ask whether `name` was meant: the words of every such hint."""
    return f"did you mean `{name}`?"


def hint_for(name: str, known: Iterable[str], what: str) -> str:
    """Ask "did you mean `x`?" if a known name is similar, else list the known names; `what` is their plural ("fields")."""
    names = dict.fromkeys(known)
    guess = closest(name, names)
    return _list_known(names, what) if guess is None else did_you_mean(guess)


def _list_known(known: Collection[str], what: str) -> str:
    if not known:
        return f"there are no {what} yet"
    listed = ", ".join(f"`{known_name}`" for known_name in islice(known, _MAX_LISTED))
    return f"known {what} are {listed}" + (" …" if len(known) > _MAX_LISTED else "")


class SuggestionBudget:
    """The hints of one run over a deck or a sheet. Only the first hundred unknown names are compared with the known ones."""

    def __init__(self) -> None:
        self._remaining = _MAX_GUESSES

    def closest(self, name: str, known: Iterable[str]) -> str | None:
        """The same as the function `closest`, or None after the first hundred names."""
        self._remaining -= 1
        return closest(name, known) if self._remaining >= 0 else None

    def hint_for(self, name: str, known: Collection[str], what: str) -> str:
        """The same as the function `hint_for`; after the first hundred names, only a list of `known`, which has no duplicates."""
        self._remaining -= 1
        return hint_for(name, known, what) if self._remaining >= 0 else _list_known(known, what)
