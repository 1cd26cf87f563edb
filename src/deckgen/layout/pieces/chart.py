"""Charts: a frame as large as its area, which the charts room draws later."""

from __future__ import annotations

from deckgen.ir.blocks import Chart
from deckgen.ir.frames import EMU_PER_INCH, ChartFrame
from deckgen.layout import frame_builder
from deckgen.layout.pieces.base import SlidePlan
from deckgen.layout.pieces.graphic import GraphicPiece


class ChartPiece(GraphicPiece[Chart]):
    """A chart."""

    noun, roomy_kind, minimum_height = "chart", "chart", EMU_PER_INCH * 12 // 10

    def fitted_frame(self, plan: SlidePlan) -> ChartFrame:
        """Create its frame, with the colour behind it: that of its slot, else that of the layout."""
        slot, block = self.area.slot, self.block
        return ChartFrame(
            slot.name,
            frame_builder.shape_name(slot),
            self.area.box,
            block.spec,
            block.alt,
            block.origin,
            slot.fill or plan.layout.background,
            block.origins,
        )
