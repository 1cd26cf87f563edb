"""Write a matplotlib figure as an SVG of nothing but filled and stroked paths, whose transforms are applied.

Programs that show decks support different parts of SVG, and some draw a chart wrongly if its letters are defined once and used
where they occur, as matplotlib writes them. All of them draw `path` elements with numbers and colours as attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Transform

from deckgen.charts.geometry import POINTS_PER_INCH

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_UNITS_PER_POINT = 100
"""Coordinates are rounded to hundredths of a point."""
_COMMANDS: Mapping[int, str] = {
    int(Path.MOVETO): "m",
    int(Path.LINETO): "l",
    int(Path.CURVE3): "q",
    int(Path.CURVE4): "c",
}


def write_svg(figure: Figure) -> bytes:
    """Return a figure as SVG, in points. The resolution of the figure is changed while it is drawn."""
    dpi = figure.dpi
    figure.set_dpi(POINTS_PER_INCH)
    try:
        width, height = figure.get_size_inches() * POINTS_PER_INCH
        renderer = _PathRenderer(width, height)
        figure.draw(renderer)
    finally:
        figure.set_dpi(dpi)
    wide, high = (_number(round(side * _UNITS_PER_POINT)) for side in (width, height))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} {high}">'
    return "\n".join((_DECLARATION, head, *renderer.elements, "</svg>", "")).encode()


class _PathRenderer(RendererBase):
    """Draws everything, also texts and markers, as `path` elements."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self._size = (width, height)
        self._to_svg = Affine2D().scale(1, -1).translate(0, height)
        self.elements: list[str] = []

    def flipy(self) -> bool:
        """Return that `draw_text` gets positions from the bottom up, as all others do."""
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size in points."""
        return self._size

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Measure a text as outlines."""
        width, height, descent = text_to_path.get_text_width_height_descent(s, prop, False)
        return float(width), float(height), float(descent)

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803 -- matplotlib's name
        """Add a path, with the fill `rgbFace` and the stroke of `gc`."""
        look = f'fill="{_colour(rgbFace)}"{_stroke(gc)}'
        if look != 'fill="none"':
            self._add(path, transform, look)

    def draw_text(  # noqa: PLR0913, PLR0917 -- matplotlib's arguments
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: FontProperties, angle: float,
        ismath: Any = False, mtext: Text | None = None,
    ) -> None:  # fmt: skip
        """Add the outlines of all letters of a text as one path."""
        vertices, codes = text_to_path.get_text_path(prop, s)
        outlines = Path(cast(Any, vertices), codes)
        scale = prop.get_size_in_points() / text_to_path.FONT_SCALE
        place = Affine2D().scale(scale).rotate_deg(angle).translate(x, y)
        self._add(outlines, place, f'fill="{_colour(gc.get_rgb())}"')

    def _add(self, path: Path, transform: Transform, look: str) -> None:
        data = _path_data(path.iter_segments(transform + self._to_svg, simplify=False, curves=True))
        if data:
            self.elements.append(f'<path d="{data}" {look}/>')


def _path_data(segments: Iterable[tuple[Any, Any]]) -> str:
    """Return the `d` of segments, with each coordinate relative to the end of the segment before it."""
    pieces: list[str] = []
    start = last = np.zeros(2, dtype=int)
    for points, code in segments:
        if code == Path.CLOSEPOLY:
            pieces.append("z")
            last = start
            continue
        absolute = np.rint(points.reshape(-1, 2) * _UNITS_PER_POINT).astype(int)
        pieces.append(_command(code, (absolute - last).ravel()))
        last = absolute[-1]
        if code == Path.MOVETO:
            start = last
    return "".join(pieces)


def _command(code: int, steps: Iterable[int]) -> str:
    """Return a command; a minus separates numbers, too."""
    numbers = [_number(n) for n in steps]
    if code == Path.LINETO and "0" in numbers:
        return f"h{numbers[0]}" if numbers[1] == "0" else f"v{numbers[1]}"
    return _COMMANDS[code] + " ".join(numbers).replace(" -", "-")


def _number(units: int) -> str:
    """Return a number of units in points, without zeros around its digits."""
    text = f"{units / _UNITS_PER_POINT:.2f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _colour(colour: Any) -> str:
    return "none" if colour is None else to_hex(colour)


def _stroke(gc: GraphicsContextBase) -> str:
    """Return the attributes of a stroke, each with a space before it; none if nothing is stroked."""
    width = gc.get_linewidth()
    if not width:
        return ""
    dashes = cast("Sequence[float] | None", gc.get_dashes()[1])
    more = {
        "stroke-linejoin": "" if gc.get_joinstyle() == "miter" else gc.get_joinstyle(),
        "stroke-dasharray": " ".join(f"{length:g}" for length in dashes or ()),
    }
    attributes = {"stroke": _colour(gc.get_rgb()), "stroke-width": f"{width:g}"} | {k: v for k, v in more.items() if v}
    return "".join(f' {key}="{value}"' for key, value in attributes.items())
