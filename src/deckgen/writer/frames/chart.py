"""Write chart frames: the drawing of each as a picture."""

from __future__ import annotations

from deckgen.ir.frames import ChartFrame
from deckgen.writer.errors import WriterError
from deckgen.writer.frames.picture import add_image
from deckgen.writer.slide_shapes import SlideShapes


def add_chart(shapes: SlideShapes, frame: ChartFrame) -> None:
    """Add the drawing of a chart. Raises WriterError if there is none."""
    context = shapes.context
    drawing = context.drawings.get(frame)
    if drawing is None:
        raise WriterError(f"the chart {frame.name!r} on the slide {shapes.page.id} was not drawn")
    images = [context.media.png_part(drawing.png)]
    add_image(shapes, frame, [*images, context.media.svg_part(drawing.svg)] if drawing.svg else images)
