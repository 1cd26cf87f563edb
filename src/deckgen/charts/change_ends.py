"""How a movement from a baseline ends where its metric has no status: the dot, its sign and its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.charts.marks import ACHIEVED, status_role
from deckgen.ir.blocks import Series
from deckgen.ir.roles import ColourRole

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas


class EndMarker(Struct, frozen=True):
    """The dot at which a movement ends, and the sign on it."""

    role: ColourRole
    marker: str
    sign: tuple[tuple[float, float], ...]


GOOD = EndMarker("success", "o", ((-3.2, 0.2), (-1.0, -2.2), (3.4, 2.6)))
BAD = EndMarker("danger", "D", ((-3.2, 0.0), (3.2, 0.0)))
SAME = EndMarker("muted", "o", ())


def is_as_moved(series: Series) -> bool:
    """Whether a status says no more than the movement: on track after an improvement, not on track after a deterioration."""
    if series.status is None:
        return True
    marker = _moved_marker(series)
    return marker is (GOOD if series.status in ACHIEVED else BAD)


def _moved_marker(series: Series) -> EndMarker:
    """Return the marker for a movement, which is good or bad depending on what is better for its series."""
    before, now = series.values
    if before is None or now is None or before == now:
        return SAME
    return GOOD if (now > before) == (series.better == "higher") else BAD


def end_marker(series: Series) -> EndMarker:
    """Return the marker at the end of a row without a status."""
    if series.mark is None:
        return _moved_marker(series)
    return GOOD if series.mark == "better" else BAD if series.mark == "worse" else SAME


def end_role(canvas: Canvas, series: Series) -> ColourRole:
    """Return the colour of a movement: that of its status, if it has one."""
    return status_role(canvas, series.status) if series.status is not None else end_marker(series).role


def change_role(canvas: Canvas, series: Series) -> ColourRole:
    """Return the colour of a change: that of its movement, but ink where nobody knows whether it is good."""
    role = end_role(canvas, series)
    return "ink" if role == "muted" else role
