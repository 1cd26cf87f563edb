"""Quantities as charts show them: a figure with its unit as it was typed."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from deckgen.quantities.types import Figure, Statement

_BASES = {"/year": "/yr", "/quarter": "/quarter", "/month": "/mo", "/week": "/wk", "/day": "/day", "/hour": "/hour"}
_MAX_UNIT_WORDS = 3


class Quantity(Struct, frozen=True):
    """A number as an author wrote it.

    `value` is signed, with K, M and B applied, a duration in the unit that was written; `unit` is what was typed (`%`, `€`,
    `days`), or the noun that follows (`teachers`), or nothing; `basis` is the period of a change or a rate (`YoY`, `/mo`);
    `raw` is the part of the text with the number.
    """

    value: float
    sign: Literal["", "+", "-"] = ""
    unit: str = ""
    basis: str = ""
    raw: str = ""

    def is_comparable_to(self, other: Quantity) -> bool:
        """Whether both have the same unit and basis; singular and plural of a noun are the same unit."""
        return self.basis == other.basis and _singular(self.unit) == _singular(other.unit)


def _singular(unit: str) -> str:
    """Return a unit in a form for comparison: lower case, its last word in the singular."""
    folded = unit.casefold()
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    return folded[:-1] if folded.endswith("s") and not folded.endswith("ss") else folded


def shown_quantity(figure: Figure, noun: tuple[str, ...] = ()) -> Quantity:
    """Return a figure as charts show it; `noun` are the words directly behind it."""
    is_duration = figure.unit in {"time", "months"}
    value = figure.value / figure.scale if is_duration else figure.value
    unit = figure.symbol or ("" if figure.unit else " ".join(noun[:_MAX_UNIT_WORDS]))
    return Quantity(value, figure.sign, unit, _BASES.get(figure.basis, figure.basis), figure.raw)


def shown_statement(statement: Statement) -> Quantity:
    """Return the figure of a statement as charts show it."""
    return shown_quantity(statement.figure, statement.noun)
