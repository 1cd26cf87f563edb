"""Verdicts in charts are told apart without colours: in greyscale, and as people with colour blindness see them."""

from __future__ import annotations

import io
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
from deckgen.ir.blocks import STATUSES, ChartSpec, Series

SIZE = (12.0, 5.0)
MIN_CONTRAST = 3.0
"""Of a mark or bar to the ground (WCAG 2.2, 1.4.11)."""


def luminances(spec: ChartSpec, vision: str) -> np.ndarray:
    """Return the relative luminance of every pixel of a chart on white, as seen with `vision`."""
    image = Image.open(io.BytesIO(draw(spec, *emu(SIZE), make_brand()).png)).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    seen = simulate_vision(Image.alpha_composite(white, image).convert("RGB"), vision)
    channels = np.asarray(seen, dtype=float) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def crop(pixels: np.ndarray, canvas: Canvas, area: Area) -> np.ndarray:
    """Return the pixels of an area of the canvas."""
    scale = DPI / 72
    top, bottom = (round((canvas.height - y) * scale) for y in (area.top, area.bottom))
    return pixels[top:bottom, round(area.left * scale) : round(area.right * scale)]


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
        pixels = crop(luminances(spec, vision), canvas, square_around(whole, 11))
        assert 1.05 / (pixels.min() + 0.05) >= MIN_CONTRAST, status
        shapes.append(pixels < 0.5)
    for one, other in combinations(shapes, 2):
        assert (one != other).mean() > 0.05


@pytest.mark.parametrize("vision", VISIONS)
def test_bar_past_its_goal_is_lighter_from_there_on(vision: str) -> None:
    spec = ChartSpec("progress", ("Q2",), (Series("Teachers", (112,), goal=80),), reported=0)
    canvas = compose(spec, *emu(SIZE), make_brand())
    pixels = luminances(spec, vision)
    bar, past = (next(m.area for m in canvas.marks if m.role == role) for role in ("primary", "primary-light"))
    dark = crop(pixels, canvas, square_around(Area(bar.left, bar.bottom, past.left, bar.top), 4)).mean()
    light = crop(pixels, canvas, square_around(past, 4)).mean()
    assert (light + 0.05) / (dark + 0.05) >= 2


@pytest.mark.parametrize("vision", VISIONS)
def test_reported_bar_is_darker_than_the_ones_before(vision: str) -> None:
    spec = ChartSpec("trend", ("Q1", "Q2"), (Series("Teachers", (470, 540)),), reported=1)
    canvas = compose(spec, *emu(SIZE), make_brand())
    pixels = luminances(spec, vision)
    before, now = (crop(pixels, canvas, square_around(m.area, 8)).mean() for m in canvas.marks if m.shape == "bar")
    assert (before + 0.05) / (now + 0.05) >= 2


@pytest.mark.parametrize("vision", VISIONS)
def test_verdicts_of_rows_differ_in_shape(vision: str) -> None:
    shapes = []
    for mark in ("on-track", "at-risk", "off-track"):
        spec = ChartSpec("change", ("Baseline", "Q2"), (Series("Women", (5, 15), mark=mark),), reported=1)
        canvas = compose(spec, *emu(SIZE), make_brand())
        end = [m.area for m in canvas.marks if m.shape == "dot"][-1]
        shapes.append(crop(luminances(spec, vision), canvas, square_around(end, 10)) < 0.5)
    for one, other in combinations(shapes, 2):
        assert (one != other).mean() > 0.05
