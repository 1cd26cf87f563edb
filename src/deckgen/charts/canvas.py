"""The canvas of a chart: a matplotlib figure measured in points, which records the areas that text already occupies.

Text is measured with the renderer before it is placed. `place_if_free` refuses text that would leave the canvas or touch other
text, so labels cannot collide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, cast

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts import fonts
from deckgen.charts.errors import TOO_SMALL, ChartError
from deckgen.charts.geometry import (
    ELLIPSIS,
    LINE_HEIGHT,
    POINTS_PER_INCH,
    Anchor,
    Area,
    HorizontalEdge,
    Label,
    Mark,
    bounding_area,
)
from deckgen.charts.style import DPI, Style
from deckgen.charts.svg import write_svg
from deckgen.charts.wrapping import Fits, Hyphenate, fill_lines, never, parts_of_text
from deckgen.ir.direction import RIGHT_TO_LEFT_MARK, has_right_to_left_letters, marked_parts
from deckgen.ir.frames import Drawing
from deckgen.ir.roles import ColourRole

MISSING_GLYPH = "□"
"""Shown for a character that no available font has: always a glyph of DejaVu Sans, which comes with matplotlib."""
_FONT_HINT = "use another font in the brand, or write the texts of the chart in other characters"
_GOAL_DASHES = 5.0, 3.125
"""The lengths of a dash of a goal's line, and of the gap after it, in points."""
_NARROWER_LINES = 0.9, 0.8, 0.7, 0.6
"""The parts of its width in which a label of several lines is tried."""
_MIRRORED: dict[HorizontalEdge, HorizontalEdge] = {"left": "right", "center": "center", "right": "left"}
_ASCENT, _HEBREW_ASCENT, _TALL_ASCENT = 0.72, 0.82, 1.05
_HEBREW, _TALL = re.compile("[\u0590-\u05ff]"), re.compile("[\u0600-\u10ff\u1780-\u17ff]")
"""Hebrew, and scripts with marks above their letters (Arabic to Burmese, Khmer): names side by side stand on one baseline."""
_MAX_LINEAR_CUTS = 2048
"""Up to this many characters, a line is shortened one by one until it fits; that takes time with the square of their number."""


class _LineMetrics(Struct, frozen=True):
    """The measures of a line of text: its width, and its height above and below the baseline."""

    width: float
    above: float
    below: float


def _least_ascent(text: str) -> float:
    """Return the least height of a line above its baseline, in em: that of the highest letters of its script, or nearly so."""
    if text.isascii():
        return _ASCENT
    return _TALL_ASCENT if _TALL.search(text) else _HEBREW_ASCENT if _HEBREW.search(text) else _ASCENT


