"""Write the tracker of a slide: the mark of its section over the ground in the master, and a link for each segment.

The links are invisible shapes, higher than the strip so that they are easy to click; each is named by where it leads. Where a
panel of the layout covers the foot of the slide, ground and mark have colours that can be seen on it.
"""

from __future__ import annotations

from deckgen.ir.roles import ColourRole
from deckgen.writer.frames.shape import add_link
from deckgen.writer.shape import shape_properties, textless_shape
from deckgen.writer.slide_shapes import SlideShapes
from deckgen.writer.tracker_ground import split_by_panel

MARK_ON_PANEL: ColourRole = "on-primary"
"""The colour of the mark on a panel in the primary colour."""


def add_tracker(shapes: SlideShapes) -> None:
    """Add the mark and the links; nothing on a layout without the ground of the tracker."""
    tracker, page = shapes.context.tracker, shapes.page
    if tracker is None or page.layout_key not in shapes.context.tracker_panels:
        return
    current = tracker.current.get(page.id)
    if current is not None:
        panel = shapes.context.tracker_panels[page.layout_key]
        for box, is_on_panel in split_by_panel(tracker.entries[current].strip, panel):
            _, identity = shapes.next_identity("Tracker", decorative=True)
            fill = shapes.context.colours.fill(MARK_ON_PANEL if is_on_panel else tracker.mark)
            shapes.elements.append(textless_shape(identity, shape_properties("rect", box, fill)))
    for entry in tracker.entries:
        add_link(shapes, entry.name, entry.reach, entry.page)
