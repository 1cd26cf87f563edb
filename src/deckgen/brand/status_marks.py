"""How statuses are shown: the shape and the colour of the mark of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from deckgen.ir.roles import CellMark, ColourRole

MarkShape = Literal["ellipse", "ring", "triangle", "square", "tick", "bars", "box", "diamond"]
"""The shape of a status, in tables and in charts."""

STATUS_FILLS: Mapping[ColourRole, ColourRole] = {
    "success": "success-fill", "warning": "warning-fill", "danger": "danger-fill",
}  # fmt: skip
"""The fill of the mark of a status whose word has a role."""


class StatusMark(Struct, frozen=True):
    """How a status is shown: the shape of its mark, and the colour of the status's word."""

    shape: MarkShape
    role: ColourRole

    @property
    def fill(self) -> ColourRole:
        """The colour of the mark."""
        return STATUS_FILLS.get(self.role, self.role)


DEFAULT_MARKS: Mapping[CellMark, StatusMark] = {
    "on-track": StatusMark("ellipse", "success"),
    "at-risk": StatusMark("triangle", "warning"),
    "off-track": StatusMark("square", "danger"),
    "done": StatusMark("tick", "success"),
    "delivered": StatusMark("tick", "success"),
    "paused": StatusMark("bars", "muted"),
    "not-started": StatusMark("box", "muted"),
    "no-data": StatusMark("ring", "muted"),
    "milestone": StatusMark("diamond", "muted"),
    "recommended": StatusMark("tick", "on-primary"),
    "low": StatusMark("ellipse", "success"),
    "medium": StatusMark("triangle", "warning"),
    "high": StatusMark("square", "danger"),
}
MARKS_ON_PRIMARY: frozenset[CellMark] = frozenset({"recommended"})
"""The marks that stand on the primary colour; all others stand on the page or on a tint."""
