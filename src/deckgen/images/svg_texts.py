"""Turn the texts of an SVG into outlines of the font that the PNG of a drawing has, laid out as resvg does.

Texts that need more than words in lines (spaced letters, underlines, text on a path, scripts from right to left, letters that
the font does not have) are not turned into outlines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import uharfbuzz as hb
from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from deckgen.images.rasterise import bundled_fonts
from deckgen.images.svg_cascade import TAG, Cascade
from deckgen.images.svg_looks import DEFAULT_FONT_SIZE, inherited_properties, opacity_of
from deckgen.images.svg_outlines import Matrix, NotFlatError, Segment
from deckgen.images.svg_transforms import length

_BEYOND_OUTLINES = (
    "letter-spacing", "word-spacing", "text-decoration", "text-decoration-line", "writing-mode", "textLength", "rotate",
    "baseline-shift", "font", "font-variant", "font-variant-caps", "font-stretch", "font-feature-settings", "font-kerning",
    "font-variation-settings", "direction", "unicode-bidi", "text-transform", "font-size-adjust", "text-indent",
)  # fmt: skip
_PLAIN_VALUES = frozenset(
    {"", "normal", "auto", "none", "0", "0px", "ltr", "lr-tb", "lr", "horizontal-tb", "baseline", "100%"}
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WEIGHTS = {"normal": 400.0, "bold": 700.0}
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_BLANK, _BLANKS = re.compile(r"[\t\r\n]"), re.compile(" {2,}")


class Outlines(Struct, frozen=True):
    """The outlines of a run of letters, the matrix that places them in the drawing's text, and their look."""

    segments: Sequence[Segment]
    matrix: Matrix
    properties: Mapping[str, str]
    opacity: float


class _Run(Struct, frozen=True):
    """Letters of one look, their properties and opacity, and the attributes `x`, `y`, `dx`, `dy` that apply before them."""

    text: str
    properties: Mapping[str, str]
    opacity: float
    position: Mapping[str, str]


class TextReader:
    """Reads the texts of one drawing."""

    def __init__(self, cascade: Cascade) -> None:
        self._cascade = cascade

    def outlines(
        self, text: etree._Element, properties: Mapping[str, str], width: float, height: float
    ) -> list[Outlines]:
        """Return the outlines of a text.

        `properties` are its own and the inherited ones, `width` and `height` those to which percentages refer. Raises
        NotFlatError if the text needs more than words in lines.
        """
        runs = list(self._runs(text, properties, 1))
        if text.get(_SPACE) != "preserve":
            runs = _without_extra_blanks(runs)
        x = y = 0.0
        result: list[Outlines] = []
        for chunk in _chunks(runs):
            x = length(chunk[0].position.get("x"), width, x)
            y = length(chunk[0].position.get("y"), height, y)
            outlines, x, y = _place(chunk, x, y)
            result += outlines
        return result

    def _runs(self, element: etree._Element, properties: Mapping[str, str], opacity: float) -> Iterator[_Run]:
        own = self._cascade.properties(element)
        if own.get("display") == "none":
            return
        position = {name: own[name] for name in ("x", "y", "dx", "dy") if name in own}
        pieces: list[etree._Element | str] = [element.text or ""]
        for child in element:
            pieces += [child, child.tail or ""]
        for piece in pieces:
            if isinstance(piece, str):
                found: Iterator[_Run] = iter([_Run(_BLANK.sub(" ", piece), properties, opacity, {})] if piece else [])
            elif piece.tag in (f"{TAG}tspan", f"{TAG}a"):
                of_child = self._cascade.properties(piece)
                inner = opacity * opacity_of(of_child, "opacity")
                found = self._runs(piece, inherited_properties(properties, of_child), inner)
            else:
                raise NotFlatError("a text that does more than stand in lines")
            for run in found:
                yield replace(run, position={**position, **run.position}) if position else run
                position = {}


def _without_extra_blanks(runs: Sequence[_Run]) -> list[_Run]:
    """Return runs without blanks at the start and the end, and with one where there are several."""
    result: list[_Run] = []
    follows_blank, position = True, dict[str, str]()
    for run in runs:
        text = _BLANKS.sub(" ", run.text)
        text = text[1:] if follows_blank and text.startswith(" ") else text
        position = {**position, **run.position}
        if text:
            result.append(replace(run, text=text, position=position))
            follows_blank, position = text.endswith(" "), {}
    if result:
        result[-1] = replace(result[-1], text=result[-1].text.removesuffix(" "))
    return result


