"""Computations with colours: known values, and what holds for any two colours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.brand.colour_math import (
    apply_tint,
    contrast,
    find_tint,
    grey_value,
    is_dark,
    lightness_and_chroma,
    mix,
    readable_colour,
)

colours = st.integers(0, 0xFFFFFF).map(lambda n: f"{n:06X}")


@pytest.mark.parametrize(
    ("colour", "lightness", "chroma"),
    [
        ("FFFFFF", 1.0, 0.0),
        ("000000", 0.0, 0.0),
        ("FF0000", 0.628, 0.2577),
        ("00FF00", 0.8664, 0.2948),
        ("0000FF", 0.452, 0.3132),
    ],
)
def test_lightness_and_chroma_are_those_of_oklab(colour: str, lightness: float, chroma: float) -> None:
    assert lightness_and_chroma(colour) == pytest.approx((lightness, chroma), abs=5e-4)


@pytest.mark.parametrize(("colour", "value"), [("FFFFFF", 100), ("000000", 0), ("777777", 50.03), ("FF0000", 53.23)])
def test_grey_value_is_the_lightness_of_cielab(colour: str, value: float) -> None:
    assert grey_value(colour) == pytest.approx(value, abs=0.05)


@pytest.mark.parametrize(
    ("colour", "change", "tinted"),
    [
        ("3366CC", (40000, 60000), "ADC2EB"),
        ("3366CC", (100000, 0), "3366CC"),
        ("000000", (50000, 50000), "808080"),
        ("FFFFFF", (50000, 90000), "FFFFFF"),
        ("3366CC", (80000, 0), "2952A3"),
    ],
)
def test_tints_follow_drawingml(colour: str, change: tuple[int, int], tinted: str) -> None:
    assert apply_tint(colour, *change) == tinted


@pytest.mark.parametrize(
    ("scale", "tinted"), [(100_000, "3366CC"), (0, "808080"), (50_000, "5973A6"), (1_000_000, "0055FF")]
)
def test_saturation_is_scaled_in_hsl(scale: int, tinted: str) -> None:
    assert apply_tint("3366CC", 100_000, 0, scale) == tinted


@given(colours, st.floats(0.3, 0.98), st.floats(0, 0.1))
def test_found_tint_has_the_lightness_and_no_more_chroma(colour: str, lightness: float, chroma: float) -> None:
    found = lightness_and_chroma(apply_tint(colour, *find_tint(colour, lightness, chroma)))
    assert found[0] == pytest.approx(lightness, abs=0.012)
    assert found[1] <= chroma + 0.006


@given(colours, colours, st.sampled_from([3.0, 4.5]))
def test_colour_changes_until_it_is_readable_or_black_or_white(colour: str, ground: str, ratio: float) -> None:
    moved = readable_colour(colour, ground, ratio)
    best = contrast("FFFFFF" if is_dark(ground) else "000000", ground)
    assert contrast(moved, ground) >= min(ratio, best * 0.93)
    if contrast(colour, ground) >= ratio:
        assert moved == colour


@given(colours, colours)
def test_mix_with_share_0_or_1_is_a_part_and_contrast_is_symmetric(one: str, other: str) -> None:
    assert (mix(one, other, 1), mix(one, other, 0)) == (one, other)
    assert contrast(one, other) == contrast(other, one) >= 1
