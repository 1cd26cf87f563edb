"""The positions of labels and marks in every chart of the gallery are the same as when somebody last looked at them.

Boxes are compared, not bytes: an SVG or PNG changes with the version of matplotlib, the box of a label by less than a point.
"""

from functools import cache
from pathlib import Path
from typing import Any

import golden
from deckgen import charts, gallery
from deckgen.charts.geometry import Area
from deckgen.ir.frames import EMU_PER_POINT
from drawn_gallery import examples

FOLDER = Path(__file__).parent / "charts"


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


@cache
def charts_as_json() -> dict[str, list[dict[str, Any]]]:
    """Every chart of the gallery by its name."""
    return {name: chart_as_json(example) for name, example in examples().items()}


def test_labels_and_marks_of_every_chart_are_unchanged(accept: bool) -> None:
    light = {name: now for name, now in charts_as_json().items() if not name.endswith("-dark")}
    changed = (golden.compare_frames(name, now, accept=accept, folder=FOLDER) for name, now in light.items())
    assert [difference for chart in changed for difference in chart] == []


def test_positions_on_a_dark_ground_are_the_same_as_on_white() -> None:
    now = charts_as_json()
    dark = [name for name in now if name.endswith("-dark")]
    assert dark
    assert [name for name in dark if now[name] != now[name.removesuffix("-dark")]] == []


def test_every_golden_chart_file_belongs_to_an_example() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {name for name in examples() if not name.endswith("-dark")}


def test_comparison_notices_a_bar_or_label_moved_by_two_points() -> None:
    then = charts_as_json()["chart-trend"]
    for i in (0, -1):
        now = [dict(entry) for entry in then]
        now[i] = {**now[i], "box": [now[i]["box"][0] + 2 * EMU_PER_POINT, *now[i]["box"][1:]]}
        assert list(golden.differences(then, now, "x"))
