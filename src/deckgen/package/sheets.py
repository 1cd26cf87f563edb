"""A slide with the layout and master behind it → where its shapes stand, on what ground, and how its text is set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from deckgen.ooxml.opc import A, P, Package, number
from deckgen.package.colours import BLACK, WHITE, Palette, Rgb, palette
from deckgen.package.slides import placeholder, shapes

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in EMU."""

Levels = dict[str, etree._Element]
"""Run properties by the tag of the list level that has them, `lvl1pPr`."""

_AHYP = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"
_OTHER = ("dt", "ftr", "sldNum", "hdr")
_ROUND_OFF = 12_700
_DEFAULT_SIZE = 1800
_SIZES, _SCALES, _LEVELS = (0, 400_000), (0, 1_000_000), (0, 8)
"""Hundredths of a point, thousandths of a percent, levels of a list."""


class Placeholders:
    """The shapes of a layout or master: placeholders by what slides find them by, and what is painted, the last first."""

    def __init__(self, root: etree._Element | None) -> None:
        self.painted: list[etree._Element] = []
        self.by_index: dict[str, etree._Element] = {}
        self.by_kind: dict[str, etree._Element] = {}
        for shape in () if root is None else shapes(root):
            found = placeholder(shape)
            if found is None:
                self.painted.append(shape)
                continue
            self.by_kind.setdefault(found[0], shape)
            self.by_index.setdefault(found[1], shape)
            if found[0] in ("title", "ctrTitle"):
                self.by_kind.setdefault("any title", shape)
        self.painted.reverse()

    @property
    def title(self) -> etree._Element | None:
        """The first placeholder for a title, of either kind."""
        return self.by_kind.get("any title")


