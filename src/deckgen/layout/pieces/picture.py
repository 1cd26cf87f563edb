"""Pictures: a frame with the proportions of the picture, centred in its area or over its caption, or the whole area, cropped."""

from __future__ import annotations

from deckgen.ir.blocks import Picture
from deckgen.ir.frames import EMU_PER_INCH, Box, PictureFrame
from deckgen.layout import frame_builder
from deckgen.layout.pieces.base import SlidePlan
from deckgen.layout.pieces.graphic import GraphicPiece

MAX_CROP = 0.35
"""The share of a picture that may be cut off so that it fills its area; what it shows could else be lost."""
WHOLE = 100_000
"""A picture's width or height in thousandths of a percent."""


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
        box, crop = Box(x, y, width, height), self._crop()
        return PictureFrame(slot.name, frame_builder.shape_name(slot), box, block.digest, block.alt, block.origin, crop)

    def _shown_size(self) -> tuple[int, int]:
        """Width and height in EMU that fit into the area, or those of the area if the picture is cropped."""
        (width, height), area = self.block.size, self.area.box
        if any(self._crop()):
            return area.width, area.height
        scale = min(area.width / width, area.height / height)
        return max(1, int(width * scale)), max(1, int(height * scale))

    def _crop(self) -> tuple[int, int, int, int]:
        """What is cut off at left, top, right and bottom so that the picture fills its area, in thousandths of a percent."""
        (width, height), area = self.block.size, self.area.box
        shown = min(area.width / width, area.height / height) / max(area.width / width, area.height / height)
        if not self.area.slot.crop or 1 - shown > MAX_CROP:
            return 0, 0, 0, 0
        edge = round((1 - shown) * WHOLE / 2)
        return (edge, 0, edge, 0) if area.width / width < area.height / height else (0, edge, 0, edge)
