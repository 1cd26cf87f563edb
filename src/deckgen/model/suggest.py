"""Hints for names that are not known: the likely one, else all that are.

To compare two texts takes time that grows with the product of their lengths, and content may be anybody's. So there are bounds:
on the length of a name, on how many names one is compared with, and on how many names of a run are compared (`Guesses`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from itertools import islice

_MOST_NAMED = 24
_LONGEST = 100
"""Characters of a name that is compared: nobody mistypes a longer one."""
_MOST_COMPARED = 200
_MOST_GUESSES = 100


def near(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Give the name of `known` that is most like `name`, or `None` where none is as alike as `cutoff` asks (0 to 1).

    A name of more than 100 characters is like none. Of more than 200 known names, the 200 beside it in the alphabet are
    compared.
    """
    if len(name) > _LONGEST:
        return None
    names = [one for one in known if len(one) <= _LONGEST]
    if len(names) > _MOST_COMPARED:
        names.sort()
        at = bisect_left(names, name)
        names = names[max(at - _MOST_COMPARED // 2, 0) : at + _MOST_COMPARED // 2]
    found = get_close_matches(name, names, 1, cutoff)
    return found[0] if found else None


def closest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name that `name` was probably meant to be, case aside, or `None`; within the bounds of `near`."""
    folded = {one.casefold().replace("_", "-"): one for one in known if len(one) <= _LONGEST}
    found = near(name.casefold().replace("_", "-"), folded) if len(name) <= _LONGEST else None
    return folded[found] if found is not None else None


def hint_for(name: str, known: Iterable[str], what: str) -> str:
    """Say "did you mean `x`?" where that is likely, else name what is known; `what` is its plural ("fields")."""
    names = dict.fromkeys(known)
    guess = closest(name, names)
    return _all_of(names, what) if guess is None else f"did you mean `{guess}`?"


def _all_of(known: Collection[str], what: str) -> str:
    if not known:
        return f"there are no {what} yet"
    shown = ", ".join(f"`{known_name}`" for known_name in islice(known, _MOST_NAMED))
    return f"known {what} are {shown}" + (" …" if len(known) > _MOST_NAMED else "")


class Guesses:
    """The hints of one run over a deck or a sheet: for the first hundred unknown names as `hint_for`, then without a guess."""

    def __init__(self) -> None:
        self._left = _MOST_GUESSES

    def closest(self, name: str, known: Iterable[str]) -> str | None:
        """Give what `closest` gives, or `None` after the first hundred names."""
        self._left -= 1
        return closest(name, known) if self._left >= 0 else None

    def hint_for(self, name: str, known: Collection[str], what: str) -> str:
        """Give what `hint_for` gives, without a guess after the first hundred names; each of `known` must stand in it once."""
        self._left -= 1
        return hint_for(name, known, what) if self._left >= 0 else _all_of(known, what)
