"""Pictures: a frame with the proportions of the picture, centred in its area."""

from __future__ import annotations

from deckgen.ir.blocks import Picture
from deckgen.ir.frames import EMU_PER_INCH, Box, PictureFrame
from deckgen.layout import frame_builder
from deckgen.layout.pieces.base import SlidePlan
from deckgen.layout.pieces.graphic import GraphicPiece


class PicturePiece(GraphicPiece[Picture]):
    """A picture."""

    noun, roomy_kind, minimum_height = "picture", "photos", EMU_PER_INCH * 8 // 10

    def fitted_frame(self, plan: SlidePlan) -> PictureFrame:
        """Create its frame: fitted into the area, centred and without distortion."""
        block, area = self.block, self.area.box
        width, height = block.size
        scale = min(area.width / width, area.height / height)
        shown_width, shown_height = max(1, int(width * scale)), max(1, int(height * scale))
        x, y = area.x + (area.width - shown_width) // 2, area.y + (area.height - shown_height) // 2
        box, slot = Box(x, y, shown_width, shown_height), self.area.slot
        return PictureFrame(slot.name, frame_builder.shape_name(slot), box, block.digest, block.alt, block.origin)
