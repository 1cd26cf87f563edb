"""A brand as loaded: colours, fonts, slide layouts and slots. Lengths are in EMU, font sizes in hundredths of a point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from deckgen.ir.blocks import CellMark, ColourRole
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT, Align, Anchor, Box, Insets

SlotRole = Literal[
    "title", "text", "table", "chart", "picture", "footer", "number", "tag", "eyebrow", "footnotes", "date", "back",
]  # fmt: skip
"""The purpose of a slot; `back` contains the link back to the agenda."""

MarkShape = Literal["ellipse", "ring", "triangle", "square", "tick", "bars", "box"]
"""The shape of a status, in tables and in charts."""


class TextStyle(Struct, frozen=True, cache_hash=True):
    """One named text style of a slot.

    Text starts at `size`, may shrink to `minimum`, and grows up to `maximum` where there is room (all in hundredths of a point;
    a `maximum` of 0: never). `space_before` (hundredths of a point) is the distance to the paragraph above. `line_spacing` is in
    thousandths of a percent.
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
    maximum: int = 0


class Slot(Struct, frozen=True):
    """A named area of a slide layout that content is placed in.

    The writer finds it by the `index` of its placeholder in the generated layout. Slots of one `group` shrink their text by the
    same step. `on_overflow`: `continue` on another slide, or `error`. With `repeat`, continuation slides show its content again.
    `fill` and `rule` (at its top edge) belong to the layout, so Reset Slide does not remove them.
    `below` names the slot of a table or panel: this slot starts where that one's content ends, and takes the height that is left.
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


class StatusMark(Struct, frozen=True):
    """How a status is shown: the shape of its mark, and the colour of the mark and of the status's word."""

    shape: MarkShape
    role: ColourRole


DEFAULT_MARKS: Mapping[CellMark, StatusMark] = {
    "on-track": StatusMark("ellipse", "success"),
    "at-risk": StatusMark("triangle", "warning"),
    "off-track": StatusMark("square", "danger"),
    "done": StatusMark("tick", "success"),
    "delivered": StatusMark("tick", "success"),
    "paused": StatusMark("bars", "muted"),
    "not-started": StatusMark("box", "muted"),
    "no-data": StatusMark("ring", "muted"),
}


class RowRule(Struct, frozen=True):
    """The line under a row of a table: its colour, and its width in EMU (0 for no line)."""

    role: ColourRole
    width: int


class TableLook(Struct, frozen=True):
    """The spacing and lines of tables, in EMU.

    `paddings` are above and below the text of a row, largest first: a table takes the first with which it fits before its text
    shrinks. A table that takes less than 85% of its room spreads its rows, by paddings up to `spread` (0: never). `side` is the
    space at both sides of a cell's text, `indent` that of one level. A mark is `mark_size` wide and high, and `mark_width` is
    reserved for it at the start of the cell.
    """

    paddings: tuple[int, ...] = tuple(round(inches * EMU_PER_INCH) for inches in (0.085, 0.065, 0.045))
    side: int = round(0.08 * EMU_PER_INCH)
    indent: int = round(0.22 * EMU_PER_INCH)
    mark_size: int = round(0.125 * EMU_PER_INCH)
    mark_width: int = round(0.22 * EMU_PER_INCH)
    header_rule: RowRule = RowRule("muted", 3 * EMU_PER_POINT // 2)
    row_rule: RowRule = RowRule("rule", EMU_PER_POINT // 2)
    spread: int = 0


class EnlargedTypeSizes(Struct, frozen=True):
    """The type sizes of a chart that fills most of its slide, in points."""

    small: float = 12.0
    text: float = 14.0
    strong: float = 18.0


class ChartTypeSizes(Struct, frozen=True):
    """The type sizes of charts, in points: `small` is the minimum, `text` and `strong` are for names and values.

    `largest` is the maximum for names where there are several rows or parts.
    """

    small: float = 11.0
    text: float = 12.0
    strong: float = 14.0
    largest: float = 16.0
    enlarged: EnlargedTypeSizes = EnlargedTypeSizes()


class Look(Struct, frozen=True):
    """What a brand decides besides colours, fonts and layouts.

    `rule_height` (EMU) is that of the rule above a slot. Text of `comfortable_size` (hundredths of a point) or more can be read
    from the back row: `check` only notes that it is smaller than normal. A panel, a slot with a fill, that its text does not fill
    ends `panel_space` (EMU) below its text; with 0, it keeps its height.
    """

    marks: Mapping[CellMark, StatusMark] = field(default_factory=lambda: dict(DEFAULT_MARKS))
    table: TableLook = TableLook()
    chart_sizes: ChartTypeSizes = ChartTypeSizes()
    rule_height: int = 3 * EMU_PER_POINT
    comfortable_size: int = 1200
    panel_space: int = 0


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
    look: Look = field(default_factory=Look)

    def layout_for(self, key: str, slots: Iterable[str]) -> SlideLayout | None:
        """Return the layout `key`; if the brand does not have it, the layout with the fewest slots that has all of `slots`.

        So a brand that was written for an earlier version can be used with new slide kinds.
        """
        if key in self.layouts:
            return self.layouts[key]
        required = set(slots)
        fitting = [layout for layout in self.layouts.values() if required <= layout.slots.keys()]
        return min(fitting, key=lambda layout: (len(layout.slots), layout.key), default=None)
