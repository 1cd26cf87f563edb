"""The sheet a chart is drawn on: a figure measured in points, which knows where text already stands.

One unit is one point on the slide, the origin is the bottom left corner. Text is measured with the renderer before
it is placed: `place` refuses what would leave the sheet or touch other text, so that no label can collide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Literal, cast

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts.checks import ChartError
from deckgen.charts.style import DPI, TEXT, Style
from deckgen.ir.blocks import ColourRole
from deckgen.ir.frames import EMU_PER_INCH, Drawing

POINTS = 72
TOO_SMALL = "the chart's place is too small for what it has to show"
ELLIPSIS = "…"
BOX = "□"
"""Stands for a character that no font at hand has: always one of DejaVu Sans, which comes with matplotlib."""
_TRIED = 2048
"""Characters of a line that is cut one by one until it fits: it takes the square of their number."""
LINE = 1.15
"""From baseline to baseline, in font sizes."""

Across = Literal["left", "center", "right"]


class Area(Struct, frozen=True):
    """A rectangle in points, by its left, bottom, right and top."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Its height's middle."""
        return (self.bottom + self.top) / 2

    def meets(self, other: Area, gap: float = 0) -> bool:
        """Tell whether the two come nearer to each other than `gap`."""
        across = self.left < other.right + gap and other.left < self.right + gap
        return across and self.bottom < other.top + gap and other.bottom < self.top + gap

    def holds(self, other: Area) -> bool:
        """Tell whether `other` lies in this one, to a hundredth of a point."""
        across = self.left <= other.left + 0.01 and other.right <= self.right + 0.01
        return across and self.bottom <= other.bottom + 0.01 and other.top <= self.top + 0.01


class Label(Struct, frozen=True):
    """Text as it will be set, with its line breaks. `ground` is laid under it, so that it reads across a rule."""

    text: str
    size: float = TEXT
    role: ColourRole = "ink"
    bold: bool = False
    ground: ColourRole | None = None


class Anchor(Struct, frozen=True):
    """A point that text hangs on, and by which of its edges."""

    x: float
    y: float
    across: Across = "center"
    up: Literal["bottom", "center", "top"] = "center"


class Mark(Struct, frozen=True):
    """Something drawn that is no text: what it is, the colour's role, and the area it takes in points."""

    shape: str
    role: ColourRole
    area: Area


class _Line(Struct, frozen=True):
    """A line of text as measured: its width, and what it takes above and below its baseline."""

    width: float
    above: float
    below: float


