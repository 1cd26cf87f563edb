"""Write table frames: a native table in a graphic frame, the grounds before its rows, and the marks and links over its cells."""

from __future__ import annotations

from deckgen.ir.frames import TableFrame
from deckgen.writer.frames.shape import add_shape
from deckgen.writer.origins import table_elements
from deckgen.writer.shape import placeholder_properties, transform
from deckgen.writer.slide_shapes import SlideShapes
from deckgen.writer.table import TableWriter

_PLACEHOLDER_KINDS = frozenset({"tbl"})


def add_table(shapes: SlideShapes, frame: TableFrame) -> None:
    """Add a table over its grounds, and its marks and links. Raises WriterError if its rows do not fill its columns."""
    for ground in frame.grounds:
        add_shape(shapes, ground)
    placeholder = shapes.claim_placeholder(frame.slot, _PLACEHOLDER_KINDS)
    shape_id, identity = shapes.next_identity(frame.name, frame.alt)
    context = shapes.context
    table_writer = TableWriter(shapes.text_writer, context.colours, context.table_style_id, context.free_text)
    shapes.elements.append(
        f'<p:graphicFrame><p:nvGraphicFramePr>{identity}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f"</p:cNvGraphicFramePr>{placeholder_properties(placeholder)}</p:nvGraphicFramePr>{transform(frame.box, 'p:xfrm')}"
        f"{table_writer.graphic_xml(frame)}</p:graphicFrame>"
    )
    shapes.origins.extend(table_elements(frame, shape_id, context.inside))
    for mark in frame.marks:
        add_shape(shapes, mark)
