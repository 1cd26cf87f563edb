"""Formats of a theme → stated on the shapes that refer to them, so that they look the same on another theme."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from msgspec import Struct

from deckgen.ooxml.opc import A, P, read_number
from deckgen.slide_files.xml import FILLS, SHAPE_ORDER, child, elements, insert, local, with_colour

_BACKGROUND = 1000
"""The number above which a reference to a fill is one to a background."""
_LINE_ORDER = (
    "noFill", "solidFill", "gradFill", "pattFill", "prstDash", "custDash", "round", "bevel", "miter", "headEnd", "tailEnd",
    "extLst",
)  # fmt: skip
_LINE_GROUPS = (
    ("noFill", "solidFill", "gradFill", "pattFill"), ("prstDash", "custDash"), ("round", "bevel", "miter"), ("headEnd",),
    ("tailEnd",),
)  # fmt: skip


class FontReference(Struct, frozen=True):
    """What the style of a shape says of its text: its colour (an element, or None) and its family (`major` or `minor`)."""

    colour: etree._Element | None
    family: str


class ThemeFormats:
    """The fills, lines and effects of a theme."""

    def __init__(self, theme: etree._Element) -> None:
        formats = theme.find(f".//{A}fmtScheme")
        self._lists = {local(each): list(elements(each)) for each in elements(formats)}

    def fill(self, reference: etree._Element | None) -> etree._Element | None:
        """Return the fill that a reference (`fillRef`, `bgRef`) names, in its colour; None if there is none."""
        if reference is None:
            return None
        number = read_number(reference, "idx", 0, (0, 1 << 31))
        backgrounds = number > _BACKGROUND
        found = self._numbered("bgFillStyleLst" if backgrounds else "fillStyleLst", number - _BACKGROUND * backgrounds)
        colour = next(elements(reference), None)
        if found is None or local(found) == "blipFill":
            if found is None or colour is None:
                return None
            plain = etree.Element(f"{A}solidFill")
            plain.append(deepcopy(colour))
            return plain
        return with_colour(found, colour)

    def state_on(self, shape: etree._Element) -> FontReference | None:
        """State the style of a shape in its properties, and remove the style; return what it says of the text."""
        style, properties = shape.find(f"{P}style"), shape.find(f"{P}spPr")
        if style is None or properties is None:
            return None
        shape.remove(style)
        line = self._styled_line(style.find(f"{A}lnRef"), properties.find(f"{A}ln"))
        if line is not None:
            for old in properties.findall(f"{A}ln"):
                properties.remove(old)
            insert(properties, line, SHAPE_ORDER)
        fill = self.fill(style.find(f"{A}fillRef"))
        if child(properties, FILLS) is None and fill is not None:
            insert(properties, fill, SHAPE_ORDER)
        effect = self._effect(style.find(f"{A}effectRef"))
        if child(properties, ("effectLst", "effectDag")) is None and effect is not None:
            insert(properties, effect, SHAPE_ORDER)
        font = style.find(f"{A}fontRef")
        return None if font is None else FontReference(next(elements(font), None), font.get("idx", "minor"))

    def line(self, reference: etree._Element | None) -> etree._Element | None:
        """Return the line that a reference (`lnRef`) names, in its colour; None if there is none."""
        return self._styled_line(reference, None)

    def _numbered(self, name: str, number: int) -> etree._Element | None:
        formats = self._lists.get(name, [])
        return formats[number - 1] if 0 < number <= len(formats) else None

    def _styled_line(self, reference: etree._Element | None, own: etree._Element | None) -> etree._Element | None:
        """Return the line of a shape: that of its style, with what the shape states itself over it."""
        if reference is None:
            return None
        found = self._numbered("lnStyleLst", read_number(reference, "idx", 0, (0, 1 << 31)))
        if found is None:
            return None
        line = with_colour(found, next(elements(reference), None))
        if own is None:
            return line
        for name, value in own.attrib.items():
            line.set(name, value)
        for group in _LINE_GROUPS:
            stated = child(own, group)
            if stated is not None:
                for old in [each for each in elements(line) if local(each) in group]:
                    line.remove(old)
                insert(line, deepcopy(stated), _LINE_ORDER)
        return line

    def _effect(self, reference: etree._Element | None) -> etree._Element | None:
        if reference is None:
            return None
        style = self._numbered("effectStyleLst", read_number(reference, "idx", 0, (0, 1 << 31)))
        effects = child(style, ("effectLst",))
        return None if effects is None or not len(effects) else with_colour(effects, next(elements(reference), None))