class Canvas:
    """A sheet of `width` by `height` pixels at `DPI`, to draw on in points."""

    def __init__(self, pixels: tuple[int, int], style: Style) -> None:
        self.pixels, self.style = pixels, style
        # A hair more than the exact size: 1958 / 220 * 220 may come out as 1957.999… and would lose a pixel.
        self.figure = Figure(
            figsize=((pixels[0] + 1e-6) / DPI, (pixels[1] + 1e-6) / DPI), dpi=DPI, facecolor=style.colour("white")
        )
        self._agg = cast(Any, FigureCanvasAgg(self.figure))
        self._renderer = self._agg.get_renderer()
        self.width, self.height = (p * POINTS / DPI for p in pixels)
        axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, self.width), ylim=(0, self.height))
        axes.set_axis_off()
        self._axes = axes
        self.texts: list[Area] = []
        self.solids: list[Area] = []
        self.labels: list[tuple[Label, Area]] = []
        self.marks: list[Mark] = []
        self.missing: dict[str, None] = {}
        """Characters of the text set so far that no font at hand has."""
        self._measured: dict[tuple[str, float, bool], _Line] = {}

    @property
    def area(self) -> Area:
        """The whole sheet."""
        return Area(0, 0, self.width, self.height)

    def measure(self, label: Label) -> tuple[float, float]:
        """Tell width and height of `label` as rendered, lines at least as high as the type, so that baselines agree."""
        lines = [self._line(line, label) for line in label.text.split("\n")]
        height = lines[0].above + lines[-1].below + LINE * label.size * (len(lines) - 1)
        return max(line.width for line in lines), height

    def _line(self, text: str, label: Label) -> _Line:
        """Measure one line with the renderer."""
        key = (text, label.size, label.bold)
        if key not in self._measured:
            shown = self._shown(text, label.bold)
            font = self.style.font(shown, label.size, label.bold)
            advance, ink, below = self._renderer.get_text_width_height_descent(shown, font, ismath=False)
            scale = POINTS / DPI
            low = max(0.22 * label.size, below * scale)
            self._measured[key] = _Line(advance * scale + 0.5, max(0.72 * label.size, (ink - below) * scale), low)
        return self._measured[key]

    def _shown(self, text: str, bold: bool) -> str:
        """Put a box for each character that no font at hand has: matplotlib would draw one, and warn on the console."""
        return text.translate(dict.fromkeys(map(ord, self.style.lacking(text, bold)), BOX))

    def extent(self, label: Label, spot: Anchor) -> Area:
        """Tell where `label` would stand."""
        width, height = self.measure(label)
        left = spot.x - {"left": 0, "center": width / 2, "right": width}[spot.across]
        bottom = spot.y - {"bottom": 0, "center": height / 2, "top": height}[spot.up]
        return Area(left, bottom, left + width, bottom + height)

    def free(self, area: Area, solids: bool = True) -> bool:
        """Tell whether text may stand there: on the sheet, clear of other text and, if wanted, of solid shapes."""
        clear = not any(area.meets(t, 1.5) for t in self.texts)
        return clear and self.area.holds(area) and not (solids and any(area.meets(s, 0.5) for s in self.solids))

    def place(self, label: Label, spot: Anchor, solids: bool = True) -> Area | None:
        """Set `label` at `spot` if it may stand there, and tell where; `solids=False` lets it stand on a bar."""
        area = self.extent(label, spot)
        if not label.text.strip() or not self.free(area, solids):
            return None
        self._write(label, area, spot.across)
        self.texts.append(area)
        return area

    def must(self, label: Label, spot: Anchor) -> Area:
        """Set a label without which the chart says nothing; raises ChartError where there is no room for it."""
        if label.text.strip():
            if (area := self.place(label, spot, solids=False)) is None:
                raise ChartError(TOO_SMALL)
            return area
        return Area(spot.x, spot.y, spot.x, spot.y)

    def first(self, choices: Iterable[tuple[Label, Anchor]], solids: bool = True) -> Area | None:
        """Set the first of several that may stand where it wants to."""
        return next((area for label, spot in choices if (area := self.place(label, spot, solids))), None)

    def wrap(self, label: Label, width: float, lines: int = 2) -> Label:
        """Break `label` between words to at most `lines` of at most `width`; what is left over ends in an ellipsis."""
        done: list[str] = []
        words = iter(label.text.split())
        for word in words:
            longer = f"{done[-1]} {word}" if done else word
            if done and self.measure(replace(label, text=longer))[0] <= width:
                done[-1] = longer
            else:
                done.append(word)
            if len(done) > lines:
                break
        kept = [*done[: lines - 1], " ".join([*done[lines - 1 :], *words])] if len(done) > lines else done
        return replace(label, text="\n".join(self._cut(replace(label, text=line), width) for line in kept))

    def _cut(self, label: Label, width: float) -> str:
        """Shorten one line to `width`."""
        if self.measure(label)[0] <= width:
            return label.text
        high = 16
        while high < len(label.text) and self.measure(replace(label, text=label.text[:high]))[0] <= 2 * width:
            high *= 2
        ends = range(min(high, len(label.text) - 1), 0, -1)
        if high > _TRIED:  # of so many, nearly all take no width, and which of them is cut makes no difference
            first = bisect_left(ends, True, key=lambda end: self._shortened(label, end, width) is not None)
            ends = ends[first : first + 1]
        return next((text for end in ends if (text := self._shortened(label, end, width)) is not None), ELLIPSIS)

    def _shortened(self, label: Label, end: int, width: float) -> str | None:
        """Give the first `end` characters of a label and an ellipsis, if they fit."""
        text = label.text[:end].rstrip() + ELLIPSIS
        return text if self.measure(replace(label, text=text))[0] <= width else None

    def _write(self, label: Label, area: Area, across: Across) -> None:
        """Set the lines of `label` into `area` from the top down."""
        self.labels.append((label, area))
        if label.ground:
            ground = Area(area.left - 1.5, area.bottom, area.right + 1.5, area.top)
            self._axes.add_patch(self._box(ground, label.ground, 9))
        x = {"left": area.left, "center": (area.left + area.right) / 2, "right": area.right}[across]
        lines = label.text.split("\n")
        baseline = area.top - self._line(lines[0], label).above
        for i, line in enumerate(lines):
            y = baseline - i * LINE * label.size
            self.missing.update(dict.fromkeys(self.style.lacking(line, label.bold)))
            shown = self._shown(line, label.bold)
            artist = Text(
                x,
                y,
                shown,
                color=self.style.colour(label.role),
                fontproperties=self.style.font(shown, label.size, label.bold),
                horizontalalignment=across,
                verticalalignment="baseline",
                parse_math=False,
                zorder=10,
                clip_on=False,
            )
            self._axes.add_artist(artist)

    def _box(self, area: Area, role: ColourRole, order: float) -> Rectangle:
        corner = (area.left, area.bottom)
        colour = self.style.colour(role)
        return Rectangle(corner, area.width, area.height, color=colour, lw=0, zorder=order, clip_on=False)

    def rect(self, area: Area, role: ColourRole, solid: bool = True) -> None:
        """Fill a rectangle; text keeps off it if it is `solid`."""
        self._axes.add_patch(self._box(area, role, 2))
        self.marks.append(Mark("bar", role, area))
        if solid:
            self.solids.append(area)

    def line(self, points: Sequence[tuple[float, float]], role: ColourRole, width: float, order: float = 1) -> None:
        """Draw a line through `points`, `width` points thick."""
        xs, ys = zip(*points, strict=True)
        self._stroke(xs, ys, color=self.style.colour(role), lw=width, zorder=order, solid_capstyle="butt")
        self.marks.append(Mark("line", role, _around(points)))

    def _stroke(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:
        # Nothing reaches beyond the sheet, and a clip path for each mark would make half of an SVG.
        self._axes.add_line(Line2D(xs, ys, clip_on=False, **look))

    def goal_line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw the dashed line of a goal, on a white edge so that it also reads across a dark bar."""
        xs, ys = zip(start, end, strict=True)
        colour = self.style.colour
        self._stroke(xs, ys, color=colour("white"), lw=2.75, zorder=4, solid_capstyle="butt")
        self._stroke(xs, ys, color=colour("ink"), lw=1.25, dashes=(4, 2.5), zorder=5, dash_capstyle="butt")
        self.marks.append(Mark("goal", "ink", _around([start, end])))

    def shape(self, points: Sequence[tuple[float, float]], role: ColourRole, order: float = 6) -> None:
        """Fill a polygon."""
        colour = self.style.colour(role)
        self._axes.add_patch(Polygon(points, closed=True, color=colour, lw=0, zorder=order, clip_on=False))
        self.marks.append(Mark("shape", role, _around(points)))

    def dot(
        self, at: tuple[float, float], diameter: float, marker: str, roles: tuple[ColourRole, ColourRole], edge: float
    ) -> None:
        """Draw a marker (`o`, `D` …): `roles` are those of its face and edge, sizes in points. Text keeps off it."""
        face, rim = (self.style.colour(r) for r in roles)
        self._stroke([at[0]], [at[1]], marker=marker, ms=diameter, mfc=face, mec=rim, mew=edge, ls="none", zorder=7)
        half = (diameter + edge) / 2
        area = Area(at[0] - half, at[1] - half, at[0] + half, at[1] + half)
        self.solids.append(area)
        self.marks.append(Mark("dot", roles[1] if roles[0] == "white" else roles[0], area))

    def drawing(self) -> Drawing:
        """Render the sheet to PNG and SVG without a date or a program's name: the same chart is the same bytes."""
        png, svg = BytesIO(), BytesIO()
        self._agg.print_png(png, metadata={"Software": None})
        nobody = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        cast(Any, FigureCanvasSVG(self.figure)).print_svg(svg, metadata=nobody)
        vector = _DOCTYPE.sub(b"", svg.getvalue())
        return Drawing(png.getvalue(), *self.pixels, vector, "".join(self.missing))


# Who opens a package may take a document type for an attack (ECMA-376 part 2, M1.18), and it names an address.
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>]*>\s*")


def _around(points: Sequence[tuple[float, float]]) -> Area:
    """Give the area that points take."""
    xs, ys = zip(*points, strict=True)
    return Area(min(xs), min(ys), max(xs), max(ys))


def pixels(width: int, height: int) -> tuple[int, int]:
    """Turn an extent in EMU into whole pixels at `DPI`."""
    return max(1, round(width * DPI / EMU_PER_INCH)), max(1, round(height * DPI / EMU_PER_INCH))
