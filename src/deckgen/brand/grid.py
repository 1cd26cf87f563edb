"""Converts positions as a brand gives them (inches, columns of the grid) into boxes in EMU."""

from __future__ import annotations

from typing import Literal

from deckgen.brand import schema
from deckgen.brand.placement import Placement, TrackerSpec
from deckgen.brand.tracker_place import TrackerPlace
from deckgen.ir.frames import EMU_PER_INCH, Box


class Grid:
    """The grid of a brand's page; `size` is that of the slide in EMU, `column_width` is in inches."""

    def __init__(self, page: schema.PageSpec) -> None:
        self.page = page
        # Without `max`, rounding would make a slide of one inch narrower than the minimum that PowerPoint allows.
        width = max(round(page.width * EMU_PER_INCH / 1000) * 1000, EMU_PER_INCH)
        self.size = (width, round(page.height * EMU_PER_INCH))
        free = page.width - page.margin - page.end_margin - (page.columns - 1) * page.gutter
        self.column_width = free / page.columns

    def box(self, placement: Placement) -> Box:
        """Return the box of a placement in EMU; values that are not given default to the full slide."""
        if placement.columns:
            first, last = placement.columns
            x = self.page.margin + (first - 1) * (self.column_width + self.page.gutter)
            width = (last - first + 1) * self.column_width + (last - first) * self.page.gutter
        else:
            x, width = placement.x or 0, placement.width or self.page.width
        y = placement.top if placement.top is not None else placement.y or 0
        height = placement.bottom - y if placement.bottom is not None else placement.height or self.page.height
        return Box(*(round(v * EMU_PER_INCH) for v in (x, y, width, height)))

    def tracker(self, place: TrackerSpec | Literal["none"]) -> TrackerPlace | None:
        """Return the place of the tracker in EMU; None without one."""
        if isinstance(place, str):
            return None
        strip = self.box(place)
        top, bottom = (round(edge * EMU_PER_INCH) for edge in place.reach)
        return TrackerPlace(strip, Box(strip.x, top, strip.width, bottom - top), place.ground, place.mark)
