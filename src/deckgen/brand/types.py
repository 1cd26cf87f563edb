"""What a brand is, once read: colours, fonts, slide layouts and slots. Lengths are EMU, font sizes 1/100 pt."""

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
"""What a slot is for; `back` holds the link that leads back to the agenda."""


class TextStyle(Struct, frozen=True, cache_hash=True):
    """How one named style of a slot is set.

    `size` is where it starts, `minimum` where shrinking ends (both hundredths of a point). `space_before` (hundredths of a
    point) separates it from what stands above. `line_spacing` is in thousandths of a percent.
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
    """A named place of a slide layout.

    The writer finds it by the `index` of its placeholder in the generated layout. Slots of one `group` share one step of
    shrinking. `on_overflow`: `continue` on a further slide, or `error`. `repeat` shows it again on continued slides. `fill`
    and `rule` (3 pt, at its top edge) belong to the layout, so they survive Reset Slide.
    `below` names a table's slot: this one starts where that table ends, and takes the room that is left.
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
    """One slide layout: the name shown under PowerPoint's New Slide, its slots by name, its ground and decorations.

    `further` names the layout of the pages that continue a slide, where that is another one.
    """

    key: str
    name: str
    slots: Mapping[str, Slot]
    background: ColourRole = "white"
    decorations: tuple[Decoration, ...] = ()
    further: str = ""


class FontFiles(Struct, frozen=True):
    """Where the four faces of a family lie; `weights` holds axis values where one variable file serves several faces."""

    family: str
    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Path, Path, Path, Path]:
        """All four of them."""
        return self.regular, self.bold, self.italic, self.bold_italic


class Brand(Struct, frozen=True):
    """A brand, read and checked.

    `colours` gives each base role its `RRGGBB`; tints are made of them by `tints` (role → base role, lumMod, lumOff in
    thousandths of a percent). `fonts` are the brand family and its fallback: fits are decided by the larger of the two.
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
        """Look a layout up by name; where the brand lacks it, the smallest of its layouts that has all of `slots`.

        So a brand written elsewhere survives new slide kinds.
        """
        if key in self.layouts:
            return self.layouts[key]
        wanted = set(slots)
        fitting = [layout for layout in self.layouts.values() if wanted <= layout.slots.keys()]
        return min(fitting, key=lambda layout: (len(layout.slots), layout.key), default=None)
