"""The row layout that all charts with rows share: names at the start of the rows, row heights that suit the chart's size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts.errors import TOO_SMALL, ChartError
from deckgen.charts.geometry import ELLIPSIS, LINE_HEIGHT, Anchor, Area, Label
from deckgen.charts.sizes import is_large
from deckgen.ir.blocks import ChartSpec
from deckgen.ir.roles import ColourRole

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_NAME_GAP = 14.0
"""Between the names and the rows."""
_LINE_SPACE = 1.0
"""Between the names of two rows."""
_MAX_ROW_HEIGHT = 92.0
_ROOMY, _WIDE = 52.0, 400.0
"""Row height and chart width from which dots, bars and values are enlarged."""
_VERY_ROOMY, _VERY_WIDE, _FEW = 72.0, 500.0, 4
"""Row height, chart width and number of rows for which they are enlarged more."""
_VERY_FEW, _MAX_HEIGHT_OF_VERY_FEW = 3, 120.0
_ENLARGEMENT_OF_VERY_FEW = 1.8
"""For one to three rows in a chart that fills most of its slide."""
_MAX_CHANGE_ENLARGEMENT, _MAX_CHANGE_SHARE = 1.45, 0.26
"""The maximum enlargement of changes, and the maximum share of the width that they take."""


class RowLayout(Struct, frozen=True):
    """The positions of rows: the area next to their names, and the vertical middles of all rows from the top down.

    `enlargement` is the factor by which dots, bars and values are larger than their minimum, so that they do not look lost in a
    large chart.
    """

    area: Area
    middles: tuple[float, ...]
    enlargement: float

    @property
    def row_height(self) -> float:
        """The height of one row."""
        return self.area.height / len(self.middles)


class RowPlan(Struct, frozen=True):
    """Rows before they are drawn: their layout, and the labels of their names."""

    layout: RowLayout
    names: tuple[Label, ...]

    @property
    def is_complete(self) -> bool:
        """Whether no name had to be shortened."""
        return not any(ELLIPSIS in name.text for name in self.names)


def row_height_in(canvas: Canvas, count: int, height: float) -> float:
    """Return the height of each of `count` rows in `height`; a few rows stay together instead of spreading over a tall chart."""
    maximum = _MAX_HEIGHT_OF_VERY_FEW if _is_nearly_alone(canvas, count) else _MAX_ROW_HEIGHT
    return min(maximum, height / count)


def _is_nearly_alone(canvas: Canvas, count: int) -> bool:
    return count <= _VERY_FEW and is_large(canvas) and canvas.width >= _VERY_WIDE


def _enlargement(canvas: Canvas, count: int, row_height: float) -> float:
    if row_height < _ROOMY or canvas.width < _WIDE:
        return 1.0
    if _is_nearly_alone(canvas, count) and row_height >= _MAX_ROW_HEIGHT:
        return _ENLARGEMENT_OF_VERY_FEW
    is_very_roomy = row_height >= _VERY_ROOMY and canvas.width >= _VERY_WIDE and count <= _FEW
    return 1.45 if is_very_roomy else 1.25


def lay_out_rows(canvas: Canvas, names: Sequence[str], top: float, min_height: float, drop: float = 0) -> RowLayout:
    """Plan rows and place their names, see `plan_rows`."""
    plan = plan_rows(canvas, names, top, min_height, drop)
    place_names(canvas, plan)
    return plan.layout


def plan_rows(
    canvas: Canvas, names: Sequence[str], top: float, min_height: float, drop: float = 0, mark_height: float = 0
) -> RowPlan:
    """Divide the height under `top` among the rows, with their names `drop` points below the middles of the rows.

    Each row is at least `min_height` high, what is drawn in it at most `mark_height`, if that is given. The `middles` of the
    result are those of the names. Rows that need less than the height start at the top. Raises ChartError where there is too
    little height.
    """
    count = len(names)
    row_height = row_height_in(canvas, count, top)
    if row_height < min_height:
        raise ChartError(TOO_SMALL)
    enlargement = _enlargement(canvas, count, row_height)
    labels = _name_labels(canvas, names, row_height, enlargement)
    if top - row_height * count > 1:
        # Move all rows up: the first row needs no empty space above it, as there is no row that it must be set apart from.
        tallest = max(mark_height or min_height * enlargement + abs(drop), *(canvas.measure(n)[1] for n in labels))
        top += max(0.0, (row_height - tallest) / 2)
    start = max(canvas.measure(n)[0] for n in labels) + _NAME_GAP
    middles = tuple(top - row_height * (i + 0.5) - drop for i in range(count))
    return RowPlan(
        RowLayout(Area(start, top - row_height * count, canvas.width, top), middles, enlargement), tuple(labels)
    )


def place_names(canvas: Canvas, plan: RowPlan) -> None:
    """Place the names of rows at their start."""
    for name, y in zip(plan.names, plan.layout.middles, strict=True):
        canvas.place_required(name, Anchor(0, max(y, canvas.measure(name)[1] / 2), "left", "center"))


def _name_labels(canvas: Canvas, texts: Sequence[str], row_height: float, enlargement: float) -> list[Label]:
    """Return the names of the rows, all of one size, on up to three lines and about a third of the width, at most half.

    They are of regular weight: what is bold in a row is its number.
    """
    sizes = canvas.sizes
    largest = {1.0: sizes.text + 1, 1.25: sizes.strong, _ENLARGEMENT_OF_VERY_FEW: sizes.largest + 4}.get(
        enlargement, sizes.largest
    )
    for size, share in (
        (largest, 0.33),
        (min(largest, sizes.largest), 0.33),
        (sizes.text, 0.34),
        (sizes.small, 0.42),
        (sizes.small, 0.46),
    ):
        lines = max(1, min(3, 1 + int((row_height - _LINE_SPACE - size) / (size * LINE_HEIGHT))))
        names = [canvas.wrap(Label(text, size), canvas.width * share, lines) for text in texts]
        if not any(ELLIPSIS in n.text for n in names):
            break
    return [replace(n, text=n.text or " ") for n in names]


class ChangeColumn(Struct, frozen=True):
    """The changes at the right edge of the rows, one label for each series, and with what they are compared."""

    labels: tuple[Label, ...]
    heading: Label
    width: float

    def place(self, canvas: Canvas, middles: Sequence[float], heading: Anchor) -> None:
        """Place the changes at the middles of their rows, and the heading at `heading`."""
        for label, y in zip(self.labels, middles, strict=True):
            canvas.place_if_free(label, Anchor(canvas.width, y, "right"))
        canvas.place_if_free(self.heading, heading)


def change_column(
    canvas: Canvas, spec: ChartSpec, enlargement: float, roles: Sequence[ColourRole]
) -> ChangeColumn | None:
    """Return the column of changes, in `roles`; None if there are no changes, or if they take too much of the width."""
    heading = next((s.against for s in spec.series if s.change), "")
    if not heading:
        return None
    sizes = canvas.sizes
    enlarged = (
        sizes.strong * min(enlargement, _MAX_CHANGE_ENLARGEMENT),
        sizes.text if enlargement > 1 else sizes.small,
    )
    for size, heading_size in (enlarged, (sizes.strong, sizes.small), (sizes.text, sizes.small)):
        top = Label(heading, heading_size, "muted")
        labels = [Label(s.change, size, role, bold=True) for s, role in zip(spec.series, roles, strict=True)]
        width = max(canvas.measure(label)[0] for label in (top, *labels)) + _NAME_GAP
        if width <= canvas.width * _MAX_CHANGE_SHARE:
            return ChangeColumn(tuple(labels), top, width)
    return None
