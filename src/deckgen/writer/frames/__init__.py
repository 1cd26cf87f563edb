"""The writers of frames: one function for each type of frame adds its shapes to a slide.

Nothing else in this room asks for the type of a frame. A new type needs a module here and an entry in `FRAME_WRITERS`; one with
images also needs an entry in `FRAME_IMAGES`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from deckgen.ir.frames import CarriedFrame, ChartFrame, FrameBase, Page, PictureFrame, ShapeFrame, TableFrame, TextFrame
from deckgen.writer.frames.carried import add_carried, carried_parts
from deckgen.writer.frames.chart import add_chart, chart_images
from deckgen.writer.frames.picture import add_picture, picture_images
from deckgen.writer.frames.shape import add_shape
from deckgen.writer.frames.table import add_table
from deckgen.writer.frames.text import add_text
from deckgen.writer.package import Part
from deckgen.writer.slide_shapes import DeckContext, SlideShapes

FRAME_WRITERS: Mapping[type[FrameBase], Callable[[SlideShapes, Any], None]] = {
    TextFrame: add_text,
    TableFrame: add_table,
    ChartFrame: add_chart,
    PictureFrame: add_picture,
    ShapeFrame: add_shape,
    CarriedFrame: add_carried,
}
"""The function that writes frames of each type."""
FRAME_IMAGES: Mapping[type[FrameBase], Callable[[DeckContext, Page, Any], list[Part]]] = {
    ChartFrame: chart_images,
    PictureFrame: picture_images,
    CarriedFrame: carried_parts,
}
"""The function that returns the parts with the images of a frame of a page, for each type that has any, and adds new ones."""

__all__ = ["FRAME_IMAGES", "FRAME_WRITERS"]
