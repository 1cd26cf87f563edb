"""Schema of what a layout places besides its slots: decorations (native shapes and pictures), and the logo."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Discriminator, Tag

from deckgen.brand.values import CLOSED, Count, FileName, Name, Prompt, Range, RuleWidth
from deckgen.ir.frames import Align, Anchor
from deckgen.ir.roles import ColourRole

_POSITION_HINT = "positions are measured from the top left corner of the slide, and no slide is larger than 56 inches"
COUNT_HINT = "every build reads all of them and writes them into the deck"

Coordinate = Annotated[float, Range(-56, 56, "inches", _POSITION_HINT)]
"""Also negative, because a decoration may start outside the slide."""
Extent = Annotated[float, Range(0, 56, "inches", _POSITION_HINT)]
Column = Annotated[int, Range(0, 48, "", "a grid has at most 48 columns")]

POSITION_KEYS = ("columns", "top", "bottom", "x", "y", "width", "height")
"""The keys of a placement."""


class Placement(BaseModel):
    """A rectangle: by columns of the grid and top and bottom, or by x, y, width and height; all in inches."""

    model_config = CLOSED

    columns: tuple[Column, Column] | None = None
    top: Coordinate | None = None
    bottom: Coordinate | None = None
    x: Coordinate | None = None
    y: Coordinate | None = None
    width: Extent | None = None
    height: Extent | None = None

    @property
    def is_placed(self) -> bool:
        """Whether any key of the placement is given."""
        return any(getattr(self, name) is not None for name in POSITION_KEYS)


class OutlineSpec(BaseModel):
    """The line around a panel or decoration: its colour, and its width in points."""

    model_config = CLOSED

    role: ColourRole
    width: RuleWidth


class ShapeSpec(Placement):
    """A native PowerPoint shape of a layout."""

    shape: Literal["rect", "ellipse", "ring", "triangle", "line", "round-rect", "arc", "chevron", "quotes"]
    fill: ColourRole
    outline: OutlineSpec | None = None
    name: Name = ""


class PictureSpec(Placement):
    """A picture of a layout: a file in the brand's folder.

    It is never distorted: with `fit: fill` it covers its box, and what is left over at two sides is cut off; with `fit: inside`
    it is entirely in the middle of its box. Without a position it fills the slide. With `alt`, a screen reader reads it.
    """

    picture: FileName
    fit: Literal["fill", "inside"] | None = None
    alt: Prompt = ""
    name: Name = ""


DECORATION_TAGS = ("shape of its own", "picture file")
"""Entries that pydantic adds to the path of an error to state which form of decoration it assumed."""
DecorationSpec = Annotated[
    Annotated[ShapeSpec, Tag(DECORATION_TAGS[0])] | Annotated[PictureSpec, Tag(DECORATION_TAGS[1])],
    Discriminator(lambda value: DECORATION_TAGS[1] if _is_picture(value) else DECORATION_TAGS[0]),
]


def _is_picture(value: object) -> bool:
    return isinstance(value, PictureSpec) or (isinstance(value, dict) and "picture" in value)


Decorations = Annotated[tuple[DecorationSpec, ...], Count(200, "decorations", COUNT_HINT)]

_MOTIF_TAGS = ("none", "list of decorations")
LayoutMotif = Annotated[
    Annotated[Literal["none"], Tag(_MOTIF_TAGS[0])] | Annotated[Decorations, Tag(_MOTIF_TAGS[1])],
    Discriminator(lambda value: _MOTIF_TAGS[0] if isinstance(value, str) else _MOTIF_TAGS[1]),
]
"""The decorations of one layout, instead of those in its file."""
MotifsByLayout = Annotated[dict[Name, LayoutMotif], Count(200, "layouts", "name only layouts that the brand has")]
_BRAND_MOTIF_TAGS = ("none in any layout", "by layout")
Motifs = Annotated[
    Annotated[Literal["none"], Tag(_BRAND_MOTIF_TAGS[0])] | Annotated[MotifsByLayout, Tag(_BRAND_MOTIF_TAGS[1])],
    Discriminator(lambda value: _BRAND_MOTIF_TAGS[0] if isinstance(value, str) else _BRAND_MOTIF_TAGS[1]),
]
"""`none` for all layouts, or the decorations of each layout that is named."""

LogoSize = Literal["small", "medium", "large"]


class LogoPlaceSpec(Placement):
    """Where a layout shows the brand's logo, and which one.

    The logo is as large as its box allows without distortion, aligned in it by `align` and `anchor`. `ground` is what it stands
    on; by default, that follows from the rectangle behind it, or from the background of the layout. Without a position, it is
    where master.yaml has it.
    """

    size: LogoSize = "small"
    align: Align = "start"
    anchor: Anchor = "middle"
    ground: Literal["auto", "light", "dark"] = "auto"


class TrackerSpec(Placement):
    """The strip at the foot of slides that shows the section and links to each.

    The placement is that of the strip; `reach` is the top and the bottom of what can be clicked.
    """

    reach: tuple[Coordinate, Coordinate]
    ground: ColourRole = "neutral"
    mark: ColourRole = "primary"


_TRACKER_TAGS = ("without a tracker", "with a tracker")
TrackerPlace = Annotated[
    Annotated[Literal["none"], Tag(_TRACKER_TAGS[0])] | Annotated[TrackerSpec, Tag(_TRACKER_TAGS[1])],
    Discriminator(lambda value: _TRACKER_TAGS[0] if isinstance(value, str) else _TRACKER_TAGS[1]),
]
"""`none`, or the place of the tracker."""

_PLACE_TAGS = ("without a logo", "with a logo")
LogoPlace = Annotated[
    Annotated[Literal["none"], Tag(_PLACE_TAGS[0])] | Annotated[LogoPlaceSpec, Tag(_PLACE_TAGS[1])],
    Discriminator(lambda value: _PLACE_TAGS[0] if isinstance(value, str) else _PLACE_TAGS[1]),
]
"""`none`, or the place of the logo in a layout."""
