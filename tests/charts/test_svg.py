"""The SVG and the PNG of a chart show the same: the SVG, rendered by resvg, is compared with the PNG."""

from __future__ import annotations

import io
import re
import zlib

import numpy as np
import pytest
import resvg_py
from charts_for_tests import FULL, SMALL, WIDE, emu, make_brand
from lxml import etree
from msgspec.structs import replace
from PIL import Image, ImageFilter

from deckgen.charts import draw
from deckgen.charts.style import Style
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.frames import Drawing
from drawn_gallery import examples

SPEC = ChartSpec(
    "change", ("2019", "2020"), (Series("Youth & more <young>", (15.4, 13.9)), Series("Women", (11.5, 15.0)))
)
SVG = "{http://www.w3.org/2000/svg}"
LOOK = {
    "fill": "none|#[0-9a-f]{6}", "stroke": "#[0-9a-f]{6}", "stroke-width": r"[0-9.]+",
    "stroke-linejoin": "round", "stroke-dasharray": r"[0-9.]+ [0-9.]+",
}  # fmt: skip
"""The attributes of a path besides its outline, and their values."""
MAX_DIFFERENCE = 0.12
"""How much a square of a sixteenth of an inch may differ (1: black against white). Some renderers align letters to pixels,
others do not (0.08 was measured); a missing label makes a difference of at least 0.18."""
SQUARE = 12


def pixels(png: bytes, ground: str) -> np.ndarray:
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    background = Image.new("RGBA", image.size, ground)
    image = Image.alpha_composite(background, image).convert("RGB").filter(ImageFilter.GaussianBlur(SQUARE / 4))
    small = image.resize((image.width // SQUARE, image.height // SQUARE), Image.Resampling.BOX)
    return np.asarray(small, dtype=float) / 255


def rasterise(drawing: Drawing) -> bytes:
    svg = drawing.svg.decode()
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=drawing.width, dpi=96, skip_system_fonts=True))


def largest_difference(drawing: Drawing, ground: str = "#FFFFFF") -> float:
    return float(np.abs(pixels(rasterise(drawing), ground) - pixels(drawing.png, ground)).max())


def test_svg_of_every_kind_looks_like_its_png() -> None:
    differences = {
        name: largest_difference(one.drawing, Style(one.brand, one.ground).colour("white"))
        for name, one in examples().items()
    }
    assert {name: found for name, found in differences.items() if found >= MAX_DIFFERENCE} == {}


def test_comparison_notices_a_label_missing_from_the_svg() -> None:
    drawing = examples()["chart-trend"].drawing
    labels = [path for path in re.finditer(rb'<path d="[^"]*"[^>]*>', drawing.svg) if path.group().count(b"q") > 20]
    assert len(labels) > 15
    for label in labels[::5]:
        less = drawing.svg[: label.start()] + drawing.svg[label.end() :]
        assert largest_difference(replace(drawing, svg=less)) > MAX_DIFFERENCE, label.group()[:60]


@pytest.mark.parametrize("size", [WIDE, FULL, SMALL])
def test_svg_has_the_size_of_its_area_in_points(size: tuple[float, float]) -> None:
    svg = draw(SPEC, *emu(size), make_brand()).svg.decode()
    width, height = (float(n) for n in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    assert (width, height) == pytest.approx((size[0] * 72, size[1] * 72), abs=0.5)


def test_svg_of_every_kind_is_only_paths_with_numbers_and_colours() -> None:
    for name, one in examples().items():
        root = etree.fromstring(one.drawing.svg)
        assert root.tag == f"{SVG}svg", name
        assert set(root.attrib) == {"width", "height", "viewBox"}, name
        assert {child.tag for child in root} == {f"{SVG}path"}, name
        for path in root:
            look = {key: str(value) for key, value in path.attrib.items() if key != "d"}
            assert len(path) == 0, name
            assert set(look) <= set(LOOK), (name, look)
            assert re.fullmatch(r"m[-0-9. mlhvqcz]+", path.get("d", "")), (name, path.get("d"))
            assert all(re.fullmatch(LOOK[key], value) for key, value in look.items()), (name, look)


def test_svg_has_no_metadata_and_no_document_type() -> None:
    # A reader of a package may treat a document type as an attack (ECMA-376 part 2, M1.18), and it contains a web address.
    svg = draw(SPEC, *emu(WIDE), make_brand()).svg.decode()
    assert not re.search(r"<!|<\?(?!xml )|<metadata|matplotlib", svg)
    assert re.findall(r"https?:[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


def test_svg_is_reproducible() -> None:
    first, second = (draw(SPEC, *emu(WIDE), make_brand()).svg for _ in range(2))
    assert first == second


def test_file_sizes_of_charts_are_limited() -> None:
    sizes = {name: (len(one.drawing.svg), len(one.drawing.png)) for name, one in examples().items()}
    zipped = [len(zlib.compress(one.drawing.svg)) for one in examples().values()]
    assert max(zipped) < 17_000, zipped
    assert sum(zipped) / len(zipped) < 9_500, zipped
    assert max(svg for svg, _ in sizes.values()) < 70_000, sizes
    assert max(png for _, png in sizes.values()) < 160_000, sizes
