"""Write shape frames: native shapes without text, and invisible ones that are links."""

from __future__ import annotations

from deckgen.ir.frames import Box, ShapeFrame
from deckgen.writer.colours import invisible_fill
from deckgen.writer.shape import shape_properties, textless_shape
from deckgen.writer.slide_shapes import SlideShapes


def add_shape(shapes: SlideShapes, frame: ShapeFrame) -> None:
    """Add a native shape, which is decorative unless it has alt text or is a link."""
    if frame.page:
        add_link(shapes, frame.name, frame.box, frame.page)
        return
    _, identity = shapes.next_identity(frame.name, frame.alt, decorative=True)
    properties = shape_properties(frame.shape, frame.box, shapes.context.colours.fill(frame.fill))
    shapes.elements.append(textless_shape(identity, properties))


def add_link(shapes: SlideShapes, name: str, box: Box, page: str) -> None:
    """Add an invisible shape that leads to a page, by its id, if the deck has it; `name` says where."""
    if page not in shapes.context.slide_parts:
        return
    _, identity = shapes.next_identity(name, name, address=f"#{page}")
    shapes.elements.append(textless_shape(identity, shape_properties("rect", box, invisible_fill())))
