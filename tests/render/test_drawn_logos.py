"""Both renderers show the logo of a brand on cover and slides, in its colours and at its place."""

import io
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from brand_pictures import WIDE_LOGO, make_brand
from deckgen.brand.types import Brand
from deckgen.build import pipeline
from deckgen.render import Embedded, LibreOffice, SourceDeck
from deckgen.render.fonts import faces
from sample_projects import make_project

WIDTH = 1920
SLIDES = ("kind: cover", "kind: bullets\ntitle: First\nbullets: [one, two]")
RENDERERS = [Embedded, pytest.param(LibreOffice, marks=pytest.mark.rendering)]


def build(project: Path, text: str) -> tuple[bytes, Brand]:
    make_brand(project, text)
    built = pipeline.build_bytes(make_project(project, *SLIDES, brand="own"))
    assert built.data is not None, [issue.message for issue in built.issues]
    assert built.layout.brand is not None
    return built.data, built.layout.brand


def logo_colours(picture: Image.Image, brand: Brand, layout: str) -> set[tuple[int, ...]]:
    """Return the frequent colours where the layout has its logo, in steps of 16."""
    logo = brand.layouts[layout].logo
    assert logo is not None
    box, scale = logo.picture.box, WIDTH / brand.size[0]
    cut = picture.crop(tuple(round(v * scale) for v in (box.x, box.y, box.right, box.bottom)))  # type: ignore[arg-type]
    counts = Counter[tuple[int, ...]]()
    for n, colour in cut.getcolors(1 << 24) or ():
        counts[tuple(round(part / 16) for part in colour)] += n  # type: ignore[union-attr]
    return {colour for colour, n in counts.items() if n > 0.04 * cut.width * cut.height}


def steps(colour: str) -> tuple[int, ...]:
    return tuple(round(int(colour[i : i + 2], 16) / 16) for i in (0, 2, 4))


@pytest.mark.parametrize("renderer", RENDERERS)
def test_wide_logo_is_drawn_in_the_form_for_each_ground(tmp_path: Path, renderer: type[Embedded | LibreOffice]) -> None:
    data, brand = build(tmp_path, WIDE_LOGO)
    drawn = dict(renderer(faces(brand)).draw(SourceDeck(data), [1, 2], WIDTH))
    cover, slide = (Image.open(io.BytesIO(drawn[n])).convert("RGB") for n in (1, 2))
    assert logo_colours(cover, brand, "cover") == {steps("FFFFFF"), steps("3366CC")}
    assert logo_colours(slide, brand, "bullets") == {steps("FFFFFF"), steps("143C5A")}


@pytest.mark.parametrize("renderer", RENDERERS)
def test_svg_mark_is_drawn_on_its_plate_and_on_white(tmp_path: Path, renderer: type[Embedded | LibreOffice]) -> None:
    data, brand = build(tmp_path, "logo: mark.svg\n")
    drawn = dict(renderer(faces(brand)).draw(SourceDeck(data), [1, 2], WIDTH))
    for number, layout in ((1, "cover"), (2, "bullets")):
        picture = Image.open(io.BytesIO(drawn[number])).convert("RGB")
        assert logo_colours(picture, brand, layout) >= {steps("FFFFFF"), steps("7A1F3D"), steps("F2C14E")}
