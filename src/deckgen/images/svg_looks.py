"""Write how a path of an SVG is filled and stroked as attributes with plain numbers and colours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import tinycss2.color4

from deckgen.images.svg_outlines import Matrix, NotFlatError, scale_of
from deckgen.images.svg_transforms import length

DEFAULT_FONT_SIZE = "16"
"""The size of text in pixels where none is stated, as in resvg-py."""
_INHERITED = frozenset(
    {"fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin"}
    | {"stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "color", "visibility", "shape-rendering"}
    | {"text-anchor", "letter-spacing", "word-spacing", "writing-mode", "direction", "text-transform", "text-indent"}
    | {"text-decoration", "text-decoration-line", "alignment-baseline", "dominant-baseline", "baseline-shift", "rotate"}
    | {"textLength", "unicode-bidi", "font", "font-size", "font-weight", "font-style", "font-variant", "font-variant-caps"}
    | {"font-stretch", "font-kerning", "font-feature-settings", "font-variation-settings", "font-size-adjust"}
)  # fmt: skip
"""Properties that the elements in an element have, too; those of text that are not inherited apply to all of a text."""
_WORDS = {
    "fill-rule": ("evenodd",), "stroke-linecap": ("round", "square"), "stroke-linejoin": ("round", "bevel"),
    "shape-rendering": ("crispEdges", "optimizeSpeed", "geometricPrecision"),
}  # fmt: skip
"""Properties with words as values that are written if they are not the default."""
_NUMBER = re.compile(r"\s*+([-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?+)(%?)\s*+")


def path_look(properties: Mapping[str, str], opacity: float, matrix: Matrix, diagonal: float) -> str:
    """Return the attributes of a path, each after a space; empty if nothing of it is seen.

    `properties` are those of the path and the inherited ones, `matrix` is applied to its outline already, and `diagonal` is that
    of the area to which percentages refer. Raises NotFlatError if the path needs more than colours and numbers.
    """
    fill, fill_opacity = _paint(properties, "fill", "black")
    stroke, stroke_opacity = _paint(properties, "stroke", "none")
    pen = _stroke(properties, matrix, diagonal) if stroke != "none" else {}
    if not pen:
        stroke = "none"
    look = {"fill": fill}
    if fill != "none":
        look |= {"fill-opacity": fill_opacity, "fill-rule": _word(properties, "fill-rule")}
    if stroke != "none":
        look |= {"stroke": stroke, "stroke-opacity": stroke_opacity, **pen}
    look |= {"opacity": _part(opacity), "shape-rendering": _word(properties, "shape-rendering")}
    is_seen = opacity > 0 and (fill != "none" or stroke != "none")
    return "".join(f' {name}="{value}"' for name, value in look.items() if value) if is_seen else ""


def inherited_properties(outer: Mapping[str, str], own: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is inherited inside an element: `outer`, replaced by its own properties. A font size is in pixels.

    Raises NotFlatError if the font size is not understood.
    """
    changed = {name: value for name, value in own.items() if name in _INHERITED and value != "inherit"}
    if "font-size" in changed:
        size = float(outer.get("font-size", DEFAULT_FONT_SIZE))
        text = changed["font-size"].strip()
        factor = re.fullmatch(r"([0-9.]++)em", text)
        changed["font-size"] = str(size * _plain_number(factor[1]) if factor else length(text, size))
    return {**outer, **changed} if changed else outer


def opacity_of(properties: Mapping[str, str], name: str) -> float:
    """Return a property that is an opacity, from 0 to 1. Raises NotFlatError if it is no number."""
    return _opacity(properties.get(name, "1"))


@lru_cache(maxsize=256)
def _opacity(text: str) -> float:
    found = _NUMBER.fullmatch(text)
    if not found:
        raise NotFlatError(f"the opacity {text[:20]!r}")
    return min(max(float(found[1]) / (100 if found[2] else 1), 0), 1)


def _paint(properties: Mapping[str, str], name: str, default: str) -> tuple[str, str]:
    """Return a colour and an opacity as they are written: `none` without one that is seen, empty for an opacity of 1."""
    colour, alpha = _colour(properties.get(name, default).strip())
    if colour == "currentcolor":
        colour, alpha = _colour(properties.get("color", "black").strip())
    alpha *= opacity_of(properties, f"{name}-opacity")
    return ("none", "") if alpha <= 0 else (colour, _part(alpha))


def _part(share: float) -> str:
    """Return a share of 1 as it is written; empty for all."""
    return "" if share >= 1 else f"{share:.4f}".rstrip("0")


@lru_cache(maxsize=1024)
def _colour(text: str) -> tuple[str, float]:
    """Return a colour as `#rrggbb`, `currentcolor` or `none`, and its opacity."""
    if text in ("none", "transparent"):
        return "none", 0
    try:
        colour = tinycss2.color4.parse_color(text)
        if isinstance(colour, str):
            return "currentcolor", 1
        if colour is None:
            raise NotFlatError(f"the paint {text[:20]!r}")
        *parts, alpha = colour.to("srgb")
    except (NotImplementedError, ValueError) as error:
        raise NotFlatError(f"the paint {text[:20]!r}") from error
    return "#" + "".join(f"{round(min(max(part or 0, 0), 1) * 255):02x}" for part in parts), float(alpha or 0)


def _word(properties: Mapping[str, str], name: str) -> str:
    value = properties.get(name, "").strip()
    return value if value in _WORDS[name] else ""


def _stroke(properties: Mapping[str, str], matrix: Matrix, diagonal: float) -> dict[str, str]:
    """Return the attributes of a stroke besides its colour; none if it has no width."""
    whole = diagonal / 2**0.5
    width = length(properties.get("stroke-width", "1"), whole)
    if width <= 0:
        return {}
    scale = scale_of(matrix)
    miter = _plain_number(properties.get("stroke-miterlimit", "4"))
    dashes = [
        length(part, whole)
        for part in properties.get("stroke-dasharray", "none").replace(",", " ").split()
        if part != "none"
    ]
    look = {
        "stroke-width": _short(width * scale),
        "stroke-linecap": _word(properties, "stroke-linecap"),
        "stroke-linejoin": _word(properties, "stroke-linejoin"),
        "stroke-miterlimit": "" if miter == 4 else _short(miter),
    }
    if any(dashes) and min(dashes) >= 0:
        offset = length(properties.get("stroke-dashoffset"), whole)
        look["stroke-dasharray"] = " ".join(_short(dash * scale) for dash in dashes)
        look["stroke-dashoffset"] = _short(offset * scale) if offset else ""
    return look


def _plain_number(text: str) -> float:
    """Return a plain number. Raises NotFlatError if it is none."""
    found = _NUMBER.fullmatch(text)
    if not found or found[2]:
        raise NotFlatError(f"the number {text[:20]!r}")
    return float(found[1])


def _short(number: float) -> str:
    return f"{number:.5g}" if number < 1e5 else f"{number:.0f}"
