"""Read the outlines of an SVG (`d` of a path, basic shapes) as segments, transform them, and write them as the `d` of a path.

Each step takes time in proportion to the text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from fontTools.svgLib.path.arc import EllipticalArc

Matrix = tuple[float, float, float, float, float, float]
"""The numbers of an SVG `matrix(a b c d e f)`."""
Segment = tuple[str, Sequence[float]]
"""A command (`M`, `L`, `Q`, `C`, `Z`) and the absolute coordinates that follow it, x and y in turn."""
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)

_NUMBER = r"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?+"
_NUMBERS = re.compile(_NUMBER)
_ONLY_NUMBERS = re.compile(rf"[\s,]*+(?:{_NUMBER}[\s,]*+)*+")
_STEP = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*+)")
_ARC = re.compile(
    rf"[\s,]*+({_NUMBER})" + rf"[\s,]*+({_NUMBER})" * 2 + r"[\s,]*+([01])" * 2 + rf"[\s,]*+({_NUMBER})" * 2
)
_COUNTS: Mapping[str, int] = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
_LARGEST = 1e9
"""The largest coordinate that is written, in the units in which it is written."""


class NotFlatError(ValueError):
    """A drawing cannot be drawn as plain paths, or it is not known how."""


def multiply(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that applies `inner` first."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def numbers(text: str) -> list[float]:
    """Return the numbers of a text of nothing else. Raises NotFlatError if there is something else in it."""
    if not _ONLY_NUMBERS.fullmatch(text):
        raise NotFlatError(f"no numbers: {text[:20]!r}")
    return [float(number) for number in _NUMBERS.findall(text)]


def read_path(d: str) -> list[Segment]:
    """Return the segments of a path. Raises NotFlatError if it is not complete and valid."""
    reader = _PathReader()
    end = 0
    for step in _STEP.finditer(d):
        if step.start() != end and (end or d[: step.start()].strip()):
            raise NotFlatError("no path")
        end = step.end()
        reader.add(step[1], _arguments(step[1].upper(), step[2]))
    if d[end:].strip():
        raise NotFlatError("no path")
    return reader.segments


def _arguments(command: str, text: str) -> list[list[float]]:
    """Return the arguments of each repetition of a command."""
    if command == "Z":
        values, count = numbers(text), 1
    elif command == "A":
        values, count = _arc_arguments(text), _COUNTS[command]
    else:
        values, count = numbers(text), _COUNTS[command]
    if len(values) % count or bool(values) == (command == "Z"):
        raise NotFlatError(f"a command {command} with {len(values)} numbers")
    return [values[i : i + count] for i in range(0, len(values), count)] or [[]]


def _arc_arguments(text: str) -> list[float]:
    """Return the arguments of arcs, whose flags need no separator after them."""
    values: list[float] = []
    end = 0
    while found := _ARC.match(text, end):
        values += map(float, found.groups())
        end = found.end()
    if text[end:].strip(" \t\r\n,"):
        raise NotFlatError("no arc")
    return values


class _PathReader:
    """Turns the commands of a path into absolute segments. It is the pen to which an arc draws its curves."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self._start = self._last = 0j
        self._control: tuple[str, complex] = ("", 0j)
        """The kind of curve (`C` or `Q`) that came last, and its last control point."""

    def add(self, letter: str, arguments: Sequence[Sequence[float]]) -> None:
        command = letter.upper()
        for index, values in enumerate(arguments):
            # Further pairs of coordinates after a `moveto` are lines.
            self._add_one("L" if command == "M" and index else command, values, self._last if letter.islower() else 0j)

    def _add_one(self, command: str, values: Sequence[float], origin: complex) -> None:
        if command == "Z":
            self._close()
            return
        if command == "M":
            self._start = self._last = complex(*values) + origin
            self.segments.append(("M", (self._last.real, self._last.imag)))
            self._control = ("", 0j)
            return
        if not self.segments:
            raise NotFlatError("a path that does not begin with a command M")
        if self.segments[-1][0] == "Z":
            self.segments.append(("M", (self._start.real, self._start.imag)))
        if command == "A":
            self._add_arc(values, complex(*values[5:]) + origin)
        elif command in "HV":
            point = values[0] + origin.real + 1j * self._last.imag if command == "H" else 0j
            self.lineTo(point if command == "H" else self._last.real + 1j * (values[0] + origin.imag))
        else:
            self._add_curve(command, [complex(x, y) + origin for x, y in zip(values[::2], values[1::2], strict=True)])

    def _close(self) -> None:
        if not self.segments:
            raise NotFlatError("a path that begins with a command Z")
        self.segments.append(("Z", ()))
        self._last, self._control = self._start, ("", 0j)

    def _add_curve(self, command: str, points: list[complex]) -> None:
        kind = {"S": "C", "T": "Q"}.get(command, command)
        if kind != command:
            same, control = self._control
            points = [2 * self._last - control if same == kind else self._last, *points]
        self._draw(kind, points)
        self._control = (kind, points[-2]) if kind in "CQ" else ("", 0j)

    def _add_arc(self, values: Sequence[float], end: complex) -> None:
        rx, ry, turn, large, sweep = values[:5]
        if not (rx and ry):
            self.lineTo(end)
        elif self._last != end:
            EllipticalArc(self._last, abs(rx), abs(ry), turn, int(large), int(sweep), end).draw(self)
        self._last, self._control = end, ("", 0j)

    def lineTo(self, point: complex | tuple[float, float]) -> None:  # noqa: N802 -- the name of fontTools' pens
        """Draw a line."""
        self._draw("L", [point if isinstance(point, complex) else complex(*point)])
        self._control = ("", 0j)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802 -- the name of fontTools' pens
        """Draw a cubic curve."""
        self._draw("C", [complex(*point) for point in points])

    def _draw(self, command: str, points: Sequence[complex]) -> None:
        self.segments.append((command, [part for point in points for part in (point.real, point.imag)]))
        self._last = points[-1]


