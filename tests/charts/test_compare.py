from __future__ import annotations

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from conftest import HALF, PLACES, SMALL, WIDE, assert_clear, drawn, texts
from deckgen.blocks import ChartSpec, Series

REGIONS = ChartSpec(
    "compare",
    ("FY18", "FY19", "FY20"),
    (
        Series("Africa", (3, 4, 6)),
        Series("Asia", (9, 11, 10)),
        Series("Latin America", (5, None, 8)),
        Series("Eastern Europe", (2, 2, 3)),
    ),
    reported=2,
)


@pytest.mark.parametrize("place", PLACES)
def test_every_value_is_told_and_gaps_are_dashes(place: tuple[float, float]) -> None:
    canvas = drawn(REGIONS, place)
    found = texts(canvas)
    assert [found.count(t) >= 1 for t in ("9", "11", "10", "8", "6", "5", "–")] == [True] * 7
    assert_clear(canvas)


def test_only_the_reported_group_is_in_full_colour() -> None:
    colours = [to_hex(r.get_facecolor()) for r in drawn(REGIONS).figure.findobj(Rectangle)]
    assert (colours.count("#3366cc"), colours.count("#adc2eb")) == (4, 7)


def test_bars_are_named_where_they_stand() -> None:
    assert texts(drawn(REGIONS, WIDE)).count("Africa") == 3


def test_names_too_long_for_their_bars_get_a_panel_each() -> None:
    found = texts(drawn(REGIONS, HALF))
    assert found.count("Eastern Europe") == 1
    assert found.count("FY19") == 4


def test_where_there_is_no_room_for_panels_names_become_numbers_told_above() -> None:
    found = texts(drawn(REGIONS, SMALL))
    assert "4 Eastern Europe" in found
    assert found.count("4") >= 3


def test_one_series_needs_no_name_and_the_goal_is_labelled() -> None:
    spec = ChartSpec("compare", ("Africa", "Asia"), (Series("Grants", (3, 9)),), goal=5, goal_label="Goal 5")
    found = texts(drawn(spec))
    assert "Goal 5" in found
    assert "Grants" not in found
