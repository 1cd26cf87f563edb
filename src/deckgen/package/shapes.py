"""Read the shapes of a slide, layout, master or notes page: names, placeholders, titles, marks of decoration."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from deckgen.line_breaking.hyphenation import without_divisions
from deckgen.ooxml.opc import A, P, Package

SHAPE_TAGS = frozenset(f"{P}{name}" for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))
SHAPE_FOLDERS = ("slides", "slideLayouts", "slideMasters", "notesSlides", "notesMasters")
"""Folders under /ppt/ whose parts have shapes."""
TITLE_TYPES = frozenset({"title", "ctrTitle"})
"""Types of placeholders for a title."""
FOOTER_TYPES = frozenset({"dt", "ftr", "sldNum", "hdr"})
"""Types of placeholders for footer, date, number and header."""
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def parts_with_shapes(package: Package) -> list[str]:
    """Return every part that has shapes: slides, layouts, masters, notes pages and notes masters."""
    return [part for folder in SHAPE_FOLDERS for part in package.parts_in(folder)]


def duplicates(values: Iterable[str]) -> list[str]:
    """Return the values that occur more than once."""
    return [value for value, times in Counter(values).items() if times > 1]


def shapes(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the shapes of a part in reading order, groups before their members."""
    tree = next(root.iter(f"{P}spTree"), None)
    if tree is not None:
        yield from (e for e in tree.iterdescendants() if e.tag in SHAPE_TAGS)


def shape_name(shape: etree._Element) -> str:
    """Return the name of a shape in quotation marks; `?` where it has none."""
    properties = shape.find(f"./*/{P}cNvPr")
    return "?" if properties is None else f"{properties.get('name')!r}"


def shape_form(shape: etree._Element) -> str:
    """Return a name for the outline of a shape: that of the preset, or a checksum of the drawn path."""
    preset = shape.find(f"{P}spPr/{A}prstGeom")
    if preset is not None:
        return str(preset.get("prst"))
    path = shape.find(f"{P}spPr/{A}custGeom/{A}pathLst")
    return "" if path is None else f"drawn {zlib.crc32(etree.tostring(path)):08x}"


def placeholder(shape: etree._Element) -> tuple[str, str] | None:
    """Return type and index of a placeholder (`obj` and `0` if it has none); `None` for any other shape."""
    element = next(iter(shape.iterfind(f"./*/{P}nvPr/{P}ph")), None)
    return None if element is None else (element.get("type", "obj"), element.get("idx", "0"))


def is_title(shape: etree._Element) -> bool:
    """Whether a shape is the placeholder for a title."""
    return (placeholder(shape) or ("", ""))[0] in TITLE_TYPES


def is_footer(shape: etree._Element) -> bool:
    """Whether a shape is the placeholder for a footer, a date or the number of a slide."""
    return (placeholder(shape) or ("", ""))[0] in FOOTER_TYPES


def is_decorative(shape: etree._Element) -> bool:
    """Whether a shape is marked as decorative, that is, without meaning for a reader."""
    return any(e.get("val") in {"1", "true"} for e in shape.iterfind(f"./*/{P}cNvPr//{DECORATIVE}"))


_LINE_ENDS = {f"{A}br": "\v", f"{A}p": " "}
"""What stands for the end of a line or paragraph, by its tag."""


def slide_title(root: etree._Element) -> str | None:
    """Return the text of a slide's title placeholder, with single spaces; `None` where it has none."""
    for shape in shapes(root):
        if is_title(shape):
            pieces = (_LINE_ENDS.get(e.tag, e.text or "") for e in shape.iter(f"{A}t", *_LINE_ENDS))
            return " ".join(without_divisions("".join(pieces)).split())
    return None
