"""A slide with its layout and master → the positions of its shapes, their backgrounds, and the size and colour of its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from lxml import etree

from deckgen.ooxml.opc import A, P, Package, read_number
from deckgen.package.colours import BLACK, WHITE, Palette, Rgb, read_palette
from deckgen.package.shapes import FOOTER_TYPES, TITLE_TYPES, placeholder, shapes

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in EMU."""

Levels = dict[str, etree._Element]
"""The tag of a list level (`lvl1pPr`) → its properties."""
MAX_MARK_SIDE = 457_200
"""EMU: the longest side of a shape that counts as a small mark."""

_LINK_COLOUR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"
_TOLERANCE = 12_700
"""EMU (1 pt): boxes that overlap by no more than this only touch."""
_DEFAULT_SIZE = 1800
_SIZES, _SCALES, _LEVELS = (0, 400_000), (0, 1_000_000), (0, 8)
"""Minimum and maximum of sizes (hundredths of a point), of scales (thousandths of a percent), and of list levels."""


class LayoutShapes:
    """The shapes of a layout or master: its placeholders by index and type, and its other shapes, the topmost first."""

    def __init__(self, root: etree._Element | None) -> None:
        self.fixed_shapes: list[etree._Element] = []
        self.by_index: dict[str, etree._Element] = {}
        self.by_kind: dict[str, etree._Element] = {}
        for shape in () if root is None else shapes(root):
            key = placeholder(shape)
            if key is None:
                self.fixed_shapes.append(shape)
                continue
            self.by_kind.setdefault(key[0], shape)
            self.by_index.setdefault(key[1], shape)
            if key[0] in TITLE_TYPES:
                self.by_kind.setdefault("any title", shape)
        self.fixed_shapes.reverse()

    @property
    def title(self) -> etree._Element | None:
        """The first placeholder for a title, of either type."""
        return self.by_kind.get("any title")


