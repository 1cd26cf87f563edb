"""A template as read: its masters and layouts with effective geometry and text.

Lengths are in EMU, sizes in hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from deckgen.ir.frames import Align, Anchor, Box, Insets
from deckgen.ooxml.inheritance import Inherited
from deckgen.template.colours import ColourScheme

UNLINKED = 4_294_967_295
"""The index of a placeholder that nothing on a slide can refer to."""
TITLE_KINDS = ("title", "ctrTitle")
FOOT_KINDS = ("ftr", "dt", "sldNum")
TEXT_KINDS = ("body", "subTitle", "obj")


class PlaceText(Struct, frozen=True):
    """The text of the first level of a placeholder.

    `colour` is `RRGGBB`, `slot` the name in the theme that it is from, or empty. `spacing` is in thousandths of a percent.
    """

    size: int
    bold: bool
    italic: bool
    caps: bool
    align: Align
    right_to_left: bool
    family: str
    colour: str
    slot: str
    spacing: int = 100_000


class Place(Struct, frozen=True, eq=False):
    """A placeholder of a layout: by what slides refer to it, and what it gives them."""

    kind: str
    index: int
    name: str
    box: Box
    insets: Insets
    anchor: Anchor
    text: PlaceText
    is_upright: bool
    """Whether its text is horizontal, and it is not rotated."""
    effective: Inherited
    fill: tuple[str, ...] = ()
    """The colours of its own ground, `RRGGBB`: one, or the stops of a gradient; empty if what is behind it is seen."""

    @property
    def key(self) -> tuple[str, int]:
        """Type and index, by which a slide refers to it."""
        return self.kind, self.index

    @property
    def is_title(self) -> bool:
        """Whether it is that of a title."""
        return self.kind in TITLE_KINDS


class Obstacle(Struct, frozen=True):
    """A shape of a layout or master that is no placeholder: what content must not stand on."""

    box: Box
    name: str
    has_text: bool = False
    digest: str = ""
    """By which another shape is told apart: see `drawing_digest`."""


class TemplateLayout(Struct, frozen=True, eq=False):
    """A layout. `number` is its position in its master from 1, `kind` the type that PowerPoint gives it (`titleOnly` …)."""

    name: str
    number: int
    kind: str
    part: str
    places: tuple[Place, ...]
    obstacles: tuple[Obstacle, ...]
    scheme: ColourScheme
    is_hidden: bool = False
    background: str = ""
    """The digests of the backgrounds of the layout and of its master."""

    @property
    def title(self) -> Place | None:
        """Its title; None without one that has a size."""
        return next((place for place in self.places if place.is_title and place.box.width > 0), None)

    def of_kinds(self, *kinds: str) -> list[Place]:
        """Return its placeholders of some types that have a size."""
        return [place for place in self.places if place.kind in kinds and place.box.width > 0 and place.box.height > 0]

    def is_unambiguous(self, place: Place) -> bool:
        """Whether a slide that refers to a placeholder can only mean this one."""
        return place.index != UNLINKED and sum(other.key == place.key for other in self.places) == 1


class TemplateMaster(Struct, frozen=True, eq=False):
    """A slide master with its layouts; `number` is its position from 1. `fonts` are those of headings and of text."""

    number: int
    part: str
    name: str
    layouts: tuple[TemplateLayout, ...]
    colours: Mapping[str, str]
    fonts: tuple[str, str]


class Template(Struct, frozen=True):
    """A template: the size of its slides, its masters, and how many sample slides the file had of each layout, by part."""

    size: tuple[int, int]
    masters: tuple[TemplateMaster, ...]
    uses: Mapping[str, int]

    def layouts(self) -> Iterator[TemplateLayout]:
        """Yield the layouts of all masters."""
        for master in self.masters:
            yield from master.layouts
