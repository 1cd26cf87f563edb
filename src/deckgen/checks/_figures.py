"""All quantities of a text, and whether one quantity is another one rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.model import Quantity, read_quantity

MAX_QUANTITIES = 50
"""How many quantities of a text are read."""
MAX_TEXT_LENGTH = 2_000
"""How many characters of a text are searched. Both limits bound the time: each search scans the rest of the text."""


def read_quantities(text: str) -> Iterator[tuple[int, Quantity]]:
    """Yield the quantities of a text with their offsets: up to 50, in its first 2,000 characters."""
    at, text = 0, text[:MAX_TEXT_LENGTH]
    for _ in range(MAX_QUANTITIES):
        quantity = read_quantity(text[at:])
        start = text.find(quantity.raw, at) if quantity is not None and quantity.raw else -1
        if quantity is None or start < 0:
            return
        yield start, quantity
        at = start + len(quantity.raw)


def is_equal_or_rounded(figure: Quantity, other: Quantity) -> bool:
    """Whether `figure` equals `other`, or is `other` rounded; signs are ignored, because texts say "down 3%"."""
    decimals = len(re.sub(r"^[^.]*\.?|\D", "", figure.raw)) if "." in figure.raw else 0
    scale = abs(figure.value) / (abs(_typed_number(figure)) or 1) or 1
    return abs(round(abs(other.value) / scale, decimals) - abs(_typed_number(figure))) < 1e-9


def _typed_number(quantity: Quantity) -> float:
    """Return the number that the digits state, without K, M or B."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?|\.\d+", quantity.raw)
    return float(digits.group().replace(",", "")) if digits else quantity.value
