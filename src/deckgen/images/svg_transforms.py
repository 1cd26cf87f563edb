"""Read the transforms of an SVG (`transform`, `viewBox`) and its lengths."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from deckgen.images.svg_outlines import IDENTITY, Matrix, NotFlatError, multiply, numbers

PIXELS_PER_UNIT = {"px": 1.0, "": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_FUNCTION = re.compile(r"[\s,]*+([a-zA-Z]++)\s*+\(([^()]*+)\)[\s,]*+")
_LENGTH = re.compile(r"\s*+([-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?+)\s*+(px|pt|pc|mm|cm|in|%)?\s*+")


def length(text: str | None, whole: float, default: float = 0) -> float:
    """Return a length in pixels; a percentage is one of `whole`. Raises NotFlatError if its unit is relative to a font."""
    if text is None or text.strip() == "auto":
        return default
    found = _LENGTH.fullmatch(text)
    if not found:
        raise NotFlatError(f"the length {text[:20]!r}")
    number = float(found[1])
    return number * whole / 100 if found[2] == "%" else number * PIXELS_PER_UNIT[found[2] or ""]


def read_transform(text: str) -> Matrix:
    """Return the matrix of a `transform`. Raises NotFlatError if it is not valid."""
    matrix, end = IDENTITY, 0
    while found := _FUNCTION.match(text, end):
        matrix = multiply(matrix, _function(found[1], numbers(found[2])))
        end = found.end()
    if text[end:].strip() not in ("", "none"):
        raise NotFlatError("no transform")
    return matrix


def _function(name: str, values: Sequence[float]) -> Matrix:
    if name == "rotate" and len(values) == 3:
        angle, x, y = values
        return multiply(multiply((1, 0, 0, 1, x, y), _rotation(angle)), (1, 0, 0, 1, -x, -y))
    make = _FUNCTIONS.get((name, len(values)))
    if make is None:
        raise NotFlatError(f"the transform {name[:20]}")
    return make(*values)


def _rotation(angle: float) -> Matrix:
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return cosine, sine, -sine, cosine, 0, 0


_FUNCTIONS: Mapping[tuple[str, int], Callable[..., Matrix]] = {
    ("matrix", 6): lambda *values: values,
    ("translate", 1): lambda x: (1, 0, 0, 1, x, 0),
    ("translateX", 1): lambda x: (1, 0, 0, 1, x, 0),
    ("translateY", 1): lambda y: (1, 0, 0, 1, 0, y),
    ("translate", 2): lambda x, y: (1, 0, 0, 1, x, y),
    ("scale", 1): lambda x: (x, 0, 0, x, 0, 0),
    ("scale", 2): lambda x, y: (x, 0, 0, y, 0, 0),
    ("rotate", 1): _rotation,
    ("skewX", 1): lambda angle: (1, 0, math.tan(math.radians(angle)), 1, 0, 0),
    ("skewY", 1): lambda angle: (1, math.tan(math.radians(angle)), 0, 1, 0, 0),
}
"""The matrix of each function, by its name and the number of its arguments."""


def fit_view_box(view_box: str | None, fit: str | None, width: float, height: float) -> tuple[Matrix, float, float]:
    """Return the matrix that fits a view box into an area of this size, and width and height of the view box.

    `fit` is the value of `preserveAspectRatio`. Raises NotFlatError if a value is not valid.
    """
    if view_box is None:
        return IDENTITY, width, height
    values = numbers(view_box)
    if len(values) != 4 or min(values[2:]) <= 0 or min(width, height) <= 0:
        raise NotFlatError("a view box without a size")
    left, top, wide, high = values
    words = [word for word in (fit or "").split() if word != "defer"] or ["xMidYMid"]
    across, down = width / wide, height / high
    if words[0] == "none":
        return (across, 0, 0, down, -left * across, -top * down), wide, high
    shares = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    place = re.fullmatch(r"x(Min|Mid|Max)Y(Min|Mid|Max)", words[0])
    if not place:
        raise NotFlatError("an unknown preserveAspectRatio")
    scale = max(across, down) if words[1:] == ["slice"] else min(across, down)
    x, y = (width - wide * scale) * shares[place[1]], (height - high * scale) * shares[place[2]]
    return (scale, 0, 0, scale, x - left * scale, y - top * scale), wide, high