def rounded_rectangle(x: float, y: float, width: float, height: float, rx: float, ry: float) -> str:
    """Return the path of a rectangle; `rx` and `ry` are the radii of its corners, 0 for none."""
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    if not (rx and ry):
        return f"M{x} {y}h{width}v{height}h{-width}z"
    across, down = width - 2 * rx, height - 2 * ry
    corner = f"a{rx} {ry} 0 0 1 "
    return (
        f"M{x + rx} {y}h{across}{corner}{rx} {ry}v{down}{corner}{-rx} {ry}"
        f"h{-across}{corner}{-rx} {-ry}v{-down}{corner}{rx} {-ry}z"
    )


def ellipse(cx: float, cy: float, rx: float, ry: float) -> str:
    """Return the path of an ellipse, from its right end on."""
    quarters = ((-rx, ry), (-rx, -ry), (rx, -ry), (rx, ry))
    return f"M{cx + rx} {cy}" + "".join(f"a{rx} {ry} 0 0 1 {x} {y}" for x, y in quarters) + "z"


def polygon(points: str, end: str) -> str:
    """Return the path through points; `end` is `z` to close it, else empty."""
    values = numbers(points)
    pairs = [f"{x} {y}" for x, y in zip(values[::2], values[1::2], strict=False)]
    return f"M{'L'.join(pairs)}{end}" if len(pairs) > 1 else ""


def path_data(segments: Sequence[Segment], matrix: Matrix, digits: int) -> str:
    """Return the `d` of transformed segments: relative coordinates with so many digits after the point."""
    pieces: list[str] = []
    start = last = (0, 0)
    for command, points in _transformed(segments, matrix, 10**digits):
        if command == "Z":
            pieces.append("z")
            last = start
            continue
        steps = [value - last[i % 2] for i, value in enumerate(points)]
        pieces.append(_command(command, [written_number(step, digits) for step in steps]))
        last = points[-2], points[-1]
        if command == "M":
            start = last
    return "".join(pieces)


def _transformed(segments: Sequence[Segment], matrix: Matrix, units: int) -> Iterator[tuple[str, list[int]]]:
    a, b, c, d, e, f = (value * units for value in matrix)
    for command, points in segments:
        values: list[int] = []
        for x, y in zip(points[::2], points[1::2], strict=True):
            across, down = a * x + c * y + e, b * x + d * y + f
            if not (abs(across) < _LARGEST and abs(down) < _LARGEST):
                raise NotFlatError("a coordinate that is too large")
            values += round(across), round(down)
        yield command, values


def _command(command: str, steps: Sequence[str]) -> str:
    """Return a command; a minus separates numbers, too."""
    if command == "L" and "0" in steps:
        return f"h{steps[0]}" if steps[1] == "0" else f"v{steps[1]}"
    return command.lower() + " ".join(steps).replace(" -", "-")


def written_number(units: int, digits: int) -> str:
    """Return a number of units of which each is the last of so many digits, without zeros around them."""
    if not digits:
        return str(units)
    whole, part = divmod(abs(units), 10**digits)
    text = f"{whole or ''}.{part:0{digits}}".rstrip("0").rstrip(".") or "0"
    return f"-{text}" if units < 0 and text != "0" else text


def scale_of(matrix: Matrix) -> float:
    """Return by how much a matrix enlarges lengths. Raises NotFlatError if that depends on their direction."""
    a, b, c, d = matrix[:4]
    first, other = math.hypot(a, b), math.hypot(c, d)
    if abs(first - other) > 1e-3 * max(first, other) or abs(a * c + b * d) > 1e-3 * first * other:
        raise NotFlatError("a stroke that is wider in one direction than in the other")
    return math.sqrt(abs(a * d - b * c))
