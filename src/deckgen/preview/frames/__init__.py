"""What the page shows of frames: one view for each type of frame, with its text and its areas.

Nothing else in this room asks for the type of a frame. A new type needs a module here and an entry in `FRAME_VIEWS`.
"""

from collections.abc import Mapping

from deckgen.ir.frames import CarriedFrame, ChartFrame, FrameBase, PictureFrame, ShapeFrame, TableFrame, TextFrame
from deckgen.preview.frames.base import Area, Data, FrameView
from deckgen.preview.frames.carried import CARRIED_VIEW
from deckgen.preview.frames.picture import PICTURE_VIEW
from deckgen.preview.frames.shape import SHAPE_VIEW
from deckgen.preview.frames.table import TABLE_VIEW
from deckgen.preview.frames.text import TEXT_VIEW

FRAME_VIEWS: Mapping[type[FrameBase], FrameView] = {
    TextFrame: TEXT_VIEW,
    TableFrame: TABLE_VIEW,
    ChartFrame: PICTURE_VIEW,
    PictureFrame: PICTURE_VIEW,
    ShapeFrame: SHAPE_VIEW,
    CarriedFrame: CARRIED_VIEW,
}
"""The view of frames of each type."""

__all__ = ["FRAME_VIEWS", "Area", "Data", "FrameView"]
