from __future__ import annotations

import pytest
from charts_for_tests import HALF, PLACES, SMALL, WIDE, assert_clear, drawn, texts
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from deckgen.charts.canvas import Canvas
from deckgen.ir.blocks import ChartSpec, Series

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


GRANTS = ChartSpec(
    "compare",
    ("FY19/20", "", "FY20/21 Q1–Q2"),
    (
        Series("Grantees from communities not well established", (64, 66, 82), ("64", "66", "82")),
        Series("Funds to emerging and least developed communities", (37, 39, 25)),
        Series("Rapid grantees with a rapid grant the year before", (55, 57, 62)),
        Series("Rapid grantees with more than 1 rapid grant", (24, 26, 33)),
    ),
    "%",
    reported=2,
)
TALL, LOW = (8.02, 4.85), (8.9, 2.0)


@pytest.mark.parametrize(("place", "rows"), [(TALL, 2), ((12.1, 4.85), 1), (LOW, 1), (HALF, 1)])
def test_panels_have_whole_titles_all_values_with_their_unit_and_named_categories(
    place: tuple[float, float], rows: int
) -> None:
    canvas = drawn(GRANTS, place)
    found = texts(canvas)
    assert all(word in " ".join(found) for s in GRANTS.series for word in s.name.split())
    assert not any("…" in text for text in found)
    assert {"64%", "82%", "25%", "62%", "33%"} <= set(found)
    assert "82" not in found
    assert found.count("FY19/20") == 4
    assert len({round(r.get_y(), 1) for r in _bars(canvas)}) == rows
    assert_clear(canvas)


def test_panels_share_one_scale() -> None:
    heights = [r.get_height() for r in _bars(drawn(GRANTS, TALL))]
    values = [v for s in GRANTS.series for v in s.values]
    assert [h / heights[0] for h in heights] == pytest.approx([v / 64 for v in values if v is not None])


def test_a_category_without_a_name_lends_its_room_to_its_neighbours() -> None:
    assert texts(drawn(GRANTS, (12.1, 4.85))).count("FY20/21 Q1–Q2") == 4


def _bars(canvas: Canvas) -> list[Rectangle]:
    return [r for r in canvas.figure.findobj(Rectangle) if to_hex(r.get_facecolor()) in ("#3366cc", "#adc2eb")]


def test_where_there_is_no_room_for_panels_names_become_numbers_told_above() -> None:
    found = texts(drawn(REGIONS, SMALL))
    assert "4 Eastern Europe" in found
    assert found.count("4") >= 3


def test_one_series_needs_no_name_and_the_goal_is_labelled() -> None:
    spec = ChartSpec("compare", ("Africa", "Asia"), (Series("Grants", (3, 9)),), goal=5, goal_label="Goal 5")
    found = texts(drawn(spec))
    assert "Goal 5" in found
    assert "Grants" not in found
