"""Write shape frames: native shapes without text."""

from __future__ import annotations

from deckgen.ir.frames import ShapeFrame
from deckgen.writer.shape import shape_properties, textless_shape
from deckgen.writer.slide_shapes import SlideShapes


def add_shape(shapes: SlideShapes, frame: ShapeFrame) -> None:
    """Add a native shape, which is decorative unless it has alt text."""
    _, identity = shapes.next_identity(frame.name, frame.alt, decorative=True)
    properties = shape_properties(frame.shape, frame.box, shapes.context.colours.fill(frame.fill))
    shapes.elements.append(textless_shape(identity, properties))
