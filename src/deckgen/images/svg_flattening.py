"""Write a cleaned SVG as nothing but filled and stroked paths with colours as attributes, whose transforms are applied.

Programs that show decks support different parts of SVG; all of them draw such paths. What is needed beyond them cannot be
written so, and the drawing is not flat: gradients, patterns, pictures, masks, filters, markers, transparent groups, strokes
distorted by a transform. A clip path is left out. So the caller compares both drawings, and uses the flat one if it looks the
same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from deckgen.images import svg_outlines as outlines
from deckgen.images.svg_attributes import XLINK
from deckgen.images.svg_cascade import TAG, Cascade
from deckgen.images.svg_looks import inherited_properties, opacity_of, path_look
from deckgen.images.svg_outlines import IDENTITY, Matrix, NotFlatError, multiply
from deckgen.images.svg_texts import TextReader
from deckgen.images.svg_transforms import fit_view_box, length, read_transform

MAX_CHARACTERS = 2 << 20
"""Maximum of the characters of a drawing's paths, each counted as often as it is drawn: two seconds of work."""
_UNITS = 100_000
"""The longer side of a drawing in the units to which coordinates are rounded, about: a 300th of a millimetre on a slide."""
_GROUPS = frozenset({"svg", "g", "a", "switch", "symbol"})
_NOT_DRAWN = frozenset(
    {"defs", "style", "clipPath", "mask", "marker", "filter", "linearGradient", "radialGradient", "pattern"}
)
_PLAIN_VALUES = frozenset({"none", "normal", "auto", "fill", "fill stroke", "fill stroke markers", ""})
_BEYOND_PATHS = (
    "mask", "filter", "mix-blend-mode", "marker", "marker-start", "marker-mid", "marker-end", "vector-effect", "paint-order",
    "transform-origin",
)  # fmt: skip
"""Properties that no attribute of a path replaces, unless their value is one of `_PLAIN_VALUES`."""


class _State(Struct, frozen=True):
    """What an element inherits: transform, width and height to which percentages refer, opacity, properties, nesting of `use`."""

    matrix: Matrix
    width: float
    height: float
    opacity: float
    properties: Mapping[str, str]


def flatten_svg(svg: bytes) -> bytes | None:
    """Return a cleaned drawing as plain paths; None if it needs more than those, or is too large for this."""
    root = etree.fromstring(svg)
    width, height = (float(str(root.get(side))) for side in ("width", "height"))
    digits = max(0, round(math.log10(_UNITS / max(width, height))))
    flattener = _Flattener(root, digits)
    try:
        flattener.draw(root, _State(IDENTITY, width, height, 1, {}), (width, height))
    except (NotFlatError, RecursionError, ArithmeticError):
        return None
    size = [outlines.written_number(round(side * 10**digits), digits) for side in (width, height)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" viewBox="0 0 {" ".join(size)}">'
    )
    return "\n".join(('<?xml version="1.0" encoding="utf-8"?>', head, *flattener.elements, "</svg>", "")).encode()