class SlideAppearance:
    """How one slide, or notes page, looks, with everything that it inherits.

    `None` stands for what is unknown, such as a picture's colour.
    """

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        self._layout_part = next(iter(package.related(part, "slideLayout")), "")
        above = (
            package.related(self._layout_part, "slideMaster")
            if self._layout_part
            else package.related(part, "notesMaster")
        )
        self._master_part = next(iter(above), "")
        self.layout = package.tree(self._layout_part) if self._layout_part else None
        self.master = package.tree(self._master_part) if self._master_part else None
        self._placeholders: dict[etree._Element, list[etree._Element]] = {}
        self._boxes: dict[etree._Element, Box | None] = {}
        self._fills: dict[etree._Element, tuple[Rgb, ...]] = {}
        self._level_styles: dict[etree._Element, list[Levels]] = {}
        self._levels: dict[etree._Element, str] = {}
        self._scales: dict[etree._Element, int] = {}

    @cached_property
    def palette(self) -> Palette:
        """The colours of the master's theme."""
        master = self._master_part
        return (
            self.package.read_once("palette", master, lambda: read_palette(self.package, master))
            if master
            else Palette({}, {})
        )

    @cached_property
    def _layout_shapes(self) -> LayoutShapes:
        return self.package.read_once("layout shapes", self._layout_part, lambda: LayoutShapes(self.layout))

    @cached_property
    def _master_shapes(self) -> LayoutShapes:
        return self.package.read_once("layout shapes", self._master_part, lambda: LayoutShapes(self.master))

    @property
    def root(self) -> etree._Element:
        """The root element of the slide."""
        return self.package.tree(self.part)

    @cached_property
    def shapes(self) -> list[etree._Element]:
        """The shapes of the slide in reading order."""
        return list(shapes(self.root))

    @cached_property
    def _positions(self) -> dict[etree._Element, int]:
        return {shape: position for position, shape in enumerate(self.shapes)}

    # -- inheritance ---------------------------------------------------------------------------------------------

    def inherited_placeholders(self, shape: etree._Element) -> list[etree._Element]:
        """Return the placeholders from which a shape inherits: that of the layout, then that of the master."""
        if shape not in self._placeholders:
            self._placeholders[shape] = self._find_placeholders(shape)
        return self._placeholders[shape]

    def _find_placeholders(self, shape: etree._Element) -> list[etree._Element]:
        key = placeholder(shape)
        if key is None:
            return []
        kind, index = key
        in_layout = self._layout_shapes.title if kind in TITLE_TYPES else self._layout_shapes.by_index.get(index)
        kind = (placeholder(in_layout) or (kind, ""))[0] if in_layout is not None else kind
        kind = {"ctrTitle": "title", "subTitle": "body"}.get(kind, kind)
        in_master = self._master_shapes.by_kind.get(kind if kind in ("title", *FOOTER_TYPES) else "body")
        return [found for found in (in_layout, in_master) if found is not None]

    def box(self, shape: etree._Element) -> Box | None:
        """Return the box of a shape, its own or an inherited one; `None` where there is none."""
        if shape not in self._boxes:
            self._boxes[shape] = self._box(shape)
        return self._boxes[shape]

    def _box(self, shape: etree._Element) -> Box | None:
        for source in (shape, *self.inherited_placeholders(shape)):
            frame = source.find(f"{P}spPr/{A}xfrm")
            frame = source.find(f"{P}xfrm") if frame is None else frame
            frame = source.find(f"{P}grpSpPr/{A}xfrm") if frame is None else frame
            if frame is not None and (box := _frame_box(frame)) is not None:
                return box
        return None

    # -- text ----------------------------------------------------------------------------------------------------

    def text_colour(self, run: etree._Element, paragraph: etree._Element, shape: etree._Element) -> Rgb:
        """Return the colour in which a run is displayed: that of a link, its own, or the first inherited one."""
        properties = run.find(f"{A}rPr")
        link = None if properties is None else properties.find(f"{A}hlinkClick")
        if link is not None and next(link.iter(_LINK_COLOUR), None) is None:
            return self.palette.named("hlink") or BLACK
        for style in self._run_styles(properties, paragraph, shape):
            fill = style.find(f"{A}solidFill")
            if fill is not None and (colour := self.palette.colour(fill)) is not None:
                return colour
        return self.palette.named("tx1") or BLACK

    def text_size(self, run: etree._Element, paragraph: etree._Element, shape: etree._Element) -> int:
        """Return the size in which a run is displayed, in hundredths of a point, after the autofit scale of its shape."""
        sizes = (
            read_number(style, "sz", 0, _SIZES)
            for style in self._run_styles(run.find(f"{A}rPr"), paragraph, shape)
            if style.get("sz")
        )
        return round(next(sizes, _DEFAULT_SIZE) * self._font_scale(shape) / 100_000)

    def direction(self, paragraph: etree._Element, shape: etree._Element) -> Literal["ltr", "rtl"]:
        """Return the direction in which a paragraph is laid out: its own, or the first inherited one."""
        own, level = paragraph.find(f"{A}pPr"), self._level(paragraph)
        sources = (own, *(levels.get(level) for levels in self._level_lists(shape)))
        stated = (source.get("rtl") for source in sources if source is not None)
        return "rtl" if next((value for value in stated if value is not None), "0") in ("1", "true") else "ltr"

    def _font_scale(self, shape: etree._Element) -> int:
        """Return the autofit scale of a shape, in thousandths of a percent."""
        if shape not in self._scales:
            fit = shape.find(f"{P}txBody/{A}bodyPr/{A}normAutofit")
            self._scales[shape] = read_number(fit, "fontScale", 100_000, _SCALES) if fit is not None else 100_000
        return self._scales[shape]

    def _run_styles(
        self, properties: etree._Element | None, paragraph: etree._Element, shape: etree._Element
    ) -> Iterator[etree._Element]:
        """Yield the run properties that apply to a run, the nearest first."""
        if properties is not None:
            yield properties
        level = self._level(paragraph)
        for levels in self._level_lists(shape):
            inherited = levels.get(level)
            run = inherited.find(f"{A}defRPr") if inherited is not None else None
            if run is not None:
                yield run

    def _level(self, paragraph: etree._Element) -> str:
        """Return the tag that list styles have for the level of a paragraph, `lvl1pPr`."""
        if paragraph not in self._levels:
            own = paragraph.find(f"{A}pPr")
            level = read_number(own, "lvl", 0, _LEVELS) if own is not None else 0
            self._levels[paragraph] = f"{A}lvl{level + 1}pPr"
        return self._levels[paragraph]

    def _level_lists(self, shape: etree._Element) -> list[Levels]:
        """Return the list styles that a shape has and inherits, the nearest first; cached, since a shape may have many runs."""
        if shape not in self._level_styles:
            sources = (shape, *self.inherited_placeholders(shape))
            own = [_levels(source.find(f"{P}txBody/{A}lstStyle")) for source in sources]
            name, main = self._style_name(shape), self.package.presentation()
            of_master = self.package.read_once(name, self._master_part, lambda: _levels(self._master_style(name)))
            root = self.package.tree(main)
            default = self.package.read_once("defaults", main, lambda: _levels(root.find(f"{P}defaultTextStyle")))
            self._level_styles[shape] = [*own, of_master, default]
        return self._level_styles[shape]

    def _master_style(self, name: str) -> etree._Element | None:
        """Return a text style of the master, or the only one of a notes master."""
        if self.master is None:
            return None
        styles = self.master.find(f"{P}txStyles")
        return self.master.find(f"{P}notesStyle") if styles is None else styles.find(f"{P}{name}")

    def _style_name(self, shape: etree._Element) -> str:
        """Return which text style of the master applies to a shape."""
        kind = (placeholder(shape) or ("", ""))[0]
        if kind in TITLE_TYPES:
            return "titleStyle"
        return "otherStyle" if not kind or kind in FOOTER_TYPES else "bodyStyle"

    # -- background --------------------------------------------------------------------------------------------------

    def backgrounds(self, shape: etree._Element) -> list[Rgb | None]:
        """Return every colour that may be behind the text of a shape; `None` for a picture."""
        own = self._grounds(shape)
        if own:
            return [*own]
        box = self.box(shape)
        colours: list[Rgb | None] = []
        for lower in self._shapes_below(shape):
            self.package.count_steps(4)
            lower_box = self.box(lower)
            grounds: Sequence[Rgb | None] = (None,) if lower.tag == f"{P}pic" else self._grounds(lower)
            if box is None or lower_box is None or not _overlap(box, lower_box) or not grounds:
                continue
            colours += grounds
            if _covers(lower_box, box) and _is_rectangle(lower):
                return colours
        return [*colours, self.background()]

    def background(self) -> Rgb:
        """Return the background colour of the slide: its own, or that of its layout or master."""
        for root in (self.root, self.layout, self.master):
            background = None if root is None else root.find(f"{P}cSld/{P}bg")
            if background is None:
                continue
            fill = background.find(f"{P}bgPr/{A}solidFill")
            colour = self.palette.colour(background.find(f"{P}bgRef") if fill is None else fill)
            if colour is not None:
                return colour
        return WHITE

    def _shapes_below(self, shape: etree._Element) -> Iterator[etree._Element]:
        """Yield the shapes below a shape, the topmost first; placeholders of layout and master are not displayed."""
        yield from (self.shapes[position] for position in range(self._positions[shape] - 1, -1, -1))
        hides_master = (root is not None and root.get("showMasterSp") == "0" for root in (self.root, self.layout))
        for source in (self._layout_shapes,) if any(hides_master) else (self._layout_shapes, self._master_shapes):
            yield from source.fixed_shapes

    def fill(self, shape: etree._Element) -> Rgb | None:
        """Return the fill colour of a shape, its own or an inherited one; `None` where it has none, or a gradient."""
        grounds = self._grounds(shape)
        return grounds[0] if len(grounds) == 1 else None

    def _grounds(self, shape: etree._Element) -> tuple[Rgb, ...]:
        """Return the colours of the fill of a shape, its own or an inherited one: those of all stops of a gradient."""
        if shape not in self._fills:
            self._fills[shape] = self._read_grounds(shape)
        return self._fills[shape]

    def _read_grounds(self, shape: etree._Element) -> tuple[Rgb, ...]:
        for source in (shape, *self.inherited_placeholders(shape)):
            properties = source.find(f"{P}spPr")
            if properties is None:
                continue
            if properties.find(f"{A}noFill") is not None:
                return ()
            if (fill := properties.find(f"{A}solidFill")) is not None:
                return tuple(colour for colour in (self.palette.colour(fill),) if colour is not None)
            if (fill := properties.find(f"{A}gradFill")) is not None:
                stops = (self.palette.colour(stop) for stop in fill.iter(f"{A}gs"))
                return tuple(dict.fromkeys(colour for colour in stops if colour is not None))
        return ()


def _levels(style: etree._Element | None) -> Levels:
    """Return the properties of each level of a list style; of several for one level, the first counts."""
    levels: Levels = {}
    for level in () if style is None else style:
        levels.setdefault(str(level.tag), level)
    return levels


def _frame_box(frame: etree._Element) -> Box | None:
    offset, size = frame.find(f"{A}off"), frame.find(f"{A}ext")
    if offset is None or size is None:
        return None
    x, y = read_number(offset, "x", 0), read_number(offset, "y", 0)
    return x, y, x + read_number(size, "cx", 0), y + read_number(size, "cy", 0)


def _is_rectangle(shape: etree._Element) -> bool:
    geometry = shape.find(f"{P}spPr/{A}prstGeom")
    return geometry is None or geometry.get("prst") == "rect"


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return min(across, down) > _TOLERANCE


def _covers(outer: Box, inner: Box) -> bool:
    edges = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    return min(edges) >= -_TOLERANCE