def _chunks(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Return runs in groups, of which each has a position of its own."""
    chunks: list[list[_Run]] = []
    for run in runs:
        if not chunks or "x" in run.position or "y" in run.position:
            chunks.append([])
        chunks[-1].append(run)
    return chunks


def _place(chunk: Sequence[_Run], x: float, y: float) -> tuple[list[Outlines], float, float]:
    """Return the outlines of runs after each other from a position on, and the position after them."""
    across = 0.0
    places: list[tuple[_Run, float, float]] = []
    for run in chunk:
        across += length(run.position.get("dx"), 0)
        y += length(run.position.get("dy"), 0)
        places.append((run, across, y))
        across += _width(run)
    left = x - across * _ANCHORS.get(chunk[0].properties.get("text-anchor", "start"), 0.0)
    outlines = []
    for run, offset, down in places:
        face, size = _face_of(run)
        segments = face.outlines(run.text)
        if segments:
            scale = size / face.units
            baseline = down + size * face.baseline(_dominant_baseline(run))
            matrix = (scale, 0, 0, -scale, left + offset, baseline)
            outlines.append(Outlines(segments, matrix, {**run.properties, "fill-rule": "nonzero"}, run.opacity))
    return outlines, left + across, y


def _width(run: _Run) -> float:
    face, size = _face_of(run)
    return face.width(run.text) * size / face.units


def _dominant_baseline(run: _Run) -> str:
    return run.properties.get("alignment-baseline") or run.properties.get("dominant-baseline", "auto")


def _face_of(run: _Run) -> tuple[_Face, float]:
    """Return the face of a run and its size in pixels. Raises NotFlatError if the face cannot draw it as resvg does."""
    properties = run.properties
    if any(properties.get(name, "").strip() not in _PLAIN_VALUES for name in _BEYOND_OUTLINES):
        raise NotFlatError("a text with a property that outlines do not have")
    if any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in run.text):
        raise NotFlatError("a text from right to left")
    weight = properties.get("font-weight", "normal").strip()
    if weight not in _WEIGHTS and not re.fullmatch("[1-9][0-9]{0,2}", weight):
        raise NotFlatError("a relative font weight")
    is_italic = properties.get("font-style", "normal").strip() in ("italic", "oblique")
    return _open_face(_WEIGHTS.get(weight) or float(weight), is_italic), float(
        properties.get("font-size", DEFAULT_FONT_SIZE)
    )


@lru_cache(maxsize=16)
def _open_face(weight: float, is_italic: bool) -> _Face:
    file = next((path for path in bundled_fonts() if ("Italic" in path.name) == is_italic), None)
    if file is None:
        raise NotFlatError("no font")
    return _Face(hb.Blob.from_file_path(str(file)), weight)


class _Face:
    """One weight of the font."""

    def __init__(self, data: hb.Blob, weight: float) -> None:
        face = hb.Face(data)
        self.units = float(face.upem)
        self._font = hb.Font(face)
        self._font.set_variations({"wght": weight})

    def baseline(self, name: str) -> float:
        """Return by how much of its size text is moved down for a `dominant-baseline`. Raises NotFlatError if it is unknown."""
        extents = self._font.get_font_extents("ltr")
        x_height = self._font.get_metric_position_with_fallback(hb.OTMetricsTag.X_HEIGHT)
        shifts = {
            "auto": 0.0, "alphabetic": 0.0, "baseline": 0.0, "middle": x_height / 2,
            "central": (extents.ascender + extents.descender) / 2, "hanging": extents.ascender * 0.8,
            "text-before-edge": extents.ascender, "before-edge": extents.ascender,
            "text-after-edge": extents.descender, "after-edge": extents.descender, "ideographic": extents.descender,
        }  # fmt: skip
        if name not in shifts:
            raise NotFlatError("an unknown baseline")
        return float(shifts[name]) / self.units

    def width(self, text: str) -> float:
        """Return the width of a text in units of the font."""
        return float(sum(position.x_advance for position in self._shape(text).glyph_positions))

    def outlines(self, text: str) -> list[Segment]:
        """Return the outlines of a text in units of the font. Raises NotFlatError if the font does not have a letter."""
        pen = _Pen()
        shaped = self._shape(text)
        for glyph, position in zip(shaped.glyph_infos, shaped.glyph_positions, strict=True):
            if not glyph.codepoint:
                raise NotFlatError("a letter that the font does not have")
            pen.offset = pen.advance + position.x_offset, position.y_offset
            self._font.draw_glyph_with_pen(glyph.codepoint, pen)
            pen.advance += position.x_advance
        return pen.segments

    def _shape(self, text: str) -> hb.Buffer:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        return buffer


class _Pen:
    """Collects the outlines of glyphs, each moved by `offset`; its methods have the names of fontTools' pens."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.advance = 0.0
        self.offset = (0.0, 0.0)

    def _add(self, command: str, points: Sequence[tuple[float, float]]) -> None:
        x, y = self.offset
        self.segments.append((command, [value for across, up in points for value in (across + x, up + y)]))

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("M", [point])

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._add("L", [point])

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("Q", points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("C", points)

    def closePath(self) -> None:  # noqa: N802
        self._add("Z", ())
