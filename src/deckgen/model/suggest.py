"""Hints for names that are not known: the likely one, else all that are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MOST_NAMED = 24


def closest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name that `name` was probably meant to be, case aside, or `None`."""
    folded = {candidate.casefold().replace("_", "-"): candidate for candidate in known}
    found = get_close_matches(name.casefold().replace("_", "-"), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def hint_for(name: str, known: Iterable[str], what: str) -> str:
    """Say "did you mean `x`?" where that is likely, else name what is known; `what` is its plural ("fields")."""
    names = list(dict.fromkeys(known))
    if (guess := closest(name, names)) is not None:
        return f"did you mean `{guess}`?"
    if not names:
        return f"there are no {what} yet"
    shown = ", ".join(f"`{known_name}`" for known_name in names[:_MOST_NAMED])
    return f"known {what} are {shown}" + (" …" if len(names) > _MOST_NAMED else "")
