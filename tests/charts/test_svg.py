"""The SVG and the PNG of a chart are the same picture: the SVG, drawn by resvg, is compared with the PNG."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
import resvg_py
from charts_for_tests import FULL, SMALL, WIDE, emu, make_brand
from msgspec.structs import replace
from PIL import Image, ImageFilter

from deckgen.charts import draw
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.frames import Drawing
from drawn_gallery import examples

EXAMPLES = examples()
SPEC = ChartSpec(
    "change", ("2019", "2020"), (Series("Youth & more <young>", (15.4, 13.9)), Series("Women", (11.5, 15.0)))
)
APART = 0.12
"""How far a square of a sixteenth of an inch may differ, of the range from black to white: renderers set letters on
whole pixels or not (0.08 was seen), and a label that is missing makes 0.18 at least."""
SQUARE = 12


def pixels(png: bytes) -> np.ndarray:
    image = Image.open(io.BytesIO(png)).convert("RGB").filter(ImageFilter.GaussianBlur(SQUARE / 4))
    small = image.resize((image.width // SQUARE, image.height // SQUARE), Image.Resampling.BOX)
    return np.asarray(small, dtype=float) / 255


def rasterised(drawing: Drawing) -> bytes:
    svg = drawing.svg.decode()
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=drawing.width, dpi=96, skip_system_fonts=True))


def farthest(drawing: Drawing) -> float:
    return float(np.abs(pixels(rasterised(drawing)) - pixels(drawing.png)).max())


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_svg_of_every_kind_looks_like_its_png(name: str) -> None:
    assert farthest(EXAMPLES[name].drawing) < APART


def test_a_label_that_is_missing_from_the_svg_is_noticed() -> None:
    drawing = EXAMPLES["chart-trend"].drawing
    labels = list(re.finditer(rb'<g id="text_\d+">.*?</g>\s*</g>', drawing.svg, re.DOTALL))
    assert len(labels) > 15
    for label in labels[::5]:
        less = drawing.svg[: label.start()] + drawing.svg[label.end() :]
        assert farthest(replace(drawing, svg=less)) > APART, label.group()[:60]


@pytest.mark.parametrize("place", [WIDE, FULL, SMALL])
def test_the_svg_has_the_extent_of_its_place_in_points(place: tuple[float, float]) -> None:
    svg = draw(SPEC, *emu(place), make_brand()).svg.decode()
    width, height = (float(n) for n in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    assert (width, height) == pytest.approx((place[0] * 72, place[1] * 72), abs=0.5)


def test_the_svg_is_outlines_only_and_names_no_font_program_date_or_address_to_fetch() -> None:
    svg = draw(SPEC, *emu(WIDE), make_brand()).svg.decode()
    assert not re.search(r"<text|font-family|<image|<metadata|<script|DOCTYPE|clip-path|matplotlib|dc:date", svg)
    fetched = set(re.findall(r'(?:href|src|url)\s*[=(]\s*"?([^")\s]+)', svg))
    assert all(address.startswith("#") for address in fetched)


def test_the_same_chart_is_the_same_svg() -> None:
    first, second = (draw(SPEC, *emu(WIDE), make_brand()).svg for _ in range(2))
    assert first == second


def test_no_chart_is_heavier_than_a_slide_can_bear() -> None:
    sizes = {name: (len(one.drawing.svg), len(one.drawing.png)) for name, one in EXAMPLES.items()}
    assert max(svg for svg, _ in sizes.values()) < 80_000, sizes
    assert max(png for _, png in sizes.values()) < 160_000, sizes
