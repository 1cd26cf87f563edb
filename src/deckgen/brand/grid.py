"""Places as a brand writes them (inches, columns of the grid) → boxes in EMU."""

from __future__ import annotations

from deckgen.brand import schema
from deckgen.ir.frames import EMU_PER_INCH, Box


class Grid:
    """The grid of a brand's page; `size` is that of the slide in EMU."""

    def __init__(self, page: schema.PageSpec) -> None:
        self.page = page
        # Rounded, a slide of one inch would be narrower than the smallest that there is.
        width = max(round(page.width * EMU_PER_INCH / 1000) * 1000, EMU_PER_INCH)
        self.size = (width, round(page.height * EMU_PER_INCH))
        free = page.width - 2 * page.margin - (page.columns - 1) * page.gutter
        self.column = free / page.columns

    def box(self, place: schema.Placement) -> Box:
        """EMU of a place; raises nothing: the schema's defaults make a full-width box of what is not said."""
        if place.columns:
            first, last = place.columns
            x = self.page.margin + (first - 1) * (self.column + self.page.gutter)
            width = (last - first + 1) * self.column + (last - first) * self.page.gutter
        else:
            x, width = place.x or 0, place.width or self.page.width
        y = place.top if place.top is not None else place.y or 0
        height = place.bottom - y if place.bottom is not None else place.height or self.page.height
        return Box(*(round(v * EMU_PER_INCH) for v in (x, y, width, height)))
