"""A brand as loaded: colours, fonts, slide layouts and slots. Lengths are in EMU, font sizes in hundredths of a point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from deckgen.ir.blocks import ColourRole
from deckgen.ir.frames import Align, Anchor, Box, Insets

SlotRole = Literal[
    "title", "text", "table", "chart", "picture", "footer", "number", "tag", "eyebrow", "footnotes", "date", "back",
]  # fmt: skip
"""The purpose of a slot; `back` contains the link back to the agenda."""


class TextStyle(Struct, frozen=True, cache_hash=True):
    """One named text style of a slot.

    Text starts at `size` and may shrink to `minimum` (both in hundredths of a point). `space_before` (hundredths of a point) is
    the distance to the paragraph above. `line_spacing` is in thousandths of a percent.
    """

    size: int
    minimum: int
    bold: bool = False
    italic: bool = False
    role: ColourRole = "ink"
    align: Align = "start"
    space_before: int = 0
    line_spacing: int = 100000
    bullet_role: ColourRole | None = None
    indent: int = 0


class Slot(Struct, frozen=True):
    """A named area of a slide layout that content is placed in.

    The writer finds it by the `index` of its placeholder in the generated layout. Slots of one `group` shrink their text by the
    same step. `on_overflow`: `continue` on another slide, or `error`. With `repeat`, continuation slides show its content again.
    `fill` and `rule` (3 pt, at its top edge) belong to the layout, so Reset Slide does not remove them.
    `below` names the slot of a table: this slot starts where that table ends, and takes the height that is left.
    """

    name: str
    role: SlotRole
    box: Box
    styles: Mapping[str, TextStyle]
    insets: Insets = Insets()
    anchor: Anchor = "top"
    fill: ColourRole | None = None
    rule: ColourRole | None = None
    group: str = ""
    on_overflow: Literal["continue", "error"] = "continue"
    index: int = 0
    prompt: str = ""
    repeat: bool = False
    below: str = ""


class Decoration(Struct, frozen=True):
    """A native shape that belongs to a layout or to the master, not to a slide: a motif, a panel, a hairline."""

    shape: Literal["rect", "ellipse", "ring", "triangle", "line", "round-rect", "arc"]
    box: Box
    fill: ColourRole
    name: str = ""


class SlideLayout(Struct, frozen=True):
    """One slide layout: the name shown under PowerPoint's New Slide, its slots by name, its background and decorations.

    `further` names the layout of the pages that continue a slide, if that is a different one.
    """

    key: str
    name: str
    slots: Mapping[str, Slot]
    background: ColourRole = "white"
    decorations: tuple[Decoration, ...] = ()
    further: str = ""


class FontFiles(Struct, frozen=True):
    """The font files of the four faces of a family; `weights` are axis values where one variable font has several faces."""

    family: str
    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Path, Path, Path, Path]:
        """The files of all four faces."""
        return self.regular, self.bold, self.italic, self.bold_italic


class Brand(Struct, frozen=True):
    """A brand, loaded and checked.

    `colours` maps each base role to its `RRGGBB`; `tints` defines further roles (role → base role, lumMod, lumOff in thousandths
    of a percent). `font` is the brand's family and `fallback` the family that replaces it: text must fit with both.
    """

    name: str
    folder: Path
    size: tuple[int, int]
    colours: Mapping[ColourRole, str]
    tints: Mapping[ColourRole, tuple[ColourRole, int, int]]
    font: FontFiles
    fallback: FontFiles
    layouts: Mapping[str, SlideLayout]
    master: SlideLayout
    sources: Mapping[str, str] = field(default_factory=dict)

    def layout_for(self, key: str, slots: Iterable[str]) -> SlideLayout | None:
        """Return the layout `key`; if the brand does not have it, the layout with the fewest slots that has all of `slots`.

        So a brand that was written for an earlier version can be used with new slide kinds.
        """
        if key in self.layouts:
            return self.layouts[key]
        required = set(slots)
        fitting = [layout for layout in self.layouts.values() if required <= layout.slots.keys()]
        return min(fitting, key=lambda layout: (len(layout.slots), layout.key), default=None)
