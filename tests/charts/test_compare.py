from __future__ import annotations

import pytest
from charts_for_tests import CHART_SIZES, FULL, HALF, SMALL, WIDE, assert_clear, compose_chart, font_sizes, texts
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from msgspec.structs import replace

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


@pytest.mark.parametrize("size", CHART_SIZES)
def test_every_value_is_shown_and_gaps_are_dashes(size: tuple[float, float]) -> None:
    canvas = compose_chart(REGIONS, size)
    shown_texts = texts(canvas)
    assert [shown_texts.count(t) >= 1 for t in ("9", "11", "10", "8", "6", "5", "–")] == [True] * 7
    assert_clear(canvas)


def test_only_the_reported_group_is_highlighted() -> None:
    colours = [to_hex(r.get_facecolor()) for r in compose_chart(REGIONS).figure.findobj(Rectangle)]
    assert (colours.count("#3366cc"), colours.count("#adc2eb")) == (4, 7)


def test_series_name_is_under_each_of_its_bars() -> None:
    assert texts(compose_chart(REGIONS, WIDE)).count("Africa") == 3


def test_series_with_long_names_get_a_panel_each() -> None:
    shown_texts = texts(compose_chart(REGIONS, HALF))
    assert shown_texts.count("Eastern Europe") == 1
    assert shown_texts.count("FY19") == 4


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


@pytest.mark.parametrize(("size", "rows"), [(TALL, 2), ((12.1, 4.85), 1), (LOW, 1), (HALF, 1)])
def test_panels_show_complete_titles_all_values_and_categories(size: tuple[float, float], rows: int) -> None:
    canvas = compose_chart(GRANTS, size)
    shown_texts = texts(canvas)
    assert all(word in " ".join(shown_texts) for s in GRANTS.series for word in s.name.split())
    assert not any("…" in text for text in shown_texts)
    assert {"64%", "82%", "25%", "62%", "33%"} <= set(shown_texts)
    assert "82" not in shown_texts
    assert shown_texts.count("FY19/20") == 4
    assert len({round(r.get_y(), 1) for r in _bars(canvas)}) == rows
    assert_clear(canvas)


def test_panels_share_one_scale() -> None:
    heights = [r.get_height() for r in _bars(compose_chart(GRANTS, TALL))]
    values = [v for s in GRANTS.series for v in s.values]
    assert [h / heights[0] for h in heights] == pytest.approx([v / 64 for v in values if v is not None])


def test_unnamed_category_leaves_its_width_to_its_neighbours() -> None:
    assert texts(compose_chart(GRANTS, (12.1, 4.85))).count("FY20/21 Q1–Q2") == 4


def _bars(canvas: Canvas) -> list[Rectangle]:
    return [r for r in canvas.figure.findobj(Rectangle) if to_hex(r.get_facecolor()) in ("#3366cc", "#adc2eb")]


def test_legend_explains_numbers_where_neither_panels_nor_rows_fit() -> None:
    shown_texts = texts(compose_chart(GRANTS, (3.5, 2.0)))
    assert "4 Rapid grantees with more than 1 rapid grant" in shown_texts
    assert shown_texts.count("4") >= 3


LONG_NAMES = (
    "Contributors to language editions",
    "Speakers of other languages than English",
    "Women and people of non-binary gender",
    "Organizers in emerging communities",
    "Administrators outside of Europe",
    "Newcomers in their first three months",
)
LONG = ChartSpec("compare", LONG_NAMES, (Series("Share", (74, 33, 18, 9, 60, 41)),), "%")


@pytest.mark.parametrize(
    ("size", "count"),
    [(FULL, 6), (HALF, 6), (WIDE, 6), (SMALL, 5), ((3.5, 2.0), 5), ((8.0, 4.85), 6), ((12.0, 5.0), 6)],
)
def test_every_bar_with_a_long_name_is_named_in_full(size: tuple[float, float], count: int) -> None:
    [series] = LONG.series
    spec = replace(LONG, categories=LONG_NAMES[:count], series=(replace(series, values=series.values[:count]),))
    canvas = compose_chart(spec, size)
    shown = " ".join(texts(canvas))
    assert [word for name in spec.categories for word in name.split() if word not in shown] == []
    assert [value for value in ("74%", "33%", "18%", "9%", "60%", "41%")[:count] if value not in shown] == []
    assert canvas.shortened_names == {}
    assert_clear(canvas)


def test_bars_with_long_names_lie_down_on_one_scale() -> None:
    bars = [mark.area for mark in compose_chart(LONG, (8.0, 4.85)).marks if mark.shape == "bar"]
    assert [round(bar.width / bars[0].width * 74, 1) for bar in bars] == [74, 33, 18, 9, 60, 41]
    assert len({round(bar.height, 3) for bar in bars}) == 1


def test_name_that_fits_nowhere_is_shortened_and_listed() -> None:
    name = "Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungsgesellschaft"
    spec = ChartSpec("compare", (name, "Short"), (Series("Share", (74, 33)),), "%")
    assert list(compose_chart(spec, (3.5, 2.0)).shortened_names) == [name]


def test_no_category_is_highlighted_unless_one_is_reported() -> None:
    canvas = compose_chart(ChartSpec("compare", ("Africa", "Asia"), (Series("Grants", (3, 9)),)))
    assert {mark.role for mark in canvas.marks if mark.shape == "bar"} == {"primary"}


def test_rows_have_the_line_of_the_goal_and_its_label() -> None:
    canvas = compose_chart(replace(LONG, goal=50.0))
    [line] = [mark.area for mark in canvas.marks if mark.shape == "goal"]
    bars = [mark.area for mark in canvas.marks if mark.shape == "bar"]
    assert line.left == pytest.approx(bars[0].left + bars[0].width * 50 / 74)
    assert any("50%" in text for text in texts(canvas))
    assert_clear(canvas)


def test_two_bars_of_a_large_chart_are_no_wider_than_115_points() -> None:
    spec = ChartSpec("compare", ("FY19/20", "FY20/21"), (Series("Grants", (64, 82)),), unit="%", reported=1)
    bars = [mark.area for mark in compose_chart(spec, FULL).marks if mark.shape == "bar"]
    assert [bar.width for bar in bars] == pytest.approx([115, 115])


def test_goal_line_does_not_cut_bars_in_two() -> None:
    spec = ChartSpec("compare", ("Africa", "Asia"), (Series("Grants", (3, 9)),), goal=5, goal_label="Goal 5")
    lines = compose_chart(spec).figure.findobj(Line2D)
    edge = [line for line in lines if to_hex(line.get_color()) == "#ffffff"]
    assert edge
    assert all(line.is_dashed() for line in edge), "the bar is visible between the dashes"


def test_single_series_has_no_name_and_a_labelled_goal() -> None:
    spec = ChartSpec("compare", ("Africa", "Asia"), (Series("Grants", (3, 9)),), goal=5, goal_label="Goal 5")
    shown_texts = texts(compose_chart(spec))
    assert "Goal 5" in shown_texts
    assert "Grants" not in shown_texts


@pytest.mark.parametrize(
    "names", [("Africa", "Asia"), ("Speakers of other languages than English", "Women and non-binary people")]
)
def test_value_that_its_slide_shows_in_large_type_is_no_larger_than_others(names: tuple[str, ...]) -> None:
    spec = ChartSpec("compare", names, (Series("A", (33.0, 82.0)),), "%", reported=1)
    large, small = (max(font_sizes(compose_chart(one, FULL))) for one in (spec, replace(spec, has_large_value=False)))
    assert large > 24
    assert small <= 18
