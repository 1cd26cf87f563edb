"""Write chart frames: the drawing of each as a picture."""

from __future__ import annotations

from deckgen.ir.frames import ChartFrame, Page
from deckgen.writer.errors import WriterError
from deckgen.writer.frames.picture import add_image
from deckgen.writer.package import Part
from deckgen.writer.slide_shapes import DeckContext, SlideShapes


def add_chart(shapes: SlideShapes, frame: ChartFrame) -> None:
    """Add the drawing of a chart. Raises WriterError if there is none."""
    add_image(shapes, frame, chart_images(shapes.context, shapes.page, frame))


def chart_images(context: DeckContext, page: Page, frame: ChartFrame) -> list[Part]:
    """Return the parts of the drawing of a chart: its PNG, and its SVG if it has one. Raises WriterError if there is none."""
    drawing = context.drawings.get(frame)
    if drawing is None:
        raise WriterError(f"the chart {frame.name!r} on the slide {page.id} was not drawn")
    images = [context.media.png_part(drawing.png)]
    return [*images, context.media.svg_part(drawing.svg)] if drawing.svg else images
