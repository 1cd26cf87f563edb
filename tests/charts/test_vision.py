"""Verdicts in charts are told apart without colours: in greyscale, and as people with colour blindness see them."""

from __future__ import annotations

import io
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from charts_for_tests import emu, make_brand
from PIL import Image

from deckgen.charts import compose, draw
from deckgen.charts.canvas import Canvas
from deckgen.charts.geometry import Area
from deckgen.charts.style import DPI
from deckgen.gallery.vision import VISIONS, simulate_vision
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.roles import STATUSES

SIZE = (12.0, 5.0)
MIN_CONTRAST = 3.0
"""Of a mark or bar to the ground (WCAG 2.2, 1.4.11)."""


@cache
def picture_of(spec: ChartSpec) -> Image.Image:
    """Return a chart on white; each is drawn once, and seen with every vision."""
    image = Image.open(io.BytesIO(draw(spec, *emu(SIZE), make_brand()).png)).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def luminances(spec: ChartSpec, canvas: Canvas, area: Area, vision: str) -> np.ndarray:
    """Return the relative luminance of every pixel in an area of a chart, as seen with `vision`."""
    scale = DPI / 72
    top, bottom = (round((canvas.height - y) * scale) for y in (area.top, area.bottom))
    part = picture_of(spec).crop((round(area.left * scale), top, round(area.right * scale), bottom))
    channels = np.asarray(simulate_vision(part, vision), dtype=float) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def square_around(area: Area, half: float) -> Area:
    x, y = (area.left + area.right) / 2, (area.bottom + area.top) / 2
    return Area(x - half, y - half, x + half, y + half)


@pytest.mark.parametrize("vision", VISIONS)
def test_counted_marks_keep_a_shape_of_their_own(vision: str) -> None:
    shapes = []
    for status in STATUSES:
        spec = ChartSpec("status", ("",), (Series("A", (1,)),), statuses=(status,))
        canvas = compose(spec, *emu(SIZE), make_brand())
        marks = [m.area for m in canvas.marks if m.shape in ("dot", "bar") or (m.shape == "line" and m.area.width < 30)]
        low, high = min(a.bottom for a in marks), max(a.top for a in marks)
        rows = [a for a in marks if (a.bottom + a.top) / 2 < (low + high) / 2]
        left, right = min(a.left for a in rows), max(a.right for a in rows)
        whole = Area(left, min(a.bottom for a in rows), right, max(a.top for a in rows))
        pixels = luminances(spec, canvas, square_around(whole, 11), vision)
        assert 1.05 / (pixels.min() + 0.05) >= MIN_CONTRAST, status
        shapes.append(pixels < 0.5)
    for one, other in combinations(shapes, 2):
        assert (one != other).mean() > 0.05


@pytest.mark.parametrize("vision", VISIONS)
def test_bar_past_its_goal_is_lighter_from_there_on(vision: str) -> None:
    spec = ChartSpec("progress", ("Q2",), (Series("Teachers", (112,), goal=80),), reported=0)
    canvas = compose(spec, *emu(SIZE), make_brand())
    bar, past = (next(m.area for m in canvas.marks if m.role == role) for role in ("primary", "primary-light"))
    dark = luminances(spec, canvas, square_around(Area(bar.left, bar.bottom, past.left, bar.top), 4), vision).mean()
    light = luminances(spec, canvas, square_around(past, 4), vision).mean()
    assert (light + 0.05) / (dark + 0.05) >= 2


@pytest.mark.parametrize("vision", VISIONS)
def test_reported_bar_is_darker_than_the_ones_before(vision: str) -> None:
    spec = ChartSpec("trend", ("Q1", "Q2"), (Series("Teachers", (470, 540)),), reported=1)
    canvas = compose(spec, *emu(SIZE), make_brand())
    bars = (mark.area for mark in canvas.marks if mark.shape == "bar")
    before, now = (luminances(spec, canvas, square_around(area, 8), vision).mean() for area in bars)
    assert (before + 0.05) / (now + 0.05) >= 2


@pytest.mark.parametrize("vision", VISIONS)
def test_verdicts_of_rows_differ_in_shape(vision: str) -> None:
    shapes = []
    for mark in ("on-track", "at-risk", "off-track"):
        spec = ChartSpec("change", ("Baseline", "Q2"), (Series("Women", (5, 15), mark=mark),), reported=1)
        canvas = compose(spec, *emu(SIZE), make_brand())
        end = [m.area for m in canvas.marks if m.shape == "dot"][1]
        shapes.append(luminances(spec, canvas, square_around(end, 10), vision) < 0.5)
    for one, other in combinations(shapes, 2):
        assert (one != other).mean() > 0.05
