"""Pictures: a frame with the proportions of the picture, centred in its area."""

from __future__ import annotations

from deckgen.diagnostics import UserFacingError, make_issue
from deckgen.ir.blocks import Picture
from deckgen.ir.frames import EMU_PER_INCH, PictureFrame
from deckgen.layout import frame_builder
from deckgen.layout.pieces.base import SlidePlan
from deckgen.layout.pieces.graphic import GraphicPiece


class PicturePiece(GraphicPiece[Picture]):
    """A picture."""

    noun, roomy_kind, minimum_height = "picture", "photos", EMU_PER_INCH * 8 // 10

    def fitted_frame(self, plan: SlidePlan) -> PictureFrame | None:
        """Create its frame; None, and an issue, if the file cannot be read."""
        try:
            return frame_builder.picture_frame(self.block, self.area)
        except UserFacingError as error:  # a PictureError: naming the class would import Pillow
            hint = "save it again as PNG or JPEG, no larger than it is shown"
            plan.errors.append(make_issue("unreadable-picture", str(error), self.block.origin, hint))
            return None