class _Flattener:
    """Draws the elements of one drawing as `elements`, in order."""

    def __init__(self, root: etree._Element, digits: int) -> None:
        self.elements: list[str] = []
        self._root, self._digits = root, digits
        self._cascade = Cascade(root)
        self._texts = TextReader(self._cascade)
        self._by_id = {str(element.get("id")): element for element in root.iter() if element.get("id")}
        self._characters_left = MAX_CHARACTERS

    def draw(self, element: etree._Element, state: _State, area: tuple[float, float] | None = None) -> None:
        """Draw an element; `area` is the size of the area that a `svg` or `symbol` fills, where it does not state it itself.

        Raises NotFlatError if it needs more than plain paths.
        """
        local = str(element.tag).removeprefix(TAG)
        properties = self._cascade.properties(element)
        if local in _NOT_DRAWN or properties.get("display") == "none":
            return
        if any(properties.get(name, "").strip() not in _PLAIN_VALUES for name in _BEYOND_PATHS):
            raise NotFlatError("a property that paths do not have")
        state = _inherit(state, properties)
        before = len(self.elements)
        if local in _GROUPS:
            self._draw_group(element, local, state, area)
        elif local == "use":
            self._draw_use(element, state)
        elif local == "text":
            self._draw_text(element, state)
        else:
            self._draw_shape(local, properties, state)
        if len(self.elements) > before + 1 and opacity_of(properties, "opacity") < 1:
            raise NotFlatError("several shapes are transparent together")

    def _draw_group(self, element: etree._Element, local: str, state: _State, area: tuple[float, float] | None) -> None:
        if local == "symbol" and area is None:
            return  # it is drawn where it is used
        if local in ("svg", "symbol"):
            state = self._in_area(element, state, area)
        for child in _chosen(element) if local == "switch" else element:
            self.draw(child, state)

    def _in_area(self, element: etree._Element, state: _State, area: tuple[float, float] | None) -> _State:
        properties = self._cascade.properties(element)
        if element is self._root:
            x = y = 0.0
        else:
            x, y = length(properties.get("x"), state.width), length(properties.get("y"), state.height)
        width, height = area or (
            length(properties.get("width"), state.width, state.width),
            length(properties.get("height"), state.height, state.height),
        )
        fitted, wide, high = fit_view_box(
            properties.get("viewBox"), properties.get("preserveAspectRatio"), width, height
        )
        matrix = multiply(multiply(state.matrix, (1, 0, 0, 1, x, y)), fitted)
        return replace(state, matrix=matrix, width=wide, height=high)

    def _draw_use(self, element: etree._Element, state: _State) -> None:
        properties = self._cascade.properties(element)
        target = self._by_id.get(str(element.get(XLINK) or "").removeprefix("#"))
        if target is None:
            return
        place = length(properties.get("x"), state.width), length(properties.get("y"), state.height)
        state = replace(state, matrix=multiply(state.matrix, (1, 0, 0, 1, *place)))
        of_target = self._cascade.properties(target)
        area = None
        if target.tag in (f"{TAG}svg", f"{TAG}symbol"):
            width, height = (properties.get(side, of_target.get(side)) for side in ("width", "height"))
            area = length(width, state.width, state.width), length(height, state.height, state.height)
        self.draw(target, state, area)

    def _draw_text(self, element: etree._Element, state: _State) -> None:
        for run in self._texts.outlines(element, state.properties, state.width, state.height):
            of_run = replace(state, properties=run.properties, opacity=state.opacity * run.opacity)
            look = self._look(of_run, 10 * len(run.segments))
            if look:
                self._add(run.segments, multiply(state.matrix, run.matrix), look)

    def _draw_shape(self, local: str, properties: Mapping[str, str], state: _State) -> None:
        if local not in _SHAPES:
            raise NotFlatError(f"the element {local}")
        d = _SHAPES[local](properties, state)
        look = self._look(state, len(d))
        if look:
            self._add(outlines.read_path(d), state.matrix, look)

    def _look(self, state: _State, characters: int) -> str:
        """Return the attributes of a path of so many characters; empty if it is not seen."""
        self._characters_left -= characters
        if self._characters_left < 0:
            raise NotFlatError("paths of too many characters")
        if not characters or state.properties.get("visibility", "visible") != "visible":
            return ""
        return path_look(state.properties, state.opacity, state.matrix, math.hypot(state.width, state.height))

    def _add(self, segments: Sequence[outlines.Segment], matrix: Matrix, look: str) -> None:
        data = outlines.path_data(segments, matrix, self._digits)
        if data:
            self.elements.append(f'<path d="{data}"{look}/>')


def _inherit(state: _State, properties: Mapping[str, str]) -> _State:
    """Return the state inside an element that has these properties."""
    transform = properties.get("transform")
    return replace(
        state,
        matrix=multiply(state.matrix, read_transform(transform)) if transform else state.matrix,
        opacity=state.opacity * opacity_of(properties, "opacity"),
        properties=inherited_properties(state.properties, properties),
    )


def _chosen(switch: etree._Element) -> list[etree._Element]:
    """Return the first child of a `switch` whose conditions are met."""
    for child in switch:
        languages = str(child.get("systemLanguage", "en")).split(",")
        if child.get("requiredExtensions") is None and any(name.strip().startswith("en") for name in languages):
            return [child]
    return []


def _rectangle(properties: Mapping[str, str], state: _State) -> str:
    x, width, rx = (length(properties.get(name), state.width, -1) for name in ("x", "width", "rx"))
    y, height, ry = (length(properties.get(name), state.height, -1) for name in ("y", "height", "ry"))
    x, y = (0 if name not in properties else value for name, value in (("x", x), ("y", y)))
    if width <= 0 or height <= 0:
        return ""
    rx, ry = rx if rx >= 0 else max(ry, 0), ry if ry >= 0 else max(rx, 0)
    return outlines.rounded_rectangle(x, y, width, height, rx, ry)


def _circle(properties: Mapping[str, str], state: _State) -> str:
    radius = length(properties.get("r"), math.hypot(state.width, state.height) / math.sqrt(2))
    return _ellipse_around(properties, state, radius, radius)


def _ellipse(properties: Mapping[str, str], state: _State) -> str:
    rx, ry = length(properties.get("rx"), state.width, -1), length(properties.get("ry"), state.height, -1)
    return _ellipse_around(properties, state, rx if rx >= 0 else ry, ry if ry >= 0 else rx)


def _ellipse_around(properties: Mapping[str, str], state: _State, rx: float, ry: float) -> str:
    cx, cy = length(properties.get("cx"), state.width), length(properties.get("cy"), state.height)
    return outlines.ellipse(cx, cy, rx, ry) if rx > 0 and ry > 0 else ""


def _line(properties: Mapping[str, str], state: _State) -> str:
    x1, x2 = (length(properties.get(name), state.width) for name in ("x1", "x2"))
    y1, y2 = (length(properties.get(name), state.height) for name in ("y1", "y2"))
    return f"M{x1} {y1}L{x2} {y2}"


_SHAPES: Mapping[str, Callable[[Mapping[str, str], Any], str]] = {
    "path": lambda properties, _: properties.get("d", ""),
    "rect": _rectangle,
    "circle": _circle,
    "ellipse": _ellipse,
    "line": _line,
    "polyline": lambda properties, _: outlines.polygon(properties.get("points", ""), ""),
    "polygon": lambda properties, _: outlines.polygon(properties.get("points", ""), "z"),
}
"""How the outline of each shape is written as the `d` of a path."""
