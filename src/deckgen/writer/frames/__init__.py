"""The writers of frames: one function for each type of frame adds its shapes to a slide.

Nothing else in this room asks for the type of a frame. A new type needs a module here and an entry in `FRAME_WRITERS`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from deckgen.ir.frames import ChartFrame, FrameBase, PictureFrame, ShapeFrame, TableFrame, TextFrame
from deckgen.writer.frames.chart import add_chart
from deckgen.writer.frames.picture import add_picture
from deckgen.writer.frames.shape import add_shape
from deckgen.writer.frames.table import add_table
from deckgen.writer.frames.text import add_text
from deckgen.writer.slide_shapes import SlideShapes

FRAME_WRITERS: Mapping[type[FrameBase], Callable[[SlideShapes, Any], None]] = {
    TextFrame: add_text,
    TableFrame: add_table,
    ChartFrame: add_chart,
    PictureFrame: add_picture,
    ShapeFrame: add_shape,
}
"""The function that writes frames of each type."""

__all__ = ["FRAME_WRITERS"]
