"""A slide of another file, as a deck carries it: its shapes as XML, and the parts to which they refer.

The build reads and cleans the file; layout places the shapes, and the writer scales them and adds their parts.
"""

from __future__ import annotations

from msgspec import Struct

from deckgen.ir.carried_outline import ShapeOutline, SlideOutline


class CarriedRelation(Struct, frozen=True, array_like=True):
    """A relationship: its id and its type (a URI), and either the number of a part of the slide or an address outside."""

    id: str
    kind: str
    part: int | None = None
    address: str = ""


class CarriedPart(Struct, frozen=True, array_like=True):
    """A part to which shapes refer, such as a picture, a chart or its workbook; `folder` is that of such parts under /ppt."""

    folder: str
    extension: str
    content_type: str
    data: bytes
    relations: tuple[CarriedRelation, ...] = ()


class CarriedShape(Struct, frozen=True, array_like=True):
    """A shape, or a group with its `members`: how many shapes it is in all. `xml` is an element with namespaces of its own."""

    outline: ShapeOutline
    xml: bytes
    members: int = 1


class CarriedSlide(Struct, frozen=True, array_like=True):
    """A slide of another file.

    `size` is that of its file (EMU), `title` the text of its title, and `title_bottom` where that ends (EMU from the top).
    `ground` is its background, as the XML of a fill; empty where it is that of the deck. `left_out` is what a
    deck does not carry of it, and `changed` what it shows differently, each a clause. `digest` identifies all of it.
    """

    size: tuple[int, int]
    title: str
    title_bottom: int
    shapes: tuple[CarriedShape, ...]
    parts: tuple[CarriedPart, ...]
    relations: tuple[CarriedRelation, ...]
    left_out: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    ground: str = ""
    digest: str = ""

    @property
    def outline(self) -> SlideOutline:
        """What layout knows of it."""
        shapes = tuple(shape.outline for shape in self.shapes)
        return SlideOutline(self.size, self.title_bottom, shapes, bool(self.ground))
