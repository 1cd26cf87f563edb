"""Pictures: a frame with the proportions of the picture, centred in its area."""

from __future__ import annotations

from deckgen.ir.blocks import Picture
from deckgen.ir.frames import EMU_PER_INCH, PictureFrame
from deckgen.layout import frame_builder
from deckgen.layout.pieces.base import SlidePlan
from deckgen.layout.pieces.graphic import GraphicPiece


class PicturePiece(GraphicPiece[Picture]):
    """A picture."""

    noun, roomy_kind, minimum_height = "picture", "photos", EMU_PER_INCH * 8 // 10

    def fitted_frame(self, plan: SlidePlan) -> PictureFrame:
        """Create its frame."""
        return frame_builder.picture_frame(self.block, self.area)
