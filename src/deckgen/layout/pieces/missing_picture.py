"""Pictures that are not there yet: in a draft, a dashed place as large as the area, with what the picture is to show."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.brand.types import TextStyle
from deckgen.ir.blocks import MissingPicture
from deckgen.ir.frames import TextFrame
from deckgen.layout import frame_builder
from deckgen.layout.pieces.base import Piece, SlidePlan
from deckgen.layout.text import SlotArea, fits, shorten

_STYLES = {"body": TextStyle(1400, 1400, role="muted", align="center", space_before=400)}


class MissingPicturePiece(Piece[MissingPicture]):
    """The place of a picture."""

    @property
    def content_bottom(self) -> int:
        """Where the place ends, if a caption follows it (EMU from the top)."""
        return self.area.box.bottom

    def frame(self, plan: SlidePlan, page: int) -> TextFrame | None:
        """Create its frame on the first page; text that has no room is shortened."""
        if page:
            return None
        slot = replace(self.area.slot, styles=_STYLES, anchor="middle", fill=None)
        area, paragraphs = SlotArea(slot, self.area.box), self.block.paragraphs
        if not fits(self.measurer, paragraphs, area, 0):
            paragraphs = shorten(self.measurer, paragraphs, area, 0)
        shown = frame_builder.text_frame(self.measurer, area, paragraphs, 0, self.block.origin)
        return replace(shown, outline="muted")
