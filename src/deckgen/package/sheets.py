"""A slide with the layout and master behind it → where its shapes stand, on what ground, and how its text is set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from deckgen.package.colours import BLACK, WHITE, Palette, Rgb, palette
from deckgen.package.opc import A, P, Package
from deckgen.package.slides import placeholder, shapes

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in EMU."""

Held = tuple[etree._Element, tuple[str, str] | None]
"""A shape of a layout or master, and its placeholder if it is one."""

_AHYP = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"
_OTHER = ("dt", "ftr", "sldNum", "hdr")
_ROUND_OFF = 12_700
_DEFAULT_SIZE = 1800


class Sheet:
    """One slide, and what it inherits. Anything that cannot be told (a picture as ground) is `None`."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part = package, part
        layouts = package.related(part, "slideLayout")
        masters = package.related(layouts[0], "slideMaster") if layouts else []
        self.layout = package.tree(layouts[0]) if layouts else None
        self.master = package.tree(masters[0]) if masters else None
        self.palette = palette(package, masters[0]) if masters else Palette({}, {})
        self._behind: dict[etree._Element, list[etree._Element]] = {}

    @cached_property
    def _of_layout(self) -> list[Held]:
        return _held(self.layout)

    @cached_property
    def _of_master(self) -> list[Held]:
        return _held(self.master)

    @property
    def root(self) -> etree._Element:
        """The slide itself."""
        return self.package.tree(self.part)

    @cached_property
    def shapes(self) -> list[etree._Element]:
        """The shapes of the slide in reading order."""
        return list(shapes(self.root))

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
        same = [s for s, other in self._of_layout if _matches(other, kind, index)]
        kind = (placeholder(same[0]) or (kind, ""))[0] if same else kind
        wanted = {"ctrTitle": "title", "subTitle": "body"}.get(kind, kind)
        wanted = wanted if wanted in ("title", *_OTHER) else "body"
        above = [s for s, other in self._of_master if other is not None and other[0] == wanted]
        return [*same[:1], *above[:1]]

    def box(self, shape: etree._Element) -> Box | None:
        """Where a shape stands, by itself or as its placeholder does."""
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
        body = shape.find(f"{P}txBody/{A}bodyPr/{A}normAutofit")
        scale = int(body.get("fontScale", "100000")) if body is not None else 100_000
        sizes = (found.get("sz") for found in self._styles(run.find(f"{A}rPr"), paragraph, shape))
        return round(int(next((size for size in sizes if size), _DEFAULT_SIZE)) * scale / 100_000)

    def _styles(
        self, properties: etree._Element | None, paragraph: etree._Element, shape: etree._Element
    ) -> Iterator[etree._Element]:
        """Give the run properties that count, the nearest first."""
        own = paragraph.find(f"{A}pPr")
        level = int(own.get("lvl", "0")) + 1 if own is not None else 1
        if properties is not None:
            yield properties
        lists = [one.find(f"{P}txBody/{A}lstStyle") for one in (shape, *self.behind(shape))]
        styles = None if self.master is None else self.master.find(f"{P}txStyles")
        if styles is not None:
            lists.append(styles.find(f"{P}{self._family(shape)}"))
        lists.append(self.package.tree(self.package.presentation()).find(f"{P}defaultTextStyle"))
        for found in lists:
            inner = None if found is None else found.find(f"{A}lvl{level}pPr/{A}defRPr")
            if inner is not None:
                yield inner

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
        yield from reversed(self.shapes[: self.shapes.index(shape)])
        hides = (root is not None and root.get("showMasterSp") == "0" for root in (self.root, self.layout))
        for held in (self._of_layout, [] if any(hides) else self._of_master):
            yield from (s for s, kind in reversed(held) if kind is None)

    def fill(self, shape: etree._Element) -> Rgb | None:
        """Give the colour that a shape is filled with, by itself or as its placeholder is; `None` for none."""
        for one in (shape, *self.behind(shape)):
            look = one.find(f"{P}spPr")
            if look is None:
                continue
            if look.find(f"{A}noFill") is not None:
                return None
            if (fill := look.find(f"{A}solidFill")) is not None:
                return self.palette.colour(fill)
        return None


def _held(root: etree._Element | None) -> list[Held]:
    """Give the shapes of a layout or master."""
    return [] if root is None else [(shape, placeholder(shape)) for shape in shapes(root)]


def _matches(found: tuple[str, str] | None, kind: str, index: str) -> bool:
    """Tell whether a placeholder of the layout is the one meant: by its index, a title by its type."""
    if found is None:
        return False
    return found[0] in ("title", "ctrTitle") if kind in ("title", "ctrTitle") else found[1] == index


def _extent(frame: etree._Element) -> Box | None:
    at, size = frame.find(f"{A}off"), frame.find(f"{A}ext")
    if at is None or size is None:
        return None
    x, y = int(at.get("x", "0")), int(at.get("y", "0"))
    return x, y, x + int(size.get("cx", "0")), y + int(size.get("cy", "0"))


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
