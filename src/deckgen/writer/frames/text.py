"""Write text frames: in the placeholder of their slot, or as a text box."""

from __future__ import annotations

from deckgen.ir.frames import TextFrame
from deckgen.writer.colours import Colours
from deckgen.writer.origins import OriginTrace
from deckgen.writer.placeholders import TEXT_KINDS, Placeholder
from deckgen.writer.shape import text_shape, transform
from deckgen.writer.slide_shapes import SlideShapes
from deckgen.writer.text import InheritedStyle, body_properties, inherited_style


def add_text(shapes: SlideShapes, frame: TextFrame) -> None:
    """Add a text."""
    placeholder = shapes.claim_placeholder(frame.slot, TEXT_KINDS)
    shape_id, identity = shapes.next_identity(frame.name)
    base = inherited_style(placeholder.slot) if placeholder else InheritedStyle()
    paragraphs = shapes.text_writer.paragraphs(frame.paragraphs, base)
    properties = _shape_properties(frame, placeholder, shapes.context.colours)
    shapes.elements.append(
        text_shape(identity, placeholder, properties, _body_properties(frame, placeholder), paragraphs)
    )
    text = "\n".join("".join(run.text for run in p.runs) for p in frame.paragraphs)
    shapes.traces.append(OriginTrace(shape_id, frame.slot, frame.origin, text))


def _shape_properties(frame: TextFrame, placeholder: Placeholder | None, colours: Colours) -> str:
    """Return the `p:spPr` of a text frame: its position and fill, where they differ from the placeholder's."""
    if placeholder is None:
        plain = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        return f"<p:spPr>{transform(frame.box)}{plain}{colours.fill(frame.fill)}</p:spPr>"
    moved = transform(frame.box) if frame.box != placeholder.slot.box else ""
    recoloured = frame.fill is not None and frame.fill != placeholder.slot.fill
    inner = moved + (colours.fill(frame.fill) if recoloured else "")
    return f"<p:spPr>{inner}</p:spPr>" if inner else "<p:spPr/>"


def _body_properties(frame: TextFrame, placeholder: Placeholder | None) -> str:
    if placeholder and (frame.insets, frame.anchor) == (placeholder.slot.insets, placeholder.slot.anchor):
        return "<a:bodyPr/>"
    return body_properties(frame.insets, frame.anchor, "<a:normAutofit/>" if placeholder else "<a:noAutofit/>")
