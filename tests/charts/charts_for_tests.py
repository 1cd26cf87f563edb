"""A small brand, and functions that measure a composed chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import font_source_sans_pro
from matplotlib.text import Text

from deckgen.brand.palette import complete_palette
from deckgen.brand.types import Brand, FontFiles, SlideLayout, Tint
from deckgen.charts import compose, matplotlib_settings
from deckgen.charts.canvas import Canvas
from deckgen.charts.geometry import POINTS_PER_INCH, Area
from deckgen.charts.style import DPI
from deckgen.ir.blocks import ChartSpec
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.ir.roles import ColourRole

COLOURS: dict[ColourRole, str] = {
    "ink": "202122",
    "muted": "54595D",
    "rule": "C8CCD1",
    "surface": "F8F9FA",
    "white": "FFFFFF",
    "primary": "3366CC",
    "success": "0F6E5A",
    "warning": "8A5200",
    "danger": "B32424",
    "neutral": "EAECF0",
}
TINTS: dict[ColourRole, Tint] = {
    "primary-light": Tint("primary", 40000, 60000),
    "primary-tint": Tint("primary", 12000, 88000),
}
WIDE, FULL, HALF, SMALL = (8.9, 2.4), (12.1, 4.6), (5.9, 3.2), (4.0, 2.0)
CHART_SIZES = (WIDE, FULL, HALF, SMALL)

Draw = Callable[..., Canvas]


def make_brand(tints: Mapping[ColourRole, Tint] = TINTS, **colours: str) -> Brand:
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    faces = (folder / f"SourceSansPro-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic"))
    font = FontFiles("Source Sans Pro", *faces)
    master = SlideLayout("master", "Master", {})
    palette = complete_palette({**COLOURS, **colours}, tints)
    size = (12192000, 6858000)
    return Brand("test", folder, size, palette.colours, palette.tints, font, font, {}, master)


def emu(size: tuple[float, float]) -> tuple[int, int]:
    return round(size[0] * EMU_PER_INCH), round(size[1] * EMU_PER_INCH)


def compose_chart(spec: ChartSpec, size: tuple[float, float] = WIDE) -> Canvas:
    return compose(spec, *emu(size), make_brand())


def texts(canvas: Canvas) -> list[str]:
    return [t.get_text() for t in _artists(canvas)]


def text_areas(canvas: Canvas) -> list[tuple[str, Area]]:
    """Return every line of text and the area of its ink in points, measured by matplotlib and not by the canvas."""
    with matplotlib_settings(canvas.style):
        return list(_iterate_text_areas(canvas))


def _iterate_text_areas(canvas: Canvas) -> Iterator[tuple[str, Area]]:
    renderer = canvas.figure.canvas.get_renderer()
    for artist in _artists(canvas):
        _, height, below = renderer.get_text_width_height_descent(artist.get_text(), artist.get_fontproperties(), False)
        box = artist.get_window_extent(renderer)
        scale, baseline = POINTS_PER_INCH / DPI, artist.get_transform().transform((0, artist.get_position()[1]))[1]
        top, bottom = baseline - below + height, baseline - below
        yield artist.get_text(), Area(box.x0 * scale, bottom * scale, box.x1 * scale, top * scale)


def font_sizes(canvas: Canvas) -> list[float]:
    return [t.get_fontproperties().get_size_in_points() for t in _artists(canvas)]


def _artists(canvas: Canvas) -> list[Text]:
    return [t for t in canvas.figure.findobj(Text) if t.get_text().strip() and t.get_visible()]


def assert_clear(canvas: Canvas) -> None:
    """Assert that no text leaves the canvas or overlaps other text, and that none is smaller than 11 pt."""
    areas = text_areas(canvas)
    for i, (text, area) in enumerate(areas):
        allowed = Area(-0.4, -0.4, canvas.width + 0.4, canvas.height + 0.4)
        assert allowed.contains(area), f"{text!r} leaves the canvas: {area}"
        for other_text, other in areas[i + 1 :]:
            assert not area.overlaps(other), f"{text!r} overlaps {other_text!r}"
    assert min(font_sizes(canvas), default=11) >= 11
