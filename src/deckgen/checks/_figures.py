"""All quantities of a text, and whether one quantity is another one rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from deckgen.quantities import Quantity, find_quantities

MAX_QUANTITIES = 50
"""How many quantities of a text are read."""
MAX_TEXT_LENGTH = 2_000
"""How many characters of a text are searched."""


def read_quantities(text: str, language: str) -> Iterator[tuple[int, Quantity]]:
    """Yield the quantities of a text with their offsets: up to 50, in its first 2,000 characters."""
    yield from islice(find_quantities(text[:MAX_TEXT_LENGTH], language), MAX_QUANTITIES)


def is_equal_or_rounded(figure: Quantity, other: Quantity) -> bool:
    """Whether `figure` equals `other`, or is `other` rounded; signs are ignored, because texts say "down 3%"."""
    decimals = len(re.sub(r"^[^.]*\.?|\D", "", figure.raw)) if "." in figure.raw else 0
    scale = abs(figure.value) / (abs(_typed_number(figure)) or 1) or 1
    return abs(round(abs(other.value) / scale, decimals) - abs(_typed_number(figure))) < 1e-9


def _typed_number(quantity: Quantity) -> float:
    """Return the number that the digits state, without K, M or B."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?|\.\d+", quantity.raw)
    return float(digits.group().replace(",", "")) if digits else quantity.value
