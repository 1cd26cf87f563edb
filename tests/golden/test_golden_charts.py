"""The positions of labels and marks in every chart of the gallery are the same as when somebody last looked at them.

Boxes are compared, not bytes: an SVG or PNG changes with the version of matplotlib, the box of a label by less than a point.
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
    """Return every label with its size and box, and every mark with its role and box, in EMU from the bottom left."""
    canvas = charts.compose(example.chart.spec, *example.extent, example.brand, example.ground)
    labels = [
        {"label": f"{label.size:g}{' bold' if label.bold else ''} {label.role}: {label.text}", "box": box(area)}
        for label, area in canvas.placed_labels
    ]
    return [*labels, *({"mark": f"{mark.shape} {mark.role}", "box": box(mark.area)} for mark in canvas.marks)]


@pytest.mark.parametrize("name", [name for name in EXAMPLES if not name.endswith("-dark")])
def test_labels_and_marks_of_a_chart_are_unchanged(name: str, accept: bool) -> None:
    assert golden.compare_frames(name, chart_as_json(EXAMPLES[name]), accept=accept, folder=FOLDER) == []


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name.endswith("-dark")])
def test_positions_on_a_dark_ground_are_the_same_as_on_white(name: str) -> None:
    assert chart_as_json(EXAMPLES[name]) == chart_as_json(EXAMPLES[name.removesuffix("-dark")])


def test_every_golden_chart_file_belongs_to_an_example() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {name for name in EXAMPLES if not name.endswith("-dark")}


def test_comparison_notices_a_bar_or_label_moved_by_two_points() -> None:
    then = chart_as_json(EXAMPLES["chart-trend"])
    for i in (0, -1):
        now = [dict(entry) for entry in then]
        now[i] = {**now[i], "box": [now[i]["box"][0] + 2 * EMU_PER_POINT, *now[i]["box"][1:]]}
        assert list(golden.differences(then, now, "x"))
