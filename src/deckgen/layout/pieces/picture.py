"""Pictures: a frame with the proportions of the picture, centred in its area or over its caption."""

from __future__ import annotations

from deckgen.ir.blocks import Picture
from deckgen.ir.frames import EMU_PER_INCH, Box, PictureFrame
from deckgen.layout import frame_builder
from deckgen.layout.pieces.base import SlidePlan
from deckgen.layout.pieces.graphic import GraphicPiece


class PicturePiece(GraphicPiece[Picture]):
    """A picture."""

    noun, roomy_kind, minimum_height = "picture", "photos", EMU_PER_INCH * 8 // 10

    @property
    def content_bottom(self) -> int:
        """Where the picture ends, if a caption follows it (EMU from the top)."""
        return self.area.box.y + self._shown_size()[1]

    def fitted_frame(self, plan: SlidePlan) -> PictureFrame:
        """Create its frame, without distortion: centred in the area, or at its top and left if a caption may follow it."""
        block, area, slot = self.block, self.area.box, self.area.slot
        width, height = self._shown_size()
        x, y = area.x + (area.width - width) // 2, area.y + (area.height - height) // 2
        if any(other.below == slot.name for other in plan.layout.slots.values()):
            x, y = area.x, area.y
        return PictureFrame(
            slot.name, frame_builder.shape_name(slot), Box(x, y, width, height), block.digest, block.alt, block.origin
        )

    def _shown_size(self) -> tuple[int, int]:
        """Width and height in EMU that fit into the area."""
        (width, height), area = self.block.size, self.area.box
        scale = min(area.width / width, area.height / height)
        return max(1, int(width * scale)), max(1, int(height * scale))
