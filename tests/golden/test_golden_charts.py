"""Where labels and data of every chart of the gallery stand is what it was when somebody looked at them.

Boxes, not bytes: an SVG or PNG changes with the version of matplotlib, a label box by less than a point.
"""

from pathlib import Path
from typing import Any

import pytest

import golden
from deckgen import charts, gallery
from deckgen.charts.geometry import Area
from deckgen.ir.frames import EMU_PER_POINT
from drawn_gallery import examples

FOLDER = Path(__file__).parent / "charts"
EXAMPLES = examples()


def box(area: Area) -> list[int]:
    return [round(v * EMU_PER_POINT) for v in (area.left, area.bottom, area.right, area.top)]


def chart_as_json(example: gallery.Example) -> list[dict[str, Any]]:
    """Every label with its size and box, every mark with its colour's role and box, in EMU from the bottom left."""
    canvas = charts.compose(example.chart.spec, *example.extent, example.brand, example.ground)
    labels = [
        {"label": f"{label.size:g}{' bold' if label.bold else ''} {label.role}: {label.text}", "box": box(area)}
        for label, area in canvas.placed_labels
    ]
    return [*labels, *({"mark": f"{mark.shape} {mark.role}", "box": box(mark.area)} for mark in canvas.marks)]


@pytest.mark.parametrize("name", [name for name in EXAMPLES if not name.endswith("-dark")])
def test_labels_and_marks_of_a_chart(name: str, accept: bool) -> None:
    assert golden.compare_frames(name, chart_as_json(EXAMPLES[name]), accept=accept, folder=FOLDER) == []


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name.endswith("-dark")])
def test_on_a_dark_ground_everything_stands_where_it_does_on_white(name: str) -> None:
    assert chart_as_json(EXAMPLES[name]) == chart_as_json(EXAMPLES[name.removesuffix("-dark")])


def test_every_golden_chart_is_compared_with_something() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {name for name in EXAMPLES if not name.endswith("-dark")}


def test_a_bar_or_label_that_moves_by_two_points_is_noticed() -> None:
    then = chart_as_json(EXAMPLES["chart-trend"])
    for i in (0, -1):
        now = [dict(entry) for entry in then]
        now[i] = {**now[i], "box": [now[i]["box"][0] + 2 * EMU_PER_POINT, *now[i]["box"][1:]]}
        assert list(golden.differences(then, now, "x"))
