"""All the quantities of a text, and whether two of them say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.model import Quantity, read_quantity

MOST = 50
"""Quantities that are read in a text."""
LONGEST = 2_000
"""Characters of a text in which quantities are sought; there are bounds because each quantity is read in all that follows."""


def figures(text: str) -> Iterator[tuple[int, Quantity]]:
    """Give the quantities of a text with the offsets at which they stand: up to 50, in its first 2,000 characters."""
    at, text = 0, text[:LONGEST]
    for _ in range(MOST):
        quantity = read_quantity(text[at:])
        start = text.find(quantity.raw, at) if quantity is not None and quantity.raw else -1
        if quantity is None or start < 0:
            return
        yield start, quantity
        at = start + len(quantity.raw)


def same(figure: Quantity, other: Quantity) -> bool:
    """Tell whether one is the other, or the other rounded; signs aside, since text says "down 3%"."""
    decimals = len(re.sub(r"^[^.]*\.?|\D", "", figure.raw)) if "." in figure.raw else 0
    scale = abs(figure.value) / (abs(_bare(figure)) or 1) or 1
    return abs(round(abs(other.value) / scale, decimals) - abs(_bare(figure))) < 1e-9


def _bare(quantity: Quantity) -> float:
    """The digits as typed, without K, M or B."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?|\.\d+", quantity.raw)
    return float(digits.group().replace(",", "")) if digits else quantity.value
