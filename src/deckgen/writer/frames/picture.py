"""Write picture frames, and what charts have in common with them: a `p:pic`."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.ir.frames import ChartFrame, Page, PictureFrame
from deckgen.ooxml.names import RT
from deckgen.writer.package import Part
from deckgen.writer.picture import picture_xml
from deckgen.writer.slide_shapes import DeckContext, SlideShapes

_PLACEHOLDER_KINDS = frozenset({"pic"})


def add_picture(shapes: SlideShapes, frame: PictureFrame) -> None:
    """Add a picture. Raises WriterError if it was not prepared."""
    add_image(shapes, frame, picture_images(shapes.context, shapes.page, frame), frame.crop)


def picture_images(context: DeckContext, page: Page, frame: PictureFrame) -> list[Part]:
    """Return the parts of a picture: its PNG or JPEG and, if it is a drawing, its SVG.

    Raises WriterError if it was not prepared.
    """
    return context.media.picture_parts(frame.digest)


def add_image(
    shapes: SlideShapes,
    frame: ChartFrame | PictureFrame,
    images: Sequence[Part],
    crop: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> None:
    """Add a picture that is stored in the parts `images`: its PNG or JPEG and, if it is a drawing, its SVG.

    `crop` is what is cut off at its left, top, right and bottom, in thousandths of a percent.
    """
    placeholder = shapes.claim_placeholder(frame.slot, _PLACEHOLDER_KINDS)
    shape_id, identity = shapes.next_identity(frame.name, frame.alt)
    rel_ids = [shapes.part.relate(RT.IMAGE, image) for image in images]
    element = placeholder.ph_element() if placeholder else ""
    shapes.elements.append(picture_xml(identity, element, rel_ids, frame.box, crop=crop))
    shapes.record(shape_id, frame.slot, frame.origin, frame.alt)
