"""A cleaned template → what it gives to slides, with python-pptx.

python-pptx finds masters, layouts, placeholders and the geometry that a layout inherits; text properties come from
`ooxml.inheritance`, colours from `colours`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from deckgen.ir.frames import Align, Anchor, Box, Insets
from deckgen.ooxml.inheritance import Inherited, Layout, Master, placeholder_key
from deckgen.ooxml.names import RT
from deckgen.ooxml.opc import A, P
from deckgen.template.colours import ColourScheme, colour_names, theme_colours
from deckgen.template.drawing_digest import ReadPart, drawing_digest
from deckgen.template.errors import TemplateError
from deckgen.template.types import Obstacle, Place, PlaceText, Template, TemplateLayout, TemplateMaster

if TYPE_CHECKING:
    from pptx.slide import SlideLayout, SlideMaster

MAX_LAYOUTS = 500
"""Of all masters together."""
MAX_NAME = 200
"""Characters of the name of a layout."""
_DEFAULT_SIZE = (9_144_000, 6_858_000)
_ALIGNS: Mapping[str, Align] = {"ctr": "center", "r": "end"}
_ANCHORS: Mapping[str, Anchor] = {"ctr": "middle", "b": "bottom"}
_CAPS = ("all",)
_FALLBACK_FONT = "Arial"
_LINE = 1.2
"""The height of a line as a multiple of the type size, by which an exact spacing is converted."""
_SHAPE_TAGS = ("sp", "pic", "cxnSp", "graphicFrame")
Transform = Callable[[Box], Box]


def read_template(data: bytes, uses: Mapping[str, int], name: str) -> Template:
    """Read the bytes of a cleaned template; `uses` are the numbers of sample slides that the file had, by layout part.

    Raises TemplateError if python-pptx cannot read it.
    """
    from pptx import Presentation  # noqa: PLC0415 -- it takes 0.2 s to import, and only an import of a template needs it

    try:
        presentation = Presentation(io.BytesIO(data))
        size = (presentation.slide_width or _DEFAULT_SIZE[0], presentation.slide_height or _DEFAULT_SIZE[1])
        default = presentation.element.find(f"{P}defaultTextStyle")
        if sum(len(master.slide_layouts) for master in presentation.slide_masters) > MAX_LAYOUTS:
            raise TemplateError(f"{name} has more than {MAX_LAYOUTS} layouts: remove those that are not used")
        masters = tuple(_master(number, each, default) for number, each in enumerate(presentation.slide_masters, 1))
    except (KeyError, ValueError, TypeError, AttributeError, etree.LxmlError) as error:
        message = f"{name} is damaged ({error}): save it in PowerPoint as a template (.potx), and import that file"
        raise TemplateError(message) from error
    return Template((int(size[0]), int(size[1])), masters, uses)


def _master(number: int, master: SlideMaster, default: etree._Element | None) -> TemplateMaster:
    theme = etree.fromstring(master.part.part_related_by(RT.THEME).blob, etree.XMLParser(resolve_entities=False))
    colours, fonts = theme_colours(theme), theme_fonts(theme)
    source = Master(master.element, default)
    layouts = tuple(
        _LayoutReader(
            each, master, source, ColourScheme(colours, colour_names(master.element, each.element)), fonts
        ).read(n)
        for n, each in enumerate(master.slide_layouts, 1)
    )
    return TemplateMaster(number, str(master.part.partname), theme.get("name", ""), layouts, colours, fonts)


def theme_fonts(theme: etree._Element) -> tuple[str, str]:
    """Return the families of headings and of text."""
    names = (theme.find(f".//{A}fontScheme/{A}{kind}/{A}latin") for kind in ("majorFont", "minorFont"))
    major, minor = ((name.get("typeface") if name is not None else "") or _FALLBACK_FONT for name in names)
    return major, minor


class _LayoutReader:
    """Reads one layout of a master."""

    def __init__(
        self, layout: SlideLayout, master: SlideMaster, source: Master, scheme: ColourScheme, fonts: tuple[str, str]
    ) -> None:
        self.layout, self.master, self.scheme, self.fonts = layout, master, scheme, fonts
        self.source = Layout(layout.element, source)

    def read(self, number: int) -> TemplateLayout:
        element = self.layout.element
        shows_master = element.get("showMasterSp") not in ("0", "false")
        obstacles = [*_obstacles(self.layout)] + ([*_obstacles(self.master)] if shows_master else [])
        grounds = [
            drawing_digest(ground, _part_reader(each)) for each in (self.layout, self.master)
            if (ground := each.element.find(f"{P}cSld/{P}bg")) is not None
        ]  # fmt: skip
        name = " ".join(self.layout.name.split())[:MAX_NAME]
        return TemplateLayout(
            name, number, element.get("type", ""), str(self.layout.part.partname), tuple(self._places()),
            tuple(obstacles), self.scheme, element.get("show") in ("0", "false"),
            " ".join(grounds),
        )  # fmt: skip

    def _places(self) -> Iterator[Place]:
        for shape in list(self.layout.placeholders):
            key = placeholder_key(shape.element)
            if key is None:
                continue
            kind, index = key[0], int(key[1])
            box = Box(*(int(value or 0) for value in (shape.left, shape.top, shape.width, shape.height)))
            # Of several placeholders with the same key each has properties of its own, so it is not looked up by its key.
            effective = self.source.placeholder_of(shape.element)
            body = effective.body
            insets = Insets(*(int(body.get(name, "0")) for name in ("lIns", "tIns", "rIns", "bIns")))
            is_upright = body.get("vert", "horz") == "horz" and not int(shape.rotation) % 180
            anchor = _ANCHORS.get(body.get("anchor", "t"), "top")
            text = self._text(effective)
            fill = tuple(self.scheme.opaque_colours(_parsed(effective.shape.get("fill"))))
            yield Place(kind, index, shape.name or "", box, insets, anchor, text, is_upright, effective, fill)

    def _text(self, effective: Inherited) -> PlaceText:
        run, paragraph = effective.levels[0].run, effective.levels[0].paragraph
        fill, latin = _parsed(run.get("fill")), _parsed(run.get("latin"))
        colour, slot = self.scheme.resolve(fill)
        family = latin.get("typeface", "") if latin is not None else ""
        if not family or family.startswith("+"):
            family = self.fonts[0] if family == "+mj-lt" else self.fonts[1]
        right_to_left = paragraph.get("rtl") == "1"
        align = _ALIGNS.get(paragraph.get("algn", "l"), "start")
        if right_to_left and align != "center":
            align = "start" if paragraph.get("algn") == "r" else "end"
        return PlaceText(
            int(run.get("sz", "1800")), run.get("b") == "1", run.get("i") == "1", run.get("cap", "none") in _CAPS, align,
            right_to_left, family, colour or self.scheme.named("tx1"), slot if colour else "tx1", _spacing(effective),
        )  # fmt: skip


def _spacing(effective: Inherited) -> int:
    """Return the line spacing of the first level, in thousandths of a percent."""
    stated = _parsed(effective.levels[0].paragraph.get("lnSpc"))
    value = next(iter(stated), None) if stated is not None else None
    if value is None:
        return 100_000
    number = int(value.get("val", "100000"))
    if str(value.tag).endswith("spcPct"):
        return number
    return round(number / int(effective.levels[0].run.get("sz", "1800")) / _LINE * 100_000)


def _parsed(canonical: str | None) -> etree._Element | None:
    """Return an element from its canonical text (without prefixes)."""
    return None if canonical is None else etree.fromstring(canonical)


def _obstacles(drawn: SlideLayout | SlideMaster) -> Iterator[Obstacle]:
    tree = drawn.element.find(f"{P}cSld/{P}spTree")
    if tree is not None:
        yield from _shapes(tree, lambda box: box, _part_reader(drawn))


def _part_reader(drawn: SlideLayout | SlideMaster) -> ReadPart:
    """Return what reads the parts to which the drawings of a layout or master refer."""

    def read(relation: str) -> bytes:
        found = drawn.part.rels.get(relation)
        return b"" if found is None or found.is_external else bytes(found.target_part.blob)

    return read


def _shapes(tree: etree._Element, transform: Transform, read_part: ReadPart) -> Iterator[Obstacle]:
    """Yield the visible shapes of a tree that are no placeholders, with groups resolved."""
    for element in tree:
        kind = str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
        if kind == "grpSp":
            yield from _shapes(element, _group_transform(element, transform), read_part)
        elif kind in _SHAPE_TAGS and placeholder_key(element) is None:
            box, identity = _box(element), element.find(f"*/{P}cNvPr")
            is_hidden = identity is not None and identity.get("hidden") in ("1", "true")
            if box is not None and not is_hidden:
                has_text = any((text.text or "").strip() for text in element.iter(f"{A}t"))
                name = " ".join((identity.get("name", "") if identity is not None else "").split())[:MAX_NAME]
                placed = transform(box)
                digest = drawing_digest(element, read_part, f"{placed.x} {placed.y} {placed.width} {placed.height}")
                yield Obstacle(placed, name, has_text, digest)


def _box(element: etree._Element) -> Box | None:
    """Return the box of a shape, upright also where it is turned by a right angle; None if it states none."""
    found = element.find(f"{P}spPr/{A}xfrm")
    found = element.find(f"{P}xfrm") if found is None else found
    offset, extent = (found.find(f"{A}off"), found.find(f"{A}ext")) if found is not None else (None, None)
    if found is None or offset is None or extent is None:
        return None
    box = Box(*(int(e.get(name, "0")) for e, name in ((offset, "x"), (offset, "y"), (extent, "cx"), (extent, "cy"))))
    turned = int(found.get("rot", "0")) % 10_800_000
    if abs(turned - 5_400_000) >= 2_700_000:
        return box
    middle_x, middle_y = box.x + box.width // 2, box.y + box.height // 2
    return Box(middle_x - box.height // 2, middle_y - box.width // 2, box.height, box.width)


def _group_transform(group: etree._Element, outer: Transform) -> Transform:
    """Return the transform from the coordinates inside a group to those of the slide."""
    found = group.find(f"{P}grpSpPr/{A}xfrm")
    parts = [found.find(f"{A}{name}") for name in ("off", "ext", "chOff", "chExt")] if found is not None else []
    if len(parts) != 4 or any(part is None for part in parts):
        return outer
    (x, y), (width, height), (left, top), (inner_width, inner_height) = (
        (int(part.get(a, "0")), int(part.get(b, "0")))
        for part, (a, b) in zip(parts, (("x", "y"), ("cx", "cy"), ("x", "y"), ("cx", "cy")), strict=True)
        if part is not None
    )
    across, down = width / max(inner_width, 1), height / max(inner_height, 1)

    def transform(box: Box) -> Box:
        moved = (x + (box.x - left) * across, y + (box.y - top) * down, box.width * across, box.height * down)
        return outer(Box(*map(round, moved)))

    return transform
