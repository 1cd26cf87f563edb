"""Write the tracker of a slide: the mark of its section over the ground in the master, and a link for each segment.

The links are invisible shapes, higher than the strip so that they are easy to click; each is named by where it leads.
"""

from __future__ import annotations

from deckgen.writer.colours import invisible_fill
from deckgen.writer.shape import shape_properties, textless_shape
from deckgen.writer.slide_shapes import SlideShapes


def add_tracker(shapes: SlideShapes) -> None:
    """Add the mark and the links, last in reading order; nothing on a layout without the ground of the tracker."""
    tracker, page = shapes.context.tracker, shapes.page
    if tracker is None or page.layout_key not in shapes.context.tracker_layouts:
        return
    current = tracker.current.get(page.id)
    if current is not None:
        _, identity = shapes.next_identity("Tracker", decorative=True)
        fill = shapes.context.colours.fill(tracker.mark)
        mark = shape_properties("rect", tracker.entries[current].strip, fill)
        shapes.elements.append(textless_shape(identity, mark))
    for entry in tracker.entries:
        _, identity = shapes.next_identity(entry.name, entry.name, address=f"#{entry.page}")
        shapes.elements.append(textless_shape(identity, shape_properties("rect", entry.reach, invisible_fill())))
