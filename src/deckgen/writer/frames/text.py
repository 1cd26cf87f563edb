"""Write text frames: in the placeholder of their slot, or as a text box."""

from __future__ import annotations

from deckgen.ir.frames import TextFrame
from deckgen.line_breaking.hyphenation import without_divisions
from deckgen.writer.colours import Colours
from deckgen.writer.frames.shape import add_shape
from deckgen.writer.inherited import without_inherited
from deckgen.writer.placeholders import TEXT_KINDS, Placeholder
from deckgen.writer.shape import dashed_outline, text_shape, transform
from deckgen.writer.slide_shapes import SlideShapes
from deckgen.writer.text import body_properties


def add_text(shapes: SlideShapes, frame: TextFrame) -> None:
    """Add a text, and the mark before its first line."""
    placeholder = shapes.claim_placeholder(frame.slot, TEXT_KINDS)
    shape_id, identity = shapes.next_identity(frame.name)
    base = shapes.inherited(placeholder) if placeholder else shapes.context.free_text
    properties, body = (
        _shape_properties(frame, placeholder, shapes.context.colours),
        _body_properties(frame, placeholder),
    )
    if placeholder:
        properties = without_inherited(properties, base.shape)
        body = without_inherited(body, base.body)
    paragraphs = shapes.text_writer.paragraphs(frame.paragraphs, base)
    shapes.elements.append(text_shape(identity, placeholder, properties, body, paragraphs))
    text = without_divisions("\n".join([p.plain_text for p in frame.paragraphs]))
    shapes.record(shape_id, frame.slot, frame.origin, text)
    if frame.mark is not None:
        add_shape(shapes, frame.mark)


def _shape_properties(frame: TextFrame, placeholder: Placeholder | None, colours: Colours) -> str:
    """Return the `p:spPr` of a text frame; a frame without a fill leaves that of its placeholder."""
    if placeholder is None:
        plain = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        outline = dashed_outline(colours.fill(frame.outline)) if frame.outline else ""
        return f"<p:spPr>{transform(frame.box)}{plain}{colours.fill(frame.fill)}{outline}</p:spPr>"
    return f"<p:spPr>{transform(frame.box)}{colours.fill(frame.fill) if frame.fill else ''}</p:spPr>"


def _body_properties(frame: TextFrame, placeholder: Placeholder | None) -> str:
    return body_properties(frame.insets, frame.anchor, "<a:normAutofit/>" if placeholder else "<a:noAutofit/>")
