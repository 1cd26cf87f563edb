"""Charts on grounds other than white: the brand's colours are changed until they are readable."""

from __future__ import annotations

import io

import pytest
from charts_for_tests import WIDE, emu, make_brand
from PIL import Image

from deckgen.brand.colour_math import contrast
from deckgen.charts import draw
from deckgen.charts.style import Style
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.roles import COLOUR_ROLES, ColourRole

SPEC = ChartSpec("trend", ("Q1", "Q2"), (Series("All", (7.3, 8.1)),), "%", reported=1, goal=5, goal_label="Goal 5%")
GROUNDS: list[ColourRole] = ["white", "surface", "primary", "ink", "success", "danger"]


@pytest.mark.parametrize("ground", GROUNDS)
def test_text_and_data_are_readable_on_every_ground(ground: ColourRole) -> None:
    style = Style(make_brand(), ground)
    paper = style.colour("white")[1:]
    for role in ("ink", "muted", "primary", "success", "warning", "danger"):
        assert contrast(style.colour(role)[1:], paper) >= 4.4, (role, style.colour(role))


@pytest.mark.parametrize("ground", GROUNDS)
def test_value_is_readable_on_the_track_under_its_bar(ground: ColourRole) -> None:
    style = Style(make_brand(), ground)
    track, paper = (style.colour(role)[1:] for role in ("neutral", "white"))
    assert contrast(style.colour("ink")[1:], track) >= 4.5
    assert contrast(track, paper) >= 1.1


@pytest.mark.parametrize("ground", GROUNDS)
def test_earlier_quarters_contrast_with_ground_and_reported_quarter(ground: ColourRole) -> None:
    style = Style(make_brand(), ground)
    light, full, paper = (style.colour(role)[1:] for role in ("primary-light", "primary", "white"))
    assert contrast(light, paper) >= 1.4
    assert contrast(light, full) >= 1.4


@pytest.mark.parametrize("ground", ["white", "surface", "primary"])
@pytest.mark.parametrize("primary", ["FFD100", "F4F1EA", "0A0A0C", "0B3D20"])
def test_data_are_readable_for_any_primary_colour(primary: str, ground: ColourRole) -> None:
    style = Style(make_brand(primary=primary), ground)
    paper = style.colour("white")[1:]
    assert min(contrast(style.colour(role)[1:], paper) for role in ("ink", "muted", "primary", "danger")) >= 4.4


@pytest.mark.parametrize("ground", ["white", "surface", "primary"])
def test_text_is_readable_on_a_dark_page(ground: ColourRole) -> None:
    page = {"white": "101418", "ink": "F5F5F5", "surface": "1C2228", "muted": "A0A8B0", "primary": "FFD100"}
    style = Style(make_brand({}, **page, success="4CC38A", warning="F0A030", danger="FF8A80"), ground)
    paper = style.colour("white")[1:]
    assert min(contrast(style.colour(role)[1:], paper) for role in ("ink", "muted", "primary", "danger")) >= 4.4


@pytest.mark.parametrize("ground", ["white", "primary"])
def test_background_of_a_chart_is_transparent(ground: ColourRole) -> None:
    drawing = draw(SPEC, *emu(WIDE), make_brand(), ground)
    image = Image.open(io.BytesIO(drawing.png)).convert("RGBA")
    assert {image.getpixel((x, y))[3] for x in (0, image.width - 1) for y in (0, image.height - 1)} == {0}
    assert b'fill="none"/>' not in drawing.svg


def test_colours_on_white_are_those_of_the_brand() -> None:
    brand = make_brand()
    style = Style(brand)
    assert {role: style.colour(role)[1:] for role in brand.colours} == dict(brand.colours)


@pytest.mark.parametrize("ground", ["white", "ink"])
def test_every_role_has_a_colour_on_every_ground(ground: ColourRole) -> None:
    style = Style(make_brand(), ground)
    assert all(len(style.colour(role)) == 7 for role in COLOUR_ROLES)