class Canvas:
    """A drawing area of `pixels` (width and height at `DPI`); all coordinates are in points.

    One that `is_mirrored` draws from right to left what is composed from left to right. `language` is that of its texts, which
    decides which forms Chinese characters have. `hyphenate` returns the offsets at which a word may be divided.
    """

    def __init__(
        self,
        pixels: tuple[int, int],
        style: Style,
        *,
        language: str = "",
        is_mirrored: bool = False,
        hyphenate: Hyphenate = never,
    ) -> None:
        self._language, self._hyphenate = language, hyphenate
        self.pixels, self.style, self.sizes = pixels, style, style.brand.look.chart_sizes
        # Slightly more than the exact size: 1958 / 220 * 220 may result in 1957.999…, which would lose a pixel.
        self.figure = Figure(figsize=((pixels[0] + 1e-6) / DPI, (pixels[1] + 1e-6) / DPI), dpi=DPI, facecolor="none")
        self._agg = cast(Any, FigureCanvasAgg(self.figure))
        self._renderer = self._agg.get_renderer()
        self.width, self.height = (p * POINTS_PER_INCH / DPI for p in pixels)
        self._is_mirrored = is_mirrored
        ends = (self.width, 0) if is_mirrored else (0, self.width)
        axes = self.figure.add_axes((0, 0, 1, 1), xlim=ends, ylim=(0, self.height))
        axes.set_axis_off()
        self._axes = axes
        self.text_areas: list[Area] = []
        self.solid_areas: list[Area] = []
        """Areas of shapes that text avoids."""
        self.placed_labels: list[tuple[Label, Area]] = []
        self.marks: list[Mark] = []
        self.missing_characters: dict[str, None] = {}
        """Characters of the placed text that no available font has, in order."""
        self.shortened_names: dict[str, None] = {}
        """The complete texts of placed labels that were shortened, and of names that were left out, in order."""
        self._complete_texts: dict[str, str] = {}
        self._metrics: dict[tuple[str, float, bool], _LineMetrics] = {}

    @property
    def area(self) -> Area:
        """The entire canvas."""
        return Area(0, 0, self.width, self.height)

    def measure(self, label: Label) -> tuple[float, float]:
        """Return width and height of `label` as rendered; lines are at least as high as the type, so that baselines agree."""
        lines = [self._line_metrics(line, label) for line in label.text.split("\n")]
        height = lines[0].above + lines[-1].below + LINE_HEIGHT * label.size * (len(lines) - 1)
        return label.indent + max(line.width for line in lines), height

    def _line_metrics(self, text: str, label: Label) -> _LineMetrics:
        """Measure one line with the renderer."""
        key = (text, label.size, label.bold)
        if key not in self._metrics:
            drawable = self._drawable(text, label.bold)
            font = fonts.font_for(self.style.brand, drawable, label.size, label.bold, self._language)
            advance, ink, below = self._renderer.get_text_width_height_descent(drawable, font, ismath=False)
            scale = POINTS_PER_INCH / DPI
            low, high = max(0.22 * label.size, below * scale), _least_ascent(text) * label.size
            self._metrics[key] = _LineMetrics(advance * scale + 0.5, max(high, (ink - below) * scale), low)
        return self._metrics[key]

    def _drawable(self, text: str, bold: bool) -> str:
        """Replace characters that no font has by a box: matplotlib would draw one too, but with a warning on the console.

        A text from right to left has the marks by which its figures keep their order.
        """
        missing = fonts.missing_characters(self.style.brand, text, bold, self._language)
        shown = text.translate(dict.fromkeys(map(ord, missing), MISSING_GLYPH)) if missing else text
        return RIGHT_TO_LEFT_MARK + "".join(marked_parts(shown)) if has_right_to_left_letters(shown) else shown

    def label_area(self, label: Label, anchor: Anchor) -> Area:
        """Return the area that `label` would occupy at `anchor`."""
        width, height = self.measure(label)
        left = anchor.x - {"left": 0, "center": width / 2, "right": width}[anchor.across]
        bottom = anchor.y - {"bottom": 0, "center": height / 2, "top": height}[anchor.up]
        return Area(left, bottom, left + width, bottom + height)

    def is_free(self, area: Area, avoid_solids: bool = True) -> bool:
        """Whether text may be placed in `area`: on the canvas, clear of other text and, with `avoid_solids`, of solid shapes."""
        clear = not any(area.overlaps(t, 1.5) for t in self.text_areas)
        if not clear or not self.area.contains(area):
            return False
        return not (avoid_solids and any(area.overlaps(s, 0.5) for s in self.solid_areas))

    def place_if_free(self, label: Label, anchor: Anchor, avoid_solids: bool = True) -> Area | None:
        """Place `label` if its area is free and return that area, else None; `avoid_solids=False` allows text on a bar."""
        area = self.label_area(label, anchor)
        if not label.text.strip() or not self.is_free(area, avoid_solids):
            return None
        self._add_text(label, area, anchor.across)
        self.text_areas.append(area)
        return area

    def place_required(self, label: Label, anchor: Anchor) -> Area:
        """Place a label without which the chart makes no sense; raises ChartError where its area is not free."""
        if label.text.strip():
            if (area := self.place_if_free(label, anchor, avoid_solids=False)) is None:
                raise ChartError(TOO_SMALL)
            return area
        return Area(anchor.x, anchor.y, anchor.x, anchor.y)

    def place_first_free(self, candidates: Iterable[tuple[Label, Anchor]], avoid_solids: bool = True) -> Area | None:
        """Place the first of `candidates` whose area is free and return that area; None if there is no such candidate."""
        areas = (self.place_if_free(label, anchor, avoid_solids) for label, anchor in candidates)
        return next((area for area in areas if area), None)

    def wrap(self, label: Label, width: float, lines: int = 2) -> Label:
        """Break `label` into at most `lines` of at most `width` points; text beyond that ends in an ellipsis.

        Lines are about equally long. Words in the smallest size are divided where they are wider than a line.
        """
        hyphenate = self._hyphenate if label.size <= self.sizes.small else never
        parts = list(parts_of_text(label.text, self._fits(label, width), hyphenate))
        broken, is_complete = fill_lines(parts, self._fits(label, width), lines)
        if is_complete and len(broken) > 1:
            narrower = (fill_lines(parts, self._fits(label, width * share), lines) for share in _NARROWER_LINES)
            broken = [found for found, fits in ((broken, True), *narrower) if fits and len(found) == len(broken)][-1]
        text = "\n".join(self._truncate(replace(label, text=line), width) for line in broken)
        if ELLIPSIS in text and ELLIPSIS not in label.text:
            self._complete_texts[text] = label.text
        return replace(label, text=text)

    def _fits(self, label: Label, width: float) -> Fits:
        """Whether a text in the style of `label` fits `width` points."""
        return lambda text: self.measure(replace(label, text=text))[0] <= width

    def _truncate(self, label: Label, width: float) -> str:
        """Shorten the text of a one-line label until it fits `width`."""
        if self.measure(label)[0] <= width:
            return label.text
        high = 16
        while high < len(label.text) and self.measure(replace(label, text=label.text[:high]))[0] <= 2 * width:
            high *= 2
        ends = range(min(high, len(label.text) - 1), 0, -1)
        if (
            high > _MAX_LINEAR_CUTS
        ):  # nearly all characters of such a text have no width, so any cut that fits is good enough
            first = bisect_left(ends, True, key=lambda end: self._fitting_prefix(label, end, width) is not None)
            ends = ends[first : first + 1]
        return next((text for end in ends if (text := self._fitting_prefix(label, end, width)) is not None), ELLIPSIS)

    def _fitting_prefix(self, label: Label, end: int, width: float) -> str | None:
        """Return the first `end` characters of a label and an ellipsis, or None if they do not fit."""
        text = label.text[:end].rstrip() + ELLIPSIS
        return text if self.measure(replace(label, text=text))[0] <= width else None

    def _add_text(self, label: Label, area: Area, across: HorizontalEdge) -> None:
        """Draw the lines of `label` in `area` from the top down."""
        self.placed_labels.append((label, area))
        if label.text in self._complete_texts:
            self.shortened_names[self._complete_texts[label.text]] = None
        if label.ground:
            ground = Area(area.left + label.indent - 1.5, area.bottom, area.right + 1.5, area.top)
            self._axes.add_patch(self._rectangle(ground, label.ground, 9))
        left = area.left + label.indent
        x = {"left": left, "center": (left + area.right) / 2, "right": area.right}[across]
        drawn_across = _MIRRORED[across] if self._is_mirrored else across
        lines = label.text.split("\n")
        baseline = area.top - self._line_metrics(lines[0], label).above
        for i, line in enumerate(lines):
            y = baseline - i * LINE_HEIGHT * label.size
            self.missing_characters.update(
                dict.fromkeys(fonts.missing_characters(self.style.brand, line, label.bold, self._language))
            )
            drawable = self._drawable(line, label.bold)
            artist = Text(
                x, y, drawable,
                color=self.style.text_colour(label.role),
                fontproperties=fonts.font_for(self.style.brand, drawable, label.size, label.bold, self._language),
                horizontalalignment=drawn_across, verticalalignment="baseline", parse_math=False, zorder=10, clip_on=False,
            )  # fmt: skip
            self._axes.add_artist(artist)

    def _rectangle(self, area: Area, role: ColourRole, order: float) -> Rectangle:
        corner = (area.left, area.bottom)
        colour = self.style.colour(role)
        return Rectangle(corner, area.width, area.height, color=colour, lw=0, zorder=order, clip_on=False)

    def fill_rectangle(self, area: Area, role: ColourRole) -> None:
        """Fill a rectangle, which text avoids."""
        self._axes.add_patch(self._rectangle(area, role, 2))
        self.marks.append(Mark("bar", role, area))
        self.solid_areas.append(area)

    def draw_line(
        self, points: Sequence[tuple[float, float]], role: ColourRole, width: float, order: float = 1
    ) -> None:
        """Draw a line through `points`, `width` points thick."""
        xs, ys = zip(*points, strict=True)
        self._stroke(xs, ys, color=self.style.colour(role), lw=width, zorder=order, solid_capstyle="butt")
        self.marks.append(Mark("line", role, bounding_area(points)))

    def _stroke(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:
        # Nothing extends beyond the canvas, so an SVG needs no clip paths.
        self._axes.add_line(Line2D(xs, ys, clip_on=False, **look))

    def draw_goal_line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw the dashed line of a goal over the bars; a thin edge along its dashes makes it visible on any bar."""
        xs, ys = zip(start, end, strict=True)
        strokes: list[tuple[ColourRole, float, float]] = [("white", 2.25, 4), ("ink", 1.25, 5)]
        for role, width, order in strokes:
            dashes = tuple(length / width for length in _GOAL_DASHES)  # matplotlib multiplies them by the width
            self._stroke(
                xs, ys, color=self.style.colour(role), lw=width, dashes=dashes, zorder=order, dash_capstyle="butt"
            )
        self.marks.append(Mark("goal", "ink", bounding_area([start, end])))

    def fill_polygon(self, points: Sequence[tuple[float, float]], role: ColourRole, order: float = 6) -> None:
        """Fill a polygon."""
        colour = self.style.colour(role)
        self._axes.add_patch(Polygon(points, closed=True, color=colour, lw=0, zorder=order, clip_on=False))
        self.marks.append(Mark("shape", role, bounding_area(points)))

    def draw_marker(
        self, at: tuple[float, float], diameter: float, marker: str, roles: tuple[ColourRole, ColourRole], edge: float
    ) -> None:
        """Draw a marker (`o`, `D` …), which text avoids: `roles` are those of its face and edge, sizes are in points."""
        face, rim = (self.style.colour(r) for r in roles)
        self._stroke([at[0]], [at[1]], marker=marker, ms=diameter, mfc=face, mec=rim, mew=edge, ls="none", zorder=7)
        half = (diameter + edge) / 2
        area = Area(at[0] - half, at[1] - half, at[0] + half, at[1] + half)
        self.solid_areas.append(area)
        self.marks.append(Mark("dot", roles[1] if roles[0] == "white" else roles[0], area))

    def render(self) -> Drawing:
        """Render PNG and SVG without date and program name, so that the same chart always gives the same bytes.

        Raises ChartError if FreeType refuses to draw a character, as it does if that is larger than ten times its size.
        """
        png = BytesIO()
        try:
            self._agg.print_png(png, metadata={"Software": None})
        except RuntimeError as error:
            reason = str(error).rpartition(": ")[2]
            raise ChartError(f"its font has a character that cannot be drawn ({reason})", _FONT_HINT) from error
        missing, shortened = "".join(self.missing_characters), tuple(self.shortened_names)
        return Drawing(png.getvalue(), *self.pixels, write_svg(self.figure), missing, shortened)
