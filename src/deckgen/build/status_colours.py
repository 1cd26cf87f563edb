"""Colours that deck.yaml gives to statuses: a brand in; the brand with these colours, for one deck, out.

A colour of a status is that of its role in the brand (`success`, `warning`, `danger`). What else has the role, such as arrows,
changes with it: a good arrow looks like a good status. The mark of the status has just this colour.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckgen.brand.colour_math import contrast
from deckgen.brand.status_marks import STATUS_FILLS
from deckgen.brand.types import Brand, Tint
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.ir.roles import ColourRole
from deckgen.model import Deck

_ROLES: tuple[ColourRole, ...] = ("success", "warning", "danger")
"""The roles that only verdicts have."""
_MIN_CONTRAST = 4.5
"""To white, as `deckgen accessibility` asks of every text."""


def with_status_colours(brand: Brand, deck: Deck) -> tuple[Brand, list[Issue]]:
    """Return a brand with the colours that a deck gives to its statuses, and what is wrong with them."""
    colours: dict[ColourRole, str] = {}
    issues: list[Issue] = []
    for status, word in deck.verdicts.words.items():
        if word.color is None:
            continue
        role = next(mark.role for name, mark in brand.look.marks.items() if name == status)
        issues += _problems(status, word.color, role, colours.setdefault(role, word.color), brand, deck)
    if issues or not colours:
        return brand, issues
    fills = {STATUS_FILLS[role]: Tint(role, 100_000, 0) for role in colours}
    others = {role: colour for role, colour in brand.colours.items() if role not in fills}
    return replace(brand, colours={**others, **colours}, tints={**brand.tints, **fills}), []


def _problems(
    status: str, colour: str, role: ColourRole, colour_of_role: str, brand: Brand, deck: Deck
) -> Iterator[Issue]:
    origin = Origin(file=deck.file, path=("verdicts", "words", status, "color"))
    if role not in _ROLES:
        message = f"`{status}` has the colour `{role}` in the brand, which other texts have as well"
        hint = f"leave out `color`, or give the status another `role` in the brand, under `statuses:` ({', '.join(_ROLES)})"
        yield make_issue("brand-colour", message, origin, hint)
    elif colour != colour_of_role:
        message = f"`{status}` and another status have the role `{role}` in the brand, but not the same colour here"
        yield make_issue("brand-colour", message, origin, "give both the same colour, or leave one out")
    elif (ratio := contrast(colour, brand.colours["white"])) < _MIN_CONTRAST:
        message = f"the colour of `{status}` has a contrast of {ratio:.1f} to the page, too little to be read"
        hint = f"take a darker one, with a contrast of at least {_MIN_CONTRAST}"
        yield make_issue("brand-colour", message, origin, hint)