class SlideSheet:
    """One slide, and what it inherits. Anything that cannot be told (a picture as ground) is `None`."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        self._layout_part = next(iter(package.related(part, "slideLayout")), "")
        self._master_part = (
            next(iter(package.related(self._layout_part, "slideMaster")), "") if self._layout_part else ""
        )
        self.layout = package.tree(self._layout_part) if self._layout_part else None
        self.master = package.tree(self._master_part) if self._master_part else None
        self._behind: dict[etree._Element, list[etree._Element]] = {}
        self._boxes: dict[etree._Element, Box | None] = {}
        self._fills: dict[etree._Element, Rgb | None] = {}
        self._lists: dict[etree._Element, list[Levels]] = {}
        self._levels: dict[etree._Element, str] = {}
        self._scales: dict[etree._Element, int] = {}

    @cached_property
    def palette(self) -> Palette:
        """The colours of the master's theme."""
        master = self._master_part
        return (
            self.package.once("palette", master, lambda: palette(self.package, master)) if master else Palette({}, {})
        )

    @cached_property
    def _of_layout(self) -> Placeholders:
        return self.package.once("placeholders held", self._layout_part, lambda: Placeholders(self.layout))

    @cached_property
    def _of_master(self) -> Placeholders:
        return self.package.once("placeholders held", self._master_part, lambda: Placeholders(self.master))

    @property
    def root(self) -> etree._Element:
        """The slide itself."""
        return self.package.tree(self.part)

    @cached_property
    def shapes(self) -> list[etree._Element]:
        """The shapes of the slide in reading order."""
        return list(shapes(self.root))

    @cached_property
    def _places(self) -> dict[etree._Element, int]:
        return {shape: place for place, shape in enumerate(self.shapes)}

    # -- inheritance ---------------------------------------------------------------------------------------------

    def behind(self, shape: etree._Element) -> list[etree._Element]:
        """Give the placeholders that a shape inherits from: the layout's, then the master's."""
        if shape not in self._behind:
            self._behind[shape] = self._inherited(shape)
        return self._behind[shape]

    def _inherited(self, shape: etree._Element) -> list[etree._Element]:
        found = placeholder(shape)
        if found is None:
            return []
        kind, index = found
        same = self._of_layout.title if kind in ("title", "ctrTitle") else self._of_layout.by_index.get(index)
        kind = (placeholder(same) or (kind, ""))[0] if same is not None else kind
        wanted = {"ctrTitle": "title", "subTitle": "body"}.get(kind, kind)
        above = self._of_master.by_kind.get(wanted if wanted in ("title", *_OTHER) else "body")
        return [one for one in (same, above) if one is not None]

    def box(self, shape: etree._Element) -> Box | None:
        """Where a shape stands, by itself or as its placeholder does."""
        if shape not in self._boxes:
            self._boxes[shape] = self._box(shape)
        return self._boxes[shape]

    def _box(self, shape: etree._Element) -> Box | None:
        for one in (shape, *self.behind(shape)):
            frame = one.find(f"{P}spPr/{A}xfrm")
            frame = one.find(f"{P}xfrm") if frame is None else frame
            frame = one.find(f"{P}grpSpPr/{A}xfrm") if frame is None else frame
            if frame is not None and (found := _extent(frame)) is not None:
                return found
        return None

    # -- text ----------------------------------------------------------------------------------------------------

    def text_colour(self, run: etree._Element, paragraph: etree._Element, shape: etree._Element) -> Rgb:
        """Give the colour in which a run is seen: its own, that of a link, or the first that it inherits."""
        properties = run.find(f"{A}rPr")
        link = None if properties is None else properties.find(f"{A}hlinkClick")
        if link is not None and next(link.iter(_AHYP), None) is None:
            return self.palette.named("hlink") or BLACK
        for found in self._styles(properties, paragraph, shape):
            fill = found.find(f"{A}solidFill")
            if fill is not None and (colour := self.palette.colour(fill)) is not None:
                return colour
        return self.palette.named("tx1") or BLACK

    def text_size(self, run: etree._Element, paragraph: etree._Element, shape: etree._Element) -> int:
        """Give the size in which a run is seen, in hundredths of a point, shrunk as its box says."""
        sizes = (
            number(found, "sz", 0, _SIZES)
            for found in self._styles(run.find(f"{A}rPr"), paragraph, shape)
            if found.get("sz")
        )
        return round(next(sizes, _DEFAULT_SIZE) * self._scale(shape) / 100_000)

    def _scale(self, shape: etree._Element) -> int:
        if shape not in self._scales:
            fit = shape.find(f"{P}txBody/{A}bodyPr/{A}normAutofit")
            self._scales[shape] = number(fit, "fontScale", 100_000, _SCALES) if fit is not None else 100_000
        return self._scales[shape]

    def _styles(
        self, properties: etree._Element | None, paragraph: etree._Element, shape: etree._Element
    ) -> Iterator[etree._Element]:
        """Give the run properties that count, the nearest first."""
        if properties is not None:
            yield properties
        level = self._level(paragraph)
        for found in self._styles_of(shape):
            inner = found.get(level)
            if inner is not None:
                yield inner

    def _level(self, paragraph: etree._Element) -> str:
        """Name the list level of a paragraph as the styles do, `lvl1pPr`."""
        if paragraph not in self._levels:
            own = paragraph.find(f"{A}pPr")
            level = number(own, "lvl", 0, _LEVELS) if own is not None else 0
            self._levels[paragraph] = f"{A}lvl{level + 1}pPr"
        return self._levels[paragraph]

    def _styles_of(self, shape: etree._Element) -> list[Levels]:
        """Give the lists of styles that a shape has and inherits, read once: a shape may have any number of runs."""
        if shape not in self._lists:
            own = [_levels(one.find(f"{P}txBody/{A}lstStyle")) for one in (shape, *self.behind(shape))]
            family, main = self._family(shape), self.package.presentation()
            above = self.package.once(family, self._master_part, lambda: _levels(self._master_style(family)))
            root = self.package.tree(main)
            default = self.package.once("defaults", main, lambda: _levels(root.find(f"{P}defaultTextStyle")))
            self._lists[shape] = [*own, above, default]
        return self._lists[shape]

    def _master_style(self, family: str) -> etree._Element | None:
        return None if self.master is None else self.master.find(f"{P}txStyles/{P}{family}")

    def _family(self, shape: etree._Element) -> str:
        kind = (placeholder(shape) or ("", ""))[0]
        if kind in ("title", "ctrTitle"):
            return "titleStyle"
        return "otherStyle" if not kind or kind in _OTHER else "bodyStyle"

    # -- ground --------------------------------------------------------------------------------------------------

    def grounds(self, shape: etree._Element) -> list[Rgb | None]:
        """Give every colour that text in a shape may stand on; `None` for a picture."""
        own = self.fill(shape)
        if own is not None:
            return [own]
        box, found = self.box(shape), []
        for under in self._under(shape):
            self.package.spend(4)
            place = self.box(under)
            colour = self.fill(under)
            drawn = under.tag == f"{P}pic"
            if box is None or place is None or not _overlap(box, place) or (colour is None and not drawn):
                continue
            found.append(colour)
            if _covers(place, box) and _is_rectangle(under):
                return found
        return [*found, self.background()]

    def background(self) -> Rgb:
        """Give the ground of the slide: its own, its layout's or its master's."""
        for root in (self.root, self.layout, self.master):
            ground = None if root is None else root.find(f"{P}cSld/{P}bg")
            if ground is None:
                continue
            fill = ground.find(f"{P}bgPr/{A}solidFill")
            colour = self.palette.colour(ground.find(f"{P}bgRef") if fill is None else fill)
            if colour is not None:
                return colour
        return WHITE

    def _under(self, shape: etree._Element) -> Iterator[etree._Element]:
        """Give what is painted before a shape, the last first; placeholders of layout and master are not."""
        yield from (self.shapes[place] for place in range(self._places[shape] - 1, -1, -1))
        hides = (root is not None and root.get("showMasterSp") == "0" for root in (self.root, self.layout))
        for held in (self._of_layout,) if any(hides) else (self._of_layout, self._of_master):
            yield from held.painted

    def fill(self, shape: etree._Element) -> Rgb | None:
        """Give the colour that a shape is filled with, by itself or as its placeholder is; `None` for none."""
        if shape not in self._fills:
            self._fills[shape] = self._fill(shape)
        return self._fills[shape]

    def _fill(self, shape: etree._Element) -> Rgb | None:
        for one in (shape, *self.behind(shape)):
            look = one.find(f"{P}spPr")
            if look is None:
                continue
            if look.find(f"{A}noFill") is not None:
                return None
            if (fill := look.find(f"{A}solidFill")) is not None:
                return self.palette.colour(fill)
        return None


def _levels(style: etree._Element | None) -> Levels:
    """Read the run properties of each level of a list of styles; of several for one level, the first."""
    found: Levels = {}
    for level in () if style is None else style:
        properties = level.find(f"{A}defRPr")
        if properties is not None:
            found.setdefault(str(level.tag), properties)
    return found


def _extent(frame: etree._Element) -> Box | None:
    at, size = frame.find(f"{A}off"), frame.find(f"{A}ext")
    if at is None or size is None:
        return None
    x, y = number(at, "x", 0), number(at, "y", 0)
    return x, y, x + number(size, "cx", 0), y + number(size, "cy", 0)


def _is_rectangle(shape: etree._Element) -> bool:
    form = shape.find(f"{P}spPr/{A}prstGeom")
    return form is None or form.get("prst") == "rect"


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return min(across, down) > _ROUND_OFF


def _covers(outer: Box, inner: Box) -> bool:
    edges = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    return min(edges) >= -_ROUND_OFF
